"""The task of the second child: read the result again, look for leaks, find personal data in it and in what was dropped."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from gongkai.documents.personal_data.findings import Finding, to_columns
from gongkai.documents.personal_data.table import scan_table
from gongkai.documents.personal_data.text import scan_text
from gongkai.documents.rebuilding.audit.shapes import Audited

Auditor = Callable[[bytes, str, dict[str, Any]], Audited]
Answer = tuple[dict[str, Any], list[bytes]]
_MOST_FINDINGS = 200_000


def prepare(job: dict[str, Any]) -> Callable[[dict[str, Any], Sequence[bytes]], Answer]:
    """Load what the kind needs and give the function that does the task."""
    auditor = auditor_of(job["kind"])

    def work(job: dict[str, Any], blobs: Sequence[bytes]) -> Answer:
        audited = _audited(auditor, blobs[0], job)
        on = date.fromisoformat(job["on"]) if job.get("on") else None
        findings = scan(audited, on)
        hidden = scan_hidden(job["hidden"])
        return {
            "leaks": audited.leaks,
            "findings": to_columns(findings[:_MOST_FINDINGS]),
            "hidden_findings": to_columns(hidden[:_MOST_FINDINGS]),
        }, []

    return work


def _audited(auditor: Auditor, data: bytes, job: dict[str, Any]) -> Audited:
    """Let the second reader read; a result that it cannot read counts as a leak."""
    try:
        return auditor(data, job["text"], job["facts"])
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever goes wrong, the result is not given out
        audited = Audited()
        audited.leak(f"重建结果无法复核（{type(error).__name__}）")
        return audited


def auditor_of(kind: str) -> Auditor:
    """Give the second reader of a kind, its libraries loaded."""
    if kind == "xlsx":
        from gongkai.documents.rebuilding.audit.workbook import audit_workbook

        return lambda data, text, facts: audit_workbook(data, text, facts["names"], facts["formats"])
    if kind == "docx":
        from gongkai.documents.rebuilding.audit.document import audit_document

        return audit_document
    if kind == "pdf":
        from gongkai.documents.rebuilding.audit.pdf import audit_pdf

        return audit_pdf
    if kind in ("csv", "text"):
        from gongkai.documents.rebuilding.audit.plain import audit_plain

        return lambda data, text, facts: audit_plain(data, text, kind)
    from gongkai.documents.rebuilding.audit.picture import audit_picture

    return audit_picture


def scan(audited: Audited, on: date | None) -> list[Finding]:
    """Find personal data in what the second reader saw."""
    findings = [finding for place, text in audited.texts for finding in scan_text(text, where=place)]
    for name, rows in audited.tables:
        findings += scan_table(rows, where=f"{name}!", on=on)
    return findings


def scan_hidden(hidden: Sequence[Sequence[str]]) -> list[Finding]:
    """Find personal data in what was dropped; values of one place are read as one column."""
    by_place: dict[str, list[str]] = {}
    for place, text in hidden:
        by_place.setdefault(place, []).append(text)
    findings = []
    for place, texts in by_place.items():
        findings += [finding.at(f"{place}：") for finding in scan_text("\n".join(texts))]
    return findings
