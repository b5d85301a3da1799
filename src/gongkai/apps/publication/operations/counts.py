"""Yearly counts of decisions, and charges."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.permissions import require
from gongkai.apps.publication.errors import PublicationError
from gongkai.apps.publication.models import Charge, DecisionCount

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ, User

FEN = Decimal("0.01")


@transaction.atomic
def record_decisions(
    *, organ: "Organ", year: int, kind: str, count: int, source: str, by: "User | None", on: date
) -> DecisionCount:
    """
    Enter or change how many decisions of a kind the organ made in a year; the event keeps the number before.

    :raises PublicationError: the kind is unknown, the number negative, the year in the future, or the source missing.
    """
    require(by, "decision.write", organ, on=on)
    if kind not in DecisionCount.Kind.values:
        raise PublicationError("决定的类别应为行政许可、行政处罚或者行政强制。", field="kind")
    if isinstance(count, bool) or not isinstance(count, int) or count < 0:
        raise PublicationError(f"数量应为0或者正整数，现为“{count}”。", field="count")
    if not 2008 <= year <= on.year:
        raise PublicationError(f"年度应在2008年至{on.year}年之间，现为{year}。", field="year")
    if not source.strip():
        raise PublicationError("没有写明数据来源。请写明由哪个台账、系统或者部门提供。", field="source")
    before = DecisionCount.objects.filter(organ=organ, year=year, kind=kind).first()
    entered, _ = DecisionCount.objects.update_or_create(
        organ=organ,
        year=year,
        kind=kind,
        defaults={"count": count, "source": source.strip()[:200], "entered_by": by, "entered_on": on},
    )
    append_event(
        organ=organ,
        kind="decisions.recorded",
        subject=entered,
        by=by,
        on=on,
        facts={"year": year, "kind": kind, "count": count, "before": before.count if before else None},
    )
    return entered


@transaction.atomic
def record_charge(
    *,
    organ: "Organ",
    charge_item: str,
    amount_yuan: Decimal,
    received_on: date,
    by: "User | None",
    on: date,
    source: str = "",
) -> Charge:
    """
    Enter an administrative charge received, in 元 (`ogi:20(8)`).

    :raises PublicationError: the amount is not a positive number of whole 分, the item is missing, or the day lies ahead.
    """
    require(by, "decision.write", organ, on=on)
    exact = isinstance(amount_yuan, Decimal) and amount_yuan.is_finite()
    if not exact or amount_yuan <= 0 or amount_yuan != amount_yuan.quantize(FEN) or amount_yuan >= Decimal(10) ** 14:
        raise PublicationError(
            f"金额应为大于0、最多两位小数的数（单位：元），现为“{amount_yuan}”。", field="amount_yuan"
        )
    if not charge_item.strip():
        raise PublicationError("没有写明收费项目。", field="charge_item")
    if received_on > on:
        raise PublicationError(f"收取日期{received_on:%Y-%m-%d}晚于今天。", field="received_on")
    charge = Charge.objects.create(
        organ=organ,
        charge_item=charge_item.strip()[:120],
        amount_yuan=amount_yuan,
        received_on=received_on,
        source=source.strip()[:200],
        entered_by=by,
        entered_on=on,
    )
    append_event(
        organ=organ,
        kind="charge.recorded",
        subject=charge,
        by=by,
        on=on,
        facts={"item": charge.charge_item, "yuan": str(amount_yuan), "received_on": received_on.isoformat()},
    )
    return charge


@transaction.atomic
def void_charge(*, charge: Charge, reason: str, by: "User | None", on: date) -> Charge:
    """
    Take a charge back; it stays visible with its reason and is no longer counted.

    :raises PublicationError: it is void already, or there is no reason.
    """
    charge = Charge.objects.select_for_update().get(pk=charge.pk)
    require(by, "decision.write", charge.organ, on=on)
    if charge.voided_on is not None or not reason.strip():
        raise PublicationError("该笔收费已作废，或者没有写明作废的理由。", field="reason")
    charge.voided_on, charge.void_reason = on, reason.strip()[:200]
    charge.save(update_fields=["voided_on", "void_reason"])
    append_event(organ=charge.organ, kind="charge.voided", subject=charge, by=by, on=on, facts={"reason": reason})
    return charge
