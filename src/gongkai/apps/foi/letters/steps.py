"""Which letters a step of the flow issues, and their texts; nothing is written here, so that the same serves for a preview."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from gongkai.apps.foi.letters.case import (
    case_facts,
    earlier_facts,
    part_facts,
    parts_facts,
    step_facts,
    without_applicant,
)
from gongkai.apps.foi.letters.organ import organ_facts
from gongkai.apps.foi.models import FoiPart, FoiRequest
from gongkai.apps.organs.queries import calendar_of
from gongkai.law import foi_flow
from gongkai.law.foi_flow import Clock, ClockStatus, Event, EventKind, Move
from gongkai.law.letter_texts import IncompleteLetter, LetterText, NoLetterText, compose, number_class
from gongkai.law.letters import LetterKind, Recipient, WrongNumber, letter_kind
from gongkai.law.outcomes import Outcome, rule
from gongkai.law.remedies import MissingOnlineChannel, NotAnOrgan

#: Stands for the number of a letter that is not issued yet.
PENDING = "（签发时取号）"
#: Why a letter cannot be written; each says what to do.
REFUSALS = (IncompleteLetter, NoLetterText, MissingOnlineChannel, NotAnOrgan, WrongNumber)
_EFFECT, _BY_OUTCOME = "letter.", "by_outcome"
#: Facts about one letter only; among the facts of a step they would go into every letter of it.
_CONSULTED = {EventKind.THIRD_PARTY_CONSULTED: "第三方", EventKind.ORGAN_CONSULTED: "有关行政机关"}


@dataclass(frozen=True)
class Draft:
    """A letter that is composed but not issued."""

    kind: LetterKind
    text: LetterText
    facts: Mapping[str, Any]
    on: date


@dataclass(frozen=True)
class StepTaken:
    """A step with an application, seen by the letters that it issues: what was before, the step, what follows."""

    foi: FoiRequest
    before: tuple[Event, ...]
    step: Event
    move: Move
    part: FoiPart | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def clock(self) -> Clock:
        """Reckon the period as it stood before the step."""
        return foi_flow.clock(self.before, on=self._seen_on, calendar=calendar_of(self.foi.organ))

    @cached_property
    def clock_after(self) -> Clock:
        """Reckon the period as the step leaves it."""
        return foi_flow.clock([*self.before, self.step], on=self._seen_on, calendar=calendar_of(self.foi.organ))

    @property
    def _seen_on(self) -> date:
        return max(self.step.on, *(event.on for event in self.before)) if self.before else self.step.on

    @property
    def outcome(self) -> Outcome | None:
        """Give the outcome that the step decides."""
        return foi_flow.moves.closing_outcome(self.move, self.step.facts)


def of_step(taken: StepTaken) -> list[Draft]:
    """
    Compose every letter that a step issues, the decision on the application first.

    :raises gongkai.law.letter_texts.IncompleteLetter: the case lacks something that a letter must say.
    :raises gongkai.law.remedies.MissingOnlineChannel: delivered on line, and no channel for reconsideration is set (`arl:22`).
    """
    wanted = list(_wanted(taken))
    if not wanted:
        return []
    common = {**organ_facts(taken.foi.organ, on=taken.step.on), **case_facts(taken.foi, taken.before, taken.clock)}
    drafts = []
    for kind, own in wanted:
        facts = {**common, **_told(taken, kind), **own, "number": PENDING}
        facts = without_applicant(facts, taken.foi.applicant, kind)
        drafts.append(Draft(kind, compose(kind, facts, on=taken.step.on), facts, taken.step.on))
    return drafts


def closes_with_letter(move: Move, part: FoiPart | None = None) -> bool:
    """Tell whether a step issues a decision to the applicant, whose number the step must name."""
    return part is not None or any(
        name == _BY_OUTCOME or (letter_kind(name).decision and letter_kind(name).to is Recipient.APPLICANT)
        for name in _letters_of(move)
    )


def _letters_of(move: Move) -> list[str]:
    return [effect.removeprefix(_EFFECT) for effect in move.effects if effect.startswith(_EFFECT)]


def _wanted(taken: StepTaken) -> Iterator[tuple[LetterKind, dict[str, Any]]]:
    """Give the kinds of letters with what only this one says; records that stay on file are no letters."""
    if taken.part is not None:
        yield _by_outcome(taken), {}
    for name in _letters_of(taken.move):
        kind = _by_outcome(taken) if name == _BY_OUTCOME else letter_kind(name)
        if kind.code == "L09":
            yield from ((kind, {"recipient": recipient}) for recipient in _objectors(taken))
        elif kind.to is not Recipient.FILE:
            yield kind, {}


def _by_outcome(taken: StepTaken) -> LetterKind:
    outcome = Outcome(taken.step.facts["outcome"])
    return letter_kind(rule(outcome, on=taken.step.on).letter)


def _objectors(taken: StepTaken) -> list[str]:
    """Give the third parties that did not agree, each to be told by a letter of its own (`ogi:32`)."""
    refs = [each.ref for each in taken.clock.consultations if each.consents is False]
    asked = [event for event in taken.before if event.kind is EventKind.THIRD_PARTY_CONSULTED]
    found = [str(event.facts.get("recipient", "")) for event in asked if event.facts.get("ref", "") in refs]
    return list(dict.fromkeys(found))


def _told(taken: StepTaken, kind: LetterKind) -> dict[str, Any]:
    """Give what the step, its consequences and what went before say in a letter of this kind."""
    on, event = taken.step.on, taken.step.kind
    told = {**step_facts(taken.step.facts), **step_facts(taken.more)}
    if taken.outcome is not None:
        told["outcome"] = taken.outcome.value
    if kind.decision:
        told |= earlier_facts(taken.foi, kind, list(taken.before), taken.clock)
        told |= _whole_or_part(taken)
    if event is EventKind.WITHDRAWN:
        told |= {"ground": "withdrawn", "withdrawn_on": on}
    elif event is EventKind.TRANSFERRED:
        told |= {"transferred_on": on}
    elif event is EventKind.EXTENDED:
        told |= {"new_due_on": taken.clock_after.due_on, "provisional": taken.clock_after.provisional}
    elif event is EventKind.CLARIFICATION_NOTICE:
        told |= {"timely": taken.clock_after.status is ClockStatus.SUSPENDED}
    elif event in _CONSULTED:
        told |= {"consulted": _CONSULTED[event]}
    return told


def _whole_or_part(taken: StepTaken) -> dict[str, Any]:
    if taken.part is not None:
        return part_facts(taken.foi, taken.part)
    if taken.step.kind not in (EventKind.REPLIED, EventKind.REPLIED_ON_THE_SPOT):
        return {}
    parts = list(taken.foi.parts.select_related("letter"))
    return parts_facts(parts) if parts else {}


def series_of(kind: LetterKind) -> str:
    """Give the series in which a letter is numbered; empty for one without a number."""
    return number_class(kind) if kind.numbered else ""
