"""Years and organs compared: what changed, what adds up, who is missing."""

from dataclasses import replace
from decimal import Decimal

import pytest

from gongkai.law.annual_report.checks import Context, check
from gongkai.law.annual_report.compare import compare, differing_cells
from gongkai.law.annual_report.context import Member, RollUpFacts
from gongkai.law.annual_report.forms import all_cells
from gongkai.law.annual_report.model import FormVersion, Tables, zero_tables
from gongkai.law.annual_report.rollup import CannotAddUp, differences, roll_up
from tests.law.annual_report.samples import bare, section, suqian, yanshi_report, yanshi_tables

MEMBERS = [Member("清河镇", yanshi_tables()), Member("白石乡", suqian(2023)), Member("县财政局", zero_tables())]


def _changed(tables: Tables, table: str, row: str, column: str) -> Tables:
    if table == "三":
        return tables.with_cell3(row, column, (tables.cell3(row, column) or 0) + 1)
    if table == "四":
        code = f"{row}.{column}"
        return tables.with_cell4(code, (tables.cell4(code) or 0) + 1)
    cells = list(tables.table2[row])
    cells[int(column)] = (cells[int(column)] or 0) + 1
    return tables.with_row2(row, tuple(cells))


def test_a_roll_up_adds_every_cell() -> None:
    total = roll_up(MEMBERS)
    assert total.is_complete
    assert total.tables.cell3("new", "ct") == 7 + 3511
    assert total.tables.table2["charge"] == (Decimal("59237.2449"),)
    assert total.tables.cell4("rec.t") == 440
    assert list(differences(total.tables, MEMBERS)) == []


def test_a_missing_member_is_missing_not_zero() -> None:
    total = roll_up([*MEMBERS, Member("黑水镇", None, days_late=12)])
    assert not total.is_complete
    assert total.missing == ("黑水镇",)
    assert total.tables == roll_up(MEMBERS).tables


def test_one_changed_cell_makes_exactly_one_difference_with_its_shares() -> None:
    total = roll_up(MEMBERS).tables
    for table, row, column in list(all_cells())[::7]:
        (difference,) = differences(_changed(total, table, row, column), MEMBERS)
        assert difference.stated == difference.total + 1
        assert sum(difference.shares.values()) == difference.total


def test_reports_that_cannot_be_added_are_named() -> None:
    with pytest.raises(CannotAddUp, match="白石乡"):
        roll_up([Member("白石乡", suqian(2023).with_cell3("g", "c1", None))])
    with pytest.raises(CannotAddUp, match="2019"):
        roll_up([Member("白石乡", replace(zero_tables(FormVersion.F2019), table2={}))])


def test_the_old_form_adds_up_without_the_rows_it_does_not_have() -> None:
    rows = [None if number in (20, 21) else cells for number, cells in enumerate(zero_tables().table3)]
    old = replace(zero_tables(FormVersion.F2019), table3=tuple(rows))
    total = roll_up([Member("甲", old), Member("乙", old)], FormVersion.F2019).tables
    assert total.row3("o1") is None
    assert total.row3("o3") == (0,) * 7


def test_convention_27_r01_to_r04() -> None:
    total = roll_up(MEMBERS).tables
    good = RollUpFacts(members=MEMBERS, previous=zero_tables(), previous_members=["清河镇", "白石乡", "县财政局"])
    result = check(bare(total), Context(roll_up=good), only=["R01", "R02", "R04"])
    assert result.passed == ("R01", "R02", "R04")

    wrong = check(bare(total.with_cell3("g", "c1", 1)), Context(roll_up=good), only=["R01"])
    assert [finding.where for finding in wrong.findings] == ["表三“（一）予以公开”自然人列"]

    chain = check(bare(total), Context(roll_up=good), only=["R03"])
    assert {finding.found for finding in chain.findings} == {"92", "3", "2", "97"}

    late = RollUpFacts(members=[*MEMBERS, Member("黑水镇", None, days_late=12)], previous_members=["清河镇", "东岭乡"])
    result = check(bare(total), Context(roll_up=late), only=["R01", "R02", "R04"])
    assert [item.id for item in result.not_checked] == ["R01"]
    assert "黑水镇没有报送年度报告，已逾期12天" in next(f for f in result.findings if f.id == "R02").message
    assert [f.where for f in result.findings if f.id == "R04"] == ["东岭乡", "县财政局", "白石乡", "黑水镇"]

    told = replace(late, changes=dict.fromkeys(("东岭乡", "县财政局", "白石乡", "黑水镇"), "机构改革"))
    assert check(bare(total), Context(roll_up=told), only=["R04"]).findings == ()

    blank = RollUpFacts(members=[Member("白石乡", suqian(2023).with_cell3("g", "c1", None))])
    (open_check,) = check(bare(total), Context(roll_up=blank), only=["R01"]).not_checked
    assert "白石乡" in open_check.reason
    assert not open_check.crashed


def test_two_years_compared() -> None:
    before, after = yanshi_report(year=2023), yanshi_report()
    assert after.tables is not None
    changed = after.tables.with_cell3("g", "c1", 9)
    first = (*after.sections[0].paragraphs, "新设公开专区一处，配备查询终端。")
    result = compare(before, replace(after, tables=changed, sections=(section(1, *first), *after.sections[1:])))
    (cell,) = result.cells
    assert (cell.where, cell.before, cell.after, cell.change) == ("表三“（一）予以公开”自然人列", 4, 9, 5)
    assert "新设公开专区一处，配备查询终端。" in result.new_sentences
    assert any("2023年" in sentence for sentence in result.gone_sentences)
    assert any("三审三校" in sentence for sentence in result.kept_sentences)
    assert 0.9 < result.ratio < 1


def test_compared_with_itself_nothing_changes() -> None:
    result = compare(yanshi_report(), yanshi_report())
    assert (result.cells, result.new_sentences, result.gone_sentences, result.ratio) == ((), (), (), 1.0)
    assert list(differing_cells(zero_tables(), zero_tables())) == []
