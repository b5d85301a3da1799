"""
Several steps of one application at once: the kernel is asked for each in turn, the history is written in one go.

`advance` writes a step with seven statements; an application on line takes three steps, and people wait for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.apps.core import outbox
from gongkai.apps.core.models import Event as ChainedEvent
from gongkai.apps.core.operations import Entry, append_events
from gongkai.apps.foi import letters
from gongkai.apps.foi.letters import StepTaken
from gongkai.apps.foi.models import FoiEvent, FoiRequest, Letter
from gongkai.apps.foi.operations.flow import drafts_of, index
from gongkai.apps.organs.models import User
from gongkai.apps.organs.queries import calendar_of
from gongkai.law import foi_flow
from gongkai.law.foi_flow import Event, Move


@dataclass(frozen=True)
class _Judged:
    """A step that the kernel allows, and the letters that it issues."""

    step: Event
    move: Move
    letters: tuple[Letter, ...]


def advance_all(foi: FoiRequest, steps: Sequence[Event], *, by: User | None) -> list[FoiEvent]:
    """
    Take the first steps of a new application, none of which closes it.

    :raises foi_flow.UnlawfulMove: one of them is not lawful after those before it; the caller's transaction must end.
    :raises LetterRefused: a letter of a step cannot be written as it must be.
    """
    judged: list[_Judged] = []
    for step in steps:
        judged.append(_judged(foi, [each.step for each in judged], step, by=by))
    entries = [entry for place, each in enumerate(judged, 1) for entry in _entries(foi, each, place)]
    chained = append_events(organ=foi.organ, by=by, entries=entries)
    stored = FoiEvent.objects.bulk_create(_stored(foi, judged, chained, by))
    for event, each in zip(stored, judged, strict=True):
        if each.letters:
            Letter.objects.filter(pk__in=[letter.pk for letter in each.letters]).update(event=event)
    index(foi, [each.step for each in judged], on=max(step.on for step in steps))
    return stored


def _judged(foi: FoiRequest, before: list[Event], step: Event, *, by: User | None) -> _Judged:
    move = foi_flow.apply(foi_flow.state_of(before), step.kind)
    foi_flow.admit(before, step, calendar=calendar_of(foi.organ))
    drafts = drafts_of(StepTaken(foi, tuple(before), step, move))
    return _Judged(step, move, tuple(letters.write(foi, draft, by=by) for draft in drafts))


def _entries(foi: FoiRequest, judged: _Judged, place: int) -> Iterable[Entry]:
    """Give what the chain says of a step: its letters, then itself."""
    for letter in judged.letters:
        facts: dict[str, Any] = {"letter": letter.kind, "serial": letter.serial, "digest": letter.digest}
        yield Entry("foi.letter_issued", letter, judged.step.on, facts)
    effects = tuple(name for name in judged.move.effects if name in outbox.registered())
    yield Entry(f"foi.{judged.step.kind.value}", foi, judged.step.on, {"position": place, **judged.step.facts}, effects)


def _stored(
    foi: FoiRequest, judged: Sequence[_Judged], chained: Iterable[ChainedEvent], by: User | None
) -> list[FoiEvent]:
    own = [event for event in chained if event.subject_type == foi._meta.label_lower]
    return [
        FoiEvent(
            foi=foi, position=place, kind=each.step.kind.value, on=each.step.on, facts=event.facts, by=by, chained=event
        )
        for place, (each, event) in enumerate(zip(judged, own, strict=True), 1)
    ]
