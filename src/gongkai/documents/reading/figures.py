"""Figures in cells and in running text: what is a figure, what is blank, what is neither."""

import re
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple

from gongkai.documents.reading.vocabulary import HAN, placeholders, units
from gongkai.law.annual_report.model import Number

#: More digits than any figure of a yearly report has.
MOST_DIGITS = 15


class Kind(Enum):
    """What stands in a cell."""

    NUMBER = "number"
    BLANK = "blank"
    PLACEHOLDER = "placeholder"
    JUNK = "junk"


class Value(NamedTuple):
    """The content of one cell: its kind, the figure, and what is written beside the figure."""

    kind: Kind
    number: Number | None = None
    remark: str = ""
    unit: str = ""


BLANK = Value(Kind.BLANK)
_FIGURE = r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"


@cache
def _with_remark() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<figure>{_FIGURE})\s*(?P<unit>{units()})?\s*(?P<remark>(?:[(（\[【]|其中|含|包括|注[:：]).*)?\Z",
        re.DOTALL,
    )


@lru_cache(maxsize=4096)
def value(cell: str) -> Value:
    """Read one cell of normalised text; a figure with a unit or a remark gives the figure and keeps the rest."""
    text = cell.strip()
    if not text:
        return BLANK
    if text.isdecimal() and len(text) <= MOST_DIGITS and (text[0] != "0" or text == "0"):
        return Value(Kind.NUMBER, int(text))
    if text in placeholders():
        return Value(Kind.PLACEHOLDER, remark=text)
    found = _with_remark().match(text.replace("，", ",") if "，" in text else text)
    figure = found and number(found["figure"])
    if found is None or figure is None:
        return Value(Kind.JUNK, remark=text)
    return Value(Kind.NUMBER, figure, found["remark"] or "", found["unit"] or "")


def number(figure: str) -> Number | None:
    """Give the number of a figure; None for one that no office would print: leading zeros, or too many digits."""
    if figure.isdecimal() and len(figure) <= MOST_DIGITS and (figure[0] != "0" or figure == "0"):
        return int(figure)
    plain = figure.replace(",", "").removeprefix("+")
    digits = plain.removeprefix("-")
    if len(digits) > MOST_DIGITS or (digits[:1] == "0" and digits[1:2].isdigit()):
        return None
    if "." not in plain:
        return int(plain)
    amount = Decimal(plain)
    return int(amount) if amount == amount.to_integral_value() else amount


class Token(NamedTuple):
    """
    A figure in running text, or a sign for nothing; `group` counts the pieces of prose before it.

    `digits` is the figure as printed, without thousands separators; None for a sign such as `/`.
    """

    digits: str | None
    begin: int
    end: int
    group: int


_TOKEN = re.compile(
    r"(?P<figure>(?<![0-9.,A-Za-z])[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])(?:\.[0-9]+)?|[+-]?[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<sign>(?<!\S)(?:/|\\|-{1,3}|—{1,2}|无|\*)(?!\S))"
)
#: Behind these a number is a date, an article, a page; before these likewise.
_NOT_AFTER = re.compile(r" ?[年月日号%％页]|[A-Za-z]|[:：][0-9]")
_NOT_BEFORE = re.compile(r"(?:第|[A-Za-z@〔\[]|数据|列)\s*\Z")
_ORDINAL = re.compile('[.、)）][\\s“"]*[\u3400-\u9fff]')
#: So many ideographs between two figures are prose, not the rest of a label.
_PROSE = 2
_PLAIN_BEHIND = frozenset({"\n", "\t", "\r", "\x1e", "\x1f", ""})
_PLAIN_BEFORE = frozenset({"\n", "\t", "\r", "\x1e", "\x1f"})


def tokens(text: str, begin: int, end: int) -> list[Token]:
    """Give the figures and signs in a part of normalised running text, dates and article numbers left out."""
    found: list[Token] = []
    group, last = 0, begin
    for match in _TOKEN.finditer(text, begin, end):
        start, stop = match.span()
        figure = match["figure"]
        if figure is not None and text[stop : stop + 1] not in _PLAIN_BEHIND:
            if _NOT_AFTER.match(text, stop):
                continue
            if _ORDINAL.match(text, stop):
                # The last digit numbers a label behind it, one that nobody recognised.
                figure, stop = figure[:-1], stop - 1
        if not figure and match["sign"] is None:
            continue
        if (
            start > begin
            and text[start - 1] not in _PLAIN_BEFORE
            and _NOT_BEFORE.search(text, max(begin, start - 3), start)
        ):
            continue
        if start - last > 1 and len(HAN.findall(text, last, start)) >= _PROSE:
            group += 1
        last = stop
        found.append(Token(None if figure is None else figure.replace(",", ""), start, stop, group))
    return found
