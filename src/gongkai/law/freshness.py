"""
Freshness: how old a column, an account or a guide may become before somebody has to act (rules M01–M17 as data).

The limits are data that an organ may tighten; what is reckoned here is only an age and a level, so that every face shows the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongkai.law.citations import Citation
from gongkai.law.entries import load


class Level(StrEnum):
    """How fresh something is, best first."""

    FRESH = "fresh"  # 新鲜
    SOON = "soon"  # 将到期
    EDGE = "edge"  # 临界
    LATE = "late"  # 超期
    SEVERE = "severe"  # 严重


#: Levels at which an inspection counts against the organ.
RED = frozenset({Level.LATE, Level.SEVERE})


class BadLimits(ValueError):
    """Limits that do not follow on each other."""

    def __init__(self, *, warn_after: int, red_after: int) -> None:
        super().__init__(f"预警天数{warn_after}应大于0，并小于超期天数{red_after}。请重新填写。")


@dataclass(frozen=True)
class Limits:
    """Ages in days: older than `soon` is due soon, than `warn` on the edge, than `red` overdue, than `severe` long overdue."""

    soon: int
    warn: int
    red: int
    severe: int

    def changed(self, *, warn_after: int, red_after: int) -> "Limits":
        """
        Give the limits with other days for warning and red; the others keep their distance.

        :raises BadLimits: the warning does not come before the red.
        """
        if not 0 < warn_after < red_after:
            raise BadLimits(warn_after=warn_after, red_after=red_after)
        return Limits(
            soon=min(warn_after - 1, max(1, warn_after * self.soon // self.warn)),
            warn=warn_after,
            red=red_after,
            severe=max(red_after + 1, red_after * self.severe // self.red),
        )


@dataclass(frozen=True)
class Rule:
    """A rule of watching; `limits` where an age is judged, else `demand` says what is asked and `watched_by` who keeps it."""

    id: str
    label: str
    severity: str
    cites: tuple[Citation, ...]
    object: str
    limits: Limits | None
    demand: str
    watched_by: str


@dataclass(frozen=True)
class Standing:
    """A level with what it was reckoned from; `due_on` is the last day before red, None for something that is empty."""

    level: Level
    age: int | None
    due_on: date | None


def rules(*, on: date) -> list[Rule]:
    """Give every rule in force."""
    found = []
    for entry in load("freshness").in_force(on):
        judged = entry.get("object", "")
        limits = (
            Limits(entry["soon_after"], entry["warn_after"], entry["red_after"], entry["severe_after"])
            if judged
            else None
        )
        found.append(
            Rule(
                entry.id, entry.label, entry["severity"], entry.cites, judged, limits, entry.get("demand", ""),
                entry.get("watched_by", ""),
            )
        )  # fmt: skip
    return sorted(found, key=lambda rule: rule.id)


def limits_of(rule_id: str, *, on: date) -> Limits:
    """
    Give the limits of a rule that judges an age.

    :raises NoRuleInForce: there is no such rule.
    """
    entry = load("freshness").get(rule_id, on=on)
    return Limits(entry["soon_after"], entry["warn_after"], entry["red_after"], entry["severe_after"])


def judge(last_on: date | None, limits: Limits, *, on: date) -> Standing:
    """Judge something whose last change, or whose last statement that nothing changed, was on a day; nothing at all is overdue (M04)."""
    if last_on is None:
        return Standing(Level.LATE, None, None)
    age = (on - last_on).days
    steps = (
        (limits.severe, Level.SEVERE),
        (limits.red, Level.LATE),
        (limits.warn, Level.EDGE),
        (limits.soon, Level.SOON),
    )
    level = next((level for limit, level in steps if age > limit), Level.FRESH)
    return Standing(level, age, last_on + timedelta(days=limits.red))


#: So many overdue or empty columns warn, so many fail an inspection (M04, M05).
WARN_TOTAL, RED_TOTAL = 3, 5


def total(levels: Iterable[Level]) -> Level:
    """Judge an organ by its number of overdue and empty columns (M05)."""
    late = sum(level in RED for level in levels)
    return Level.LATE if late >= RED_TOTAL else Level.EDGE if late >= WARN_TOTAL else Level.FRESH
