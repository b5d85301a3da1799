"""The clock of an application as a drawing: from `law.foi_flow.Clock` to the bar with its pauses."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Protocol

from django.utils.translation import gettext as _

from gongkai.law.foi_flow.clock import Clock, ClockStatus
from gongkai.web.ui import charts
from gongkai.web.ui.charts import Chart, ClockBar, Mark, Segment

ONE_DAY = timedelta(days=1)


class Counting(Protocol):
    """The part of `law.calendar.Calendar` that the drawing asks."""

    def working_days_between(self, after: date, until: date) -> int:
        """Count working days after `after`, up to and including `until`."""
        ...


def chart(clock: Clock, *, on: date, calendar: Counting, title: str = "") -> Chart | None:
    """Draw a clock as it stands on a day; None while it has not started."""
    parts = segments(clock, on=on, calendar=calendar)
    return charts.clock_bar(ClockBar(parts, tuple(_marks(clock, on)), title=title)) if parts else None


def segments(clock: Clock, *, on: date, calendar: Counting) -> tuple[Segment, ...]:
    """Cut the time of a clock into what was used, what does not count, what is left, what is late (`ogi:32`, `ogi:33`)."""
    if clock.received_on is None or clock.started_on is None:
        return ()
    before = []
    if clock.received_on < clock.started_on:
        before.append(Segment(clock.received_on, clock.started_on, "paused", _("收到，之后重新起算")))
    if clock.status is ClockStatus.SUSPENDED:
        return (*before, Segment(clock.started_on, max(on, clock.started_on), "paused", _("等待申请人")))
    return (*before, *_counted(clock, on, calendar))


def _counted(clock: Clock, on: date, calendar: Counting) -> Iterator[Segment]:
    start = clock.started_on or on
    now, due = max(clock.stopped_on or on, start), clock.due_on
    at, label = start, _("重新起算") if clock.restarted_on else _("收到")
    for pause in clock.pauses:
        begins, ends = max(pause.first - ONE_DAY, at), min(pause.last, now)
        if begins < now:
            yield from _running(at, begins, label, due, calendar, current=False)
            yield Segment(begins, ends, "paused", pause.label, calendar.working_days_between(begins, ends))
            at, label = ends, _("恢复计算")
    yield from _running(at, now, label, due, calendar, current=clock.stopped_on is None)
    if clock.stopped_on is None and due is not None and due > now:
        yield Segment(now, due, "left", "", clock.left)


def _running(
    start: date, end: date, label: str, due: date | None, calendar: Counting, *, current: bool
) -> Iterator[Segment]:
    kind = "current" if current else "used"
    in_time = min(end, due) if due is not None and due > start else start if due is not None else end
    if in_time > start or end == start:
        yield Segment(start, in_time, kind, label, calendar.working_days_between(start, in_time))
        label = ""
    if end > in_time:
        yield Segment(in_time, end, "over", label, calendar.working_days_between(in_time, end))


def _marks(clock: Clock, on: date) -> Iterator[Mark]:
    if clock.due_on is not None:
        yield Mark(clock.due_on, _("到期（暂定）") if clock.provisional else _("到期"))
    if clock.waits_until is not None:
        yield Mark(clock.waits_until, _("申请人期限"))
    yield Mark(clock.stopped_on, _("办结"), "today") if clock.stopped_on else Mark(on, _("今天"), "today")
