"""The papers of an application at the desk: added, opened."""

import hashlib
import zipfile
from collections.abc import Mapping
from io import BytesIO

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.apps.core import files, uploads
from gongkai.apps.foi import operations
from gongkai.apps.foi.archiving import packaged
from gongkai.apps.foi.models import FoiFile
from gongkai.apps.foi.queries import erased_after
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.workbench.foi_views import REFUSALS, foi_or_404
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once
from gongkai.web.workbench.reach import known_requests
from gongkai.web.workbench.words import say

#: Kinds that the program makes itself are not offered.
_NOT_OFFERED = frozenset({FoiFile.Kind.RELEASED})


def file_kinds() -> list[tuple[str, str]]:
    """Give what a file may be to a case."""
    return [(kind.value, say(kind.label)) for kind in FoiFile.Kind if kind not in _NOT_OFFERED]


class FileForm(forms.Form):
    """A file for the case."""

    kind = forms.ChoiceField(label=gettext_lazy("材料类别"), choices=file_kinds)
    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy("PDF、Word、Excel、图片或者文本；收存的是去除隐藏内容后的文件。"),
    )
    note = forms.CharField(label=gettext_lazy("说明"), max_length=200, required=False)


@permitted("foi.handle")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def add(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Add a file to the case."""
    organ, foi = foi_or_404(request, code, key, "foi.handle")
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data, now = form.cleaned_data, timezone.now()
        try:
            upload = uploads.take(
                organ=organ, name=data["file"].name, data=data["file"].read(), by=person(request), on=today(), at=now,
                purpose="application",
            )  # fmt: skip
            paper = operations.Paper(FoiFile.Kind(data["kind"]), upload)
            operations.add_file(foi=foi, by=person(request), at=now, paper=paper, note=data["note"])
        except uploads.UploadRefused as error:
            form.add_error("file", str(error))
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已收存。"))
            return redirect("workbench:foi-request", code, key)
    trail = [(foi.serial, reverse("workbench:foi-request", args=[code, key])), (_("收存材料"), "")]
    status = 400 if form.errors else 200
    return page(request, "foi_file_add.html", organ, here="foi", trail=trail, foi=foi, form=form, status=status)


@permitted("foi.read")
@require_safe
def file(request: HttpRequest, code: str, key: str, pk: int) -> HttpResponse:
    """Give a file of the case; it was made anew from what is visible, and is opened as a download."""
    _organ, foi = foi_or_404(request, code, key, "foi.read")
    found = foi.files.filter(pk=pk, file__isnull=False).select_related("file").first()
    if found is None or found.file is None:
        raise Http404
    response = HttpResponse(files.read(found.file), content_type=found.file.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.name) or ""
    response["Cache-Control"] = "private, no-store"
    return response


@permitted("foi.handle")
@require_POST
def archive(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Give the archive package of the case as one ZIP file; that it was taken out stands in the history."""
    _organ, foi = foi_or_404(request, code, key, "foi.handle")
    body = _zipped(packaged(foi, on=today()))
    operations.note_export(foi=foi, by=person(request), on=today(), sha256=hashlib.sha256(body).hexdigest())
    response = HttpResponse(body, content_type="application/zip")
    name = f"{foi.serial}归档.zip"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def _zipped(pieces: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, data in pieces.items():
            packed.writestr(path, data)
    return out.getvalue()


@permitted("foi.read")
@require_safe
def kept(request: HttpRequest, code: str) -> HttpResponse:
    """Show the ledger of erased identity copies, and those whose day comes next."""
    organ = organ_or_404(request, code, "foi.read")
    of_organ = FoiFile.objects.filter(foi__in=known_requests(request, organ), kind=FoiFile.Kind.IDENTITY)
    waiting = of_organ.filter(file__isnull=False, foi__closed_on__isnull=False).select_related("foi__organ")
    return page(
        request,
        "foi_kept.html",
        organ,
        here="foi",
        trail=[(_("身份证明复印件"), "")],
        waiting=[(file, erased_after(file.foi)) for file in waiting],
        erased=of_organ.filter(file__isnull=True).select_related("foi").order_by("-erased_on")[:200],
    )
