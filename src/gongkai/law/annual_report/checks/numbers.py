"""N01–N04: are the figures numbers of the right kind?"""

from collections.abc import Iterator
from decimal import Decimal

from gongkai.law.annual_report.checks.case import Case
from gongkai.law.annual_report.checks.registry import Answer, Rule, check_for
from gongkai.law.annual_report.forms import cell2_name, cell3_name, cell4_name
from gongkai.law.annual_report.model import TABLE3_COLUMNS, TABLE3_ROWS, TABLE4_CELLS, Cell, OrganKind, Tables

_CHARGE_NAME = cell2_name("charge")


def table_figures(tables: Tables) -> Iterator[tuple[str, Cell]]:
    """Walk over every cell but the charge, with a short name: (`三 g c1`, value)."""
    for row, cells in tables.table2.items():
        if row != "charge":
            yield from ((f"二 {row} {place}", cell) for place, cell in enumerate(cells))
    for row, line in zip(TABLE3_ROWS, tables.table3, strict=True):
        if line is not None:
            yield from ((f"三 {row} {column}", cell) for column, cell in zip(TABLE3_COLUMNS, line, strict=True))
    yield from ((f"四 {code} ", cell) for code, cell in zip(TABLE4_CELLS, tables.table4, strict=True))


def all_figures(case: Case) -> Iterator[tuple[str, Cell]]:
    """Walk over every cell of the report but the charge."""
    return table_figures(case.tables) if case.tables else iter(())


def name_of(place: str) -> str:
    """Turn the short name of a cell into words."""
    table, row, column = place.split(" ")
    if table == "二":
        return cell2_name(row, int(column))
    return cell3_name(row, column) if table == "三" else cell4_name(row)


def charge(case: Case) -> Cell:
    """Give the amount of charges in 万元; None where it is blank, missing, or another thing in the form of 2019."""
    cells = case.tables.table2.get("charge", ()) if case.tables else ()
    return cells[0] if len(cells) == 1 else None


@check_for("N01")
def whole_numbers(case: Case, rule: Rule) -> Answer:
    """Refuse fractions and numbers below zero."""
    if case.tables is None:
        yield rule.skip("没有找到三张表。")
        return
    for place, cell in all_figures(case):
        if cell is None or (type(cell) is int and cell >= 0):
            continue
        if isinstance(cell, Decimal) and cell.is_finite() and cell >= 0 and cell == cell.to_integral_value():
            continue
        if isinstance(cell, int | Decimal):
            yield rule.finding(name_of(place), "应为大于等于0的整数。", found=cell, expected="大于等于0的整数")


@check_for("N02")
def charge_format(case: Case, rule: Rule) -> Answer:
    """Refuse a charge below zero or with more decimals than a fen in 万元 has."""
    amount = charge(case)
    if amount is None:
        yield rule.skip("收费金额没有填数。")
        return
    value = Decimal(amount)
    if not value.is_finite() or value < 0:
        yield rule.finding(_CHARGE_NAME, "收费金额应大于等于0。", found=amount, expected="大于等于0")
        return
    decimals = -int(value.normalize().as_tuple().exponent) if value else 0
    if decimals > rule.values["decimals"]:
        yield rule.finding(
            _CHARGE_NAME,
            f"收费金额有{decimals}位小数，换算成元后不到分，请核对单位是否为万元。",
            found=amount,
            expected=f"最多{rule.values['decimals']}位小数",
        )


@check_for("N03")
def charge_plausible(case: Case, rule: Rule) -> Answer:
    """Suspect 元 entered for 万元."""
    amount = charge(case)
    if amount is None:
        yield rule.skip("收费金额没有填数。")
        return
    limit = rule.values["township_limit"]
    if case.kind is OrganKind.TOWNSHIP and amount > limit:
        yield rule.finding(
            _CHARGE_NAME,
            f"乡镇收费超过{limit}万元，是否把元当作万元填写？",
            found=f"{amount}万元",
            expected=f"不超过{limit}万元",
        )
    cells = case.before.table2.get("charge", ()) if case.before else ()
    last = cells[0] if len(cells) == 1 else None
    if last and amount >= last * rule.values["growth_limit"]:
        yield rule.finding(
            _CHARGE_NAME,
            f"收费金额达到上年的{rule.values['growth_limit']}倍以上，是否把元当作万元填写？",
            found=f"{amount}万元",
            expected=f"上年{last}万元",
        )


@check_for("N04")
def readable(case: Case, rule: Rule) -> Answer:
    """Name the cells whose text could not be read as a number, and values that are none."""
    if case.tables is None:
        yield rule.skip("没有找到三张表。")
        return
    for where, text in case.context.unreadable.items():
        yield rule.finding(where, f"“{text}”不能识别为数字。请只填阿拉伯数字。", found=text, expected="阿拉伯数字")
    places = [*all_figures(case), ("二 charge 0", charge(case))]
    for place, cell in places:
        if cell is not None and (isinstance(cell, bool) or not isinstance(cell, int | Decimal)):
            yield rule.finding(name_of(place), f"“{cell}”不是数字。", found=cell, expected="阿拉伯数字")
