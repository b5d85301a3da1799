"""Yearly reports in public: the grid of who published, an organ's list, the report itself and its files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.queries import existing
from gongkai.apps.reporting import exports, queries
from gongkai.apps.reporting.content import version_report
from gongkai.law.annual_report.forms import form
from gongkai.law.annual_report.model import OUTCOME_ROWS, OrganKind, Tables
from gongkai.web.access import public, today
from gongkai.web.portal.frame import organ_of, page
from gongkai.web.ui import grids
from gongkai.web.ui.charts import Bar, Chart, bars

YEARS_SHOWN = 6
REPORTING_KINDS = (OrganKind.COUNTY, OrganKind.DEPARTMENT, OrganKind.TOWNSHIP)


@public
@require_safe
def grid(request: HttpRequest) -> HttpResponse:
    """Show year × organ; what is missing is said in words."""
    last = today().year - 1
    years = list(range(last, last - YEARS_SHOWN, -1))
    organs = existing(today()).filter(kind__in=REPORTING_KINDS)
    return render(request, "portal/report_grid.html", {"years": years, "rows": queries.grid(organs, years)})


@public
@require_safe
def reports(request: HttpRequest, code: str) -> HttpResponse:
    """List an organ's published reports, newest year first."""
    organ = organ_of(code)
    return page(
        request, "reports.html", organ, here="reports", crumb=_("年度报告"), versions=queries.published_versions(organ)
    )


@public
@require_safe
def report(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """
    Show a report: text, the three tables, last year's numbers beside, files.

    :raises Http404: no version of that year is published, or not the one asked for.
    """
    organ = organ_of(code)
    version = _version(organ, year, request.GET.get("version", ""))
    shown = version_report(version)
    if shown.tables is None:
        raise Http404
    chosen = form(shown.tables.form)
    earlier = queries.published_version(organ, year - 1)
    return page(
        request,
        "report.html",
        organ,
        here="reports",
        crumb=shown.title,
        report=shown,
        version=version,
        newest=queries.published_version(organ, year) == version,
        others=queries.published_versions(organ).filter(report__year=year),
        table2=grids.table2(chosen, shown.tables),
        table3=grids.table3(chosen, shown.tables),
        table4=grids.table4(chosen, shown.tables),
        outcomes=_outcome_chart(shown.tables),
        files=exports.files(version),
        years=queries.published_years(organ),
        earlier=earlier,
    )


@public
@require_safe
def download(request: HttpRequest, code: str, year: int, number: int, kind: str) -> HttpResponse:
    """
    Give a report as a file: DOCX, PDF, XLSX, JSON or HTML, all of one version with one hash.

    :raises Http404: no such version or kind.
    """
    organ = organ_of(code)
    version = queries.published_version(organ, year, number)
    if version is None or kind not in exports.KINDS:
        raise Http404
    made = exports.make(version, kind, address=request.build_absolute_uri(exports.page_path(version)))
    response = HttpResponse(made.data, content_type=made.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{made.quoted_name}"
    return response


def _outcome_chart(tables: Tables) -> Chart | None:
    """Draw how the applications of the year ended; None where none was closed."""
    counted = [(row, tables.cell3(row, "ct") or 0) for row in OUTCOME_ROWS]
    shown = [Bar(form(tables.form).row(row).label, int(count)) for row, count in counted if count]
    return bars(_("办理结果（件）"), shown) if shown else None


def _version(organ: Organ, year: int, asked: str) -> queries.ReportVersion:
    version = queries.published_version(organ, year, int(asked) if asked.isdigit() else None)
    if version is None:
        raise Http404
    return version
