"""The tables as grids: nothing uncovered, nothing covered twice, every figure under its headings."""

import itertools

import pytest

from gongkai.documents.writing.grids import BLOCK, FIGURE, Grid, grids
from gongkai.law.annual_report.forms import form
from gongkai.law.annual_report.model import (
    TABLE3_COLUMNS,
    TABLE3_ROWS,
    TABLE4_CELLS,
    FormVersion,
    zero_tables,
)

from .samples import SUQIAN, every_cell_its_own


def headings(grid: Grid, code: str) -> list[str]:
    names = {cell.id: cell.text for cell in grid.cells}
    figure = next(cell for cell in grid.cells if cell.code == code)
    return [names[header] for header in figure.headers]


@pytest.mark.parametrize(("version", "number"), [*itertools.product(FormVersion, (2, 3, 4))])
def test_every_place_is_covered_exactly_once(version: FormVersion, number: int) -> None:
    grid = grids(zero_tables(version))[number]
    places = [(cell.x + i, cell.y + j) for cell in grid.cells for i in range(cell.w) for j in range(cell.h)]
    assert len(places) == len(set(places)) == grid.width * grid.height
    assert all(cell.headers for cell in grid.figures)


def test_form2021_has_ten_one_hundred_seventy_five_and_fifteen_figures() -> None:
    made = grids(SUQIAN)
    assert [len(made[number].figures) for number in (2, 3, 4)] == [10, 175, 15]
    assert (made[3].width, made[3].height, made[3].head_rows) == (10, 28, 3)


def test_figures_stand_where_the_form_puts_them() -> None:
    tables = every_cell_its_own()
    made = grids(tables)
    for y, row in enumerate(TABLE3_ROWS):
        for x, column in enumerate(TABLE3_COLUMNS):
            assert made[3].places[3 + x, 3 + y].value == tables.cell3(row, column)
    assert [made[4].places[x, 3].value for x in range(15)] == [tables.cell4(code) for code in TABLE4_CELLS]


def test_a_figure_of_table_3_names_its_columns_and_rows() -> None:
    assert headings(grids(SUQIAN)[3], "d1.c2") == [
        "申请人情况",
        "法人或其他组织",
        "商业企业",
        "三、本年度办理结果",
        "（三）不予公开",
        "1.属于国家秘密",
    ]


def test_a_figure_of_table_2_names_its_own_block_only() -> None:
    assert headings(grids(SUQIAN)[2], "penalty.0") == ["第二十条第（六）项", "本年处理决定数量", "行政处罚"]
    assert headings(grids(SUQIAN)[2], "government_rule.2") == ["第二十条第（一）项", "现行有效件数", "规章"]


def test_a_figure_of_table_4_names_the_kind_of_case() -> None:
    assert headings(grids(SUQIAN)[4], "aft.k") == ["行政诉讼", "复议后起诉", "结果纠正"]


def test_all_labels_come_from_the_form() -> None:
    layout = form(FormVersion.F2021)
    known = {cell.text for table in (layout.table2, layout.table3, layout.table4) for cell in table.cells}
    assert {cell.text for grid in grids(SUQIAN).values() for cell in grid.cells if cell.kind != FIGURE} <= known


def test_a_blank_cell_stays_blank_and_a_missing_row_stays_empty() -> None:
    tables = SUQIAN.with_cell3("g", "c1", None)
    assert next(cell for cell in grids(tables)[3].cells if cell.code == "g.c1").text == ""


def test_form2019_is_drawn_with_its_own_rows() -> None:
    grid = grids(zero_tables(FormVersion.F2019))[2]
    assert "第二十条第（九）项" in {cell.text for cell in grid.cells if cell.kind == BLOCK}
    assert grids(zero_tables(FormVersion.F2019))[3].height == 26
