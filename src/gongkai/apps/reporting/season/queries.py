"""Read a season: one line for each organ, arrived or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, QuerySet

from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import organs_for
from gongkai.apps.reporting.models import AnnualReport, Season, SeasonReminder, SeasonReport
from gongkai.apps.reporting.season.members import expected
from gongkai.apps.reporting.season.summing import LIGHT

ARRIVED, MISSING = "已收到", "未报送"


@dataclass(frozen=True)
class Line:
    """An organ in a season: its report if it has arrived, what its desk is doing, until when, since when reminded."""

    name: str
    code: str
    organ: Organ | None
    report: SeasonReport | None
    due_on: date | None = None
    days_late: int = 0
    draft: str = ""
    reminded_at: datetime | None = None

    @property
    def words(self) -> str:
        """Say how far it is."""
        if self.report is not None:
            return ARRIVED
        return self.draft or MISSING


def visible_to(user: User, *, on: date) -> QuerySet[Season]:
    """Give the seasons that the person may look at."""
    return Season.objects.filter(organ__in=organs_for(user, "roll_up.read", on=on)).select_related("organ")


def overview(season: Season, *, on: date) -> list[Line]:
    """Give every organ that ought to report, in the order of the tree, then those that came in a package only."""
    rows = {row.code: row for row in season.reports.select_related("organ").defer("tables", *LIGHT)}
    wanted = expected(season)
    drafts = _drafts(season, [one.organ for one in wanted])
    reminded = dict(
        SeasonReminder.objects.filter(season=season)
        .order_by()
        .values("organ")
        .annotate(at=Max("at"))
        .values_list("organ", "at")
    )
    lines = []
    for one in wanted:
        row = rows.pop(one.organ.code, None)
        lines.append(
            Line(
                name=one.organ.name,
                code=one.organ.code,
                organ=one.organ,
                report=row,
                due_on=one.due_on,
                days_late=0 if row else one.days_late(on),
                draft=drafts.get(one.organ.pk, ""),
                reminded_at=reminded.get(one.organ.pk),
            )
        )
    return [*lines, *(Line(row.name, row.code, row.organ, row) for row in rows.values())]


def _drafts(season: Season, organs: Sequence[Organ]) -> dict[int, str]:
    found = AnnualReport.objects.filter(organ__in=organs, year=season.year).order_by()
    labels = dict(AnnualReport.State.choices)
    return {pk: str(labels[state]) for pk, state in found.values_list("organ_id", "state")}


def open_reminder(organ: Organ, year: int) -> SeasonReminder | None:
    """Give the newest reminder to an organ whose report has not arrived."""
    arrived = SeasonReport.objects.filter(season__year=year, code=organ.code).values("season_id")
    reminders = SeasonReminder.objects.filter(organ=organ, season__year=year, season__closed_at__isnull=True)
    return reminders.exclude(season__in=arrived).select_related("season__organ", "by").first()
