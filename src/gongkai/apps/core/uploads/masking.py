"""Mask an upload: a new derivative from the one before, told and undoable, rebuilt and searched like the upload itself."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.apps.core import files
from gongkai.apps.core.models import Upload
from gongkai.apps.core.operations import append_event
from gongkai.apps.core.uploads.errors import UploadError
from gongkai.apps.core.uploads.taking import facts_of, write
from gongkai.documents.rebuilding import Refused
from gongkai.documents.rebuilding.masking import Masked, Plan
from gongkai.documents.rebuilding.masking import mask as mask_file

if TYPE_CHECKING:
    from gongkai.apps.organs.models import User

#: What stands in `mask_profile` when only what blocks was struck.
STRUCK = "strike"


def mask(*, upload: Upload, by: "User", on: date, at: datetime, profile: str = "", masks: Sequence[str] = ()) -> Upload:
    """
    Make a masked form of an upload and give it as an upload of its own, whose `masked_from` is this one.

    Call it outside a transaction, like `take`.

    :param profile: the id of a profile of lists (`law.privacy.profiles`); without one only what blocks a publication is struck.
    :param masks: the ids of the county's own masks.
    :raises UploadError: this kind of file is not masked by a program, or there is nothing to mask.
    """
    if upload.derivative is None:
        raise UploadError(upload.refusal)
    plan = Plan(on=on, profile=profile, masks=tuple(masks))
    try:
        masked = mask_file(files.read(upload.derivative), upload.name, upload.kind, plan=plan)
    except Refused as refusal:
        raise UploadError(str(refusal)) from refusal
    if not masked.told:
        raise UploadError("没有找到可以一键遮盖的内容。图片和扫描页里的个人信息，请在原软件中涂黑后重新上传。")
    return _write(upload, masked, profile=profile or STRUCK, by=by, on=on, at=at)


@transaction.atomic
def _write(upload: Upload, masked: Masked, *, profile: str, by: "User", on: date, at: datetime) -> Upload:
    made = write(
        masked.rebuilt,
        organ=upload.organ,
        purpose=upload.purpose,
        taken_by=by,
        taken_at=at,
        public_key=secrets.token_urlsafe(12),
        original=upload.original,
        original_name=upload.original_name,
        original_sha256=upload.original_sha256,
        original_size=upload.original_size,
        masked_from=upload,
        mask_profile=profile,
    )
    made.dropped = [*upload.dropped, *(item.as_json() for item in masked.told)]
    made.hidden, made.hidden_findings = upload.hidden, upload.hidden_findings
    made.counts = {**made.counts, "hidden": upload.counts.get("hidden", {})}
    if set(made.unread) <= set(upload.unread):
        made.confirmed_by, made.confirmed_at = upload.confirmed_by, upload.confirmed_at
    made.save()
    facts = facts_of(made) | {"profile": profile, "masked": sum(item.count for item in masked.told)}
    append_event(organ=made.organ, kind="upload.masked", subject=made, by=by, on=on, at=at, facts=facts)
    return made
