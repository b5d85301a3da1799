"""Sheets for the notice board: one page, large type, one code that leads to the full text."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.documents.writing.fonts import FontDirs, font_set
from gongkai.documents.writing.qr import qr_svg
from gongkai.documents.writing.text import clean
from gongkai.documents.writing.typesetting import CannotTypeset, typeset

_WEEKDAYS = "一二三四五六日"


class Paper(StrEnum):
    """Sizes of paper that a township's printer takes."""

    A4 = "a4"
    A3 = "a3"


class SheetTooFull(CannotTypeset):
    """More text than one sheet can hold in letters that can be read from two steps away."""

    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}”的内容一张纸放不下。请精简条目，其余内容放到网页上，由二维码查看。")


@dataclass(frozen=True)
class BoardSheet:
    """
    What hangs on the board: whose notice, on what ground, until when, where to ask.

    `title` may hold a line break where it should be broken. `closes_on` is the last day of the public notice, `next_on` the day of
    the next one, `url` what the code opens. Empty parts are left out.
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
    number: str = ""
    hint: str = "扫码看全文和提意见"


def board_sheet_pdf(sheet: BoardSheet, *, paper: Paper = Paper.A4, font_dirs: FontDirs = ()) -> bytes:
    """
    Give the sheet as a PDF of one page.

    :raises SheetTooFull: it does not fit on one page.
    :raises gongkai.documents.writing.fonts.MissingFonts: there is no Chinese font.
    """
    data = {
        "paper": paper.value,
        "organ": clean(sheet.organ),
        "kind": clean(sheet.kind),
        "date": f"{sheet.dated_on.year}年{_day(sheet.dated_on)}",
        "title": clean(sheet.title),
        "keywords": [f"字体：{font_set(font_dirs).note}"],
        "title_lines": [clean(line) for line in sheet.title.splitlines()],
        "lines": [clean(line) for line in sheet.lines],
        "facts": _facts(sheet),
        "foot": _foot(sheet),
        "code": qr_svg(sheet.url, border=0) if sheet.url else "",
        "code_alt": f"二维码：{sheet.url}",
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
    following = "" if sheet.next_on is None else f"下次公示：{_day(sheet.next_on)}"
    return [clean(line) for line in (sheet.hint if sheet.url else "", following, sheet.number) if line]


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
