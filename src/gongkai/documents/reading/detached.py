"""
Figures that stand apart from their labels.

Some extractions give a table column by column, or all labels first. If the source has exactly as many figures as the form has cells, they
are laid out in the order of the form, row by row or column by column within each block of lines, and taken only if every sum then holds.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from gongkai.documents.reading.figures import Token, number, tokens
from gongkai.documents.reading.labels import Hit
from gongkai.documents.reading.payload import Options
from gongkai.documents.reading.solver import solve
from gongkai.documents.reading.stream import Stream
from gongkai.law.annual_report.model import TABLE3_COLUMNS, TABLE3_ROWS

_WIDTH = len(TABLE3_COLUMNS)
_BREAK = re.compile(r"\n[ \t\r\f]*\n|[^\s]")
#: Share of the labels that must be in the source for the order to be believed.
_FEWEST_LABELS = 0.6

Row = list[Token]


def detached(
    stream: Stream, hits: Sequence[Hit], end: int, rows: Sequence[str], labels: int
) -> dict[str, Options] | None:
    """Lay the figures behind the first label out in the order of `rows`; None unless all sums then hold."""
    text = stream.normal
    figures = _figures(text, hits, end)
    if figures is None or len(figures) != len(rows) * _WIDTH or labels < _FEWEST_LABELS * len(rows):
        return None
    by_row = [figures[at : at + _WIDTH] for at in range(0, len(figures), _WIDTH)]
    for layout in (by_row, _by_column(text, figures)):
        if layout is not None and _holds(layout, rows):
            return {row: _options(cells) for row, cells in zip(rows, layout, strict=True)}
    return None


def _figures(text: str, hits: Sequence[Hit], end: int) -> list[Token] | None:
    stops = [*(hit.begin for hit in hits[1:]), end]
    found = [token for hit, stop in zip(hits, stops, strict=True) for token in tokens(text, hit.end, stop)]
    if any(token.digits is None or number(token.digits) is None for token in found):
        return None
    return found


def _by_column(text: str, figures: Sequence[Token]) -> list[Row] | None:
    """Give the rows of blocks of lines: seven blocks of one height are the columns of that many rows."""
    blocks: list[Row] = [[figures[0]]]
    for before, after in pairwise(figures):
        if _BREAK.search(text, before.end, after.begin):
            blocks.append([])
        blocks[-1].append(after)
    rows: list[Row] = []
    at = 0
    while at < len(blocks):
        columns = blocks[at : at + _WIDTH]
        if len(columns) < _WIDTH or len({len(column) for column in columns}) != 1:
            return None
        rows += [list(row) for row in zip(*columns, strict=True)]
        at += _WIDTH
    return rows


def _holds(layout: Sequence[Row], rows: Sequence[str]) -> bool:
    if len(layout) != len(rows):
        return False
    contents = [tuple(number(token.digits or "") for token in row) for row in layout]
    summed = all(sum(int(cell or 0) for cell in cells[:-1]) == cells[-1] for cells in contents)
    choices = {row: [cells] for row, cells in zip(rows, contents, strict=True)}
    return summed and solve(choices, frozenset(TABLE3_ROWS) - set(rows)).proved


def _options(cells: Row) -> Options:
    spans = [(token.begin, token.end) for token in cells]
    return Options("read", [tuple(number(token.digits or "") for token in cells)], min(spans)[0], max(spans)[1], spans)
