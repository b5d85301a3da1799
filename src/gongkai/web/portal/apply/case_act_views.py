"""What applicants do with their case on line: correct it, give reasons, withdraw it, say how it was, leave this device."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.apps.core import uploads
from gongkai.apps.foi import operations
from gongkai.apps.foi.models import FoiFile, FoiRequest
from gongkai.law import foi_flow
from gongkai.web.access import public
from gongkai.web.portal.apply import keys
from gongkai.web.portal.apply.case_views import case_page, with_case
from gongkai.web.portal.apply.draft_views import own_page
from gongkai.web.portal.apply.files import taken
from gongkai.web.portal.apply.forms import RateForm, WordsForm
from gongkai.web.portal.apply.tries import private

REFUSALS = (foi_flow.UnlawfulMove, operations.FoiError, uploads.UploadError)


@public
@require_POST
@private
@with_case
def clarify(request: HttpRequest, foi: FoiRequest, *, secret: str) -> HttpResponse:
    """Take the correction of an application."""
    form = WordsForm(request.POST, request.FILES, label=_("补正的内容"), with_file=True)
    if not form.is_valid():
        return case_page(request, foi, 400, clarify=form)
    try:
        file = form.cleaned_data["file"]
        added = [taken(foi.organ, file, FoiFile.Kind.CLARIFICATION)] if file else []
        operations.clarify(foi=foi, by=None, words=form.cleaned_data["words"], files=added, at=timezone.now())
    except REFUSALS as error:
        form.add_error(None, str(error))
        return case_page(request, foi, 400, clarify=form)
    return redirect("portal:apply-case", foi.organ.code, foi.public_key)


@public
@require_POST
@private
@with_case
def reasons(request: HttpRequest, foi: FoiRequest, *, secret: str) -> HttpResponse:
    """Take the reasons for many applications."""
    form = WordsForm(request.POST, label=_("理由"))
    if form.is_valid():
        try:
            operations.give_reasons(foi=foi, by=None, words=form.cleaned_data["words"], at=timezone.now())
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            return redirect("portal:apply-case", foi.organ.code, foi.public_key)
    return case_page(request, foi, 400, reasons=form)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@private
@with_case
def withdraw(request: HttpRequest, foi: FoiRequest, *, secret: str) -> HttpResponse:
    """Ask once more, then take the application back."""
    if request.method == "POST":
        try:
            operations.withdraw(foi=foi, by=None, at=timezone.now())
        except REFUSALS as error:
            return case_page(request, foi, 400, failed=str(error))
        return redirect("portal:apply-case", foi.organ.code, foi.public_key)
    return own_page(request, "withdraw.html", foi.organ, _("撤回申请"), foi=foi)


@public
@require_POST
@private
@with_case
def rate(request: HttpRequest, foi: FoiRequest, *, secret: str) -> HttpResponse:
    """Take how content the applicant was."""
    form = RateForm(request.POST)
    if form.is_valid():
        try:
            operations.rate(
                foi=foi, by=None, score=form.cleaned_data["score"], words=form.cleaned_data["words"], at=timezone.now()
            )
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            return redirect("portal:apply-case", foi.organ.code, foi.public_key)
    return case_page(request, foi, 400, rate=form)


@public
@require_POST
@private
@with_case
def leave(request: HttpRequest, foi: FoiRequest, *, secret: str) -> HttpResponse:
    """Leave this device: it follows the case no longer."""
    response = redirect("portal:apply", foi.organ.code)
    keys.forget_case(response, foi)
    return response
