"""The reports that have arrived, wherever from, in one shape; and how they are kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from gongkai.apps.organs.models import Organ
from gongkai.apps.reporting.collecting.current import by_report, current_report
from gongkai.apps.reporting.content import (
    report_from_json,
    tables_from_json,
    tables_to_json,
    text_to_json,
    version_report,
)
from gongkai.apps.reporting.models import (
    CellCorrection,
    CollectedReport,
    ReportVersion,
    Season,
    SeasonReport,
)
from gongkai.documents.packages import PackedReport
from gongkai.documents.writing import digest
from gongkai.law.annual_report.model import OrganKind, Report, Section

Source = SeasonReport.Source


@dataclass(frozen=True)
class Arrival:
    """A report that has arrived: whose, the report itself, and where it came from."""

    code: str
    name: str
    kind: str
    organ: Organ | None
    report: Report
    source: Source
    source_id: int
    version: int
    at: datetime
    digest: str

    def row(self, season: Season) -> SeasonReport:
        """Give the row that keeps it."""
        tables = self.report.tables
        if tables is None:
            raise ValueError(f"{self.name}的报告没有表格。")
        return SeasonReport(
            season=season,
            organ=self.organ,
            code=self.code,
            name=self.name,
            kind=self.kind,
            source=self.source,
            source_id=self.source_id,
            version=self.version,
            digest=self.digest,
            tables={**tables_to_json(tables), "extra": {}},
            text=text_to_json(self.report),
            arrived_at=self.at,
        )


def report_of(row: SeasonReport, year: int) -> Report:
    """Give a kept report as the kernel's."""
    tables = tables_from_json(row.tables)
    if row.organ is not None:
        return report_from_json(row.text, tables=tables, organ=row.organ, organ_name=row.name, year=year)
    return Report(
        organ=row.name,
        year=year,
        title=row.text["title"],
        preface=row.text["preface"],
        sections=tuple(
            Section(one["number"], one["heading"], tuple(one["paragraphs"])) for one in row.text["sections"]
        ),
        tables=tables,
        organ_kind=OrganKind(row.kind) if row.kind else None,
    )


def from_desks(season: Season, organs: Iterable[Organ]) -> dict[str, Arrival]:
    """Give the newest signed version of each organ's own report."""
    wanted = {organ.pk: organ for organ in organs}
    versions = (
        ReportVersion.objects.filter(report__organ__in=wanted, report__year=season.year)
        .select_related("report", "report__organ")
        .order_by("number")
    )
    newest = {version.report.organ_id: version for version in versions}
    return {
        wanted[pk].code: Arrival(
            code=wanted[pk].code,
            name=version.content["organ"],
            kind=wanted[pk].kind,
            organ=wanted[pk],
            report=version_report(version),
            source=Source.DESK,
            source_id=version.pk,
            version=version.number,
            at=version.published_at or timezone.make_aware(datetime.combine(version.signed_on, datetime.min.time())),
            digest=version.digest,
        )
        for pk, version in newest.items()
    }


def from_files(season: Season, organs: Iterable[Organ]) -> dict[str, Arrival]:
    """Give the newest file that was read whole for each organ; what is open or doubtful stays at the reading desk."""
    wanted = {organ.pk: organ for organ in organs}
    rows: Sequence[CollectedReport] = list(
        CollectedReport.objects.filter(
            collection__organ=season.organ,
            organ__in=wanted,
            year=season.year,
            tables__isnull=False,
            set_aside_at__isnull=True,
            is_roll_up=False,
            open_cells=0,
        )
        .select_related("organ")
        .defer("text", "findings", "not_checked")
        .order_by("pk")
    )
    corrections = by_report(CellCorrection.objects.filter(report__in=[row.pk for row in rows]))
    found = {}
    for row in rows:
        organ = wanted[row.organ_id or 0]
        report = current_report(row, corrections.get(row.pk, []))
        at = row.read_at or season.opened_at
        found[organ.code] = Arrival(
            organ.code, organ.name, organ.kind, organ, report, Source.FILE, row.pk, 1, at, digest(report)
        )
    return found


def from_package(packed: PackedReport, organ: Organ | None, package: int, at: datetime) -> Arrival:
    """Give a report out of a package; the digest was checked with the package."""
    report = packed.report
    kind = report.organ_kind.value if report.organ_kind else ""
    return Arrival(
        packed.code, report.organ, organ.kind if organ else kind, organ, report, Source.PACKAGE, package,
        packed.version, at, packed.digest,
    )  # fmt: skip


def findings_out(findings: Iterable[Any]) -> list[dict[str, Any]]:
    """Store findings."""
    return [finding.as_json() for finding in findings]
