"""A draft goes to the county for a look, comes back with remarks or consent, and may go again."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.models import User
from gongkai.apps.organs.permissions import require
from gongkai.apps.reporting.models import AnnualReport, CountyComment, CountyReview
from gongkai.apps.reporting.operations import ReportError

#: The verb of whoever looks at drafts of the organs below.
REVIEWER = "roll_up.write"


@transaction.atomic
def submit(*, report: AnnualReport, by: User | None, at: datetime) -> CountyReview:
    """
    Hand the draft to the county; the draft may be worked on meanwhile, the number that was handed over is on record.

    :raises ReportError: it is signed, or lies with the county already.
    """
    report = _locked(report)
    on = timezone.localdate(at)
    require(by, "report.write", report.organ, on=on)
    if report.state != AnnualReport.State.DRAFT:
        raise ReportError("本报告已经签发，不需要再送审。")
    if CountyReview.objects.filter(report=report, state=CountyReview.State.SUBMITTED).exists():
        raise ReportError("本报告已经送审，请等待县级审核。")
    review = CountyReview.objects.create(
        report=report,
        number=CountyReview.objects.filter(report=report).count() + 1,
        draft_number=report.draft_number,
        submitted_by=by,
        submitted_at=at,
    )
    facts = {"review": review.number, "draft": review.draft_number}
    append_event(organ=report.organ, kind="report.submitted", subject=report, by=by, on=on, at=at, facts=facts)
    return review


@transaction.atomic
def decide(
    *, report: AnnualReport, state: CountyReview.State, note: str, by: User | None, at: datetime
) -> CountyReview:
    """
    Accept a draft, or return it with a reason.

    :raises ReportError: it does not lie with the county, or a return has no reason.
    """
    report = _locked(report)
    on = timezone.localdate(at)
    require(by, REVIEWER, report.organ, on=on)
    review = CountyReview.objects.filter(report=report, state=CountyReview.State.SUBMITTED).first()
    if review is None or state == CountyReview.State.SUBMITTED:
        raise ReportError("本报告没有送审，或者已经审核。")
    if state == CountyReview.State.RETURNED and not note.strip():
        raise ReportError("退回修改必须写明意见。")
    review.state, review.note, review.decided_by, review.decided_at = state, note.strip()[:400], by, at
    review.save(update_fields=["state", "note", "decided_by", "decided_at"])
    facts = {"review": review.number, "state": review.state, "note": review.note}
    append_event(organ=report.organ, kind="report.reviewed", subject=report, by=by, on=on, at=at, facts=facts)
    return review


@transaction.atomic
def comment(*, report: AnnualReport, section: int, text: str, by: User | None, at: datetime) -> CountyComment:
    """
    Make a remark on a section of a draft.

    :raises ReportError: the report is signed, there is no such section, or the remark is empty.
    """
    report = _locked(report)
    on = timezone.localdate(at)
    require(by, REVIEWER, report.organ, on=on)
    if report.state != AnnualReport.State.DRAFT:
        raise ReportError("本报告已经签发，不能再提意见；如有错误，请该单位提出更正。")
    if section not in range(7) or not text.strip():
        raise ReportError("请选择部分，并写明意见。")
    made = CountyComment.objects.create(report=report, section=section, text=text.strip()[:400], by=by, at=at)
    facts = {"section": section, "text": made.text}
    append_event(organ=report.organ, kind="report.commented", subject=report, by=by, on=on, at=at, facts=facts)
    return made


@transaction.atomic
def answer(*, comment: CountyComment, text: str, by: User | None, at: datetime) -> CountyComment:
    """
    Answer a remark: what was done about it.

    :raises ReportError: the answer is empty.
    """
    on = timezone.localdate(at)
    require(by, "report.write", comment.report.organ, on=on)
    if not text.strip():
        raise ReportError("请写明如何处理这条意见。")
    comment.answer, comment.answered_by, comment.answered_at = text.strip()[:400], by, at
    comment.save(update_fields=["answer", "answered_by", "answered_at"])
    facts = {"comment": comment.pk, "answer": comment.answer}
    append_event(
        organ=comment.report.organ, kind="report.comment_answered", subject=comment, by=by, on=on, at=at, facts=facts
    )
    return comment


def _locked(report: AnnualReport) -> AnnualReport:
    return AnnualReport.objects.select_for_update(of=("self",)).select_related("organ").get(pk=report.pk)
