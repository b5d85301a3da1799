"""Reconsideration and lawsuits: cells of table 四, and the dates of the law (form2021:5, arl, apl)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.annual_report.model import TABLE4_CELLS
from gongkai.law.calendar import Calendar
from gongkai.law.entries import load
from gongkai.law.proceedings import (
    ProceedingKind,
    ProceedingResult,
    WrongDisposition,
    cell,
    cell_in_year,
    dispositions,
    label,
    result_of,
    statutory_dates,
)
from gongkai.law.terms import terms

K, R = ProceedingKind, ProceedingResult
NATIONAL = Calendar.national()


def test_every_kind_and_result_has_its_cell_and_the_totals_are_left() -> None:
    cells = {cell(kind, result) for kind in K for result in R}
    assert len(cells) == 12
    assert set(TABLE4_CELLS) - cells == {"rec.t", "dir.t", "aft.t"}
    assert cell(K.DIRECT, R.OVERTURNED) == "dir.k"


def test_kinds_and_results_of_code_and_data_agree_and_bear_the_words_of_the_glossary() -> None:
    ids = load("proceedings").ids()
    assert {name for name in ids if name.startswith("kind.")} == {f"kind.{kind.value}" for kind in K}
    assert {name for name in ids if name.startswith("result.")} == {f"result.{result.value}" for result in R}
    assert [label(value) for value in (*K, *R)] == [terms()[value.value].zh for value in (*K, *R)]


@pytest.mark.parametrize(
    ("disposition", "result"),
    [
        ("decision_upheld", R.UPHELD),
        ("claims_dismissed", R.UPHELD),
        ("annulled", R.OVERTURNED),
        ("changed", R.OVERTURNED),
        ("performance_ordered", R.OVERTURNED),
        ("declared_unlawful", R.OVERTURNED),
        ("not_accepted", R.OTHER_RESULT),
        ("withdrawn", R.OTHER_RESULT),
        ("mediated", R.OTHER_RESULT),
        (None, R.PENDING),
    ],
)
def test_how_a_reconsideration_ends_and_where_it_counts(disposition: str | None, result: R) -> None:
    assert result_of(K.RECONSIDERATION, disposition) is result


def test_a_court_dismisses_claims_and_does_not_uphold_by_decision() -> None:
    assert result_of(K.DIRECT, "suit_dismissed") is R.UPHELD
    with pytest.raises(WrongDisposition, match="驳回诉讼请求"):
        result_of(K.DIRECT, "decision_upheld")
    with pytest.raises(WrongDisposition):
        result_of(K.RECONSIDERATION, "suit_dismissed")


def test_f04_only_a_correction_can_order_a_new_reply() -> None:
    ordering = [each for each in dispositions() if each.orders_new_reply]
    assert ordering
    assert all(each.result is R.OVERTURNED for each in ordering)


@pytest.mark.parametrize(
    ("year", "expected"), [(2021, None), (2022, "rec.w"), (2023, "rec.w"), (2024, "rec.k"), (2025, None)]
)
def test_convention_12_a_case_counts_each_year_as_it_stood_on_31_december(year: int, expected: str | None) -> None:
    found = cell_in_year(
        K.RECONSIDERATION,
        year=year,
        accepted_on=date(2022, 12, 31),
        decided_on=date(2024, 1, 1),
        result=R.OVERTURNED,
    )
    assert found == expected


def test_a_case_decided_on_31_december_counts_in_its_result() -> None:
    days = {"accepted_on": date(2022, 5, 1), "decided_on": date(2022, 12, 31)}
    assert cell_in_year(K.DIRECT, year=2022, result=R.UPHELD, **days) == "dir.m"
    assert cell_in_year(K.DIRECT, year=2023, result=R.UPHELD, **days) is None


@given(
    st.lists(st.tuples(st.dates(date(2020, 1, 1), date(2025, 12, 31)), st.none() | st.integers(0, 900)), max_size=20),
    st.integers(2020, 2025),
)
def test_cases_pending_at_the_end_of_a_year_appear_again_in_the_next(
    cases: list[tuple[date, int | None]], year: int
) -> None:
    """The check T402 can never fire on figures from a register."""

    def cells(in_year: int) -> list[str]:
        found = [
            cell_in_year(
                K.RECONSIDERATION,
                year=in_year,
                accepted_on=accepted,
                decided_on=None if days is None else accepted + timedelta(days=days),
                result=R.UPHELD,
            )
            for accepted, days in cases
        ]
        return [each for each in found if each]

    assert len(cells(year + 1)) >= cells(year).count("rec.w")


def test_arl_54_the_organ_answers_within_ten_working_days_or_five_in_the_simple_procedure() -> None:
    copy = {"copy_received_on": date(2024, 4, 2)}  # 4–6 April are holidays, the 7th is worked
    (ordinary,) = statutory_dates(K.RECONSIDERATION, copy, calendar=NATIONAL)
    (simple,) = statutory_dates(K.RECONSIDERATION, copy, calendar=NATIONAL, simple=True)
    assert (ordinary.id, ordinary.due.day, ordinary.who) == ("answer", date(2024, 4, 17), "organ")
    assert (simple.id, simple.due.day) == ("answer_simple", date(2024, 4, 10))
    assert "arl:54.1" in map(str, simple.cites)


def test_arl_62_sixty_days_thirty_more_or_thirty_in_the_simple_procedure() -> None:
    accepted = {"accepted_on": date(2024, 4, 1)}

    def decision(**how: bool) -> date:
        (found,) = statutory_dates(K.RECONSIDERATION, accepted, calendar=NATIONAL, **how)
        return found.due.day

    assert decision() == date(2024, 5, 31)
    assert decision(extended=True) == date(2024, 7, 1)  # 30 June is a Sunday
    assert decision(simple=True) == date(2024, 5, 6)  # 1–5 May are holidays


def test_apl_46_six_months_and_the_end_of_a_short_month() -> None:
    (found,) = statutory_dates(K.DIRECT, {"letter_received_on": date(2022, 8, 31)}, calendar=NATIONAL)
    assert found.due.day == date(2023, 2, 28)


def test_periods_come_in_the_order_of_their_last_days() -> None:
    days = dict.fromkeys(
        ("letter_received_on", "accepted_on", "copy_received_on", "decision_received_on"), date(2024, 4, 1)
    )
    found = statutory_dates(K.RECONSIDERATION, days, calendar=NATIONAL)
    assert {each.id for each in found} == {"answer", "suit", "filing", "decision"}
    assert [each.due.day for each in found] == sorted(each.due.day for each in found)
    assert all(each.cites and each.label for each in found)


def test_before_2024_there_was_no_simple_procedure() -> None:
    copy = {"copy_received_on": date(2023, 4, 3), "accepted_on": date(2023, 4, 3)}
    assert statutory_dates(K.RECONSIDERATION, copy, calendar=NATIONAL, simple=True) == ()


def test_a_suit_has_the_dates_of_a_suit() -> None:
    days = {"complaint_received_on": date(2024, 3, 1), "judgment_received_on": date(2024, 8, 1)}
    for kind in (K.DIRECT, K.AFTER_RECONSIDERATION):
        found = {each.id: each.due.day for each in statutory_dates(kind, days, calendar=NATIONAL)}
        assert found == {"defence": date(2024, 3, 18), "appeal": date(2024, 8, 16)}  # 16 March 2024 is a Saturday
    assert statutory_dates(K.RECONSIDERATION, days, calendar=NATIONAL) == ()
