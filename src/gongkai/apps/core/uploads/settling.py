"""What stands between an upload and its publication, and how people settle it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models, transaction

from gongkai.apps.core import files
from gongkai.apps.core.models import StoredFile, Upload
from gongkai.apps.core.operations import append_event
from gongkai.apps.core.uploads.errors import UploadError
from gongkai.law.privacy import kinds

if TYPE_CHECKING:
    from gongkai.apps.organs.models import User

_NAMED = 4


@dataclass(frozen=True)
class Obstacle:
    """One reason why a file must not go out yet: `personal_data`, `hidden`, `unread` or `refused`, and the line for people."""

    code: str
    message: str


@dataclass(frozen=True)
class Standing:
    """Where an upload stands: nothing in the way, or what."""

    obstacles: tuple[Obstacle, ...]

    @property
    def settled(self) -> bool:
        """Tell whether nothing is in the way."""
        return not self.obstacles


def standing(upload: Upload, *, on: date) -> Standing:
    """Say what has to be done before the derivative may go out (`ogi:15`, `pipl:28.1`)."""
    found: list[Obstacle] = []
    if upload.state == Upload.State.REFUSED:
        found.append(Obstacle("refused", upload.refusal))
    if upload.blocking:
        found.append(
            Obstacle(
                "personal_data",
                f"“{upload.name}”里有{upload.blocking}处不能公开的个人信息（{_named(upload.counts['findings'], on, 'block')}）。"
                "请一键遮盖，或者修改原文件后重新上传。",
            )
        )
    if upload.confirmed_at is None:
        found += _to_confirm(upload, on)
    return Standing(tuple(found))


def _to_confirm(upload: Upload, on: date) -> list[Obstacle]:
    found = []
    if upload.hidden:
        found.append(
            Obstacle(
                "hidden",
                f"“{upload.name}”的原文件里藏有{upload.hidden}处个人信息（{_named(upload.counts['hidden'], on)}），已经去除。"
                "请看过“已去除的内容”，确认公开的是去除后的文件。",
            )
        )
    if upload.unread:
        found.append(
            Obstacle("unread", f"“{upload.name}”有{len(upload.unread)}处程序读不出来，请逐处看过，确认没有个人信息。")
        )
    return found


def _named(counts: dict[str, int], on: date, severity: str = "") -> str:
    known = kinds(on)
    wanted = [(kind, count) for kind, count in counts.items() if severity in ("", known[kind].severity)]
    words = [f"{known[kind].label}{count}处" for kind, count in (wanted or list(counts.items()))[:_NAMED]]
    return "、".join(words) + ("等" if len(wanted) > _NAMED else "")


@transaction.atomic
def confirm(*, upload: Upload, by: "User", on: date, at: datetime) -> Upload:
    """
    Record that a person has looked at what was dropped and at what no program can read.

    :raises UploadError: there is nothing to confirm.
    """
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if not (upload.hidden or upload.unread) or upload.confirmed_at is not None:
        raise UploadError("这个文件没有需要确认的内容。")
    upload.confirmed_by, upload.confirmed_at = by, at
    upload.save(update_fields=["confirmed_by", "confirmed_at"])
    facts = {"hidden": upload.hidden, "unread": len(upload.unread)}
    append_event(organ=upload.organ, kind="upload.confirmed", subject=upload, by=by, on=on, at=at, facts=facts)
    return upload


def claim(*, upload: Upload, subject: models.Model) -> None:
    """
    Say what an upload belongs to, so that it is kept; the first claim stays.

    :raises UploadError: the upload was refused, or is another organ's than the subject.
    """
    if upload.state != Upload.State.READY:
        raise UploadError(upload.refusal)
    if getattr(subject, "organ_id", upload.organ_id) != upload.organ_id:
        raise UploadError("这个文件是其他机关的，不能用在这里。请重新上传。")
    Upload.objects.filter(pk=upload.pk, subject_type="").update(
        subject_type=subject._meta.label_lower, subject_id=subject.pk
    )


@transaction.atomic
def discard(*, upload: Upload, by: "User | None", on: date, at: datetime) -> None:
    """
    Take an upload away that nothing uses: record, derivative, pictures, original.

    :raises UploadError: something uses it, or a masked form was made from it.
    """
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.subject_type or upload.masked_forms.exists():
        raise UploadError("这个文件已在使用，不能删除。")
    facts = {"original_sha256": upload.original_sha256}
    append_event(organ=upload.organ, kind="upload.discarded", subject=upload, by=by, on=on, at=at, facts=facts)
    _erase(upload)


def erase_unclaimed(*, before: datetime, by: "User | None", on: date, at: datetime) -> int:
    """Take away every upload older than `before` that nothing uses; give their number."""
    old = Upload.objects.filter(subject_type="", taken_at__lt=before).order_by("-id")
    number = 0
    for upload in old:
        if not upload.masked_forms.exists():
            discard(upload=upload, by=by, on=on, at=at)
            number += 1
    return number


@transaction.atomic
def erase(*, derivative: StoredFile, by: "User | None", on: date, at: datetime) -> None:
    """
    Take away a file whose time of keeping is over: derivative, original, pictures, and what was read out of them; the event stays.

    The caller has let go of it before; whoever decides that the time is over says so in an event of its own.
    """
    upload = Upload.objects.select_for_update().filter(derivative=derivative).first()
    if upload is None:
        files.erase(derivative)
        return
    facts = {"original_sha256": upload.original_sha256, "sha256": derivative.sha256}
    append_event(organ=upload.organ, kind="upload.erased", subject=upload, by=by, on=on, at=at, facts=facts)
    _erase(upload)


def _erase(upload: Upload) -> None:
    kept: list[StoredFile | None] = [upload.derivative, upload.text, upload.preview]
    kept += [page.picture for page in upload.pages.select_related("picture")]
    if not Upload.objects.filter(original=upload.original).exclude(pk=upload.pk).exists():
        kept.append(upload.original)
    upload.pages.all().delete()
    upload.delete()
    for stored in kept:
        if stored is not None:
            files.erase(stored)
