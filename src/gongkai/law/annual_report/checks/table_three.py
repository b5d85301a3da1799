"""T301–T306: the sums of table 三 and its chain with last year's. A blank cell is not checked rather than counted as a fault."""

from collections.abc import Sequence

from gongkai.law.annual_report.checks.case import Case
from gongkai.law.annual_report.checks.registry import Answer, Rule, check_for
from gongkai.law.annual_report.forms import cell3_name, column3_name, row3_name
from gongkai.law.annual_report.model import OUTCOME_ROWS, TABLE3_COLUMNS, Cell, Row3

_NO_TABLE = "没有找到表三。"


def total_of(cells: Sequence[Cell]) -> Cell:
    """Add cells up; None where one of them is blank."""
    total: Cell = 0
    for cell in cells:
        if cell is None or total is None:
            return None
        total += cell
    return total


def results_of(case: Case, place: int) -> Cell:
    """
    Add the outcomes of one column up; None where a cell is blank.

    Where only the last row of （六） is there, it stands for the undivided row of the form of 2019.
    """
    rows: list[Row3] = [case.rows3[code] for code in OUTCOME_ROWS]
    undivided = rows[-3] is None and rows[-2] is None and rows[-1] is not None
    counted = [row for number, row in enumerate(rows) if not (undivided and number in (len(rows) - 3, len(rows) - 2))]
    return None if any(row is None for row in counted) else total_of([row[place] for row in counted if row is not None])


@check_for("T301")
def rows_add_up(case: Case, rule: Rule) -> Answer:
    """Each row: the total is the sum of the six kinds of applicant."""
    if case.tables is None:
        yield rule.skip(_NO_TABLE)
        return
    open_rows = 0
    for code, cells in case.rows3.items():
        if cells is None:
            continue
        total = total_of(cells[:-1])
        if total is None or cells[-1] is None:
            open_rows += 1
        elif total != cells[-1]:
            yield rule.finding(
                cell3_name(code, "ct", case.version),
                f"{row3_name(code, case.version)}六列之和为{total}，总计填{cells[-1]}，相差{abs(cells[-1] - total)}。",
                found=cells[-1],
                expected=total,
            )
    if open_rows:
        yield rule.skip(f"有{open_rows}行含空白单元格，没有核对。")


@check_for("T302")
def columns_add_up(case: Case, rule: Rule) -> Answer:
    """Each column: （七）总计 is the sum of the outcomes."""
    if case.tables is None:
        yield rule.skip(_NO_TABLE)
        return
    open_columns = 0
    for place, column in enumerate(TABLE3_COLUMNS):
        total, stated = results_of(case, place), case.cell3("tot", column)
        if total is None or stated is None:
            open_columns += 1
        elif total != stated:
            yield rule.finding(
                cell3_name("tot", column, case.version),
                f"表三{column3_name(column)}各项办理结果之和为{total}，“（七）总计”填{stated}，相差{abs(stated - total)}。",
                found=stated,
                expected=total,
            )
    if open_columns:
        yield rule.skip(f"有{open_columns}列含空白单元格，没有核对。")


@check_for("T303")
def flow_balances(case: Case, rule: Rule) -> Answer:
    """Each column: new and carried in equals closed and carried out."""
    if case.tables is None:
        yield rule.skip(_NO_TABLE)
        return
    open_columns = 0
    for column in TABLE3_COLUMNS:
        new, carried_in, closed, carried_out = (case.cell3(row, column) for row in ("new", "carry", "tot", "fwd"))
        if new is None or carried_in is None or closed is None or carried_out is None:
            open_columns += 1
        elif new + carried_in != closed + carried_out:
            yield rule.finding(
                f"表三{column3_name(column)}",
                f"表三{column3_name(column)}：新收{new}＋上年结转{carried_in}＝{new + carried_in}，"
                f"总计{closed}＋结转下年度{carried_out}＝{closed + carried_out}，两者应当相等。",
                found=closed + carried_out,
                expected=new + carried_in,
            )
    if open_columns:
        yield rule.skip(f"有{open_columns}列含空白单元格，没有核对。")


@check_for("T304")
def carried_over(case: Case, rule: Rule) -> Answer:
    """Each column: carried in is what last year's report carried out."""
    if case.tables is None or case.before is None:
        yield rule.skip(_NO_TABLE if case.tables is None else "没有上年报告。")
        return
    for column in TABLE3_COLUMNS:
        now, last = case.cell3("carry", column), case.before.cell3("fwd", column)
        if now is None or last is None:
            yield rule.skip(f"{column3_name(column)}的结转数有空白，没有核对。")
        elif now != last:
            yield rule.finding(
                cell3_name("carry", column, case.version),
                f"表三{column3_name(column)}上年结转填{now}，上年报告的结转下年度为{last}。机构变动的请说明。",
                found=now,
                expected=last,
            )


@check_for("T305")
def nothing_from_nothing(case: Case, rule: Rule) -> Answer:
    """Without applications every other cell is 0."""
    if case.tables is None:
        yield rule.skip(_NO_TABLE)
        return
    begun = [cell for row in ("new", "carry") for cell in case.rows3[row] or (None,)]
    if any(cell is None for cell in begun):
        yield rule.skip("新收、上年结转有空白单元格。")
        return
    if any(begun):
        return
    places = [
        (row, column)
        for row, cells in case.rows3.items()
        for column, cell in zip(TABLE3_COLUMNS, cells or (), strict=bool(cells))
        if cell
    ]
    if places:
        first = cell3_name(*places[0], case.version)
        rest = f"等{len(places)}格" if len(places) > 1 else ""
        yield rule.finding(
            first,
            f"新收和上年结转都为0，{first}{rest}却不为0。",
            found=case.cell3(*places[0]),
            expected=0,
        )


@check_for("T306")
def open_no_longer_than_a_year(case: Case, rule: Rule) -> Answer:
    """Each column: no more is carried out than came in this year."""
    if case.tables is None:
        yield rule.skip(_NO_TABLE)
        return
    for column in TABLE3_COLUMNS:
        new, carried_out = case.cell3("new", column), case.cell3("fwd", column)
        if new is not None and carried_out is not None and carried_out > new:
            yield rule.finding(
                cell3_name("fwd", column, case.version),
                f"表三{column3_name(column)}结转下年度{carried_out}件，多于本年新收{new}件，说明有申请超过一年没有办结。",
                found=carried_out,
                expected=f"不超过{new}",
            )
