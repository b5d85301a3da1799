"""期限说明单: the period for the reply day by day, so that every date in a letter can be followed with a finger."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.law.calendar import Calendar, DayInfo
from gongkai.law.foi_flow.clock import Clock, Step, clock, known_events
from gongkai.law.foi_flow.moves import Event
from gongkai.law.foi_flow.pauses import Pause


@dataclass(frozen=True)
class SheetRow:
    """
    One calendar day. `number` runs over the days that count; `pause` names the consultation that takes the day out; `events` are what
    happened on it. `info` tells what the day is and by which notice.
    """

    day: date
    info: DayInfo
    counts: bool
    number: int | None
    pause: str
    events: tuple[str, ...]


@dataclass(frozen=True)
class DaySheet:
    """
    Every calendar day from receipt to the last day; the last counting row is the due date.

    Days before the period last started anew do not count. Without a due date the sheet ends on the day it was asked for.
    """

    rows: tuple[SheetRow, ...]
    limit: int
    due_on: date | None
    provisional: bool
    steps: tuple[Step, ...]

    @property
    def counting(self) -> tuple[SheetRow, ...]:
        """Give only the rows that count."""
        return tuple(row for row in self.rows if row.counts)


def day_sheet(events: Iterable[Event], *, on: date, calendar: Calendar) -> DaySheet:
    """
    Lay out the period for the reply, day by day, as it stands on the day `on`.

    :raises NoRuleInForce: the application was received before the regulation came into force.
    """
    known = known_events(events, on=on)
    now = clock(known, on=on, calendar=calendar)
    return DaySheet(
        rows=tuple(_rows(now, known, on=on, calendar=calendar)),
        limit=now.limit,
        due_on=now.due_on,
        provisional=now.provisional,
        steps=now.steps,
    )


def _rows(now: Clock, events: Iterable[Event], *, on: date, calendar: Calendar) -> Iterator[SheetRow]:
    if now.received_on is None or now.started_on is None:
        return
    happened: dict[date, list[str]] = {}
    for event in events:
        happened.setdefault(event.on, []).append(event.kind.label)
    number, day = 0, now.started_on if now.fixed_by_ruling else now.received_on
    last = now.due_on or max(now.stopped_on or on, day)
    while day <= last:
        info, pause = calendar.day(day), _pause_on(day, now.pauses)
        counts = info.counts and day > now.started_on and pause is None and now.due_on is not None
        number += counts
        yield SheetRow(
            day=day,
            info=info,
            counts=counts,
            number=number if counts else None,
            pause=pause.label if pause else "",
            events=tuple(happened.get(day, ())),
        )
        day += timedelta(days=1)


def _pause_on(day: date, pauses: Iterable[Pause]) -> Pause | None:
    return next((pause for pause in pauses if pause.first <= day <= pause.last), None)
