"""
Take the files of a request in, one after the other; what is refused is told, what is good is kept.

A face does this:

    sent = take_files(request, organ=organ, by=person_or_None, purpose="item")
    …attach `sent.taken`…
    tell(request, sent)
    return lead(request, reverse(…))

Do not put such a view in a transaction (`once` is one): a big file takes seconds.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.apps.core import uploads
from gongkai.apps.core.models import Upload
from gongkai.apps.core.uploads import UploadRefused
from gongkai.documents.rebuilding import Limits
from gongkai.documents.rebuilding.naming import masked

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ, User

FIELD = "files"
MOST = 20
#: The header by which the script of the page asks for an address instead of a redirection.
SCRIPTED = "X-Upload"


@dataclass(frozen=True)
class Refusal:
    """A file that was not taken: its name without personal data, and the line for its sender."""

    name: str
    message: str


@dataclass
class Sent:
    """What became of the files of one request, in their order."""

    taken: list[Upload] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def take_files(
    request: HttpRequest,
    *,
    organ: "Organ",
    by: "User | None",
    purpose: str,
    at: datetime | None = None,
    limits: Limits | None = None,
) -> Sent:
    """
    Take every file of the field `files` in.

    :param at: for an anonymous tip the beginning of the day; otherwise now.
    :param limits: smaller limits than those of the desk, for the public.
    """
    allowed, sent = limits or Limits(), Sent()
    for file in _files(request, sent):
        try:
            upload = uploads.take(
                organ=organ,
                name=file.name or "",
                data=file.read(allowed.size + 1),
                by=by,
                on=timezone.localdate(),
                at=at or timezone.now(),
                purpose=purpose,
                limits=allowed,
            )
        except UploadRefused as refusal:
            sent.refused.append(Refusal(refusal.upload.name, str(refusal)))
        else:
            sent.taken.append(upload)
    return sent


def _files(request: HttpRequest, sent: Sent) -> "Iterator[UploadedFile[bytes]]":
    files = request.FILES.getlist(FIELD)
    if not files:
        sent.refused.append(Refusal("", _("没有选择文件。请先选择文件，再上传。")))
    for place, file in enumerate(files):
        if place < MOST:
            yield file
        else:
            message = _("一次最多上传%(most)d个文件，这个没有上传。请分批上传。") % {"most": MOST}
            sent.refused.append(Refusal(masked(file.name or ""), message))


def tell(request: HttpRequest, sent: Sent) -> None:
    """Say what became of the files, on the next page."""
    if sent.taken:
        count = len(sent.taken)
        words = ngettext("已上传并处理%(n)d个文件。", "已上传并处理%(n)d个文件。", count)
        messages.success(request, words % {"n": count})
    for refusal in sent.refused:
        words = _("“%(name)s”没有上传：%(message)s") if refusal.name else "%(message)s"
        messages.error(request, words % vars(refusal))


def lead(request: HttpRequest, url: str) -> HttpResponse:
    """Lead to the next page: by a redirection, or by an address for the script that showed the progress."""
    return JsonResponse({"url": url}) if SCRIPTED in request.headers else HttpResponseRedirect(url)
