"""
Working days: the national calendar with regional layers over it, and the one place that counts them (`ogi:33.2`, `holidays:4`).

Every day carries the notice that makes it what it is. Where a needed notice has not been loaded, weekdays are taken for working
days and everything computed from them is marked provisional (`convention:37`).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, cached_property
from itertools import accumulate
from types import MappingProxyType

from gongkai.law.calendar_layers import (
    ONE_DAY,
    Layer,
    LayerError,
    Mark,
    Notice,
    builtin_layers,
    next_notice_from,
    parse_layer,
    regions,
)

__all__ = [
    "Calendar",
    "DayInfo",
    "DayKind",
    "DueDate",
    "Layer",
    "LayerError",
    "MissingNotice",
    "Moved",
    "Notice",
    "WorkingDays",
    "counted",
    "impact",
    "parse_layer",
]

NATIONAL = "CN"


class DayKind(StrEnum):
    """What a day is; the values are identifiers of the glossary."""

    WORKING_DAY = "working_day"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP_DAY = "make_up_day"
    REGIONAL_HOLIDAY = "regional_holiday"


@dataclass(frozen=True, order=True)
class WorkingDays:
    """
    A number of working days. It cannot be added to a date: only a calendar knows where it leads.

    :raises ValueError: the number is negative.
    """

    count: int

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError(f"工作日数不能为负，现为{self.count}。")

    def __add__(self, other: "WorkingDays") -> "WorkingDays":
        """Join two periods: 20 working days and an extension of 20 are 40."""
        if not isinstance(other, WorkingDays):
            return NotImplemented
        return WorkingDays(self.count + other.count)

    def __str__(self) -> str:
        """Write the period as a letter does."""
        return f"{self.count}个工作日"


@dataclass(frozen=True, order=True)
class MissingNotice:
    """A notice that is needed and not loaded."""

    year: int
    region: str

    def __str__(self) -> str:
        """Name the notice that somebody should load."""
        known = regions().get(self.region)
        return f"{known.name if known else self.region}{self.year}年放假通知"


@dataclass(frozen=True)
class DayInfo:
    """One day as the calendar sees it. `notice` names the text that changed it, and is empty for ordinary days."""

    day: date
    kind: DayKind
    name: str
    notice: str
    counts: bool
    provisional: bool
    published_on: date | None = None


@dataclass(frozen=True)
class DueDate:
    """The last day of a period; provisional while one of the `missing` notices could still move it."""

    day: date
    missing: tuple[MissingNotice, ...] = ()

    @property
    def provisional(self) -> bool:
        """Tell whether the date may still move."""
        return bool(self.missing)


@dataclass(frozen=True)
class Calendar:
    """
    An immutable calendar. `regions` are those whose yearly notice is needed; `layers` are what has been loaded.

    The most specific layer decides a day; the same data always gives the same answer.
    """

    regions: tuple[str, ...]
    layers: tuple[Layer, ...]

    @classmethod
    def national(cls) -> "Calendar":
        """Give the national calendar with the notices that ship with the product."""
        return _builtin((NATIONAL,))

    @classmethod
    def for_region(cls, region: str) -> "Calendar":
        """
        Give the national calendar with the layers of a region over it.

        :param region: an id of `regions.toml`, such as `NX`.
        :raises LookupError: there is no such region.
        """
        if region not in regions():
            raise LookupError(f"没有登记地区“{region}”，可用的有 {'、'.join(regions())}。")
        return _builtin((NATIONAL,) if region == NATIONAL else (NATIONAL, region))

    @classmethod
    def for_area_code(cls, area_code: str) -> "Calendar":
        """Give the calendar of a place by its administrative area code; `640423207` lies in Ningxia."""
        return _builtin(tuple(region.id for region in regions().values() if area_code.startswith(region.area_prefix)))

    def with_layer(self, layer: Layer) -> "Calendar":
        """Give a calendar with this layer loaded; it replaces the one of the same region and year."""
        kept = self.without_layer(layer.region, layer.year).layers
        return Calendar(self.regions, (*kept, layer))

    def without_layer(self, region: str, year: int) -> "Calendar":
        """Give a calendar in which this layer was never loaded."""
        kept = tuple(layer for layer in self.layers if (layer.region, layer.year) != (region, year))
        return Calendar(self.regions, kept)

    def day(self, day: date) -> DayInfo:
        """Tell what a day is, which notice makes it so, and whether it counts."""
        mark = self._marks.get(day)
        if mark is None:
            kind = DayKind.WEEKEND if day.weekday() >= 5 else DayKind.WORKING_DAY
        elif not mark.off:
            kind = DayKind.MAKE_UP_DAY
        else:
            kind = DayKind.HOLIDAY if mark.region == NATIONAL else DayKind.REGIONAL_HOLIDAY
        return DayInfo(
            day=day,
            kind=kind,
            name=mark.name if mark else "",
            notice=str(mark.notice) if mark else "",
            counts=kind in (DayKind.WORKING_DAY, DayKind.MAKE_UP_DAY),
            provisional=self.provisional(day),
            published_on=mark.notice.published_on if mark else None,
        )

    def is_working(self, day: date) -> bool:
        """Tell whether the day counts in a period of working days."""
        return self._through(day) > self._through(day - ONE_DAY)

    def add_working_days(self, start: date, days: WorkingDays) -> DueDate:
        """
        Give the last day of a period of working days; counting starts on the day after `start`.

        No days at all end on `start` itself, working day or not.
        """
        if not days.count:
            return DueDate(start)
        target = self._through(start) + days.count
        reach = start + timedelta(days=2 * days.count)
        while self._through(reach) < target:
            reach += timedelta(days=30)
        ordinal = bisect_left(range(reach.toordinal() + 1), target, lo=start.toordinal() + 1, key=self._through_ordinal)
        day = date.fromordinal(ordinal)
        return DueDate(day, self.missing(start + ONE_DAY, day))

    def working_days_between(self, after: date, until: date) -> int:
        """Count the working days after `after`, up to and including `until`; negative when `until` lies before `after`."""
        return self._through(until) - self._through(after)

    def first_working_day(self, day: date) -> DueDate:
        """Give `day` if it is a working day, or the next one: where a period of calendar days ends (`arl:88.1`)."""
        if self.is_working(day):
            return DueDate(day, self.missing(day, day))
        moved = self.add_working_days(day, WorkingDays(1))
        return DueDate(moved.day, self.missing(day, moved.day))

    def provisional(self, day: date) -> bool:
        """Tell whether a notice that could change this day has not been loaded."""
        return bool(self.missing(day, day))

    def missing(self, first: date, last: date) -> tuple[MissingNotice, ...]:
        """Name the notices that could change a day from `first` to `last` and have not been loaded."""
        years = set(range(first.year, last.year + 1))
        if (last.month, last.day) >= next_notice_from():
            years.add(last.year + 1)
        needed = {MissingNotice(year, region) for year in years for region in self.regions}
        return tuple(sorted(needed - self._loaded))

    @cached_property
    def _loaded(self) -> frozenset[MissingNotice]:
        return frozenset(MissingNotice(layer.year, layer.region) for layer in self.layers)

    @cached_property
    def _marks(self) -> Mapping[date, Mark]:
        merged: dict[date, Mark] = {}
        for layer in sorted(self.layers, key=lambda layer: (len(_prefix(layer.region)), layer.year)):
            merged |= layer.marks
        return MappingProxyType(merged)

    @cached_property
    def _changes(self) -> tuple[list[int], list[int]]:
        """Give the days on which work differs from Monday to Friday, and the running sum of the differences."""
        changes = sorted(
            (day.toordinal(), -1 if mark.off else 1)
            for day, mark in self._marks.items()
            if mark.off == (day.weekday() < 5)
        )
        return [ordinal for ordinal, _ in changes], [0, *accumulate(step for _, step in changes)]

    def _through(self, day: date) -> int:
        return self._through_ordinal(day.toordinal())

    def _through_ordinal(self, ordinal: int) -> int:
        """Count the working days up to and including a day; every other count of this code base is made of this one."""
        weeks, rest = divmod(ordinal, 7)  # ordinal 1 is a Monday
        days, sums = self._changes
        return 5 * weeks + min(rest, 5) + sums[bisect_right(days, ordinal)]


def _prefix(region: str) -> str:
    known = regions().get(region)
    return known.area_prefix if known else region


@cache
def _builtin(ids: tuple[str, ...]) -> Calendar:
    return Calendar(regions=ids, layers=tuple(layer for region in ids for layer in builtin_layers(region)))


Reckoning = Callable[[Calendar], DueDate]


def counted(start: date, days: WorkingDays) -> Reckoning:
    """Give the reckoning of a plain period, for `impact`."""
    return lambda calendar: calendar.add_working_days(start, days)


@dataclass(frozen=True)
class Moved:
    """A due date that moves when the calendar changes."""

    case: str
    before: DueDate
    after: DueDate


def impact(cases: Iterable[tuple[str, Reckoning]], old: Calendar, new: Calendar) -> list[Moved]:
    """
    Tell which due dates move from one calendar to another, in the order of the cases; nothing is changed.

    :param cases: the name of each open case and how its due date is reckoned from a calendar.
    """
    reckoned = [Moved(case=case, before=reckon(old), after=reckon(new)) for case, reckon in cases]
    return [moved for moved in reckoned if moved.before.day != moved.after.day]


def weekday_name(day: date) -> str:
    """Give the last character of a weekday's name, 一 for Monday to 日 for Sunday."""
    return "一二三四五六日"[day.weekday()]
