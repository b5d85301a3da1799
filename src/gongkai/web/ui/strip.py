"""The calendar strip of the desk: the coming days, which are free, and what falls due on them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gongkai.web.ui.text import english, long_day

WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DOTS_SHOWN = 4


class WorkCalendar(Protocol):
    """The part of `law.calendar.Calendar` that the strip asks."""

    def is_working(self, day: date) -> bool:
        """Tell whether the day counts as a working day."""
        ...

    def day(self, day: date) -> Any:
        """Tell what the day is called and why it is free."""
        ...


@dataclass(frozen=True)
class Day:
    """One box of the strip. `marks` are kinds of what is due (`danger`, `warn`, `info`), the most urgent first."""

    day: date
    working: bool
    name: str = ""
    marks: Sequence[str] = ()
    today: bool = False
    href: str = ""

    @property
    def weekday(self) -> str:
        """Give the short name of the day: 今, the holiday, or the day of the week."""
        if self.today:
            return pgettext("today, one character", "今")
        return (WEEKDAYS_EN if english() else WEEKDAYS)[self.day.weekday()]

    @property
    def made_up(self) -> bool:
        """Tell whether a Saturday or Sunday is worked."""
        return self.working and self.day.weekday() >= 5

    @property
    def shown(self) -> Sequence[str]:
        """Give the marks that fit into the box."""
        return self.marks[:DOTS_SHOWN]

    @property
    def hidden(self) -> int:
        """Give how many marks did not fit."""
        return max(0, len(self.marks) - DOTS_SHOWN)

    @property
    def spoken(self) -> str:
        """Say the whole box in words."""
        rest = _("上班（调休）") if self.made_up else "" if self.working else _("休息")
        due = (
            ngettext("%(n)s 件到期", "%(n)s 件到期", len(self.marks)) % {"n": len(self.marks)}
            if self.marks
            else _("无到期事项")
        )
        weekday = (WEEKDAYS_EN if english() else tuple(f"星期{name}" for name in WEEKDAYS))[self.day.weekday()]
        separator = ", " if english() else "，"
        return separator.join(part for part in (f"{long_day(self.day)} {weekday}", self.name, rest, due) if part)


def days(
    calendar: WorkCalendar,
    start: date,
    count: int = 20,
    *,
    due: Mapping[date, Sequence[str]] | None = None,
    href: Callable[[date], str] | None = None,
) -> list[Day]:
    """Make the boxes for `count` days from `start`, which is today."""
    found = due or {}
    return [
        Day(
            day=day,
            working=calendar.is_working(day),
            name=str(getattr(calendar.day(day), "name", "") or ""),
            marks=tuple(found.get(day, ())),
            today=day == start,
            href=href(day) if href and found.get(day) else "",
        )
        for day in (start + timedelta(days=offset) for offset in range(count))
    ]
