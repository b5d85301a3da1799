"""Show the letters of a step before it is taken: composed from the case as they would be issued, nothing is written."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongkai.apps.foi import letters
from gongkai.apps.foi.letters import Draft
from gongkai.apps.foi.models import FeeNotice, FoiPart, FoiRequest
from gongkai.apps.foi.operations.fees import quoted, standard
from gongkai.apps.foi.operations.flow import judged
from gongkai.apps.organs.models import User
from gongkai.apps.organs.permissions import require
from gongkai.law.foi_flow import EventKind


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
    :raises gongkai.law.letter_texts.IncompleteLetter: a letter lacks something.
    """
    require(by, "foi.handle", foi.organ, on=on)
    given, more = dict(facts or {}), {}
    if event is EventKind.FEE_NOTICE and given.get("quantity"):
        quote = quoted(FeeNotice.Mode(given["mode"]), int(given["quantity"]), on=on)
        given["amount"], more = str(quote.amount), {"standard": standard(quote)}
    if event is EventKind.EXTENDED and given.get("approved_by"):
        given["head_approval"] = f"{given['approved_by']} {on.isoformat()}"
    return letters.of_step(judged(foi, event, on=on, facts=given, part=part, more=more))
