"""Put a list on notice, take it down, replace it by a corrected one; the counts stay, the names go."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.apps.benefits import parts
from gongkai.apps.benefits.errors import BenefitError, ListBlocked
from gongkai.apps.benefits.gate import blockers
from gongkai.apps.benefits.models import BenefitBatch, ListScan, Objection, PublicNotice
from gongkai.apps.benefits.reach import answering, permit
from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.queries import calendar_of
from gongkai.law.benefits import notice_ends, program_kind, result_ends

if TYPE_CHECKING:
    from gongkai.apps.organs.models import User

Ending = PublicNotice.Ending


@transaction.atomic
def open_notice(
    *,
    batch: BenefitBatch,
    by: "User",
    at: datetime,
    office: str = "",
    phone: str = "",
    address: str = "",
    ends_on: date | None = None,
) -> PublicNotice:
    """
    Make a list public from today: a notice for its period in working days, a result for as long as its kind allows.

    A list that corrects another takes that one down in the same moment.

    :param ends_on: a shorter time for a result; a notice always runs its whole period.
    :raises ListBlocked: the gate of the law is shut.
    :raises BenefitError: it is not approved, its rows were changed, or the last day does not fit.
    """
    batch = BenefitBatch.objects.select_for_update().get(pk=batch.pk)
    on = timezone.localdate(at)
    answerer = answering(batch.organ)
    permit(by, "benefit.approve", answerer, on=on)
    if batch.state != BenefitBatch.State.APPROVED or PublicNotice.objects.filter(batch=batch).exists():
        raise BenefitError(f"名单现为“{batch.get_state_display()}”，或者已经公开过，不能公开。")
    office, phone = office.strip() or answerer.office, phone.strip() or answerer.phone
    if shut := blockers(batch, on=on, office=office, phone=phone):
        raise ListBlocked(shut)
    if not parts.intact(batch):
        raise BenefitError("名单内容与审查时的散列值不符，可能已被改动。请勿公开，并从备份核对。")
    if batch.corrects is not None:
        _close_if_open(batch.corrects, by=by, at=at)
    notice = PublicNotice.objects.create(
        organ=batch.organ,
        batch=batch,
        starts_on=on,
        ends_on=_last_day(batch, on, ends_on),
        office=office,
        phone=phone,
        address=address.strip() or answerer.address,
        opened_by=by,
        opened_at=at,
    )
    facts = {"batch": batch.pk, "hash": batch.hash, "ends_on": notice.ends_on.isoformat(), "people": batch.people}
    append_event(organ=batch.organ, kind="notice.opened", subject=notice, by=by, on=on, at=at, facts=facts)
    return notice


def _last_day(batch: BenefitBatch, on: date, asked: date | None) -> date:
    kind = program_kind(batch.program.kind, on=on)
    if batch.purpose == BenefitBatch.Purpose.NOTICE:
        return notice_ends(kind, starts_on=on, calendar=calendar_of(batch.organ))
    longest = result_ends(kind, starts_on=on)
    if asked is not None and not on <= asked <= longest:
        raise BenefitError(f"截止日期应在{on}至{longest}之间：名单最长公布{kind.result_months}个月。", field="ends_on")
    return asked or longest


def _close_if_open(old: BenefitBatch, *, by: "User", at: datetime) -> None:
    notice = PublicNotice.objects.filter(batch=old, closed_at__isnull=True).first()
    if notice is not None:
        _close(notice, Ending.CORRECTED, "已发布更正后的名单", by=by, at=at)
    BenefitBatch.objects.filter(pk=old.pk).update(state=BenefitBatch.State.REPLACED)


@transaction.atomic
def close_notice(
    *, notice: PublicNotice, ending: str, by: "User | None", at: datetime, note: str = "", outcome: str = ""
) -> PublicNotice:
    """
    Take a list down: its masked forms are erased, counts and sums stay. The system itself does it when the last day is over.

    :raises BenefitError: it is down already, the reason is unknown, or the period is not over and no reason is given.
    """
    notice = PublicNotice.objects.select_for_update().select_related("batch", "organ").get(pk=notice.pk)
    on = timezone.localdate(at)
    if by is not None:
        permit(by, "benefit.take_down", answering(notice.organ), on=on)
    if notice.closed_at is not None:
        raise BenefitError("这份名单已经撤下。")
    if ending not in Ending.values:
        raise BenefitError("没有选择撤下的原因。请从列表中选择。", field="ending")
    over = on > notice.ends_on
    if ending == Ending.EXPIRED and not over:
        raise BenefitError(f"公示到{notice.ends_on}才期满。提前撤下请选择其他原因并说明。", field="ending")
    if by is None and not over:
        raise BenefitError("没有到期的名单须由具体人员撤下。")
    if ending != Ending.EXPIRED and not note.strip():
        raise BenefitError("请写明撤下的原因。", field="note")
    return _close(notice, ending, note, by=by, at=at, outcome=outcome)


def _close(
    notice: PublicNotice, ending: str, note: str, *, by: "User | None", at: datetime, outcome: str = ""
) -> PublicNotice:
    notice.batch.parts.update(online="", board="")
    notice.closed_at, notice.closed_by = at, by
    notice.ending, notice.ending_note = ending, note.strip()
    notice.outcome = outcome.strip() or _outcome(notice)
    notice.save(update_fields=["closed_at", "closed_by", "ending", "ending_note", "outcome"])
    facts = {"ending": ending, "note": notice.ending_note, "outcome": notice.outcome}
    append_event(
        organ=notice.organ, kind="notice.closed", subject=notice, by=by, on=timezone.localdate(at), at=at, facts=facts
    )
    return notice


def _outcome(notice: PublicNotice) -> str:
    """Write the result of a notice from its register of objections."""
    objections = list(notice.objections.all())
    upheld = sum(one.outcome == Objection.Outcome.UPHELD for one in objections)
    pending = sum(not one.outcome for one in objections)
    if not objections:
        return "公示期间没有收到异议。"
    words = f"公示期间收到异议{len(objections)}件，成立{upheld}件，不成立或撤回{len(objections) - upheld - pending}件"
    return f"{words}，正在核实{pending}件。" if pending else f"{words}。"


@transaction.atomic
def correct(*, batch: BenefitBatch, by: "User", at: datetime, reason: str) -> BenefitBatch:
    """
    Give a list back for a new upload before it was public; what was read of it is replaced by the next upload.

    :raises BenefitError: it is public or replaced, or the reason is missing.
    """
    batch = BenefitBatch.objects.select_for_update().get(pk=batch.pk)
    on = timezone.localdate(at)
    permit(by, "benefit.write", batch.organ, on=on)
    if PublicNotice.objects.filter(batch=batch).exists() or batch.state == BenefitBatch.State.REPLACED:
        raise BenefitError("名单已经公开或者被替换。请上传更正的名单。")
    if not reason.strip():
        raise BenefitError("请写明重新上传的原因。", field="reason")
    batch.state = BenefitBatch.State.REPLACED
    batch.hash = batch.hash or "-" * 64
    batch.corrects = None  # the next upload takes its place
    batch.save(update_fields=["state", "hash", "corrects"])
    batch.parts.update(online="", board="")
    append_event(
        organ=batch.organ, kind="list.replaced", subject=batch, by=by, on=on, at=at, facts={"reason": reason.strip()}
    )
    return batch


@transaction.atomic
def record_scan(
    *, notice: PublicNotice, places: int, findings: Sequence[dict[str, Any]], by: "User | None", at: datetime
) -> ListScan:
    """Record what a look at everything public about a list found; `findings` show no value in full."""
    made = ListScan.objects.create(notice=notice, at=at, places=places, findings=list(findings))
    facts = {"places": places, "findings": len(made.findings)}
    append_event(
        organ=notice.organ, kind="notice.scanned", subject=notice, by=by, on=timezone.localdate(at), at=at, facts=facts
    )
    return made
