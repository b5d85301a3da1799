"""
Consultations and the days they take out of the period for the reply (`ogi:32`, `ogi:33.3`, `ogi:34`, `convention:17`).

From the day after it was sent to the day of the answer, or to the end of the time allowed, a consultation does not count; where
several overlap, a day is left out once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import partial

from gongkai.law.calendar import Calendar, DueDate
from gongkai.law.citations import Citation
from gongkai.law.deadlines import deadline
from gongkai.law.foi_flow.moves import Clockwork, Event, EventKind, clockwork, event_entry, fact_date, limit_id

ONE_DAY = timedelta(days=1)


class Consulted(StrEnum):
    """Whose opinion is asked; the values name the limits in moves.toml."""

    THIRD_PARTY = "third_party"  # 第三方 (ogi:32)
    ORGAN = "organ"  # 其他机关 (ogi:33.3, ogi:34)

    @property
    def asked(self) -> EventKind:
        """Give the event that starts such a consultation."""
        return EventKind(f"{self.value}_consulted")

    @property
    def ends(self) -> tuple[EventKind, EventKind]:
        """Give the events that end it: an answer, or silence."""
        return EventKind(f"{self.value}_answered"), EventKind(f"{self.value}_lapsed")


_ASKED = {whom.asked: whom for whom in Consulted}


@dataclass(frozen=True)
class Consultation:
    """One consultation; `limit` is the last day for the answer, reckoned from delivery once that is known."""

    whom: Consulted
    ref: str
    sent_on: date
    delivered_on: date | None
    limit: DueDate
    ended_on: date | None
    answered: bool
    consents: bool | None
    cites: tuple[Citation, ...]

    @property
    def open(self) -> bool:
        """Tell whether neither an answer nor silence nor the end of the application has ended it."""
        return self.ended_on is None

    def last_day(self, until: date) -> date:
        """Give the last day that does not count, as seen on the day `until`."""
        return min(self.limit.day, until if self.ended_on is None else min(self.ended_on, until))


@dataclass(frozen=True)
class Pause:
    """Days that do not count, both ends included, merged; `working_days` is how far they move the due date."""

    first: date
    last: date
    label: str
    cites: tuple[Citation, ...]
    working_days: int = 0


def consultations(events: Sequence[Event], *, calendar: Calendar) -> list[Consultation]:
    """Pair every consultation among ordered events with its delivery and its end, by whom and by `ref`."""
    used: set[int] = set()
    numbered = list(enumerate(events))
    return [
        _consultation(event, _ASKED[event.kind], numbered[index:], used, calendar)
        for index, event in numbered
        if event.kind in _ASKED
    ]


def merge(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """Join pauses that overlap or touch, so that no day is left out twice; empty ones vanish."""
    merged: list[Pause] = []
    for pause in sorted((pause for pause in pauses if pause.first <= pause.last), key=lambda pause: pause.first):
        if merged and pause.first <= merged[-1].last + ONE_DAY:
            merged[-1] = _joined(merged[-1], pause)
        else:
            merged.append(pause)
    return tuple(merged)


def _joined(one: Pause, other: Pause) -> Pause:
    labels = dict.fromkeys([*one.label.split("、"), *other.label.split("、")])
    return replace(
        one,
        last=max(one.last, other.last),
        label="、".join(labels),
        cites=tuple(dict.fromkeys([*one.cites, *other.cites])),
    )


def _consultation(
    asked: Event, whom: Consulted, later: Sequence[tuple[int, Event]], used: set[int], calendar: Calendar
) -> Consultation:
    ref = asked.facts.get("ref", "")
    find = partial(_take_first, later, used, ref)
    delivery, end = find((EventKind.CONSULTATION_DELIVERED,)), find(whom.ends)
    closed = next((event.on for _, event in later if clockwork(event.kind) is Clockwork.STOP), None)
    delivered_on = delivery.on if delivery else fact_date(asked.facts, "delivered_on")
    ended_on = min((day for day in (end.on if end else None, closed) if day is not None), default=None)
    answered = end is not None and end.kind is whom.ends[0]
    return Consultation(
        whom=whom,
        ref=ref,
        sent_on=asked.on,
        delivered_on=delivered_on,
        limit=deadline(limit_id(whom.value), on=asked.on).due(delivered_on or asked.on, calendar),
        ended_on=ended_on,
        answered=answered,
        consents=bool(end.facts.get("consents")) if end is not None and answered else None,
        cites=event_entry(asked.kind).cites,
    )


def _take_first(
    events: Sequence[tuple[int, Event]], used: set[int], ref: str, kinds: Sequence[EventKind]
) -> Event | None:
    for index, event in events:
        if event.kind in kinds and event.facts.get("ref", "") == ref and index not in used:
            used.add(index)
            return event
    return None


def span(each: Consultation, until: date) -> Pause:
    """Give the days that a consultation takes out, as seen on the day `until`."""
    return Pause(
        first=each.sent_on + ONE_DAY,
        last=each.last_day(until),
        label=event_entry(each.whom.asked).label,
        cites=each.cites,
    )


def taken_out(pause: Pause, until: date, calendar: Calendar) -> int:
    """Count the working days up to and including `until` that a pause takes out."""
    last = min(pause.last, until)
    return calendar.working_days_between(pause.first - ONE_DAY, last) if pause.first <= last else 0
