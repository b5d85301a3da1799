"""
Rows with blank cells and more cells than the form has: find which of them are the columns of the form.

Merged cells leave padding when a table is flattened. A row with blanks is laid over the rows of its shape that are full, or over the heads of
the columns; its own sum has to agree. Where several positions remain the sums of the table decide, and where they cannot, nothing is taken.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from gongkai.documents.reading.figures import BLANK, Kind
from gongkai.documents.reading.labels import Hit
from gongkai.documents.reading.payload import Found, Options
from gongkai.documents.reading.stream import CELL, Stream
from gongkai.documents.reading.vocabulary import vocabulary
from gongkai.law.annual_report.model import Cell

Window = Sequence[Found]
Columns = tuple[int, ...]
#: Padding of merged labels is at most so many cells; rows with more are no run of cells but a grid of finer columns.
MOST_PADDING = 4


def aligned(stream: Stream, hits: Sequence[Hit], found: Mapping[str, Options], width: int) -> None:
    """Settle the rows in `found` that have padding and blanks, in place; one that stays open keeps its possible positions."""
    loose = [way for way in found.values() if way.how == "none" and way.values]
    if not loose:
        return
    shapes = _shapes(stream, found)
    columns = _columns(stream, hits, found, loose, width)
    for way in loose:
        cells = way.values or []
        places = list(windows(cells, width)) if len(cells) <= width + MOST_PADDING or not _in_row(stream, way) else []
        preferred = _preferred(stream, way, places, shapes, columns)
        _take(way, _agreeing(places, preferred))


def windows(cells: Sequence[Found], width: int) -> Iterator[Window]:
    """Give the positions at which all filled cells lie within the form."""
    for begin in range(len(cells) - width + 1):
        outside = (*cells[:begin], *cells[begin + width :])
        if all(cell.value.kind is Kind.BLANK for cell in outside):
            yield cells[begin : begin + width]


def numbers(window: Window) -> tuple[Cell, ...]:
    """Give the figures of cells."""
    return tuple(cell.value.number for cell in window)


def _sums(cells: Sequence[Cell]) -> bool:
    """Tell whether the last cell is the sum of the others; where that is nothing it proves nothing."""
    return bool(cells[-1]) and _holds(cells)


def _holds(cells: Sequence[Cell]) -> bool:
    return cells[-1] is not None and sum(cell or 0 for cell in cells[:-1]) == cells[-1]


def _agreeing(places: Sequence[Window], preferred: Window | None) -> list[Window]:
    """Give the positions that the row's own sum allows, or the preferred one where it allows none."""
    summed = [window for window in places if _sums(numbers(window))]
    if preferred is None:
        return summed
    if preferred in summed or not summed:
        return [preferred]
    return [*summed, preferred]


def _take(way: Options, places: Sequence[Window]) -> None:
    if not places:
        return
    way.choices = list(dict.fromkeys(numbers(window) for window in places))
    way.how = "read" if len(way.choices) == 1 else "cut"
    if len(places) == 1:
        way.spans = [(cell.begin, cell.end) for cell in places[0]]
        beside = [cell.value.remark or cell.value.unit for cell in places[0]]
        way.remarks = [(index, remark) for index, remark in enumerate(beside) if remark]


def _preferred(
    stream: Stream,
    way: Options,
    places: Sequence[Window],
    shapes: Mapping[tuple[int, int], Columns],
    columns: Columns | None,
) -> Window | None:
    """Give the position that the structure of the table asks for."""
    if not _in_row(stream, way):
        # Without rows in the source, padding follows the cells.
        return places[0] if places and places[0][0] == (way.values or [])[0] else None
    label = _label_column(stream, way)
    shape = shapes.get(_shape(stream, way))
    if shape is not None:
        return _over(stream, way, tuple(label + offset for offset in shape))
    return _over(stream, way, columns) if columns else None


def _over(stream: Stream, way: Options, columns: Columns) -> Window | None:
    """Give the cells of a row in these columns, blank where it has none; None if a figure stands outside them."""
    cells = {_column(stream, cell.begin): cell for cell in way.values or []}
    if not set(_filled_columns(stream, way)) <= set(columns):
        return None
    nothing = Found(BLANK, way.begin, way.begin)
    return [cells.get(column, nothing) for column in columns]


def _filled_columns(stream: Stream, way: Options) -> list[int]:
    return [_column(stream, cell.begin) for cell in way.values or [] if cell.value.kind is not Kind.BLANK]


def _in_row(stream: Stream, way: Options) -> bool:
    return stream.place(way.begin).table is not None


def _column(stream: Stream, offset: int) -> int:
    column = stream.column(offset)
    return (stream.place(offset).cell or 1) - 1 if column is None else column


def _label_column(stream: Stream, way: Options) -> int:
    return _column(stream, way.label)


def _shape(stream: Stream, way: Options) -> tuple[int, int]:
    """Give where the label stands in its row and how many cells the row has."""
    begin, end = stream.row_bounds(way.label)
    return _label_column(stream, way), stream.text.count(CELL, begin, end)


def _shapes(stream: Stream, found: Mapping[str, Options]) -> dict[tuple[int, int], Columns]:
    """Give for each shape of full rows how far behind the label their figures stand, if two rows at least agree and none differs."""
    seen: dict[tuple[int, int], list[Columns]] = {}
    for way in found.values():
        if way.how == "read" and way.spans and _in_row(stream, way):
            label = _label_column(stream, way)
            seen.setdefault(_shape(stream, way), []).append(
                tuple(_column(stream, begin) - label for begin, _ in way.spans)
            )
    return {shape: offsets[0] for shape, offsets in seen.items() if len(offsets) > 1 and len(set(offsets)) == 1}


def _columns(
    stream: Stream, hits: Sequence[Hit], found: Mapping[str, Options], loose: Sequence[Options], width: int
) -> Columns | None:
    """Give the columns of the form in a table that is a true grid: those of the full rows, of the heads, or of all filled cells."""
    rows = [way for way in loose if _in_row(stream, way)]
    if not rows:
        return None
    filled = {column for way in rows for column in _filled_columns(stream, way)}
    grid = all(stream.column(way.label) is not None for way in rows) or _is_grid(stream, found)
    for columns in (_of_full_rows(stream, found), _of_heads(stream, hits, width), _of_filled(filled, width)):
        if (
            columns is not None
            and filled <= set(columns)
            and (grid or all(_plausible(stream, way, columns) for way in rows))
        ):
            return columns
    return None


def _is_grid(stream: Stream, found: Mapping[str, Options]) -> bool:
    """Tell whether rows of text are a grid: all of one length, every label in the column of its depth."""
    labels: dict[int, set[int]] = {}
    lengths: set[int] = set()
    for row, way in found.items():
        if not _in_row(stream, way):
            return False
        column, length = _shape(stream, way)
        lengths.add(length)
        depth = (
            0
            if row in ("new", "carry", "fwd")
            else 1
            if row in ("g", "p", "tot") or (row == "o3" and "o1" not in found)
            else 2
        )
        labels.setdefault(depth, set()).add(column)
    columns = [labels[depth] for depth in sorted(labels)]
    ordered = all(max(left) < min(right) for left, right in pairwise(columns))
    return len(lengths) == 1 and len(columns) > 1 and all(len(column) == 1 for column in columns) and ordered


def _plausible(stream: Stream, way: Options, columns: Columns) -> bool:
    """
    Tell whether a row may stand in these columns.

    In rows of text a lost tab shifts everything behind it, so the total has to be filled, and to be the sum where there is anything to sum.
    """
    cells = {_column(stream, cell.begin): cell.value.number for cell in way.values or []}
    row = [cells.get(column) for column in columns]
    return row[-1] is not None and (_holds(row) or all(cell is None for cell in row[:-1]))


def _of_full_rows(stream: Stream, found: Mapping[str, Options]) -> Columns | None:
    shapes = Counter(
        tuple(_column(stream, begin) for begin, _ in way.spans)
        for way in found.values()
        if way.how == "read" and way.spans and _in_row(stream, way)
    )
    shape, times = shapes.most_common(1)[0] if shapes else (None, 0)
    return shape if times == shapes.total() and times > 1 else None


def _of_heads(stream: Stream, hits: Sequence[Hit], width: int) -> Columns | None:
    """Take the columns that begin under 自然人, if 商业企业 stands one further."""
    names = vocabulary()["table3"]["head"]["columns"]
    heads = {
        hit.code: _column(stream, hit.begin)
        for hit in hits
        if hit.code in names and stream.place(hit.begin).table is not None
    }
    first = heads.get(names[0])
    if first is None or heads.get(names[1]) != first + 1:
        return None
    return tuple(range(first, first + width))


def _of_filled(filled: set[int], width: int) -> Columns | None:
    """Take the span of all filled cells, if it is exactly as wide as the form."""
    if not filled or max(filled) - min(filled) + 1 != width:
        return None
    return tuple(range(min(filled), max(filled) + 1))
