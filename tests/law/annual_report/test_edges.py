"""Blank cells, missing tables, old forms, tables inside the text: nothing is invented, nothing breaks."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.law.annual_report import reference
from gongkai.law.annual_report.checks import Context, check, check_tables
from gongkai.law.annual_report.checks.case import Case
from gongkai.law.annual_report.compare import compare
from gongkai.law.annual_report.context import RegisterFacts
from gongkai.law.annual_report.forms import all_cells, row2_name
from gongkai.law.annual_report.model import FormVersion, OrganKind, Tables, errors, zero_tables
from gongkai.law.annual_report.text.prose import prose_of
from gongkai.law.annual_report.text.quantities import chinese_value, narrow, quantities
from gongkai.law.annual_report.text.references import references
from gongkai.law.annual_report.text.sums import wrong_shares, wrong_sums
from tests.law.annual_report.samples import bare, section, suqian, yanshi_report

ALL_KNOWN = Context(previous=suqian(2023), register=RegisterFacts(tables=suqian(2024)))


def _blanked(tables: Tables, table: str, row: str, column: str) -> Tables:
    if table == "三":
        return tables.with_cell3(row, column, None)
    if table == "四":
        return tables.with_cell4(f"{row}.{column}", None)
    cells = list(tables.table2[row])
    cells[int(column)] = None
    return tables.with_row2(row, tuple(cells))


def test_every_blank_cell_is_named_and_causes_no_other_error() -> None:
    for table, row, column in list(all_cells())[::3]:
        result = check(bare(_blanked(suqian(2024), table, row, column)), ALL_KNOWN, only=None)
        assert [finding.id for finding in errors(result.findings) if finding.id[0] in "TN"] == [], (row, column)
        assert len([finding for finding in result.findings if finding.id == "S06"]) == 1
        assert not [item for item in result.not_checked if item.crashed]


def test_all_cells_blank_make_one_finding_a_table() -> None:
    tables = Tables(
        FormVersion.F2021,
        {row: (None,) * len(cells) for row, cells in zero_tables().table2.items()},
        ((None,) * 7,) * 25,
        (None,) * 15,
    )
    result = check(bare(tables), ALL_KNOWN)
    assert [finding.where for finding in result.findings if finding.id == "S06"] == ["表二", "表三", "表四"]
    assert not [finding for finding in result.findings if finding.id[0] in "TN"]
    assert not [item for item in result.not_checked if item.crashed]


def test_without_tables_nothing_about_tables_passes() -> None:
    result = check(bare(None), ALL_KNOWN)
    about_tables = {
        "T301",
        "T302",
        "T303",
        "T304",
        "T305",
        "T306",
        "T201",
        "T202",
        "T203",
        "T208",
        "T401",
        "T402",
        "T404",
    }
    assert about_tables <= {item.id for item in result.not_checked}
    assert not about_tables & set(result.passed)


def test_table_two_of_the_old_form_counts_other_things() -> None:
    old = replace(zero_tables(FormVersion.F2019), table2={"government_rule": (13, 13, 524), "charge": (0, 0)})
    result = check(bare(old, year=2019), Context(previous=suqian(2023), register=RegisterFacts(tables=suqian(2023))))
    skipped = {item.id: item.reason for item in result.not_checked}
    assert all("2019年格式" in skipped[id_] for id_ in ("T201", "T202", "T203"))
    assert "另一种格式" in skipped["T208"]
    assert {"T204", "T205", "T206"} <= set(skipped)


def test_table_two_without_all_its_rows() -> None:
    tables = replace(zero_tables(), table2={"government_rule": (0, 0), "charge": (0,)}, table4=(0,) * 15)
    findings = [finding for finding in check(bare(tables)).findings if finding.id == "S05"]
    assert "规章" in findings[0].message
    assert "行政强制" in findings[0].message


@pytest.mark.parametrize(("charge", "ids"), [(Decimal("NaN"), {"N02"}), (Decimal("Infinity"), {"N02"})])
def test_amounts_that_are_no_numbers(charge: Decimal, ids: set[str]) -> None:
    result = check_tables(bare(zero_tables().with_row2("charge", (charge,))))
    assert {finding.id for finding in result.errors} == ids
    assert not [item for item in result.not_checked if item.crashed]


def test_a_department_of_a_county_makes_no_rules_and_one_of_a_ministry_may() -> None:
    tables = zero_tables().with_row2("government_rule", (1, 0, 1))
    county = bare(tables, organ="沭阳县发展和改革局", kind=OrganKind.DEPARTMENT)
    province = bare(tables, organ="宁夏回族自治区交通运输厅", kind=OrganKind.DEPARTMENT)
    assert "T203" in {finding.id for finding in check_tables(county).errors}
    assert "T203" not in {finding.id for finding in check_tables(province).errors}
    assert Case(county, Context()).is_government is False


def test_lines_that_are_tables_are_not_read_as_prose_but_searched_for_personal_data() -> None:
    report = yanshi_report()
    sections = (
        *report.sections[:2],
        section(3, "21 0 0 0 0 0 21", "全年申请办理有序。"),
        *report.sections[3:5],
        section(6, "姓名\t身份证号\n演示甲\t11010519491231002X", *report.sections[5].paragraphs),
    )
    prose = prose_of(replace(report, sections=sections))
    assert [line.text for line in prose.tabular] == ["210000021", "姓名身份证号", "演示甲11010519491231002X"]
    result = check(replace(report, sections=sections))
    assert [finding.id for finding in result.errors] == ["X13"]


def test_a_signature_is_no_broken_paragraph() -> None:
    report = yanshi_report(
        s6=("本机关2024年未收取信息处理费，", "其他情况见附表。", "演示县清河镇人民政府", "2025年1月15日")
    )
    findings = [finding for finding in check(report).findings if finding.id == "X14"]
    assert [finding.found for finding in findings] == ["信息处理费，／其他情况见附"]


def test_quantities_of_every_writing() -> None:
    text = narrow(
        "公开１，１３６条，4.5万余人次，二十三件，一百零五期，二〇件，收取2.5万元，占33.9%，第三条，2024年5月1日"
    )
    found = [(quantity.value, quantity.unit) for quantity in quantities(text)]
    assert found == [
        (Decimal(1136), "条"),
        (Decimal(45000), "人次"),
        (Decimal(23), "件"),
        (Decimal(105), "期"),
        (Decimal(20), "件"),
        (Decimal(25000), "元"),
        (Decimal("33.9"), "%"),
    ]
    assert [chinese_value(word) for word in ("十", "两千零五", "二〇二四")] == [10, 2005, 2024]


@pytest.mark.parametrize(
    "text", ["共20条（其中8条", "共20条（包括（甲8条）乙3条）", "共0条（甲1条、乙2条）", "约20余条（甲1条、乙2条）"]
)
def test_lists_that_cannot_be_judged(text: str) -> None:
    assert list(wrong_sums(text)) == []


def test_a_share_without_a_whole_is_not_judged() -> None:
    assert list(wrong_shares("重点信件8件，占50%", [], Decimal("0.05"))) == []
    assert list(wrong_shares("重点信件8余件，占50%", [Decimal(100)], Decimal("0.05"))) == []


def test_document_numbers_of_unknown_texts_are_left_alone() -> None:
    (reference_,) = references("根据镇政发〔2024〕12号文件")
    assert (reference_.year, reference_.number, reference_.instrument) == (2024, 12, None)


def test_comparing_reports_without_tables() -> None:
    assert compare(bare(None), bare(zero_tables())).cells == ()


def test_names_of_rows_and_the_page(tmp_path: Path) -> None:
    assert row2_name("charge") == "表二“行政事业性收费”"
    reference.main([str(tmp_path / "deep" / "checks.md")])
    assert (tmp_path / "deep" / "checks.md").read_text(encoding="utf-8") == reference.render()
