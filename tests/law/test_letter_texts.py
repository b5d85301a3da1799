"""Letters in words: complete or refused, with the remedies of their outcome and day and of nothing else."""

import re
import time
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law import letters, remedies
from gongkai.law.citations import parse, resolve
from gongkai.law.entries import NoRuleInForce, load
from gongkai.law.letter_texts import (
    IncompleteLetter,
    LetterText,
    NoLetterText,
    compose,
    field_label,
    letter_number,
    missing_fields,
    number_class,
    text_ids,
)
from gongkai.law.letters import LetterKind, Recipient, WrongNumber, letter_kind, letter_kinds, remedy_required
from gongkai.law.outcomes import Outcome, rules
from gongkai.law.remedies import MissingOnlineChannel

ON = date(2026, 2, 2)
SENT = [kind for kind in letter_kinds() if kind.to is not Recipient.FILE]
KEPT = [kind for kind in letter_kinds() if kind.to is Recipient.FILE]
#: The days around both changes of the law of remedies.
TURNS = (date(2023, 12, 31), date(2024, 1, 1), date(2025, 5, 31), date(2025, 6, 1))
OUTCOME_OF_GROUND = {
    "already_public": "granted", "disclosable": "granted", "not_existing": "not_held", "not_ours": "not_held",
    "withdrawn": "other", "other_reason": "other",
}  # fmt: skip
BY_CODE = {"L21": "partly_granted", "L24": "would_need_creating", "L25": "still_unclear"}
COMMON: dict[str, Any] = {
    "organ": "示例县山河乡人民政府（演示）",
    "organ_kind": "township",
    "number": "山河政公复〔2026〕1号",
    "applicant": "演示甲",
    "applicant_kind": "natural_person",
    "registration_number": "山河依申请〔2026〕1号",
    "received_on": date(2026, 1, 5),
    "summary": "“演示征地补偿安置方案”",
    "title": "演示征地补偿安置方案",
    "contact": "联系机构：演示办公室",
}


def case_of(kind: LetterKind, text_id: str) -> dict[str, Any]:
    """Give the facts that choose one text."""
    variant = text_id.removeprefix(f"text.{kind.code}").removeprefix(".")
    if variant == "transferred":
        return {"receiving_organ": "示例县演示局", "outcome": "not_held", "transferred_on": ON}
    if variant in OUTCOME_OF_GROUND:
        return {"ground": variant, "outcome": OUTCOME_OF_GROUND[variant]}
    outcome = variant or BY_CODE.get(kind.code, "")
    return {"outcome": outcome} if outcome else {}


CASES = [(kind, text_id) for kind in SENT for text_id in text_ids(kind)]
NAMES = [text_id for _, text_id in CASES]


def complete(kind: LetterKind, facts: dict[str, Any], on: date = ON) -> dict[str, Any]:
    """Fill what is missing, as a clerk would."""
    known = {**COMMON, **facts}
    return {**{field.id: f"填写的{field.label}" for field in missing_fields(kind, known, on=on)}, **known}


def written(kind: LetterKind, facts: dict[str, Any], on: date = ON) -> LetterText:
    return compose(kind, complete(kind, facts, on), on=on)


def whole(letter: LetterText) -> str:
    return "\n".join([letter.title, letter.addressee, *letter.paragraphs, *letter.remedies, *letter.attachments])


def test_every_letter_that_goes_to_somebody_has_words_and_records_have_none() -> None:
    assert [kind.code for kind in SENT if not text_ids(kind)] == []
    assert [kind.code for kind in KEPT] == ["L00", "L01", "L40", "L41"]
    for kind in KEPT:
        with pytest.raises(NoLetterText, match=kind.code):
            compose(kind, COMMON, on=ON)


def test_every_outcome_and_every_ground_has_words_of_its_own() -> None:
    for outcome in rules(ON):
        for ground in outcome.grounds or (None,):
            facts = {"outcome": outcome.outcome.value, **({"ground": ground.id} if ground else {})}
            kind = letter_kind(outcome.letter)
            letter = written(kind, facts)
            if len(text_ids(kind)) > 1:
                assert letter.text_id.endswith(ground.id if ground else outcome.outcome.value)


@pytest.mark.parametrize("name", ["already_public", "state_secret", "no_such_outcome"])
def test_an_outcome_that_belongs_to_another_letter_is_refused(name: str) -> None:
    with pytest.raises(NoLetterText, match=name):
        compose(letter_kind("L26"), {**COMMON, "outcome": name}, on=ON)


# -------------------------------------------------------------------------------- completeness (U3)

#: Anything somebody may type, with braces, newlines and rare characters.
WORDS = st.text(alphabet="演示材料甲乙𬭎䶮{}\n Ωa1“”（）", min_size=1, max_size=24).map(lambda text: f"某{text}事")
VALUES = st.one_of(WORDS, st.dates(date(2021, 1, 1), date(2030, 1, 1)), st.integers(1, 999))
KINDS = st.sampled_from(["natural_person", "commercial_enterprise", "other_organization"])


@settings(max_examples=50)
@given(
    values=st.lists(VALUES, min_size=7, max_size=7),
    words=st.tuples(WORDS, WORDS),
    kind_of_applicant=KINDS,
    on=st.dates(date(2021, 1, 1), date(2030, 12, 31)),
)
def test_u3_no_place_is_left_unfilled_in_any_letter_of_fifty_cases(
    values: list[Any], words: tuple[str, str], kind_of_applicant: str, on: date
) -> None:
    typed = {"applicant": words[0], "summary": words[1], "applicant_kind": kind_of_applicant}
    for kind, text_id in CASES:
        facts = {**COMMON, **case_of(kind, text_id), **typed}
        for place, field in enumerate(missing_fields(kind, facts, on=on)):
            facts[field.id] = values[place % len(values)]
        letter = compose(kind, facts, on=on)
        text = whole(letter)
        assert not {"{", "}"} & set(text)
        assert "None" not in text
        assert "。。" not in text
        assert letter.text_id == text_id
        assert bool(letter.remedies) == remedy_required(kind, facts)
        assert all(paragraph.strip() for paragraph in letter.paragraphs)


@pytest.mark.parametrize(("kind", "text_id"), CASES, ids=NAMES)
def test_each_missing_field_alone_refuses_the_letter_by_its_name(kind: LetterKind, text_id: str) -> None:
    known = {**COMMON, **case_of(kind, text_id)}
    full = complete(kind, known)
    compose(kind, full, on=ON)
    needed = {field.id for field in missing_fields(kind, case_of(kind, text_id), on=ON)}
    for name in needed - {"you"}:
        lacking = {key: value for key, value in full.items() if key != name}
        if name == "applicant_kind":
            continue
        with pytest.raises(IncompleteLetter, match=f"缺：.*{field_label(name)}"):
            compose(kind, lacking, on=ON)


def test_a_letter_without_anything_names_everything_once() -> None:
    with pytest.raises(IncompleteLetter) as refused:
        compose(letter_kind("L22"), {"outcome": "internal_affairs"}, on=ON)
    names = [field.label for field in refused.value.missing]
    assert {"机关名称", "文号", "申请人", "收到申请之日", "联系人和电话", "结合本件情况的理由"} <= set(names)
    assert len(names) == len(set(names))


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if hasattr(value, "values") else value if isinstance(value, list | tuple) else ()
    return [text for each in inner for text in strings(each)]


def test_every_place_has_a_label_and_every_cited_place_of_law_resolves() -> None:
    for entry in load("letter_texts"):
        if not entry.id.startswith("number."):
            for name in re.findall(r"\{([^{}]+)\}", "".join(strings(entry.values))):
                if name.startswith("cite:"):
                    resolve(parse(name.removeprefix("cite:")))
                elif ":" not in name:
                    assert field_label(name) != name


# -------------------------------------------------------------------------------- remedies (pitfall 15)


@pytest.mark.parametrize("on", TURNS, ids=str)
def test_every_decision_carries_exactly_the_remedies_of_its_outcome_and_day(on: date) -> None:
    for outcome in rules(on):
        for ground in outcome.grounds or (None,):
            facts = {"outcome": outcome.outcome.value, **({"ground": ground.id} if ground else {})}
            letter = written(letter_kind(outcome.letter), facts, on)
            if ground is not None and ground.id == "withdrawn":
                assert letter.remedies == ()
                continue
            told = remedies.remedies(
                outcome.outcome, letter_on=on, organ_kind=remedies.OrganKind.TOWNSHIP, delivered_online=False
            )
            assert letter.remedies == told.paragraphs
            assert letter.prior_reconsideration == told.prior_reconsideration
            assert not any("行政复议" in paragraph for paragraph in letter.paragraphs)


def test_ogi_14_a_refusal_changes_its_remedies_with_the_day_and_the_special_regime_changes_back() -> None:
    def prior(outcome: str) -> list[bool]:
        kind = letter_kind("L22")
        return [written(kind, {"outcome": outcome}, on).prior_reconsideration for on in TURNS]

    assert prior("state_secret") == [False, True, True, True]
    assert prior("special_access_regime") == [False, True, True, False]


@pytest.mark.parametrize("kind", [kind for kind in SENT if not kind.decision], ids=lambda kind: kind.code)
def test_no_procedural_letter_names_the_remedies(kind: LetterKind) -> None:
    letter = written(kind, {})
    assert letter.remedies == ()
    if kind.remedies == "no":
        assert "行政复议" not in whole(letter)
        assert "行政诉讼" not in whole(letter)


def test_ogi_32_the_letter_to_a_third_party_names_both_ways() -> None:
    letter = written(letter_kind("L09"), {"outcome": "state_secret"})
    assert len(letter.remedies) == 1
    assert "也可以" in letter.remedies[0]


def test_ogi_37_a_partly_granted_letter_cites_the_clauses_of_what_is_withheld() -> None:
    letter = written(
        letter_kind("L21"),
        {"outcome": "partly_granted", "withheld_grounds": ["third_party_rights", "internal_affairs"]},
    )
    assert "第三十六条第（三）项、第十五条、第三十二条、第十六条第一款" in whole(letter)
    assert len(letter.remedies) == 2
    ordinary = written(letter_kind("L21"), {"outcome": "partly_granted", "withheld_grounds": ["special_access_regime"]})
    assert len(ordinary.remedies) == 1


def test_arl_22_delivered_on_line_needs_the_channel_on_line() -> None:
    kind, facts = letter_kind("L22"), {"outcome": "internal_affairs", "delivery": "online"}
    with pytest.raises(MissingOnlineChannel):
        written(kind, facts)
    letter = written(kind, {**facts, "online_link": "示例县行政复议网上申请入口"})
    assert letter.remedies[-1] == "行政复议申请可以通过互联网提交：示例县行政复议网上申请入口。"
    assert written(kind, facts, date(2023, 12, 31)).remedies


def test_names_of_reconsideration_organ_and_court_stand_in_the_remedies() -> None:
    told = {
        "outcome": "granted",
        "ground": "already_public",
        "reconsideration_organ": "示例县人民政府",
        "court": "示例县人民法院",
    }
    text = "".join(written(letter_kind("L20"), told).remedies)
    assert "向示例县人民政府申请行政复议" in text
    assert "向示例县人民法院提起行政诉讼" in text


# -------------------------------------------------------------------------------- wording


def test_the_regulation_is_named_in_full_once_and_then_in_short() -> None:
    text = whole(written(letter_kind("L22"), {"outcome": "third_party_rights"}))
    assert (
        text.count("《中华人民共和国政府信息公开条例》（以下简称《条例》）第三十六条第（三）项和第十五条、第三十二条")
        == 1
    )
    once = whole(written(letter_kind("L20"), {"outcome": "granted", "ground": "already_public"}))
    assert "以下简称" not in once
    assert "《中华人民共和国政府信息公开条例》第三十六条第（一）项" in once


def test_a_person_is_called_you_and_an_organisation_your_organisation() -> None:
    facts = {"outcome": "granted", "ground": "already_public"}
    assert "收到你提出的" in whole(written(letter_kind("L20"), facts))
    assert "收到你单位提出的" in whole(
        written(letter_kind("L20"), {**facts, "applicant_kind": "commercial_enterprise"})
    )


def test_clarification_and_ruling_are_told_where_they_happened() -> None:
    facts = {"outcome": "internal_affairs", "clarified_on": "2026-01-09", "ruling": "示例县复决〔2026〕1号"}
    opening = written(letter_kind("L22"), facts).paragraphs[0]
    assert "，于2026年1月9日收到你补正的申请" in opening
    assert opening.endswith("根据示例县复决〔2026〕1号，本机关对该申请重新处理。")


def test_ogi_30_a_late_notice_does_not_promise_a_new_period() -> None:
    late = whole(written(letter_kind("L03"), {"timely": False}))
    assert "不影响原答复期限" in late
    assert "自本机关收到补正的申请之日起计算" in whole(written(letter_kind("L03"), {"timely": True}))


def test_lines_become_paragraphs_and_sentences_end_once() -> None:
    letter = written(letter_kind("L03"), {"points_to_clarify": "1. 年份；\n2. 文号。\n"})
    assert "1. 年份；" in letter.paragraphs
    assert "2. 文号。" in letter.paragraphs
    assert "因材料较多，" in whole(written(letter_kind("L05"), {"reason": "因材料较多"}))


def test_what_the_case_attaches_stands_before_what_the_text_attaches() -> None:
    facts = {"outcome": "granted", "ground": "disclosable"}
    assert written(letter_kind("L20"), facts).attachments == ("演示征地补偿安置方案",)
    assert written(letter_kind("L20"), {**facts, "attachments": []}).attachments == ()
    assert written(letter_kind("L20"), {**facts, "attachments": ["甲", "乙"]}).attachments == ("甲", "乙")


def test_an_application_in_parts_is_closed_with_the_list_of_its_replies() -> None:
    facts = {
        "outcome": "partly_granted",
        "split": True,
        "parts_text": "1. 甲：予以公开\n2. 乙：不予公开",
        "withheld_outcomes": ["internal_affairs"],
    }
    letter = written(letter_kind("L21"), facts)
    assert letter.text_id == "text.parts"
    assert "1. 甲：予以公开" in letter.paragraphs
    assert len(letter.remedies) == 2


def test_fee2020_there_is_no_fee_notice_before_the_tariff() -> None:
    with pytest.raises(NoRuleInForce):
        written(letter_kind("L11"), {}, date(2020, 12, 31))


def test_letters_to_others_have_no_place_for_the_applicant() -> None:
    for kind in SENT:
        if kind.to is not Recipient.APPLICANT:
            facts = complete(kind, {})
            assert "演示甲" in facts["applicant"]
            assert "演示甲" not in whole(compose(kind, facts, on=ON))


# -------------------------------------------------------------------------------- numbers


def test_every_numbered_letter_has_one_series() -> None:
    for kind in letter_kinds():
        assert bool(number_class(kind)) == kind.numbered
    assert letter_number(letter_kind("L22"), mark="山河政", year=2026, sequence=1) == "山河政公复〔2026〕1号"
    assert letter_number(letter_kind("L03"), mark="山河政", year=2026, sequence=12) == "山河政公知〔2026〕12号"
    assert letter_number(letter_kind("L07"), mark="山河政", year=2026, sequence=3) == "山河政公函〔2026〕3号"


def test_gbt9704_a_mark_that_spoils_the_number_is_refused() -> None:
    with pytest.raises(WrongNumber):
        letter_number(letter_kind("L22"), mark="山 河", year=2026, sequence=1)


def test_all_kinds_compose_in_little_time() -> None:
    kind = letter_kind("L22")
    facts = complete(kind, {"outcome": "internal_affairs"})
    started = time.perf_counter()
    for day in range(100):
        compose(kind, facts, on=ON + timedelta(days=day))
    assert time.perf_counter() - started < 1


def test_fields_of_the_kernel_keep_their_labels() -> None:
    assert field_label("reasons") == letters.field_label("reasons")
    assert set(Outcome)
