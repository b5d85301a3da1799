"""A case for its applicant, by number and code: receipt, course, letters, and what the applicant can do."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.apps.core import files as stored_files
from gongkai.apps.core.codes import grouped, typed
from gongkai.apps.core.throttling import Exhausted
from gongkai.apps.foi import letters, operations, queries
from gongkai.apps.foi.models import FoiFile, FoiRequest, Letter, LetterSettings, Satisfaction
from gongkai.apps.foi.submission import digest_of, receipt_document
from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.queries import calendar_of
from gongkai.documents.writing import CannotTypeset, LetterDocument, MissingFonts, letter_docx, letter_pdf
from gongkai.law import foi_flow
from gongkai.law.deadlines import deadline
from gongkai.law.letters import letter_kind
from gongkai.web.access import public, today
from gongkai.web.portal.apply import keys
from gongkai.web.portal.apply.draft_views import limited, own_page
from gongkai.web.portal.apply.forms import RateForm, StatusForm, WordsForm
from gongkai.web.portal.apply.standing import Standing, standing
from gongkai.web.portal.apply.told import history
from gongkai.web.portal.apply.tries import private, tried
from gongkai.web.portal.frame import organ_of
from gongkai.web.portal.limits import reply
from gongkai.web.portal.words import period
from gongkai.web.workbench.foi_facts import day_told
from gongkai.web.workbench.words import say

CaseView = Callable[..., HttpResponse]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def with_case(view: CaseView) -> CaseView:
    """Hand a view the case that this device may follow; otherwise ask for number and code, the same for a case that does not exist."""

    @wraps(view)
    def opened(request: HttpRequest, code: str, key: str, **more: Any) -> HttpResponse:
        found = FoiRequest.objects.filter(organ=organ_of(code), public_key=key).select_related("organ", "applicant")
        foi = found.first()
        secret = keys.code_of_case(request, foi) if foi else ""
        if foi is None or not secret:
            return redirect("portal:apply-status", code)
        return view(request, foi, secret=secret, **more)

    return cast("CaseView", opened)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@private
def status(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for number and code; both wrong in the same way, and only so often."""
    organ, form = organ_of(code), StatusForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        secret, number = typed(form.cleaned_data["code"]), form.cleaned_data["number"]
        try:
            foi = cast("keys.Followed | None", tried(request, partial(found_by_code, organ, number, secret)))
        except Exhausted:
            return limited(request, organ)
        if foi is not None:
            answer = redirect(keys.case_path(foi))
            keys.remember_case(request, answer, foi, secret)
            return answer
        form.add_error(None, _("编号和查询码对不上。请照回执核对编号的年份、序号和16位查询码。"))
    response = own_page(request, "status.html", organ, _("查询办理进度"), form=form)
    response.status_code = 400 if form.errors else 200
    return response


def found_by_code(organ: Organ, number: str, secret: str) -> "keys.Followed | None":
    """Find what a number and its code open: an application, or what stands beside applications."""
    if queries.tells_of_matter(number):
        return queries.matter_by_code(organ, number, secret)
    return queries.request_by_code(organ, number, secret)


@public
@require_safe
@private
@with_case
def case(request: HttpRequest, foi: FoiRequest, *, secret: str) -> HttpResponse:
    """Show where the case stands, what happened, the letters, what can be done."""
    return case_page(request, foi)


def case_page(request: HttpRequest, foi: FoiRequest, code: int = 200, **context: Any) -> HttpResponse:
    """Answer with the page of a case; `context` replaces forms by those that were refused."""
    now = standing(foi, on=today())
    released = foi.files.filter(kind=FoiFile.Kind.RELEASED, file__isnull=False).select_related("file")
    response = own_page(
        request, "case.html", foi.organ, foi.serial, foi=foi, now=now, history=history(foi.events.order_by("position")),
        letters=_letters(foi), released=list(released) if now.closed else [], forms=_forms(foi, now) | context,
        payment=_payment(foi), reply=period(reply(on=foi.received_on or today())),
    )  # fmt: skip
    response.status_code = code
    return response


def _payment(foi: FoiRequest) -> str:
    """Say how the fee is paid, as the organ has set it."""
    chosen = LetterSettings.objects.filter(organ=foi.organ).first()
    return chosen.payment_method if chosen else ""


def _forms(foi: FoiRequest, now: Standing) -> dict[str, Any]:
    given = Satisfaction.objects.filter(foi=foi).first()
    return {
        "clarify": WordsForm(label=_("补正的内容"), with_file=True) if now.clarifying else None,
        "reasons": WordsForm(label=_("理由")) if now.awaiting_reasons else None,
        "rate": RateForm(initial={"score": given.score} if given else None) if now.closed else None,
        "rated": given,
    }


def _letters(foi: FoiRequest) -> list[dict[str, Any]]:
    found = foi.letters.filter(recipient=Letter.Recipient.APPLICANT).exclude(content="").order_by("id")
    return [{"letter": letter, "label": say(letter_kind(letter.kind).label)} for letter in found]


@public
@require_safe
@private
@with_case
def receipt(request: HttpRequest, foi: FoiRequest, *, secret: str) -> HttpResponse:
    """Show the receipt: number, both dates, due date with its rule, what happens next, the code once more (`ogi:31(3)`)."""
    now = standing(foi, on=today())
    return own_page(
        request, "receipt.html", foi.organ, _("回执"), foi=foi, now=now, secret=grouped(secret), digest=digest_of(foi),
        files=list(foi.files.select_related("file")), reply=period(reply(on=today())),
        clarify=period(deadline("foi.clarification", on=today())),
    )  # fmt: skip


@public
@require_safe
@private
@with_case
def receipt_file(request: HttpRequest, foi: FoiRequest, *, secret: str) -> HttpResponse:
    """Give the receipt as a file; it is made from what was kept, so that it is the same at any time."""
    if not digest_of(foi):
        raise Http404
    address = request.build_absolute_uri(f"/xxgk/{foi.organ.code}/apply/status/")
    return _file(request, foi, receipt_document(foi, status_url=address), "pdf", f"{foi.serial}回执")


@public
@require_safe
@private
@with_case
def letter(request: HttpRequest, foi: FoiRequest, *, secret: str, pk: int, form: str) -> HttpResponse:
    """Give a letter to the applicant as a file, and note that it was opened."""
    found = foi.letters.filter(pk=pk, recipient=Letter.Recipient.APPLICANT).select_related("foi__organ").first()
    if found is None or form not in ("pdf", "docx"):
        raise Http404
    try:
        document = letters.letter_document(found)
    except letters.LetterNotKept as error:
        return case_page(request, foi, 503, failed=str(error))
    operations.note_opened(letter=found, by=None, at=timezone.now())
    return _file(request, foi, document, form, found.serial or f"{foi.serial}{letter_kind(found.kind).label}")


def _file(request: HttpRequest, foi: FoiRequest, document: LetterDocument, form: str, name: str) -> HttpResponse:
    try:
        body = letter_pdf(document, font_dirs=settings.FONT_DIRS) if form == "pdf" else letter_docx(document)
    except (MissingFonts, CannotTypeset):
        return case_page(request, foi, 503, failed=_("现在不能生成 PDF。请用浏览器打印本页，或者向工作机构索取。"))
    response = HttpResponse(body, content_type="application/pdf" if form == "pdf" else DOCX)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{name}.{form}") or ""
    return response


@public
@require_safe
@private
@with_case
def released(request: HttpRequest, foi: FoiRequest, *, secret: str, pk: int) -> HttpResponse:
    """Give a file that was released with the reply."""
    found = foi.files.filter(pk=pk, kind=FoiFile.Kind.RELEASED, file__isnull=False).select_related("file").first()
    if found is None or found.file is None or not standing(foi, on=today()).closed:
        raise Http404
    response = HttpResponse(stored_files.read(found.file), content_type=found.file.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.name) or ""
    return response


@public
@require_safe
@private
@with_case
def days(request: HttpRequest, foi: FoiRequest, *, secret: str) -> HttpResponse:
    """Show how the due date was made, day by day (F32)."""
    events, calendar = queries.flow_events(foi), calendar_of(foi.organ)
    sheet = foi_flow.day_sheet(events, on=max(today(), foi.closed_on or today()), calendar=calendar)
    rows = [(day_told(row), row.info.name) for row in sheet.rows]
    return own_page(request, "days.html", foi.organ, _("期限怎样算出来"), foi=foi, sheet=sheet, rows=rows)
