"""What may be done now: `admit` judges one new event in full, `lawful_moves` lists every step with the reason why not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.law.calendar import Calendar
from gongkai.law.citations import Citation
from gongkai.law.deadlines import deadline
from gongkai.law.foi_flow.guards import GUARDS, Facts
from gongkai.law.foi_flow.moves import (
    MOVES,
    Event,
    EventKind,
    Move,
    UnlawfulMove,
    apply,
    event_entry,
    fact_label,
    limit_id,
    moves_from,
)
from gongkai.law.foi_flow.situation import Situation


@dataclass(frozen=True)
class Option:
    """One step and whether it may be taken now; `reason` tells why not, `warning` what will follow if it is taken."""

    move: Move
    allowed: bool
    reason: str
    cites: tuple[Citation, ...]
    warning: str = ""


def admit(events: Iterable[Event], event: Event, *, calendar: Calendar, on: date | None = None) -> Move:
    """
    Judge a new event against everything that has happened: state, dates, facts and conditions.

    :param on: today; an event must not lie after it.
    :raises UnlawfulMove: the event is not lawful; the message gives every reason at once.
    """
    now = Situation(events=tuple(events), on=event.on, calendar=calendar)
    move = apply(now.state, event.kind)
    reasons = [*_wrong_day(now, event, on), *_missing(move, event), *_refusals(move, now, event.facts)]
    if reasons:
        lawful = [option.move for option in _here(now) if option.allowed]
        raise UnlawfulMove(state=now.state, event=event.kind, reasons=reasons, cites=move.cites, lawful=lawful)
    return move


def replay(events: Iterable[Event], *, calendar: Calendar) -> tuple[Move, ...]:
    """
    Judge a whole history, event by event.

    :raises UnlawfulMove: at the first event that was not lawful when it happened.
    """
    seen: list[Event] = []
    moves: list[Move] = []
    for event in events:
        moves.append(admit(seen, event, calendar=calendar))
        seen.append(event)
    return tuple(moves)


def lawful_moves(events: Iterable[Event], *, on: date, calendar: Calendar) -> list[Option]:
    """Give every kind of step, first those that start in the present state, each with leave or the reason why not."""
    now = Situation(events=tuple(events), on=on, calendar=calendar)
    here = _here(now)
    elsewhere: dict[EventKind, Move] = {}
    for move in MOVES:
        elsewhere.setdefault(move.event, move)
    possible = {option.move.event for option in here}
    return [
        *here,
        *(_elsewhere(move, now) for kind, move in elsewhere.items() if kind not in possible),
    ]


def _here(now: Situation) -> list[Option]:
    return [_option(move, now) for move in moves_from(now.state)]


def _option(move: Move, now: Situation) -> Option:
    reason = "".join(_refusals(move, now, None))
    return Option(move=move, allowed=not reason, reason=reason, cites=move.cites, warning=_warning(move, now))


def _elsewhere(move: Move, now: Situation) -> Option:
    possible = "、".join(f"“{each.source.label}”" for each in MOVES if each.event is move.event)
    reason = f"申请现为“{now.state.label}”，这一步只能在{possible}时进行。"
    return Option(move=move, allowed=False, reason=reason, cites=move.cites)


def _warning(move: Move, now: Situation) -> str:
    if move.event is not EventKind.CLARIFICATION_NOTICE or now.clock.received_on is None:
        return ""
    period = deadline(limit_id("clarification"), on=now.clock.received_on)
    last = period.due(now.clock.received_on, now.calendar).day
    if now.on <= last:
        return ""
    return f"已超过告知补正的期限（{last:%Y-%m-%d}），答复期限不会重新起算。"


def _refusals(move: Move, now: Situation, facts: Facts) -> list[str]:
    refusals = []
    for name in move.guards:
        try:
            refusal = GUARDS[name](now, facts)
        except ValueError as error:  # a fact of the wrong shape; its message tells which
            refusal = str(error)
        if refusal:
            refusals.append(refusal)
    return refusals


def _missing(move: Move, event: Event) -> list[str]:
    missing = [name for name in move.needs if event.facts.get(name) in (None, "", [], ())]
    return [f"还缺：{'、'.join(map(fact_label, missing))}。请填写。"] if missing else []


def _wrong_day(now: Situation, event: Event, on: date | None) -> list[str]:
    reasons = []
    if on is not None and event.on > on:
        reasons.append(f"日期{event.on:%Y-%m-%d}晚于今天（{on:%Y-%m-%d}），请改正。")
    earliest = _earliest(now.events, backdated=bool(event_entry(event.kind)["backdated"]))
    if earliest is not None and event.on < earliest:
        reasons.append(f"日期{event.on:%Y-%m-%d}早于此前的办理（{earliest:%Y-%m-%d}），请改正。")
    return reasons


def _earliest(events: Sequence[Event], *, backdated: bool) -> date | None:
    """An answer may be entered late; anything else must not lie before what is already on file."""
    if not events:
        return None
    return events[0].on if backdated else max(event.on for event in events)
