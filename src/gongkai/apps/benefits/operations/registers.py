"""Who must not be paid any more, what the bank sent back, how complaints stand on the supervision platform."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.apps.benefits.errors import BenefitError
from gongkai.apps.benefits.models import BankReturn, BenefitBatch, ComplaintStatus, RegisterEntry
from gongkai.apps.benefits.queries import OwnRecord, own_records
from gongkai.apps.benefits.reach import answering, permit
from gongkai.apps.core.operations import append_event
from gongkai.apps.core.sealing import fingerprints

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ, User


@transaction.atomic
def register_entries(*, organ: "Organ", kind: str, numbers: Sequence[str], source: str, by: "User", on: date) -> int:
    """
    Enter people who died or left, by the fingerprint of their identity number; give how many were new.

    :raises BenefitError: no numbers, no source, or an unknown kind.
    """
    permit(by, "benefit.register", organ, on=on)
    if kind not in RegisterEntry.Kind.values:
        raise BenefitError("没有选择登记类别。", field="kind")
    if not source.strip():
        raise BenefitError("请写明数据来源，如“户籍注销通报2026年3月”。", field="source")
    if not numbers:
        raise BenefitError("文件中没有找到身份证号。请核对“身份证号”一列。", field="file")
    prints = {print_.hex() for print_ in fingerprints(numbers)}
    known = set(RegisterEntry.objects.filter(organ=organ, kind=kind).values_list("print", flat=True))
    new = sorted(prints - known)
    RegisterEntry.objects.bulk_create(
        RegisterEntry(organ=organ, print=print_, kind=kind, since_on=on, source=source.strip()) for print_ in new
    )
    append_event(
        organ=organ, kind="list.register_entered", subject=organ, by=by, on=on,
        facts={"kind": kind, "new": len(new), "source": source.strip()},
    )  # fmt: skip
    return len(new)


@transaction.atomic
def record_return(
    *, batch: BenefitBatch, row: int, amount: Decimal, reason: str, returned_on: date, by: "User", on: date
) -> BankReturn:
    """
    Record a payment that the bank sent back (F28).

    :param row: the number of the row in the list that was uploaded.
    :raises BenefitError: no list of payments, no such row, recorded already, or more than the list pays.
    """
    permit(by, "benefit.write", batch.organ, on=on)
    if batch.purpose != BenefitBatch.Purpose.PAID:
        raise BenefitError("只有发放名单才登记银行退回。")
    if batch.returns.filter(row=row).exists():
        raise BenefitError(f"第{row}行已经登记过退回。", field="row")
    if not reason.strip():
        raise BenefitError("请写明退回原因，如“账号户名不符”。", field="reason")
    paid = amount_of_row(batch, row)
    if paid is None:
        raise BenefitError(f"名单中没有第{row}行。请按上传表格的行号填写。", field="row")
    if not 0 < amount <= paid:
        raise BenefitError(f"第{row}行发放{paid}元，退回金额应在0至{paid}元之间。", field="amount")
    made = BankReturn.objects.create(
        batch=batch, row=row, amount=amount, reason=reason.strip(), returned_on=returned_on
    )
    append_event(
        organ=batch.organ, kind="list.payment_returned", subject=batch, by=by, on=on,
        facts={"row": row, "amount": str(amount), "reason": made.reason},
    )  # fmt: skip
    return made


def amount_of_row(batch: BenefitBatch, row: int) -> Decimal | None:
    """Give the amount in a row of a list; None where there is no such row or no amount."""
    from gongkai.apps.benefits.parts import rows_of

    for _print, (number, _group, amount, _cells) in rows_of(batch):
        if number == row:
            return Decimal(amount) if amount else None
    return None


@transaction.atomic
def settle_return(*, entry: BankReturn, settlement: str, by: "User", on: date) -> BankReturn:
    """
    Record how a returned payment was settled.

    :raises BenefitError: it is settled, or the note is missing.
    """
    permit(by, "benefit.write", entry.batch.organ, on=on)
    if entry.settled_on is not None:
        raise BenefitError("这笔退回已经处理。")
    if not settlement.strip():
        raise BenefitError("请写明处理情况，如“更正账号后于3月5日重新发放”。", field="settlement")
    entry.settled_on, entry.settlement = on, settlement.strip()
    entry.save(update_fields=["settled_on", "settlement"])
    append_event(
        organ=entry.batch.organ, kind="list.return_settled", subject=entry.batch, by=by, on=on,
        facts={"row": entry.row, "settlement": entry.settlement},
    )  # fmt: skip
    return entry


@transaction.atomic
def import_complaints(*, organ: "Organ", platform: str, rows: Iterable[Mapping[str, str]], by: "User", on: date) -> int:
    """
    Take over how complaints stand from a file of the supervision platform; give how many there are.

    :param rows: texts by field: reference, state, changed_on (ISO), matter, satisfied; as the mapping of the platform gives them.
    :raises BenefitError: a row without reference or state, or with an impossible day.
    """
    permit(by, "benefit.register", answering(organ), on=on)
    count = 0
    for line, row in enumerate(rows, start=2):
        reference, state = row.get("reference", "").strip(), row.get("state", "").strip()
        if not reference or not state:
            raise BenefitError(f"第{line}行没有平台编号或状态。请核对导出文件。", field="file")
        try:
            changed_on = date.fromisoformat(row.get("changed_on", "").strip()[:10].replace("/", "-"))
        except ValueError as error:
            raise BenefitError(f"第{line}行的更新日期不是日期（应为2026-03-24这样）。", field="file") from error
        ComplaintStatus.objects.update_or_create(
            organ=organ,
            platform=platform,
            reference=reference[:60],
            defaults={
                "state": state[:60],
                "changed_on": changed_on,
                "matter": row.get("matter", "").strip()[:200],
                "satisfied": row.get("satisfied", "").strip()[:20],
            },
        )
        count += 1
    append_event(
        organ=organ, kind="list.complaints_imported", subject=organ, by=by, on=on,
        facts={"platform": platform, "count": count},
    )  # fmt: skip
    return count


@transaction.atomic
def note_taken(*, batch: BenefitBatch, what: str, by: "User", on: date) -> None:
    """Record that somebody took a list out: a sheet for the board, or an export to a platform."""
    permit(by, "benefit.read", answering(batch.organ) if what != "sheet" else batch.organ, on=on)
    if what == "sheet":
        append_event(organ=batch.organ, kind="list.sheet_taken", subject=batch, by=by, on=on)
    else:
        append_event(organ=batch.organ, kind="list.exported", subject=batch, by=by, on=on, facts={"what": what})


@transaction.atomic
def ask_own_record(*, organ: "Organ", number: str, phone: str, by: "User | None", on: date) -> list[OwnRecord]:
    """
    Give somebody his own records and write down that they were asked for; neither number nor phone is written down.

    Whoever calls it limits how often (`web/portal`).
    """
    found = own_records(organ, number=number, phone=phone)
    append_event(organ=organ, kind="list.own_record_asked", subject=organ, by=by, on=on, facts={"found": bool(found)})
    return found
