"""What is due: the 20 working days of publication (`ogi:26`), and the yearly look at what is withheld (`ogi:18`)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils import timezone

from gongkai.apps.publication.models import DisclosureItem
from gongkai.apps.publication.queries.reach import within
from gongkai.law.calendar import Calendar, DueDate
from gongkai.law.deadlines import deadline
from gongkai.law.entries import NoRuleInForce

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ


@dataclass(frozen=True)
class Clock:
    """An item, the last day on which it had to be public, whether that has passed, and by how many working days (0 on a weekend after)."""

    item: DisclosureItem
    due: DueDate
    overdue: bool
    working_days_late: int


def publication_due(item: DisclosureItem) -> DueDate:
    """Give the last day for publishing an item: 20 working days after it was formed or changed, by the organ's calendar (`ogi:26`)."""
    calendar = Calendar.for_area_code(item.organ.area_code)
    return deadline("publication.proactive", on=item.formed_on).due(item.formed_on, calendar)


def overdue_publications(*, on: date, organ: "Organ | None" = None, path: str = "") -> list[Clock]:
    """Give the proactive items that are not public and whose last day lies before the day `on`, the longest overdue first."""
    waiting = DisclosureItem.objects.filter(
        within(organ, path),
        disclosure_attribute=DisclosureItem.Attribute.PROACTIVE,
        published_at__isnull=True,
        formed_on__lt=on,
    ).select_related("organ")
    late = [clock for item in waiting if (clock := _clock(item, until=on)).overdue]
    return sorted(late, key=lambda clock: (clock.due.day, clock.item.pk))


def published_late(organ: "Organ", year: int) -> list[Clock]:
    """Give the items first published in the year after their last day, in the order of publication."""
    return [clock for clock in published_clocks(organ, year) if clock.overdue]


def published_clocks(organ: "Organ", year: int) -> list[Clock]:
    """
    Give how every item first published in the year kept its last day, in the order of publication.

    What was formed before the rule was in force is not judged by it.
    """
    items = DisclosureItem.objects.filter(organ=organ, published_at__year=year).select_related("organ")
    return [
        _clock(item, until=timezone.localtime(item.published_at).date())
        for item in items.order_by("published_at", "pk")
        if item.published_at and _is_judged(item)
    ]


def _is_judged(item: DisclosureItem) -> bool:
    try:
        deadline("publication.proactive", on=item.formed_on)
    except NoRuleInForce:
        return False
    return True


def due_for_reassessment(*, on: date, organ: "Organ | None" = None, path: str = "") -> QuerySet[DisclosureItem]:
    """Give what is withheld or open on request only and whose day of re-examination has come (`ogi:18`), soonest first."""
    return (
        DisclosureItem.objects.filter(within(organ, path), review_on__lte=on)
        .select_related("organ", "catalog_entry", "responsible")
        .order_by("review_on", "pk")
    )


def _clock(item: DisclosureItem, *, until: date) -> Clock:
    due = publication_due(item)
    calendar = Calendar.for_area_code(item.organ.area_code)
    overdue = until > due.day
    late = calendar.working_days_between(due.day, until) if overdue else 0
    return Clock(item=item, due=due, overdue=overdue, working_days_late=late)
