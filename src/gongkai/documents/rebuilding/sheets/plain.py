"""CSV and plain text: read in the encodings that offices use, written as UTF-8, cells that a spreadsheet would run made harmless."""

import csv
import re
from io import StringIO

from gongkai.documents.rebuilding.detect import decode
from gongkai.documents.rebuilding.letters import seen
from gongkai.documents.rebuilding.model import Limits, damaged, too_big

_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?")
_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_LONGEST_CELL = 32_767
_MOST_COLUMNS = 2_000


def harmless(cell: str) -> str:
    """Write a cell so that no spreadsheet takes it for a formula; numbers stay numbers."""
    return f"'{cell}" if cell.startswith(_RUN) and not _NUMBER.fullmatch(cell) else cell


def read_text(data: bytes) -> tuple[str, int]:
    """
    Read plain text; give it without unseen characters, and how many there were.

    :raises Refused: it is no text.
    """
    text = decode(data)
    if text is None:
        raise damaged("文本文件")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return seen(text)


def read_csv(text: str, limits: Limits) -> list[list[str]]:
    """
    Read the rows of a CSV text; the mark between cells is the one that splits most lines alike.

    :raises Refused: too many cells, or quotes that never close.
    """
    if text.count(",") + text.count("\t") + text.count("\n") > limits.cells:
        raise too_big(f"单元格多于{limits.cells}个")
    rows: list[list[str]] = []
    count = 0
    try:
        for row in csv.reader(StringIO(text), delimiter=_delimiter(text)):
            count += len(row)
            if count > limits.cells or len(row) > _MOST_COLUMNS:
                raise too_big(f"单元格多于{limits.cells}个或列数多于{_MOST_COLUMNS}")
            rows.append(row)
    except csv.Error as error:
        raise too_big(f"单个单元格超过{csv.field_size_limit()}字") from error
    return rows


def write_csv(rows: list[list[str]]) -> bytes:
    """Write rows as UTF-8 with a byte order mark, which spreadsheets need to read Chinese."""
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _delimiter(text: str) -> str:
    lines = [line for line in text[:20_000].splitlines()[:20] if line.strip()]
    return max(
        (",", "\t", ";"),
        key=lambda mark: sum(mark in line for line in lines) * 1000 + (lines[0].count(mark) if lines else 0),
    )
