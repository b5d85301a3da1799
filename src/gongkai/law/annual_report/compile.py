"""
From counted facts to the three tables of the form: totals are added here and nowhere else.

The register queries count; this adds up. Whatever they counted, T301 and T302 hold in what comes out, and T303 holds where the
register itself is consistent.
"""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from gongkai.law.annual_report.model import (
    OUTCOME_ROWS,
    TABLE2_ROWS,
    TABLE3_COLUMNS,
    TABLE3_ROWS,
    TABLE4_CELLS,
    Cell,
    FormVersion,
    Tables,
)

Key = TypeVar("Key")
APPLICANT_COLUMNS = TABLE3_COLUMNS[:-1]
COUNTED_ROWS = tuple(row for row in TABLE3_ROWS if row != "tot")
_DOCUMENT_ROWS = ("government_rule", "normative_document")
_DOCUMENT_CELLS = frozenset((row, place) for row in _DOCUMENT_ROWS for place in range(3))
_OUTCOME_CELLS = frozenset((row, column) for row in COUNTED_ROWS for column in APPLICANT_COLUMNS)
_PROCEEDING_CELLS = frozenset(cell for cell in TABLE4_CELLS if not cell.endswith(".t"))
_PLACES = {column: place for place, column in enumerate(APPLICANT_COLUMNS)}
_NOTHING = (0,) * len(TABLE3_COLUMNS)
_DECISION_ROWS = ("license", "penalty", "coercive_measure")
_YUAN_PER_10000 = 4


class UncountableFacts(ValueError):
    """Facts that no table has a place for: an unknown row, a total handed in, a negative number, a fraction of a fen."""


def compile_tables(
    *,
    outcome_counts: Mapping[tuple[str, str], int],
    document_counts: Mapping[str, Sequence[int]] | None = None,
    decision_counts: Mapping[str, int] | None = None,
    charges_yuan: Decimal = Decimal(0),
    proceedings_counts: Mapping[str, int] | None = None,
) -> Tables:
    """
    Fill the form of 2021 from counts; what is not counted is 0 (`convention:14`).

    :param outcome_counts: table 三 by (row, column) without totals: rows `new`, `carry`, the 21 outcomes and `fwd`, columns `c1`–`c6`.
    :param document_counts: (issued, repealed, in force) by `government_rule` and `normative_document`.
    :param decision_counts: decisions of the year by `license`, `penalty`, `coercive_measure`.
    :param charges_yuan: 行政事业性收费 in 元, to the fen; the table shows 万元 exactly.
    :param proceedings_counts: table 四 without totals, by `rec.m` … `aft.w`.
    :raises UncountableFacts: a key names no cell to be counted, or a number is not one.
    """
    return Tables(
        form=FormVersion.F2021,
        table2=_table2(document_counts or {}, decision_counts or {}, charges_yuan),
        table3=_table3(outcome_counts),
        table4=_table4(proceedings_counts or {}),
    )


def wan_yuan(yuan: Decimal) -> Cell:
    """
    Turn 元 into 万元 without rounding: at most six decimals, no trailing zeros.

    :raises UncountableFacts: the amount is negative or goes below the fen.
    """
    exponent = yuan.as_tuple().exponent
    if not isinstance(exponent, int) or yuan < 0:
        raise UncountableFacts(f"收费金额“{yuan}”不是大于等于0的数。请核对收费登记。")
    if yuan != yuan.quantize(Decimal("0.01")):
        raise UncountableFacts(f"收费金额{yuan}元的小数超过两位。金额应精确到分，请核对收费登记。")
    amount = yuan.scaleb(-_YUAN_PER_10000)
    return int(amount) if amount == amount.to_integral_value() else Decimal(f"{amount:f}".rstrip("0"))


def _table2(
    documents: Mapping[str, Sequence[int]], decisions: Mapping[str, int], charges_yuan: Decimal
) -> dict[str, tuple[Cell, ...]]:
    for row, counts in documents.items():
        _check_keys({(row, place): count for place, count in enumerate(counts)}, _DOCUMENT_CELLS)
    _check_keys(decisions, _DECISION_ROWS)
    rows: dict[str, tuple[Cell, ...]] = {row: tuple(documents.get(row, (0, 0, 0))) for row in _DOCUMENT_ROWS}
    rows |= {row: (decisions.get(row, 0),) for row in _DECISION_ROWS}
    rows["charge"] = (wan_yuan(charges_yuan),)
    return {row: rows[row] for row in TABLE2_ROWS}


def _table3(counts: Mapping[tuple[str, str], int]) -> tuple[tuple[int, ...], ...]:
    _check_keys(counts, _OUTCOME_CELLS)
    rows: dict[str, list[int]] = {}
    for (row, column), count in counts.items():
        rows.setdefault(row, [0] * len(APPLICANT_COLUMNS))[_PLACES[column]] = count
    closed = [rows[row] for row in OUTCOME_ROWS if row in rows]
    if closed:
        rows["tot"] = [sum(column) for column in zip(*closed, strict=True)]
    return tuple((*cells, sum(cells)) if (cells := rows.get(row)) else _NOTHING for row in TABLE3_ROWS)


def _table4(counts: Mapping[str, int]) -> tuple[int, ...]:
    _check_keys(counts, _PROCEEDING_CELLS)
    cells: list[int] = []
    for kind in ("rec", "dir", "aft"):
        results = [counts.get(f"{kind}.{result}", 0) for result in "mkow"]
        cells += [*results, sum(results)]
    return tuple(cells)


def _check_keys(counts: Mapping[Key, int], known: Collection[Key]) -> None:
    for key, count in counts.items():
        if key not in known:
            raise UncountableFacts(f"“{key}”不是可以计数的单元格。总计由系统相加，不要传入。")
        if type(count) is not int or count < 0:
            raise UncountableFacts(f"“{key}”的数量为“{count}”，应为大于等于0的整数。")
