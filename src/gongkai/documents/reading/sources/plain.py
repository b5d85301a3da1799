"""
Plain text and Markdown: lines, rows between tabs or pipes, cells that end with a pipe each.

A line with several cells between pipes or tabs is a row. A line with a single pipe is one cell of a flattened table: there a pipe ends a cell
and says nothing of rows.
"""

import re
from collections.abc import Sequence

from gongkai.documents.reading.errors import UnreadableReport
from gongkai.documents.reading.normal import without_invisible
from gongkai.documents.reading.stream import CELL, Place, Stream, StreamBuilder
from gongkai.documents.reading.vocabulary import HAN

#: Longer texts are no report; a county's report has some 20,000 characters.
MOST_CHARACTERS = 1_500_000
_PIPES = re.compile("[│┃｜]")
_RULE = re.compile(r"^[\s|:+\-=─━┼┬┴├┤┌┐└┘]+$")
_PAGE_NUMBER = re.compile(
    r"^\s*(?:[-—–－]\s*[0-9]{1,3}\s*[-—–－]|第\s*[0-9]{1,3}\s*页(?:\s*[,，/]?\s*共\s*[0-9]{1,3}\s*页)?|[0-9]{1,3}\s*/\s*[0-9]{1,3})\s*$"
)
_TITLE = re.compile(r"^\s*(?:#\s+|标题\s*[:：])\s*(.{6,80})$", re.MULTILINE)


def read_plain(text: str) -> Stream:
    """Read text as lines and rows; raises `UnreadableReport` if it is far longer than any report."""
    if len(text) > MOST_CHARACTERS:
        raise UnreadableReport("too_large", f"文字超过{MOST_CHARACTERS // 10_000}万字，不像年度报告，请检查文件。")
    builder = StreamBuilder()
    add_lines(builder, text)
    titles = tuple(found.strip() for found in _TITLE.findall(text[:4000]))
    return builder.stream(titles=titles, kind="text", wrapped=wrapped_at(text))


def add_lines(builder: StreamBuilder, text: str, first: int = 1, page: int | None = None) -> None:
    """Add the lines of a text; `first` is the number of its first line."""
    if "│" in text or "┃" in text or "｜" in text:
        text = _PIPES.sub("|", text)
    lines = without_invisible(text).replace("\f", "\n").split("\n")
    if "|" not in text and "\t" not in text:
        builder.lines(((number, raw) for number, raw in enumerate(lines, first) if not _is_page_number(raw)), page)
        return
    framed = _framed(lines)
    for number, raw in enumerate(lines, first):
        if "|" in raw or "\t" in raw:
            _add_marked(builder, raw, Place(page, number), framed=framed)
        elif not _is_page_number(raw):
            builder.line(raw, Place(page, number))


def _is_page_number(raw: str) -> bool:
    signed = "-" in raw or "页" in raw or "/" in raw or "—" in raw or "–" in raw
    return signed and bool(_PAGE_NUMBER.match(raw))


def _framed(lines: Sequence[str]) -> bool:
    """Tell whether rows begin with a pipe; else a pipe at the beginning ends a blank cell."""
    piped = [line.lstrip() for line in lines if line.count("|") > 1]
    return 2 * sum(line.startswith("|") for line in piped) >= len(piped)


def _add_marked(builder: StreamBuilder, raw: str, place: Place, *, framed: bool) -> None:
    pipes = raw.count("|")
    if (
        pipes
        and _RULE.match(raw)
        and "-" in raw
        and HAN.search(raw) is None
        and not re.search("[0-9]", raw)
        and pipes > 1
    ):
        return
    if pipes:
        cells = _pipe_row(raw, pipes, framed=framed)
        if cells is None:
            builder.raw(raw.replace("|", CELL) + "\n", place)
        else:
            builder.row(cells, place.in_row())
    else:
        _add_tabs(builder, raw, place)


def _pipe_row(raw: str, pipes: int, *, framed: bool) -> list[str] | None:
    """Give the cells of a row between pipes; None for a line that is but a cell or a piece of padding."""
    line = raw.strip()
    closed = line.endswith("|")
    whole = framed and closed and line.startswith("|") and pipes > 1
    cells = line.split("|")
    cells = cells[1:-1] if whole else cells[:-1] if closed else cells
    filled = sum(bool(cell.strip()) for cell in cells)
    return cells if filled > 1 or whole else None


def _add_tabs(builder: StreamBuilder, raw: str, place: Place) -> None:
    cells = raw.split("\t")
    if sum(bool(cell.strip()) for cell in cells) > 1 or len(cells) > 3:
        builder.row(cells, place.in_row())
    else:
        builder.line(raw, place)


_TABULAR = re.compile(r"\S {3,}\S|(?:[0-9]\s+){3}[0-9]")


def width_of(line: str) -> int:
    """Give the width of a line in half ideographs."""
    plain = line.strip()
    return 2 * len(plain) - sum(character < "\u1100" for character in plain)


def wrapped_at(text: str, *, printed: bool = False) -> int:
    """Give the width at which lines of prose break because the page does, as they always do in `printed` matter; 0 where they do not."""
    widths = sorted(width_of(line) for line in text.split("\n") if len(line.strip()) > 12 and not _TABULAR.search(line))
    if len(widths) < (2 if printed else 12):
        return 0
    usual = widths[-max(1, len(widths) // 8)]
    near = sum(usual - 6 <= width <= usual + 6 for width in widths)
    return usual if printed or (usual <= 120 and near * 3 >= len(widths)) else 0
