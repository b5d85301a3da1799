"""The yearly report as JSON in a published shape (`schema/annual-report-1.json`), from which the digest can be computed again."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from gongkai.documents.writing.report_document import ReportDocument, content

FORMAT = "gongkai/annual-report-1"


def report_json(doc: ReportDocument) -> str:
    """Give the report as JSON text, the members in a fixed order."""
    return json.dumps(report_data(doc), ensure_ascii=False, indent=2) + "\n"


def report_data(doc: ReportDocument) -> dict[str, Any]:
    """Give the report as plain data."""
    published = doc.report.published_on
    return {
        "format": FORMAT,
        **content(doc.report),
        "organ_name": doc.organ,
        "code": doc.organ_code,
        "version": doc.version,
        "correction_note": doc.correction_note,
        "signed": {"by": doc.signer, "on": doc.signed_on.isoformat() if doc.signed_on else None},
        "published_on": published.isoformat() if published else None,
        "contact": list(doc.contact),
        "url": doc.url,
        "digest": doc.digest,
    }


@cache
def report_schema() -> str:
    """Give the published JSON Schema of the export as text."""
    return files("gongkai.documents.writing").joinpath("schema", "annual-report-1.json").read_text(encoding="utf-8")
