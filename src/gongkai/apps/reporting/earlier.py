"""Years before this system: published reports, read from their files, as the beginning of the year chain and of the charts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import require
from gongkai.apps.reporting.collecting.current import current_report, known_organ
from gongkai.apps.reporting.collecting.operations import VERB, CollectingError
from gongkai.apps.reporting.collecting.standing import Standing
from gongkai.apps.reporting.collecting.stored import tables_in
from gongkai.apps.reporting.content import text_to_json
from gongkai.apps.reporting.models import CollectedReport, Collection, EarlierReport, ReportVersion
from gongkai.documents.packages import tables_out
from gongkai.law.annual_report.model import Tables


@dataclass(frozen=True)
class Taken:
    """What became of one report: taken over, or why not."""

    name: str
    organ: str
    year: int | None
    reason: str = ""


@transaction.atomic
def adopt(*, collection: Collection, by: User | None, at: datetime) -> list[Taken]:
    """
    Take the reports of a collection over as earlier years of the organs that they name.

    A report with open cells, without organ or year, of a roll-up, or of a year that was signed here is passed over, with the reason.

    :raises CollectingError: nothing in the collection was read.
    """
    on = timezone.localdate(at)
    require(by, VERB, collection.organ, on=on)
    rows = list(
        collection.reports.filter(tables__isnull=False, set_aside_at__isnull=True)
        .select_related("organ", "file")
        .prefetch_related("corrections")
    )
    if not rows:
        raise CollectingError("这一批里没有读出的报告。")
    taken = [_adopt(row, rows, by, at) for row in rows]
    facts = {"years": [[one.organ, one.year] for one in taken if not one.reason]}
    append_event(
        organ=collection.organ, kind="collection.adopted", subject=collection, by=by, on=on, at=at, facts=facts
    )
    return taken


def _adopt(row: CollectedReport, rows: Sequence[CollectedReport], by: User | None, at: datetime) -> Taken:
    organ = row.organ or known_organ(row.collection.organ, row.organ_name)
    reason = _reason(row, organ, rows)
    if reason or organ is None or row.year is None:
        return Taken(row.name, row.organ_name, row.year, reason)
    report = current_report(row, list(row.corrections.all()))
    if report.tables is None:
        return Taken(row.name, row.organ_name, row.year, "没有读出数字。")
    EarlierReport.objects.update_or_create(
        organ=organ,
        year=row.year,
        defaults={
            "title": report.title[:200],
            "tables": tables_out(report.tables),
            "text": text_to_json(report),
            "name": row.name,
            "sha256": row.file.sha256 if row.file else "-",
            "proved": row.state == Standing.PROVED,
            "by": by,
            "at": at,
        },
    )
    return Taken(row.name, organ.name, row.year)


def _reason(row: CollectedReport, organ: Organ | None, rows: Iterable[CollectedReport]) -> str:
    twice = sum(other.organ_name == row.organ_name and other.year == row.year for other in rows) > 1
    signed = (
        organ is not None and ReportVersion.objects.filter(report__organ=organ, report__year=row.year or 0).exists()
    )
    reasons = (
        (row.year is None, "没有识别出年度，请指定。"),
        (organ is None, f"机构名录里没有“{row.organ_name}”，请指定单位。"),
        (row.is_roll_up and organ is not None and organ != row.collection.organ, "汇总报告不能作为下级单位的报告。"),
        (bool(row.open_cells), f"有{row.open_cells}格未定，请先对照原文填写。"),
        (twice, "同一单位同一年度有多份，请移出多余的。"),
        (signed, "该年度的报告已在本系统签发。"),
    )
    return next((words for holds, words in reasons if holds), "")


def earlier_tables(organ: Organ) -> dict[int, Tables]:
    """Give the tables of the organ's earlier years."""
    return {row.year: tables_in(row.tables) for row in EarlierReport.objects.filter(organ=organ).defer("text")}
