"""Proactive disclosure: statutory topics, the gate before publication, index numbers."""

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import uscc

from gongkai.law.annual_report.model import OrganKind
from gongkai.law.entries import NoRuleInForce, load
from gongkai.law.publication import (
    Conclusion,
    DisclosureAttribute,
    FileFacts,
    IndexNumberError,
    PublicationFacts,
    ReviewFacts,
    ReviewRound,
    TextFacts,
    blockers,
    index_pattern,
    topics,
    uncovered_topics,
)

ON = date(2026, 6, 1)
SECRECY = ReviewFacts(ReviewRound.SECRECY_REVIEW, Conclusion.MAY_PUBLISH, version_hash="v2", by="保密审查员")
APPROVAL = ReviewFacts(ReviewRound.APPROVAL, Conclusion.PASSED, version_hash="v2", by="负责人")
READY = PublicationFacts(
    on=ON,
    version_hash="v2",
    drafted_by="经办人",
    title="关于2026年耕地地力保护补贴发放的公告（演示）",
    attribute=DisclosureAttribute.PROACTIVE,
    catalog_entry="a21.t1",
    source="演示乡人民政府",
    produced_on=date(2026, 5, 25),
    is_document=True,
    document_number="演政发〔2026〕3号",
    reviews=(SECRECY, APPROVAL),
)

FILE_FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"rebuilt": False}, "file_not_rebuilt"),
    ({"personal_data": 3}, "file_personal_data"),
    ({"hidden": 1}, "file_hidden_data"),
    ({"unread": 2}, "file_unread"),
]


def codes(item: PublicationFacts) -> set[str]:
    return {blocker.code for blocker in blockers(item)}


# ---- topics


def test_ogi_20_has_fifteen_topics_in_order() -> None:
    found = [topic for topic in topics(OrganKind.DEPARTMENT, on=ON) if topic.id.startswith("a20.")]
    assert [topic.id for topic in found] == [f"a20.{number:02}" for number in range(1, 16)]
    assert [str(topic.cites[0]) for topic in found] == [f"ogi:20({number})" for number in range(1, 16)]


def test_ogi_21_has_eight_topics_for_townships_and_seven_for_counties() -> None:
    township = [topic.label for topic in topics(OrganKind.TOWNSHIP, on=ON) if topic.id.startswith("a21.")]
    county = [topic.label for topic in topics(OrganKind.COUNTY, on=ON) if topic.id.startswith("a21.")]
    assert township == [
        "贯彻落实农业农村政策", "农田水利工程建设运营", "农村土地承包经营权流转", "宅基地使用情况审核",
        "土地征收", "房屋征收", "筹资筹劳", "社会救助",
    ]  # fmt: skip
    assert county == ["市政建设", "公共服务", "公益事业", "土地征收", "房屋征收", "治安管理", "社会救助"]
    assert topics(OrganKind.VILLAGE, on=ON) == []
    assert topics(OrganKind.TOWNSHIP, on=date(2019, 5, 14)) == []


def test_ogi_22_a_topic_without_item_is_a_gap_unless_a_reason_is_given() -> None:
    township = topics(OrganKind.TOWNSHIP, on=ON)
    published = [topic.id for topic in township if topic.id not in ("a20.07", "a20.09", "a21.t6")]
    reasons = {"a20.09": "无政府集中采购项目（演示）", "a21.t6": "  "}
    missing = uncovered_topics(OrganKind.TOWNSHIP, published=published, not_applicable=reasons, on=ON)
    assert [topic.id for topic in missing] == ["a20.07", "a21.t6"]


def test_a_matter_below_a_topic_counts_for_it_and_a_longer_code_does_not() -> None:
    missing = uncovered_topics(OrganKind.TOWNSHIP, published=["a20.07.budget", "a21.t11"], not_applicable={}, on=ON)
    ids = {topic.id for topic in missing}
    assert "a20.07" not in ids
    assert "a21.t1" in ids


# ---- the gate


def test_a_reviewed_and_approved_version_passes() -> None:
    assert blockers(READY) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": " "}, "title_missing"),
        ({"catalog_entry": ""}, "catalog_entry_missing"),
        ({"source": ""}, "source_missing"),
        ({"produced_on": None}, "produced_on_missing"),
        ({"produced_on": date(2026, 6, 2)}, "produced_on_in_future"),
        ({"document_number": ""}, "document_number_missing"),
        ({"attribute": None}, "attribute_missing"),
        ({"attribute": DisclosureAttribute.ON_REQUEST, "withheld_reason": "依申请（演示）"}, "not_proactive"),
        ({"attribute": DisclosureAttribute.WITHHELD, "withheld_reason": "理由（演示）"}, "not_proactive"),
        ({"reviews": (APPROVAL,)}, "secrecy_review_missing"),
        ({"reviews": (SECRECY,)}, "approval_missing"),
        ({"reviews": (replace(SECRECY, version_hash="v1"), APPROVAL)}, "secrecy_review_stale"),
        ({"reviews": (SECRECY, replace(APPROVAL, version_hash="v1"))}, "approval_stale"),
        ({"reviews": (replace(SECRECY, by="经办人"), APPROVAL)}, "secrecy_reviewer_is_drafter"),
        ({"reviews": (SECRECY, replace(APPROVAL, by="经办人"))}, "approver_is_drafter"),
        ({"reviews": (SECRECY, replace(APPROVAL, by="保密审查员"))}, "approver_is_secrecy_reviewer"),
        ({"reviews": (SECRECY, replace(APPROVAL, conclusion=Conclusion.RETURNED))}, "approval_not_passed"),
        *(({"files": (FileFacts("名单"), replace(FileFacts("附表"), **fault))}, code) for fault, code in FILE_FAULTS),
        *(
            ({"reviews": (replace(SECRECY, conclusion=conclusion), APPROVAL)}, "secrecy_review_not_passed")
            for conclusion in (Conclusion.MUST_NOT, Conclusion.PARTLY, Conclusion.REFERRED)
        ),
    ],
)
def test_one_fault_is_one_blocker(change: dict[str, object], code: str) -> None:
    (found,) = blockers(replace(READY, **change))  # type: ignore[arg-type]  # fields by name
    assert found.code == code
    assert found.cites
    assert found.field
    assert "{" not in found.message


def test_ogi_15_the_message_names_the_files_at_fault() -> None:
    files = (FileFacts("名单"), FileFacts("附表", personal_data=1), FileFacts("附件三", personal_data=2))
    (found,) = blockers(replace(READY, files=files))
    assert "“附表”、“附件三”" in found.message
    assert "名单" not in found.message


def test_open_affairs_1_an_item_kept_back_needs_a_reason() -> None:
    assert codes(replace(READY, attribute=DisclosureAttribute.WITHHELD)) == {"not_proactive", "withheld_without_reason"}


def test_secrecy_rules_42_one_changed_character_needs_a_new_review() -> None:
    assert codes(replace(READY, version_hash="v3")) == {"secrecy_review_stale", "approval_stale"}


def test_only_a_document_needs_a_document_number() -> None:
    assert blockers(replace(READY, is_document=False, document_number="")) == []


def test_ogi_17_3_a_ruling_after_referral_opens_the_gate() -> None:
    referred = replace(SECRECY, conclusion=Conclusion.REFERRED)
    assert codes(replace(READY, reviews=(referred, APPROVAL))) == {"secrecy_review_not_passed"}
    assert blockers(replace(READY, reviews=(referred, SECRECY, APPROVAL))) == []


def test_the_message_names_what_was_found() -> None:
    (found,) = blockers(replace(READY, produced_on=date(2026, 6, 2)))
    assert found.message == "生成日期 2026-06-02 晚于今天（2026-06-01）。请核对日期。"
    (found,) = blockers(replace(READY, reviews=(replace(SECRECY, conclusion=Conclusion.PARTLY), APPROVAL)))
    assert "结论是“部分公开”" in found.message


reviews = st.lists(
    st.builds(
        ReviewFacts,
        round=st.sampled_from(ReviewRound),
        conclusion=st.sampled_from(Conclusion),
        version_hash=st.sampled_from(["v1", "v2"]),
        by=st.sampled_from(["甲", "乙", "丙"]),
    ),
    max_size=6,
).map(tuple)


@settings(max_examples=50)
@given(reviews)
def test_nothing_passes_without_three_people(made: tuple[ReviewFacts, ...]) -> None:
    if not blockers(replace(READY, drafted_by="甲", reviews=made)):
        good = {
            review.by
            for review in made
            if review.version_hash == "v2"
            and (review.round, review.conclusion)
            in {(ReviewRound.SECRECY_REVIEW, Conclusion.MAY_PUBLISH), (ReviewRound.APPROVAL, Conclusion.PASSED)}
        }
        assert len({"甲"} | good) == 3


@settings(max_examples=50)
@given(reviews)
def test_no_sequence_of_acts_by_one_person_opens_the_gate(made: tuple[ReviewFacts, ...]) -> None:
    alone = tuple(replace(review, by="甲") for review in made)
    assert blockers(replace(READY, drafted_by="甲", reviews=alone))


@settings(max_examples=50)
@given(reviews, reviews)
def test_reviews_of_other_versions_change_nothing_but_the_word_for_it(
    made: tuple[ReviewFacts, ...], old: tuple[ReviewFacts, ...]
) -> None:
    past = tuple(replace(review, version_hash="v0") for review in old)
    words = {"secrecy_review_missing": "secrecy_review_stale", "approval_missing": "approval_stale"}
    plain, with_past = codes(replace(READY, reviews=made)), codes(replace(READY, reviews=past + made))
    assert {words.get(code, code) for code in plain} == {words.get(code, code) for code in with_past}


def test_every_blocker_of_the_rule_file_can_be_met() -> None:
    written = {entry.id for entry in load("publication") if entry.get("field")}
    met: set[str] = set()
    for attribute, reason, by, first, second, version in product(
        (None, *DisclosureAttribute), ("", "理由"), ("经办人", "保密审查员"), Conclusion, Conclusion, ("v1", "v2")
    ):
        item = replace(
            READY,
            attribute=attribute,
            withheld_reason=reason,
            reviews=(
                replace(SECRECY, conclusion=first, version_hash=version, by=by),
                replace(APPROVAL, conclusion=second, by=by, version_hash=version),
            ),
        )
        met |= codes(item)
    empty = PublicationFacts(
        on=ON, version_hash="v", drafted_by="", title="", attribute=None, is_document=True, produced_on=None
    )
    met |= {code for fault, _ in FILE_FAULTS for code in codes(replace(READY, files=(FileFacts("甲", **fault),)))}
    met |= codes(empty) | codes(replace(empty, produced_on=date(2027, 1, 1)))
    proofs = (ReviewRound.PROOF_1, ReviewRound.PROOF_2, ReviewRound.PROOF_3)
    met |= codes(replace(READY, rounds=proofs))
    old = tuple(ReviewFacts(one, Conclusion.PASSED, "v0", "丙") for one in proofs)
    met |= codes(replace(READY, rounds=proofs, reviews=(*old, *READY.reviews)))
    for code in ("secrecy_mark", "text_personal_data", "forbidden_word"):
        met |= codes(replace(READY, text=(TextFacts(code, "第2段"),)))
    assert met == written


def test_a_proof_round_that_the_organ_demands_must_be_passed_for_exactly_this_version() -> None:
    demanded = replace(READY, rounds=(ReviewRound.PROOF_1,))
    passed = ReviewFacts(ReviewRound.PROOF_1, Conclusion.PASSED, READY.version_hash, "丙")
    assert codes(demanded) == {"proof_1_missing"}
    assert codes(replace(demanded, reviews=(passed, *READY.reviews))) == set()
    returned = replace(passed, conclusion=Conclusion.RETURNED)
    assert codes(replace(demanded, reviews=(returned, *READY.reviews))) == {"proof_1_missing"}
    old = replace(passed, version_hash="v0")
    assert codes(replace(demanded, reviews=(old, *READY.reviews))) == {"proof_1_stale"}


def test_what_stands_in_the_text_is_told_with_its_places() -> None:
    item = replace(READY, text=(TextFacts("secrecy_mark", "第2段"), TextFacts("secrecy_mark", "附件“甲”")))
    assert blockers(item)[0].message.startswith("第2段、附件“甲”有密级")


# ---- index numbers


def test_catalog_guide_1_a_number_is_written_as_in_the_samples() -> None:
    pattern = index_pattern(on=ON)
    assert (
        pattern.write(prefix="11441700007280420Y", on=date(2021, 3, 1), sequence=50) == "11441700007280420Y/2021-00050"
    )
    assert pattern.write(prefix="640501001", on=date(2017, 3, 1), sequence=49365) == "640501001/2017-49365"


@settings(max_examples=50)
@given(
    st.sampled_from(["index.yearly", "index.monthly", "index.wide"]),
    st.from_regex(r"[0-9A-Z]{4,18}", fullmatch=True),
    st.dates(date(2009, 1, 1), date(2099, 12, 31)),
    st.integers(1, 99999),
)
def test_what_is_written_is_read_back_and_differs_from_every_other(
    name: str, prefix: str, on: date, sequence: int
) -> None:
    pattern = index_pattern(name, on=ON)
    text = pattern.write(prefix=prefix, on=on, sequence=sequence)
    number = pattern.read(text)
    assert (number.prefix, number.year, number.sequence) == (prefix, on.year, sequence)
    assert number.month == (on.month if name == "index.monthly" else 0)
    assert text != pattern.write(prefix=prefix, on=on, sequence=sequence % 99999 + 1)


@pytest.mark.parametrize("sequence", [0, 100000])
def test_a_sequence_without_room_is_refused(sequence: int) -> None:
    with pytest.raises(IndexNumberError, match="超出5位"):
        index_pattern(on=ON).write(prefix="640501001", on=ON, sequence=sequence)


@pytest.mark.parametrize("prefix", ["", "64", "山河乡", "11640423010000000X1"])
def test_a_prefix_of_another_shape_is_refused(prefix: str) -> None:
    with pytest.raises(IndexNumberError, match="4至18位"):
        index_pattern(on=ON).write(prefix=prefix, on=ON, sequence=1)


@pytest.mark.parametrize(
    "text", ["", "640501001/2017", "640501001-2017/00001", "640501001/2017-0001", "640501001/201701-00001"]
)
def test_a_number_of_another_pattern_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(IndexNumberError, match=r"应如 11640423010000000X/2026-00001"):
        index_pattern(on=ON).read(text)


def test_an_unknown_pattern_is_refused() -> None:
    with pytest.raises(NoRuleInForce):
        index_pattern("index.pinyin", on=ON)


def test_a_unified_social_credit_code_fits_as_prefix() -> None:
    code = "91110000600037341L"
    assert uscc.is_valid(code)
    assert index_pattern(on=ON).write(prefix=code, on=ON, sequence=1).startswith(code)
