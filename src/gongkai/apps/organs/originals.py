"""Open the original of an upload: only who may, and never without a trace."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.apps.core import files
from gongkai.apps.core.models import Upload
from gongkai.apps.core.operations import append_event
from gongkai.apps.core.sealing import unseal
from gongkai.apps.core.uploads import UploadError
from gongkai.apps.organs.permissions import require

if TYPE_CHECKING:
    from gongkai.apps.organs.models import User

VERB = "original.open"


@dataclass(frozen=True)
class Original:
    """A file as it was handed in, with the name it had."""

    name: str
    data: bytes


@transaction.atomic
def open_original(*, upload: Upload, by: "User", at: datetime, reason: str) -> Original:
    """
    Give the file as it was handed in, and write down who read it and why.

    :raises NotPermitted: the person's posts do not grant it at the upload's organ.
    :raises UploadError: there is no reason, or no original is kept.
    :raises DamagedFile: the bytes on the disk were changed.
    """
    on = timezone.localtime(at, timezone.get_default_timezone()).date()
    require(by, VERB, upload.organ, on=on)
    if not reason.strip():
        raise UploadError("没有写明查看原文件的理由。原文件可能含有个人信息，请写明用途。")
    if upload.original is None:
        raise UploadError("这个文件没有保存原件。")
    facts = {"reason": reason.strip()[:200], "original_sha256": upload.original_sha256}
    append_event(organ=upload.organ, kind="upload.original_opened", subject=upload, by=by, on=on, at=at, facts=facts)
    return Original(unseal(upload.original_name), files.read(upload.original))
