"""The yearly report at the desk: every cell opens the records behind it, the findings stand beside it, signing freezes it."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.apps.foi.queries import cell_requests, visible_to
from gongkai.apps.organs.models import Organ
from gongkai.apps.proceedings.queries import cell_cases
from gongkai.apps.publication import queries as publication
from gongkai.apps.reporting import exports, operations, queries
from gongkai.apps.reporting.checking import check_report, current_report
from gongkai.apps.reporting.models import AnnualReport, Improvement, SupervisionResult
from gongkai.law.annual_report.forms import cell2_name, cell3_name, cell4_name, form_for_year
from gongkai.law.annual_report.model import TABLE2_ROWS, TABLE3_COLUMNS, TABLE3_ROWS, TABLE4_CELLS, Finding, Severity
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.ui import anchors, grids
from gongkai.web.workbench.forms.reports import (
    CorrectionForm,
    ExplanationForm,
    ImprovementFormSet,
    SignForm,
    SupervisionForm,
    TextForm,
    YearForm,
)
from gongkai.web.workbench.frame import page

RECORDS_SHOWN = 500
_CELL = re.compile(r"t([234])-(\w+)-(\w+)")
_MARK_KINDS = {Severity.ERROR: "danger", Severity.WARNING: "warn", Severity.INFO: "info"}


@permitted("report.read")
@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: HttpRequest, code: str) -> HttpResponse:
    """List the organ's reports; begin the report of a year."""
    organ = organ_or_404(request, code, "report.read")
    form = YearForm(request.POST or None, initial={"year": today().year - 1})
    if request.method == "POST" and form.is_valid():
        organ = organ_or_404(request, code, "report.write")
        try:
            report = operations.open_report(organ=organ, year=form.cleaned_data["year"], by=person(request), on=today())
        except operations.ReportError as error:
            form.add_error("year", str(error))
        else:
            return redirect("workbench:report", code, report.year)
    rows = AnnualReport.objects.filter(organ=organ).prefetch_related("versions")
    return page(
        request, "reports.html", organ, here="reports", rows=rows, form=form, status=400 if form.errors else 200
    )


@permitted("report.read")
@require_safe
def report(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show the report as it would be signed now: text, tables, findings, what is left to do."""
    organ, shown = _report(request, code, year, "report.read")
    current = current_report(shown)
    result = check_report(shown)
    tables = current.tables
    if tables is None:
        raise Http404
    grid2, grid3, grid4 = grids.all_tables(
        form_for_year(year),
        tables,
        href=lambda table, row, column: reverse("workbench:report-cell", args=[code, year, table, row, column]),
        marks=_marks(result.findings),
    )
    return page(
        request,
        "report.html",
        organ,
        here="reports",
        report=shown,
        current=current,
        grids={2: grid2, 3: grid3, 4: grid4},
        result=result,
        explain=ExplanationForm(),
        sign=SignForm(needs_reason=shown.versions.exists()),
        correction=CorrectionForm(),
        versions=shown.versions.all(),
        version_files=[(version, exports.files(version)) for version in shown.versions.all()],
        supervision=SupervisionResult.objects.filter(organ=organ, year=year),
    )


@permitted("report.write")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Edit the text; two people never overwrite each other."""
    organ, shown = _report(request, code, year, "report.write")
    form = TextForm(request.POST or None, report=shown)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_draft(
                report=shown, by=person(request), on=today(), text=form.text(), based_on=form.cleaned_data["based_on"]
            )
        except operations.DraftConflict as error:
            conflict = error
        except operations.ReportError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已保存。"))
            return redirect("workbench:report", code, year)
    status = 409 if conflict else 400 if form.errors else 200
    return page(
        request, "report_edit.html", organ, here="reports", report=shown, form=form, conflict=conflict, status=status
    )


@permitted("report.write")
@require_POST
def redraft(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Write the text anew from the registers."""
    _organ, shown = _report(request, code, year, "report.write")
    return _act(
        request,
        shown,
        _("已按登记簿重新起草。"),
        lambda: operations.redraft(report=shown, by=person(request), on=today()),
    )


@permitted("report.write")
@require_http_methods(["GET", "HEAD", "POST"])
def improvements(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Edit problems and measures in pairs; follow up last year's."""
    organ, shown = _report(request, code, year, "report.write")
    initial = list(shown.improvements.values("problem", "measure"))
    forms = ImprovementFormSet(request.POST or None, initial=initial)
    if request.method == "POST" and forms.is_valid():
        pairs = [(form["problem"], form["measure"]) for form in forms.cleaned_data if form and not form.get("DELETE")]
        try:
            operations.set_improvements(report=shown, by=person(request), on=today(), pairs=pairs)
            operations.redraft(report=shown, by=person(request), on=today(), sections=[5])
        except operations.ReportError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("已保存，并写入第五部分。"))
            return redirect("workbench:report", code, year)
    last = Improvement.objects.filter(report__organ=organ, report__year=year - 1)
    return page(request, "report_improvements.html", organ, here="reports", report=shown, forms=forms, last=last)


@permitted("report.write")
@require_POST
def follow_up(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """Record whether last year's measure was kept."""
    organ, shown = _report(request, code, year, "report.write")
    improvement = Improvement.objects.filter(pk=pk, report__organ=organ).first()
    kept = request.POST.get("kept", "")
    if improvement is None or kept not in Improvement.Kept.values:
        raise Http404
    operations.follow_up(
        improvement=improvement,
        by=person(request),
        on=today(),
        kept=Improvement.Kept(kept),
        note=request.POST.get("note", "")[:400],
    )
    messages.success(request, _("已记录落实情况。"))
    return redirect("workbench:report-improvements", code, shown.year)


@permitted("report.write")
@require_http_methods(["GET", "HEAD", "POST"])
def supervision(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Record the three facts of supervision (`ogi:50(4)`)."""
    organ, shown = _report(request, code, year, "report.write")
    stored = {row.kind: row for row in SupervisionResult.objects.filter(organ=organ, year=year)}
    form = SupervisionForm(request.POST or None, stored=stored)
    if request.method == "POST" and form.is_valid():
        for kind, text, held in form.results():
            operations.record_supervision(
                organ=organ, year=year, kind=kind, by=person(request), on=today(), text=text, held=held
            )
        operations.redraft(report=shown, by=person(request), on=today(), sections=[1])
        messages.success(request, _("已保存，并写入第一部分。"))
        return redirect("workbench:report", code, year)
    return page(
        request,
        "report_supervision.html",
        organ,
        here="reports",
        report=shown,
        form=form,
        status=400 if form.errors else 200,
    )


@permitted("report.write")
@require_POST
def explain(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Answer a warning with a reason."""
    _organ, shown = _report(request, code, year, "report.write")
    form = ExplanationForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写明原因。"))
        return redirect("workbench:report", code, year)
    data = form.cleaned_data
    return _act(
        request,
        shown,
        _("已记录说明。"),
        lambda: operations.explain(
            report=shown,
            by=person(request),
            on=today(),
            finding=data["finding"],
            where=data["where"],
            text=data["text"],
        ),
    )


@permitted("report.sign")
@require_POST
def sign(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Sign and freeze."""
    _organ, shown = _report(request, code, year, "report.sign")
    reason = request.POST.get("reason", "")
    return _act(
        request,
        shown,
        _("已签发，内容已冻结。"),
        lambda: operations.sign(report=shown, by=person(request), on=today(), reason=reason),
    )


@permitted("report.publish")
@require_POST
def publish(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Publish the signed version."""
    _organ, shown = _report(request, code, year, "report.publish")
    return _act(
        request, shown, _("已发布。"), lambda: operations.publish(report=shown, by=person(request), at=timezone.now())
    )


@permitted("report.write")
@require_POST
def correct(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Open a published report for a correction."""
    _organ, shown = _report(request, code, year, "report.write")
    reason = request.POST.get("reason", "")
    return _act(
        request,
        shown,
        _("已进入更正。原版本继续公开，直到更正版本发布。"),
        lambda: operations.begin_correction(report=shown, by=person(request), on=today(), reason=reason),
    )


@permitted("report.read")
@require_safe
def cell(request: HttpRequest, code: str, year: int, table: int, row: str, column: str) -> HttpResponse:
    """
    Open the records behind one cell.

    :raises Http404: there is no such cell.
    """
    organ, shown = _report(request, code, year, "report.read")
    name, records = _cell_records(request, organ, year, table, row, column)
    return page(
        request,
        f"report_cell_{table}.html",
        organ,
        here="reports",
        report=shown,
        cell=name,
        records=records,
        row=row,
        column=column,
    )


def _cell_records(request: HttpRequest, organ: Organ, year: int, table: int, row: str, column: str) -> tuple[str, Any]:
    if table == 2 and row in TABLE2_ROWS and column.isdigit() and int(column) < TABLE2_ROWS[row]:
        return cell2_name(row, int(column)), publication.cell_records(organ, year, row, int(column))[:RECORDS_SHOWN]
    if table == 3 and row in TABLE3_ROWS and column in TABLE3_COLUMNS:
        known = visible_to(person(request), on=today()).values("pk")
        records = cell_requests(organ, year, row, column).filter(pk__in=known).select_related("holder")
        return cell3_name(row, column), records[:RECORDS_SHOWN]
    if table == 4 and f"{row}.{column}" in TABLE4_CELLS:
        return cell4_name(f"{row}.{column}"), cell_cases(organ, year, f"{row}.{column}")[:RECORDS_SHOWN]
    raise Http404


def _report(request: HttpRequest, code: str, year: int, verb: str) -> tuple[Organ, AnnualReport]:
    organ = organ_or_404(request, code, verb)
    report = queries.visible_to(person(request), on=today()).filter(organ=organ, year=year).first()
    if report is None:
        raise Http404
    return organ, report


def _act(request: HttpRequest, report: AnnualReport, done: str, operation: Callable[[], object]) -> HttpResponse:
    """Carry out one operation and go back to the report, with the refusal or the confirmation in words."""
    try:
        operation()
    except operations.ReportError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("workbench:report", report.organ.code, report.year)


def _marks(findings: Iterable[Finding]) -> dict[int, dict[tuple[str, str], tuple[str, str]]]:
    """Map findings to the cells they name, by table, for the tint and the words of the cell."""
    marks: dict[int, dict[tuple[str, str], tuple[str, str]]] = {2: {}, 3: {}, 4: {}}
    for finding in findings:
        place = _CELL.fullmatch(anchors.anchor(finding.where))
        if place:
            marks[int(place[1])].setdefault((place[2], place[3]), (_MARK_KINDS[finding.severity], finding.message))
    return marks
