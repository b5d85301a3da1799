"""Lines over time, named at their ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gongkai.web.ui.charts.svg import AXIS, INK, SERIES, Chart, DataRow, ceiling, drawing, line, number, percent, text

HEIGHT, TOP, LEFT, RIGHT = 180, 12, 7.0, 20.0
NAME_GAP = 16.0


@dataclass(frozen=True)
class Line:
    """One series; None is a gap."""

    name: str
    values: Sequence[float | None]


def lines(title: str, labels: Sequence[str], series: Sequence[Line], *, unit: str = "", note: str = "") -> Chart:
    """
    Draw up to six lines over the same labels.

    :raises ValueError: too many lines, or one whose length is not that of the labels.
    """
    if len(series) > len(SERIES):
        raise ValueError(f"图“{title}”有{len(series)}条线，最多{len(SERIES)}条；请分成几张图。")
    for one in series:
        if len(one.values) != len(labels):
            raise ValueError(f"图“{title}”：“{one.name}”有{len(one.values)}个点，应有{len(labels)}个。")
    top = ceiling(value for one in series for value in one.values if value is not None)
    parts = [*_axes(labels, top, unit), *(part for place, one in enumerate(series) for part in _line(one, place, top))]
    parts += _names(series, top)
    said = "；".join(f"{one.name}：{_ends(one, labels)}" for one in series) + "。"
    rows = [
        DataRow(label, tuple(_("缺") if (v := one.values[place]) is None else number(v) for one in series))
        for place, label in enumerate(labels)
    ]
    svg = drawing(title, said, TOP + HEIGHT + 28, parts)
    return Chart(title, svg, (_("时间"), *(one.name for one in series)), rows, note)


def _x(place: int, count: int) -> float:
    return LEFT + (100 - LEFT - RIGHT) * (place / (count - 1) if count > 1 else 0.5)


def _y(value: float, top: float) -> float:
    return TOP + HEIGHT * (1 - value / top)


def _axes(labels: Sequence[str], top: float, unit: str) -> list[SafeString]:
    drawn = []
    for share in (0.0, 0.5, 1.0):
        y = _y(share * top, top)
        drawn += [line(LEFT, y, 100 - RIGHT, y, AXIS), text(LEFT - 1, y + 4, number(share * top), anchor="end")]
    every = max(1, -(-len(labels) // 8))
    for place, label in enumerate(labels):
        if place % every == 0 or place == len(labels) - 1:
            drawn.append(text(_x(place, len(labels)), TOP + HEIGHT + 20, label, anchor="middle"))
    return [*drawn, text(0, TOP + HEIGHT + 20, unit)] if unit else drawn


def _runs(values: Sequence[float | None]) -> Iterator[list[int]]:
    run: list[int] = []
    for place, value in enumerate(values):
        if value is not None:
            run.append(place)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _line(one: Line, place: int, top: float) -> Iterator[SafeString]:
    colour, count = SERIES[place][0], len(one.values)
    for run in _runs(one.values):
        points = " ".join(f"{_x(at, count):.2f},{_y(one.values[at] or 0, top):.1f}" for at in run)
        yield format_html(
            '<svg x="0" y="0" width="100%" height="{height}" viewBox="0 0 100 {height}" preserveAspectRatio="none" overflow="visible">'
            '<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5" vector-effect="non-scaling-stroke"/></svg>',
            height=TOP + HEIGHT + 28, points=points, colour=colour,
        )  # fmt: skip
        for at in run:
            yield format_html(
                '<circle cx="{}" cy="{}" r="3.5" fill="{}"/>',
                percent(_x(at, count)),
                f"{_y(one.values[at] or 0, top):.1f}",
                colour,
            )


def _names(series: Sequence[Line], top: float) -> Iterator[SafeString]:
    """Write names at the ends of the lines, pushed apart where they would lie on one another."""
    ends = []
    for one in series:
        last = next((value for value in reversed(one.values) if value is not None), None)
        if last is not None:
            ends.append((_y(last, top), f"{one.name} {number(last)}"))
    lowest = 0.0
    for y, words in sorted(ends):
        lowest = max(y + 4, lowest + NAME_GAP)
        yield text(100 - RIGHT + 1.5, lowest, words, css="strong", fill=INK)


def _ends(one: Line, labels: Sequence[str]) -> str:
    known = [(label, value) for label, value in zip(labels, one.values, strict=True) if value is not None]
    if not known:
        return _("没有数据")
    (first, start), (last, end) = known[0], known[-1]
    return f"{first} {number(start)} → {last} {number(end)}"
