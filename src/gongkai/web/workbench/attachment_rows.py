"""The attachments of an item, as lists at the desk show them."""

from dataclasses import dataclass
from datetime import date

from gongkai.apps.core import uploads
from gongkai.apps.core.models import Upload
from gongkai.apps.core.uploads import Standing
from gongkai.apps.publication.body import pictures_in
from gongkai.apps.publication.models import Attachment, ItemVersion


@dataclass(frozen=True)
class Row:
    """One attachment of the newest version, with what is in its way; `in_text` is a picture that the text shows."""

    attachment: Attachment
    upload: Upload | None
    standing: Standing | None
    in_text: bool = False


def rows_of(version: ItemVersion, *, on: date) -> list[Row]:
    """Give the attachments of a version in their order."""
    listed = version.attachments.select_related("file__upload").order_by("position")
    found = [(attachment, getattr(attachment.file, "upload", None)) for attachment in listed]
    shown = pictures_in(version.body_html)
    return [
        Row(
            attachment,
            upload,
            uploads.standing(upload, on=on) if upload else None,
            in_text=attachment.file.sha256 in shown,
        )
        for attachment, upload in found
    ]
