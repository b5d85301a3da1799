"""Writing the yearly report: text, problems and measures, the three facts of supervision, answers to warnings."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.apps.organs.models import Organ
from gongkai.apps.reporting import operations
from gongkai.apps.reporting.models import AnnualReport, Improvement, SupervisionResult
from gongkai.web.access import permitted, person, today
from gongkai.web.workbench.forms.reports import (
    ActForm,
    ExplanationForm,
    FollowUpForm,
    ImprovementFormSet,
    SupervisionForm,
    TextForm,
)
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once
from gongkai.web.workbench.report_views import report_or_404, show


@permitted("report.write")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def edit(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Edit the text; two people never overwrite each other."""
    organ, shown = report_or_404(request, code, year, "report.write")
    if frozen := _frozen(request, shown):
        return frozen
    form = TextForm(request.POST or None, report=shown)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_draft(
                report=shown, by=person(request), on=today(), text=form.text(), based_on=form.cleaned_data["based_on"]
            )
        except operations.DraftConflict as error:
            conflict = error
            form = form.on_top_of(error.report)
        except operations.ReportError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已保存。"))
            return redirect("workbench:report", code, year)
    return page(
        request,
        "report_edit.html",
        organ,
        here="reports",
        trail=_trail(shown, _("编辑正文")),
        report=shown,
        form=form,
        conflict=conflict,
        theirs=conflict.report.draft if conflict else None,
        status=409 if conflict else 400 if form.errors else 200,
    )


def _frozen(request: HttpRequest, report: AnnualReport) -> HttpResponse | None:
    """Lead back from the pages of writing once the report is signed; a correction opens them again."""
    if report.state == AnnualReport.State.DRAFT or request.method == "POST":
        return None
    messages.info(request, _("报告已签发，内容不能再改。如需修改，请先提出更正。"))
    return redirect("workbench:report", report.organ.code, report.year)


def _trail(report: AnnualReport, label: str) -> list[tuple[str, str]]:
    return [(str(report.year), reverse("workbench:report", args=[report.organ.code, report.year])), (label, "")]


@permitted("report.write")
@require_POST
@once
def redraft(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Write the text anew from the registers."""
    organ, shown = report_or_404(request, code, year, "report.write")
    form = ActForm(request.POST)
    try:
        operations.redraft(report=shown, by=person(request), on=today())
    except operations.ReportError as error:
        form.add_error(None, str(error))
        return show(request, organ, shown, {"redraft": form})
    messages.success(request, _("已按登记簿重新起草。"))
    return redirect("workbench:report", code, year)


@permitted("report.write")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def improvements(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Edit problems and measures in pairs; they become section 五."""
    organ, shown = report_or_404(request, code, year, "report.write")
    if frozen := _frozen(request, shown):
        return frozen
    pairs = ImprovementFormSet(request.POST or None, initial=list(shown.improvements.values("problem", "measure")))
    refusal = ""
    if request.method == "POST" and pairs.is_valid():
        try:
            _set_improvements(shown, pairs.cleaned_data, request)
        except operations.ReportError as error:
            refusal = str(error)
        else:
            messages.success(request, _("已保存，并写入第五部分。"))
            return redirect("workbench:report", code, year)
    return _improvements(request, organ, shown, pairs=pairs, refusal=refusal)


@transaction.atomic
def _set_improvements(report: AnnualReport, typed: list[dict[str, str]], request: HttpRequest) -> None:
    """Store the pairs and write section 五 from them, or neither."""
    pairs = [(row["problem"], row["measure"]) for row in typed if row and row["problem"]]
    operations.set_improvements(report=report, by=person(request), on=today(), pairs=pairs)
    operations.redraft(report=report, by=person(request), on=today(), sections=[5])


def _improvements(
    request: HttpRequest,
    organ: Organ,
    report: AnnualReport,
    *,
    pairs: Any = None,
    refusal: str = "",
    refused: tuple[int, FollowUpForm] | None = None,
) -> HttpResponse:
    if pairs is None:
        pairs = ImprovementFormSet(initial=list(report.improvements.values("problem", "measure")))
    last = Improvement.objects.filter(report__organ=organ, report__year=report.year - 1)
    rows = [(row, refused[1] if refused and refused[0] == row.pk else FollowUpForm.of(row)) for row in last]
    wrong = refusal or refused or (pairs.is_bound and not pairs.is_valid())
    return page(
        request,
        "report_improvements.html",
        organ,
        here="reports",
        trail=_trail(report, _("问题和措施")),
        report=report,
        forms=pairs,
        last=rows,
        refusal=refusal,
        status=400 if wrong else 200,
    )


@permitted("report.write")
@require_POST
@once
def follow_up(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """
    Record whether last year's measure was kept.

    :raises Http404: last year's report of this organ has no such measure.
    """
    organ, shown = report_or_404(request, code, year, "report.write")
    improvement = Improvement.objects.filter(pk=pk, report__organ=organ, report__year=year - 1).first()
    if improvement is None:
        raise Http404
    form = FollowUpForm(request.POST, auto_id=f"kept{pk}_%s")
    if not form.is_valid():
        return _improvements(request, organ, shown, refused=(pk, form))
    operations.follow_up(
        improvement=improvement,
        by=person(request),
        on=today(),
        kept=Improvement.Kept(form.cleaned_data["kept"]),
        note=form.cleaned_data["note"],
    )
    messages.success(request, _("已记录落实情况。"))
    return redirect("workbench:report-improvements", code, shown.year)


@permitted("report.write")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def supervision(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Record the three facts of supervision (`ogi:50(4)`)."""
    organ, shown = report_or_404(request, code, year, "report.write")
    if frozen := _frozen(request, shown):
        return frozen
    stored = {row.kind: row for row in SupervisionResult.objects.filter(organ=organ, year=year)}
    form = SupervisionForm(request.POST or None, stored=stored)
    if request.method == "POST" and form.is_valid():
        try:
            _record_supervision(shown, form, request)
        except operations.ReportError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已保存，并写入第一部分。"))
            return redirect("workbench:report", code, year)
    return page(
        request,
        "report_supervision.html",
        organ,
        here="reports",
        trail=_trail(shown, _("考核、评议、追责")),
        report=shown,
        form=form,
        status=400 if form.errors else 200,
    )


@transaction.atomic
def _record_supervision(report: AnnualReport, form: SupervisionForm, request: HttpRequest) -> None:
    """Store the three facts and write section 一 from them, or nothing."""
    for kind, text, held in form.results():
        operations.record_supervision(
            organ=report.organ, year=report.year, kind=kind, by=person(request), on=today(), text=text, held=held
        )
    operations.redraft(report=report, by=person(request), on=today(), sections=[1])


@permitted("report.write")
@require_POST
@once
def explain(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Answer a warning with a reason."""
    organ, shown = report_or_404(request, code, year, "report.write")
    form = ExplanationForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            operations.explain(
                report=shown,
                by=person(request),
                on=today(),
                finding=data["finding"],
                where=data["where"],
                text=data["text"],
            )
        except operations.ReportError as error:
            form.add_error("text", str(error))
        else:
            messages.success(request, _("已记录说明。"))
            return redirect("workbench:report", code, year)
    return show(request, organ, shown, {"explain": form})
