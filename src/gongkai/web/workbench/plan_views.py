"""The year's plan at the desk: points, tasks, how far they are, what shows it."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.apps.organs.models import Organ
from gongkai.apps.publication import operations, queries
from gongkai.apps.publication.errors import PublicationError
from gongkai.apps.publication.models import PlanPoint, PlanTask, WorkPlan
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.workbench.forms.publication import PlanForm, PointForm, TaskForm, TaskStateForm
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once


@permitted("plan.read")
@require_safe
def plans(request: HttpRequest, code: str) -> HttpResponse:
    """List the yearly plans."""
    organ = organ_or_404(request, code, "plan.read")
    title = _("%(organ)s%(year)s年政务公开工作要点") % {"organ": organ.short_name, "year": today().year}
    return _list(request, organ, PlanForm(initial={"year": today().year, "title": title}))


@permitted("plan.write")
@require_POST
@once
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the plan of a year."""
    organ = organ_or_404(request, code, "plan.write")
    form = PlanForm(request.POST)
    if form.is_valid():
        try:
            plan = operations.plan_open(organ=organ, by=person(request), on=today(), **form.cleaned_data)
        except PublicationError as error:
            form.refuse(error)
        else:
            return redirect("workbench:plan", code, plan.year)
    return _list(request, organ, form)


def _list(request: HttpRequest, organ: Organ, form: PlanForm) -> HttpResponse:
    rows = WorkPlan.objects.filter(organ=organ)
    return page(request, "plans.html", organ, here="plans", rows=rows, form=form, status=400 if form.errors else 200)


@permitted("plan.read")
@require_safe
def plan(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show a plan: points, tasks, who, until when, how far, what shows it."""
    organ, shown = _plan(request, code, year, "plan.read")
    return _show(request, organ, shown)


def _show(
    request: HttpRequest,
    organ: Organ,
    shown: WorkPlan,
    *,
    point: PointForm | None = None,
    task: tuple[int, TaskForm] | None = None,
    state: tuple[int, TaskStateForm] | None = None,
) -> HttpResponse:
    """Answer with the plan; the refused form stands open at its point or task, with what was typed."""
    wrong = [form for form in (point, task and task[1], state and state[1]) if form is not None and form.errors]
    rows = [
        (each, [(job, _state_form(job, state)) for job in each.tasks.all()], _task_form(each, task))
        for each in shown.points.all()
    ]
    return page(
        request,
        "plan.html",
        organ,
        here="plans",
        trail=[(shown.title, "")],
        plan=shown,
        rows=rows,
        form=point or PointForm(auto_id="point_%s"),
        status=400 if wrong else 200,
    )


def _task_form(point: PlanPoint, refused: tuple[int, TaskForm] | None) -> TaskForm:
    return refused[1] if refused and refused[0] == point.pk else TaskForm(auto_id=f"task{point.pk}_%s")


def _state_form(task: PlanTask, refused: tuple[int, TaskStateForm] | None) -> TaskStateForm:
    return refused[1] if refused and refused[0] == task.pk else TaskStateForm(auto_id=f"state{task.pk}_%s")


@permitted("plan.write")
@require_POST
@once
def new_point(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Add a point."""
    organ, shown = _plan(request, code, year, "plan.write")
    form = PointForm(request.POST, auto_id="point_%s")
    if form.is_valid():
        try:
            operations.plan_add_point(plan=shown, by=person(request), on=today(), **form.cleaned_data)
        except PublicationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已添加要点。"))
            return redirect("workbench:plan", code, year)
    return _show(request, organ, shown, point=form)


@permitted("plan.write")
@require_POST
@once
def new_task(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """
    Add a task to a point.

    :raises Http404: the plan has no such point.
    """
    organ, shown = _plan(request, code, year, "plan.write")
    point = PlanPoint.objects.filter(plan=shown, pk=pk).first()
    if point is None:
        raise Http404
    form = TaskForm(request.POST, auto_id=f"task{pk}_%s")
    if form.is_valid():
        try:
            operations.plan_add_task(point=point, lead_organ=organ, by=person(request), on=today(), **form.cleaned_data)
        except PublicationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已添加任务。"))
            return redirect("workbench:plan", code, year)
    return _show(request, organ, shown, task=(pk, form))


@permitted("plan.write")
@require_POST
@once
def state(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """
    Record how far a task is, and what shows it.

    :raises Http404: the plan has no such task.
    """
    organ, shown = _plan(request, code, year, "plan.write")
    task = PlanTask.objects.filter(point__plan=shown, pk=pk).first()
    if task is None:
        raise Http404
    form = TaskStateForm(request.POST, auto_id=f"state{pk}_%s")
    if form.is_valid():
        try:
            _move(task, form, request)
        except PublicationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已记录。"))
            return redirect("workbench:plan", code, year)
    return _show(request, organ, shown, state=(pk, form))


@transaction.atomic
def _move(task: PlanTask, form: TaskStateForm, request: HttpRequest) -> None:
    """Record evidence and state together, or neither."""
    data, by, on = form.cleaned_data, person(request), today()
    if data["evidence"]:
        operations.plan_add_evidence(task=task, text=data["evidence"], by=by, on=on)
    if data["state"] == PlanTask.State.RUNNING:
        operations.plan_start_task(task=task, by=by, on=on, note=data["note"])
    else:
        done = data["state"] == PlanTask.State.DONE
        operations.plan_close_task(task=task, done=done, by=by, on=on, note=data["note"])


def _plan(request: HttpRequest, code: str, year: int, verb: str) -> tuple[Organ, WorkPlan]:
    organ = organ_or_404(request, code, verb)
    shown = queries.plan(organ, year)
    if shown is None:
        raise Http404
    return organ, shown
