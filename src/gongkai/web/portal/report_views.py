"""A yearly report in public: text, tables, pictures, last year beside it, and its files."""

import re
from dataclasses import dataclass
from hashlib import sha256

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from gongkai.apps.organs.models import Organ
from gongkai.apps.reporting import exports, queries
from gongkai.apps.reporting.content import version_report
from gongkai.apps.reporting.earlier import earlier_tables
from gongkai.apps.reporting.models import ReportVersion
from gongkai.documents.writing import MissingFonts
from gongkai.law.annual_report.forms import form
from gongkai.law.annual_report.model import Section, Tables
from gongkai.web.access import public
from gongkai.web.portal import pictures
from gongkai.web.portal.frame import Head, organ_of, page
from gongkai.web.portal.keeping import kept
from gongkai.web.portal.words import reports_label, section_heading
from gongkai.web.ui import grids
from gongkai.web.ui.frames import NavItem

YEARS_SHOWN = 6
FILES_KEPT = 3600
#: A sub-heading such as （一）主动公开。
SUB_HEADING = re.compile(r"（[一二三四五六七八九十]+）[^，。；：]{1,20}。?")


@public
@require_safe
@kept
def report(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """
    Show a report: the year in short, text, the three tables, last year's numbers beside, pictures, files, versions.

    :raises Http404: no version of that year is published, or not the one asked for.
    """
    organ = organ_of(code)
    version = _version(organ, year, request.GET.get("version", ""))
    shown = version_report(version)
    if shown.tables is None or version.published_at is None:
        raise Http404
    newest = newest_tables(organ)
    known = all_tables(organ)
    before = known.get(year - 1)
    chosen = form(shown.tables.form)
    files = exports.files(version)
    return page(
        request,
        "report.html",
        organ,
        here="reports",
        crumbs=[(reports_label(), reverse("portal:reports", args=[code])), (str(year), "")],
        head=Head(
            column=reports_label(),
            description=shown.preface,
            article=shown.title,
            published=f"{localtime(version.published_at):%Y-%m-%d %H:%M}",
            source=shown.organ,
            canonical=exports.page_path(version),
        ),
        report=shown,
        sections=[_paragraphs(section) for section in shown.sections],
        version=version,
        newest=queries.published_version(organ, year) == version,
        versions=queries.published_versions(organ).filter(report__year=year),
        table2=grids.table2(chosen, shown.tables),
        table3=grids.table3(chosen, shown.tables),
        table4=grids.table4(chosen, shown.tables),
        headline=pictures.headline(shown.tables, before),
        sentences=pictures.sentences(shown.tables, before),
        comparison=pictures.comparison(shown.tables, before) if before else [],
        compared=before is not None,
        last_year=year - 1,
        charts=pictures.charts(shown.tables, series(known | {year: shown.tables}, year)),
        files=files,
        picture_pdf=reverse("portal:report-picture", args=[code, year, version.number, "pdf"]),
        picture_png=reverse("portal:report-picture", args=[code, year, version.number, "png"]),
        years=[NavItem(str(one), reverse("portal:report", args=[code, one]), current=one == year) for one in newest],
    )


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the text; a sub-heading stands in it as a paragraph of its own."""

    text: str
    heading: bool


@dataclass(frozen=True)
class ShownSection:
    """A section as it is shown."""

    number: int
    heading: str
    paragraphs: tuple[Paragraph, ...]


def _paragraphs(section: Section) -> ShownSection:
    shown = (Paragraph(text, bool(SUB_HEADING.fullmatch(text))) for text in section.paragraphs)
    return ShownSection(section.number, section_heading(section.number, section.heading), tuple(shown))


def newest_tables(organ: Organ) -> dict[int, Tables]:
    """Give the tables of the newest published version of each year, newest year first."""
    found: dict[int, Tables] = {}
    for version in queries.published_versions(organ):
        tables = version_report(version).tables
        if tables is not None:
            found.setdefault(version.report.year, tables)
    return found


def all_tables(organ: Organ) -> dict[int, Tables]:
    """Give the tables of every year: published here, or read from an earlier file."""
    return earlier_tables(organ) | newest_tables(organ)


def series(newest: dict[int, Tables], year: int) -> list[tuple[int, Tables | None]]:
    """Give the years up to this one, at most six; a year without a report stays as a gap."""
    first = max(min(newest), year - YEARS_SHOWN + 1)
    return [(one, newest.get(one)) for one in range(first, year + 1)]


@public
@require_safe
def download(request: HttpRequest, code: str, year: int, number: int, kind: str) -> HttpResponse:
    """
    Give a report as a file: DOCX, PDF, XLSX, JSON or HTML, all of one version with one hash.

    Without Chinese fonts there is no PDF; the answer says so and names the other files, status 503.

    :raises Http404: no such version or kind.
    """
    organ = organ_of(code)
    version = queries.published_version(organ, year, number)
    if version is None or kind not in exports.KINDS:
        raise Http404
    address = request.build_absolute_uri(exports.page_path(version))
    try:
        made = _made(version, kind, address)
    except MissingFonts:
        return page(
            request,
            "report_without_fonts.html",
            organ,
            here="reports",
            status=503,
            version=version,
            files=exports.files(version),
        )
    response = HttpResponse(made.data, content_type=made.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{made.quoted_name}"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _made(version: ReportVersion, kind: str, address: str) -> exports.ExportedFile:
    """Make a file once; what was signed never changes, so it may be kept."""
    key = f"report-file:{version.digest}:{version.pk}:{kind}:{sha256(address.encode()).hexdigest()[:16]}"
    kept = cache.get(key)
    if isinstance(kept, exports.ExportedFile):
        return kept
    made = exports.make(version, kind, address=address)
    cache.set(key, made, FILES_KEPT)
    return made


def _version(organ: Organ, year: int, asked: str) -> ReportVersion:
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else None
    version = queries.published_version(organ, year, wanted)
    if version is None:
        raise Http404
    return version
