"""T204–T207, T307–T316, T403, T407: figures against the organ's own registers. Without registers nothing here is checked."""

from collections.abc import Iterable
from decimal import Decimal

from gongkai.law.annual_report.checks.case import Case
from gongkai.law.annual_report.checks.numbers import charge
from gongkai.law.annual_report.checks.registry import Answer, Rule, check_for
from gongkai.law.annual_report.checks.table_four import KINDS
from gongkai.law.annual_report.checks.table_three import total_of
from gongkai.law.annual_report.checks.table_two import DOCUMENT_ROWS, counts_documents
from gongkai.law.annual_report.forms import cell2_name, cell3_name, cell4_name, row3_name
from gongkai.law.annual_report.model import TABLE3_COLUMNS, TABLE4_CELLS, Cell, OrganKind

_NO_REGISTER = "没有登记簿可对照。"
_SHOWN_NUMBERS = 10


def _numbers(numbers: Iterable[str]) -> str:
    shown = list(numbers)
    return "、".join(shown[:_SHOWN_NUMBERS]) + (f"等{len(shown)}件" if len(shown) > _SHOWN_NUMBERS else "")


@check_for("T307")
def overdue_at_year_end(case: Case, rule: Rule) -> Answer:
    """List applications that were open and past their date on 31 December."""
    overdue = case.register.overdue_open
    if overdue is None:
        yield rule.skip(_NO_REGISTER)
    elif overdue:
        yield rule.finding(
            row3_name("fwd"),
            f"12月31日有{len(overdue)}件申请已过答复期限仍未办结：{_numbers(overdue)}。",
            found=f"{len(overdue)}件",
            expected="0件",
        )


@check_for("T308", "T309", "T310", "T311", "T312", "T313", "T314")
def papers_on_file(case: Case, rule: Rule) -> Answer:
    """For every application counted in a row, what the regulation demands must be on file."""
    values = rule.values
    yield from _papers(case, rule, values["row"], values["needs"], values["what"])
    if "second_row" in values:
        yield from _papers(case, rule, values["second_row"], values["second_needs"], values["second_what"])
    if rule.id == "T312" and case.total("o2") and "处理费" not in case.prose.text(6):
        yield rule.finding(
            case.form.headings[5], "有申请因逾期未缴费而办结，第六部分没有写收费情况。", expected="信息处理费收取情况"
        )


def _papers(case: Case, rule: Rule, row: str, needs: str, what: str) -> Answer:
    count = case.total(row)
    if count == 0:
        return
    missing = case.register.lacking.get(needs)
    if count is None or missing is None:
        yield rule.skip("表三该行没有总计。" if count is None else _NO_REGISTER)
    elif missing:
        yield rule.finding(
            row3_name(row, case.version),
            f"{len(missing)}件缺少{what}：{_numbers(missing)}。请补齐或者说明。",
            found=f"缺{len(missing)}件",
            expected=f"每件都有{what}",
        )


@check_for("T315")
def table_three_is_the_register(case: Case, rule: Rule) -> Answer:
    """Each cell of table 三 equals the count of the register."""
    counted = case.register.tables
    if counted is None or case.tables is None:
        yield rule.skip(_NO_REGISTER)
        return
    for row, cells in case.rows3.items():
        for column, cell in zip(TABLE3_COLUMNS, cells or (), strict=bool(cells)):
            yield from _compare(rule, cell3_name(row, column, case.version), cell, counted.cell3(row, column))


@check_for("T407")
def table_four_is_the_register(case: Case, rule: Rule) -> Answer:
    """Each cell of table 四 equals the count of the register of cases."""
    counted = case.register.tables
    if counted is None or case.tables is None:
        yield rule.skip(_NO_REGISTER)
        return
    for code in TABLE4_CELLS:
        yield from _compare(rule, cell4_name(code), case.cells4[code], counted.cell4(code))


def _compare(rule: Rule, name: str, stated: Cell, counted: Cell) -> Answer:
    if stated is not None and counted is not None and stated != counted:
        yield rule.finding(name, f"登记为{counted}，报告填{stated}。", found=stated, expected=counted)


@check_for("T204", "T205", "T206")
def table_two_is_the_register(case: Case, rule: Rule) -> Answer:
    """Cells of table 二 against the library of documents and the yearly counts of decisions and charges."""
    counted = case.register.tables
    if counted is None or case.tables is None or not counts_documents(case.tables):
        yield rule.skip(_NO_REGISTER)
        return
    if rule.id == "T206":
        places = [(row, 0) for row in ("license", "penalty", "coercive_measure", "charge")]
    else:
        places = [(row, place) for row in DOCUMENT_ROWS for place in ((2,) if rule.id == "T204" else (0, 1))]
    for row, place in places:
        stated, registered = (tables.table2.get(row, ()) for tables in (case.tables, counted))
        if len(stated) > place and len(registered) > place:
            yield from _compare(rule, cell2_name(row, place), stated[place], registered[place])
    yield from _late_documents(case, rule) if rule.id == "T205" else ()
    yield from _unempowered(case, rule) if rule.id == "T206" else ()


def _late_documents(case: Case, rule: Rule) -> Answer:
    late = case.register.documents_published_late
    if late:
        yield rule.finding(
            cell2_name("normative_document", 0),
            f"{len(late)}件文件没有在20个工作日内公开：{_numbers(late)}。",
            found=f"{len(late)}件",
            expected="每件在20个工作日内公开",
        )


def _unempowered(case: Case, rule: Rule) -> Answer:
    table2 = case.tables.table2 if case.tables else {}
    enforced = [row for row in ("penalty", "coercive_measure") if any(table2.get(row, ()))]
    if case.kind is OrganKind.TOWNSHIP and enforced and case.register.enforcement_empowered is False:
        yield rule.finding(
            cell2_name(enforced[0]), "乡镇有处罚、强制决定，没有登记委托或者赋权的依据。", expected="委托书或者赋权决定"
        )


@check_for("T207")
def charges_have_a_list(case: Case, rule: Rule) -> Answer:
    """Where charges were collected, their list has been published."""
    if not charge(case):
        return
    if case.register.charge_list_published is None:
        yield rule.skip(_NO_REGISTER)
    elif not case.register.charge_list_published:
        yield rule.finding(
            cell2_name("charge"),
            "有行政事业性收费，没有公布收费项目、依据和标准。",
            found="没有公布",
            expected="已公布收费目录",
        )


@check_for("T403")
def direct_suits_have_a_cause(case: Case, rule: Rule) -> Answer:
    """From 2024 on a refusal under `ogi:14` to `ogi:16` goes to reconsideration first; say what a direct suit was about."""
    suits = case.cells4.get("dir.t")
    if not suits or case.year is None or case.year < rule.values["first_year"]:
        return
    unexplained = case.register.direct_suits_unexplained
    if unexplained is None:
        yield rule.finding(
            cell4_name("dir.t"),
            f"有{suits}件未经复议直接起诉，请说明案由：对不予公开（第十四条至第十六条）不服的，应当先申请行政复议。",
            found=suits,
            expected="说明案由",
        )
    elif unexplained:
        yield rule.finding(
            cell4_name("dir.t"),
            f"{_numbers(unexplained)}没有登记案由。",
            found=f"{len(unexplained)}件",
            expected="每件登记案由",
        )


@check_for("T316")
def rates(case: Case, rule: Rule) -> Answer:
    """Rates outside the usual range; with few applications a rate says nothing."""
    closed = case.total("tot")
    if closed is None:
        yield rule.skip("表三没有总计。")
        return
    if closed < rule.values["least"]:
        return
    opened = [case.total(row) for row in ("g", "p")]
    disclosed = None if None in opened else sum(cell for cell in opened if cell is not None)
    yield from _rate(case, rule, "disclosure_rate", "公开率", disclosed, closed, too_low=True)
    yield from _rate(case, rule, "overdue_rate", "逾期率", case.register.replied_late, closed)
    overturned, decided = _decided(case)
    if decided and decided >= rule.values["least_cases"]:
        yield from _rate(case, rule, "overturned_rate", "纠错率", overturned, decided)


def _decided(case: Case) -> tuple[Cell, Cell]:
    """Give how many cases were overturned and how many decided; None where a cell is blank."""
    overturned, total, pending = (total_of([case.cells4.get(f"{kind}.{result}") for kind in KINDS]) for result in "ktw")
    return overturned, None if total is None or pending is None else total - pending


def _rate(case: Case, rule: Rule, key: str, label: str, part: Cell, whole: Cell, *, too_low: bool = False) -> Answer:
    if part is None or not whole:
        return
    limit = case.context.thresholds.get(key, Decimal(str(rule.values[key])))
    rate = Decimal(part) / whole
    if rate < limit if too_low else rate > limit:
        yield rule.finding(
            "表三" if key != "overturned_rate" else "表四",
            f"{label}{rate:.1%}，{'低于' if too_low else '高于'}{limit:.1%}，请复核。",
            found=f"{rate:.1%}",
            expected=f"{'不低于' if too_low else '不高于'}{limit:.1%}",
        )
