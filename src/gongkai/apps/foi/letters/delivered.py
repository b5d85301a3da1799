"""Write into a letter when and how it arrived; the steps of the flow and `operations.record_delivery` decide that it did."""

from datetime import date

from gongkai.apps.foi.models import FoiEvent, FoiRequest, Letter
from gongkai.law.foi_flow import Delivery, EventKind

PROOF_LENGTH = 200
#: Steps that prove the arrival of letters, and of which.
PROVEN_BY_STEP = {EventKind.FEE_NOTICE_DELIVERED: ("L11",), EventKind.CONSULTATION_DELIVERED: ("L07", "L10")}


def mark_delivered(letter: Letter, *, on: date, delivery: Delivery, proof: str) -> Letter:
    """Write the day, the way and the proof."""
    letter.delivered_on, letter.delivery, letter.delivery_proof = on, delivery.value, proof[:PROOF_LENGTH]
    letter.save(update_fields=["delivered_on", "delivery", "delivery_proof"])
    return letter


def mark_by_step(foi: FoiRequest, event: FoiEvent) -> None:
    """Write what a step has proven into the letter it is about; `ref` tells which consultation is meant."""
    kinds = PROVEN_BY_STEP.get(EventKind(event.kind), ())
    sent = foi.letters.filter(kind__in=kinds, delivered_on__isnull=True).order_by("-id")
    if ref := event.facts.get("ref"):
        sent = sent.filter(event__facts__ref=ref)
    letter = sent.first() if kinds else None
    if letter is not None:
        mark_delivered(letter, on=event.on, delivery=Delivery.DIRECT, proof=str(event.facts.get("evidence", "")))
