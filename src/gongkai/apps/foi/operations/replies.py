"""Close an application or a part of it with one of the 21 outcomes and its letter (`ogi:36`, `ogi:37`)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.apps.core.numbering import next_number
from gongkai.apps.foi.models import FoiPart, FoiRequest, Letter
from gongkai.apps.foi.operations.flow import advance, locked
from gongkai.apps.organs.models import User
from gongkai.apps.organs.permissions import require
from gongkai.law.foi_flow import EventKind
from gongkai.law.outcomes import Outcome, rule


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
    letter = _issue_letter(foi, kind=_letter_kind(outcome, on), by=by, on=on, content={"outcome": outcome.value})
    kind = EventKind.REPLIED_ON_THE_SPOT if on_the_spot else EventKind.REPLIED
    advance(
        foi,
        kind,
        by=by,
        on=on,
        facts={"outcome": outcome.value, "letter": letter.serial, "approved_by": approved_by.pk, **facts},
    )
    letter.delivered_on, letter.delivery = foi.closed_on or on, str(facts.get("delivery", "direct"))
    letter.save(update_fields=["delivered_on", "delivery"])
    return letter


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
    letter = _issue_letter(
        foi, kind=_letter_kind(outcome, on), by=by, on=on, content={"outcome": outcome.value, "part": part.position}
    )
    advance(
        foi,
        EventKind.PART_REPLIED,
        by=by,
        on=on,
        facts={"part": str(part.position), "outcome": outcome.value, "letter": letter.serial, **facts},
    )
    part.outcome, part.letter, part.reasons = outcome.value, letter, reasons
    part.save(update_fields=["outcome", "letter", "reasons"])
    return letter


def _letter_kind(outcome: Outcome, on: date) -> str:
    return rule(outcome, on=on).letter


def _issue_letter(foi: FoiRequest, *, kind: str, by: User | None, on: date, content: dict[str, Any]) -> Letter:
    number = next_number(organ=foi.organ, kind="letter", year=on.year)
    digest = hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    return Letter.objects.create(
        foi=foi,
        kind=kind,
        year=on.year,
        number=number,
        serial=f"{foi.organ.short_name}公开复〔{on.year}〕{number}号",
        issued_on=on,
        issued_by=by,
        content=content,
        digest=digest,
    )
