"""An application on a given day: what the guards of a move look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from gongkai.law.calendar import Calendar
from gongkai.law.foi_flow.clock import Clock, clock
from gongkai.law.foi_flow.moves import Clockwork, Event, EventKind, State, apply, clockwork, closing_outcome, state_of
from gongkai.law.foi_flow.pauses import Consultation, Consulted
from gongkai.law.outcomes import Outcome, Part


@dataclass(frozen=True)
class Situation:
    """The events so far, seen on the day `on`."""

    events: tuple[Event, ...]
    on: date
    calendar: Calendar

    @cached_property
    def state(self) -> State:
        """Give the state that the events lead to."""
        return state_of(self.events)

    @cached_property
    def clock(self) -> Clock:
        """Reckon the period for the reply as it stands on the day."""
        return clock(self.events, on=self.on, calendar=self.calendar)

    def last(self, *kinds: EventKind) -> Event | None:
        """Give the latest event of these kinds."""
        return next((event for event in reversed(self.events) if event.kind in kinds), None)

    def happened(self, kind: EventKind) -> bool:
        """Tell whether there was such an event."""
        return self.last(kind) is not None

    def open_consultations(self, whom: Consulted | None = None, ref: str | None = None) -> list[Consultation]:
        """Give the consultations that are still open, of one kind or with one name if asked."""
        return [
            each
            for each in self.clock.consultations
            if each.open and whom in (None, each.whom) and ref in (None, each.ref)
        ]

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Give the parts the application was split into, with the outcomes they have so far; none where it was not split."""
        split = self.last(EventKind.SPLIT)
        if split is None:
            return ()
        replied = {event.facts.get("part"): event for event in self.events if event.kind is EventKind.PART_REPLIED}
        return tuple(_part(part, replied.get(_part_id(part))) for part in split.facts.get("parts", ()))

    @cached_property
    def evidence(self) -> Mapping[str, Any]:
        """Give the demands of `outcomes.toml` that the events themselves meet."""
        return evidence(self.events, self.clock.consultations)


def evidence(events: Sequence[Event], asked: Sequence[Consultation]) -> Mapping[str, Any]:
    """Tell which demands of an outcome are met by what has happened, and whether a third party is touched and objects."""
    kinds = {event.kind for event in events}
    third = [each for each in asked if each.whom is Consulted.THIRD_PARTY]
    return {
        "clarification_notice": EventKind.CLARIFICATION_NOTICE in kinds,
        "clarified": EventKind.CLARIFIED in kinds,
        "fee_notice": EventKind.FEE_NOTICE in kinds,
        "reasons_request": bool(kinds & {EventKind.REASONS_GIVEN, EventKind.REASONS_LAPSED}),
        "third_party": bool(third),
        "third_party_consultation": bool(third) and not any(each.open for each in third),
        "third_party_objected": any(each.consents is False for each in third),
        "third_party_informed": EventKind.THIRD_PARTY_INFORMED in kinds,
    }


@dataclass(frozen=True)
class ReplyGiven:
    """One closing of an application: by which event and letter, in which row; a reopened one tells which old reply it replaces."""

    event: Event
    outcome: Outcome | None
    letter: str
    replaces: str
    ordered_by: str


def replies(events: Sequence[Event]) -> tuple[ReplyGiven, ...]:
    """Give every closing in order; an application opened again by a ruling has more than one (the last one counts now)."""
    given: list[ReplyGiven] = []
    state, reopened = State.START, None
    for event in events:
        move = apply(state, event.kind)
        if event.kind is EventKind.REOPENED:
            reopened = event
        elif clockwork(event.kind) is Clockwork.STOP and move.target is State.CLOSED:
            given.append(
                ReplyGiven(
                    event=event,
                    outcome=closing_outcome(move, event.facts),
                    letter=str(event.facts.get("letter", "")),
                    replaces=str(reopened.facts.get("old_reply", "")) if reopened else "",
                    ordered_by=str(reopened.facts.get("ruling", "")) if reopened else "",
                )
            )
        state = move.target
    return tuple(given)


def _part_id(part: Any) -> str:
    return str(part["id"] if isinstance(part, Mapping) else part)


def _part(part: Any, replied: Event | None) -> Part:
    facts = replied.facts if replied else {}
    return Part(
        id=_part_id(part),
        holder=str(part.get("holder", "")) if isinstance(part, Mapping) else "",
        outcome=Outcome(facts["outcome"]) if facts.get("outcome") else None,
        letter=str(facts.get("letter", "")),
    )
