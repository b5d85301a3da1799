"""Files of lists: the empty form, the problems, the sheet for the board, the exports to other platforms."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.apps.benefits import exports, operations, queries
from gongkai.apps.benefits.errors import BenefitError
from gongkai.apps.benefits.models import BenefitBatch, PublicNotice
from gongkai.apps.organs.models import Organ
from gongkai.documents.personal_data.table import as_text
from gongkai.documents.writing import BoardSheet, BoardTable, Paper, board_sheet_pdf
from gongkai.documents.writing.fonts import MissingFonts
from gongkai.documents.writing.typesetting import CannotTypeset
from gongkai.law.benefits import program_kind, program_kinds
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.workbench.list_views import batch_or_404
from gongkai.web.workbench.reading_views import download

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
#: On the board only these come first; long lists go on over several sheets.
FIGURES = frozenset({"amount", "quantity", "persons", "months", "standard"})


@permitted("benefit.read")
@require_safe
def template(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """
    Give the empty form of a kind of list.

    :raises Http404: no such kind.
    """
    organ_or_404(request, code, "benefit.read")
    if f"program.{kind}" not in program_kinds(today()):
        raise Http404
    name = program_kind(f"program.{kind}", on=today()).label
    return download(exports.template_xlsx(f"program.{kind}", on=today()), f"{name}名单模板.xlsx", XLSX)


@permitted("benefit.read")
@require_safe
def problems(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Give the problems of a list as a workbook to mend by."""
    _organ, batch = batch_or_404(request, code, key, "benefit.read")
    rows = exports.problem_table(batch, on=today())
    return download(exports.as_xlsx(rows, name="问题清单"), f"{batch}问题清单.xlsx", XLSX)


@permitted("benefit.read")
@require_safe
def sheet(request: HttpRequest, code: str, key: str, paper: str) -> HttpResponse:
    """
    Give the list for the board as a PDF: full names, no numbers, one code that leads to the page.

    :raises Http404: no such paper, or the list is not public.
    """
    organ, batch = batch_or_404(request, code, key, "benefit.read")
    notice = PublicNotice.objects.filter(batch=batch).select_related("organ").first()
    if notice is None or not queries.shows_names(notice, on=today()) or paper not in list(Paper):
        raise Http404
    village = (
        organ.short_name if organ.kind == Organ.Kind.VILLAGE and queries.has_place(batch, organ.short_name) else ""
    )
    url = request.build_absolute_uri(reverse("portal:list-short", args=[batch.public_key]))
    try:
        data = board_sheet_pdf(
            board_sheet(notice, village=village, url=url), paper=Paper(paper), font_dirs=settings.FONT_DIRS
        )
    except (CannotTypeset, MissingFonts) as error:
        messages.error(request, str(error))
        return redirect("workbench:list", organ.code, key)
    operations.note_taken(batch=batch, what="sheet", by=person(request), on=today())
    return download(data, f"{batch}公开栏.pdf", "application/pdf")


def board_sheet(notice: PublicNotice, *, village: str, url: str) -> BoardSheet:
    """Put together what hangs on the board; it holds what the profile of the board allows and nothing else."""
    batch, program = notice.batch, notice.batch.program
    shown = [column for column in batch.columns if column["board"] != "left_out"]
    rows = queries.board_rows(notice, on=today(), place=village)
    people, amount = queries.counts_at(batch, village)
    is_notice = batch.purpose == BenefitBatch.Purpose.NOTICE
    return BoardSheet(
        organ=notice.organ.name,
        title=f"{program.name}\n{batch.period_from:%Y年%m月}{batch.get_purpose_display()}",
        kind="公示" if is_notice else "公布",
        dated_on=notice.starts_on,
        lines=(f"共{people}人（户），{amount}元。对名单有异议的，请在截止日前提出。",)
        if is_notice
        else (f"共{people}人（户），{amount}元。",),
        basis=program.basis,
        closes_on=notice.ends_on if is_notice else None,
        posted_until=notice.ends_on,
        office=notice.office,
        phone=notice.phone,
        url=url,
        table=BoardTable(
            columns=tuple(column["heading"] for column in shown),
            rows=tuple(tuple(as_text(value) for value in row[1:]) for row in rows),
            figures=tuple(at for at, column in enumerate(shown) if column["field"] in FIGURES),
        ),
    )


@permitted("benefit.register")
@require_safe
def export(request: HttpRequest, code: str, key: str, platform: str, form: str) -> HttpResponse:
    """
    Give a public list in the form of another platform; every export is written down.

    :raises Http404: no such platform or form, or the list was never public.
    """
    _organ, batch = batch_or_404(request, code, key, "benefit.register")
    notice = PublicNotice.objects.filter(batch=batch).select_related("organ__parent", "batch__program").first()
    known = exports.platforms().get(platform)
    if notice is None or known is None or form not in ("csv", "xlsx"):
        raise Http404
    rows = exports.export_rows(notice, known)
    data = exports.as_csv(rows) if form == "csv" else exports.as_xlsx(rows, name="数据")
    try:
        operations.note_taken(batch=batch, what=platform, by=person(request), on=today())
    except BenefitError as error:
        messages.error(request, str(error))
        return redirect("workbench:list", code, key)
    return download(data, f"{known.file}-{batch}.{form}", CSV if form == "csv" else XLSX)
