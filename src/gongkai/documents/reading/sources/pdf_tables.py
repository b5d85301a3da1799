"""
The slow way into a PDF: ruled tables cell by cell, text in two columns column by column.

Only pages that touch the tables of the form are taken apart; a table that goes on over a page break is one run of rows in the text.
"""

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pdfplumber

from gongkai.documents.reading.errors import UnreadableReport
from gongkai.documents.reading.normal import without_invisible
from gongkai.documents.reading.sources.pdf import without_page_numbers
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
    builder = StreamBuilder()
    tables = 0
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for index, text in enumerate(texts):
                page = document.pages[index] if index in wanted else None
                if page is None or _objects(page) > MOST_OBJECTS:
                    add_lines(builder, text, page=index + 1)
                else:
                    tables = _add_page(builder, page, index + 1, tables)
                    page.close()
    except UnreadableReport:
        raise
    except Exception as error:  # the library lets errors of many kinds through on damaged files
        raise UnreadableReport("damaged", "PDF 的表格结构已损坏，无法逐格读取。") from error
    return builder.stream(kind="pdf", wrapped=wrapped_at("\n".join(texts)))


def _objects(page: Any) -> int:
    return sum(len(found) for found in page.objects.values())


def _add_page(builder: StreamBuilder, page: Any, number: int, tables: int) -> int:
    """Add text and tables of a page from top to bottom; give the number of tables so far."""
    found = [table for table in page.find_tables() if len(table.rows) > 0]
    outside = page.filter(lambda item: not any(_inside(item, table.bbox) for table in found)) if found else page
    pieces: list[tuple[float, str, Any]] = [(top, "line", text) for top, text in _lines(outside)]
    pieces += [(table.bbox[1], "table", table) for table in found]
    line = 0
    for _, kind, content in sorted(pieces, key=lambda piece: piece[0]):
        if kind == "line":
            line += 1
            if not re.fullmatch(r"[-—–－\s]*[0-9]{1,4}[-—–－\s]*", content):
                builder.line(without_invisible(content), Place(page=number, line=line))
            continue
        tables += 1
        for index, cells in enumerate(content.extract(), start=1):
            texts = [_cell(cell) for cell in cells if cell is not None]
            columns = [column for column, cell in enumerate(cells) if cell is not None]
            builder.row(texts, Place(page=number, table=tables, row=index), columns)
    return tables


def _cell(text: str) -> str:
    """Join the lines of a cell where they are words; figures on several lines stay apart."""
    plain = without_invisible(text)
    return plain if re.fullmatch(r"[0-9.\s]*", plain) else plain.replace("\n", "")


def _inside(item: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    middle_x, middle_y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return box[0] <= middle_x <= box[2] and box[1] <= middle_y <= box[3]


def _lines(page: Any) -> Iterator[tuple[float, str]]:
    """Give the lines of a page with their height; a page in two columns gives the left one first."""
    words = page.extract_words(keep_blank_chars=False, x_tolerance=2, y_tolerance=3)
    gutter = _gutter(words, float(page.width))
    if gutter is None:
        yield from _assembled(words)
        return
    left = list(_assembled([word for word in words if word["x1"] <= gutter]))
    right = list(_assembled([word for word in words if word["x0"] >= gutter]))
    low = max((top for top, _ in left), default=0.0)
    yield from left
    yield from ((low + 1 + index / 1000, text) for index, (_, text) in enumerate(right))


def _assembled(words: Sequence[dict[str, Any]]) -> Iterator[tuple[float, str]]:
    lines: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda word: (word["top"], word["x0"])):
        if lines and abs(lines[-1][0]["top"] - word["top"]) <= 0.4 * (word["bottom"] - word["top"]):
            lines[-1].append(word)
        else:
            lines.append([word])
    for line in lines:
        line.sort(key=lambda word: word["x0"])
        yield line[0]["top"], " ".join(word["text"] for word in line)


def _gutter(words: Sequence[dict[str, Any]], width: float) -> float | None:
    """Find an empty strip down the middle of a page with a good deal of text on both sides."""
    if len(words) < 20:
        return None
    for step in range(0, 21):
        at = width * (0.5 + (step // 2 if step % 2 else -(step // 2)) * 0.01)
        if any(word["x0"] < at < word["x1"] for word in words):
            continue
        left = sum(len(word["text"]) for word in words if word["x1"] <= at)
        right = sum(len(word["text"]) for word in words if word["x0"] >= at)
        prose = sum(len(word["text"]) >= 8 for word in words)
        if min(left, right) > 0.25 * (left + right) and prose > 0.3 * len(words):
            return at
    return None
