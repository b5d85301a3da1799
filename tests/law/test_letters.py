"""The kinds of letters: what each must contain, who approves it, and that every decision names the remedies."""

from datetime import date

import pytest

from gongkai.law.citations import resolve
from gongkai.law.letters import (
    Approval,
    Recipient,
    UnknownLetter,
    WrongNumber,
    field_label,
    letter_kind,
    letter_kinds,
    letter_number,
    missing_fields,
    remedy_required,
)
from gongkai.law.outcomes import Outcome, rule

CODES = ["L00", "L01", "L02", "L03", "L04", "L05", "L06", "L07", "L08", "L09", "L10", "L11", "L20", "L21", "L22", "L23"]
CODES += ["L24", "L25", "L26", "L27", "L30", "L31", "L32", "L40", "L41"]
WITH_REMEDIES = {"L09", "L20", "L21", "L22", "L23", "L24", "L25", "L26", "L27", "L31", "L32"}


def ids(code: str, **facts: object) -> set[str]:
    return {field.id for field in missing_fields(letter_kind(code), facts)}


def test_all_letters_are_there_once() -> None:
    assert [kind.code for kind in letter_kinds()] == CODES
    assert len({kind.id for kind in letter_kinds()}) == len(CODES)


@pytest.mark.parametrize("code", CODES)
def test_every_letter_has_a_ground_and_labels_for_its_fields(code: str) -> None:
    kind = letter_kind(code)
    assert letter_kind(kind.id) is kind
    assert kind.label
    for cite in kind.cites:
        resolve(cite)
    by_case = (kind.needs_by_outcome, kind.needs_by_ground, kind.needs_by_delivery)
    for name in (*kind.needs, *(name for case in by_case for names in case.values() for name in names)):
        assert field_label(name) != name
    assert all(Outcome(outcome) for outcome in kind.needs_by_outcome)


@pytest.mark.parametrize("code", CODES)
def test_every_decision_names_the_remedies_and_nothing_else_does(code: str) -> None:
    kind = letter_kind(code)
    assert remedy_required(kind, {}) == kind.decision == (code in WITH_REMEDIES)
    assert ("remedies" in ids(code)) == kind.decision


def test_a_confirmed_withdrawal_names_no_remedies() -> None:
    closing = letter_kind("L27")
    assert not remedy_required(closing, {"outcome": Outcome.OTHER, "ground": "withdrawn"})
    assert remedy_required(closing, {"outcome": Outcome.OTHER, "ground": "other_reason"})
    assert remedy_required(closing, {"outcome": Outcome.LAPSED_UNPAID})


def test_fee2020_the_fee_notice_only_explains() -> None:
    assert letter_kind("L11").remedies == "explained"
    assert "only_with_decision" in ids("L11")


def test_ogi_33_2_only_the_head_approves_an_extension() -> None:
    assert {kind.code for kind in letter_kinds() if kind.approval is Approval.HEAD} == {"L05"}
    records = {kind.code for kind in letter_kinds() if kind.approval is Approval.NONE}
    assert records == {"L00", "L01", "L02", "L40", "L41"}
    assert all(kind.numbered == (kind.code not in records) for kind in letter_kinds())


def test_ogi_15_a_third_party_and_another_organ_are_not_told_who_applied() -> None:
    for kind in letter_kinds():
        if kind.to in (Recipient.THIRD_PARTY, Recipient.ORGAN):
            assert "applicant" not in kind.needs, kind.code


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_leads_to_a_letter_that_knows_it(outcome: Outcome) -> None:
    found = rule(outcome, date(2023, 6, 1))
    kind = letter_kind(found.letter)
    assert kind.decision
    for ground in found.grounds:
        assert ground.id in kind.needs_by_ground


@pytest.mark.parametrize(
    ("code", "facts", "asked"),
    [
        ("L20", {"ground": "already_public"}, "access_route"),
        ("L20", {"ground": "disclosable"}, "delivery_form"),
        ("L22", {"outcome": "special_access_regime"}, "query_channel"),
        ("L23", {"ground": "not_existing"}, "search_description"),
        ("L23", {"ground": "not_ours"}, "competent_organ"),
        ("L26", {"outcome": "petition_or_complaint"}, "petition_channel"),
        ("L26", {"outcome": "repeated"}, "earlier_reply"),
        ("L26", {"outcome": "published_material"}, "access_route"),
        ("L26", {"outcome": "unjustified_volume"}, "reasons_notice_number"),
        ("L27", {"outcome": "lapsed_unpaid"}, "lapsed_on"),
        ("L40", {"delivery": "post"}, "mail_number"),
    ],
)
def test_a_letter_asks_for_what_its_case_needs(code: str, facts: dict[str, str], asked: str) -> None:
    assert asked in ids(code, **facts)
    assert asked not in ids(code)


@pytest.mark.parametrize("code", CODES)
def test_a_complete_letter_lacks_nothing_and_an_emptied_field_is_named(code: str) -> None:
    full = dict.fromkeys(ids(code), "已填")
    assert missing_fields(letter_kind(code), full) == ()
    for name in full:
        for empty in ("", "  ", None, (), []):
            (field,) = missing_fields(letter_kind(code), {**full, name: empty})
            assert (field.id, field.label) == (name, field_label(name))


def test_a_posted_letter_needs_no_signature() -> None:
    assert "signature" in ids("L40", delivery="direct")
    assert "signature" not in ids("L40", delivery="post")


def test_an_unknown_letter_is_named() -> None:
    with pytest.raises(UnknownLetter, match="没有“L99”"):
        letter_kind("L99")


def test_gbt9704_numbers_are_written_in_the_official_style() -> None:
    assert letter_number(mark="山河政", year=2026, sequence=1) == "山河政公复〔2026〕1号"
    assert (
        letter_number(mark="山河政", year=2026, sequence=12, pattern="{mark}函〔{year}〕{sequence}号")
        == "山河政函〔2026〕12号"
    )
    assert letter_number(mark="山河", year=2026, sequence=3, kind="registration") == "山河依申请〔2026〕3号"


@pytest.mark.parametrize(
    "pattern",
    [
        "{mark}公复[{year}]{sequence}号",
        "{mark}公复〔{year}〕第{sequence}号",
        "{mark}公复〔{year}〕0{sequence}号",
        "{mark}公复〔{year}〕{sequence}",
        "{mark} 公复〔{year}〕{sequence}号",
    ],
)
def test_gbt9704_another_style_is_refused(pattern: str) -> None:
    with pytest.raises(WrongNumber, match="六角括号"):
        letter_number(mark="山河政", year=2026, sequence=1, pattern=pattern)
