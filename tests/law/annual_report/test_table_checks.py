"""The checks of the figures: published figures pass, every changed cell is caught by the identities that contain it and by no other."""

from decimal import Decimal

import pytest

from gongkai.law.annual_report.checks import Context, check, check_tables
from gongkai.law.annual_report.context import RegisterFacts
from gongkai.law.annual_report.forms import cell3_name
from gongkai.law.annual_report.model import (
    OUTCOME_ROWS,
    TABLE2_ROWS,
    TABLE3_COLUMNS,
    TABLE3_ROWS,
    TABLE4_CELLS,
    FormVersion,
    OrganKind,
    Tables,
    zero_tables,
)
from tests.law.annual_report.samples import bare, filled, suqian

FIGURES_2024 = suqian(2024)
CHAIN = Context(previous=suqian(2023))
AGAINST_REGISTER = Context(previous=suqian(2023), register=RegisterFacts(tables=FIGURES_2024))


def _errors(tables: Tables, context: Context = CHAIN) -> set[str]:
    return {finding.id for finding in check_tables(bare(tables), context).errors}


@pytest.mark.parametrize(("year", "previous"), [(2023, None), (2024, 2023)])
def test_the_published_figures_of_suqian_pass(year: int, previous: int | None) -> None:
    context = Context(previous=suqian(previous)) if previous else Context()
    result = check(bare(suqian(year), year=year), context)
    assert not [finding for finding in result.errors if finding.id[0] in "TN"]
    assert not [finding for finding in check_tables(bare(suqian(year)), context).findings if finding.severity != "info"]
    assert {"T301", "T302", "T303", "T401", "N01", "N02", "T202"} <= set(result.passed)


def _identities_of_cell3(row: str, column: str) -> set[str]:
    """Which errors a changed cell of table 三 must raise when last year is known."""
    expected = {"T301"}
    if row in OUTCOME_ROWS or row == "tot":
        expected.add("T302")
    if row in ("new", "carry", "tot", "fwd"):
        expected.add("T303")
    if row == "carry":
        expected.add("T304")
    return expected


@pytest.mark.parametrize("step", [1, -1])
@pytest.mark.parametrize("row", TABLE3_ROWS)
def test_every_changed_cell_of_table_three_raises_exactly_its_identities(row: str, step: int) -> None:
    for column in TABLE3_COLUMNS:
        value = (FIGURES_2024.cell3(row, column) or 0) + step
        expected = _identities_of_cell3(row, column) | ({"N01"} if value < 0 else set())
        changed = FIGURES_2024.with_cell3(row, column, value)
        assert _errors(changed) == expected, cell3_name(row, column)


@pytest.mark.parametrize("step", [1, -1])
@pytest.mark.parametrize("code", TABLE4_CELLS)
def test_every_changed_cell_of_table_four_raises_exactly_its_sum(code: str, step: int) -> None:
    value = (FIGURES_2024.cell4(code) or 0) + step
    expected = {"T401"} | ({"N01"} if value < 0 else set())
    assert _errors(FIGURES_2024.with_cell4(code, value)) == expected


@pytest.mark.parametrize("step", [1, -1])
@pytest.mark.parametrize(
    ("row", "place"), [(row, place) for row, width in TABLE2_ROWS.items() for place in range(width)]
)
def test_every_changed_cell_of_table_two_is_caught_by_chain_or_register(row: str, place: int, step: int) -> None:
    cells = list(FIGURES_2024.table2[row])
    cells[place] = (cells[place] or 0) + step
    findings = check(bare(FIGURES_2024.with_row2(row, tuple(cells))), AGAINST_REGISTER).findings
    found = {finding.id for finding in findings if finding.id.startswith("T2") and finding.severity != "info"}
    if row in ("government_rule", "normative_document"):
        assert found == {"T201", "T204" if place == 2 else "T205"}
    else:
        assert found == {"T206"}
    assert not [finding for finding in findings if finding.id.startswith("T") and finding.severity == "error"]


def test_every_changed_cell_differs_from_the_register() -> None:
    for row, column in (("new", "c1"), ("d8", "c2"), ("tot", "ct")):
        changed = FIGURES_2024.with_cell3(row, column, 9999)
        hits = [finding for finding in check(bare(changed), AGAINST_REGISTER).findings if finding.id == "T315"]
        assert [(hit.where, hit.found) for hit in hits] == [(cell3_name(row, column), "9999")]
    changed = FIGURES_2024.with_cell4("aft.k", 7)
    assert [finding.where for finding in check(bare(changed), AGAINST_REGISTER).findings if finding.id == "T407"] == [
        "表四“行政诉讼—复议后起诉”结果纠正"
    ]


def test_a_message_names_the_cell_in_words_what_was_found_and_what_is_expected() -> None:
    (finding, *_) = check_tables(bare(FIGURES_2024.with_cell3("d1", "c1", 5))).findings
    assert finding.id == "T301"
    assert finding.where == "表三“（三）不予公开 1.属于国家秘密”总计列"
    assert (finding.found, finding.expected) == ("2", "5")
    assert "六列之和为5，总计填2，相差3" in finding.message
    assert finding.cites == ("form2021:4",)


def test_a_blank_cell_is_named_once_and_its_sums_are_not_checked() -> None:
    result = check(bare(FIGURES_2024.with_cell3("g", "c2", None)), CHAIN)
    assert {finding.id for finding in result.errors if finding.id != "S01"} >= {"S06"}
    assert [finding.where for finding in result.findings if finding.id == "S06"] == ["表三“（一）予以公开”商业企业列"]
    assert not [finding for finding in result.errors if finding.id.startswith("T")]
    reasons = {item.id: item.reason for item in result.not_checked}
    assert reasons["T301"] == "有1行含空白单元格，没有核对。"
    assert reasons["T302"] == "有1列含空白单元格，没有核对。"
    assert not {"T301", "T302"} & set(result.passed)


def test_many_blanks_make_one_finding() -> None:
    tables = FIGURES_2024
    for row in TABLE3_ROWS:
        for column in ("c2", "c3", "c4", "c5", "c6"):
            tables = tables.with_cell3(row, column, None)
    (finding,) = [finding for finding in check(bare(tables), CHAIN).findings if finding.id == "S06"]
    assert finding.found == "空白125格"
    assert "商业企业列" in finding.message
    assert "自然人列" not in finding.message


def test_a_missing_row_is_named_and_not_counted_as_a_fault_of_arithmetic() -> None:
    rows = list(FIGURES_2024.table3)
    rows[TABLE3_ROWS.index("u2")] = None
    tables = Tables(FIGURES_2024.form, FIGURES_2024.table2, tuple(rows), FIGURES_2024.table4)
    result = check(bare(tables), CHAIN)
    (finding,) = [finding for finding in result.findings if finding.id == "S05"]
    assert "2.没有现成信息需要另行制作" in finding.message
    assert not [finding for finding in result.errors if finding.id.startswith("T")]


def test_the_undivided_row_of_the_old_form_still_adds_up() -> None:
    rows = list(zero_tables(FormVersion.F2019).table3)
    rows[TABLE3_ROWS.index("o1")] = rows[TABLE3_ROWS.index("o2")] = None
    tables = Tables(FormVersion.F2019, {}, tuple(rows), (0,) * 15)
    for row in ("new", "tot", "o3"):
        tables = tables.with_cell3(row, "c1", 4).with_cell3(row, "ct", 4)
    result = check(bare(tables, year=2020))
    assert not [finding for finding in result.findings if finding.id[0] in "TN" or finding.id in ("S05", "S06", "S07")]
    wrong = check(bare(tables.with_cell3("o3", "c1", 3).with_cell3("o3", "ct", 3), year=2020))
    assert {finding.id for finding in wrong.errors if finding.id.startswith("T")} == {"T302"}


def test_no_applications_leave_nothing_to_count() -> None:
    result = check_tables(bare(filled({("g", "c1"): 1, ("g", "ct"): 1})))
    assert {finding.id for finding in result.errors} == {"T302", "T305"}


def test_ogi_33_2_more_carried_out_than_came_in_is_a_warning() -> None:
    tables = filled({("carry", "c1"): 3, ("carry", "ct"): 3, ("fwd", "c1"): 3, ("fwd", "ct"): 3})
    findings = check_tables(bare(tables)).findings
    assert {(finding.id, finding.severity.value) for finding in findings} == {("T306", "warning")}


@pytest.mark.parametrize("kind", [OrganKind.TOWNSHIP, OrganKind.COUNTY])
def test_legislation_townships_and_counties_make_no_government_rules(kind: OrganKind) -> None:
    tables = zero_tables().with_row2("government_rule", (0, 0, 6))
    assert "T203" in {finding.id for finding in check_tables(bare(tables, kind=kind)).errors}
    city = check_tables(bare(tables, kind=OrganKind.PREFECTURE))
    assert "T203" not in {finding.id for finding in city.errors}


def test_more_repealed_than_there_was_is_an_error() -> None:
    before = zero_tables().with_row2("normative_document", (0, 0, 3))
    tables = zero_tables().with_row2("normative_document", (1, 5, 0))
    found = {finding.id for finding in check_tables(bare(tables), Context(previous=before)).findings}
    assert {"T201", "T202"} <= found
    tables = zero_tables().with_row2("normative_document", (4, 0, 3))
    assert "T202" in {finding.id for finding in check_tables(bare(tables)).errors}


@pytest.mark.parametrize(
    ("amount", "id_"),
    [(Decimal("-1"), "N02"), (Decimal("0.0000001"), "N02"), (Decimal("1000.5"), "N03"), (2000, "N03")],
)
def test_amounts_that_cannot_be_right(amount: Decimal | int, id_: str) -> None:
    tables = zero_tables().with_row2("charge", (amount,))
    assert id_ in {finding.id for finding in check_tables(bare(tables, kind=OrganKind.TOWNSHIP)).findings}


def test_a_hundredfold_charge_looks_like_yuan_for_10000_yuan() -> None:
    before = zero_tables().with_row2("charge", (Decimal("3.5"),))
    result = check_tables(bare(zero_tables().with_row2("charge", (350,))), Context(previous=before))
    assert "N03" in {finding.id for finding in result.findings}


@pytest.mark.parametrize("value", [Decimal("1.5"), -2, True, "3", 1.0])
def test_what_is_no_whole_number_is_refused(value: object) -> None:
    tables = zero_tables().with_cell3("new", "c1", value)  # type: ignore[arg-type]  # hostile on purpose
    found = {finding.id for finding in check_tables(bare(tables)).errors}
    assert found & {"N01", "N04"}


def test_unreadable_text_is_named_with_its_cell() -> None:
    context = Context(unreadable={"表三“（一）予以公开”自然人列": "约3件"})
    (finding,) = [finding for finding in check_tables(bare(zero_tables()), context).findings if finding.id == "N04"]
    assert finding.where == "表三“（一）予以公开”自然人列"
    assert "约3件" in finding.message


def test_convention_12_cases_pending_last_year_come_again() -> None:
    before = zero_tables().with_cell4("dir.w", 2).with_cell4("dir.t", 2)
    found = {finding.id: finding for finding in check_tables(bare(zero_tables()), Context(previous=before)).findings}
    assert found["T402"].where == "表四“行政诉讼—未经复议直接起诉”总计"


def test_suits_after_reconsideration_need_reconsideration() -> None:
    tables = zero_tables().with_cell4("aft.m", 1).with_cell4("aft.t", 1)
    result = check_tables(bare(tables), Context(previous=zero_tables()))
    assert {"T404", "T405"} <= {finding.id for finding in result.findings}
    unknown = check_tables(bare(tables))
    assert "T404" in {item.id for item in unknown.not_checked}


def test_arl_23_a_direct_suit_from_2024_on_needs_a_cause() -> None:
    tables = suqian(2024)
    assert "T403" in {finding.id for finding in check(bare(tables, year=2024)).findings}
    assert "T403" not in {finding.id for finding in check(bare(suqian(2023), year=2023)).findings}
    known = Context(register=RegisterFacts(direct_suits_unexplained=[]))
    assert "T403" not in {finding.id for finding in check(bare(tables, year=2024), known).findings}


def test_the_form_must_fit_the_year() -> None:
    assert "S07" in {finding.id for finding in check(bare(zero_tables(FormVersion.F2019), year=2022)).errors}
    assert "S07" not in {finding.id for finding in check(bare(zero_tables(), year=2022)).errors}
