"""How letters reached those to whom they are addressed, and what an organ has decided for its letters."""

from datetime import date
from typing import Any

from django.db import transaction

from gongkai.apps.core.operations import append_event
from gongkai.apps.foi.letters import mark_delivered
from gongkai.apps.foi.models import Letter, LetterSettings
from gongkai.apps.foi.operations.fees import note_fee_notice_delivered
from gongkai.apps.foi.operations.flow import FoiError, locked, move
from gongkai.apps.foi.queries import flow_events
from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import require
from gongkai.apps.organs.queries import calendar_of
from gongkai.law.foi_flow import Delivery, EventKind, Situation, State


@transaction.atomic
def record_delivery(
    *, letter: Letter, by: User | None, on: date, delivery: Delivery, delivered_on: date, proof: str
) -> Letter:
    """
    Record when and how a letter was delivered, with its proof (`delivery2016:2`).

    The arrival of a fee notice or of a letter of consultation is a step of the flow too, and is taken here.

    :raises FoiError: it was delivered already, the proof is missing, or the day lies before the letter or after `on`.
    """
    locked(letter.foi, "foi.handle", by=by, on=on)
    letter = Letter.objects.select_for_update().select_related("foi__organ").get(pk=letter.pk)
    if letter.delivered_on is not None:
        raise FoiError(f"“{letter}”已于{letter.delivered_on:%Y-%m-%d}登记送达，不能重复登记。")
    if not proof.strip():
        raise FoiError("请填写送达凭证（签收人、邮件号或者发送记录）。")
    if not letter.issued_on <= delivered_on <= on:
        raise FoiError(
            f"送达日期应在成文日期{letter.issued_on:%Y-%m-%d}至登记之日{on:%Y-%m-%d}之间，现为{delivered_on:%Y-%m-%d}。"
        )
    facts = {"letter": letter.kind, "serial": letter.serial, "delivery": delivery.value, "proof": proof.strip()}
    facts["delivered_on"] = delivered_on.isoformat()
    append_event(organ=letter.foi.organ, kind="foi.letter_delivered", subject=letter, by=by, on=on, facts=facts)
    _proven_by_step(letter, by=by, on=delivered_on, proof=proof.strip())
    return mark_delivered(letter, on=delivered_on, delivery=delivery, proof=proof.strip())


def _proven_by_step(letter: Letter, *, by: User | None, on: date, proof: str) -> None:
    """Take the step of the flow that the arrival of a letter is: periods run from it."""
    foi = letter.foi
    if letter.kind == "L11" and foi.state == State.AWAITING_PAYMENT:
        note_fee_notice_delivered(foi=foi, by=by, on=on, evidence=proof)
    elif letter.kind in ("L07", "L10") and letter.event is not None:
        ref = str(letter.event.facts.get("ref", ""))
        asked = Situation(tuple(flow_events(foi)), on, calendar_of(foi.organ)).open_consultations(ref=ref)
        if any(each.delivered_on is None for each in asked):
            facts = {"evidence": proof, **({"ref": ref} if ref else {})}
            move(foi=foi, event=EventKind.CONSULTATION_DELIVERED, by=by, on=on, facts=facts)


@transaction.atomic
def set_letters(*, organ: Organ, by: User | None, on: date, **chosen: Any) -> LetterSettings:
    """Decide what the organ's letters say where the law leaves it to the organ; letters that are issued stay as they are."""
    require(by, "settings.write", organ, on=on)
    kept, _ = LetterSettings.objects.update_or_create(organ=organ, defaults=chosen)
    append_event(organ=organ, kind="foi.letters_set", subject=organ, by=by, on=on, facts=dict(chosen))
    return kept
