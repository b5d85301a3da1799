"""Letters of an application: as they were issued, as files, how they arrived; and what an organ has set for its later ones."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.apps.foi import letters, operations
from gongkai.apps.foi.models import FoiRequest, Letter, LetterSettings
from gongkai.apps.organs.models import Organ
from gongkai.documents.writing import CannotTypeset, MissingFonts, letter_docx, letter_pdf
from gongkai.law.foi_flow import Delivery
from gongkai.law.letters import letter_kind
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.workbench import letter_previews
from gongkai.web.workbench.foi_views import REFUSALS, foi_or_404
from gongkai.web.workbench.forms.letters import DeliveryForm, LetterSettingsForm
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once
from gongkai.web.workbench.words import say

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
MAKERS = {"pdf": letter_pdf, "docx": letter_docx}


@permitted("foi.read")
@require_safe
def letter(request: HttpRequest, code: str, key: str, pk: int) -> HttpResponse:
    """Show an issued letter with its number, hash, files and delivery."""
    organ, foi, found = _letter_or_404(request, code, key, pk, "foi.read")
    try:
        paper = letter_previews.issued(found)
    except letters.LetterNotKept as error:
        messages.error(request, str(error))
        paper = None
    return page(
        request,
        "letter_page.html",
        organ,
        here="foi",
        trail=_trail(foi, _called(found)),
        foi=foi,
        letter=found,
        called=_called(found),
        way=say(Delivery(found.delivery).label) if found.delivery in list(Delivery) else found.delivery,
        paper=paper,
    )


@permitted("foi.read")
@require_safe
def file(request: HttpRequest, code: str, key: str, pk: int, form: str) -> HttpResponse:
    """Give an issued letter as a file; it is made from the kept text alone, so that it is the same at any time."""
    _organ, _foi, found = _letter_or_404(request, code, key, pk, "foi.read")
    if form not in MAKERS:
        raise Http404
    try:
        body = MAKERS[form](letters.letter_document(found))
    except (letters.LetterNotKept, MissingFonts, CannotTypeset) as error:
        messages.error(request, str(error))
        return redirect("workbench:letter", code, key, pk)
    response = HttpResponse(body, content_type=MEDIA[form])
    name = f"{found.serial or f'{_foi.serial}{found.label}'}.{form}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["Cache-Control"] = "private, no-store"
    return response


@permitted("foi.handle")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def delivery(request: HttpRequest, code: str, key: str, pk: int) -> HttpResponse:
    """Record when and how a letter arrived."""
    organ, foi, found = _letter_or_404(request, code, key, pk, "foi.handle")
    form = DeliveryForm(request.POST or None, initial={"delivery": Delivery.POST.value, "delivered_on": today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            operations.record_delivery(
                letter=found,
                by=person(request),
                on=today(),
                delivery=Delivery(data["delivery"]),
                delivered_on=data["delivered_on"],
                proof=data["proof"],
            )
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已登记送达：%(letter)s。") % {"letter": _called(found)})
            return redirect("workbench:letter", code, key, pk)
    status = 400 if form.errors else 200
    trail = [*_trail(foi, _called(found), pk), (_("登记送达"), "")]
    return page(
        request, "letter_delivery.html", organ, here="foi", trail=trail, foi=foi, letter=found, called=_called(found),
        form=form, status=status,
    )  # fmt: skip


@permitted("settings.write")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def settings(request: HttpRequest, code: str) -> HttpResponse:
    """Set what the organ's later letters say where the law leaves it to the organ."""
    organ = organ_or_404(request, code, "settings.write")
    kept = LetterSettings.objects.filter(organ=organ).first() or LetterSettings(organ=organ)
    form = LetterSettingsForm(request.POST or None, instance=kept)
    if request.method == "POST" and form.is_valid():
        operations.set_letters(organ=organ, by=person(request), on=today(), **form.changed())
        messages.success(request, _("已保存；以后出具的文书按此办理，已出具的不变。"))
        return redirect("workbench:letter-settings", code)
    status = 400 if form.errors else 200
    trail = [(_("文书设置"), "")]
    return page(request, "letter_settings.html", organ, here="organ", trail=trail, form=form, status=status)


def _letter_or_404(request: HttpRequest, code: str, key: str, pk: int, verb: str) -> tuple[Organ, FoiRequest, Letter]:
    organ, foi = foi_or_404(request, code, key, verb)
    found = foi.letters.filter(pk=pk).select_related("issued_by", "approved_by").first()
    if found is None:
        raise Http404
    return organ, foi, found


def _called(found: Letter) -> str:
    """Name a letter by its kind and, if it has one, its number."""
    label = say(letter_kind(found.kind).label)
    return f"{label} {found.serial}".strip()


def _trail(foi: FoiRequest, label: str, pk: int | None = None) -> list[tuple[str, str]]:
    args = [foi.organ.code, foi.public_key]
    own = reverse("workbench:letter", args=[*args, pk]) if pk else ""
    return [(foi.serial, reverse("workbench:foi-request", args=args)), (label, own)]
