"""Attachments of an item at the desk: upload, look at what will be published and what was dropped, mask, confirm, take off."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.apps.core import files, uploads
from gongkai.apps.core.models import Upload
from gongkai.apps.core.uploads import UploadError
from gongkai.apps.organs.originals import open_original
from gongkai.apps.publication import gate, operations
from gongkai.apps.publication.body import pictures_in
from gongkai.apps.publication.errors import PublicationError
from gongkai.apps.publication.models import Attachment, DisclosureItem, ItemVersion
from gongkai.web.access import permitted, person, today
from gongkai.web.uploads import sending
from gongkai.web.uploads.review import review_of
from gongkai.web.workbench.attachment_rows import rows_of
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.item_views import item_or_404

#: What a browser may do with a file of somebody else's: show it, run nothing.
SANDBOX = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"


@permitted("item.read")
@require_safe
def listed(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """List the attachments of the newest version; whoever writes the item can add some."""
    organ, item = item_or_404(request, code, key, "item.read")
    version = gate.newest_version(item)
    return page(
        request,
        "item_files.html",
        organ,
        here="items",
        trail=[(item.title, reverse("workbench:item", args=[code, key])), (_("附件"), "")],
        item=item,
        version=version,
        rows=rows_of(version, on=today()),
        corrects=item.state == DisclosureItem.State.PUBLISHED,
    )


@permitted("item.write")
@require_POST
def add(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Take files in and attach what passed; a file that is attached already is not attached twice."""
    organ, item = item_or_404(request, code, key, "item.write")
    address = reverse("workbench:item-files", args=[code, key])
    if item.state == DisclosureItem.State.WITHDRAWN:
        raise Http404
    sent = sending.take_files(request, organ=organ, by=person(request), purpose="item")
    fresh = _fresh(item, sent)
    if fresh:
        number = gate.newest_version(item).number
        attached = _carry_out(
            request,
            lambda: operations.attach(
                item=item,
                based_on=number,
                files=fresh,
                by=person(request),
                at=timezone.now(),
                reason=request.POST.get("reason", ""),
            ),
        )
        sent.taken = sent.taken if attached else []
    sending.tell(request, sent)
    return sending.lead(request, address)


def _fresh(item: DisclosureItem, sent: sending.Sent) -> list[Upload]:
    """Give the uploads whose originals are not behind an attachment yet; a double click attaches nothing twice."""
    attached = gate.newest_version(item).attachments.values_list("file__upload__original_sha256", flat=True)
    known, fresh = set(attached), []
    for upload in sent.taken:
        if upload.original_sha256 in known:
            message = _("附件中已有同样的文件，没有重复添加。")
            sent.refused.append(sending.Refusal(upload.name, message))
        else:
            known.add(upload.original_sha256)
            fresh.append(upload)
    sent.taken = fresh
    return fresh


@permitted("item.read")
@require_safe
def shown(request: HttpRequest, code: str, key: str, position: int) -> HttpResponse:
    """Show one attachment: what will be published beside what was dropped."""
    organ, item = item_or_404(request, code, key, "item.read")
    version, attachment, upload = _attached(item, position)
    place = [code, key, position]
    review = review_of(
        upload,
        on=today(),
        page_url=lambda number: reverse("workbench:item-file-page", args=[*place, number]),
        file_url=reverse("workbench:item-file-result", args=place),
    )
    return page(
        request,
        "item_file.html",
        organ,
        here="items",
        trail=[
            (item.title, reverse("workbench:item", args=[code, key])),
            (_("附件"), reverse("workbench:item-files", args=[code, key])),
            (attachment.title, ""),
        ],
        item=item,
        version=version,
        attachment=attachment,
        review=review,
        in_text=attachment.file.sha256 in pictures_in(version.body_html),
        corrects=item.state == DisclosureItem.State.PUBLISHED,
    )


@permitted("item.write")
@require_POST
def act(request: HttpRequest, code: str, key: str, position: int) -> HttpResponse:
    """Mask, undo the mask, confirm, rename or take off one attachment."""
    _organ, item = item_or_404(request, code, key, "item.write")
    _version, attachment, upload = _attached(item, position)
    step = ACTS.get(request.POST.get("act", ""))
    if step is None:
        raise Http404
    done = _carry_out(request, lambda: step(request, item, attachment, upload))
    if done and done != _REMOVED:
        messages.success(request, done)
    if done == _REMOVED:
        messages.success(request, _("已移除附件。"))
        return redirect("workbench:item-files", code, key)
    return redirect("workbench:item-file", code, key, position)


_REMOVED = "removed"
Act = Callable[[HttpRequest, DisclosureItem, Attachment, Upload], str]


def _mask(request: HttpRequest, item: DisclosureItem, attachment: Attachment, upload: Upload) -> str:
    masked = uploads.mask(
        upload=upload, by=person(request), on=today(), at=timezone.now(), profile=request.POST.get("profile", "")
    )
    _replace(request, item, attachment, masked)
    return _("已遮盖，公开的是遮盖后的文件；提交前可以撤销。")


def _unmask(request: HttpRequest, item: DisclosureItem, attachment: Attachment, upload: Upload) -> str:
    if upload.masked_from is None:
        raise UploadError(_("这个附件没有遮盖过。"))
    _replace(request, item, attachment, upload.masked_from)
    return _("已撤销遮盖，恢复为遮盖前的文件。")


def _replace(request: HttpRequest, item: DisclosureItem, attachment: Attachment, upload: Upload) -> None:
    operations.replace_attachment(position=attachment.position, upload=upload, **_change(request, item))


def _confirm(request: HttpRequest, _item: DisclosureItem, _attachment: Attachment, upload: Upload) -> str:
    uploads.confirm(upload=upload, by=person(request), on=today(), at=timezone.now())
    return _("已记录您看过去除的内容和程序读不出的地方。")


def _rename(request: HttpRequest, item: DisclosureItem, attachment: Attachment, _upload: Upload) -> str:
    title = request.POST.get("title", "")
    operations.rename_attachment(position=attachment.position, title=title, **_change(request, item))
    return _("已改名称。")


def _remove(request: HttpRequest, item: DisclosureItem, attachment: Attachment, _upload: Upload) -> str:
    operations.detach(position=attachment.position, **_change(request, item))
    return _REMOVED


def _change(request: HttpRequest, item: DisclosureItem) -> dict[str, Any]:
    """Give what every change of the attachments is told; the version that the page showed is what it starts from."""
    typed = request.POST.get("based_on", "")
    return {
        "item": item,
        "based_on": int(typed) if typed.isdecimal() else 0,
        "by": person(request),
        "at": timezone.now(),
        "reason": request.POST.get("reason", ""),
    }


ACTS: dict[str, Act] = {"mask": _mask, "unmask": _unmask, "confirm": _confirm, "rename": _rename, "remove": _remove}


def _carry_out(request: HttpRequest, step: Callable[[], Any]) -> Any:
    """Do something; a refusal becomes a message on the next page."""
    try:
        return step()
    except (PublicationError, UploadError) as error:
        messages.error(request, str(error))
        return None


@permitted("item.read")
@require_safe
def page_picture(request: HttpRequest, code: str, key: str, position: int, number: int) -> HttpResponse:
    """Give the picture of one page of an attachment."""
    _organ, item = item_or_404(request, code, key, "item.read")
    _version, _attachment, upload = _attached(item, position)
    picture = uploads.page_of(upload, number)
    if picture is None:
        raise Http404
    return _file(picture, "image/png", f"{number}.png", attached=False)


@permitted("item.read")
@require_safe
def result(request: HttpRequest, code: str, key: str, position: int) -> HttpResponse:
    """Give the file that will be published; a picture is shown, everything else is downloaded."""
    _organ, item = item_or_404(request, code, key, "item.read")
    _version, _attachment, upload = _attached(item, position)
    stored = upload.derivative
    if stored is None:
        raise Http404
    return _file(
        files.read(stored), stored.media_type, stored.name, attached=not stored.media_type.startswith("image/")
    )


@permitted("original.open")
@require_POST
def original(request: HttpRequest, code: str, key: str, position: int) -> HttpResponse:
    """Give the file as it was handed in, to whoever may, with the reason on record."""
    _organ, item = item_or_404(request, code, key, "original.open")
    _version, _attachment, upload = _attached(item, position)
    try:
        opened = open_original(
            upload=upload, by=person(request), at=timezone.now(), reason=request.POST.get("reason", "")
        )
    except UploadError as error:
        messages.error(request, str(error))
        return redirect("workbench:item-file", code, key, position)
    return _file(opened.data, "application/octet-stream", opened.name, attached=True)


def _file(data: bytes, media_type: str, name: str, *, attached: bool) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(attached, name) or "attachment"
    response["Content-Security-Policy"] = SANDBOX
    return response


def _attached(item: DisclosureItem, position: int) -> tuple[ItemVersion, Attachment, Upload]:
    """
    Give an attachment of the newest version with its upload.

    :raises Http404: there is none at this position.
    """
    version = gate.newest_version(item)
    found = version.attachments.select_related("file__upload").filter(position=position).first()
    upload = getattr(found.file, "upload", None) if found else None
    if found is None or upload is None:
        raise Http404
    return version, found, upload
