"""The cells of a report by key, as evidence and corrections name them: `table3.new.c1`, `table2.license`, `table4.rec.m`."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from gongkai.law.annual_report.forms import cell2_name, cell3_name, cell4_name, form
from gongkai.law.annual_report.model import TABLE3_COLUMNS, TABLE4_CELLS, Cell, FormVersion, Tables

#: Cells of table 二 of the form of 2019 that count the same thing as one of 2021: (row, its cell there) → its cell here.
SAME_IN_2021 = {
    ("government_rule", 0): 0,
    ("normative_document", 0): 0,
    ("license", 2): 0,
    ("penalty", 2): 0,
    ("coercive_measure", 2): 0,
}
#: Rows of table 二 that hold amounts of money; all others count.
AMOUNTS = frozenset({"charge", "procurement"})
MOST_DIGITS = 12
_FIGURE = re.compile(rf"(?P<sign>-?)[0-9]{{1,{MOST_DIGITS}}}(?P<part>\.[0-9]{{1,6}})?")


class UnknownCell(ValueError):
    """The form has no cell with this key."""

    def __init__(self, key: str) -> None:
        super().__init__(f"表格里没有“{key}”这一格，请刷新页面后重试。")


class NotAFigure(ValueError):
    """What was typed is no figure for this cell; the message says what is expected."""


class Place(NamedTuple):
    """A cell: the number of its table, its row and its column as the form names them."""

    table: int
    row: str
    column: str


def width2(row: str, version: FormVersion) -> int:
    """Give the number of cells in a row of table 二; 0 where the form has no such row."""
    return next((len(block.columns) for block in form(version).blocks for code, _ in block.rows if code == row), 0)


def key_of(place: Place, version: FormVersion) -> str:
    """Give the key of a cell."""
    if place.table == 2 and width2(place.row, version) == 1:
        return f"table2.{place.row}"
    return f"table{place.table}.{place.row}.{place.column}"


def place_of(key: str, version: FormVersion) -> Place:
    """
    Give the cell with this key.

    :raises UnknownCell: the form has none.
    """
    table, _, rest = key.partition(".")
    row, _, column = rest.partition(".")
    place = Place(int(table[5:]) if table in ("table2", "table3", "table4") else 0, row, column or "0")
    if place not in _known(version):
        raise UnknownCell(key)
    return place


@cache
def _known(version: FormVersion) -> frozenset[Place]:
    return frozenset(places(version))


def places(version: FormVersion) -> Iterator[Place]:
    """Walk over all cells of a form, table by table."""
    printed = form(version)
    for row, column in printed.table2.figures:
        yield Place(2, row, column)
    for line in printed.rows:
        yield from (Place(3, line.code, column) for column in TABLE3_COLUMNS)
    for code in TABLE4_CELLS:
        kind, result = code.split(".")
        yield Place(4, kind, result)


def name_of(place: Place, version: FormVersion) -> str:
    """Name a cell in words, as the checks do."""
    if place.table == 2:
        return cell2_name(place.row, int(place.column), version)
    if place.table == 3:
        return cell3_name(place.row, place.column, version)
    return cell4_name(f"{place.row}.{place.column}")


def row_key(place: Place) -> str:
    """Give the key of the row (or the block of table 四) under which a reading lists its candidates."""
    return f"table{place.table}" if place.table == 4 else f"table{place.table}.{place.row}"


def cells_of_row(row: str, form: FormVersion) -> list[str]:
    """Give the keys of the cells of a row, in the order of the form; table 四 is one row of fifteen."""
    if row == "table4":
        return [f"table4.{code}" for code in TABLE4_CELLS]
    return [key_of(place, form) for place in places(form) if row_key(place) == row]


def value_at(tables: Tables, place: Place) -> Cell:
    """Give the figure in a cell, None where it is blank or its row is missing."""
    if place.table == 3:
        return tables.cell3(place.row, place.column)
    if place.table == 4:
        return tables.cell4(f"{place.row}.{place.column}")
    rows = tables.extra if tables.form is FormVersion.F2019 else tables.table2
    cells = rows.get(place.row, ())
    return cells[int(place.column)] if int(place.column) < len(cells) else None


def with_value(tables: Tables, place: Place, value: Cell) -> Tables:
    """Give a copy with one cell changed; in the form of 2019 what counts the same in that of 2021 changes with it."""
    if place.table == 3:
        return tables.with_cell3(place.row, place.column, value)
    if place.table == 4:
        return tables.with_cell4(f"{place.row}.{place.column}", value)
    if tables.form is FormVersion.F2021:
        return tables.with_row2(place.row, _changed(tables.table2.get(place.row, ()), place, value, tables.form))
    extra = {**tables.extra, place.row: _changed(tables.extra.get(place.row, ()), place, value, tables.form)}
    here = SAME_IN_2021.get((place.row, int(place.column)))
    if here is not None:
        cells = list(tables.table2[place.row])
        cells[here] = value
        tables = tables.with_row2(place.row, tuple(cells))
    return replace(tables, extra=extra)


def _changed(cells: tuple[Cell, ...], place: Place, value: Cell, version: FormVersion) -> tuple[Cell, ...]:
    full = list(cells) or [None] * width2(place.row, version)
    full[int(place.column)] = value
    return tuple(full)


def figure(typed: str, place: Place, version: FormVersion) -> Cell:
    """
    Read what a person typed for a cell; nothing means a blank cell.

    :raises NotAFigure: it is no figure, negative, or too long.
    """
    text = "".join(unicodedata.normalize("NFKC", typed).replace(",", "").split())
    if not text:
        return None
    amount = place.table == 2 and place.row in AMOUNTS
    signed = version is FormVersion.F2019 and place.table == 2
    expected = "金额（数字，可带小数）" if amount else "整数" if signed else "非负整数"
    found = _FIGURE.fullmatch(text)
    if not found or (found["sign"] and not signed) or (found["part"] and not amount):
        raise NotAFigure(
            f"“{typed.strip()[:20]}”不能填在这一格，应填{expected}，最多{MOST_DIGITS}位；原文空白的留空不填。"
        )
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else value


def written(value: Cell) -> str:
    """Write a figure as it is kept: empty for a blank cell."""
    if value is None:
        return ""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
