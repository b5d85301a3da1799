"""What is not kept for ever: copies of identity papers go by the rule of the law's data, and the ledger says that they went."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from gongkai.apps.core import uploads
from gongkai.apps.core.operations import append_event
from gongkai.apps.foi.models import FoiFile, FoiRequest
from gongkai.apps.foi.queries import IDENTITY_RULE, erased_after
from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import require


@transaction.atomic
def erase_identity_copies(
    *, organ: Organ, by: User | None, on: date, at: datetime, held: Collection[int] = ()
) -> list[FoiFile]:
    """
    Erase the copies of identity papers whose time is over (`pipl:19`); the line in the case stays, with the day.

    :param held: keys of applications that must be kept whole, because a case about them is pending.
    """
    require(by, "settings.write", organ, on=on)
    found = FoiFile.objects.select_for_update(of=("self",)).filter(
        foi__organ=organ, kind=FoiFile.Kind.IDENTITY, file__isnull=False, foi__closed_on__isnull=False
    )
    kept = [file for file in found.select_related("foi__organ", "file") if file.foi_id not in held]
    over = [file for file in kept if erased_after(file.foi) < on]
    stored = {file.file_id: file.file for file in over if file.file is not None}
    for file in over:
        sha256 = file.file.sha256 if file.file else ""
        file.file, file.erased_on = None, on
        file.save(update_fields=["file", "erased_on"])
        facts = {"file": file.pk, "sha256": sha256, "rule": IDENTITY_RULE}
        append_event(organ=organ, kind="foi.identity_erased", subject=file.foi, by=by, on=on, facts=facts)
    for derivative in stored.values():
        if not FoiFile.objects.filter(file=derivative).exists():
            uploads.erase(derivative=derivative, by=by, on=on, at=at)
    return over


@transaction.atomic
def note_export(*, foi: FoiRequest, by: User, on: date, sha256: str) -> None:
    """Write down that the archive package of a case was taken out, and which."""
    require(by, "foi.handle", foi.organ, on=on)
    append_event(organ=foi.organ, kind="foi.archive_exported", subject=foi, by=by, on=on, facts={"sha256": sha256})
