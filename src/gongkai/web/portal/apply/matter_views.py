"""Beside applications: to have a record about oneself put right (`ogi:41`), to suggest that something be published (`ogi:44.2`)."""

import secrets
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.apps.core import uploads
from gongkai.apps.core.codes import grouped
from gongkai.apps.core.sealing import unseal
from gongkai.apps.foi import operations, queries
from gongkai.apps.foi.letters import read_kept
from gongkai.apps.foi.models import ApplicantKind, FoiFile, SideMatter
from gongkai.apps.organs.models import Organ
from gongkai.documents.writing import CannotTypeset, MissingFonts, letter_pdf
from gongkai.web.access import public
from gongkai.web.portal.apply import keys
from gongkai.web.portal.apply.draft_views import limited, own_page
from gongkai.web.portal.apply.files import taken
from gongkai.web.portal.apply.forms import MatterForm
from gongkai.web.portal.apply.tries import applications, private, too_many
from gongkai.web.portal.frame import organ_of

Kind = SideMatter.Kind


@public
@require_http_methods(["GET", "HEAD", "POST"])
@private
def record(request: HttpRequest, code: str) -> HttpResponse:
    """Ask to have a record about oneself put right, with the proof (`ogi:41`)."""
    titles = (_("哪项记录有错"), _("错在哪里，应当是什么"))
    return _form(request, organ_of(code), Kind.RECORD_CORRECTION, titles, _("要求更正自己的信息"))


@public
@require_http_methods(["GET", "HEAD", "POST"])
@private
def suggestion(request: HttpRequest, code: str) -> HttpResponse:
    """Suggest that something be published for all (`ogi:44.2`)."""
    titles = (_("建议公开什么"), _("为什么应当公开给大家"))
    return _form(request, organ_of(code), Kind.PROMOTION, titles, _("建议主动公开"))


def _form(
    request: HttpRequest, organ: Organ, kind: SideMatter.Kind, titles: tuple[str, str], heading: str
) -> HttpResponse:
    if queries.online_channel(organ) is None:
        return redirect("portal:apply", organ.code)
    form = MatterForm(
        request.POST or None, request.FILES or None, titles=titles, initial={"key": secrets.token_urlsafe(18)}
    )
    if request.method == "POST" and form.is_valid():
        if too_many(request, applications()):
            return limited(request, organ)
        try:
            taken_in, secret = _taken(organ, kind, form.cleaned_data)
        except (operations.FoiError, uploads.UploadError) as error:
            form.add_error("file" if isinstance(error, uploads.UploadError) else None, str(error))
        else:
            onward = redirect(keys.case_path(taken_in))
            keys.remember_case(request, onward, taken_in, secret)
            return onward
    response = own_page(request, "matter_form.html", organ, heading, form=form, kind=kind.value)
    response.status_code = 400 if form.errors else 200
    return response


def _taken(organ: Organ, kind: SideMatter.Kind, data: dict[str, Any]) -> tuple[SideMatter, str]:
    files = [taken(organ, data["file"], FoiFile.Kind.ATTACHMENT)] if data["file"] else []
    applicant = operations.ApplicantData(kind=ApplicantKind.NATURAL_PERSON, name=data["name"], phone=data["phone"])
    said = operations.MatterWords(data["title"], data["words"])
    return operations.take_matter(
        organ=organ, kind=kind, key=data["key"], by=None, at=timezone.now(), applicant=applicant, said=said, files=files
    )


@public
@require_safe
@private
def matter(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show a matter to whoever holds its code: number, code, where it stands, the answer."""
    found, secret = _opened(request, code, key)
    if found is None:
        return redirect("portal:apply-status", code)
    return own_page(
        request, "matter.html", found.organ, found.serial, side=found, secret=grouped(secret),
        asked=unseal(found.title_sealed), files=list(found.files.all()), result=result_label(found),
        answer=read_kept(found.letter_content, found.letter_digest),
    )  # fmt: skip


def result_label(found: SideMatter) -> str:
    """Name how a matter ended, in the language of the page."""
    results = SideMatter.Result
    labels = {
        results.CORRECTED: _("予以更正"),
        results.FORWARDED: _("转送有权机关处理"),
        results.DIRECTED: _("告知向有权机关提出"),
        results.NOT_CORRECTED: _("不予更正"),
        results.PUBLISHED: _("属于主动公开范围，已经公开"),
        results.WILL_PUBLISH: _("属于主动公开范围，将及时公开"),
        results.NOT_IN_SCOPE: _("不属于主动公开范围"),
    }
    return labels[results(found.result)] if found.result else ""


@public
@require_safe
@private
def letter(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Give the answer as a file."""
    found, _secret = _opened(request, code, key)
    kept = read_kept(found.letter_content, found.letter_digest) if found else None
    if found is None or kept is None:
        raise Http404
    try:
        body = letter_pdf(kept.document(digest=found.letter_digest), font_dirs=settings.FONT_DIRS)
    except (MissingFonts, CannotTypeset):
        return redirect("portal:apply-matter", code, key)
    response = HttpResponse(body, content_type="application/pdf")
    name = f"{found.letter_serial}.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def _opened(request: HttpRequest, code: str, key: str) -> tuple[SideMatter | None, str]:
    found = SideMatter.objects.filter(organ=organ_of(code), public_key=key).select_related("organ", "applicant").first()
    secret = keys.code_of_case(request, found) if found else ""
    return (found, secret) if secret else (None, "")
