"""What is due at an organ, as one list: by working days left, with the ground, the stage and what can be done now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.law.calendar import Calendar

#: Up to this many working days count as soon.
SOON = 3


@dataclass(frozen=True)
class Action:
    """A way to go on from a line of the list."""

    label: str
    url: str
    primary: bool = False


@dataclass(frozen=True)
class Due:
    """
    One thing to do. `left` counts working days, negative when late, None while nothing runs; `basis` says in words what the date
    was reckoned from, `cites` on which ground.
    """

    title: str
    url: str
    note: str
    stage: str
    due_on: date | None = None
    left: int | None = None
    provisional: bool = False
    basis: str = ""
    cites: Sequence[str] = ()
    actions: Sequence[Action] = ()

    @property
    def urgent(self) -> bool:
        """Tell whether it is late or soon will be."""
        return self.left is not None and self.left <= SOON

    @property
    def urgency(self) -> tuple[bool, int]:
        """Sort what runs out first to the top, what waits for somebody else to the end."""
        return (self.left is None, self.left or 0)


def days_left(due_on: date, *, on: date, calendar: Calendar) -> int:
    """Count the working days up to a day, below nothing once it has passed."""
    if due_on >= on:
        return calendar.working_days_between(on, due_on)
    return -max(1, calendar.working_days_between(due_on, on))


@dataclass(frozen=True)
class Filters:
    """How many lines each filter shows."""

    today: int
    soon: int
    late: int


def count(rows: Iterable[Due]) -> Filters:
    """Count what is due today, within three working days, and late."""
    left = [row.left for row in rows if row.left is not None]
    return Filters(
        today=sum(days == 0 for days in left),
        soon=sum(0 <= days <= SOON for days in left),
        late=sum(days < 0 for days in left),
    )


def chosen(rows: Sequence[Due], name: str) -> list[Due]:
    """Give the lines that a filter shows; an unknown one shows all."""
    tests = {
        "today": lambda days: days == 0,
        "soon": lambda days: 0 <= days <= SOON,
        "late": lambda days: days < 0,
        "week": lambda days: days <= SOON + 2,
    }
    test = tests.get(name)
    return list(rows) if test is None else [row for row in rows if row.left is not None and test(row.left)]


def marks(rows: Iterable[Due]) -> Mapping[date, list[str]]:
    """Give the dots of the calendar strip, the most urgent first."""
    found: dict[date, list[str]] = {}
    for row in sorted(rows, key=lambda row: row.urgency):
        if row.due_on is not None:
            found.setdefault(row.due_on, []).append(_kind(row.left))
    return found


def _kind(left: int | None) -> str:
    if left is None or left > SOON:
        return "info"
    return "danger" if left <= 0 else "warn"
