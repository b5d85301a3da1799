"""Many applications at once: letters of a day and old registers from Excel, hand-over and envelopes for chosen ones."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.apps.core import files, uploads
from gongkai.apps.core.sealing import SealError, seal, unseal
from gongkai.apps.foi import operations, sheets
from gongkai.apps.foi.models import FoiRequest
from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.permissions import NotPermitted
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.workbench.foi_views import REFUSALS, people_who_handle
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once
from gongkai.web.workbench.reach import known_requests
from gongkai.web.workbench.words import say

KINDS = {kind.name: kind for kind in (sheets.LETTERS, sheets.REGISTER)}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SheetForm(forms.Form):
    """A filled sheet."""

    kind = forms.ChoiceField(
        label=gettext_lazy("导入什么"), choices=lambda: [(kind.name, say(kind.label)) for kind in KINDS.values()]
    )
    file = forms.FileField(label=gettext_lazy("Excel 文件"))


@permitted("foi.register")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def take(request: HttpRequest, code: str) -> HttpResponse:
    """Take a sheet in; rows that cannot be taken are shown with the reason and given back as a workbook."""
    organ = organ_or_404(request, code, "foi.register")
    form = SheetForm(request.POST or None, request.FILES or None)
    taken: list[sheets.Taken] = []
    if request.method == "POST" and form.is_valid():
        try:
            taken = _take(request, organ, form)
        except (uploads.UploadRefused, sheets.NotASheet, *REFUSALS) as error:
            form.add_error("file", str(error))
    faulty = [each for each in taken if each.fault]
    return page(
        request,
        "foi_sheet_import.html",
        organ,
        here="foi",
        trail=[(_("批量登记"), "")],
        form=form,
        kinds=[(kind.name, say(kind.label)) for kind in KINDS.values()],
        done=[each for each in taken if each.foi],
        faulty=faulty,
        sealed=_sealed(form.cleaned_data["kind"], faulty) if faulty else "",
        status=400 if form.errors else 200,
    )


def _take(request: HttpRequest, organ: Organ, form: SheetForm) -> list[sheets.Taken]:
    kind, sent, now = KINDS[form.cleaned_data["kind"]], form.cleaned_data["file"], timezone.now()
    upload = uploads.take(
        organ=organ, name=sent.name, data=sent.read(), by=person(request), on=today(), at=now, purpose="register"
    )
    if upload.derivative is None:
        raise Http404
    rows = sheets.read_rows(files.read(upload.derivative), kind)
    return sheets.take(kind, rows, organ=organ, by=person(request), now=now)


def _sealed(kind: str, faulty: list[sheets.Taken]) -> str:
    """Keep the faulty rows in the page itself, sealed: nothing of them is stored."""
    rows = [[each.row.number, dict(each.row.values), each.fault] for each in faulty]
    return seal(json.dumps([kind, rows], ensure_ascii=False))


@permitted("foi.register")
@require_POST
def faults(request: HttpRequest, code: str) -> HttpResponse:
    """Give the rows that were not taken as a workbook, to be mended and sent again."""
    organ_or_404(request, code, "foi.register")
    try:
        kind, rows = json.loads(unseal(request.POST.get("sealed", "")) or "null") or (None, [])
    except (SealError, ValueError) as error:
        raise BadRequest from error
    if kind not in KINDS:
        raise Http404
    listed = [(sheets.Row(number, values), fault) for number, values, fault in rows]
    return _workbook(sheets.faults_xlsx(KINDS[kind], listed), _("需要修改的行.xlsx"))


@permitted("foi.register")
@require_safe
def template(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Give an empty sheet."""
    organ_or_404(request, code, "foi.register")
    if kind not in KINDS:
        raise Http404
    return _workbook(sheets.template_xlsx(KINDS[kind]), f"{say(KINDS[kind].label)}.xlsx")


def _workbook(body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


# ---- chosen applications


@permitted("foi.handle")
@require_POST
def chosen(request: HttpRequest, code: str) -> HttpResponse:
    """Hand chosen applications over to a colleague, or print their envelopes; there is no batch for what the law wants one by one."""
    organ = organ_or_404(request, code, "foi.handle")
    known = known_requests(request, organ, "foi.handle").select_related("applicant", "organ")
    found = list(known.filter(public_key__in=request.POST.getlist("key")))
    if not found:
        messages.error(request, _("请先勾选申请。"))
        return redirect("workbench:foi", code)
    if "envelopes" in request.POST:
        return page(
            request,
            "foi_envelopes.html",
            organ,
            here="foi",
            trail=[(_("信封"), "")],
            rows=[_envelope(foi) for foi in found],
        )
    return _hand_over(request, organ, found)


def _hand_over(request: HttpRequest, organ: Organ, found: list[FoiRequest]) -> HttpResponse:
    chosen_holder = request.POST.get("holder", "")
    holder = next((user for user in people_who_handle(organ) if str(user.pk) == chosen_holder), None)
    if holder is None:
        messages.error(request, _("请选择接办的人。"))
        return redirect("workbench:foi", organ.code)
    try:
        for foi in found:
            operations.hand_over(foi=foi, by=person(request), on=today(), holder=holder)
    except (NotPermitted, *REFUSALS) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已把 %(n)s 件交给 %(who)s。") % {"n": len(found), "who": holder})
    return redirect(reverse("workbench:foi", args=[organ.code]))


def _envelope(foi: FoiRequest) -> dict[str, Any]:
    return {
        "name": unseal(foi.applicant.name_sealed),
        "address": unseal(foi.applicant.address_sealed),
        "phone": unseal(foi.applicant.phone_sealed),
        "serial": foi.serial,
    }
