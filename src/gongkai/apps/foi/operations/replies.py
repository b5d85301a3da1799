"""Close an application or a part of it with one of the 21 outcomes and its letter (`ogi:36`, `ogi:37`)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.apps.foi.letters import mark_delivered
from gongkai.apps.foi.models import FoiPart, FoiRequest, Letter
from gongkai.apps.foi.operations.flow import advance, locked
from gongkai.apps.organs.models import User
from gongkai.apps.organs.permissions import require
from gongkai.law.foi_flow import Delivery, EventKind
from gongkai.law.foi_flow.moves import rows
from gongkai.law.outcomes import Outcome


@transaction.atomic
def reply(
    *,
    foi: FoiRequest,
    by: User | None,
    on: date,
    outcome: Outcome,
    facts: Mapping[str, Any],
    approved_by: User,
    on_the_spot: bool = False,
) -> Letter:
    """
    Close an application with one of the 21 outcomes and its letter (`ogi:36`–`ogi:39`).

    :param facts: how the letter was delivered and what the outcome demands (search record, secrecy review …).
    :raises foi_flow.UnlawfulMove: a demand is not on file, or the flow does not allow a reply now.
    """
    foi = locked(foi, "foi.handle", by=by, on=on)
    require(approved_by, "foi.approve", foi.organ, on=on)
    kind = EventKind.REPLIED_ON_THE_SPOT if on_the_spot else EventKind.REPLIED
    told = {"outcome": outcome.value, "approved_by": approved_by.pk, **facts}
    event = advance(foi, kind, by=by, on=on, facts=told, approved_by=approved_by)
    delivery = Delivery(facts.get("delivery", Delivery.DIRECT))
    return mark_delivered(event.letters.get(), on=on, delivery=delivery, proof=_proof(delivery, facts))


@transaction.atomic
def split(*, foi: FoiRequest, by: User | None, on: date, descriptions: Sequence[str]) -> list[FoiPart]:
    """
    Handle an application of several matters in parts, each with its own outcome and letter; it stays one 件 (`convention:4`).

    :raises foi_flow.UnlawfulMove: fewer than two parts, or split before.
    """
    foi = locked(foi, "foi.handle", by=by, on=on)
    advance(
        foi, EventKind.SPLIT, by=by, on=on, facts={"parts": [str(number) for number in range(1, len(descriptions) + 1)]}
    )
    return [
        FoiPart.objects.create(foi=foi, position=number, description=text, holder=foi.holder)
        for number, text in enumerate(descriptions, start=1)
    ]


@transaction.atomic
def reply_part(
    *,
    part: FoiPart,
    by: User | None,
    on: date,
    outcome: Outcome,
    facts: Mapping[str, Any],
    approved_by: User,
    reasons: str = "",
) -> Letter:
    """
    Answer one part with its own outcome and letter.

    :raises foi_flow.UnlawfulMove: the part is answered already, or a demand of the outcome is not on file.
    """
    foi = locked(part.foi, "foi.handle", by=by, on=on)
    require(approved_by, "foi.approve", foi.organ, on=on)
    told = {"part": str(part.position), "outcome": outcome.value, **facts}
    more = {"reasons": reasons} if reasons else {}
    event = advance(
        foi, EventKind.PART_REPLIED, by=by, on=on, facts=told, approved_by=approved_by, part=part, more=more
    )
    part.outcome, part.letter, part.reasons = outcome.value, event.letters.get(), reasons
    part.save(update_fields=["outcome", "letter", "reasons"])
    return part.letter


def _proof(delivery: Delivery, facts: Mapping[str, Any]) -> str:
    """Give what proves the delivery, or the record of a reply given on the spot."""
    names = (*rows("delivery")[delivery.value]["proof"], "on_the_spot_record")
    return next((str(facts[name]) for name in names if facts.get(name)), "")
