"""Last year's figures of the organs of a season: from reports signed here, else from last year's season, else from earlier files."""

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.apps.reporting.collecting.stored import tables_in
from gongkai.apps.reporting.content import tables_from_json
from gongkai.apps.reporting.models import EarlierReport, ReportVersion, Season
from gongkai.law.annual_report.model import Tables


@dataclass(frozen=True)
class Before:
    """Figures of last year by code and by name of the organ."""

    by_code: Mapping[str, Tables]
    by_name: Mapping[str, Tables]


def tables_before(season: Season) -> Before:
    """Give last year's figures; what was signed here goes before what was collected."""
    by_code: dict[str, Tables] = {}
    by_name: dict[str, Tables] = {}
    earlier = EarlierReport.objects.filter(organ__path__startswith=season.organ.path, year=season.year - 1)
    for code, name, stored in earlier.values_list("organ__code", "organ__name", "tables"):
        by_code[code] = by_name[name] = tables_in(stored)
    last = Season.objects.filter(organ=season.organ, year=season.year - 1).first()
    if last is not None:
        for code, name, stored in last.reports.values_list("code", "name", "tables"):
            by_code[code] = by_name[name] = tables_from_json(stored)
    versions = ReportVersion.objects.filter(
        report__organ__path__startswith=season.organ.path, report__year=season.year - 1
    ).order_by("number")
    for code, content in versions.values_list("report__organ__code", "content"):
        by_code[code] = by_name[content["organ"]] = tables_from_json(content["tables"])
    return Before(by_code, by_name)
