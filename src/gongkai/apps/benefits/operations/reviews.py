"""Review and approval of a list: two people besides the one who uploaded it, both bound to its hash."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.apps.benefits.errors import BenefitError
from gongkai.apps.benefits.models import BatchReview, BenefitBatch
from gongkai.apps.benefits.operations.batches import hash_of
from gongkai.apps.benefits.reach import answering, permit
from gongkai.apps.core.operations import append_event

if TYPE_CHECKING:
    from gongkai.apps.organs.models import User

State = BenefitBatch.State


@transaction.atomic
def review(
    *, batch: BenefitBatch, seen_hash: str, passed: bool, by: "User", at: datetime, note: str = ""
) -> BatchReview:
    """
    Record the review of secrecy and personal data of exactly the list that was looked at (`ogi:17`, `pipl:28.1`).

    A refused list goes back to whoever uploaded it.

    :raises BenefitError: wrong state, stale hash, the same person, or a refusal without a reason.
    """
    return _look(
        batch, BatchReview.Round.REVIEW, "benefit.review", State.SUBMITTED, State.REVIEWED,
        seen_hash=seen_hash, passed=passed, by=by, at=at, note=note,
    )  # fmt: skip


@transaction.atomic
def approve(
    *, batch: BenefitBatch, seen_hash: str, passed: bool, by: "User", at: datetime, note: str = ""
) -> BatchReview:
    """
    Approve the list that was looked at, or return it (`ogi:17.1`).

    :raises BenefitError: wrong state, stale hash, the same person, or a refusal without a reason.
    """
    return _look(
        batch, BatchReview.Round.APPROVAL, "benefit.approve", State.REVIEWED, State.APPROVED,
        seen_hash=seen_hash, passed=passed, by=by, at=at, note=note,
    )  # fmt: skip


def _look(
    batch: BenefitBatch,
    kind: BatchReview.Round,
    verb: str,
    needs: str,
    leads_to: str,
    *,
    seen_hash: str,
    passed: bool,
    by: "User",
    at: datetime,
    note: str,
) -> BatchReview:
    batch = BenefitBatch.objects.select_for_update().get(pk=batch.pk)
    on = timezone.localdate(at)
    permit(by, verb, answering(batch.organ), on=on)
    if batch.state != needs:
        raise BenefitError(f"名单现为“{batch.get_state_display()}”，不能作{kind.label}。")
    if seen_hash != batch.hash or hash_of(batch) != batch.hash:
        raise BenefitError("名单内容已有变化，请刷新后重新查看。", cites=["convention:39"])
    others = {batch.uploaded_by_id, *batch.reviews.filter(passed=True).values_list("by_id", flat=True)}
    if by.pk in others:
        raise BenefitError(
            f"上传、审查、审批须由三个人分别办理，您已办理过其中一个环节，不能作{kind.label}。", cites=["convention:39"]
        )
    if not passed and not note.strip():
        raise BenefitError("退回时须写明意见，便于上传人修改。", field="note")
    made = BatchReview.objects.create(
        batch=batch, round=kind, batch_hash=batch.hash, passed=passed, note=note.strip(), by=by, at=at
    )
    batch.state = leads_to if passed else State.DRAFT
    batch.save(update_fields=["state"])
    if not passed:
        batch.reviews.filter(passed=True).update(passed=False, note="名单退回，原结论作废")
    append_event(
        organ=batch.organ, kind="list.review" if kind is BatchReview.Round.REVIEW else "list.approval", subject=batch, by=by, on=on, at=at,
        facts={"hash": batch.hash, "passed": passed, "note": made.note},
    )  # fmt: skip
    return made
