"""How long a list of people is on notice, how long it stands, what an amount should be, what keeps a list in."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law import benefits as law
from gongkai.law.calendar import Calendar
from gongkai.law.privacy import profile
from gongkai.law.terms import terms

ON = date(2026, 3, 3)
CALENDAR = Calendar.national()
GOOD = law.ListFacts(
    basis="演示文件", assessed=True, blocking_problems=0, unexplained_problems=0, hash="h", drafted_by="甲",
    reviewed_hash="h", reviewed_by="乙", approved_hash="h", approved_by="丙", office="办公室", phone="1",
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "start", "end"),
    [
        ("subsistence_allowance", "2026-03-03", "2026-03-12"),  # seven working days
        ("subsistence_allowance", "2025-09-28", "2025-10-14"),  # over 国庆节 and a made-up working day
        ("disability_living", "2026-03-03", "2026-03-10"),  # seven days
        ("disability_living", "2026-03-07", "2026-03-16"),  # would end on a Saturday
        ("farm_subsidy", "2026-03-03", "2026-03-12"),
    ],
)
def test_social_aid_11_how_long_a_notice_runs(kind: str, start: str, end: str) -> None:
    found = law.program_kind(f"program.{kind}", on=date.fromisoformat(start))
    ends = law.notice_ends(found, starts_on=date.fromisoformat(start), calendar=CALENDAR)
    assert ends == date.fromisoformat(end)


@given(st.dates(date(2021, 11, 1), date(2026, 11, 1)), st.sampled_from(sorted(law.program_kinds(ON))))
def test_a_notice_ends_on_a_working_day_before_its_result(start: date, kind: str) -> None:
    found = law.program_kind(kind, on=start)
    ends = law.notice_ends(found, starts_on=start, calendar=CALENDAR)
    assert CALENDAR.is_working(ends)
    assert start + timedelta(days=6) < ends < law.result_ends(found, starts_on=start)
    assert 1 <= law.working_days_left(ends, on=start, calendar=CALENDAR) <= 8
    assert law.working_days_left(ends, on=ends + timedelta(days=1), calendar=CALENDAR) == 0


def test_every_kind_has_profiles_and_a_term() -> None:
    for kind in law.program_kinds(ON).values():
        for audience in (kind.online, kind.board):
            assert "id_number" not in profile(audience, on=ON).shows
        assert kind.term in terms()


@pytest.mark.parametrize(
    ("amount", "quantity", "months", "check"),
    [
        ("240", "2", 1, ""), ("240.01", "2", 1, ""), ("250", "2", 1, "row.over_standard"),
        ("230", "2", 1, "row.under_standard"), ("5001", "50", 1, "row.over_ceiling"), ("5000", "50", 1, ""),
        ("720", "2", 3, ""), ("240", None, 1, ""),
    ],
)  # fmt: skip
def test_f28_an_amount_is_standard_times_quantity_times_months(
    amount: str, quantity: str | None, months: int, check: str
) -> None:
    rule = law.AmountRule(Decimal(120), "quantity", Decimal(5000))
    assert rule.judge(Decimal(amount), quantity=Decimal(quantity) if quantity else None, months=months) == check


@given(st.decimals(1, 500, places=2), st.integers(1, 90), st.integers(1, 12))
def test_the_expected_amount_passes_and_one_yuan_more_does_not(standard: Decimal, count: int, months: int) -> None:
    rule = law.AmountRule(standard, "persons")
    expected = rule.expected(quantity=Decimal(count), months=months)
    assert expected is not None
    assert rule.judge(expected, quantity=Decimal(count), months=months) == ""
    assert rule.judge(expected + 1, quantity=Decimal(count), months=months) == "row.over_standard"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"basis": " "}, "no_basis"), ({"assessed": False}, "no_assessment"), ({"blocking_problems": 1}, "open_problems"),
        ({"unexplained_problems": 1}, "unexplained"), ({"reviewed_hash": ""}, "no_review"), ({"approved_hash": ""}, "no_approval"),
        ({"approved_hash": "other"}, "changed"), ({"approved_by": "乙"}, "same_person"), ({"reviewed_by": "甲"}, "same_person"),
        ({"phone": ""}, "no_contact"),
    ],
)  # fmt: skip
def test_pipl_55_each_thing_missing_shuts_the_gate_with_its_ground(change: dict[str, object], code: str) -> None:
    assert law.gates(GOOD, on=ON) == []
    shut = law.gates(replace(GOOD, **change), on=ON)  # type: ignore[arg-type]  # one field each
    assert [gate.code for gate in shut] == [code]
    assert shut[0].cites
    assert "（" in law.written(shut)


def test_pipl_56_2_an_assessment_is_kept_three_years() -> None:
    assert law.kept_until(ON) == date(2029, 3, 3)
