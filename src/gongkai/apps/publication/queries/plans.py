"""The year's plan and how far it has come."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q, QuerySet

from gongkai.apps.publication.models import PlanEvidence, PlanTask, WorkPlan

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ


def plan(organ: "Organ", year: int) -> WorkPlan | None:
    """Give the organ's plan of the year with its points, tasks and evidence."""
    return (
        WorkPlan.objects.filter(organ=organ, year=year)
        .prefetch_related(
            "points",
            Prefetch("points__tasks", PlanTask.objects.select_related("lead_organ").prefetch_related("helping_organs")),
            Prefetch("points__tasks__evidence", evidence_of()),
        )
        .first()
    )


def evidence_of(task: PlanTask | None = None) -> QuerySet[PlanEvidence]:
    """Give the evidence that counts, of one task or of all."""
    found = PlanEvidence.objects.filter(voided_on__isnull=True).select_related("item", "delivery", "file")
    return found if task is None else found.filter(task=task)


def tasks(*, organ: "Organ", on: date | None = None) -> QuerySet[PlanTask]:
    """Give the tasks that the organ leads or helps with, soonest first; with `on` only open ones that were due before that day."""
    found = PlanTask.objects.filter(Q(lead_organ=organ) | Q(helping_organs=organ)).distinct()
    if on is not None:
        found = found.filter(state__in=[PlanTask.State.OPEN, PlanTask.State.RUNNING], due_on__lt=on)
    return found.select_related("point__plan", "lead_organ").order_by("due_on", "pk")


def plan_lines(organ: "Organ", year: int) -> list[tuple[str, int, int, tuple[str, ...]]]:
    """Give the points of the year's plan for the report: heading, number of tasks, how many are done, what shows it."""
    shown = plan(organ, year)
    if shown is None:
        return []
    lines = []
    for point in shown.points.all():
        states = [task.state for task in point.tasks.all()]
        proofs = tuple(evidence.text for task in point.tasks.all() for evidence in task.evidence.all())
        lines.append((point.heading, len(states), states.count(PlanTask.State.DONE), proofs))
    return lines
