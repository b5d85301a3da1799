"""The page on which anybody checks a file or a printed sheet against what was published."""

import hashlib
import re

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gongkai.web.access import public
from gongkai.web.portal.frame import Head, plain_page
from gongkai.web.portal.verifying import DIGEST, SHORTEST, Asked, verify

#: The largest file that is looked at, in bytes.
LARGEST = 100 * 1024 * 1024
LARGEST_IN_MB = LARGEST // 1024 // 1024


@csrf_exempt  # nothing is written; the page lies as a file and can hold no token
@public
@require_http_methods(["GET", "HEAD", "POST"])
def verify_page(request: HttpRequest) -> HttpResponse:
    """
    Say whether a file or a printed sheet is ours and still holds.

    A sheet is asked for with `number` and `hash` (its QR code leads here with both); a file is sent, hashed and forgotten.
    """
    asked, problem = _asked(request)
    return plain_page(
        request,
        "verify.html",
        crumbs=[(_("验证真伪"), "")],
        head=Head(column=_("验证真伪"), description=_("核对文件或者打印件是不是本站公开的原文")),
        asked=asked,
        verdicts=verify(asked) if asked else [],
        problem=problem,
        number=request.GET.get("number", ""),
        digest=request.GET.get("hash", ""),
        largest=LARGEST_IN_MB,
    )


def _asked(request: HttpRequest) -> tuple[Asked | None, str]:
    """Read what is to be verified, or say what is wrong with it."""
    if request.method == "POST":
        return _file(request)
    number, digest = request.GET.get("number", "").strip(), request.GET.get("hash", "")
    return _sheet(number, re.sub(r"[\s\-:…]", "", digest).lower()) if number or digest else (None, "")


def _file(request: HttpRequest) -> tuple[Asked | None, str]:
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile):
        return None, _("没有选择文件。请先选择要验证的文件。")
    if (sent.size or 0) > LARGEST:
        return None, _("文件超过 %(n)s MB，无法在此验证。") % {"n": LARGEST_IN_MB}
    digest = hashlib.sha256()
    for piece in sent.chunks():
        digest.update(piece)
    return Asked(digest.hexdigest()), ""


def _sheet(number: str, digest: str) -> tuple[Asked | None, str]:
    if not DIGEST.fullmatch(digest):
        return None, _("校验值应为打印件上的数字和字母 a—f，至少 %(n)s 位。请核对。") % {"n": SHORTEST}
    if len(digest) < 64 and not number:
        return None, _("请同时填写打印件上的编号（索引号、文号或单号）。")
    return Asked(digest, number), ""
