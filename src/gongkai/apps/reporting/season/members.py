"""Whose reports a season waits for, and until when."""

from dataclasses import dataclass
from datetime import date

from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.queries import calendar_of, existing
from gongkai.apps.reporting.models import Season
from gongkai.law.annual_report.model import OrganKind
from gongkai.law.deadlines import report_deadline

#: Kinds of organ that answer to each kind that adds up (`ogi:49`).
BELOW = {
    OrganKind.COUNTY: (OrganKind.TOWNSHIP, OrganKind.DEPARTMENT),
    OrganKind.PREFECTURE: (OrganKind.COUNTY, OrganKind.DEPARTMENT),
    OrganKind.PROVINCE: (OrganKind.PREFECTURE, OrganKind.DEPARTMENT),
}


@dataclass(frozen=True)
class Expected:
    """An organ whose report is waited for, and the last day for it."""

    organ: Organ
    due_on: date

    def days_late(self, on: date) -> int:
        """Give by how many days it is late on the day `on`; 0 before that."""
        return max(0, (on - self.due_on).days)


def adds_up(organ: Organ) -> bool:
    """Tell whether organs of this kind add up others."""
    return OrganKind(organ.kind) in BELOW


def expected(season: Season) -> list[Expected]:
    """Give the organs below that existed at the end of the year, in the order of the tree."""
    last = date(season.year, 12, 31)
    kinds = BELOW.get(OrganKind(season.organ.kind), ())
    found = existing(last).filter(parent=season.organ, kind__in=kinds).order_by("path")
    dates: dict[tuple[str, str], date] = {}
    for organ in found:
        key = (organ.kind, organ.area_code)
        if key not in dates:
            dates[key] = report_deadline(OrganKind(organ.kind), year=season.year).due(last, calendar_of(organ)).day
    return [Expected(organ, dates[organ.kind, organ.area_code]) for organ in found]
