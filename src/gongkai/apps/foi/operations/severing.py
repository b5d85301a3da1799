"""Keep a file that was prepared for release, with the map of what it lacks (`ogi:37`)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.apps.core import files
from gongkai.apps.core.operations import append_event
from gongkai.apps.foi.models import FoiFile, Redaction
from gongkai.apps.foi.operations.flow import FoiError, locked
from gongkai.apps.foi.operations.papers import file_with
from gongkai.apps.foi.severance import clause_words
from gongkai.apps.organs.models import User
from gongkai.documents.redaction import Redacted


@transaction.atomic
def keep_redaction(
    *, file: FoiFile, by: User | None, at: datetime, redacted: Redacted, marks: Sequence[Mapping[str, Any]]
) -> Redaction:
    """
    Keep the released form of a file beside the file itself; an earlier one stays on file.

    :param marks: what was marked, as plain values, so that the marking can be opened again.
    :raises FoiError: the file was erased, or is itself a released one.
    """
    on = timezone.localdate(at)
    foi = locked(file.foi, "foi.handle", by=by, on=on)
    file = FoiFile.objects.select_related("file", "foi__organ").get(pk=file.pk)
    if file.file is None or file.kind == FoiFile.Kind.RELEASED:
        raise FoiError("只能对收存的原件作区分处理；这份材料已销毁，或者本身就是处理后的文件。")
    stem, _, extension = file.name.rpartition(".")
    number = file.redactions.count() + 1
    stored = files.store(
        organ=foi.organ,
        name=f"{stem or file.name}（区分处理{number}）.{extension or redacted.kind}",
        data=redacted.data,
        media_type=file.file.media_type,
        at=at,
        sealed=True,
    )
    told = [[where, clause_words(clause, on)] for where, clause in redacted.map]
    released = file_with(foi, stored, FoiFile.Kind.RELEASED, by=by, at=at, source=file)
    facts = {"source": file.file.sha256, "released": stored.sha256, "map": told}
    append_event(organ=foi.organ, kind="foi.file_severed", subject=foi, by=by, on=on, facts=facts)
    return Redaction.objects.create(
        source=file,
        released=released,
        source_sha256=file.file.sha256,
        marks=list(marks),
        map=told,
        made_by=by,
        made_at=at,
    )
