"""Put right what was read: figures, whose report it is, whether it counts. The reading itself stays as it was."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.queries import subtree
from gongkai.apps.reporting.collecting import cells
from gongkai.apps.reporting.collecting.current import current_tables, open_cells
from gongkai.apps.reporting.collecting.operations.ground import CollectingError, lock, tell
from gongkai.apps.reporting.models import CellCorrection, CollectedReport

YEARS = range(2008, 2101)


@transaction.atomic
def assign(
    *,
    report: CollectedReport,
    organ: Organ | None,
    organ_name: str,
    year: int,
    is_roll_up: bool,
    by: User | None,
    at: datetime,
) -> CollectedReport:
    """
    Say whose report it is and of which year, where the file does not tell, or tells wrongly.

    :param organ: an organ of the tree below the collection's; None for one outside it, then `organ_name` names it.
    :raises CollectingError: neither organ nor name, an organ out of reach, or a year that cannot be.
    """
    report = lock(report, by=by, at=at)
    if organ is not None and not subtree(report.collection.organ).filter(pk=organ.pk).exists():
        raise CollectingError(f"{organ.name}不在{report.collection.organ.short_name}范围内，请改用单位名称。")
    name = organ.name if organ is not None else organ_name.strip()[:120]
    if not name:
        raise CollectingError("请选择单位，或者写明单位名称。")
    if year not in YEARS:
        raise CollectingError(f"年度应在{YEARS.start}至{YEARS.stop - 1}之间，填的是{year}。")
    before = {"organ": report.organ_name, "year": report.year, "roll_up": report.is_roll_up}
    report.organ, report.organ_name, report.year, report.is_roll_up = organ, name, year, is_roll_up
    report.assigned_by, report.assigned_at = by, at
    report.revision += 1
    report.save(update_fields=["organ", "organ_name", "year", "is_roll_up", "assigned_by", "assigned_at", "revision"])
    facts = {"before": before, "after": {"organ": name, "year": year, "roll_up": is_roll_up}}
    tell(report, "collected.assigned", by=by, at=at, facts=facts)
    return report


@transaction.atomic
def correct(
    *, report: CollectedReport, typed: Mapping[str, str], reason: str, by: User | None, at: datetime
) -> list[CellCorrection]:
    """
    Put figures in the place of what was read, on the word of a person who looked at the source; the reading itself stays.

    :param typed: what was typed for each cell, by key; empty for a cell that is blank.
    :raises CollectingError: there is no reason, or nothing changes.
    :raises cells.UnknownCell: the form has no such cell.
    :raises cells.NotAFigure: a cell cannot hold what was typed.
    """
    report = _readable(report, by=by, at=at)
    if not reason.strip():
        raise CollectingError("请写明更正的理由，例如“对照原文第3页”。")
    tables = current_tables(report, list(report.corrections.all()))
    open_before = open_cells(report, list(report.corrections.all()))
    changed: dict[str, dict[str, str]] = {}
    for key, text in typed.items():
        place = cells.place_of(key, tables.form)
        before, after = cells.value_at(tables, place), cells.figure(text, place, tables.form)
        if before != after or key in open_before:
            changed[key] = {"before": cells.written(before), "after": cells.written(after)}
    if not changed:
        raise CollectingError("填写的数字与现有的相同，没有需要记录的更正。")
    rows = CellCorrection.objects.bulk_create(
        CellCorrection(report=report, cell=key, value=change["after"], reason=reason.strip()[:400], by=by, at=at)
        for key, change in changed.items()
    )
    _count_open(report)
    tell(report, "collected.corrected", by=by, at=at, facts={"cells": changed, "reason": reason.strip()[:400]})
    return rows


@transaction.atomic
def withdraw_correction(
    *, report: CollectedReport, cell: str, reason: str, by: User | None, at: datetime
) -> CellCorrection:
    """
    Let the reading of a cell hold again; the correction stays on record.

    :raises CollectingError: the cell has no correction, or there is no reason.
    """
    report = _readable(report, by=by, at=at)
    newest = report.corrections.filter(cell=cell).order_by("-pk").first()
    if newest is None or newest.withdrawn:
        raise CollectingError("这一格没有更正，不需要恢复。")
    if not reason.strip():
        raise CollectingError("请写明恢复原读数的理由。")
    row = CellCorrection.objects.create(
        report=report, cell=cell, withdrawn=True, reason=reason.strip()[:400], by=by, at=at
    )
    _count_open(report)
    facts = {"cell": cell, "before": newest.value, "reason": row.reason}
    tell(report, "collected.correction_withdrawn", by=by, at=at, facts=facts)
    return row


@transaction.atomic
def set_aside(*, report: CollectedReport, reason: str, by: User | None, at: datetime) -> CollectedReport:
    """
    Leave a file out of sums, chains and comparisons, such as a second copy of a report; it stays in the list.

    :raises CollectingError: there is no reason.
    """
    report = lock(report, by=by, at=at)
    if not reason.strip():
        raise CollectingError("请写明移出的原因，例如“与另一份重复”。")
    report.set_aside_by, report.set_aside_at, report.set_aside_reason = by, at, reason.strip()[:400]
    _save_aside(report)
    tell(report, "collected.set_aside", by=by, at=at, facts={"reason": report.set_aside_reason})
    return report


@transaction.atomic
def take_back(*, report: CollectedReport, by: User | None, at: datetime) -> CollectedReport:
    """Let a file that was set aside count again."""
    report = lock(report, by=by, at=at)
    facts = {"reason": report.set_aside_reason}
    report.set_aside_by, report.set_aside_at, report.set_aside_reason = None, None, ""
    _save_aside(report)
    tell(report, "collected.taken_back", by=by, at=at, facts=facts)
    return report


def _readable(report: CollectedReport, *, by: User | None, at: datetime) -> CollectedReport:
    """Give the report for a change of what was read, or refuse."""
    report = lock(report, by=by, at=at)
    if report.tables is None:
        raise CollectingError("这份文件没有读出数字，不能更正。请换一种格式重新提交。")
    return report


def _save_aside(report: CollectedReport) -> None:
    report.revision += 1
    report.save(update_fields=["set_aside_by", "set_aside_at", "set_aside_reason", "revision"])


def _count_open(report: CollectedReport) -> None:
    report.open_cells = len(open_cells(report, list(report.corrections.all())))
    report.revision = F("revision") + 1
    report.save(update_fields=["open_cells", "revision"])
