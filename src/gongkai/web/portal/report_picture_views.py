"""The year in one picture as a file: a page of A4 to hang out, a long strip for a phone."""

from collections.abc import Callable
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from gongkai.apps.reporting import exports, queries
from gongkai.apps.reporting.models import ReportVersion
from gongkai.documents.writing import Highlight, MissingFonts, ReportPicture, picture_pdf, picture_png
from gongkai.law.annual_report.model import Tables
from gongkai.web.access import public
from gongkai.web.portal import pictures
from gongkai.web.portal.frame import organ_of, page
from gongkai.web.portal.report_views import FILES_KEPT, all_tables, series

KINDS: dict[str, tuple[str, Callable[..., bytes]]] = {
    "pdf": ("application/pdf", picture_pdf),
    "png": ("image/png", picture_png),
}


@public
@require_safe
def picture(request: HttpRequest, code: str, year: int, number: int, kind: str) -> HttpResponse:
    """
    Give the picture of a published version; without Chinese fonts the answer says so, status 503.

    :raises Http404: no such version or kind.
    """
    organ = organ_of(code)
    version = queries.published_version(organ, year, number)
    if version is None or kind not in KINDS:
        raise Http404
    newest = all_tables(organ)
    address = request.build_absolute_uri(exports.page_path(version))
    try:
        data = _made(version, kind, address, newest)
    except MissingFonts:
        files = exports.files(version)
        return page(
            request, "report_without_fonts.html", organ, here="reports", status=503, version=version, files=files
        )
    response = HttpResponse(data, content_type=KINDS[kind][0])
    response["Content-Disposition"] = f'inline; filename="picture-{code}-{year}-v{number}.{kind}"'
    return response


def _made(version: ReportVersion, kind: str, address: str, newest: dict[int, Tables]) -> bytes:
    """Draw once as long as neither the version nor an earlier year changes."""
    doc = exports.document_of(version, address=address)
    tables = doc.report.tables
    if tables is None:
        raise Http404
    year = version.report.year
    years = series(newest | {year: tables}, year)[-5:]
    counted = [(one, _new(found)) for one, found in years]
    key = f"report-picture:{sha256(f'{version.digest}:{kind}:{address}:{counted}'.encode()).hexdigest()}"
    kept = cache.get(key)
    if isinstance(kept, bytes):
        return kept
    before = newest.get(year - 1)
    with translation.override("zh-hans"):
        highlights = [_highlight(one) for one in pictures.headline(tables, before)]
        shown = ReportPicture(doc, pictures.sentences(tables, before), highlights, counted)
    made = KINDS[kind][1](shown, font_dirs=settings.FONT_DIRS)
    cache.set(key, made, FILES_KEPT)
    return made


def _highlight(one: pictures.Comparison) -> Highlight:
    note = f"上年 {one.before_text}，{one.change}" if one.before is not None else ""
    return Highlight(one.label, one.now_text, note)


def _new(tables: Tables | None) -> int | None:
    value = tables.cell3("new", "ct") if tables else None
    return None if value is None else int(value)
