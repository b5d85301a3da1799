"""The yearly report at the desk: every cell opens the records behind it, the findings stand beside it."""

import re
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gongkai.apps.foi.queries import cell_requests
from gongkai.apps.organs.models import Organ
from gongkai.apps.proceedings.queries import cell_cases
from gongkai.apps.publication import queries as publication
from gongkai.apps.reporting import exports, operations, queries
from gongkai.apps.reporting.checking import check_report, current_report
from gongkai.apps.reporting.models import AnnualReport, CountyComment, CountyReview
from gongkai.apps.reporting.season.queries import open_reminder
from gongkai.law.annual_report.forms import cell2_name, cell3_name, cell4_name, form_for_year
from gongkai.law.annual_report.model import (
    TABLE2_ROWS,
    TABLE3_COLUMNS,
    TABLE3_ROWS,
    TABLE4_CELLS,
    Finding,
    OrganKind,
    Severity,
)
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.ui import anchors, grids
from gongkai.web.workbench.forms.reports import (
    ActForm,
    AnswerForm,
    CommentForm,
    CorrectionForm,
    DecisionForm,
    ExplanationForm,
    SignForm,
    YearForm,
    section_names,
)
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once
from gongkai.web.workbench.reach import known_cases, known_requests

RECORDS_SHOWN = 500
_CELL = re.compile(r"t([234])-(\w+)-(\w+)")
_MARK_KINDS = {Severity.ERROR: "danger", Severity.WARNING: "warn", Severity.INFO: "info"}


@permitted("report.read")
@require_safe
def reports(request: HttpRequest, code: str) -> HttpResponse:
    """List the organ's reports."""
    organ = organ_or_404(request, code, "report.read")
    return _list(request, organ, YearForm(initial={"year": today().year - 1}))


@permitted("report.write")
@require_POST
@once
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the report of a year, written from the registers."""
    organ = organ_or_404(request, code, "report.write")
    form = YearForm(request.POST)
    if form.is_valid():
        year = form.cleaned_data["year"]
        try:
            operations.open_report(organ=organ, year=year, by=person(request), on=today())
        except operations.ReportError as error:
            form.add_error("year", str(error))
        else:
            return redirect("workbench:report", code, year)
    return _list(request, organ, form)


def _list(request: HttpRequest, organ: Organ, form: YearForm) -> HttpResponse:
    rows = AnnualReport.objects.filter(organ=organ).select_related("draft_by").prefetch_related("versions")
    return page(
        request, "reports.html", organ, here="reports", rows=rows, form=form, status=400 if form.errors else 200
    )


@permitted("report.read")
@require_safe
def report(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show the report as it would be signed now: text, tables, findings, what is left to do."""
    organ, shown = report_or_404(request, code, year, "report.read")
    return show(request, organ, shown)


def show(request: HttpRequest, organ: Organ, shown: AnnualReport, forms: dict[str, Any] | None = None) -> HttpResponse:
    """
    Answer with the page of a report; forms that were refused keep what was typed.

    :raises Http404: the report has no tables.
    """
    current, result = current_report(shown), check_report(shown, reader=person(request), on=today())
    findings = result.findings
    if current.tables is None:
        raise Http404
    versions = list(shown.versions.select_related("signed_by", "report__organ"))
    given = forms or {}
    refused: ExplanationForm | None = given.get("explain")
    return page(
        request,
        "report.html",
        organ,
        here="reports",
        trail=[(str(shown.year), "")],
        report=shown,
        current=current,
        grids=_grids(organ, shown.year, current.tables, findings),
        findings=findings,
        errors=[finding for finding in findings if finding.severity is Severity.ERROR],
        result=result,
        warnings=[(finding, _explanation(finding, place, refused)) for place, finding in enumerate(_open(findings))],
        sign=given.get("sign") or SignForm(needs_reason=bool(versions), auto_id="sign_%s"),
        correction=given.get("correct") or CorrectionForm(auto_id="correct_%s"),
        publish=given.get("publish") or ActForm(),
        redraft=given.get("redraft") or ActForm(),
        reviews=list(CountyReview.objects.filter(report=shown).select_related("submitted_by", "decided_by")),
        comments=_comments(shown, given),
        submit=given.get("submit") or ActForm(),
        decide=given.get("decide") or DecisionForm(auto_id="decide_%s"),
        comment=given.get("comment") or CommentForm(auto_id="comment_%s"),
        reviewed_by_others=OrganKind(organ.kind) in (OrganKind.TOWNSHIP, OrganKind.DEPARTMENT),
        reminder=open_reminder(organ, shown.year) if shown.state == AnnualReport.State.DRAFT else None,
        versions=[(version, exports.files(version) if version.published_at else ()) for version in versions],
        status=400 if any(form.errors for form in given.values()) else 200,
    )


def _comments(shown: AnnualReport, given: dict[str, Any]) -> list[tuple[Any, str, AnswerForm]]:
    """Give the county's remarks with the name of their section and the form of an answer."""
    names = dict(section_names())
    return [
        (one, names[one.section], given.get(f"answer{one.pk}") or AnswerForm(auto_id=f"answer{one.pk}_%s"))
        for one in CountyComment.objects.filter(report=shown).select_related("by", "answered_by")
    ]


def _grids(organ: Organ, year: int, tables: Any, findings: Iterable[Finding]) -> dict[int, Any]:
    def records(table: int, row: str, column: str) -> str:
        return reverse("workbench:report-cell", args=[organ.code, year, table, row, column])

    made = grids.all_tables(form_for_year(year), tables, href=records, marks=_marks(findings))
    return dict(zip((2, 3, 4), made, strict=True))


def _open(findings: Iterable[Finding]) -> list[Finding]:
    """Give the warnings that nobody has answered yet."""
    return [finding for finding in findings if finding.severity is Severity.WARNING and not finding.explanation]


def _explanation(finding: Finding, place: int, refused: ExplanationForm | None) -> ExplanationForm:
    key = (finding.id, finding.where)
    if refused is not None and (refused.data.get("finding"), refused.data.get("where")) == key:
        return refused
    return ExplanationForm(initial={"finding": finding.id, "where": finding.where}, auto_id=f"explain{place}_%s")


@permitted("report.read")
@require_safe
def cell(request: HttpRequest, code: str, year: int, table: int, row: str, column: str) -> HttpResponse:
    """
    Open the records behind one cell.

    :raises Http404: there is no such cell.
    """
    organ, shown = report_or_404(request, code, year, "report.read")
    name, records = _cell_records(request, organ, year, table, row, column)
    back = reverse("workbench:report", args=[code, year])
    return page(
        request,
        f"report_cell_{table}.html",
        organ,
        here="reports",
        trail=[(str(year), back), (name, "")],
        report=shown,
        cell=name,
        records=records,
        place=anchors.cell(table, row, column),
    )


def _cell_records(request: HttpRequest, organ: Organ, year: int, table: int, row: str, column: str) -> tuple[str, Any]:
    if table == 2 and row in TABLE2_ROWS and column.isdigit() and int(column) < TABLE2_ROWS[row]:
        return cell2_name(row, int(column)), publication.cell_records(organ, year, row, int(column))[:RECORDS_SHOWN]
    if table == 3 and row in TABLE3_ROWS and column in TABLE3_COLUMNS:
        known = known_requests(request, organ).values("pk")
        records = cell_requests(organ, year, row, column).filter(pk__in=known).select_related("holder")
        return cell3_name(row, column), records[:RECORDS_SHOWN]
    if table == 4 and f"{row}.{column}" in TABLE4_CELLS:
        known_ones = known_cases(request, organ).values("pk")
        cases = cell_cases(organ, year, f"{row}.{column}").filter(pk__in=known_ones)
        return cell4_name(f"{row}.{column}"), cases[:RECORDS_SHOWN]
    raise Http404


def report_or_404(request: HttpRequest, code: str, year: int, verb: str) -> tuple[Organ, AnnualReport]:
    """
    Give a report within reach.

    :raises Http404: no such organ or report, or not within reach; all look alike.
    """
    organ = organ_or_404(request, code, verb)
    report = queries.visible_to(person(request), on=today()).filter(organ=organ, year=year).first()
    if report is None:
        raise Http404
    return organ, report


def _marks(findings: Iterable[Finding]) -> dict[int, dict[tuple[str, str], tuple[str, str]]]:
    """Map findings to the cells they name, by table, for the tint and the words of the cell."""
    marks: dict[int, dict[tuple[str, str], tuple[str, str]]] = {2: {}, 3: {}, 4: {}}
    for finding in findings:
        place = _CELL.fullmatch(anchors.anchor(finding.where))
        if place:
            marks[int(place[1])].setdefault((place[2], place[3]), (_MARK_KINDS[finding.severity], finding.message))
    return marks
