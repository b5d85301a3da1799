"""The three tables: every figure is tied to the headings over and beside it, and the grid has no hole and no overlap."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from gongkai.law.annual_report import forms
from gongkai.law.annual_report.model import TABLE3_COLUMNS, TABLE3_ROWS, FormVersion, Tables, zero_tables
from gongkai.web.ui import grid_html, grids

FORM = forms.form("2021")


def all_lines(grid: grids.Grid) -> list[grids.GridLine]:
    return [*grid.head, *(line for group in grid.groups for line in group)]


def figure(grid: grids.Grid, place: str) -> grids.Figure:
    return next(cell for line in all_lines(grid) for cell in line.cells if cell.id == place)


@pytest.mark.parametrize("version", FormVersion)
@pytest.mark.parametrize("number", [0, 1, 2])
def test_cells_fill_the_table_without_hole_or_overlap(version: FormVersion, number: int) -> None:
    grid = grids.all_tables(forms.form(version), zero_tables(version))[number]
    lines = all_lines(grid)
    taken: dict[tuple[int, int], str] = {}
    for y, line in enumerate(lines):
        x = 0
        for cell in (*line.heads, *line.cells):
            while (x, y) in taken:
                x += 1
            for dx in range(cell.colspan):
                for dy in range(getattr(cell, "rowspan", 1)):
                    assert (x + dx, y + dy) not in taken
                    taken[x + dx, y + dy] = cell.id
    width = max(x for x, _ in taken) + 1
    assert set(taken) == {(x, y) for x in range(width) for y in range(len(lines))}


@pytest.mark.parametrize("version", FormVersion)
def test_ids_are_unique_and_headers_exist(version: FormVersion) -> None:
    found = grids.all_tables(forms.form(version), zero_tables(version))
    cells = [cell for grid in found for line in all_lines(grid) for cell in (*line.heads, *line.cells)]
    ids = [cell.id for cell in cells]
    assert len(ids) == len(set(ids))
    heads = {head.id for grid in found for line in all_lines(grid) for head in line.heads}
    figures = [cell for grid in found for line in all_lines(grid) for cell in line.cells]
    assert all(set(cell.headers.split()) <= heads for cell in figures)
    assert all(cell.headers for cell in figures)


def test_a_figure_of_table_three_names_column_group_and_row_group() -> None:
    grid = grids.table3(FORM, zero_tables())
    heads = {head.id: head.text for line in all_lines(grid) for head in line.heads}
    said = [heads[one] for one in figure(grid, "t3-d4-c3").headers.split()]
    assert said == [
        "申请人情况",
        "法人或其他组织",
        "科研机构",
        "三、本年度办理结果",
        "（三）不予公开",
        "4.保护第三方合法权益",
    ]


def test_a_figure_of_table_two_names_its_own_block_only() -> None:
    grid = grids.table2(FORM, zero_tables())
    heads = {head.id: head.text for line in all_lines(grid) for head in line.heads}
    said = [heads[one] for one in figure(grid, "t2-penalty-0").headers.split()]
    assert said == ["第二十条第（六）项", "本年处理决定数量", "行政处罚"]


@given(st.sampled_from(TABLE3_ROWS), st.sampled_from(TABLE3_COLUMNS), st.integers(1, 10**6))
def test_every_number_stands_in_its_own_cell(row: str, column: str, number: int) -> None:
    grid = grids.table3(FORM, zero_tables().with_cell3(row, column, number))
    shown = {cell.id: cell.text for line in all_lines(grid) for cell in line.cells}
    assert shown.pop(f"t3-{row}-{column}") == str(number)
    assert set(shown.values()) == {"0"}


def test_blank_and_zero_are_told_apart_and_blank_has_no_link() -> None:
    tables = zero_tables().with_cell3("g", "c1", None)
    grid = grids.table3(FORM, tables, href=lambda row, column: f"/records/{row}/{column}")
    blank, zero = figure(grid, "t3-g-c1"), figure(grid, "t3-g-c2")
    assert (blank.text, blank.kind, blank.href) == ("空白", "blank", "")
    assert (zero.text, zero.kind, zero.href) == ("0", "zero", "/records/g/c2")


def test_a_missing_row_is_blank_in_every_cell() -> None:
    rows = list(zero_tables().table3)
    rows[TABLE3_ROWS.index("o3")] = None
    grid = grids.table3(FORM, replace(zero_tables(), table3=tuple(rows)))
    assert {figure(grid, f"t3-o3-{column}").text for column in TABLE3_COLUMNS} == {"空白"}


def test_the_short_list_holds_what_is_not_zero_and_nothing_else() -> None:
    tables = zero_tables().with_cell3("g", "c1", 3).with_cell3("g", "c2", 2).with_cell3("g", "ct", 5)
    (entry,) = grids.table3(FORM, tables).nonzero
    assert (entry.words, entry.text) == ("（一）予以公开", "5（自然人 3、商业企业 2）")
    assert grids.table3(FORM, zero_tables()).nonzero == ()


def test_findings_are_shown_on_their_cells() -> None:
    grid = grids.table3(FORM, zero_tables(), marks={("tot", "c1"): ("danger", "T301：应为 6")})
    cell = figure(grid, "t3-tot-c1")
    assert cell.kind.split() == ["danger", "zero", "total"]
    assert cell.words == "T301：应为 6"


def test_amounts_are_written_without_needless_zeros() -> None:
    grid = grids.table2(FORM, zero_tables().with_row2("charge", (Decimal("8.620"),)))
    assert figure(grid, "t2-charge-0").text == "8.62"


def test_the_english_face_shows_no_chinese_label() -> None:
    with translation.override("en"):
        found = grids.all_tables(FORM, zero_tables())
        texts = [head.text for grid in found for line in all_lines(grid) for head in line.heads]
        texts += [grid.caption for grid in found]
    assert [one for one in texts if any("一" <= character <= "鿿" for character in one)] == []


def test_links_are_told_which_table() -> None:
    tables: Tables = zero_tables()
    found = grids.all_tables(FORM, tables, href=lambda table, row, column: f"{table}:{row}:{column}")
    assert figure(found[2], "t4-rec-m").href == "4:rec:m"
    assert figure(found[0], "t2-license-0").href == "2:license:0"


def test_the_printed_rows_escape_words_and_addresses() -> None:
    evil = "\"><script>alert(1)</script>'"
    grid = grids.table3(
        FORM, zero_tables(), href=lambda row, column: f"/{row}?{evil}", marks={("g", "c1"): ("danger", evil)}
    )
    rows = html.fragments_fromstring(f"<table>{grid_html.lines(all_lines(grid))}</table>")[0]
    assert rows.xpath(".//script") == []
    (cell,) = rows.xpath(".//td[@id='t3-g-c1']")
    assert cell.get("title") == evil
    assert cell.find("a").get("href") == f"/g?{evil}"


def test_the_printed_rows_are_what_the_grid_says() -> None:
    grid = grids.table3(FORM, zero_tables().with_cell3("g", "c1", 7))
    rows = html.fragments_fromstring(f"<table>{grid_html.lines(all_lines(grid))}</table>")[0].xpath(".//tr")
    assert len(rows) == 28
    figures = [cell.text_content() for row in rows for cell in row.iter("td")]
    assert figures.count("7") == 1
    assert len(figures) == 175
    group = rows[7].xpath("./th[@rowspan='8']")[0]
    assert (group.text_content(), group.get("scope")) == ("（三）不予公开", "rowgroup")
