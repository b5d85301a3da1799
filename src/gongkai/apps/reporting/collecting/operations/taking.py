"""Take files into a collection, and keep what was read and found in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.apps.core import files
from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import require
from gongkai.apps.reporting.collecting import stored
from gongkai.apps.reporting.collecting.current import known_organ, open_cells
from gongkai.apps.reporting.collecting.intake import Incoming
from gongkai.apps.reporting.collecting.operations.ground import VERB, CollectingError, lock, tell
from gongkai.apps.reporting.collecting.standing import standing_of
from gongkai.apps.reporting.models import CollectedReport, Collection
from gongkai.documents.packages import tables_out
from gongkai.documents.reading import ReadReport, UnreadableReport
from gongkai.law.annual_report.checks import CheckResult
from gongkai.law.annual_report.model import TABLE2_ROWS, TABLE3_ROWS, TABLE4_CELLS, FormVersion, Severity, Tables

#: The tables of a file in which there are none.
BLANK = Tables(
    form=FormVersion.F2021,
    table2={row: (None,) * width for row, width in TABLE2_ROWS.items()},
    table3=(None,) * len(TABLE3_ROWS),
    table4=(None,) * len(TABLE4_CELLS),
)


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
    report = lock(report, by=by, at=at)
    if report.state != CollectedReport.State.WAITING:
        return report
    report.state, report.read_at = CollectedReport.State(standing_of(found)), at
    if isinstance(found, UnreadableReport):
        report.refusal_code, report.refusal = found.code, found.reason[:400]
    else:
        _fill(report, found)
    report.save()
    facts = {"state": str(report.state), "organ": report.organ_name, "year": report.year}
    tell(report, "collected.read", by=by, at=at, facts=facts)
    return report


def _fill(report: CollectedReport, found: ReadReport) -> None:
    report.tables, report.reading = tables_out(found.report.tables or BLANK), stored.reading_out(found)
    report.text = stored.text_out(found)
    report.organ_name, report.year = stored.organ_told(found)[:120], stored.year_told(found)
    report.organ = known_organ(report.collection.organ, report.organ_name)
    report.open_cells = len(open_cells(report, []))


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
