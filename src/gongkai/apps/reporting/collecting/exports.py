"""A whole collection as JSON and as a workbook: figures, where they stood, what was found, what people put right, and the sums."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from gongkai.apps.reporting.collecting import cells, stored
from gongkai.apps.reporting.collecting.current import active, by_report, current_tables, open_cells, read_tables
from gongkai.apps.reporting.collecting.standing import Standing
from gongkai.apps.reporting.collecting.sums import Sums, sums, years_of
from gongkai.apps.reporting.collecting.workbook import OPEN, WITHDRAWN, Change, Entry, SumLine, SumSheet, book
from gongkai.apps.reporting.models import CellCorrection, CollectedReport, Collection
from gongkai.law.annual_report.compare import paired_cells

FORMAT = "gongkai-collected-reports-1"


def collection_json(collection: Collection, *, at: datetime) -> str:
    """Give everything about a collection; the figures are those that hold now, the readings stand beside them where they differ."""
    corrections = by_report(_corrections(collection))
    on = timezone.localdate(at)
    whole = {
        "format": FORMAT,
        "collection": collection.name,
        "organ": collection.organ.name,
        "exported_at": timezone.localtime(at).isoformat(timespec="seconds"),
        "reports": [_report(report, corrections.get(report.pk, [])) for report in _reports(collection)],
        "sums": [_sum(sums(collection, year, on=on)) for year, _ in years_of(collection)],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def collection_xlsx(collection: Collection, *, at: datetime) -> bytes:
    """Give a collection as a workbook."""
    corrections = by_report(_corrections(collection))
    entries = [_entry(report, corrections.get(report.pk, [])) for report in _reports(collection)]
    on = timezone.localdate(at)
    return book(entries, [_sheet(sums(collection, year, on=on)) for year, _ in years_of(collection)])


def _reports(collection: Collection) -> Sequence[CollectedReport]:
    return list(collection.reports.select_related("organ", "file", "assigned_by").defer("text"))


def _corrections(collection: Collection) -> Sequence[CellCorrection]:
    return list(CellCorrection.objects.filter(report__collection=collection).select_related("by"))


def _report(report: CollectedReport, corrections: Sequence[CellCorrection]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "file": report.name,
        "sha256": report.file.sha256 if report.file else None,
        "state": report.state,
        "organ": report.organ_name,
        "organ_code": report.organ.code if report.organ else None,
        "year": report.year,
        "roll_up": report.is_roll_up,
        "assigned": _signed(report.assigned_by, report.assigned_at),
        "set_aside": report.set_aside_reason or None,
    }
    if report.tables is None or report.reading is None:
        return {**told, "error": {"code": report.refusal_code, "message": report.refusal}}
    tables = current_tables(report, corrections)
    reading = report.reading
    return {
        **told,
        "form": tables.form.value,
        "title": reading["title"],
        **tables.as_json(),
        **(
            {"extra": {row: list(map(_plain, row_cells)) for row, row_cells in tables.extra.items()}}
            if tables.extra
            else {}
        ),
        "as_read": {"organ": reading["organ"], "year": reading["year"], **_differing(report, corrections)},
        "corrections": [_correction(correction) for correction in corrections],
        "open_cells": sorted(open_cells(report, corrections)),
        "findings": report.findings,
        "not_checked": report.not_checked,
        "notes": reading["notes"],
        "evidence": reading["evidence"],
        "proofs": reading["proofs"],
        "remarks": reading["remarks"],
    }


def _plain(cell: Any) -> int | float | None:
    return cell if cell is None or isinstance(cell, int) else float(cell)


def _differing(report: CollectedReport, corrections: Sequence[CellCorrection]) -> dict[str, Any]:
    """Give what was read in the cells that a correction holds over."""
    tables = read_tables(report)
    held = active(corrections)
    return {"cells": {key: _plain(cells.value_at(tables, cells.place_of(key, tables.form))) for key in held}}


def _correction(correction: CellCorrection) -> dict[str, Any]:
    return {
        "cell": correction.cell,
        "value": correction.value,
        "withdrawn": correction.withdrawn,
        "reason": correction.reason,
        **(_signed(correction.by, correction.at) or {}),
    }


def _signed(by: object, at: datetime | None) -> dict[str, str] | None:
    return {"by": str(by or ""), "at": timezone.localtime(at).isoformat(timespec="seconds")} if at else None


def _sum(found: Sums) -> dict[str, Any]:
    return {
        "year": found.year,
        "complete": not found.left_out,
        "counted": [report.organ_name for report in found.counted],
        "left_out": [
            {"file": report.name, "organ": report.organ_name, "reason": why} for report, why in found.left_out
        ],
        "silent": [organ.name for organ in found.silent],
        **found.tables.as_json(),
        "departures": [
            {"roll_up": report.name, "where": gap.where, "stated": _plain(gap.stated), "sum": _plain(gap.total)}
            for report in found.stated
            for gap in found.departures(report)
        ],
    }


def _entry(report: CollectedReport, corrections: Sequence[CellCorrection]) -> Entry:
    tables = current_tables(report, corrections) if report.tables is not None else None
    aside = f"已移出：{report.set_aside_reason}" if report.set_aside_reason else ""
    return Entry(
        file=report.name,
        state=Standing(report.state),
        organ=report.organ_name,
        year=report.year,
        refusal=report.refusal,
        tables=tables,
        findings=[stored.finding_in(finding) for finding in report.findings],
        notes=report.reading["notes"] if report.reading else (),
        open=open_cells(report, corrections),
        changes=_changes(report, corrections),
        remark=aside,
    )


def _changes(report: CollectedReport, corrections: Sequence[CellCorrection]) -> list[Change]:
    if not corrections:
        return []
    tables, still_open = read_tables(report), open_cells(report, [])
    changes = []
    for correction in corrections:
        place = cells.place_of(correction.cell, tables.form)
        before = OPEN if correction.cell in still_open else cells.written(cells.value_at(tables, place)) or "空白"
        after = WITHDRAWN if correction.withdrawn else correction.value or "空白"
        at = f"{timezone.localtime(correction.at):%Y-%m-%d %H:%M}"
        name = cells.name_of(place, tables.form)
        changes.append(Change(name, before, after, correction.reason, str(correction.by or ""), at))
    return changes


def _sheet(found: Sums) -> SumSheet:
    stated = found.figures[found.stated[0].pk] if len(found.stated) == 1 else None
    if stated is not None and stated.form is not found.tables.form:
        stated = None
    names = {report.pk: report.organ_name for report in found.counted}
    lines = []
    for (table, row, column, where), total, told in paired_cells(found.tables, stated or found.tables):
        shares = {names[share.report.pk]: share.value for share in found.shares(table, row, column)}
        lines.append(SumLine(where, total, told if stated is not None else None, shares))
    left_out = [(report.organ_name or report.name, why) for report, why in found.left_out]
    return SumSheet(found.year, list(names.values()), left_out, lines)
