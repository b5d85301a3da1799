"""Cutting figures that have run together, and choosing among the cuts by the sums of the form."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.documents.reading.cutting import Budget, TooManyWays, group_cuts, plain_cuts, sum_cuts
from gongkai.documents.reading.solver import solve
from gongkai.law.annual_report.model import TABLE3_ROWS
from tests.documents.reading.samples import tables3, tables4

parts = st.lists(st.integers(0, 3000), min_size=6, max_size=6)


@given(parts)
def test_the_true_cut_is_always_among_the_cuts(cells: list[int]) -> None:
    row = (*cells, sum(cells))
    cuts = sum_cuts(["".join(map(str, row))], 7, Budget())
    assert row in cuts
    assert all(
        len(cut) == 7 and sum(cut[:-1]) == cut[-1] and "".join(map(str, cut)) == "".join(map(str, row)) for cut in cuts
    )


@given(parts, st.integers(1, 6))
def test_separators_in_the_source_are_kept(cells: list[int], at: int) -> None:
    row = [str(cell) for cell in (*cells, sum(cells))]
    joined = sum_cuts(["".join(row)], 7, Budget())
    separated = sum_cuts(["".join(row[:at]), "".join(row[at:])], 7, Budget())
    assert tuple(map(int, row)) in separated
    assert set(separated) <= set(joined)


def test_a_row_of_zeros_can_be_cut_in_one_way() -> None:
    assert sum_cuts(["0000000"], 7, Budget()) == [(0,) * 7]
    assert plain_cuts(["000"], 3) == [(0, 0, 0)]


def test_figures_that_can_be_cut_in_several_ways_are_all_given() -> None:
    assert set(plain_cuts(["1205"], 3)) == {(1, 20, 5), (12, 0, 5)}


def test_a_row_with_a_fault_has_no_cut() -> None:
    assert sum_cuts(["640020471"], 7, Budget()) == []


def test_a_row_longer_than_any_report_is_refused() -> None:
    with pytest.raises(TooManyWays):
        sum_cuts(["1" * 64], 7, Budget())


@given(st.integers(0, 10_000))
def test_table4_run_together_holds_the_truth(seed: int) -> None:
    cells = tables4(random.Random(seed))
    assert cells in group_cuts(["".join(map(str, cells))], 3, 5, Budget())


def test_a_real_row_of_table4() -> None:
    assert group_cuts(["10203120001200000"], 3, 5, Budget()) == [(1, 0, 2, 0, 3, 12, 0, 0, 0, 12, 0, 0, 0, 0, 0)]


@given(st.integers(0, 3_000), st.booleans())
def test_the_columns_settle_what_the_rows_leave_open(seed: int, undivided: bool) -> None:
    rows = dict(zip(TABLE3_ROWS, tables3(random.Random(seed), undivided=undivided), strict=True))
    absent = frozenset(row for row, cells in rows.items() if cells is None)
    choices = {row: sum_cuts(["".join(map(str, cells))], 7, Budget()) for row, cells in rows.items() if cells}
    try:
        solution = solve(choices, absent)
    except TooManyWays:
        return
    assert solution.count >= 1
    assert all(rows[row] == cells for row, cells in solution.rows.items())
    if solution.proved:
        assert solution.rows == {row: cells for row, cells in rows.items() if cells}


def test_without_any_solution_only_single_rows_remain() -> None:
    rows = dict(zip(TABLE3_ROWS, tables3(random.Random(3), undivided=False), strict=True))
    choices = {row: [cells] for row, cells in rows.items() if cells}
    choices["g"] = [rows["g"], (9, 9, 9, 9, 9, 9, 54)]
    total = rows["tot"]
    choices["tot"] = [(*total[:5], total[5] + 1, total[6] + 1)]
    solution = solve(choices, frozenset())
    assert not solution.proved
    assert "g" not in solution.rows
    assert solution.rows["p"] == rows["p"]
