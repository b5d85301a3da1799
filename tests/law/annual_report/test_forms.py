"""Both forms as data: every cell has its place, every label its spelling, every row its ground."""

import pytest

from gongkai.law.annual_report.forms import (
    FormTable,
    all_cells,
    bare_label,
    cell2_name,
    cell3_name,
    cell4_name,
    form,
    form_for_year,
    normalise_label,
)
from gongkai.law.annual_report.model import TABLE2_ROWS, TABLE3_COLUMNS, TABLE3_ROWS, TABLE4_CELLS, FormVersion
from gongkai.law.citations import resolve


@pytest.mark.parametrize(("year", "version"), [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2025, "2021")])
def test_form2021_the_year_decides_the_form(year: int, version: str) -> None:
    assert form_for_year(year).version == version


def test_the_form_of_2021_has_200_cells_in_the_order_of_the_model() -> None:
    new = form("2021")
    assert tuple(row.code for row in new.rows) == TABLE3_ROWS
    assert tuple(column.code for column in new.columns) == TABLE3_COLUMNS
    assert {code: len(block.columns) for block in new.blocks for code, _ in block.rows} == TABLE2_ROWS
    assert [f"{kind.code}.{result.code}" for kind in new.proceedings for result in new.results] == list(TABLE4_CELLS)
    assert len(list(all_cells())) == 200


def test_the_form_of_2019_has_23_rows_and_an_undivided_other_block() -> None:
    old = form("2019")
    assert len(old.rows) == 23
    assert old.row("o3").label == "（六）其他处理"
    assert old.headings[4] == "五、政府信息公开工作存在的主要问题及改进情况"
    assert [label for block in old.blocks for _, label in block.rows][3] == "其他对外管理服务事项"
    with pytest.raises(KeyError):
        old.row("o1")


@pytest.mark.parametrize("version", list(FormVersion))
@pytest.mark.parametrize("name", ["table2", "table3", "table4"])
def test_every_place_of_a_table_is_covered_once(version: FormVersion, name: str) -> None:
    table: FormTable = getattr(form(version), name)
    covered: set[tuple[int, int]] = set()
    for cell in (*table.cells, *table.figures.values()):
        places = {(x, y) for x in range(cell.x, cell.x + cell.w) for y in range(cell.y, cell.y + cell.h)}
        assert not covered & places, cell
        covered |= places
    assert covered == {(x, y) for x in range(table.width) for y in range(table.height)}


def test_the_header_of_table_three_is_merged_as_printed() -> None:
    cells = {cell.text: cell for cell in form("2021").table3.cells}
    note = cells["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"]
    assert (note.x, note.y, note.w, note.h) == (0, 0, 3, 3)
    assert (cells["申请人情况"].w, cells["法人或其他组织"].w) == (7, 5)
    assert (cells["自然人"].h, cells["商业企业"].h) == (2, 1)
    assert (cells["三、本年度办理结果"].h, cells["（三）不予公开"].h, cells["（五）不予处理"].h) == (22, 8, 5)
    assert [cell.h for cell in form("2019").table3.cells if cell.text == "三、本年度办理结果"] == [20]


def test_every_row_and_column_cites_something_that_resolves() -> None:
    for version in FormVersion:
        chosen = form(version)
        for item in (*chosen.rows, *chosen.columns, *chosen.blocks, *chosen.results, *chosen.proceedings):
            assert item.cites
            for citation in item.cites:
                resolve(citation)


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        (
            "(二) 部分公开(区分处理的, 只计这一情形, 不计其他情形)",
            "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        ),
        ("1、属于国家秘密", "1.属于国家秘密"),
        ("1. 属于国家秘密", "1.属于国家秘密"),
        ('3.危及"三安全一稳定"', "3.危及“三安全一稳定”"),
        (
            "1. 申请人无正当理由逾期不补正, 行政机关不再处理其政府信息公开申请",
            "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        ),
        ("一、 本年新收政府信息公开\n申请数量", "一、本年新收政府信息公开申请数量"),
        ("（七）总计", "(七)总计"),
    ],
)
def test_printed_labels_match_whatever_the_printing(printed: str, label: str) -> None:
    assert normalise_label(printed) == normalise_label(label)


def test_labels_are_found_with_and_without_ordinal_and_note() -> None:
    labels = form("2021").labels3
    for text, code in (
        ("2.重复申请", "n2"),
        ("重复申请", "n2"),
        ("（二）部分公开", "p"),
        ("部分公开", "p"),
        ("（七）总计", "tot"),
    ):
        assert labels[normalise_label(text)] == code
    assert bare_label("（二）部分公开（区分处理的，只计这一情形，不计其他情形）") == "部分公开"


def test_cells_are_named_in_words() -> None:
    assert cell3_name("d1", "c1") == "表三“（三）不予公开 1.属于国家秘密”自然人列"
    assert cell3_name("g", "c6") == "表三“（一）予以公开”其他（法人或其他组织）列"
    assert cell4_name("aft.w") == "表四“行政诉讼—复议后起诉”尚未审结"
    assert cell2_name("normative_document", 1) == "表二“行政规范性文件”本年废止件数"
    assert cell2_name("license", 0, FormVersion.F2019) == "表二“行政许可”上一年项目数量"


def test_the_title_of_the_form() -> None:
    assert form("2021").title("演示县清河镇人民政府", 2024) == "演示县清河镇人民政府2024年政府信息公开工作年度报告"
