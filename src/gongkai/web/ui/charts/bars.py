"""Bars that lie, bars that stand, bars in parts. All start at zero and carry their number."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gongkai.web.ui.charts.svg import (
    AXIS,
    BLUE,
    INK,
    KINDS,
    SERIES,
    TRACK,
    Chart,
    DataRow,
    ceiling,
    drawing,
    line,
    number,
    rect,
    text,
)

ROW, THICK = 42, 12
STANDING = 150


@dataclass(frozen=True)
class Bar:
    """One lying bar; `text` replaces the number, `kind` the colour, `href` links its row in the table."""

    label: str
    value: float
    text: str = ""
    kind: str = ""
    href: str = ""


def bars(title: str, items: Sequence[Bar], *, unit: str = "", maximum: float | None = None, note: str = "") -> Chart:
    """Draw lying bars in the order given, label above and number at the right."""
    top = maximum or ceiling(item.value for item in items)
    parts: list[SafeString] = []
    for place, item in enumerate(items):
        y = place * ROW
        parts += [
            text(0, y + 14, item.label, fill=INK),
            text(100, y + 14, _shown(item, unit), anchor="end", css="strong", fill=INK),
            rect(0, y + 21, 100, THICK, TRACK, round_by=2),
            rect(0, y + 21, min(100, 100 * item.value / top), THICK, KINDS[item.kind], round_by=2),
        ]
    rows = [DataRow(item.label, (_shown(item, unit),), item.href) for item in items]
    said = _listing([f"{item.label} {_shown(item, unit)}" for item in items])
    return Chart(title, drawing(title, said, max(len(items), 1) * ROW, parts), (_("项目"), _("数值")), rows, note)


def _shown(item: Bar, unit: str) -> str:
    return item.text or _with_unit(item.value, unit)


def _with_unit(value: float, unit: str) -> str:
    return f"{number(value)}{unit}" if unit in ("", "%") else f"{number(value)} {unit}"


def _listing(words: Sequence[str]) -> str:
    return "；".join(words) + "。" if words else _("没有数据。")


def stacked_bars(
    title: str, *, series: Sequence[str], rows: Sequence[tuple[str, Sequence[float]]], unit: str = "", note: str = ""
) -> Chart:
    """
    Draw lying bars in parts; a part too narrow for its number leaves it to the table.

    :raises ValueError: more than six series, or a row with another number of parts.
    """
    _check_series(title, series, [values for _label, values in rows])
    top = ceiling(sum(values) for _label, values in rows)
    parts: list[SafeString] = []
    for place, (label, values) in enumerate(rows):
        y = place * (ROW + 6)
        parts += [
            text(0, y + 14, label, fill=INK),
            text(100, y + 14, _with_unit(sum(values), unit), anchor="end", css="strong", fill=INK),
            *_parts_of_row(values, top, y + 21),
        ]
    said = _listing([f"{label} {_with_unit(sum(values), unit)}" for label, values in rows])
    return Chart(
        title,
        drawing(title, said, max(len(rows), 1) * (ROW + 6), parts),
        (_("项目"), *series, _("合计")),
        [DataRow(label, (*map(number, values), number(sum(values)))) for label, values in rows],
        note,
        legend=[(name, SERIES[place][0]) for place, name in enumerate(series)],
    )


def _parts_of_row(values: Sequence[float], top: float, y: float) -> list[SafeString]:
    drawn: list[SafeString] = []
    at = 0.0
    for (colour, dark_text), value in zip(SERIES, values, strict=False):
        width = 100 * value / top
        if value:
            drawn.append(rect(at, y, max(width - 0.25, 0.3), 20, colour))
        if width >= 9:
            css, fill = ("over-light", INK) if dark_text else ("over-bar", "#fff")
            drawn.append(text(at + width / 2, y + 15, number(value), anchor="middle", css=css, fill=fill))
        at += width
    return drawn


def _check_series(title: str, series: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    if len(series) > len(SERIES):
        raise ValueError(f"图“{title}”有{len(series)}组数据，最多{len(SERIES)}组；请合并较小的几组。")
    for values in rows:
        if len(values) != len(series):
            raise ValueError(f"图“{title}”：一行有{len(values)}个数，应有{len(series)}个。")


def columns(
    title: str,
    points: Sequence[tuple[str, float | None]],
    *,
    unit: str = "",
    note: str = "",
    maximum: float | None = None,
) -> Chart:
    """Draw standing bars, for years or months; None is a gap that says so. `maximum` puts several charts on one scale."""
    top = ceiling([maximum] if maximum else (value for _label, value in points if value is not None))
    slot = 100 / max(len(points), 1)
    parts = [line(0, STANDING + 20, 100, STANDING + 20, AXIS)]
    for place, (label, value) in enumerate(points):
        middle = (place + 0.5) * slot
        parts.append(text(middle, STANDING + 38, label, anchor="middle"))
        if value is None:
            parts.append(text(middle, STANDING + 14, _("缺"), anchor="middle"))
            continue
        height = STANDING * value / top
        parts.append(rect(middle - slot * 0.28, STANDING + 20 - height, slot * 0.56, height, BLUE))
        parts.append(text(middle, STANDING + 14 - height, number(value), anchor="middle", css="strong", fill=INK))
    shown = [(label, _("缺") if value is None else _with_unit(value, unit)) for label, value in points]
    said = _listing([" ".join(pair) for pair in shown])
    rows = [DataRow(label, (value,)) for label, value in shown]
    return Chart(title, drawing(title, said, STANDING + 46, parts), (_("时间"), _("数值")), rows, note)
