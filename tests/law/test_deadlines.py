"""Periods of law: each in one unit, dated, and leading to the day the law means."""

import tomllib
from calendar import monthrange
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law import deadlines as module
from gongkai.law.annual_report.model import OrganKind
from gongkai.law.calendar import Calendar, WorkingDays
from gongkai.law.deadlines import UNITS, WrongUnit, add_months, deadline, deadlines, report_deadline
from gongkai.law.entries import EntryError, NoRuleInForce, load, read_entries

ON = date(2026, 6, 1)
NATIONAL, NINGXIA = Calendar.national(), Calendar.for_region("NX")


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("period", "start", "due"),
    [
        ("foi.reply", "2022-07-08", "2022-08-09"),  # ogi:33.2, over 古尔邦节
        ("foi.clarification", "2022-09-30", "2022-10-14"),  # ogi:30, over 国庆节
        ("foi.third_party_consultation", "2022-06-20", "2022-07-13"),  # ogi:32
        ("foi.organ_consultation", "2022-06-20", "2022-07-13"),  # ogi:34
        ("publication.proactive", "2022-07-08", "2022-08-09"),  # ogi:26
        ("foi.fee_payment", "2022-09-26", "2022-10-27"),  # fee2020:7
        ("message.answer", "2022-01-26", "2022-02-09"),
        ("publication.budget", "2022-01-26", "2022-02-15"),  # budget:14.1, calendar days
        ("publication.public_comment", "2022-09-01", "2022-10-01"),  # decisions:15.1
        ("report.township", "2022-07-08", "2023-01-31"),
        ("report.county", "2022-07-08", "2023-03-31"),
        ("village.quarterly_disclosure", "2022-07-08", "2022-10-20"),
        ("village.quarterly_disclosure", "2022-12-31", "2023-01-20"),
        ("foi.ordinary_mail_confirmation", "2022-07-08", "2022-07-08"),  # ogi:31(2), the same day
        ("reconsideration.filing", "2022-08-02", "2022-10-08"),  # ends in 国庆节, 8 October is worked
        ("lawsuit.direct", "2022-08-31", "2023-02-28"),
        ("lawsuit.after_reconsideration", "2022-09-20", "2022-10-08"),
        ("lawsuit.longest", "2024-02-29", "2029-02-28"),
    ],
)
def test_worked_examples(period: str, start: str, due: str) -> None:
    assert deadline(period, on=d(start)).due(d(start), NINGXIA).day == d(due)


def test_ogi_33_2_the_extension_is_as_long_as_the_first_period() -> None:
    reply, extension = deadline("foi.reply", on=ON).working_days, deadline("foi.extension", on=ON).working_days
    assert NATIONAL.add_working_days(d("2022-07-08"), reply + extension).day == d("2022-09-02")


def test_penalty_85_three_days_are_working_days() -> None:
    period = deadline("publication.penalty_withdrawal", on=ON)
    assert period.working_days == WorkingDays(3)


def test_hours_are_counted_from_the_moment() -> None:
    period = deadline("publication.emergency_information", on=ON)
    start = datetime.fromisoformat("2026-10-01T22:30+08:00")
    assert period.due_at(start) == datetime.fromisoformat("2026-10-02T03:30+08:00")


def test_a_period_is_not_used_in_another_unit() -> None:
    with pytest.raises(WrongUnit, match=r"按 hours 计算，不能当作 days"):
        deadline("publication.emergency_information", on=ON).due(ON, NATIONAL)
    with pytest.raises(WrongUnit, match=r"按 days 计算，不能当作 working_days"):
        deadline("reconsideration.filing", on=ON).working_days  # noqa: B018 - the property raises
    with pytest.raises(WrongUnit, match=r"按 working_days 计算，不能当作 hours"):
        deadline("foi.reply", on=ON).due_at(datetime.fromisoformat("2026-06-01T00:00+08:00"))


@pytest.mark.parametrize(
    ("kind", "month_day"),
    [
        (OrganKind.DEPARTMENT, (1, 31)),
        (OrganKind.TOWNSHIP, (1, 31)),
        (OrganKind.COUNTY, (3, 31)),
        (OrganKind.PREFECTURE, (3, 31)),
        (OrganKind.PROVINCE, (3, 31)),
    ],
)
def test_ogi_49_the_report_is_due_by_kind_of_organ(kind: OrganKind, month_day: tuple[int, int]) -> None:
    period = report_deadline(kind, year=2025)
    assert period.due(date(2025, 12, 31), NATIONAL).day == date(2026, *month_day)
    assert (period.evidence == "convention") == (kind is OrganKind.TOWNSHIP)


def test_a_village_files_no_report() -> None:
    with pytest.raises(NoRuleInForce):
        report_deadline(OrganKind.VILLAGE, year=2025)


def test_the_law_of_the_day_decides() -> None:
    def cites(on: str) -> list[str]:
        return [str(cite) for cite in deadline("reconsideration.filing", on=d(on)).cites]

    assert cites("2023-12-31") == ["arl2017:9.1", "arl2017:40.1"]
    assert cites("2024-01-01") == ["arl:20.1", "arl:88.1"]
    with pytest.raises(NoRuleInForce):
        deadline("foi.fee_payment", on=d("2020-12-31"))


@pytest.mark.parametrize("entry", list(load("deadlines")), ids=lambda entry: f"{entry.id} {entry.in_force_from}")
def test_every_period_has_one_unit_a_start_and_a_day_it_leads_to(entry: Any) -> None:
    period = deadline(entry.id, on=entry.in_force_from)
    assert period.unit in UNITS
    assert period.starts
    assert period.label
    if period.unit == "hours":
        assert period.due_at(datetime.fromisoformat("2026-01-01T00:00+08:00")).year == 2026
    else:
        start = date(2026, 2, 10)
        assert period.due(start, NATIONAL).day >= start


@pytest.mark.parametrize("units", [{}, {"days": 1, "working_days": 1}])
def test_a_period_with_no_unit_or_with_two_is_refused(units: dict[str, int]) -> None:
    table = {"id": "x", "label": "期限", "starts": "某日", "cites": ["ogi:26"], "in_force_from": ON, "verified_on": ON}
    (entry,) = read_entries({"deadline": [{**table, **units}]}, file="deadlines.toml")
    with pytest.raises(EntryError, match="应当且只应当写明一种单位"):
        module._read(entry)


def test_what_is_in_force_is_listed_once() -> None:
    listed = [period.id for period in deadlines(on=ON)]
    assert len(listed) == len(set(listed))
    assert "foi.reply" in listed


@settings(max_examples=50)
@given(st.dates(date(2009, 1, 1), date(2028, 1, 1)), st.integers(0, 700))
def test_calendar_days_are_calendar_days_unless_their_end_is_moved(start: date, offset: int) -> None:
    day = start + timedelta(days=offset % 3)
    plain = deadline("publication.budget", on=ON).due(day, NATIONAL)
    assert (plain.day - day).days == 20
    assert not plain.provisional
    moved = deadline("lawsuit.after_reconsideration", on=ON).due(day, NATIONAL)
    assert (moved.day - day).days >= 15
    assert NATIONAL.is_working(moved.day)
    assert NATIONAL.working_days_between(day + timedelta(days=14), moved.day) == 1


@settings(max_examples=50)
@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 600))
def test_months_end_on_the_same_number_or_the_last_day(start: date, months: int) -> None:
    end = add_months(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == min(start.day, monthrange(end.year, end.month)[1])


def test_periods_kept_beside_other_rules_agree_with_these() -> None:
    """Rule files of proceedings and fees state some of the same periods for their own use; they must not drift apart."""
    same = {
        "period.reconsideration_request": "reconsideration.filing",
        "period.reconsideration_reply": "reconsideration.answer",
        "period.reconsideration_reply_simple": "reconsideration.answer_simple",
        "period.reconsideration_decision": "reconsideration.decision",
        "period.reconsideration_decision_simple": "reconsideration.decision_simple",
        "period.lawsuit_after_reconsideration": "lawsuit.after_reconsideration",
        "period.lawsuit_direct": "lawsuit.direct",
        "period.lawsuit_defence": "lawsuit.answer",
        "period.appeal_judgment": "lawsuit.appeal",
    }
    folder = files("gongkai.law").joinpath("data")
    for file in folder.iterdir():
        if not file.name.endswith(".toml") or file.name == "deadlines.toml":
            continue
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
        for table in raw.get("period", []):
            if table.get("id") in same:
                ours = deadline(same[table["id"]], on=ON)
                assert table.get(ours.unit) == ours.amount, (file.name, table["id"])
