"""Sheets for the notice board: large type, the day above all, one code that leads to the full text; a list runs on over several sheets."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from gongkai.documents.writing.fonts import FontDirs, font_set
from gongkai.documents.writing.qr import qr_svg
from gongkai.documents.writing.text import clean, width_of
from gongkai.documents.writing.typesetting import CannotTypeset, typeset

_WEEKDAYS = "一二三四五六日"
#: Sizes of type in a list on A4, in points: never larger than is easy to read, never smaller than can be read standing.
_LARGEST, _SMALLEST = 18.0, 12.0
#: Width of the type area of A4 in points, and the room beside the text of each cell.
_AREA, _BESIDE = 507.0, 12.0
#: A column takes no more than so many characters in one line.
_WIDEST = 16.0
#: More rows than this make a book, not a board.
MOST_ROWS = 2_000


class Paper(StrEnum):
    """Sizes of paper that a township's printer takes."""

    A4 = "a4"
    A3 = "a3"


class SheetTooFull(CannotTypeset):
    """More text than one sheet can hold in letters that can be read from two steps away, or a list that no board can hold."""

    def __init__(self, title: str, *, rows: int = 0) -> None:
        what = (
            f"名单有{rows}行，超过{MOST_ROWS}行，公开栏贴不下。请分村、分组打印"
            if rows
            else "内容一张纸放不下。请精简条目"
        )
        super().__init__(f"“{title}”的{what}，其余内容放到网页上，由二维码查看。")


class UnevenTable(ValueError):
    """A row of a list has not as many cells as the list has columns."""

    def __init__(self, *, row: int, found: int, expected: int) -> None:
        super().__init__(f"名单第{row}行有{found}格，表头有{expected}列。请核对名单。")


@dataclass(frozen=True)
class BoardTable:
    """
    A list to hang out: heads of the columns, the rows, and where there is one the row of totals.

    `figures` are the places of the columns that hold numbers and stand at the right.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    figures: tuple[int, ...] = ()


@dataclass(frozen=True)
class BoardSheet:
    """
    What hangs on the board: whose notice, of which day, on what ground, until when, where to ask.

    `title` may hold a line break where it should be broken. `closes_on` is the last day of the public notice, `posted_until` the
    last day on which the sheet hangs, `next_on` the day of the next one, `url` what the code opens. With a `table` the sheet runs on
    over as many pages as the list needs, each with its head, its code and its number. Empty parts are left out.
    """

    organ: str
    title: str
    dated_on: date
    lines: tuple[str, ...] = ()
    kind: str = "公示"
    basis: str = ""
    closes_on: date | None = None
    office: str = ""
    phone: str = ""
    url: str = ""
    next_on: date | None = None
    posted_until: date | None = None
    number: str = ""
    hint: str = "扫码看全文和提意见"
    table: BoardTable | None = None


def board_sheet_pdf(sheet: BoardSheet, *, paper: Paper = Paper.A4, font_dirs: FontDirs = ()) -> bytes:
    """
    Give the sheet as a PDF: one page, or with a list as many as it takes.

    :raises SheetTooFull: the words do not fit on one page, or the list is longer than a board can hold.
    :raises UnevenTable: a row of the list has not as many cells as there are columns.
    :raises gongkai.documents.writing.fonts.MissingFonts: there is no Chinese font.
    """
    data = {
        "paper": paper.value,
        "organ": clean(sheet.organ),
        "kind": clean(sheet.kind),
        "year": f"{sheet.dated_on.year}年",
        "day": _day(sheet.dated_on),
        "title": clean(sheet.title),
        "keywords": [f"字体：{font_set(font_dirs).note}"],
        "title_lines": [clean(line) for line in sheet.title.splitlines()],
        "lines": [clean(line) for line in sheet.lines],
        "facts": _facts(sheet),
        "foot": _foot(sheet),
        "code": qr_svg(sheet.url, border=0) if sheet.url else "",
        "code_alt": f"二维码：{sheet.url}",
        "table": None if sheet.table is None else _table(sheet.table, clean(sheet.title)),
    }
    try:
        return typeset("board", data, on=sheet.dated_on, font_dirs=font_dirs)
    except CannotTypeset as error:
        if "board-overflow" in str(error):
            raise SheetTooFull(clean(sheet.title)) from error
        raise


def _facts(sheet: BoardSheet) -> list[tuple[str, str]]:
    closes = "" if sheet.closes_on is None else f"{_day(sheet.closes_on)}（周{_WEEKDAYS[sheet.closes_on.weekday()]}）"
    facts = (("依据", sheet.basis), ("截止", closes), ("受理", sheet.office), ("电话", sheet.phone))
    return [(name, clean(value)) for name, value in facts if value]


def _foot(sheet: BoardSheet) -> list[str]:
    following = (
        "" if sheet.next_on is None else f"下次{'公示' if sheet.kind == '公示' else '更新'}：{_day(sheet.next_on)}"
    )
    until = "" if sheet.posted_until is None else f"张贴至：{_day(sheet.posted_until)}"
    return [clean(line) for line in (sheet.hint if sheet.url else "", following, until, sheet.number) if line]


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _table(table: BoardTable, title: str) -> dict[str, Any]:
    if len(table.rows) > MOST_ROWS:
        raise SheetTooFull(title, rows=len(table.rows))
    for number, row in enumerate(_bodies(table), start=1):
        if len(row) != len(table.columns):
            raise UnevenTable(row=number, found=len(row), expected=len(table.columns))
    widths = _widths(table)
    size = max(_SMALLEST, min(_LARGEST, (_AREA - _BESIDE * len(widths)) / sum(widths)))
    return {
        "columns": [clean(head) for head in table.columns],
        "rows": [[clean(cell) for cell in row] for row in table.rows],
        "total": [clean(cell) for cell in table.total],
        "figures": list(table.figures),
        "widths": [width * size + _BESIDE for width in widths],
        "size": size,
    }


def _bodies(table: BoardTable) -> Iterator[tuple[str, ...]]:
    yield from table.rows
    if table.total:
        yield table.total


def _widths(table: BoardTable) -> list[float]:
    """Give each column the room of its widest cell in characters; a very wide one is broken into lines instead."""
    columns = zip(table.columns, *_bodies(table), strict=True)
    return [min(max(2.0, *(width_of(cell) for cell in column)), _WIDEST) + 0.2 for column in columns]
