"""
The three tables of the form filled with figures: every cell with its place, its reach and its headings, drawn alike by every export.

Labels and places come from `gongkai.law.annual_report.forms`, and from nowhere else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from gongkai.documents.writing.text import number_text
from gongkai.law.annual_report.forms import Form, FormCell, FormTable, form
from gongkai.law.annual_report.model import Cell, FormVersion, Tables
from gongkai.law.numerals import chinese_number

HEAD, STUB, BLOCK, FIGURE = "head", "stub", "block", "figure"
#: Widths of columns in points, out of the 442 that the type area has.
_NARROW, _TYPE_AREA = 27.0, 442.0


@dataclass(frozen=True)
class GridCell:
    """
    One cell: column `x`, row `y`, `w` columns wide, `h` rows high.

    `kind` is a column heading (`head`), a row heading (`stub`), the heading of a block over the whole width (`block`) or a figure
    (`figure`). `id` names a heading within its table, `headers` the headings that a figure stands under, `code` the figure
    (`d1.c2`).
    """

    x: int
    y: int
    w: int
    h: int
    text: str
    kind: str
    id: str = ""
    headers: tuple[str, ...] = ()
    value: Cell = None
    code: str = ""

    @property
    def centred(self) -> bool:
        """Tell whether the text stands in the middle: all but the labels of single rows."""
        return self.kind != STUB or self.h > 1


@dataclass(frozen=True)
class Grid:
    """A table of the form: its number (2, 3, 4), caption, cells, how many rows on top are repeated, widths of columns in points."""

    number: int
    caption: str
    width: int
    height: int
    head_rows: int
    columns: tuple[float, ...]
    cells: tuple[GridCell, ...]

    @property
    def name(self) -> str:
        """Name the table: 表二."""
        return f"表{chinese_number(self.number)}"

    @cached_property
    def rows(self) -> list[list[GridCell]]:
        """Give the cells that begin in each row, from left to right."""
        return [
            sorted((cell for cell in self.cells if cell.y == y), key=lambda cell: cell.x) for y in range(self.height)
        ]

    @cached_property
    def places(self) -> dict[tuple[int, int], GridCell]:
        """Give the cell that covers each place (column, row)."""
        return {
            (x, y): cell
            for cell in self.cells
            for x in range(cell.x, cell.x + cell.w)
            for y in range(cell.y, cell.y + cell.h)
        }

    @property
    def figures(self) -> list[GridCell]:
        """Give the figures, row by row."""
        return [cell for cell in self.cells if cell.kind == FIGURE]

    @property
    def digits(self) -> int:
        """Give the length of the longest figure."""
        return max((len(cell.text) for cell in self.figures), default=1)

    @property
    def description(self) -> str:
        """Say in one sentence what the table is, for those who cannot see it."""
        return f"{self.name}{self.caption}，共{self.height}行{self.width}列，其中数据{len(self.figures)}格。"


def grids(tables: Tables) -> dict[int, Grid]:
    """Give the grids of tables 二, 三 and 四 by the number of the section in which they stand."""
    layout = form(tables.form)
    return {2: _grid2(layout, tables), 3: _grid3(layout, tables), 4: _grid4(layout, tables)}


def _caption(layout: Form, number: int) -> str:
    return layout.headings[number - 1].partition("、")[2]


def _grid2(layout: Form, tables: Tables) -> Grid:
    def value(row: str, column: str) -> Cell:
        source = tables.extra if tables.form is FormVersion.F2019 and row in tables.extra else tables.table2
        cells = source.get(row, ())
        return cells[int(column)] if int(column) < len(cells) else None

    table = layout.table2
    columns = (1.35, *(1.0,) * (table.width - 1))
    share = _TYPE_AREA / sum(columns)
    widths = tuple(column * share for column in columns)
    return _filled(table, 2, _caption(layout, 2), head_rows=0, columns=widths, value=value)


def _grid3(layout: Form, tables: Tables) -> Grid:
    def value(row: str, column: str) -> Cell:
        return tables.cell3(row, column)

    longest = max((len(number_text(cell)) for cells in tables.table3 for cell in cells or ()), default=1)
    narrow = max(_NARROW, 4.7 * longest + 3)
    outer, group = (40.0, 71.0) if narrow == _NARROW else (31.0, 54.0)
    wide = _TYPE_AREA - outer - group - narrow * len(layout.columns)
    columns = (outer, group, wide, *(narrow,) * len(layout.columns))
    return _filled(layout.table3, 3, _caption(layout, 3), head_rows=3, columns=columns, value=value)


def _grid4(layout: Form, tables: Tables) -> Grid:
    def value(row: str, column: str) -> Cell:
        return tables.cell4(f"{row}.{column}")

    table = layout.table4
    widths = (_TYPE_AREA / table.width,) * table.width
    return _filled(table, 4, _caption(layout, 4), head_rows=3, columns=widths, value=value)


def _filled(
    table: FormTable,
    number: int,
    caption: str,
    *,
    head_rows: int,
    columns: tuple[float, ...],
    value: Callable[[str, str], Cell],
) -> Grid:
    names = {cell: f"t{number}-r{cell.y}c{cell.x}" for cell in table.cells}
    labels = [GridCell(cell.x, cell.y, cell.w, cell.h, cell.text, cell.kind, id=name) for cell, name in names.items()]
    figures = []
    for (row, column), cell in table.figures.items():
        number_here = value(row, column)
        headers = tuple(names[heading] for heading in _headings(table, cell))
        text = number_text(number_here)
        code = f"{row}.{column}"
        figures.append(GridCell(cell.x, cell.y, cell.w, cell.h, text, FIGURE, "", headers, number_here, code))
    ordered = tuple(sorted((*labels, *figures), key=lambda cell: (cell.y, cell.x)))
    return Grid(number, caption, table.width, table.height, head_rows, columns, ordered)


def _headings(table: FormTable, figure: FormCell) -> list[FormCell]:
    """Give the headings of a figure, from the widest to the nearest: its block, its columns, its rows."""
    blocks = [cell for cell in table.cells if cell.kind == BLOCK and cell.y < figure.y]
    top = blocks[-1].y if blocks else -1
    above = [
        cell
        for cell in table.cells
        if cell.kind == HEAD and top < cell.y < figure.y and cell.x <= figure.x < cell.x + cell.w
    ]
    beside = [cell for cell in table.cells if cell.kind == STUB and cell.y <= figure.y < cell.y + cell.h]
    return [*blocks[-1:], *sorted(above, key=lambda cell: cell.y), *sorted(beside, key=lambda cell: cell.x)]
