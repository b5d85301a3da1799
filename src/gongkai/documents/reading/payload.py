"""
What stands behind a label: cells where the source has cells, figures in running text where it has none.

From this follow the possible contents of the row: one where the source separates its figures, several where they have run together, none
where they cannot be a row.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from gongkai.documents.reading.cutting import MOST_CUTS, Budget, TooManyWays, plain_cuts, sum_cuts
from gongkai.documents.reading.figures import Kind, Token, Value, number, tokens, value
from gongkai.documents.reading.stream import CELL, ROW, Stream
from gongkai.law.annual_report.model import Cell


class Found(NamedTuple):
    """A value and where it stands."""

    value: Value
    begin: int
    end: int


@dataclass
class Payload:
    """The cells behind a label (`cells`, where the source marks them) or the figures (`figures`, where it does not)."""

    begin: int
    end: int
    cells: list[Found] = field(default_factory=list)
    figures: list[Token] = field(default_factory=list)
    #: Whether further rows of figures without a label follow.
    more: bool = False

    @cached_property
    def filled(self) -> list[Found]:
        """Give the cells that are not blank."""
        return [cell for cell in self.cells if cell.value.kind is not Kind.BLANK]

    @property
    def has_figures(self) -> bool:
        """Tell whether anything stands here that fills a cell."""
        return bool(self.figures or self.filled)


def payload(stream: Stream, begin: int, end: int) -> Payload:
    """Read what stands between the offsets `begin` and `end`."""
    text = stream.normal
    if text.find(CELL, begin, end) < 0 and text.find(ROW, begin, end) < 0:
        return Payload(begin, end, figures=tokens(text, begin, end))
    return _marked(text, begin, end)


def _marked(text: str, begin: int, end: int) -> Payload:
    """Read cells: those on the row of the label, else those of the next row without one."""
    blank: Payload | None = None
    at, first = begin, True
    while at < end:
        stop = text.find(ROW, at, end)
        stop = end if stop < 0 else stop
        found = _row(text, at, stop, first=first)
        if found.has_figures:
            found.more = _goes_on(text, stop + 1, end)
            return found
        if found.cells and blank is None:
            blank = found
        at, first = stop + 1, False
    return blank or Payload(begin, end)


def _goes_on(text: str, begin: int, end: int) -> bool:
    """Tell whether a row of cells with a figure but without a label stands between two offsets."""
    stop = text.find(ROW, begin, end)
    while stop >= 0:
        if text.count(CELL, begin, stop) > 2 and _row(text, begin, stop, first=False).filled:
            return True
        begin = stop + 1
        stop = text.find(ROW, begin, end)
    return False


def _row(text: str, begin: int, end: int, *, first: bool) -> Payload:
    """Read the cells of one row; of the label's own row, what remains of its cell is not one of them."""
    cells: list[Found] = []
    own_end = begin
    if first:
        own_end = text.find(CELL, begin, end)
        if own_end < 0:
            return Payload(begin, end, figures=tokens(text, begin, end))
    at = own_end + 1 if first else begin
    junk = False
    for content in text[at:end].split(CELL)[:-1]:
        stop = at + len(content)
        found = value(content)
        junk = junk or found.kind is Kind.JUNK
        cells.append(Found(found, at, stop))
        at = stop + 1
    here = Payload(begin, end, cells=_values_only(cells) if junk else cells)
    if here.filled:
        return here
    own = tokens(text, begin, own_end) if first else []
    inside = own or (_crowded(text, own_end if first else begin, end) if junk else [])
    return Payload(begin, end, figures=inside) if inside else here


def _values_only(cells: Sequence[Found]) -> list[Found]:
    """Leave out words before the first figure, and everything from the first word behind it."""
    kept: list[Found] = []
    started = False
    for cell in cells:
        if cell.value.kind is Kind.JUNK:
            if started:
                break
            kept.clear()
            continue
        started = started or cell.value.kind is not Kind.BLANK
        kept.append(cell)
    return kept


def _crowded(text: str, begin: int, end: int) -> list[Token]:
    """Give the figures of a row whose single cell holds them all."""
    found = tokens(text, begin, end)
    stray = sum(character not in " 0123456789.,+-/\n\r\t\x1f　" for character in text[begin:end])
    return found if found and not stray else []


@dataclass
class Options:
    """
    The possible contents of a row.

    `how` is `read` (separated in the source), `cut` (digits cut), `blank` (label without figures), `none` (figures that cannot be the row)
    or `many` (too many ways). `spans` are the places of the cells where each has its own, `label` is that of the label; `plain` counts the
    ways to cut the digits whatever their sum.
    """

    how: str
    choices: list[tuple[Cell, ...]]
    begin: int
    end: int
    spans: list[tuple[int, int]] | None = None
    remarks: list[tuple[int, str]] = field(default_factory=list)
    values: list[Found] | None = None
    label: int = 0
    plain: int = 1


_FIGURE = re.compile(r"\s*[+-]?[0-9][0-9,]*(?:\.[0-9]+)?")


def beside(stream: Stream, way: Options) -> list[tuple[int, str]]:
    """Give what stands beside the figures of a row, as the source prints it."""
    found = []
    for index, remark in way.remarks:
        begin, end = way.spans[index] if way.spans else (0, 0)
        figure = _FIGURE.match(stream.normal, begin, end)
        found.append((index, stream.text[figure.end() if figure else begin : end].strip() or remark))
    return found


def options(found: Payload, width: int, budget: Budget, *, ordinal: str = "", sums: bool = True) -> Options:
    """
    Give the possible contents of a row of `width` cells.

    `ordinal` is that of the label behind the row: a last digit that equals it may belong to it. With `sums` the last cell is the sum of
    the others, which decides how digits are cut.
    """
    if found.figures:
        return _from_figures(found, width, budget, ordinal=ordinal, sums=sums)
    filled = found.filled
    if filled:
        return _from_cells(found, filled, width, budget, sums=sums)
    return Options("blank", [(None,) * width], found.begin, found.end, values=found.cells or None)


def _from_cells(found: Payload, filled: list[Found], width: int, budget: Budget, *, sums: bool) -> Options:
    cells = found.cells
    chosen = cells if len(cells) == width else filled if len(filled) == width else None
    if chosen is not None:
        return _read(found, [(cell.value, cell.begin, cell.end) for cell in chosen])
    if len(filled) < width and width > 1 and len(cells) != len(filled):
        return Options("none", [], found.begin, found.end, values=cells)
    if all(cell.value.kind is Kind.NUMBER and isinstance(cell.value.number, int) for cell in filled):
        pieces = [str(cell.value.number) for cell in filled]
        if len(pieces) < width and not any(piece.startswith("-") for piece in pieces):
            return _cut(found, pieces, width, budget, ordinal="", sums=sums)
    return Options("none", [], found.begin, found.end, values=cells)


def _read(found: Payload, cells: Sequence[tuple[Value, int, int]]) -> Options:
    begin, end = cells[0][1], cells[-1][2]
    remarks = [
        (index, cell[0].remark or cell[0].unit) for index, cell in enumerate(cells) if cell[0].remark or cell[0].unit
    ]
    return Options(
        "read", [tuple(cell[0].number for cell in cells)], begin, end, [(cell[1], cell[2]) for cell in cells], remarks
    )


def _from_figures(found: Payload, width: int, budget: Budget, *, ordinal: str, sums: bool) -> Options:
    groups = _groups(found.figures)
    for group in groups:
        trimmed = group[:-1] if len(group) == width + 1 and group[-1].digits == ordinal else group
        cells = _separate(trimmed) if len(trimmed) == width else None
        if cells is not None:
            return _read(found, cells)
    pieces = [token.digits for token in groups[0]]
    if any(piece is None or not piece.isdigit() for piece in pieces):
        return Options("none", [], groups[0][0].begin, groups[0][-1].end)
    return _cut(found, [piece for piece in pieces if piece], width, budget, ordinal=ordinal, sums=sums)


def _groups(figures: Sequence[Token]) -> list[list[Token]]:
    groups: dict[int, list[Token]] = {}
    for token in figures:
        groups.setdefault(token.group, []).append(token)
    return list(groups.values())


def _separate(group: Sequence[Token]) -> list[tuple[Value, int, int]] | None:
    """Give the figures as cells; None if one of them cannot be a figure of its own."""
    cells = []
    for token in group:
        if token.digits is None:
            cells.append((Value(Kind.PLACEHOLDER, remark="/"), token.begin, token.end))
            continue
        figure = number(token.digits)
        if figure is None:
            return None
        cells.append((Value(Kind.NUMBER, figure), token.begin, token.end))
    return cells


def _cut(found: Payload, pieces: list[str], width: int, budget: Budget, *, ordinal: str, sums: bool) -> Options:
    """Cut digits: separators in the source hold, unless there are more of them than cells."""
    begin = found.figures[0].begin if found.figures else found.begin
    end = found.figures[-1].end if found.figures else found.end
    if len(pieces) > width and not sums:
        return Options("none", [], begin, end)
    variants = [pieces if len(pieces) <= width else ["".join(pieces)]]
    if ordinal and not found.cells and pieces[-1].endswith(ordinal) and len(pieces[-1]) > 1:
        variants.append([*pieces[:-1], pieces[-1][:-1]])
    choices: list[tuple[Cell, ...]] = []
    try:
        for variant in variants:
            cuts = sum_cuts(variant, width, budget) if sums else plain_cuts(variant, width)
            choices += [cut for cut in cuts if cut not in choices]
    except TooManyWays:
        return Options("many", [], begin, end)
    return Options("cut" if choices else "none", choices, begin, end, plain=_ways(variants[0], width))


def _ways(pieces: Sequence[str], width: int) -> int:
    try:
        return len(plain_cuts(pieces, width))
    except TooManyWays:
        return MOST_CUTS
