"""The few shapes that the charts are made of, and what a finished chart is."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

BLUE, LIGHT, ORANGE, AMBER, GREY, NAVY, RED = (
    "#0b4f94",
    "#9cc3e6",
    "#d9822b",
    "#f2c879",
    "#6b7785",
    "#0e2439",
    "#a61b1b",
)
#: Colours of series in the order of use, and whether dark text is read on them.
SERIES = ((BLUE, False), (LIGHT, True), (AMBER, True), (ORANGE, True), (GREY, False), (NAVY, False))
KINDS = {"": BLUE, "info": BLUE, "ok": "#14693a", "warn": ORANGE, "danger": RED, "neutral": GREY}
TRACK, INK, AXIS = "#eceff3", "#1f2329", "#c3cad3"
#: Pixels of a text of 13 px: a Chinese character and a Latin one.
WIDE_CHARACTER, NARROW_CHARACTER = 13.0, 7.2


@dataclass(frozen=True)
class DataRow:
    """A row of the table behind a chart."""

    label: str
    cells: Sequence[str]
    href: str = ""


@dataclass(frozen=True)
class Chart:
    """A finished chart: drawing, its table, and the words that stand in for it on a phone."""

    title: str
    svg: SafeString
    columns: Sequence[str]
    rows: Sequence[DataRow]
    note: str = ""
    legend: Sequence[tuple[str, str]] = ()
    narrow: Sequence[str] = ()

    @property
    def uid(self) -> str:
        """Give an id that the parts of this chart share."""
        return identity(self.title, self.svg)


def identity(*parts: object) -> str:
    """Make a short id from what is drawn, so that the same page always has the same bytes."""
    return "c" + hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:8]


def percent(value: float) -> str:
    """Write a length along the width."""
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


def rect(x: float, y: float, width: float, height: float, fill: str, *, css: str = "", round_by: int = 0) -> SafeString:
    """Draw a box; x and width in percent, y and height in pixels."""
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"{}{}/>',
        percent(x), f"{y:g}", percent(max(width, 0)), f"{height:g}", fill,
        format_html(' class="{}"', css) if css else "",
        format_html(' rx="{}"', round_by) if round_by else "",
    )  # fmt: skip


def line(x1: float, y1: float, x2: float, y2: float, stroke: str, *, width: float = 1, dash: str = "") -> SafeString:
    """Draw a line; x in percent, y in pixels."""
    return format_html(
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="{}"{}/>',
        percent(x1), f"{y1:g}", percent(x2), f"{y2:g}", stroke, f"{width:g}",
        format_html(' stroke-dasharray="{}"', dash) if dash else "",
    )  # fmt: skip


def text(
    x: float, y: float, words: object, *, anchor: str = "start", css: str = "", fill: str = "#4e5969"
) -> SafeString:
    """Write words at a place; x in percent, y the baseline in pixels."""
    return format_html(
        '<text x="{}" y="{}" text-anchor="{}" fill="{}"{}>{}</text>',
        percent(x), f"{y:g}", anchor, fill, format_html(' class="{}"', css) if css else "", words,
    )  # fmt: skip


def text_width(words: str) -> float:
    """Estimate the pixels a text takes at 13 px."""
    return sum(WIDE_CHARACTER if ord(character) > 0x2E7F else NARROW_CHARACTER for character in words)


def drawing(title: str, description: str, height: float, parts: Iterable[SafeString], *, css: str = "") -> SafeString:
    """Put shapes into an SVG of full width that names and describes itself."""
    body = mark_safe("".join(parts))  # noqa: S308 - parts are made by the functions above, which escape
    uid = identity(title, description, height, body)
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="{height}" class="{css}" role="img" aria-labelledby="{uid}-t {uid}-d">'
        '<title id="{uid}-t">{title}</title><desc id="{uid}-d">{description}</desc>{body}</svg>',
        height=f"{height:g}", css=css, uid=uid, title=title, description=description, body=body,
    )  # fmt: skip


def hatch(uid: str, *, ground: str = "#f5f7fa", ink: str = "#aab4c0") -> SafeString:
    """Define the hatching of time that does not count."""
    return format_html(
        '<defs><pattern id="{}" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="8" height="8" fill="{}"/><rect width="4" height="8" fill="{}"/></pattern></defs>',
        uid, ground, ink,
    )  # fmt: skip


def number(value: float) -> str:
    """Write a number with thousands and without a needless fraction."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")


def ceiling(values: Iterable[float]) -> float:
    """Give a round number not below the largest value; 1 where all are zero."""
    largest = max([*values, 0])
    if largest <= 0:
        return 1
    step = 10 ** (len(f"{int(largest)}") - 1) if largest >= 1 else 0.1
    return next(multiple * step for multiple in (1, 2, 3, 4, 5, 6, 8, 10) if multiple * step >= largest)
