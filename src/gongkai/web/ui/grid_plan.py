"""Where every heading and figure of a report's table stands, and which headings belong to which figure; reckoned once a form."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from gongkai.law.annual_report import forms
from gongkai.law.annual_report.forms import FormCell, FormTable
from gongkai.law.annual_report.model import FormVersion
from gongkai.web.ui import anchors


@dataclass(frozen=True)
class HeadPlace:
    """A heading with the id that figures refer to."""

    id: str
    cell: FormCell


@dataclass(frozen=True)
class FigurePlace:
    """A figure: its row and column, its id, the ids of its headings from the outermost in."""

    id: str
    row: str
    column: str
    width: int
    headers: str


@dataclass(frozen=True)
class LinePlan:
    """One line of the table; `opens` begins a new group of rows."""

    heads: tuple[HeadPlace, ...]
    figures: tuple[FigurePlace, ...]
    opens: bool


@cache
def plan(number: int, version: FormVersion) -> tuple[LinePlan, ...]:
    """Give the lines of table 二, 三 or 四 of a form, from the top."""
    form = forms.form(version)
    layout = {2: form.table2, 3: form.table3, 4: form.table4}[number]
    ids = {id(cell): _id(number, cell) for cell in layout.cells}
    return tuple(_line(number, layout, ids, y) for y in range(layout.height))


def _id(number: int, cell: FormCell) -> str:
    if cell.code and cell.kind == "stub":
        return anchors.cell(number, cell.code)
    return f"t{number}-h{cell.x}-{cell.y}"


def _line(number: int, layout: FormTable, ids: dict[int, str], y: int) -> LinePlan:
    heads = _across(cell for cell in layout.cells if cell.y == y)
    figures = [(cell, row, column) for (row, column), cell in layout.figures.items() if cell.y == y]
    return LinePlan(
        heads=tuple(HeadPlace(ids[id(cell)], cell) for cell in heads),
        figures=tuple(
            FigurePlace(anchors.cell(number, row, column), row, column, cell.w, " ".join(_headers(layout, ids, cell)))
            for cell, row, column in sorted(figures, key=lambda found: found[0].x)
        ),
        opens=any(cell.kind == "block" for cell in heads),
    )


def _headers(layout: FormTable, ids: dict[int, str], figure: FormCell) -> list[str]:
    beside = _across(c for c in layout.cells if c.kind == "stub" and c.y <= figure.y < c.y + c.h)
    above = [c for c in layout.cells if c.kind != "stub" and c.y < figure.y and c.x <= figure.x < c.x + c.w]
    over: list[FormCell] = []
    for cell in sorted(above, key=lambda cell: -cell.y):
        over.insert(0, cell)
        if cell.kind == "block":
            break
    return [ids[id(cell)] for cell in (*over, *beside)]


def _across(cells: Iterable[FormCell]) -> list[FormCell]:
    return sorted(cells, key=lambda cell: cell.x)
