"""
Rows with blank cells and more cells than the form has: find which of them are the columns of the form.

Merged cells leave padding when a table is flattened. Where every cell is filled the padding shows itself; a row with blanks is laid over
the rows that are full, over the heads of the columns, or over all rows together. Where that is not clear the row stays unread.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from gongkai.documents.reading.labels import Hit
from gongkai.documents.reading.payload import Found, Options
from gongkai.documents.reading.figures import Kind
from gongkai.documents.reading.stream import Stream
from gongkai.documents.reading.vocabulary import vocabulary

Columns = tuple[int, ...]


def aligned(stream: Stream, hits: Sequence[Hit], found: Mapping[str, Options], width: int) -> None:
    """Settle the rows in `found` that have padding and blanks, in place."""
    loose = [way for way in found.values() if way.how == "none" and way.values]
    if not loose:
        return
    marked = [way for way in loose if stream.place(way.begin).table is not None]
    for way in loose:
        if way not in marked:
            _take(way, _leading(way, width))
    if marked:
        columns = (
            _of_full_rows(stream, found) or _of_heads(stream, hits, marked, width) or _of_all(stream, marked, width)
        )
        for way in marked:
            _take(way, _over(stream, way, columns) if columns else None)


def _take(way: Options, cells: Sequence[Found | None] | None) -> None:
    if cells is None:
        return
    way.how = "read"
    way.choices = [tuple(cell.value.number if cell else None for cell in cells)]
    way.remarks = [
        (index, cell.value.remark or cell.value.unit)
        for index, cell in enumerate(cells)
        if cell and (cell.value.remark or cell.value.unit)
    ]
    way.spans = [(cell.begin, cell.end) if cell else (way.begin, way.end) for cell in cells]


def _leading(way: Options, width: int) -> list[Found | None] | None:
    """Without rows in the source padding follows the cells: the first ones count, if nothing stands behind them."""
    cells = way.values or []
    if len(cells) < width or any(cell.value.kind is not Kind.BLANK for cell in cells[width:]):
        return None
    return list(cells[:width])


def _column(stream: Stream, offset: int) -> int:
    column = stream.column(offset)
    return (stream.place(offset).cell or 1) - 1 if column is None else column


def _filled_columns(stream: Stream, way: Options) -> list[int]:
    return [_column(stream, cell.begin) for cell in way.values or [] if cell.value.kind is not Kind.BLANK]


def _over(stream: Stream, way: Options, columns: Columns) -> list[Found | None] | None:
    cells = {_column(stream, cell.begin): cell for cell in way.values or []}
    if not set(_filled_columns(stream, way)) <= set(columns):
        return None
    return [cells.get(column) for column in columns]


def _of_full_rows(stream: Stream, found: Mapping[str, Options]) -> Columns | None:
    shapes = Counter(
        tuple(_column(stream, begin) for begin, _ in way.spans)
        for way in found.values()
        if way.how == "read" and way.spans and stream.place(way.begin).table is not None
    )
    if not shapes:
        return None
    shape, times = shapes.most_common(1)[0]
    return shape if 2 * times > shapes.total() else None


def _of_heads(stream: Stream, hits: Sequence[Hit], loose: Sequence[Options], width: int) -> Columns | None:
    """Take the columns that begin under 自然人, if 商业企业 stands one further and all figures lie within."""
    names = vocabulary()["table3"]["head"]["columns"]
    heads = {
        hit.code: _column(stream, hit.begin) for hit in hits if hit.code in names and stream.place(hit.begin).table
    }
    first = heads.get(names[0])
    if first is None or heads.get(names[1], first + 1) != first + 1:
        return None
    columns = tuple(range(first, first + width))
    inside = all(set(_filled_columns(stream, way)) <= set(columns) for way in loose)
    return columns if inside else None


def _of_all(stream: Stream, loose: Sequence[Options], width: int) -> Columns | None:
    """Take the span of all filled cells, if it is exactly as wide as the form."""
    filled = sorted({column for way in loose for column in _filled_columns(stream, way)})
    if not filled or filled[-1] - filled[0] + 1 != width:
        return None
    return tuple(range(filled[0], filled[-1] + 1))
