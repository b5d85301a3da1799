"""Attach files to an item, take them off, put others in their place; every change is a new version with its own hash."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.apps.publication import gate
from gongkai.apps.publication.content import Attached, content_of
from gongkai.apps.publication.errors import PublicationError
from gongkai.apps.publication.models import Attachment, DisclosureItem, ItemVersion
from gongkai.apps.publication.operations.items import correct, save_version

if TYPE_CHECKING:
    from gongkai.apps.core.models import Upload
    from gongkai.apps.organs.models import User

#: So many files one version may carry.
MOST = 50


@transaction.atomic
def attach(
    *, item: DisclosureItem, based_on: int, files: Sequence["Upload"], by: "User", at: datetime, reason: str = ""
) -> ItemVersion:
    """
    Put uploads behind the attachments of the newest version.

    :param reason: for a published item, why it is corrected.
    :raises PublicationError: one of the uploads is another organ's or was refused, or there would be too many.
    :raises EditConflict: another version was saved since; what was uploaded can be attached again.
    """
    for upload in files:
        if upload.organ_id != item.organ_id or upload.derivative is None:
            raise PublicationError(f"“{upload.name}”不能作为附件：不是本机关上传的文件，或者没有通过处理。")
    added = [Attached(upload.derivative, title_of(upload)) for upload in files if upload.derivative]
    kept = content_of(gate.newest_version(item)).attachments
    if len(kept) + len(added) > MOST:
        raise PublicationError(f"附件最多{MOST}个，现在会有{len(kept) + len(added)}个。请合并或者打包后再上传。")
    return _change(
        item, [*kept, *added], based_on=based_on, by=by, at=at, reason=reason, note=f"添加附件{len(added)}个"
    )


@transaction.atomic
def detach(
    *, item: DisclosureItem, based_on: int, position: int, by: "User", at: datetime, reason: str = ""
) -> ItemVersion:
    """
    Take one attachment off the newest version.

    :raises PublicationError: there is none at this position.
    """
    kept, chosen = _at(item, position)
    left = [attached for attached in kept if attached is not chosen]
    return _change(item, left, based_on=based_on, by=by, at=at, reason=reason, note=f"移除附件“{chosen.title}”")


@transaction.atomic
def replace_attachment(
    *, item: DisclosureItem, based_on: int, position: int, upload: "Upload", by: "User", at: datetime, reason: str = ""
) -> ItemVersion:
    """
    Put another upload in the place of an attachment, under the same title: its masked form, or the one before it.

    :raises PublicationError: there is none at this position, or the upload is not one of this organ that passed.
    """
    if upload.organ_id != item.organ_id or upload.derivative is None:
        raise PublicationError(f"“{upload.name}”不能作为附件：不是本机关上传的文件，或者没有通过处理。")
    kept, chosen = _at(item, position)
    new = Attached(upload.derivative, chosen.title)
    changed = [new if attached is chosen else attached for attached in kept]
    return _change(item, changed, based_on=based_on, by=by, at=at, reason=reason, note=f"替换附件“{chosen.title}”")


@transaction.atomic
def rename_attachment(
    *, item: DisclosureItem, based_on: int, position: int, title: str, by: "User", at: datetime, reason: str = ""
) -> ItemVersion:
    """
    Give an attachment the title that readers see.

    :raises PublicationError: there is none at this position, or the title is empty or too long.
    """
    limit = Attachment._meta.get_field("title").max_length or 0
    if not 0 < len(title.strip()) <= limit:
        raise PublicationError(f"附件名称不能为空，最多{limit}个字。", field="title")
    kept, chosen = _at(item, position)
    changed = [replace(attached, title=title.strip()) if attached is chosen else attached for attached in kept]
    return _change(item, changed, based_on=based_on, by=by, at=at, reason=reason, note=f"附件改名为“{title.strip()}”")


def title_of(upload: "Upload") -> str:
    """Give the title that a file gets at first: its name without the ending."""
    return upload.name.rpartition(".")[0] or upload.name


def _at(item: DisclosureItem, position: int) -> tuple[list[Attached], Attached]:
    kept = list(content_of(gate.newest_version(item)).attachments)
    if not 1 <= position <= len(kept):
        raise PublicationError("没有这个附件。它可能已被别人移除，请刷新页面。")
    return kept, kept[position - 1]


def _change(
    item: DisclosureItem,
    attachments: Sequence[Attached],
    *,
    based_on: int,
    by: "User",
    at: datetime,
    reason: str,
    note: str,
) -> ItemVersion:
    content = replace(content_of(gate.newest_version(item)), attachments=tuple(attachments))
    if item.state == DisclosureItem.State.PUBLISHED:
        return correct(item=item, based_on=based_on, content=content, reason=reason, by=by, at=at)
    return save_version(item=item, based_on=based_on, content=content, by=by, at=at, note=reason or note)
