"""
Number formats: which section shows a value, what of the value a reader sees, and the format without its unseen words.

A format can hide: an empty section shows nothing, a section of words shows the words instead of the value, `0,,` cuts six digits,
`yyyy` cuts the day. What is not shown does not go on.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from gongkai.documents.rebuilding.sheets.colors import Color, named

#: Formats that files name only by number.
BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: 'AM/PM h"时"mm"分"',
    35: 'AM/PM h"时"mm"分"ss"秒"',
    55: 'AM/PM h"时"mm"分"',
    56: 'AM/PM h"时"mm"分"ss"秒"',
}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_PIECES = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|;|.', re.DOTALL)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)\]")
_BRACKET = re.compile(r"\[([^\]]*)\]")
_DATE_TOKEN = re.compile(r"[ymdhsYMDHS]")
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - serial dates have no zone
#: Days between the two calendars of workbooks.
FROM_1904 = 1462
_COMPARE = {
    "<": lambda value, limit: value < limit,
    ">": lambda value, limit: value > limit,
    "<=": lambda value, limit: value <= limit,
    ">=": lambda value, limit: value >= limit,
    "=": lambda value, limit: value == limit,
    "<>": lambda value, limit: value != limit,
}


@dataclass(frozen=True)
class Section:
    """One section of a format; `bare` is what is left without words, colours and conditions."""

    code: str
    bare: str
    words: str
    color: Color | None
    condition: tuple[str, float] | None
    is_date: bool
    elapsed: bool
    has_value: bool
    decimals: int
    scale: int
    percent: bool

    @property
    def without_words(self) -> str:
        """Give the section as code in which no word is left."""
        return _LITERAL.sub("", self.code)


@dataclass(frozen=True)
class Shown:
    """What a reader sees of a value: the value, the format to show it with, the colour the format gives it."""

    value: str | float | None
    code: str
    color: Color | None = None


@lru_cache(maxsize=4096)
def sections(code: str) -> tuple[Section, ...]:
    """Split a format into its sections."""
    parts, current = [], ""
    for piece in _PIECES.findall(code):
        if piece == ";":
            parts.append(current)
            current = ""
        else:
            current += piece
    return tuple(_section(part) for part in [*parts, current][:4])


def is_date(code: str) -> bool:
    """Tell whether a format shows dates or times."""
    return sections(code)[0].is_date


def shown(value: str | float, code: str) -> Shown:
    """
    Give what is visible of a value under a format; `value` is None when nothing is.

    A format of words only gives the words; digits and parts of dates that the format cuts off are gone.
    """
    if code in ("General", "@", ""):
        return Shown(value, code or "General")
    parts = sections(code)
    at = _chosen(value, parts)
    if at is None:
        return Shown(value, "General")
    section = parts[at]
    if not section.has_value:
        words = section.words.strip()
        return Shown(words or None, "General", section.color)
    visible = value if isinstance(value, str) else _cut(value, section)
    return Shown(visible, _without_unseen_words(code, at), section.color)


def display(value: str | float | bool, code: str) -> str:
    """Write a value roughly as the sheet shows it: dates as dates, decimals as the format has them."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    section = sections(code)[0]
    if section.is_date:
        return _date_text(value, section)
    if code in ("General", "@", "") or not section.has_value or "E" in section.bare.upper():
        return f"{value:.0f}" if value == int(value) and abs(value) < 1e21 else repr(value)
    shift = 100 if section.percent else 1
    number = f"{value * shift / 1000**section.scale:.{section.decimals}f}"
    return f"{number}%" if section.percent else number


def to_datetime(serial: float) -> datetime | None:
    """Turn a serial day into a date and time; None when it is outside the calendar."""
    try:
        return _EPOCH + timedelta(days=serial)
    except (OverflowError, ValueError):
        return None


def _section(code: str) -> Section:
    conditions = _CONDITION.search(code)
    words = "".join(
        piece[1:-1] if piece[0] == '"' else piece[1:] for piece in _LITERAL.findall(code) if piece[0] in '"\\'
    )
    bare = _LITERAL.sub("", code)
    brackets = _BRACKET.findall(bare)
    elapsed = any(text.strip("hmsHMS") == "" and text for text in brackets)
    bare = _BRACKET.sub("", bare).strip()
    general = "general" in bare.lower()
    dated = elapsed or (not general and bool(_DATE_TOKEN.search(bare)) and "#" not in bare)
    digits = re.search(r"[0#?]", bare) is not None
    fraction = re.search(r"\.([0#?]*)", bare)
    scale = re.search(r"[0#?](,+)(?:[^0#?]*)$", bare)
    plain = re.sub(r"[A-Za-z0#?.,%@/+\-\s:;()$￥¥]", "", bare)
    return Section(
        code=code,
        bare=bare,
        words=words + plain,
        color=next((color for text in brackets if (color := named(text)) is not None), None),
        condition=(conditions[1], float(conditions[2])) if conditions else None,
        is_date=dated,
        elapsed=elapsed,
        has_value=general or dated or digits or "@" in bare,
        decimals=len(fraction[1]) if fraction else 0,
        scale=len(scale[1]) if scale else 0,
        percent="%" in bare,
    )


def _chosen(value: str | float, parts: tuple[Section, ...]) -> int | None:
    """Give the section that shows the value; None when no section speaks of it, so that it shows as it is."""
    if isinstance(value, str):
        if len(parts) == 4:
            return 3
        return len(parts) - 1 if "@" in parts[-1].bare else None
    numeric = parts[:3] if len(parts) > 1 and "@" not in parts[-1].bare else (parts[:-1] if len(parts) > 1 else parts)
    if any(part.condition for part in numeric):
        return _by_condition(value, numeric)
    if len(numeric) == 1:
        return 0
    if value < 0:
        return 1
    return 2 if value == 0 and len(numeric) > 2 else 0


def _by_condition(value: float, numeric: tuple[Section, ...]) -> int:
    for at, part in enumerate(numeric):
        if part.condition is None or _COMPARE[part.condition[0]](value, part.condition[1]):
            return at
    return len(numeric) - 1


def _cut(value: float, section: Section) -> float:
    if section.is_date:
        return value if section.elapsed else _cut_date(value, section.bare.lower())
    if "general" in section.bare.lower() or "/" in section.bare or "e" in section.bare.lower():
        return value
    return round(value, section.decimals + 2 * section.percent - 3 * section.scale)


def _cut_date(value: float, bare: str) -> float:
    """Set the parts of a date that the format does not show to their beginning."""
    timed = "h" in bare or "s" in bare
    if timed and not re.search("[yd]", bare):
        return value % 1
    moment = to_datetime(value)
    if moment is None:
        return value
    if not timed:
        moment = datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - serial dates have no zone
    if "d" not in bare and not timed:
        moment = moment.replace(day=1)
    if "m" not in bare:
        moment = moment.replace(month=1)
    if "y" not in bare and "e" not in bare:
        return value
    elapsed = moment - _EPOCH
    return elapsed.days + elapsed.seconds / 86400


def _date_text(value: float, section: Section) -> str:
    moment = to_datetime(value)
    if moment is None:
        return repr(value)
    bare = section.bare.lower()
    timed = "h" in bare or "s" in bare
    if timed and not re.search("[yd]", bare):
        return f"{moment:%H:%M:%S}" if "s" in bare else f"{moment:%H:%M}"
    day = f"{moment:%Y-%m-%d}" if "d" in bare else (f"{moment:%Y-%m}" if "m" in bare else f"{moment:%Y}")
    return f"{day} {moment:%H:%M}" if timed else day


@lru_cache(maxsize=4096)
def _without_unseen_words(code: str, at: int) -> str:
    parts = sections(code)
    return ";".join(part.code if number == at else part.without_words for number, part in enumerate(parts))
