"""How an organ deals with applications, year by year and today: on time, how long, what is open, since when (numbers only, no case)."""

from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import Q

from gongkai.apps.foi.models import FoiRequest
from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.queries import calendar_of


@dataclass(frozen=True)
class YearOfWork:
    """One year: applications closed, how many of them by their due date, the median of working days, and what was open at its end."""

    year: int
    closed: int
    on_time: int
    median_days: float | None
    backlog: int

    @property
    def share(self) -> int | None:
        """Give the share closed on time in per cent, None where nothing was closed."""
        return round(100 * self.on_time / self.closed) if self.closed else None


@dataclass(frozen=True)
class Performance:
    """The years, oldest first (the last one runs), and the days since the oldest open application came in."""

    years: tuple[YearOfWork, ...]
    oldest_days: int | None


def performance(organ: Organ, *, years: int, on: date) -> Performance:
    """Count the last `years` years up to the day `on` from one reading of the register."""
    first = on.year - years + 1
    rows = list(
        FoiRequest.objects.filter(organ=organ, received_on__isnull=False)
        .filter(Q(closed_on__isnull=True) | Q(closed_on__year__gte=first))
        .values_list("received_on", "closed_on", "due_on")
    )
    calendar = calendar_of(organ)
    found = []
    for year in range(first, on.year + 1):
        end = min(date(year, 12, 31), on)
        closed = [(came, done, due) for came, done, due in rows if came and done and done.year == year and done <= on]
        days = [calendar.working_days_between(came, done) for came, done, _ in closed]
        found.append(
            YearOfWork(
                year=year,
                closed=len(closed),
                on_time=sum(due is None or done <= due for _, done, due in closed),
                median_days=float(median(days)) if days else None,
                backlog=sum(
                    came is not None and came <= end and (done is None or done > end) for came, done, _ in rows
                ),
            )
        )
    still_open = [came for came, done, _ in rows if came and came <= on and (done is None or done > on)]
    return Performance(tuple(found), (on - min(still_open)).days if still_open else None)
