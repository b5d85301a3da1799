"""
The slow way into a PDF: ruled tables cell by cell, text in two columns column by column.

Only pages that touch the tables of the form are taken apart; a table that goes on over a page break is one run of rows in the text.
"""

import io
import re
from collections.abc import Sequence
from typing import Any

import pdfplumber

from gongkai.documents.reading.errors import UnreadableReport
from gongkai.documents.reading.normal import without_invisible
from gongkai.documents.reading.sources.pdf import without_page_numbers
from gongkai.documents.reading.sources.pdf_columns import Heads, Line, gutter, lines_of, sides, under_heads
from gongkai.documents.reading.sources.plain import add_lines, wrapped_at
from gongkai.documents.reading.stream import Place, Stream, StreamBuilder

#: Pages taken apart at most, and drawn objects on a page at most; beyond that the text layer has to do.
MOST_PAGES = 25
MOST_OBJECTS = 12_000
_TABLE_WORDS = re.compile(
    r"第\s*二\s*十\s*条|制\s*发|行\s*政\s*许\s*可|申\s*请\s*人|公\s*开|复\s*议|审\s*结|总\s*计|[0-9](?:\s+[0-9]+){5}"
)


def read_tables(data: bytes, pages: Sequence[str]) -> Stream:
    """Read the pages with tables cell by cell and the others by their text layer."""
    wanted = [index for index, text in enumerate(pages) if _TABLE_WORDS.search(text)][:MOST_PAGES]
    texts = list(without_page_numbers([text.replace("\r\n", "\n").replace("\r", "\n") for text in pages]))
    reader = _Reader()
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for index, text in enumerate(texts):
                page = document.pages[index] if index in wanted else None
                if page is None or _objects(page) > MOST_OBJECTS:
                    add_lines(reader.builder, text, page=index + 1)
                else:
                    reader.page(page, index + 1)
                    page.close()
    except UnreadableReport:
        raise
    except Exception as error:  # the library lets errors of many kinds through on damaged files
        raise UnreadableReport("damaged", "PDF 的表格结构已损坏，无法逐格读取。") from error
    return reader.builder.stream(kind="pdf", wrapped=wrapped_at("\n".join(texts), printed=True))


def _objects(page: Any) -> int:
    return sum(len(found) for found in page.objects.values())


class _Reader:
    """Adds pages; remembers what goes over from one to the next."""

    def __init__(self) -> None:
        self.builder = StreamBuilder()
        self.tables = 0
        self.heads = Heads()

    def page(self, page: Any, number: int) -> None:
        """Add text and ruled tables of a page from top to bottom, the left column first."""
        tables = [table for table in page.find_tables() if len(table.rows) > 0]
        words = page.extract_words(keep_blank_chars=False, x_tolerance=2, y_tolerance=3)
        at = gutter(words, float(page.width))
        outside = [word for word in words if not any(_inside(word, table.bbox) for table in tables)]
        pieces: list[tuple[int, float, Any]] = [
            (int(at is not None and (table.bbox[0] + table.bbox[2]) / 2 >= at), table.bbox[1], table)
            for table in tables
        ]
        for side, part in sides(outside, at):
            pieces += [(side, line.top, line) for line in lines_of(part)]
        for index, (_, _, piece) in enumerate(sorted(pieces, key=lambda piece: piece[:2]), start=1):
            if isinstance(piece, Line):
                self._line(piece, Place(page=number, line=index))
            else:
                self._table(piece, number)

    def _line(self, line: Line, place: Place) -> None:
        if _PAGE_NUMBER.fullmatch(line.text):
            return
        self.heads.see(place.page or 0, line)
        cells = under_heads(line, self.heads.places) if self.heads.places else None
        if cells is None:
            self.builder.line(without_invisible(line.text), place)
        else:
            self.builder.row([without_invisible(cell) for cell in cells], place.in_row())

    def _table(self, table: Any, page: int) -> None:
        self.tables += 1
        for index, cells in enumerate(table.extract(), start=1):
            texts = [_cell(cell) for cell in cells if cell is not None]
            columns = [column for column, cell in enumerate(cells) if cell is not None]
            self.builder.row(texts, Place(page=page, table=self.tables, row=index), columns)


_PAGE_NUMBER = re.compile(r"[-—–－\s]*[0-9]{1,4}[-—–－\s]*")


def _cell(text: str) -> str:
    """Join the lines of a cell where they are words; figures on several lines stay apart."""
    plain = without_invisible(text)
    return plain if re.fullmatch(r"[0-9.\s]*", plain) else plain.replace("\n", "")


def _inside(word: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])
