"""The clock of one application with its pauses, and the clocks of many on one axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.web.ui.charts.svg import (
    AXIS,
    BLUE,
    INK,
    LIGHT,
    RED,
    Chart,
    DataRow,
    drawing,
    hatch,
    identity,
    line,
    rect,
    text,
    text_width,
)

#: The width, in pixels, for which labels are kept apart; narrower screens show the words below instead.
REFERENCE = 900.0
BAR, LEVEL, ROW = 22, 18, 46
FILLS = {"used": LIGHT, "current": BLUE, "left": "#ffffff", "over": RED}


@dataclass(frozen=True)
class Segment:
    """A stretch of time from `start` up to `end`: `used`, `current`, `paused`, `left` or `over`, with working days in it."""

    start: date
    end: date
    kind: str
    label: str = ""
    days: int | None = None


@dataclass(frozen=True)
class Mark:
    """A day that matters: `due` is drawn red, `today` black."""

    on: date
    label: str
    kind: str = "due"


@dataclass(frozen=True)
class ClockBar:
    """The clock of one case: what was used, what did not count, what is left."""

    segments: Sequence[Segment]
    marks: Sequence[Mark] = ()
    title: str = ""
    note: str = ""


@dataclass(frozen=True)
class Case:
    """One row of the deadline timeline."""

    label: str
    segments: Sequence[Segment]
    due_on: date
    words: str = ""
    href: str = ""


@dataclass(frozen=True)
class _Scale:
    start: date
    end: date

    def x(self, day: date) -> float:
        return 100 * (day - self.start).days / max((self.end - self.start).days, 1)


def clock_bar(clock: ClockBar) -> Chart:
    """
    Draw the clock of one case, pauses hatched.

    :raises ValueError: there is no segment.
    """
    if not clock.segments:
        raise ValueError("时限条至少要有一段时间。")
    title = clock.title or _("办理时限")
    scale = _Scale(
        clock.segments[0].start,
        max(*(s.end for s in clock.segments), *(m.on for m in clock.marks), clock.segments[0].end),
    )
    labels, levels = _place(clock, scale)
    y = 6 + LEVEL * levels
    uid = identity("hatch", title, clock.segments)
    parts = [hatch(uid)]
    for segment in clock.segments:
        parts += [_box(segment, scale, y, uid), *_below(segment, scale, y + BAR + 17)]
    parts += [_label(label, y) for label in labels]
    for mark in clock.marks:
        colour = RED if mark.kind == "due" else INK
        parts.append(line(scale.x(mark.on), y - 8, scale.x(mark.on), y + BAR + 8, colour, width=2))
    words = [*(_sentence(segment) for segment in clock.segments), *(f"{mark.on} {mark.label}" for mark in clock.marks)]
    rows = [
        DataRow(segment.label or _kind_words(segment), (str(segment.start), str(segment.end), _days(segment)))
        for segment in clock.segments
    ]
    rows += [DataRow(mark.label, (str(mark.on), str(mark.on), "")) for mark in clock.marks]
    svg = drawing(title, "；".join(words) + "。", y + BAR + 24, parts, css=f"lift{min(levels, 3)}")
    return Chart(
        title,
        svg,
        (_("阶段"), pgettext("first day", "起"), pgettext("last day", "止"), _("计算")),
        rows,
        clock.note,
        narrow=words,
    )


@dataclass(frozen=True)
class _Label:
    x: float
    level: int
    words: str
    css: str


def _place(clock: ClockBar, scale: _Scale) -> tuple[list[_Label], int]:
    """Give the labels above the bar, each on the lowest level where it lies on no other, and how many levels there are."""
    wanted = [(scale.x(s.start), f"{s.start:%m-%d} {s.label}", "") for s in clock.segments if s.label]
    wanted += [(scale.x(m.on), f"{m.on:%m-%d} {m.label}", "red" if m.kind == "due" else "strong") for m in clock.marks]
    taken: list[list[tuple[float, float]]] = []
    placed = []
    for x, words, css in wanted:
        left, right = _span(x, words)
        level = next((n for n, row in enumerate(taken) if all(right < a or left > b for a, b in row)), len(taken))
        if level == len(taken):
            taken.append([])
        taken[level].append((left, right))
        placed.append(_Label(x, level, words, css))
    return placed, max(len(taken), 1)


def _span(x: float, words: str) -> tuple[float, float]:
    at, width = x / 100 * REFERENCE, text_width(words) + 12
    return (at - width, at) if at + width > REFERENCE else (at, at + width)


def _label(label: _Label, y: float) -> SafeString:
    anchor = "end" if _span(label.x, label.words)[1] <= label.x / 100 * REFERENCE else "start"
    css = f"wide-only {label.css}".strip()
    fill = RED if label.css == "red" else INK
    return text(label.x, y - 10 - LEVEL * label.level, label.words, anchor=anchor, css=css, fill=fill)


def _box(segment: Segment, scale: _Scale, y: float, uid: str) -> SafeString:
    x, width = scale.x(segment.start), scale.x(segment.end) - scale.x(segment.start)
    fill = f"url(#{uid})" if segment.kind == "paused" else FILLS[segment.kind]
    css = f"seg-{segment.kind}"
    box = rect(x, y, width, BAR, fill, css=css)
    if segment.kind in ("left", "paused"):
        return SafeString(box.replace("/>", f' stroke="{AXIS}"/>'))
    return box


def _below(segment: Segment, scale: _Scale, y: float) -> list[SafeString]:
    words = _days(segment)
    x, width = scale.x(segment.start), scale.x(segment.end) - scale.x(segment.start)
    if not words or width / 100 * REFERENCE < text_width(words):
        return []
    return [text(x + width / 2, y, words, anchor="middle", css="wide-only")]


def _kind_words(segment: Segment) -> str:
    return {"used": _("已用"), "current": _("已用"), "paused": _("暂停"), "left": _("还剩"), "over": _("超期")}[
        segment.kind
    ]


def _days(segment: Segment) -> str:
    if segment.days is None:
        return _kind_words(segment)
    return _("%(kind)s %(n)s 个工作日") % {"kind": _kind_words(segment), "n": segment.days}


def _sentence(segment: Segment) -> str:
    return _("%(start)s 至 %(end)s：%(words)s") % {
        "start": segment.start, "end": segment.end, "words": " · ".join(filter(None, (segment.label, _days(segment)))),
    }  # fmt: skip


def deadline_timeline(title: str, cases: Sequence[Case], *, on: date, note: str = "") -> Chart:
    """Draw one row a case on a common axis, with the line of today and a red tick at each due date."""
    days = (
        [day for case in cases for s in case.segments for day in (s.start, s.end)]
        + [case.due_on for case in cases]
        + [on]
    )
    scale = _Scale(min(days), max(days) + timedelta(days=1))
    uid = identity("hatch", title, on, len(cases))
    bottom = 24 + ROW * max(len(cases), 1)
    parts = [hatch(uid), *_months(scale, bottom)]
    for place, case in enumerate(cases):
        y = 24 + ROW * place
        parts += [
            text(0, y + 14, case.label, fill=INK),
            text(100, y + 14, case.words, anchor="end", css="strong", fill=INK),
        ]
        parts += [_box(segment, scale, y + 20, uid) for segment in case.segments]
        parts.append(line(scale.x(case.due_on), y + 16, scale.x(case.due_on), y + 20 + BAR + 3, RED, width=2.5))
    parts.append(line(scale.x(on), 20, scale.x(on), bottom, INK, width=1.5, dash="4 3"))
    parts.append(
        text(scale.x(on), 13, _("今天"), anchor="end" if scale.x(on) > 80 else "start", css="strong", fill=INK)
    )
    said = "；".join(f"{case.label} {_('到期')} {case.due_on} {case.words}".strip() for case in cases) + "。"
    rows = [
        DataRow(case.label, (str(case.segments[0].start), str(case.due_on), case.words), case.href) for case in cases
    ]
    return Chart(
        title, drawing(title, said, bottom + 6, parts), (_("申请"), _("收到"), _("到期"), _("情况")), rows, note
    )


def _months(scale: _Scale, bottom: float) -> list[SafeString]:
    drawn: list[SafeString] = []
    day = scale.start.replace(day=1)
    while day <= scale.end:
        if day >= scale.start:
            drawn.append(line(scale.x(day), 20, scale.x(day), bottom, "#eceff3"))
            if scale.x(day) < 90:
                drawn.append(text(scale.x(day) + 0.4, 13, f"{day:%Y-%m}", css="wide-only"))
        day = (day + timedelta(days=32)).replace(day=1)
    return drawn
