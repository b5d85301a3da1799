"""The clocks of the lanes: urgent items in hours, revoked penalties and explainers in working days."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from gongkai.apps.publication.models import DisclosureItem
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines import deadline

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ


@dataclass(frozen=True)
class UrgentClock:
    """By when first information must be out, and by when the press conference must be held (`open-affairs2016:3`)."""

    item: DisclosureItem
    information_at: datetime
    conference_at: datetime

    def overdue(self, at: datetime) -> bool:
        """Tell whether the first information is late at this moment."""
        return self.item.published_at is None and at > self.information_at


@dataclass(frozen=True)
class LaneClock:
    """An item, the last day for what it needs, and from which day that was reckoned."""

    item: DisclosureItem
    due_on: date
    since: date


def urgent_clock(item: DisclosureItem) -> UrgentClock | None:
    """Give the clocks of an urgent item; None for all others."""
    if item.urgent_since is None:
        return None
    on = timezone.localtime(item.urgent_since).date()
    ends = [
        deadline(f"publication.{name}", on=on).due_at(item.urgent_since)
        for name in ("emergency_information", "emergency_press_conference")
    ]
    return UrgentClock(item, *ends)


def urgent_items(organ: "Organ") -> list[UrgentClock]:
    """Give the urgent items of an organ that are not public yet, the earliest first."""
    waiting = DisclosureItem.objects.filter(organ=organ, urgent_since__isnull=False, published_at__isnull=True)
    clocks = [clock for item in waiting.select_related("organ") if (clock := urgent_clock(item))]
    return sorted(clocks, key=lambda clock: clock.information_at)


def revoked_penalties(organ: "Organ") -> list[LaneClock]:
    """Give the public penalty decisions that were revoked and must come down (`penalty:48.2`)."""
    items = DisclosureItem.objects.filter(organ=organ, revoked_on__isnull=False, withdrawn_at__isnull=True)
    calendar = Calendar.for_area_code(organ.area_code)
    clocks = [
        LaneClock(item, deadline("publication.penalty_withdrawal", on=day).due(day, calendar).day, day)
        for item in items.select_related("organ")
        if (day := item.revoked_on)
    ]
    return sorted(clocks, key=lambda clock: clock.due_on)


def explainers_due(organ: "Organ", *, since: date) -> list[LaneClock]:
    """Give the policies published from the day `since` on that no public explainer belongs to (`nx-points2022:1`)."""
    policies = DisclosureItem.objects.filter(
        organ=organ,
        kind=DisclosureItem.Kind.POLICY,
        published_at__isnull=False,
        withdrawn_at__isnull=True,
        published_at__date__gte=since,
    ).exclude(explainers__published_at__isnull=False, explainers__withdrawn_at__isnull=True)
    calendar = Calendar.for_area_code(organ.area_code)
    found = []
    for item in policies.select_related("organ"):
        if item.published_at is not None:
            day = timezone.localtime(item.published_at).date()
            found.append(LaneClock(item, deadline("publication.explainer", on=day).due(day, calendar).day, day))
    return sorted(found, key=lambda clock: clock.due_on)


def scheduled(*, at: datetime) -> list[DisclosureItem]:
    """Give the items of all organs whose time of release or of take-down has come, in the order of their times."""
    release = Q(state=DisclosureItem.State.APPROVED, release_at__lte=at)
    takedown = Q(takedown_at__lte=at, withdrawn_at__isnull=True)
    return list(DisclosureItem.objects.filter(release | takedown).order_by("release_at", "takedown_at", "pk"))
