"""Adding up the reports of many organs: sums by cell, who contributes what, where a stated sum departs from them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gongkai.law.annual_report.compare import paired_cells
from gongkai.law.annual_report.context import Member
from gongkai.law.annual_report.forms import form as form_of
from gongkai.law.annual_report.model import (
    TABLE3_ROWS,
    Cell,
    FormVersion,
    Number,
    Tables,
    zero_tables,
)


class CannotAddUp(ValueError):
    """Reports in different forms, or with blank cells, have no sum; the message names the organ."""


@dataclass(frozen=True)
class RollUp:
    """The sum of the members that reported; `missing` names the others. It is complete only without them."""

    tables: Tables
    counted: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Tell whether every member is in the sum."""
        return not self.missing


@dataclass(frozen=True)
class Difference:
    """A cell in which a stated sum departs from the sum of the members, and what each member has there."""

    where: str
    stated: Number
    total: Number
    shares: Mapping[str, Number]


def roll_up(members: Sequence[Member], version: FormVersion = FormVersion.F2021) -> RollUp:
    """
    Add up the members that reported; a missing report is missing, never zero (`convention:27`).

    :raises CannotAddUp: a report is written in another form, or has a blank cell.
    """
    total = _nothing(version)
    for member in members:
        if member.tables is not None:
            total = _add(total, member.tables, organ=member.organ)
    return RollUp(
        tables=total,
        counted=tuple(member.organ for member in members if member.tables is not None),
        missing=tuple(member.organ for member in members if member.tables is None),
    )


def shares(members: Sequence[Member]) -> Iterator[tuple[str, Mapping[str, Number]]]:
    """Give for every cell, by its name in words, what each member that reported contributes (zeros are left out)."""
    by_cell: dict[str, dict[str, Number]] = {}
    for member in members:
        if member.tables is None:
            continue
        for (_, _, _, where), value, _ in paired_cells(member.tables, member.tables):
            if value:
                by_cell.setdefault(where, {})[member.organ] = value
    yield from by_cell.items()


def differences(stated: Tables, members: Sequence[Member]) -> Iterator[Difference]:
    """Give the cells in which a stated roll-up departs from the sum of its members."""
    total = roll_up(members, stated.form).tables
    by_cell = dict(shares(members))
    for (_, _, _, where), value, summed in paired_cells(stated, total):
        if value is not None and summed is not None and value != summed:
            yield Difference(where, value, summed, by_cell.get(where, {}))


def _add(total: Tables, tables: Tables, *, organ: str) -> Tables:
    if tables.form is not total.form:
        raise CannotAddUp(f"{organ}的报告用的是{tables.form}年格式，不能与{total.form}年格式相加。")
    try:
        return replace(
            total,
            table2={row: _cells(cells, tables.table2[row]) for row, cells in total.table2.items()},
            table3=tuple(
                None if one is None and other is None else _cells(one or (), other or ())
                for one, other in zip(total.table3, tables.table3, strict=True)
            ),
            table4=_cells(total.table4, tables.table4),
        )
    except (ValueError, KeyError) as error:
        where = next(
            (name[3] for name, one, other in paired_cells(total, tables) if (one is None) != (other is None)), "表格"
        )
        raise CannotAddUp(f"{organ}的{where}没有填数，不能汇总。请先补正该单位的报告。") from error


def _cells(one: Sequence[Cell], other: Sequence[Cell]) -> tuple[Cell, ...]:
    """
    Add cell by cell.

    :raises ValueError: a cell is blank, or one row is longer.
    """
    return tuple(_sum(left, right) for left, right in zip(one, other, strict=True))


def _nothing(version: FormVersion) -> Tables:
    """Give tables of zeros; a row that the form does not have stays missing."""
    printed = {row.code for row in form_of(version).rows}
    zeros = zero_tables(version)
    rows = zip(TABLE3_ROWS, zeros.table3, strict=True)
    return replace(zeros, table3=tuple(cells if code in printed else None for code, cells in rows))


def _sum(one: Cell, other: Cell) -> Cell:
    if one is None and other is None:
        return None
    if one is None or other is None:
        raise ValueError
    return one + other
