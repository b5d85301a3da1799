"""A flow from where things come to where they go; the widths are the numbers, and what comes in must go out."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gongkai.web.ui.charts.svg import BLUE, INK, SERIES, Chart, DataRow, drawing, number, rect, text

#: Pixels that everything together is high, the least room of a label, and the gap between two bands.
WHOLE, SLOT, GAP = 200.0, 24.0, 8.0
#: Percent of the width where the three bars stand, and how wide they are.
LEFT, MIDDLE, RIGHT, BAR = 0.0, 44.0, 97.0, 3.0
_OUT_COLOURS = tuple(colour for colour, _ in SERIES)


@dataclass(frozen=True)
class Stream:
    """A stream in or out: its label and its number."""

    label: str
    value: int


@dataclass(frozen=True)
class _Band:
    stream: Stream
    top: float
    height: float
    inner: float


def flow(
    title: str, ins: Sequence[Stream], outs: Sequence[Stream], *, middle: str = "", unit: str = "", note: str = ""
) -> Chart:
    """
    Draw what comes in at the left and where it goes at the right; streams of nothing are left out.

    :raises ValueError: more or less goes out than comes in: then no drawing is true.
    """
    came, went = ([one for one in streams if one.value] for streams in (ins, outs))
    total = sum(one.value for one in came)
    if total != sum(one.value for one in went):
        raise ValueError(f"图“{title}”：来的{total}与去的{sum(one.value for one in went)}不相等，不能画成流向。")
    left, right = _bands(came, total), _bands(went, total)
    height = max(_end(left), _end(right), WHOLE) + 26
    shift = (height - 26 - WHOLE) / 2
    parts: list[SafeString] = [_ribbons(left, right, height, shift)]
    parts.append(rect(MIDDLE, 20 + shift, BAR, WHOLE if total else 1, INK))
    parts.append(
        text(MIDDLE + BAR / 2, 14 + shift, f"{middle} {number(total)}".strip(), anchor="middle", css="strong", fill=INK)
    )
    for band in left:
        parts.append(rect(LEFT, 20 + band.top, BAR, band.height, BLUE))
        parts.append(
            text(LEFT + BAR + 1.5, 20 + band.top + _baseline(band), _said(band.stream), css="strong", fill=INK)
        )
    for place, band in enumerate(right):
        parts.append(rect(RIGHT, 20 + band.top, BAR, band.height, _OUT_COLOURS[place % len(_OUT_COLOURS)]))
        parts.append(
            text(RIGHT - 1.5, 20 + band.top + _baseline(band), _said(band.stream), anchor="end", css="strong", fill=INK)
        )
    told = _("来：%(ins)s。去：%(outs)s。") % {"ins": _listed(came, unit), "outs": _listed(went, unit)}
    rows = [DataRow(one.label, (_("来"), number(one.value))) for one in came]
    rows += [DataRow(one.label, (_("去"), number(one.value))) for one in went]
    return Chart(title, drawing(title, told, height, parts), (_("项目"), _("方向"), _("数值")), rows, note)


def _bands(streams: Sequence[Stream], total: int) -> list[_Band]:
    """Give each stream its band: as high as its share, with room for its label; `inner` is where it meets the middle."""
    bands: list[_Band] = []
    top = inner = 0.0
    for one in streams:
        height = WHOLE * one.value / total
        bands.append(_Band(one, top, height, inner))
        top += max(height, SLOT) + GAP
        inner += height
    return bands


def _end(bands: Sequence[_Band]) -> float:
    return max((band.top + max(band.height, SLOT) for band in bands), default=0.0)


def _baseline(band: _Band) -> float:
    return max(band.height, SLOT) / 2 + 5 if band.height >= SLOT else 15


def _ribbons(left: Sequence[_Band], right: Sequence[_Band], height: float, shift: float) -> SafeString:
    """Draw the ribbons in a drawing of their own that is stretched with the page: they hold no text."""
    paths = [
        _ribbon(LEFT + BAR, 20 + band.top, MIDDLE, 20 + shift + band.inner, band.height, "#c9ddf0") for band in left
    ]
    paths += [
        _ribbon(MIDDLE + BAR, 20 + shift + band.inner, RIGHT, 20 + band.top, band.height, _PALE[place % len(_PALE)])
        for place, band in enumerate(right)
    ]
    return format_html(
        '<svg width="100%" height="{0}" viewBox="0 0 100 {0}" preserveAspectRatio="none" aria-hidden="true">{1}</svg>',
        f"{height:g}",
        SafeString("".join(paths)),
    )


#: Pale forms of the colours of the bars, so that dark words can be read on them.
_PALE = ("#d5e4f3", "#e6f0f9", "#fcf1dc", "#fae3cf", "#e3e6ea", "#d9dde3")


def _ribbon(x1: float, y1: float, x2: float, y2: float, height: float, fill: str) -> SafeString:
    half = (x1 + x2) / 2
    points = f"M{x1:g} {y1:g}C{half:g} {y1:g} {half:g} {y2:g} {x2:g} {y2:g}V{y2 + height:g}"
    points += f"C{half:g} {y2 + height:g} {half:g} {y1 + height:g} {x1:g} {y1 + height:g}Z"
    return format_html('<path d="{}" fill="{}"/>', points, fill)


def _said(stream: Stream) -> str:
    return f"{stream.label} {number(stream.value)}"


def _listed(streams: Sequence[Stream], unit: str) -> str:
    return "、".join(f"{_said(one)}{f' {unit}' if unit else ''}" for one in streams) or "0"
