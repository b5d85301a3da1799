"""Prepare a file of a case for release (区分处理, `ogi:37`): what can be marked, by which clauses, and the released file."""

from collections.abc import Sequence
from datetime import date

from gongkai.apps.core import files
from gongkai.apps.foi.models import FoiFile, FoiRequest, Redaction
from gongkai.documents.redaction import Mark, Redacted, RedactionFailed, Sheet, page_picture, redact, sheet_of
from gongkai.law.citations import chinese
from gongkai.law.outcomes import Group, Outcome, rule
from gongkai.law.terms import label

KINDS = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "text/plain; charset=utf-8": "text",
    "text/csv; charset=utf-8": "csv",
    "image/jpeg": "jpeg",
    "image/png": "png",
}


def clauses(on: date) -> list[tuple[str, str]]:
    """Give the clauses by which something may be withheld on that day: the reasons of 不予公开, as (value, words)."""
    found = [rule(outcome, on) for outcome in Outcome]
    return [(each.outcome.value, clause_words(each.outcome.value, on)) for each in found if each.group is Group.DENIED]


def clause_words(value: str, on: date) -> str:
    """Write a clause as the map of what was withheld tells it."""
    found = rule(Outcome(value), on)
    return f"{label(value)}（{chinese(found.cites[0])}）"


def markable(file: FoiFile) -> bool:
    """Tell whether parts of a file can be withheld here."""
    return file.file is not None and file.file.media_type in KINDS


def sheet(file: FoiFile) -> Sheet:
    """
    Give what can be marked in a file.

    :raises RedactionFailed: nothing can, or the file is not there any more.
    """
    return sheet_of(*_bytes_and_kind(file))


def picture(file: FoiFile, number: int) -> bytes | None:
    """
    Give what a page of a file looks like; None where there is no such page.

    :raises RedactionFailed: the file has no pages here.
    """
    return page_picture(*_bytes_and_kind(file), number)


def prepared(file: FoiFile, marks: Sequence[Mark]) -> Redacted:
    """
    Make the file in which what is marked does not exist; nothing is written.

    :raises RedactionFailed: it could not be made, or not be proven.
    """
    return redact(*_bytes_and_kind(file), marks)


def _bytes_and_kind(file: FoiFile) -> tuple[bytes, str]:
    if file.file is None or file.file.media_type not in KINDS:
        raise RedactionFailed("这种文件不能标注。表格请删去不公开的行列后另存，或者另存为 PDF 后收存。")
    return files.read(file.file), KINDS[file.file.media_type]


def page_map(foi: FoiRequest) -> str:
    """Write what was withheld in the files of a case, file by file, as the outcome demands it (`ogi:37`)."""
    latest: dict[int, Redaction] = {}
    for made in Redaction.objects.filter(source__foi=foi).select_related("source").order_by("pk"):
        latest[made.source_id] = made
    return "\n".join(
        f"《{made.source.name}》：" + "；".join(f"{where}，{clause}" for where, clause in made.map)
        for made in latest.values()
    )
