"""Draw the kernel's clock as the bar of an application's page."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from gongkai.law.foi_flow import Clock
from gongkai.web.ui.charts import Chart, ClockBar, Mark, Segment, clock_bar

ONE_DAY = timedelta(days=1)


def bar_of(clock: Clock, *, on: date) -> Chart | None:
    """Give the bar from receipt to the due date, pauses hatched; None while no period runs."""
    start, end = clock.started_on, clock.due_on
    if start is None or end is None:
        return None
    now = min(clock.stopped_on or on, max(on, start))
    pauses = [
        (pause.first - ONE_DAY, min(pause.last, max(end, now)), pause.label)
        for pause in clock.pauses
        if pause.last > start
    ]
    segments: list[Segment] = []
    at = start
    for first, last, words in pauses:
        if first > at:
            segments.append(Segment(at, first, "used", _("已用")))
        segments.append(Segment(max(first, at), last, "paused", words))
        at = max(at, last)
    if now > at:
        segments.append(Segment(at, min(now, end), "current", _("已用")))
        at = min(now, end)
    if now > end:
        segments.append(Segment(end, now, "over", _("超期")))
    elif end > at and clock.stopped_on is None:
        segments.append(Segment(at, end, "left", _("剩余"), clock.left))
    marks = [Mark(start, _("起算"), "start"), Mark(end, _("到期"), "due")]
    if clock.stopped_on:
        marks.append(Mark(clock.stopped_on, _("办结"), "today"))
    return clock_bar(ClockBar(segments=segments, marks=marks, title=_("答复期限")))
