"""The stored form of a report: JSON in, the kernel's `Report` out, and back."""

import hashlib
import json
from decimal import Decimal
from typing import Any

from gongkai.apps.organs.models import Organ
from gongkai.apps.reporting.models import ReportVersion
from gongkai.law.annual_report.model import Cell, FormVersion, OrganKind, Report, Section, Tables


def tables_to_json(tables: Tables) -> dict[str, Any]:
    """Store tables without loss: amounts as text."""
    return {
        "form": tables.form.value,
        "table2": {row: [_cell_out(cell) for cell in cells] for row, cells in tables.table2.items()},
        "table3": [None if row is None else [_cell_out(cell) for cell in row] for row in tables.table3],
        "table4": [_cell_out(cell) for cell in tables.table4],
    }


def tables_from_json(stored: dict[str, Any]) -> Tables:
    """Read stored tables."""
    return Tables(
        form=FormVersion(stored["form"]),
        table2={row: tuple(_cell_in(cell) for cell in cells) for row, cells in stored["table2"].items()},
        table3=tuple(None if row is None else tuple(_cell_in(cell) for cell in row) for row in stored["table3"]),
        table4=tuple(_cell_in(cell) for cell in stored["table4"]),
    )


def _cell_out(cell: Cell) -> int | str | None:
    return str(cell) if isinstance(cell, Decimal) else cell


def _cell_in(cell: int | str | None) -> Cell:
    return Decimal(cell) if isinstance(cell, str) else cell


def text_to_json(report: Report) -> dict[str, Any]:
    """Store the text of a report: title, preface, sections as lists of paragraphs."""
    return {
        "title": report.title,
        "preface": report.preface,
        "sections": [
            {"number": section.number, "heading": section.heading, "paragraphs": list(section.paragraphs)}
            for section in report.sections
        ],
    }


def report_from_json(text: dict[str, Any], *, tables: Tables, organ: Organ, organ_name: str, year: int) -> Report:
    """Put stored text and tables together."""
    return Report(
        organ=organ_name,
        year=year,
        title=text["title"],
        preface=text["preface"],
        sections=tuple(
            Section(number=section["number"], heading=section["heading"], paragraphs=tuple(section["paragraphs"]))
            for section in text["sections"]
        ),
        tables=tables,
        organ_kind=OrganKind(organ.kind),
    )


def fingerprint(text: dict[str, Any]) -> str:
    """Give a short fingerprint of a draft's text for the event log."""
    return hashlib.sha256(json.dumps(text, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def version_report(version: ReportVersion) -> Report:
    """Give a frozen version as the kernel's report."""
    organ, year = version.report.organ, version.report.year
    content = version.content
    return report_from_json(
        content, tables=tables_from_json(content["tables"]), organ=organ, organ_name=content["organ"], year=year
    )


def contact_lines(organ: Organ) -> list[str]:
    """Give the lines under a report that tell where to ask; they are frozen with the version."""
    office = organ.office or organ.name
    return [
        f"{label}：{value}"
        for label, value in (("联系机构", office), ("地址", organ.address), ("电话", organ.phone))
        if value
    ]
