"""Read village affairs: what is due, what is late, what villagers see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from django.db.models import QuerySet

from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.queries import calendar_of
from gongkai.apps.villages.models import VillageDisclosure, VillageReminder
from gongkai.law import villages as law

State = VillageDisclosure.State
#: Villagers look back so many years; the table of what is due looks back so many days.
YEARS_BACK = 2
LOOK_BACK = timedelta(days=370)


@dataclass(frozen=True)
class Cell:
    """One period of a matter in a village: done, waiting for a signature, late, or still in time."""

    period: law.Period
    disclosure: VillageDisclosure | None
    level: str
    days_late: int


@dataclass(frozen=True)
class Late:
    """A period that a village has not disclosed in time, and when it was last reminded."""

    village: Organ
    period: law.Period
    days: int
    reminded_on: date | None


def public_disclosures(organ: Organ, *, on: date) -> QuerySet[VillageDisclosure]:
    """Give what villagers see: everything public of the last two years, newest first."""
    since = date(on.year - YEARS_BACK, 1, 1)
    return (
        VillageDisclosure.objects.filter(organ=organ, state=State.PUBLISHED, period_last__gte=since)
        .select_related("publisher", "organ")
        .order_by("-period_last", "-signed_at")
    )


def schedule(organ: Organ, *, on: date, since: date | None = None) -> list[tuple[law.Matter, list[Cell]]]:
    """Give for every periodical matter of a village the periods since a day, each with what was disclosed."""
    begin = max(since or on - LOOK_BACK, organ.founded_on)
    kept: dict[tuple[str, date], VillageDisclosure] = {}
    for one in VillageDisclosure.objects.filter(organ=organ).exclude(state=State.WITHDRAWN).order_by("pk"):
        kept[one.matter, one.period_first] = one
    rows = []
    for matter in law.matters(on=on):
        if matter.rhythm in law.MONTHS:
            periods = _periods(organ, matter, begin, on)
            rows.append((matter, [_cell(period, kept.get((matter.id, period.first)), on) for period in periods]))
    return rows


def _periods(organ: Organ, matter: law.Matter, begin: date, on: date) -> Iterator[law.Period]:
    """Give the periods that are over; one that began before the village was founded is not owed."""
    for period in law.periods_due(matter, since=begin, on=on, calendar=calendar_of(organ)):
        if period.first >= organ.founded_on:
            yield period


def _cell(period: law.Period, disclosure: VillageDisclosure | None, on: date) -> Cell:
    if disclosure is not None and disclosure.state == State.PUBLISHED and disclosure.signed_at is not None:
        late = (disclosure.signed_at.date() - period.due_on).days
        return Cell(period, disclosure, "fresh", max(0, late))
    late = (on - period.due_on).days
    if late > 0:
        return Cell(period, disclosure, "late", late)
    return Cell(period, disclosure, "soon", 0)


def late_of(villages: Sequence[Organ], *, on: date) -> list[Late]:
    """Give everything that these villages owe, the longest overdue first."""
    found = []
    for village in villages:
        reminded = {
            (one.matter, one.period_first): one.on
            for one in VillageReminder.objects.filter(organ=village).order_by("on")
        }
        for matter, cells in schedule(village, on=on, since=on - timedelta(days=200)):
            found += [
                Late(village, cell.period, cell.days_late, reminded.get((matter.id, cell.period.first)))
                for cell in cells
                if cell.level == "late"
            ]
    return sorted(found, key=lambda one: -one.days)


def next_due(organ: Organ, *, on: date) -> law.Period | None:
    """Give the period that must be disclosed next, one that is not over among them."""
    calendar = calendar_of(organ)
    running = [
        law.period_of(matter, on, calendar=calendar) for matter in law.matters(on=on) if matter.rhythm in law.MONTHS
    ]
    waiting = [cell.period for _matter, cells in schedule(organ, on=on) for cell in cells if cell.level == "soon"]
    return min([*waiting, *running], key=lambda period: period.due_on, default=None)


def totals(disclosure: VillageDisclosure) -> tuple[Decimal, Decimal]:
    """Add up income and expense of the lines, in yuan."""
    return (_sum(disclosure, 1), _sum(disclosure, 2))


def _sum(disclosure: VillageDisclosure, at: int) -> Decimal:
    total = Decimal(0)
    for line in disclosure.lines:
        try:
            total += Decimal((line[at] or "0").replace(",", ""))
        except InvalidOperation:
            continue
    return total


def desk_disclosures(organ: Organ) -> QuerySet[VillageDisclosure]:
    """Give everything of a village at its desk, newest first."""
    return VillageDisclosure.objects.filter(organ=organ).select_related("publisher", "drafted_by", "signed_by")
