"""Information fees (信息处理费, `ogi:42`, `fee2020`): notice, delivery, payment, refund."""

from datetime import date

from django.db import transaction

from gongkai.apps.core.operations import append_event
from gongkai.apps.foi.models import FeeNotice, FoiRequest
from gongkai.apps.foi.operations.flow import FoiError, advance, locked
from gongkai.apps.organs.models import User
from gongkai.apps.organs.permissions import require
from gongkai.apps.organs.queries import calendar_of
from gongkai.law import fees
from gongkai.law.foi_flow import EventKind


@transaction.atomic
def notify_fee(
    *, foi: FoiRequest, by: User | None, on: date, mode: FeeNotice.Mode, quantity: int, already: int = 0
) -> FeeNotice:
    """
    Tell the applicant the fee, by items of the calendar month or by pages; one mode per application.

    :param quantity: items of this applicant in the month including this one, or pages of this reply.
    :param already: items of the month charged before.
    :raises foi_flow.UnlawfulMove: nothing is owed, a notice went out before, or the period for the reply is over.
    """
    foi = locked(foi, "foi.handle", by=by, on=on)
    quote = quoted(mode, quantity, on=on, already=already)
    facts = {"mode": mode.value, "amount": str(quote.amount)}
    advance(foi, EventKind.FEE_NOTICE, by=by, on=on, facts=facts, more={"standard": standard(quote)})
    return FeeNotice.objects.create(foi=foi, mode=mode, quantity=quantity, amount=quote.amount, noticed_on=on)


def quoted(mode: FeeNotice.Mode, quantity: int, *, on: date, already: int = 0) -> fees.FeeQuote:
    """Reckon the fee by the tariff of the mode."""
    if mode == FeeNotice.Mode.PER_ITEM:
        return fees.per_item(quantity, on=on, already=already)
    return fees.per_volume(quantity, on=on)


def standard(quote: fees.FeeQuote) -> str:
    """Write the tariff and the sum as the notice tells them."""
    return f"{quote.label}，共{quote.units}{quote.unit}。{quote.reckoning}"


@transaction.atomic
def note_fee_notice_delivered(*, foi: FoiRequest, by: User | None, on: date, evidence: str) -> FeeNotice:
    """Record that the applicant received the notice; the period for payment runs from the day after (`fee2020:7`)."""
    foi = locked(foi, "foi.handle", by=by, on=on)
    advance(foi, EventKind.FEE_NOTICE_DELIVERED, by=by, on=on, facts={"evidence": evidence})
    notice = FeeNotice.objects.select_for_update().get(foi=foi)
    notice.due_on = fees.payment_due(on, calendar=calendar_of(foi.organ)).day
    notice.save(update_fields=["due_on"])
    return notice


@transaction.atomic
def take_payment(*, foi: FoiRequest, by: User | None, on: date) -> FeeNotice:
    """
    Record the payment; the period for the reply is counted anew from the day after (`fee2020:8`).

    :raises foi_flow.UnlawfulMove: the period for payment is over.
    """
    foi = locked(foi, "foi.handle", by=by, on=on)
    notice = FeeNotice.objects.select_for_update().get(foi=foi)
    advance(foi, EventKind.FEE_PAID, by=by, on=on, facts={"amount": str(notice.amount)})
    notice.paid_on = on
    notice.save(update_fields=["paid_on"])
    return notice


@transaction.atomic
def refund_fee(*, notice: FeeNotice, by: User | None, on: date, reason: str) -> FeeNotice:
    """
    Pay a fee back because the decision was annulled (`convention:24`).

    :raises FoiError: it was not paid, or is paid back already.
    """
    notice = FeeNotice.objects.select_for_update().select_related("foi__organ").get(pk=notice.pk)
    require(by, "foi.approve", notice.foi.organ, on=on)
    if notice.paid_on is None or notice.refunded_on is not None:
        raise FoiError("该费用尚未缴纳或者已经退还，不能退费。")
    notice.refunded_on = on
    notice.save(update_fields=["refunded_on"])
    append_event(
        organ=notice.foi.organ, kind="foi.fee_refunded", subject=notice.foi, by=by, on=on, facts={"reason": reason}
    )
    return notice
