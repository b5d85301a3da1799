"""Read table 四: fifteen figures in three groups of five, each with its sum."""

import re
from collections.abc import Sequence
from itertools import islice

from gongkai.documents.reading.align import numbers, windows
from gongkai.documents.reading.cutting import Budget, TooManyWays, group_cuts
from gongkai.documents.reading.figures import Kind, Token, Value, number
from gongkai.documents.reading.labels import MOST_HITS, position
from gongkai.documents.reading.payload import Found, Payload, payload
from gongkai.documents.reading.result import STANDINGS, Confidence, Proof, Standing, TableReading, Trace
from gongkai.documents.reading.stream import Stream
from gongkai.documents.reading.vocabulary import HAN, alternatives, vocabulary
from gongkai.law.annual_report.model import TABLE4_CELLS, Cell

_GROUPS, _CELLS = 3, 5
_ALL = _GROUPS * _CELLS
MOST_CANDIDATES = 20
#: So many ideographs behind a heading are prose, and the table is over.
_PROSE = 10
_KINDS = ("rec", "dir", "aft")


def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    found = vocabulary()["table4"]
    kinds = {word: kind for kind, words in found["kinds"].items() for word in words}
    words = kinds | dict.fromkeys(found["head"]["words"], "head")
    return re.compile(alternatives(words)), words


def read_table4(stream: Stream, begin: int, end: int, budget: Budget) -> TableReading | None:
    """Read table 四 between two offsets; None if it is not there."""
    heads = _heads(stream, begin, end)
    if sum(kind == "head" for kind, _, _ in heads) < _CELLS - 1:
        return None
    pieces = _pieces(stream, heads, end)
    reading = TableReading({})
    cells, spans, confidence, candidates = _settle(pieces, budget)
    reading.rows = {"cells": cells}
    for at, kind in enumerate(_KINDS):
        part = slice(at * _CELLS, (at + 1) * _CELLS)
        names = tuple(code.split(".")[1] for code in TABLE4_CELLS[part])
        trace = Trace(names, (spans[part][0][0], spans[part][-1][1]), spans[part], confidence)
        reading.trace(f"table4.{kind}", trace, cells[part])
    reading.span = heads[0][1], max([*(high for _, high in spans), heads[-1][2]])
    _prove(reading, cells, candidates, refused=confidence is Confidence.REFUSED)
    return reading


def _heads(stream: Stream, begin: int, end: int) -> list[tuple[str, int, int]]:
    condensed = stream.condensed
    pattern, words = _pattern()
    return [
        (words[match.group()], condensed.origin(match.start()), condensed.origin_end(match.end()))
        for match in islice(
            pattern.finditer(condensed.text, position(condensed, begin), position(condensed, end)), MOST_HITS
        )
    ]


def _pieces(stream: Stream, heads: Sequence[tuple[str, int, int]], end: int) -> list[tuple[str, Payload]]:
    """Give what stands behind each heading, with the kind of case it belongs to, up to the first prose."""
    found: list[tuple[str, Payload]] = []
    kind = "rec"
    for index, (name, _, behind) in enumerate(heads):
        kind = name if name in _KINDS else kind
        stop = heads[index + 1][1] if index + 1 < len(heads) else end
        here = payload(stream, behind, stop)
        if here.has_figures or here.cells:
            found.append((kind, here))
        if (
            found
            and found[-1][1].has_figures
            and len(HAN.findall(stream.text, _last(found[-1][1], behind), stop)) >= _PROSE
        ):
            break
    return found


def _last(piece: Payload, floor: int) -> int:
    return max([floor, *(token.end for token in piece.figures[-1:]), *(cell.end for cell in piece.filled[-1:])])


Spans = list[tuple[int, int]]


def _settle(
    pieces: Sequence[tuple[str, Payload]], budget: Budget
) -> tuple[tuple[Cell, ...], Spans, Confidence, list[tuple[int, ...]]]:
    nothing = pieces[0][1] if pieces else Payload(0, 0)
    whole: Spans = [(nothing.begin, pieces[-1][1].end if pieces else 0)] * _ALL
    read = _by_kind(pieces) or _in_order(pieces)
    if read is not None:
        cells = tuple(item.value.number for item in read)
        return cells, [(item.begin, item.end) for item in read], Confidence.READ, []
    figures = _run_together(pieces)
    if not figures:
        filled = any(piece.has_figures for _, piece in pieces)
        return (None,) * _ALL, whole, Confidence.REFUSED if filled else Confidence.READ, []
    spans: Spans = [(figures[0].begin, figures[-1].end)] * _ALL
    try:
        ways = group_cuts([token.digits or "" for token in figures], _GROUPS, _CELLS, budget)
    except TooManyWays:
        return (None,) * _ALL, spans, Confidence.REFUSED, []
    if len(ways) == 1:
        return ways[0], spans, Confidence.SOLVED, []
    return (None,) * _ALL, spans, Confidence.REFUSED, ways[:MOST_CANDIDATES]


def _items(piece: Payload, width: int) -> list[Found] | None:
    """Give the cells of a piece if it has `width` of them."""
    if piece.figures:
        return _separate(piece.figures[:width]) if len(piece.figures) >= width and _same_group(piece, width) else None
    for cells in (piece.cells, piece.filled):
        if len(cells) == width:
            return cells
    fitting = [window for window in windows(piece.cells, width) if _adds_up(numbers(window))]
    return list(fitting[0]) if len({numbers(window) for window in fitting}) == 1 else None


def _adds_up(cells: Sequence[Cell]) -> bool:
    """Tell whether each group of five, blanks counted as nothing, has the sum it names; a group that is blank names none."""
    groups = [cells[at : at + _CELLS] for at in range(0, len(cells), _CELLS)]
    return all(sum(cell or 0 for cell in group[:-1]) == (group[-1] or 0) for group in groups)


def _same_group(piece: Payload, width: int) -> bool:
    return piece.figures[0].group == piece.figures[width - 1].group and (
        len(piece.figures) == width or piece.figures[width].group != piece.figures[0].group
    )


def _separate(figures: Sequence[Token]) -> list[Found] | None:
    found = []
    for token in figures:
        value = Value(Kind.PLACEHOLDER) if token.digits is None else Value(Kind.NUMBER, number(token.digits))
        if token.digits is not None and value.number is None:
            return None
        found.append(Found(value, token.begin, token.end))
    return found


def _by_kind(pieces: Sequence[tuple[str, Payload]]) -> list[Found] | None:
    """Read three tables of five figures, each under the name of its kind of case."""
    found: dict[str, list[Found]] = {}
    for kind, piece in pieces:
        if not piece.has_figures and len(piece.cells) != _CELLS:
            continue
        cells = _items(piece, _CELLS)
        if cells is None or (kind in found and piece.has_figures):
            return None
        if piece.has_figures or kind not in found:
            found[kind] = cells
    if set(found) != set(_KINDS):
        return None
    return [cell for kind in _KINDS for cell in found[kind]]


def _in_order(pieces: Sequence[tuple[str, Payload]]) -> list[Found] | None:
    """Read fifteen figures in the order of the form, in one piece or in several."""
    for _, piece in pieces:
        cells = _items(piece, _ALL) if piece.has_figures or len(piece.cells) == _ALL else None
        if cells is not None and (piece.has_figures or not any(other.has_figures for _, other in pieces)):
            return cells
    figures = [token for _, piece in pieces for token in piece.figures]
    if len(figures) == _ALL and not any(piece.filled for _, piece in pieces):
        return _separate(figures)
    filled = [cell for _, piece in pieces for cell in piece.filled]
    return filled if len(filled) == _ALL and not figures else None


def _run_together(pieces: Sequence[tuple[str, Payload]]) -> list[Token]:
    """Give the first figures that follow a heading without separators; cells with blanks among them are not such."""
    for _, piece in pieces:
        if piece.figures:
            first = [token for token in piece.figures if token.group == piece.figures[0].group]
            return first if all(token.digits and token.digits.isdigit() for token in first) else []
        if piece.filled and len(piece.cells) == len(piece.filled):
            return [Token(str(cell.value.number), cell.begin, cell.end, 0) for cell in piece.filled]
    return []


def _prove(
    reading: TableReading, cells: Sequence[Cell], candidates: Sequence[tuple[Cell, ...]], *, refused: bool
) -> None:
    if refused:
        count = f"有{len(candidates)}种切法" if candidates else "无法按15格解读"
        reading.notes.append(f"表四的数字{count}，未取值，请对照原文填写。")
        reading.proof = Proof(
            Standing.REFUSED, f"{STANDINGS[Standing.REFUSED]}：{count}", {"table4": tuple(candidates)}
        )
        return
    groups = [cells[at : at + _CELLS] for at in range(0, _ALL, _CELLS)]
    summed = all(None not in group and sum(cell or 0 for cell in group[:-1]) == group[-1] for group in groups)
    standing = Standing.PROVED if summed else Standing.READ
    reading.proof = Proof(standing, STANDINGS[standing])
