"""Which reports a person may hold against each other: drafts and versions of organs within reach, and reports that were read from files."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import organs_for
from gongkai.apps.organs.queries import subtree
from gongkai.apps.reporting.checking import current_report
from gongkai.apps.reporting.collecting.current import current_report as collected_report
from gongkai.apps.reporting.collecting.operations import VERB as READING
from gongkai.apps.reporting.content import version_report
from gongkai.apps.reporting.models import AnnualReport, CollectedReport, ReportVersion
from gongkai.law.annual_report.model import Report

#: Reports offered at one desk.
MOST = 400


@dataclass(frozen=True)
class Choice:
    """A report that may be compared: its key (`d12` a draft, `v7` a version, `c3` a file that was read), and what to call it."""

    key: str
    organ: str
    year: int
    kind: str
    number: int = 0


def choices(organ: Organ, user: User, *, on: date) -> list[Choice]:
    """Give what may be compared at the desk of an organ: its own reports, those of organs below it, and files read here; newest first."""
    found = [*_drafts(organ, user, on), *_versions(organ, user, on), *_files(organ, user, on)]
    return sorted(found, key=lambda choice: (-choice.year, choice.organ, choice.kind, -choice.number))[:MOST]


def _organs(organ: Organ, user: User, on: date) -> Iterator[int]:
    reach = organs_for(user, "report.read", on=on)
    return iter(subtree(organ).filter(pk__in=reach.values("pk")).values_list("pk", flat=True))


def _drafts(organ: Organ, user: User, on: date) -> Iterator[Choice]:
    rows = AnnualReport.objects.filter(organ__in=list(_organs(organ, user, on)), state=AnnualReport.State.DRAFT)
    for row in rows.select_related("organ").defer("draft").order_by("-year")[:MOST]:
        yield Choice(f"d{row.pk}", row.organ.name, row.year, "draft")


def _versions(organ: Organ, user: User, on: date) -> Iterator[Choice]:
    rows = ReportVersion.objects.filter(report__organ__in=list(_organs(organ, user, on)))
    for row in rows.select_related("report__organ").defer("content").order_by("-report__year")[:MOST]:
        yield Choice(f"v{row.pk}", row.report.organ.name, row.report.year, "version", row.number)


def _files(organ: Organ, user: User, on: date) -> Iterator[Choice]:
    if not organs_for(user, READING, on=on).filter(pk=organ.pk).exists():
        return
    rows = CollectedReport.objects.filter(
        collection__organ=organ, tables__isnull=False, year__isnull=False, set_aside_at__isnull=True
    )
    for pk, name, year in (
        rows.exclude(organ_name="").order_by("-year", "-pk").values_list("pk", "organ_name", "year")[:MOST]
    ):
        yield Choice(f"c{pk}", name, year or 0, "file")


def report_for(key: str, organ: Organ, user: User, *, on: date) -> Report | None:
    """Give the report with this key, None where there is none within reach of the person at this desk."""
    kind, number = key[:1], key[1:]
    if not number.isascii() or not number.isdigit() or len(number) > 12:
        return None
    pk = int(number)
    if kind in ("d", "v"):
        reach = list(_organs(organ, user, on))
        if kind == "d":
            draft = AnnualReport.objects.filter(pk=pk, organ__in=reach, state=AnnualReport.State.DRAFT).first()
            return current_report(draft) if draft else None
        version = ReportVersion.objects.filter(pk=pk, report__organ__in=reach).select_related("report__organ").first()
        return version_report(version) if version else None
    if kind != "c" or not organs_for(user, READING, on=on).filter(pk=organ.pk).exists():
        return None
    row = (
        CollectedReport.objects.filter(pk=pk, collection__organ=organ, tables__isnull=False)
        .select_related("organ")
        .first()
    )
    return collected_report(row, list(row.corrections.all())) if row else None
