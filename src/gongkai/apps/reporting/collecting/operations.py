"""Take files into a collection, keep what was read in them, and record what people put right (`ogi:49`, `ogi:50`)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from gongkai.apps.core import files
from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import require
from gongkai.apps.organs.queries import subtree
from gongkai.apps.reporting.collecting import cells, stored
from gongkai.apps.reporting.collecting.current import current_tables, known_organ, open_cells
from gongkai.apps.reporting.collecting.intake import Incoming
from gongkai.apps.reporting.collecting.standing import standing_of
from gongkai.apps.reporting.models import CellCorrection, CollectedReport, Collection
from gongkai.documents.reading import ReadReport, UnreadableReport
from gongkai.law.annual_report.checks import CheckResult
from gongkai.law.annual_report.model import TABLE2_ROWS, TABLE3_ROWS, TABLE4_CELLS, FormVersion, Severity, Tables

VERB = "reading.write"
YEARS = range(2008, 2101)
#: The tables of a file in which there are none.
BLANK = Tables(
    form=FormVersion.F2021,
    table2={row: (None,) * width for row, width in TABLE2_ROWS.items()},
    table3=(None,) * len(TABLE3_ROWS),
    table4=(None,) * len(TABLE4_CELLS),
)


class CollectingError(ValueError):
    """A step that the collection or the report does not allow; the message says why."""


@dataclass
class Received:
    """What became of the files of one hand-over: the reports that now wait, and those that were there already."""

    reports: list[CollectedReport] = field(default_factory=list)
    known: list[str] = field(default_factory=list)


@transaction.atomic
def open_collection(*, organ: Organ, name: str, by: User | None, at: datetime) -> Collection:
    """
    Begin a collection.

    :raises CollectingError: it has no name.
    """
    on = timezone.localdate(at)
    require(by, VERB, organ, on=on)
    if not name.strip():
        raise CollectingError("请给这一批报告起个名称，例如“2025年度各乡镇年报”。")
    collection = Collection.objects.create(organ=organ, name=name.strip()[:120], opened_by=by, opened_at=at)
    append_event(
        organ=organ, kind="collection.opened", subject=collection, by=by, on=on, at=at, facts={"name": collection.name}
    )
    return collection


@transaction.atomic
def rename_collection(*, collection: Collection, name: str, by: User | None, at: datetime) -> Collection:
    """
    Give a collection another name.

    :raises CollectingError: the name is empty.
    """
    on = timezone.localdate(at)
    require(by, VERB, collection.organ, on=on)
    if not name.strip():
        raise CollectingError("名称不能为空。")
    facts = {"before": collection.name, "after": name.strip()[:120]}
    collection.name = facts["after"]
    collection.save(update_fields=["name"])
    append_event(
        organ=collection.organ, kind="collection.renamed", subject=collection, by=by, on=on, at=at, facts=facts
    )
    return collection


@transaction.atomic
def receive(*, collection: Collection, incoming: Iterable[Incoming], by: User | None, at: datetime) -> Received:
    """
    Keep the files by their hash; each waits to be read. A file that the collection holds already is not taken twice.

    :raises CollectingError: there is not a single file.
    """
    collection = Collection.objects.select_for_update().select_related("organ").get(pk=collection.pk)
    on = timezone.localdate(at)
    require(by, VERB, collection.organ, on=on)
    held = set(collection.reports.filter(file__isnull=False).values_list("file__sha256", flat=True))
    last = collection.reports.aggregate(last=Max("position"))["last"] or 0
    received = Received()
    for file in incoming:
        sha256 = file.sha256
        if file.refusal is None and sha256 in held:
            received.known.append(file.name)
            continue
        held.add(sha256)
        received.reports.append(_keep(collection, file, last + len(received.reports) + 1, at))
    if not received.reports and not received.known:
        raise CollectingError("没有收到文件。请选择年度报告文件（PDF、DOCX、网页、文本或 ZIP）后再提交。")
    names = [{"name": report.name, "sha256": report.file.sha256 if report.file else ""} for report in received.reports]
    append_event(
        organ=collection.organ,
        kind="collection.received",
        subject=collection,
        by=by,
        on=on,
        at=at,
        facts={"files": names, "known": received.known},
    )
    return received


def _keep(collection: Collection, file: Incoming, position: int, at: datetime) -> CollectedReport:
    report = CollectedReport(collection=collection, position=position, name=file.name[-255:])
    if file.refusal is not None:
        report.state = CollectedReport.State.REFUSED
        report.refusal_code, report.refusal, report.read_at = file.refusal.code, file.refusal.reason[:400], at
    else:
        name = file.name.rsplit("/", 1)[-1]
        report.file = files.store(
            organ=collection.organ, name=name, data=file.data, media_type="application/octet-stream", at=at
        )
    report.save()
    return report


@transaction.atomic
def record_reading(
    *, report: CollectedReport, found: ReadReport | UnreadableReport, by: User | None, at: datetime
) -> CollectedReport:
    """Keep what was read in a file, or why nothing could be; a file that was read already stays as it is."""
    report = _lock(report, by=by, at=at)
    if report.state != CollectedReport.State.WAITING:
        return report
    report.state, report.read_at = CollectedReport.State(standing_of(found)), at
    if isinstance(found, UnreadableReport):
        report.refusal_code, report.refusal = found.code, found.reason[:400]
    else:
        _fill(report, found)
    report.save()
    facts = {"state": str(report.state), "organ": report.organ_name, "year": report.year}
    _tell(report, "collected.read", by=by, at=at, facts=facts)
    return report


def _fill(report: CollectedReport, found: ReadReport) -> None:
    report.tables, report.reading = stored.tables_out(found.report.tables or BLANK), stored.reading_out(found)
    report.text = stored.text_out(found)
    report.organ_name, report.year = stored.organ_told(found)[:120], stored.year_told(found)
    report.organ = known_organ(report.collection.organ, report.organ_name)
    report.open_cells = len(open_cells(report, []))


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
    report = _lock(report, by=by, at=at)
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
    _tell(report, "collected.assigned", by=by, at=at, facts=facts)
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
    _tell(report, "collected.corrected", by=by, at=at, facts={"cells": changed, "reason": reason.strip()[:400]})
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
    _tell(report, "collected.correction_withdrawn", by=by, at=at, facts=facts)
    return row


@transaction.atomic
def set_aside(*, report: CollectedReport, reason: str, by: User | None, at: datetime) -> CollectedReport:
    """
    Leave a file out of sums, chains and comparisons, such as a second copy of a report; it stays in the list.

    :raises CollectingError: there is no reason.
    """
    report = _lock(report, by=by, at=at)
    if not reason.strip():
        raise CollectingError("请写明移出的原因，例如“与另一份重复”。")
    report.set_aside_by, report.set_aside_at, report.set_aside_reason = by, at, reason.strip()[:400]
    _save_aside(report)
    _tell(report, "collected.set_aside", by=by, at=at, facts={"reason": report.set_aside_reason})
    return report


@transaction.atomic
def take_back(*, report: CollectedReport, by: User | None, at: datetime) -> CollectedReport:
    """Let a file that was set aside count again."""
    report = _lock(report, by=by, at=at)
    facts = {"reason": report.set_aside_reason}
    report.set_aside_by, report.set_aside_at, report.set_aside_reason = None, None, ""
    _save_aside(report)
    _tell(report, "collected.taken_back", by=by, at=at, facts=facts)
    return report


@transaction.atomic
def record_findings(
    *, collection: Collection, results: Mapping[tuple[int, int], CheckResult], by: User | None, at: datetime
) -> int:
    """
    Keep what the checks found, by report and the revision that was checked; a report changed meanwhile is passed over.

    Gives the number of reports whose findings were kept.
    """
    on = timezone.localdate(at)
    require(by, VERB, collection.organ, on=on)
    kept = sum(
        collection.reports.filter(pk=pk, revision=revision).update(checked_revision=revision, **_counted(result))
        for (pk, revision), result in results.items()
    )
    append_event(
        organ=collection.organ,
        kind="collection.checked",
        subject=collection,
        by=by,
        on=on,
        at=at,
        facts={"reports": kept, "errors": sum(len(result.errors) for result in results.values())},
    )
    return kept


def _counted(result: CheckResult) -> dict[str, Any]:
    severities = [finding.severity for finding in result.findings]
    return {
        "findings": [finding.as_json() for finding in result.findings],
        "not_checked": [{"id": item.id, "label": item.label, "reason": item.reason} for item in result.not_checked],
        "errors": severities.count(Severity.ERROR),
        "warnings": severities.count(Severity.WARNING),
        "hints": severities.count(Severity.INFO),
    }


def _lock(report: CollectedReport, *, by: User | None, at: datetime) -> CollectedReport:
    rows = CollectedReport.objects.select_for_update(of=("self",)).select_related("collection__organ")
    report = rows.get(pk=report.pk)
    require(by, VERB, report.collection.organ, on=timezone.localdate(at))
    return report


def _readable(report: CollectedReport, *, by: User | None, at: datetime) -> CollectedReport:
    """Give the report for a change of what was read, or refuse."""
    report = _lock(report, by=by, at=at)
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


def _tell(report: CollectedReport, kind: str, *, by: User | None, at: datetime, facts: Mapping[str, Any]) -> None:
    organ = report.collection.organ
    facts = {"file": report.name, **facts}
    append_event(organ=organ, kind=kind, subject=report, by=by, on=timezone.localdate(at), at=at, facts=facts)
