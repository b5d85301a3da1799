"""Blank cells of table 二 on the form of 2019 are those of its own rows, not of the form that came after."""

from dataclasses import replace

from gongkai.law.annual_report.checks import check
from gongkai.law.annual_report.context import Context
from gongkai.law.annual_report.model import FormVersion, Report, zero_tables

OLD_ROWS = {"government_rule": (0, 0, 7), "normative_document": (60, 60, 368), "license": (0, 0, 0)}


def blanks(**rows: tuple[int | None, ...]) -> list[str]:
    tables = replace(
        zero_tables(FormVersion.F2019), table2={"government_rule": (0, None, None)}, extra={**OLD_ROWS, **rows}
    )
    report = Report(organ="演示乡", year=2019, title="", preface="", sections=(), tables=tables)
    return [found.message for found in check(report, Context()).findings if found.id == "S06" and "表二" in found.where]


def test_a_full_old_table_has_no_blank() -> None:
    assert blanks() == []


def test_a_blank_cell_of_the_old_table_is_named() -> None:
    assert len(blanks(normative_document=(60, None, 368))) == 1
