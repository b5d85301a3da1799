"""Small matters of official text: characters that no file may hold, dates, numbers, the level of a paragraph."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gongkai.law.annual_report.model import Cell

#: Control characters, lone surrogates and non-characters: illegal in XML, without a glyph in any font.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}、")
_PART = re.compile(r"（[一二三四五六七八九十]{1,3}）")
#: Where a title may be broken, best first.
_JOINTS = (re.compile(r"\d{4}\s*年"), re.compile("关于"))
_LONG_TOKEN = re.compile(r"[!-~]{12,}")
#: A heading longer than this is a sentence that begins like one.
HEADING_LENGTH = 30


def clean(text: str) -> str:
    """Give the text on one line without characters that no file format may hold."""
    return _ILLEGAL.sub("", text).replace("\t", " ").replace("\r", "").replace("\n", " ").strip()


def chinese_date(day: date | None) -> str:
    """Write a date as documents do, Arabic digits and no padding: 2026年1月5日; empty for no date."""
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"


def number_text(cell: Cell) -> str:
    """Write a figure of a table without separators or trailing zeros; a blank cell stays blank."""
    if cell is None:
        return ""
    return format(cell.normalize(), "f") if isinstance(cell, Decimal) else str(cell)


def json_number(cell: Cell) -> int | float | None:
    """Give a figure as JSON has it: whole amounts as whole numbers."""
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return cell


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with its level (`h2` 一、, `h3` （一）, `p`); `lead` is the part set as a heading at its beginning."""

    level: str
    lead: str
    text: str

    @property
    def has_long_token(self) -> bool:
        """Tell whether the text holds an address or number so long that lines before it cannot be filled evenly."""
        return _LONG_TOKEN.search(self.text) is not None


def outline(paragraphs: Iterable[str]) -> list[Paragraph]:
    """Tell headings from text, so that 一、 is set in 黑体 and （一） in 楷体 (GB/T 9704-2012, 7.3.3)."""
    return [_paragraph(text) for text in map(clean, paragraphs) if text]


def _paragraph(text: str) -> Paragraph:
    if _SECTION.match(text) and len(text) <= HEADING_LENGTH:
        return Paragraph("h2", "", text)
    if _PART.match(text):
        if len(text) <= HEADING_LENGTH:
            return Paragraph("h3", "", text)
        stop = text.find("。") + 1
        if 0 < stop <= HEADING_LENGTH:
            return Paragraph("p", text[:stop], text[stop:])
    return Paragraph("p", "", text)


def title_lines(title: str, *, width: int = 20) -> tuple[str, ...]:
    """Break a title that does not fit on one line of `width` full-width characters before its year or before 关于, where sense allows."""
    if width_of(title) > width:
        for joint in _JOINTS:
            found = joint.search(title, 1)
            if found is not None:
                return (title[: found.start()].rstrip(), title[found.start() :])
    return (title,)


def width_of(text: str) -> float:
    """Give the width of a line in full-width characters; ASCII counts half."""
    return sum(0.5 if character.isascii() else 1 for character in text)
