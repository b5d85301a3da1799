"""T201–T203, T208: table 二 against itself, against last year, and against who may make 规章."""

from collections.abc import Iterator
from decimal import Decimal

from gongkai.law.annual_report.checks.case import Case
from gongkai.law.annual_report.checks.numbers import all_figures, name_of, table_figures
from gongkai.law.annual_report.checks.registry import Answer, Rule, check_for
from gongkai.law.annual_report.forms import cell2_name, row2_name
from gongkai.law.annual_report.model import Cell, FormVersion, Tables

DOCUMENT_ROWS = ("government_rule", "normative_document")
_NO_TABLE = "没有找到表二。"
_OTHER_FORM = "2019年格式的表二栏目不同，不作此项核对。"


def counts_documents(tables: Tables | None) -> bool:
    """Tell whether table 二 counts what is issued, repealed and in force: only the form of 2021 does."""
    return tables is not None and tables.form is FormVersion.F2021


def document_row(tables: Tables, row: str) -> tuple[Cell, Cell, Cell]:
    """Give (issued, repealed, in force) of a row; None for what is blank or missing."""
    cells = tables.table2.get(row, ())
    padded = (*cells, None, None, None)
    return padded[0], padded[1], padded[2]


def _rows_with_last(case: Case) -> Iterator[tuple[str, tuple[Cell, Cell, Cell], Cell]]:
    if case.tables is None:
        return
    for row in DOCUMENT_ROWS:
        last = document_row(case.before, row)[2] if case.before and counts_documents(case.before) else None
        yield row, document_row(case.tables, row), last


def _may_not(case: Case) -> str:
    if case.tables is None:
        return _NO_TABLE
    return "" if counts_documents(case.tables) else _OTHER_FORM


@check_for("T201")
def in_force_chain(case: Case, rule: Rule) -> Answer:
    """In force = in force last year + issued - repealed."""
    reason = _may_not(case) or ("" if counts_documents(case.before) else "没有上年报告（2021年格式）。")
    if reason:
        yield rule.skip(reason)
        return
    for row, (issued, repealed, in_force), last in _rows_with_last(case):
        if issued is None or repealed is None or in_force is None or last is None:
            yield rule.skip(f"{row2_name(row)}有空白单元格，没有核对。")
        elif last + issued - repealed != in_force:
            expected = last + issued - repealed
            yield rule.finding(
                row2_name(row),
                f"{row2_name(row)}：上年现行有效{last}＋制发{issued}－废止{repealed}＝{expected}，现行有效填{in_force}。"
                "因重新分类、清理等原因不一致的请说明。",
                found=in_force,
                expected=expected,
            )


@check_for("T202")
def in_force_possible(case: Case, rule: Rule) -> Answer:
    """No more is repealed than there was; no less is in force than was issued and not repealed."""
    reason = _may_not(case)
    if reason:
        yield rule.skip(reason)
        return
    for row, (issued, repealed, in_force), last in _rows_with_last(case):
        if issued is None or repealed is None or in_force is None:
            yield rule.skip(f"{row2_name(row)}有空白单元格，没有核对。")
            continue
        if last is not None and repealed > last + issued:
            yield rule.finding(
                cell2_name(row, 1),
                f"{row2_name(row)}：废止{repealed}件，多于上年现行有效{last}＋本年制发{issued}。",
                found=repealed,
                expected=f"不超过{last + issued}",
            )
        if in_force < issued - repealed:
            yield rule.finding(
                cell2_name(row, 2),
                f"{row2_name(row)}：现行有效{in_force}件，少于本年制发{issued}－废止{repealed}。",
                found=in_force,
                expected=f"不少于{issued - repealed}",
            )


@check_for("T203")
def no_government_rules(case: Case, rule: Rule) -> Answer:
    """Counties, townships and their departments make no 规章 (`legislation`)."""
    reason = _may_not(case)
    if reason or case.kind is None or case.tables is None:
        yield rule.skip(reason or "没有识别出机关的级别。")
        return
    if not case.is_county_or_below:
        return
    cells = document_row(case.tables, "government_rule")
    if any(cells):
        yield rule.finding(
            row2_name("government_rule"),
            "县级、乡镇政府及其部门没有规章制定权，规章一行应都为0；印发的文件属于行政规范性文件的，请填入下一行。",
            found="/".join("空白" if cell is None else str(cell) for cell in cells),
            expected="0/0/0",
        )


@check_for("T208")
def large_change(case: Case, rule: Rule) -> Answer:
    """Name figures of tables 二 and 三 that changed beyond measure; only totals of table 三 are looked at."""
    if case.tables is None or case.before is None:
        yield rule.skip("没有上年报告。" if case.tables else _NO_TABLE)
        return
    if case.before.form is not case.tables.form:
        yield rule.skip("上年报告用的是另一种格式。")
        return
    before = dict(table_figures(case.before))
    ratio, least = Decimal(str(rule.values["ratio"])), rule.values["least"]
    for place, cell in all_figures(case):
        last = before.get(place)
        if not place.startswith("二") and not place.endswith(" ct"):
            continue
        if cell is None or not last:
            continue
        growth = Decimal(cell) - Decimal(last)
        if abs(growth) > least and abs(growth) > ratio * last:
            change = growth * 100 / last
            yield rule.finding(
                name_of(place), f"与上年{last}相比变化{change:+.0f}%，请复核。", found=cell, expected=f"上年{last}"
            )
