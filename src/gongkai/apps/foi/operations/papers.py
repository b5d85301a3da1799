"""Keep files with a case; every one came in through `core.uploads` and was made anew from what is visible in it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gongkai.apps.core import uploads
from gongkai.apps.core.models import StoredFile, Upload
from gongkai.apps.core.operations import append_event
from gongkai.apps.foi.models import FoiFile, FoiRequest
from gongkai.apps.foi.operations.flow import FoiError, locked
from gongkai.apps.organs.models import User


@dataclass(frozen=True)
class Paper:
    """An upload and what it is to the case."""

    kind: FoiFile.Kind
    upload: Upload


@transaction.atomic
def add_file(*, foi: FoiRequest, by: User | None, at: datetime, paper: Paper, note: str = "") -> FoiFile:
    """
    Keep a file with a case.

    :raises FoiError: the upload was refused or is another organ's.
    """
    foi = locked(foi, "foi.handle", by=by, on=timezone.localdate(at))
    return kept(foi, paper, by=by, at=at, note=note)


def kept(foi: FoiRequest, paper: Paper, *, by: User | None, at: datetime, note: str = "") -> FoiFile:
    """
    Put an upload into a case, in the caller's transaction.

    :raises FoiError: it was refused or is another organ's.
    """
    try:
        uploads.claim(upload=paper.upload, subject=foi)
    except uploads.UploadError as error:
        raise FoiError(str(error)) from error
    assert paper.upload.derivative is not None  # noqa: S101 - a claimed upload is ready, and a ready one has it
    return file_with(foi, paper.upload.derivative, paper.kind, by=by, at=at, note=note)


def file_with(
    foi: FoiRequest,
    stored: StoredFile,
    kind: FoiFile.Kind,
    *,
    by: User | None,
    at: datetime,
    note: str = "",
    source: FoiFile | None = None,
) -> FoiFile:
    """Put a stored file into a case, in the caller's transaction."""
    made = FoiFile.objects.create(
        foi=foi, kind=kind, file=stored, name=stored.name, note=note, source=source, added_at=at, added_by=by
    )
    facts = {"file": made.kind, "sha256": stored.sha256}
    append_event(organ=foi.organ, kind="foi.file_added", subject=foi, by=by, on=timezone.localdate(at), facts=facts)
    return made
