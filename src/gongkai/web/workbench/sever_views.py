"""Withholding parts of a file at the desk (区分处理): mark on the pictures of pages or in the list of passages, release, look again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.apps.foi import operations, severance
from gongkai.apps.foi.models import FoiFile, FoiRequest
from gongkai.apps.organs.models import Organ
from gongkai.documents.redaction import RedactionFailed, Sheet
from gongkai.web.access import permitted, person, today
from gongkai.web.workbench.foi_views import REFUSALS, foi_or_404
from gongkai.web.workbench.forms.severing import Marking
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once


@permitted("foi.handle")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def sever(request: HttpRequest, code: str, key: str, pk: int) -> HttpResponse:
    """Mark what is withheld in a file of the case and make the released one."""
    organ, foi, file = _file_or_404(request, code, key, pk, "foi.handle")
    refusal, sheet = "", Sheet()
    try:
        sheet = severance.sheet(file)
    except RedactionFailed as error:
        refusal = str(error)
    last = file.redactions.last()
    marking = Marking(
        sheet,
        on=today(),
        data=request.POST if request.method == "POST" else None,
        kept=last.marks if last and request.method != "POST" else (),
    )
    if request.method == "POST" and not refusal:
        try:
            return _release(request, foi, file, marking)
        except (RedactionFailed, *REFUSALS) as error:
            refusal = str(error)
    trail = [(foi.serial, reverse("workbench:foi-request", args=[code, key])), (_("区分处理"), "")]
    return page(
        request,
        "foi_sever.html",
        organ,
        here="foi",
        trail=trail,
        foi=foi,
        file=file,
        marking=marking,
        refusal=refusal,
        last=last,
        status=400 if refusal and request.method == "POST" else 200,
    )


def _release(request: HttpRequest, foi: FoiRequest, file: FoiFile, marking: Marking) -> HttpResponse:
    redacted = severance.prepared(file, marking.marks())
    made = operations.keep_redaction(
        file=file, by=person(request), at=timezone.now(), redacted=redacted, marks=marking.plain()
    )
    messages.success(
        request,
        _("已生成“%(name)s”，其中标注的 %(n)s 处已不存在。") % {"name": made.released.name, "n": len(redacted.map)},
    )
    if redacted.echoes:
        words = _("、").join(f"“{word[:20]}”" for word in redacted.echoes[:5])
        messages.warning(request, _("遮去的文字在别处还出现：%(words)s。请核对是否也要遮去。") % {"words": words})
    return redirect("workbench:foi-request", foi.organ.code, foi.public_key)


@permitted("foi.read")
@require_safe
def picture(request: HttpRequest, code: str, key: str, pk: int, number: int) -> HttpResponse:
    """Give the picture of a page of a file."""
    _organ, _foi, file = _file_or_404(request, code, key, pk, "foi.read")
    try:
        found = severance.picture(file, number)
    except RedactionFailed:
        found = None
    if found is None:
        raise Http404
    return HttpResponse(found, content_type="image/jpeg" if found.startswith(b"\xff\xd8") else "image/png")


def _file_or_404(request: HttpRequest, code: str, key: str, pk: int, verb: str) -> tuple[Organ, FoiRequest, FoiFile]:
    organ, foi = foi_or_404(request, code, key, verb)
    file = foi.files.filter(pk=pk, file__isnull=False).select_related("file", "foi__organ").first()
    if file is None or not severance.markable(file):
        raise Http404
    return organ, foi, file
