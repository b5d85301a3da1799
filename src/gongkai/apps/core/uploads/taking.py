"""Take a file in: rebuild it in the child process, keep the original sealed, keep what was made of it, write down what was found."""

import json
import logging
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gongkai.apps.core import files
from gongkai.apps.core.models import StoredFile, Upload, UploadPage
from gongkai.apps.core.operations import append_event
from gongkai.apps.core.sealing import seal
from gongkai.apps.core.uploads.errors import UploadRefused
from gongkai.documents.personal_data import Finding, Severity, blocking
from gongkai.documents.rebuilding import Limits, Rebuilt, Refused, pages_of, rebuild
from gongkai.documents.rebuilding.naming import masked
from gongkai.documents.writing import CannotTypeset, MissingFonts
from gongkai.documents.writing.preview import preview_pdf

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ, User

log = logging.getLogger(__name__)

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "text": "text/plain; charset=utf-8",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "zip": "application/zip",
}
#: So many findings are written down one by one, blocking ones first; all are counted.
MOST_BLOCKING, MOST_ADVISING = 1500, 500


def take(
    *,
    organ: "Organ",
    name: str,
    data: bytes,
    by: "User | None",
    on: date,
    at: datetime,
    purpose: str,
    limits: Limits | None = None,
) -> Upload:
    """
    Take a file in and give what became of it.

    :param name: the name it came with; kept sealed, shown only without paths and personal data.
    :param on: the day on which ages are reckoned.
    :param at: when it came; for an anonymous tip hand in the beginning of the day, no other time is written down.
    :param purpose: a short code of the caller, such as `item`, `application`, `tip`.
    :raises UploadRefused: the file cannot be made safe; the message is for the sender, the record of the attempt is kept.
    """
    shared: dict[str, Any] = {
        "organ": organ,
        "purpose": purpose,
        "taken_by": by,
        "taken_at": at,
        "public_key": secrets.token_urlsafe(12),
    }
    original: dict[str, Any] = {
        "original_name": seal(name),
        "original_sha256": sha256(data).hexdigest(),
        "original_size": len(data),
    }
    try:
        result = rebuild(data, name, limits=limits, on=on)
    except Refused as refusal:
        raise UploadRefused(_refuse(refusal, name, on=on, **shared, **original)) from refusal
    with transaction.atomic():
        kept = _keep(organ, result.name, data, "application/octet-stream", at)
        upload = write(result, original=kept, **shared, **original)
        append_event(organ=organ, kind="upload.taken", subject=upload, by=by, on=on, at=at, facts=facts_of(upload))
    return upload


@transaction.atomic
def _refuse(refusal: Refused, name: str, *, on: date, **fields: Any) -> Upload:
    upload = Upload.objects.create(
        state=Upload.State.REFUSED, name=masked(name), refusal_code=refusal.code, refusal=str(refusal), **fields
    )
    facts = {"code": refusal.code, "size": upload.original_size, "purpose": upload.purpose}
    append_event(
        organ=upload.organ,
        kind="upload.refused",
        subject=upload,
        by=upload.taken_by,
        on=on,
        at=upload.taken_at,
        facts=facts,
    )
    return upload


def write(result: Rebuilt, *, organ: "Organ", taken_at: datetime, **fields: Any) -> Upload:
    """Write down what a rebuild made, with its files; the caller holds the transaction."""
    result = with_pages(result, on=timezone.localdate(taken_at))
    preview = {
        "grids": [[grid.name, grid.rows, grid.merges, grid.total_rows] for grid in result.preview.grids],
        "paragraphs": result.preview.paragraphs,
        "marks": [[list(vars(mark).values()) for mark in page] for page in result.preview.marks],
    }
    upload = Upload.objects.create(
        organ=organ,
        taken_at=taken_at,
        state=Upload.State.READY,
        kind=result.kind,
        name=result.name[:255],
        derivative=_keep(organ, result.name, result.data, MEDIA_TYPES[result.kind], taken_at),
        text=_keep(organ, f"{result.name}.txt", result.text.encode(), MEDIA_TYPES["text"], taken_at),
        preview=_keep(
            organ,
            f"{result.name}.json",
            json.dumps(preview, ensure_ascii=False).encode(),
            "application/json",
            taken_at,
        ),
        dropped=[item.as_json() for item in result.dropped],
        findings=_some(result.findings),
        hidden_findings=_some(result.hidden_findings),
        unread=list(result.unread),
        counts={"findings": _counts(result.findings), "hidden": _counts(result.hidden_findings)},
        blocking=len(blocking(result.findings)),
        hidden=len(result.hidden_findings),
        **fields,
    )
    UploadPage.objects.bulk_create(
        UploadPage(upload=upload, number=number, picture=_keep(organ, f"{number}.png", page, "image/png", taken_at))
        for number, page in enumerate(result.preview.pages, 1)
    )
    return upload


def with_pages(result: Rebuilt, *, on: date) -> Rebuilt:
    """Add pictures of the pages of a Word document; without fonts, or where a page cannot be set, its text is shown alone."""
    if not result.preview.layout:
        return result
    try:
        pages = pages_of(preview_pdf(result.preview.layout, font_dirs=settings.FONT_DIRS), on=on)
    except (MissingFonts, CannotTypeset, Refused):
        log.info("no pages for a preview", exc_info=True)
        return result
    return replace(result, preview=replace(result.preview, pages=pages.pages, marks=pages.marks))


def facts_of(upload: Upload) -> dict[str, Any]:
    """Give what the event of an upload says of it: hashes and numbers, no names and no values."""
    derivative = upload.derivative
    return {
        "purpose": upload.purpose,
        "kind": upload.kind,
        "original_sha256": upload.original_sha256,
        "sha256": derivative.sha256 if derivative else "",
        "dropped": sum(item["count"] for item in upload.dropped),
        "blocking": upload.blocking,
        "hidden": upload.hidden,
    }


def _keep(organ: "Organ", name: str, data: bytes, media_type: str, at: datetime) -> StoredFile:
    return files.store(organ=organ, name=name, data=data, media_type=media_type, at=at, sealed=True)


def _some(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Give the first findings in the order of the file; blocking ones are not crowded out by others."""
    wanted = {Severity.BLOCK: MOST_BLOCKING, Severity.ADVISE: MOST_ADVISING}
    kept: list[dict[str, Any]] = []
    for finding in findings:
        if wanted[finding.severity]:
            wanted[finding.severity] -= 1
            kept.append(finding._asdict())  # noqa: SLF001 - a named tuple has no other name for it
    return kept


def _counts(findings: Iterable[Finding]) -> dict[str, int]:
    return dict(Counter(finding.kind.value for finding in findings).most_common())
