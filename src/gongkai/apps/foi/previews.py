"""Show the letters of a step before it is taken: composed from the case as they would be issued, nothing is written."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongkai.apps.foi.letters import Draft, StepTaken
from gongkai.apps.foi.models import FeeNotice, FoiPart, FoiRequest
from gongkai.apps.foi.operations.fees import quoted, standard
from gongkai.apps.foi.operations.flow import drafts_of, judged
from gongkai.apps.organs.models import User
from gongkai.apps.organs.permissions import require
from gongkai.law import foi_flow
from gongkai.law.foi_flow import Event, EventKind


def preview(
    *,
    foi: FoiRequest,
    event: EventKind,
    by: User | None,
    on: date,
    facts: Mapping[str, Any] | None = None,
    part: FoiPart | None = None,
) -> list[Draft]:
    """
    Give the letters that a step would issue.

    :raises gongkai.law.foi_flow.UnlawfulMove: the step is not lawful now, or lacks a fact.
    :raises LetterRefused: a letter cannot be written as it must be.
    """
    require(by, "foi.handle", foi.organ, on=on)
    given: dict[str, Any] = dict(facts or {})
    more: dict[str, Any] = {}
    if event is EventKind.FEE_NOTICE and given.get("quantity"):
        quote = quoted(FeeNotice.Mode(given["mode"]), int(given["quantity"]), on=on)
        given["amount"], more = str(quote.amount), {"standard": standard(quote)}
    if event is EventKind.EXTENDED and given.get("approved_by"):
        given["head_approval"] = f"{given['approved_by']} {on.isoformat()}"
    taken = judged(foi, event, on=proven_day(foi, event, given, on), facts=given, part=part, more=more)
    return drafts_of(_registered(taken, on) if event is EventKind.RECEIPT_CONFIRMED else taken)


def proven_day(foi: FoiRequest, event: EventKind, facts: Mapping[str, Any], on: date) -> date:
    """Give the day of the step: for a receipt the one that its channel proves."""
    if event is not EventKind.RECEIPT_CONFIRMED:
        return on
    known = {**foi.events.order_by("position")[0].facts, **facts}
    return foi_flow.receipt_date(foi_flow.SubmissionChannel(foi.channel), known, on=on).day or on


def _registered(received: StepTaken, on: date) -> StepTaken:
    """Give the registration that follows a confirmed receipt at once."""
    step = Event(EventKind.REGISTERED, on, {"registration_number": received.foi.serial})
    move = foi_flow.apply(received.move.target, step.kind)
    return StepTaken(received.foi, (*received.before, received.step), step, move)
