"""
Village affairs: the matters to be disclosed, their periods and last days, the steps of small powers (`villagers2018:30`, `collective:45`).

Two publishers stand beside each other below the township, the village committee and the collective economic organization; the village
supervisory committee signs off what they disclose.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.law.calendar import Calendar
from gongkai.law.citations import Citation
from gongkai.law.deadlines import add_months, deadline
from gongkai.law.entries import load

#: Months in a period; a matter disclosed at once has none.
MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}
SECTIONS = ("party", "affairs", "finances")


@dataclass(frozen=True)
class Matter:
    """One matter of village affairs: who discloses it, how often, what must stand in it."""

    id: str
    label: str
    section: str
    publisher: str
    rhythm: str
    elements: tuple[str, ...]
    due_days: int | None
    due_rule: str
    cites: tuple[Citation, ...]


@dataclass(frozen=True)
class Step:
    """One step of a small power: who does what."""

    who: str
    does: str


@dataclass(frozen=True)
class Power:
    """A small power (小微权力): its class and its steps."""

    id: str
    label: str
    group: str
    steps: tuple[Step, ...]
    cites: tuple[Citation, ...]


@dataclass(frozen=True)
class Period:
    """A period that a matter is disclosed for, first and last day, and the last day to do so."""

    matter: Matter
    first: date
    last: date
    due_on: date

    @property
    def label(self) -> str:
        """Name the period: 2026年3月, 2026年第1季度, 2026年."""
        match self.matter.rhythm:
            case "monthly":
                return f"{self.first.year}年{self.first.month}月"
            case "quarterly":
                return f"{self.first.year}年第{(self.first.month + 2) // 3}季度"
            case _:
                return f"{self.first.year}年"


def matters(*, on: date) -> list[Matter]:
    """Give every matter in force on the day `on`, in the order of the data."""
    return [
        Matter(
            id=entry.id,
            label=entry.label,
            section=entry["section"],
            publisher=entry["publisher"],
            rhythm=entry["rhythm"],
            elements=tuple(entry["elements"]),
            due_days=entry.get("due_days"),
            due_rule=entry.get("due", ""),
            cites=entry.cites,
        )
        for entry in load("villages").in_force(on)
        if entry.id.startswith("matter.")
    ]


def matter(id: str, *, on: date) -> Matter:  # noqa: A002 - the key is called id in the data
    """
    Give one matter.

    :raises LookupError: no such matter on that day.
    """
    for one in matters(on=on):
        if one.id == id:
            return one
    raise LookupError(f"没有名为“{id}”的村务公开事项。")


def powers(*, on: date) -> list[Power]:
    """Give the list of small powers, each as steps."""
    return [
        Power(entry.id, entry.label, entry["class"], tuple(Step(**step) for step in entry["steps"]), entry.cites)
        for entry in load("villages").in_force(on)
        if entry.id.startswith("power.")
    ]


def period_of(one: Matter, day: date, *, calendar: Calendar) -> Period:
    """
    Give the period of a matter in which a day lies; for a matter disclosed at once the day itself.

    The last day to disclose is moved to the next working day.
    """
    months = MONTHS.get(one.rhythm)
    if months is None:
        return Period(one, day, day, day)
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    last = add_months(first, months) - timedelta(days=1)
    if one.due_rule:
        due = deadline(one.due_rule, on=last).due(last, calendar).day
    else:
        due = last + timedelta(days=one.due_days or 0)
    return Period(one, first, last, calendar.first_working_day(due).day)


def periods_due(one: Matter, *, since: date, on: date, calendar: Calendar) -> Iterator[Period]:
    """Give the periods of a matter that are over on the day `on`, from the one in which `since` lies, oldest first."""
    if one.rhythm not in MONTHS:
        return
    period = period_of(one, since, calendar=calendar)
    while period.last < on:
        yield period
        period = period_of(one, period.last + timedelta(days=1), calendar=calendar)
