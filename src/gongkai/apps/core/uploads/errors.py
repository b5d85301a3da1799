"""Refusals of uploads: one clear line each, for the person who sent the file."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.apps.core.models import Upload


class UploadError(ValueError):
    """Something that cannot be done with an upload; nothing was written."""

    code = "upload"


class UploadRefused(UploadError):
    """
    A file that cannot be made safe; the record of the attempt is in `upload`, the bytes are not kept.

    `code` is that of `documents.rebuilding.Refused`: encrypted, damaged, too_big, too_slow, unsupported, needs_office, nested,
    hidden_left.
    """

    def __init__(self, upload: "Upload") -> None:
        self.upload, self.code = upload, upload.refusal_code
        super().__init__(upload.refusal)
