"""Periods of village affairs and their last days."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law import villages as law
from gongkai.law.calendar import Calendar

ON = date(2026, 3, 3)
CALENDAR = Calendar.national()


@pytest.mark.parametrize(
    ("matter", "day", "label", "due"),
    [
        ("matter.finances", "2026-02-10", "2026年2月", "2026-03-10"),
        ("matter.finances", "2025-09-10", "2025年9月", "2025-10-10"),
        ("matter.party_members", "2026-02-10", "2026年第1季度", "2026-04-20"),
        ("matter.assets", "2025-06-01", "2025年", "2026-02-02"),  # 31 January is a Saturday
        ("matter.collective_finances", "2025-12-31", "2025年第4季度", "2026-01-20"),
    ],
)
def test_villagers_30_worked_examples(matter: str, day: str, label: str, due: str) -> None:
    period = law.period_of(law.matter(matter, on=ON), date.fromisoformat(day), calendar=CALENDAR)
    assert (period.label, period.due_on) == (label, date.fromisoformat(due))


@given(st.sampled_from(law.matters(on=ON)), st.dates(date(2025, 6, 1), date(2026, 6, 1)), st.integers(0, 500))
def test_periods_follow_each_other_without_gap_and_are_over(matter: law.Matter, since: date, days: int) -> None:
    on = since + timedelta(days=days)
    periods = list(law.periods_due(matter, since=since, on=on, calendar=CALENDAR))
    assert all(period.first <= period.last < on and period.last < period.due_on for period in periods)
    assert all(one.last + timedelta(days=1) == two.first for one, two in pairwise(periods))
    if matter.rhythm == "at_once":
        assert periods == []


def test_every_matter_has_a_publisher_elements_and_a_ground() -> None:
    for matter in law.matters(on=ON):
        assert matter.section in law.SECTIONS
        assert matter.publisher in ("committee", "collective", "party")
        assert matter.elements
        assert matter.cites
    assert len({matter.id for matter in law.matters(on=ON)}) == len(law.matters(on=ON))


def test_small_powers_say_who_does_what() -> None:
    for power in law.powers(on=ON):
        assert len(power.steps) >= 3
        assert all(step.who and step.does for step in power.steps)


def test_an_unknown_matter_is_refused() -> None:
    with pytest.raises(LookupError):
        law.matter("matter.nothing", on=ON)
