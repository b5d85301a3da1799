"""The year's plan: open it, add points and tasks, follow the tasks, prove them."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max, QuerySet

from gongkai.apps.core.models import StoredFile
from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.permissions import may, require
from gongkai.apps.publication.errors import PublicationError
from gongkai.apps.publication.models import Delivery, DisclosureItem, PlanEvidence, PlanPoint, PlanTask, WorkPlan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.apps.organs.models import Organ, User

State = PlanTask.State


@transaction.atomic
def plan_open(
    *, organ: "Organ", year: int, title: str, by: "User | None", on: date, document_number: str = ""
) -> WorkPlan:
    """
    Begin the plan of the organ for a year (政务公开工作要点).

    :raises PublicationError: there is one already, or it has no title.
    """
    require(by, "plan.write", organ, on=on)
    if not title.strip():
        raise PublicationError("要点须有标题。", field="title")
    if WorkPlan.objects.filter(organ=organ, year=year).exists():
        raise PublicationError(f"{organ.name}{year}年的工作要点已建立。", field="year")
    plan = WorkPlan.objects.create(
        organ=organ, year=year, title=title.strip()[:200], document_number=document_number.strip()[:80]
    )
    append_event(organ=organ, kind="plan.opened", subject=plan, by=by, on=on, facts={"year": year, "title": plan.title})
    return plan


@transaction.atomic
def plan_add_point(*, plan: WorkPlan, heading: str, by: "User | None", on: date, text: str = "") -> PlanPoint:
    """
    Add a point at the end of the plan.

    :raises PublicationError: it has no heading.
    """
    plan = WorkPlan.objects.select_for_update().get(pk=plan.pk)
    require(by, "plan.write", plan.organ, on=on)
    if not heading.strip():
        raise PublicationError("要点须有名称。", field="heading")
    point = PlanPoint.objects.create(
        plan=plan, position=_next(plan.points.all()), heading=heading.strip()[:200], text=text.strip()
    )
    append_event(
        organ=plan.organ, kind="plan.point_added", subject=point, by=by, on=on, facts={"heading": point.heading}
    )
    return point


@transaction.atomic
def plan_add_task(
    *,
    point: PlanPoint,
    text: str,
    lead_organ: "Organ",
    due_on: date,
    by: "User | None",
    on: date,
    helping_organs: "Sequence[Organ]" = (),
) -> PlanTask:
    """
    Add a task to a point: who leads, who helps, until when.

    :raises PublicationError: it has no text, or the leading organ also helps.
    """
    plan = WorkPlan.objects.select_for_update().get(pk=point.plan_id)
    require(by, "plan.write", plan.organ, on=on)
    if not text.strip():
        raise PublicationError("任务须写明内容。", field="text")
    if lead_organ in helping_organs:
        raise PublicationError(f"{lead_organ}不能既牵头又配合。", field="helping_organs")
    task = PlanTask.objects.create(
        point=point, position=_next(point.tasks.all()), text=text.strip(), lead_organ=lead_organ, due_on=due_on
    )
    task.helping_organs.set(helping_organs)
    append_event(
        organ=plan.organ,
        kind="plan.task_added",
        subject=task,
        by=by,
        on=on,
        facts={"text": task.text, "lead": lead_organ.code, "due_on": due_on.isoformat()},
    )
    return task


@transaction.atomic
def plan_start_task(*, task: PlanTask, by: "User | None", on: date, note: str = "") -> PlanTask:
    """
    Say that a task is under way; a closed one is opened again this way, with a note.

    :raises PublicationError: a closed task is opened again without a note.
    """
    task = _locked(task, by, on)
    if task.state in (State.DONE, State.NOT_DONE) and not note.strip():
        raise PublicationError("重新开始已办结的任务须写明理由。", field="note")
    return _move(task, State.RUNNING, closed_on=None, note=note, by=by, on=on)


@transaction.atomic
def plan_close_task(*, task: PlanTask, done: bool, by: "User | None", on: date, note: str = "") -> PlanTask:
    """
    Close a task: done, with evidence on record; or not done, with the reason.

    :raises PublicationError: it is closed, has no evidence, or was not done without a reason.
    """
    task = _locked(task, by, on)
    if task.state in (State.DONE, State.NOT_DONE):
        raise PublicationError("该任务已办结。")
    if done and not task.evidence.filter(voided_on__isnull=True).exists():
        raise PublicationError("没有完成情况的佐证。请先关联公开信息、文件或者说明。", field="evidence")
    if not done and not note.strip():
        raise PublicationError("未完成的任务须写明原因。", field="note")
    return _move(task, State.DONE if done else State.NOT_DONE, closed_on=on, note=note, by=by, on=on)


@transaction.atomic
def plan_add_evidence(
    *,
    task: PlanTask,
    text: str,
    by: "User | None",
    on: date,
    item: DisclosureItem | None = None,
    delivery: Delivery | None = None,
    file: StoredFile | None = None,
    url: str = "",
) -> PlanEvidence:
    """
    Tie to a task what shows that it was done; leading and helping organs may do so, each for itself.

    :raises PublicationError: it has no words.
    """
    task = _locked(task, by, on)
    if not text.strip():
        raise PublicationError("佐证须写明说明。", field="text")
    evidence = PlanEvidence.objects.create(
        task=task,
        text=text.strip()[:300],
        item=item,
        delivery=delivery,
        file=file,
        url=url.strip()[:500],
        added_by=by,
        added_on=on,
    )
    append_event(
        organ=task.point.plan.organ,
        kind="plan.evidence_added",
        subject=evidence,
        by=by,
        on=on,
        facts={"task": task.pk, "text": evidence.text},
    )
    return evidence


@transaction.atomic
def plan_void_evidence(*, evidence: PlanEvidence, reason: str, by: "User | None", on: date) -> PlanEvidence:
    """
    Take a piece of evidence back; it stays visible with its reason.

    :raises PublicationError: it is void already, or there is no reason.
    """
    evidence = PlanEvidence.objects.select_for_update().get(pk=evidence.pk)
    task = _locked(evidence.task, by, on)
    if evidence.voided_on is not None or not reason.strip():
        raise PublicationError("该佐证已作废，或者没有写明作废的理由。", field="reason")
    evidence.voided_on, evidence.void_reason = on, reason.strip()[:200]
    evidence.save(update_fields=["voided_on", "void_reason"])
    append_event(
        organ=task.point.plan.organ,
        kind="plan.evidence_voided",
        subject=evidence,
        by=by,
        on=on,
        facts={"reason": evidence.void_reason},
    )
    return evidence


def _next(rows: "QuerySet[PlanPoint] | QuerySet[PlanTask]") -> int:
    last: int | None = rows.aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


def _locked(task: PlanTask, by: "User | None", on: date) -> PlanTask:
    """Lock a task for somebody who works on it: at the plan's organ, or at one that leads or helps."""
    task = PlanTask.objects.select_for_update(of=("self",)).select_related("point__plan__organ").get(pk=task.pk)
    owner = task.point.plan.organ
    partners = [task.lead_organ, *task.helping_organs.all()]
    if by is not None and not any(may(by, "plan.write", organ, on=on) for organ in partners):
        require(by, "plan.write", owner, on=on)
    return task


def _move(task: PlanTask, state: State, *, closed_on: date | None, note: str, by: "User | None", on: date) -> PlanTask:
    before, task.state, task.closed_on, task.state_note = task.state, state, closed_on, note.strip()
    task.save(update_fields=["state", "closed_on", "state_note"])
    append_event(
        organ=task.point.plan.organ,
        kind="plan.task_moved",
        subject=task,
        by=by,
        on=on,
        facts={"from": before, "to": state.value, "note": task.state_note},
    )
    return task
