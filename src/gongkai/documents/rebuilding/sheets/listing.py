"""
Read a list of people from a workbook: rows of values, and what the workbook hides. Nothing is written: only masked rows ever go out.

A workbook in which nothing can be hidden (no hidden rows or columns, no white or odd number formats, no comments, no further parts) is
read by the fast reader; every other one by the reader that judges each cell.
"""

import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

from gongkai.documents.rebuilding.model import Limits, too_big
from gongkai.documents.rebuilding.sheets.grid import Book, Cell
from gongkai.documents.rebuilding.sheets.number_formats import display

#: Rows travel and are worked on in blocks of this many.
BLOCK = 2_000
_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core)\.xml|xl/(?:workbook|styles|sharedStrings)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/theme/theme1\.xml|xl/worksheets/sheet[0-9]{1,3}\.xml|xl/calcChain\.xml"
)
#: What may put a cell out of sight; searching for fixed strings is many times faster than one pattern with alternatives.
_MAY_HIDE = (
    b'hidden="', b"zeroHeight", b"<conditionalFormatting", b"<dataValidation", b"<hyperlink", b"<headerFooter", b"<extLst",
    b"<scenario", b"<protectedRange", b"<rPr", b"<legacyDrawing", b"<drawing", b"<picture",
)  # fmt: skip
_THIN = (
    (b' ht="', re.compile(rb' ht="[01](?:\.[0-9]+)?"')),
    (b"<col ", re.compile(rb'<col [^>]*width="0(?:\.[0-4][0-9]*)?"')),
)
_COLOR = re.compile(rb"<(?:fgColor|bgColor|color)\b([^>]*)/?>")
_PLAIN_COLOR = re.compile(rb'\s*(?:theme="1"|rgb="(?:FF)?000000"|indexed="(?:8|64)"|auto="1")\s*/?')
_FORMAT = re.compile(rb'formatCode="([^"]*)"')
_NAME = re.compile(rb'<definedName[^>]*name="(?!_xlnm\.(?:_FilterDatabase|Print_Area|Print_Titles))')
_CHUNK, _OVERLAP = 1 << 20, 200

Row = list[Any]


def hides_nothing(data: bytes) -> bool:
    """Tell whether nothing in an XLSX workbook can be out of sight, so that every value in it is one that a person sees."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = archive.namelist()
        if any(not _PARTS.fullmatch(name) for name in names):
            return False
        book = archive.read("xl/workbook.xml")
        styles = archive.read("xl/styles.xml") if "xl/styles.xml" in names else b""
        if b' state="' in book or _NAME.search(book) or not _plain_styles(styles):
            return False
        texts = [name for name in names if name.startswith("xl/worksheets/") or name == "xl/sharedStrings.xml"]
        return not any(_may_hide(archive, name) for name in texts)


def _plain_styles(styles: bytes) -> bool:
    colors = all(_PLAIN_COLOR.fullmatch(match[1]) for match in _COLOR.finditer(styles))
    return colors and all(b";" not in match[1] for match in _FORMAT.finditer(styles))


def _may_hide(archive: zipfile.ZipFile, name: str) -> bool:
    tail = b""
    with archive.open(name) as part:
        while chunk := part.read(_CHUNK):
            seen = tail + chunk
            if any(word in seen for word in _MAY_HIDE) or any(
                word in seen and thin.search(seen) for word, thin in _THIN
            ):
                return True
            tail = chunk[-_OVERLAP:]
    return False


def read_plain(data: bytes, limits: Limits) -> Iterator[tuple[str, Iterable[Row]]]:
    """
    Give the sheets of a workbook that hides nothing, row by row.

    :raises Refused: more cells than allowed.
    """
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(BytesIO(data))
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.height * sheet.width > limits.cells:
            raise too_big(f"单元格多于{limits.cells}个")
        left = [""] * sheet.start[1] if sheet.start else []
        yield name, ([*left, *map(_plain, row)] for row in sheet.iter_rows())


def _plain(value: Any) -> Any:
    if isinstance(value, (str, float, int)) and not isinstance(value, bool):
        return value
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def book_rows(book: Book) -> Iterator[tuple[str, Iterable[Row]]]:
    """Give the sheets of a book that was read cell by cell: numbers as numbers, everything else as it is shown."""
    codes = [look.code for look in book.looks]
    for sheet in book.sheets:
        yield sheet.name, _book_rows(sheet.rows, codes)


def _book_rows(rows: dict[int, list[Cell]], codes: list[str]) -> Iterator[Row]:
    at = 0
    for number in sorted(rows):
        while at < number:
            yield []
            at += 1
        cells: Row = []
        for column, value, look in rows[number]:
            cells += [""] * (column - len(cells))
            cells.append(_shown(value, codes[look]))
        yield cells
        at += 1


def _shown(value: Any, code: str) -> Any:
    if isinstance(value, str):
        return value
    text = display(value, code)
    bare = text.replace(",", "").replace("E+", "").replace(".", "").lstrip("-")
    return float(value) if isinstance(value, (int, float)) and bare.isdigit() else text


def in_blocks(rows: Iterable[Row]) -> Iterator[bytes]:
    """Write rows as JSON, a block at a time, so that nobody holds them all."""
    block: list[Row] = []
    for row in rows:
        block.append(row)
        if len(block) == BLOCK:
            yield json.dumps(block, ensure_ascii=False).encode()
            block = []
    if block:
        yield json.dumps(block, ensure_ascii=False).encode()
