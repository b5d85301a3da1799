"""Read reports: what is published, what is missing, and the versions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import organs_for
from gongkai.apps.reporting.models import AnnualReport, ReportVersion


def visible_to(user: User, *, on: date) -> QuerySet[AnnualReport]:
    """Give the reports that the person may work with."""
    return AnnualReport.objects.filter(organ__in=organs_for(user, "report.read", on=on)).select_related("organ")


def published_versions(organ: Organ) -> QuerySet[ReportVersion]:
    """Give every published version of the organ's reports, newest year first, newest version first."""
    return (
        ReportVersion.objects.filter(report__organ=organ, published_at__isnull=False)
        .select_related("report", "report__organ", "signed_by")
        .order_by("-report__year", "-number")
    )


def published_years(organ: Organ) -> list[int]:
    """Give the years whose report is published, newest first."""
    years = published_versions(organ).order_by("-report__year").values_list("report__year", flat=True).distinct()
    return list(years)


def published_version(organ: Organ, year: int, number: int | None = None) -> ReportVersion | None:
    """Give a published version of the year's report; the newest unless a number is asked for."""
    versions = published_versions(organ).filter(report__year=year)
    return (versions.filter(number=number) if number else versions).first()


@dataclass(frozen=True)
class GridRow:
    """One organ's line in the grid of reports: for each year the newest published version, or None."""

    organ: Organ
    versions: tuple[ReportVersion | None, ...]


def grid(organs: Iterable[Organ], years: Iterable[int]) -> list[GridRow]:
    """Lay out year × organ; a missing report stays visible as None. An organ is asked only for years in which it existed."""
    listed, columns = list(organs), list(years)
    newest: dict[tuple[int, int], ReportVersion] = {}
    versions = ReportVersion.objects.filter(
        report__organ__in=listed, report__year__in=columns, published_at__isnull=False
    ).select_related("report")
    for version in versions.order_by("number"):
        newest[version.report.organ_id, version.report.year] = version
    return [GridRow(organ, tuple(newest.get((organ.pk, year)) for year in columns)) for organ in listed]


def newest_of_all() -> Iterator[ReportVersion]:
    """Give the newest published version of every report of an organ, by organ and year, a few at a time."""
    newest = ReportVersion.objects.filter(report=OuterRef("report"), published_at__isnull=False).order_by("-number")
    versions = ReportVersion.objects.filter(pk=Subquery(newest.values("pk")[:1])).select_related("report__organ")
    return versions.order_by("report__organ__path", "report__year").iterator(chunk_size=200)
