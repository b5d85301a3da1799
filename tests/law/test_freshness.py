"""Freshness: seventeen rules, an age never makes anything fresher, and limits can only be set in their order."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.freshness import BadLimits, Level, judge, limits_of, rules, total

ON = date(2026, 11, 24)
ORDER = list(Level)


def test_there_are_seventeen_rules_and_each_is_judged_or_kept_by_somebody() -> None:
    found = rules(on=ON)
    assert [rule.id for rule in found] == [f"M{n:02}" for n in range(1, 18)]
    assert all(bool(rule.limits) != bool(rule.watched_by and rule.demand) for rule in found)


@pytest.mark.parametrize(
    ("rule", "age", "level"),
    [
        ("M02", 10, "soon"), ("M02", 11, "edge"), ("M02", 14, "edge"), ("M02", 15, "late"),
        ("M03", 150, "soon"), ("M03", 151, "edge"), ("M03", 180, "edge"), ("M03", 181, "late"),
        ("M06", 7, "fresh"), ("M06", 8, "soon"), ("M06", 15, "late"), ("M06", 91, "severe"),
        ("M11", 301, "edge"), ("M11", 366, "late"),
    ],
)  # fmt: skip
def test_ages_at_the_limits(rule: str, age: int, level: str) -> None:
    assert judge(ON - timedelta(days=age), limits_of(rule, on=ON), on=ON).level == level


def test_the_last_day_before_red_is_still_in_time() -> None:
    standing = judge(ON, limits_of("M02", on=ON), on=ON)
    assert standing.due_on is not None
    assert judge(ON, limits_of("M02", on=ON), on=standing.due_on).level == Level.EDGE
    assert judge(ON, limits_of("M02", on=ON), on=standing.due_on + timedelta(days=1)).level == Level.LATE


def test_an_empty_column_is_overdue() -> None:
    assert judge(None, limits_of("M03", on=ON), on=ON).level == Level.LATE


@given(st.integers(0, 900), st.integers(0, 900), st.integers(2, 400), st.integers(1, 400))
def test_older_is_never_fresher(one: int, other: int, red: int, less: int) -> None:
    limits = limits_of("M03", on=ON).changed(warn_after=max(1, red - less), red_after=red)
    younger, older = sorted((one, other))
    levels = [judge(ON - timedelta(days=age), limits, on=ON).level for age in (younger, older)]
    assert ORDER.index(levels[0]) <= ORDER.index(levels[1])


@pytest.mark.parametrize(("warn", "red"), [(0, 10), (10, 10), (11, 10)])
def test_limits_out_of_order_are_refused(warn: int, red: int) -> None:
    with pytest.raises(BadLimits, match="请重新填写"):
        limits_of("M02", on=ON).changed(warn_after=warn, red_after=red)


@pytest.mark.parametrize(("late", "level"), [(2, "fresh"), (3, "edge"), (4, "edge"), (5, "late")])
def test_the_number_of_overdue_columns_judges_the_organ(late: int, level: str) -> None:
    assert total([Level.LATE] * late + [Level.EDGE] * 9) == level
