"""One step of the flow: ask the kernel, append the event to the request and to the chain, write the indexes anew."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.apps.core import outbox
from gongkai.apps.core.operations import append_event
from gongkai.apps.foi import letters
from gongkai.apps.foi.letters import Draft, StepTaken
from gongkai.apps.foi.models import FoiEvent, FoiPart, FoiRequest, Letter
from gongkai.apps.foi.queries import flow_events
from gongkai.apps.organs.models import User
from gongkai.apps.organs.permissions import require
from gongkai.apps.organs.queries import calendar_of
from gongkai.law import foi_flow
from gongkai.law.foi_flow import Event, EventKind, Move

#: Steps with a verb of their own here, because they write more than an event.
WITH_OWN_VERB = frozenset(
    {
        EventKind.SUBMITTED,
        EventKind.RECEIPT_CONFIRMED,
        EventKind.EXTENDED,
        EventKind.FEE_NOTICE,
        EventKind.FEE_NOTICE_DELIVERED,
        EventKind.FEE_PAID,
        EventKind.SPLIT,
        EventKind.PART_REPLIED,
        EventKind.REPLIED,
        EventKind.REPLIED_ON_THE_SPOT,
        EventKind.REOPENED,
    }
)


class FoiError(ValueError):
    """A step that cannot be taken with an application, apart from what the law's flow itself refuses."""


class LetterRefused(FoiError):
    """A step whose letter cannot be written as the law asks: it lacks a field, a channel, or an organ that may sign it."""


@transaction.atomic
def move(
    *, foi: FoiRequest, event: EventKind, by: User | None, on: date, facts: Mapping[str, Any] | None = None
) -> FoiEvent:
    """
    Take one step of the flow that has no verb of its own here: consultation, clarification, reasons, fee, withdrawal, archive.

    :raises foi_flow.UnlawfulMove: the law does not allow the step now, or a fact that it needs is missing.
    """
    if event in WITH_OWN_VERB:
        raise FoiError(f"“{event.label}”有专门的操作，请使用相应的功能办理。")
    return advance(locked(foi, "foi.handle", by=by, on=on), event, by=by, on=on, facts=facts)


@transaction.atomic
def extend(*, foi: FoiRequest, by: User | None, on: date, days: int, reason: str, approved_by: User) -> FoiEvent:
    """
    Put off the reply by up to twenty working days, with the consent of the head of the disclosure office (`ogi:33.2`).

    :raises NotPermitted: the approver's post does not allow the consent.
    :raises foi_flow.UnlawfulMove: too many days, too late, or extended before.
    """
    foi = locked(foi, "foi.handle", by=by, on=on)
    require(approved_by, "foi.approve", foi.organ, on=on)
    facts = {
        "days": days,
        "reason": reason,
        "head_approval": f"{approved_by} {on.isoformat()}",
        "approved_by": approved_by.pk,
    }
    return advance(foi, EventKind.EXTENDED, by=by, on=on, facts=facts, approved_by=approved_by)


@transaction.atomic
def reindex(*, foi: FoiRequest, by: User | None, on: date) -> FoiRequest:
    """Compute state, dates and outcome anew from the events; the result is what the operations had written."""
    require(by, "settings.write", foi.organ, on=on)
    index(foi, flow_events(foi), on=on)
    return foi


def locked(foi: FoiRequest, verb: str, *, by: User | None, on: date) -> FoiRequest:
    locked = FoiRequest.objects.select_for_update().select_related("organ", "applicant").get(pk=foi.pk)
    require(by, verb, locked.organ, on=on)
    if by is not None and locked.restricted and not locked.readers.filter(user=by).exists():
        raise FoiRequest.DoesNotExist
    return locked


def advance(
    foi: FoiRequest,
    kind: EventKind,
    *,
    by: User | None,
    on: date,
    facts: Mapping[str, Any] | None = None,
    approved_by: User | None = None,
    part: FoiPart | None = None,
    more: Mapping[str, Any] | None = None,
) -> FoiEvent:
    """
    Ask the kernel, issue the letters of the step, append the event, write the indexes.

    :param part: the part that is answered, if it is one.
    :param more: what only the letters say, such as the tariff of a fee.
    :raises LetterRefused: a letter of the step cannot be written as it must be.
    """
    taken = judged(foi, kind, on=on, facts=facts, part=part, more=more)
    issued = [letters.issue(foi, draft, by=by, approved_by=approved_by) for draft in drafts_of(taken)]
    step = taken.step
    if letters.closes_with_letter(taken.move, part):
        step = replace(step, facts={**step.facts, "letter": issued[0].serial})
    stored = _append(foi, step, taken.move, by=by)
    Letter.objects.filter(pk__in=[letter.pk for letter in issued]).update(event=stored)
    letters.mark_by_step(foi, stored)
    index(foi, [*taken.before, step], on=on)
    return stored


def record(
    foi: FoiRequest, kind: EventKind, *, by: User | None, on: date, facts: Mapping[str, Any] | None = None
) -> FoiEvent:
    """
    Write a step down that was taken before this register began: judged like any other, but its letter exists already.

    :raises foi_flow.UnlawfulMove: the law did not allow it.
    """
    taken = judged(foi, kind, on=on, facts=facts)
    step = replace(taken.step, facts={**taken.step.facts, **(facts or {})})
    stored = _append(foi, step, taken.move, by=by)
    index(foi, [*taken.before, step], on=on)
    return stored


def judged(
    foi: FoiRequest,
    kind: EventKind,
    *,
    on: date,
    facts: Mapping[str, Any] | None = None,
    part: FoiPart | None = None,
    more: Mapping[str, Any] | None = None,
) -> StepTaken:
    """
    Ask the kernel whether a step is lawful; the number of the letter that it issues is not known yet.

    :raises foi_flow.UnlawfulMove: it is not.
    """
    events = flow_events(foi)
    move = foi_flow.apply(foi_flow.state_of(events), kind)
    given = {**(facts or {}), **({"letter": letters.PENDING} if letters.closes_with_letter(move, part) else {})}
    step = Event(kind=kind, on=on, facts=given)
    foi_flow.admit(events, step, calendar=calendar_of(foi.organ))
    return StepTaken(foi, tuple(events), step, move, part, more or {})


def drafts_of(taken: StepTaken) -> list[Draft]:
    """
    Compose the letters of a step.

    :raises LetterRefused: one of them cannot be written as it must be.
    """
    try:
        return letters.of_step(taken)
    except letters.REFUSALS as error:
        raise LetterRefused(str(error)) from error


def _append(foi: FoiRequest, step: Event, lawful: Move, *, by: User | None) -> FoiEvent:
    position = foi.events.count() + 1
    chained = append_event(
        organ=foi.organ,
        kind=f"foi.{step.kind.value}",
        subject=foi,
        by=by,
        on=step.on,
        facts={"position": position, **step.facts},
        effects=[name for name in lawful.effects if name in outbox.registered()],
    )
    return FoiEvent.objects.create(
        foi=foi, position=position, kind=step.kind.value, on=step.on, facts=chained.facts, by=by, chained=chained
    )


def index(foi: FoiRequest, events: list[Event], *, on: date) -> None:
    """Write what the events say into the columns that lists and counts use."""
    seen_on = max(on, *(event.on for event in events))
    reckoned = foi_flow.clock(events, on=seen_on, calendar=calendar_of(foi.organ))
    outcome = foi_flow.outcome_of(events)
    foi.state = foi_flow.state_of(events).value
    foi.received_on, foi.due_on = reckoned.received_on, reckoned.due_on
    foi.closed_on, foi.outcome = (reckoned.stopped_on, outcome.value) if outcome else (None, "")
    foi.save(update_fields=["state", "received_on", "due_on", "closed_on", "outcome"])
