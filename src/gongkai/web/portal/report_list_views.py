"""Lists of yearly reports: the grid of who published, an organ's own list, both as data."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.queries import existing
from gongkai.apps.reporting import exports, queries
from gongkai.apps.reporting.models import ReportVersion
from gongkai.apps.reporting.queries import GridRow
from gongkai.law import terms
from gongkai.law.annual_report.model import OrganKind
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines import report_deadline
from gongkai.web.access import public, today
from gongkai.web.portal import feeds
from gongkai.web.portal.frame import Head, organ_of, page, plain_page
from gongkai.web.portal.keeping import kept
from gongkai.web.portal.listing import feed_links
from gongkai.web.portal.words import reports_label, term
from gongkai.web.ui.heat import Cell, HeatMap, Row

YEARS_SHOWN = 6
REPORTING_KINDS = (OrganKind.COUNTY, OrganKind.DEPARTMENT, OrganKind.TOWNSHIP)
COLUMNS = {
    "year": "年度",
    "title": "标题",
    "organ": "发布机构",
    "organ_code": "机构代码",
    "version": "版本",
    "published_at": terms.label("published_on"),
    "reason": "更正原因",
    "digest": "内容校验值",
    "json": "数据文件",
}


@public
@require_safe
def grid(request: HttpRequest) -> HttpResponse:
    """Show year × organ; what is missing is said in words, and for the last year by name."""
    years, rows = _grid()
    missing = [row.organ for row in rows if row.versions[0] is None and _state(row.organ, years[0]) == "missing"]
    return plain_page(
        request,
        "report_grid.html",
        crumbs=[(_("年度报告一览"), "")],
        head=Head(
            column=_("年度报告一览"),
            description=_("各机关历年政府信息公开工作年度报告"),
            feeds=feed_links("portal:report-grid-feed", None),
        ),
        map=HeatMap(
            _("各机关历年年度报告"), _("机关"), [str(year) for year in years], [_row(row, years) for row in rows]
        ),
        rows=rows,
        year=years[0],
        published=sum(row.versions[0] is not None for row in rows),
        missing=missing,
    )


@public
@require_safe
def grid_feed(request: HttpRequest, kind: str) -> HttpResponseBase:
    """
    Give the newest version of every report in the grid as data.

    :raises Http404: no such format.
    """
    _years, rows = _grid()
    found = [version for row in rows for version in row.versions if version is not None]
    return _feed(request, kind, found, title="年度报告一览", author="政府信息公开", url=reverse("portal:report-grid"))


def _grid() -> tuple[list[int], list[GridRow]]:
    """Lay out the last years, back to the first one that anybody reported on here."""
    last = today().year - 1
    years = list(range(last, last - YEARS_SHOWN, -1))
    rows = queries.grid(existing(today()).filter(kind__in=REPORTING_KINDS), years)
    shown = max((place + 1 for row in rows for place, version in enumerate(row.versions) if version), default=1)
    return years[:shown], [GridRow(row.organ, row.versions[:shown]) for row in rows]


def _row(row: GridRow, years: Sequence[int]) -> Row:
    cells = [_cell(row.organ, year, version) for year, version in zip(years, row.versions, strict=True)]
    return Row(row.organ.name, cells, reverse("portal:reports", args=[row.organ.code]))


def _cell(organ: Organ, year: int, version: ReportVersion | None) -> Cell:
    if version is not None and version.published_at is not None:
        day = f"{localtime(version.published_at):%Y-%m-%d}"
        return Cell(day, "yes", href=reverse("portal:report", args=[organ.code, year]))
    state = _state(organ, year)
    words = {"missing": _("未发布"), "not_due": _("未到期限"), "not_founded": _("当年未设立")}
    return Cell("", "no" if state == "missing" else "none", words[state])


def _state(organ: Organ, year: int) -> str:
    """Tell why there is no report: the organ did not exist, the day has not come, or it is missing (`ogi:49`)."""
    if organ.founded_on.year > year:
        return "not_founded"
    last = report_deadline(OrganKind(organ.kind), year=year).due(
        date(year, 12, 31), Calendar.for_area_code(organ.area_code)
    )
    return "not_due" if today() <= last.day else "missing"


@public
@require_safe
@kept
def reports(request: HttpRequest, code: str) -> HttpResponse:
    """
    List an organ's published reports, newest year first; a year without one is named.

    :raises Http404: no such organ.
    """
    organ = organ_of(code)
    versions = list(queries.published_versions(organ))
    years = {version.report.year for version in versions}
    gaps = [year for year in range(min(years), max(years)) if year not in years] if years else []
    return page(
        request,
        "reports.html",
        organ,
        here="reports",
        crumbs=[(reports_label(), "")],
        head=Head(
            column=reports_label(),
            description=term("annual_report"),
            feeds=feed_links("portal:reports-feed", organ),
        ),
        versions=versions,
        gaps=gaps,
    )


@public
@require_safe
def feed(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    """
    Give an organ's published reports, every version, as data.

    :raises Http404: no such organ or format.
    """
    organ = organ_of(code)
    return _feed(
        request,
        kind,
        list(queries.published_versions(organ)),
        title=f"{organ.name} 年度报告",
        author=organ.name,
        url=reverse("portal:reports", args=[code]),
    )


def _feed(
    request: HttpRequest, kind: str, versions: Sequence[ReportVersion], *, title: str, author: str, url: str
) -> HttpResponseBase:
    if kind not in feeds.FORMATS:
        raise Http404
    entries = [_entry(version) for version in versions]
    listed = feeds.DataList(title, author, url, COLUMNS, entries, len(entries), lambda: entries)
    return feeds.answer(request, listed, kind)


def _entry(version: ReportVersion) -> feeds.Entry:
    organ, year = version.report.organ, version.report.year
    at = version.published_at or timezone.make_aware(datetime.combine(version.signed_on, time(12)))
    return feeds.Entry(
        key=f"{organ.code}-{year}-v{version.number}",
        url=f"{exports.page_path(version)}?version={version.number}",
        title=version.content["title"],
        published_at=at,
        changed_at=at,
        summary=version.content["preface"],
        fields={
            "year": year,
            "title": version.content["title"],
            "organ": version.content["organ"],
            "organ_code": organ.code,
            "version": version.number,
            "published_at": at,
            "reason": version.reason,
            "digest": version.digest,
            "json": exports.file_path(version, "json"),
        },
    )
