"""The smaller registers at the desk: document library, yearly counts and charges, the year's plan."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.apps.organs.models import Organ
from gongkai.apps.publication import operations, queries
from gongkai.apps.publication.errors import PublicationError
from gongkai.apps.publication.models import Charge, DecisionCount, NormativeDocument, PlanPoint, PlanTask, WorkPlan
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.workbench.forms.publication import (
    ChargeForm,
    DecisionsForm,
    DocumentForm,
    PlanForm,
    PointForm,
    RepealForm,
    TaskForm,
    TaskStateForm,
)
from gongkai.web.workbench.frame import page


def _try(form: forms.Form, operation: Any) -> bool:
    """Carry out an operation; a refusal becomes an error of its field."""
    try:
        operation()
    except PublicationError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    return True


@permitted("item.read")
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, code: str) -> HttpResponse:
    """Show the document library with the validity of each document today; enter a new one."""
    organ = organ_or_404(request, code, "item.read")
    form = DocumentForm(request.POST or None, initial={"issued_on": today()})
    if request.method == "POST" and form.is_valid():
        organ = organ_or_404(request, code, "document.write")
        if _try(
            form, lambda: operations.issue_document(organ=organ, by=person(request), on=today(), **form.cleaned_data)
        ):
            messages.success(request, _("已登记文件。"))
            return redirect("workbench:documents", code)
    rows = [(row, queries.validity(row, on=today())) for row in queries.documents(organ=organ)]
    return page(
        request, "documents.html", organ, here="documents", rows=rows, form=form, status=400 if form.errors else 200
    )


@permitted("document.write")
@require_http_methods(["GET", "HEAD", "POST"])
def repeal(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Repeal a document."""
    organ = organ_or_404(request, code, "document.write")
    document = NormativeDocument.objects.filter(organ=organ, pk=pk, repealed_on=None).first()
    if document is None:
        raise Http404
    form = RepealForm(request.POST or None, document=document, initial={"repealed_on": today()})
    if (
        request.method == "POST"
        and form.is_valid()
        and _try(
            form,
            lambda: operations.repeal_document(document=document, by=person(request), on=today(), **form.cleaned_data),
        )
    ):
        messages.success(request, _("已登记废止。"))
        return redirect("workbench:documents", code)
    return page(
        request,
        "document_repeal.html",
        organ,
        here="documents",
        document=document,
        form=form,
        status=400 if form.errors else 200,
    )


@permitted("report.read")
@require_http_methods(["GET", "HEAD", "POST"])
def counts(request: HttpRequest, code: str) -> HttpResponse:
    """Show and enter yearly decision counts and charges."""
    organ = organ_or_404(request, code, "report.read")
    chosen = request.POST.get("form", "")
    decisions = DecisionsForm(request.POST if chosen == "decisions" else None, initial={"year": today().year})
    charge = ChargeForm(request.POST if chosen == "charge" else None, initial={"received_on": today()})
    if request.method == "POST":
        organ = organ_or_404(request, code, "decision.write")
        done = _count(organ, request, decisions, charge, chosen)
        if done:
            messages.success(request, _("已登记。"))
            return redirect("workbench:counts", code)
    return page(
        request,
        "counts.html",
        organ,
        here="counts",
        decisions=decisions,
        charge=charge,
        rows=DecisionCount.objects.filter(organ=organ),
        charges=Charge.objects.filter(organ=organ, voided_on=None)[:200],
        status=400 if decisions.errors or charge.errors else 200,
    )


def _count(organ: Organ, request: HttpRequest, decisions: DecisionsForm, charge: ChargeForm, chosen: str) -> bool:
    if chosen == "decisions" and decisions.is_valid():
        return _try(
            decisions,
            lambda: operations.record_decisions(organ=organ, by=person(request), on=today(), **decisions.cleaned_data),
        )
    if chosen == "charge" and charge.is_valid():
        return _try(
            charge, lambda: operations.record_charge(organ=organ, by=person(request), on=today(), **charge.cleaned_data)
        )
    return False


@permitted("plan.read")
@require_http_methods(["GET", "HEAD", "POST"])
def plans(request: HttpRequest, code: str) -> HttpResponse:
    """List the yearly plans; begin one."""
    organ = organ_or_404(request, code, "plan.read")
    form = PlanForm(
        request.POST or None,
        initial={"year": today().year, "title": f"{organ.short_name}{today().year}年政务公开工作要点"},
    )
    if request.method == "POST" and form.is_valid():
        organ = organ_or_404(request, code, "plan.write")
        if _try(form, lambda: operations.plan_open(organ=organ, by=person(request), on=today(), **form.cleaned_data)):
            return redirect("workbench:plan", code, form.cleaned_data["year"])
    rows = WorkPlan.objects.filter(organ=organ)
    return page(request, "plans.html", organ, here="plans", rows=rows, form=form, status=400 if form.errors else 200)


@permitted("plan.read")
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show a plan: points, tasks, who, until when, how far, what shows it; add a point."""
    organ, shown = _plan(request, code, year, "plan.read")
    form = PointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _plan(request, code, year, "plan.write")
        if _try(
            form, lambda: operations.plan_add_point(plan=shown, by=person(request), on=today(), **form.cleaned_data)
        ):
            return redirect("workbench:plan", code, year)
    points = shown.points.prefetch_related("tasks__evidence", "tasks__lead_organ", "tasks__helping_organs")
    return page(
        request, "plan.html", organ, here="plans", plan=shown, points=points, form=form, task=TaskForm(), state=TaskStateForm(),
        status=400 if form.errors else 200,
    )  # fmt: skip


@permitted("plan.write")
@require_POST
def plan_task(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """Add a task to a point."""
    organ, shown = _plan(request, code, year, "plan.write")
    point = PlanPoint.objects.filter(plan=shown, pk=pk).first()
    form = TaskForm(request.POST)
    if point is None:
        raise Http404
    if not form.is_valid() or not _try(
        form,
        lambda: operations.plan_add_task(
            point=point, lead_organ=organ, by=person(request), on=today(), **form.cleaned_data
        ),
    ):
        messages.error(request, "；".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("workbench:plan", code, year)


@permitted("plan.write")
@require_POST
def plan_state(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """Record how far a task is, and what shows it."""
    _organ, shown = _plan(request, code, year, "plan.write")
    task = PlanTask.objects.filter(point__plan=shown, pk=pk).first()
    form = TaskStateForm(request.POST)
    if task is None:
        raise Http404
    if not form.is_valid() or not _try(form, lambda: _move_task(task, form, request)):
        messages.error(request, "；".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("workbench:plan", code, year)


def _move_task(task: PlanTask, form: TaskStateForm, request: HttpRequest) -> None:
    data, by, on = form.cleaned_data, person(request), today()
    if data["evidence"]:
        operations.plan_add_evidence(task=task, text=data["evidence"], by=by, on=on)
    if data["state"] == PlanTask.State.RUNNING:
        operations.plan_start_task(task=task, by=by, on=on, note=data["note"])
    else:
        operations.plan_close_task(
            task=task, done=data["state"] == PlanTask.State.DONE, by=by, on=on, note=data["note"]
        )


def _plan(request: HttpRequest, code: str, year: int, verb: str) -> tuple[Organ, WorkPlan]:
    organ = organ_or_404(request, code, verb)
    shown = queries.plan(organ, year)
    if shown is None:
        raise Http404
    return organ, shown
