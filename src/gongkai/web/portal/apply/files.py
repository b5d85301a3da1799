"""The files of a draft: taken in, made anew from what is visible, listed, taken out again."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.apps.core import uploads
from gongkai.apps.core.models import Upload
from gongkai.apps.foi import operations
from gongkai.apps.foi.models import Draft, FoiFile
from gongkai.apps.organs.models import Organ
from gongkai.web.access import today
from gongkai.web.portal.apply.forms import FileForm
from gongkai.web.portal.apply.steps import step_of

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE


def papers(request: HttpRequest, draft: Draft, secret: str) -> HttpResponse:
    """Show the files of a draft; take one in, or take one out."""
    from gongkai.web.portal.apply.draft_views import step_page

    here = step_of("files")
    assert here is not None  # noqa: S101 - the table of pages has it
    form = FileForm()
    if request.method == "POST":
        if request.POST.get("remove", "").isdigit():
            operations.detach(draft=draft, by=None, at=timezone.now(), file_id=int(request.POST["remove"]))
            return redirect(request.get_full_path())
        form = FileForm(request.POST, request.FILES)
        if form.is_valid() and _attached(form, draft):
            return redirect(request.get_full_path())
    listed = list(draft.files.select_related("file"))
    return step_page(request, draft, secret, here, "files.html", form=form, listed=listed)


def _attached(form: FileForm, draft: Draft) -> bool:
    kind = FoiFile.Kind(form.cleaned_data["file_kind"])
    try:
        upload = taken(draft.organ, form.cleaned_data["file"], kind)
        operations.attach(draft=draft, by=None, kind=kind, upload=upload, at=timezone.now())
    except (uploads.UploadError, operations.FoiError) as error:
        form.add_error("file", str(error))
    return not form.errors


def taken(organ: Organ, file: Any, kind: FoiFile.Kind) -> Upload:
    """
    Take an uploaded file in; a proof of identity goes by what it is, because its name is mostly that of a person.

    :raises UploadError: it is too big, or cannot be made safe; the message is for the sender.
    """
    size, name = file.size or 0, file.name or ""
    if size > LARGEST:
        raise uploads.UploadError(
            _("这个文件有%(size)s MB，最多 %(most)s MB。请缩小（例如降低照片的清晰度）、分成几个，或者当面提交。")
            % {"size": -(-size // MEGABYTE), "most": LARGEST // MEGABYTE}
        )
    if kind == FoiFile.Kind.IDENTITY:
        name = f"{FoiFile.Kind.IDENTITY.label}.{name.rpartition('.')[2]}"
    return uploads.take(
        organ=organ, name=name, data=file.read(), by=None, on=today(), at=timezone.now(), purpose="application"
    )
