"""Benefit lists of 柳树湾村 (演示): two years that are over, a notice with an objection, a list that waits for its review."""

import random
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from gongkai.apps.benefits import operations, reading
from gongkai.apps.benefits.models import BenefitBatch, BenefitProgram, PublicNotice
from gongkai.apps.benefits.operations.batches import Wanted
from gongkai.apps.organs import operations as organs
from gongkai.apps.organs.models import Organ, Role, User
from gongkai.cli.demo.flow import at, working_days_after
from gongkai.cli.demo.people import Staff, account
from gongkai.law.privacy import id_check_character

HEADS = ("序号", "村", "村民小组", "姓名", "身份证号", "联系电话", "一卡通账号")
FAMILY, GIVEN = "马王李张刘陈杨", ("国强", "秀英", "建军", "玉兰", "志芳", "小红", "明亮", "春花")
#: Kind, name, ground, standard in yuan, what the amount goes by, months between two lists.
PROGRAMS = (
    ("program.farm_subsidy", "耕地地力保护补贴（演示）", "示农发〔2024〕3号（演示）", 120, "面积", 12),
    ("program.subsistence_allowance", "农村最低生活保障（演示）", "示民发〔2023〕8号（演示）", 480, "人数", 3),
    ("program.disability_living", "困难残疾人生活补贴（演示）", "示民发〔2023〕11号（演示）", 110, "", 6),
    ("program.temporary_assistance", "临时救助（演示）", "示民发〔2023〕12号（演示）", None, "", 6),
)


def load(township: Organ, staff: Staff, village: Organ, *, today: date, small: bool) -> User:
    """Let a village accountant and the township work on lists up to today; give the accountant."""
    begin = date(today.year - 2, 1, 4)
    accountant = account(village, "liushuwan-accountant", f"演示{village.short_name}会计", on=begin)
    organs.appoint(
        user=accountant, organ=village, role=Role.VILLAGE_CLERK, by=None, on=begin, duties="村务公开和补贴名单"
    )
    programs = [_program(township, staff, entry, on=begin) for entry in PROGRAMS[: 1 if small else None]]
    for program, (_kind, _name, _basis, standard, unit, months) in programs:
        day = begin + timedelta(days=20)
        while day + timedelta(days=25) < today:
            if not small or day.year == today.year:
                _over(program, village, accountant, staff, day, rows(program, village, day, standard, unit))
            day = _later(day, months)
    program, entry = programs[0]
    on = working_days_after(township, today - timedelta(days=3), 0)
    notice = _public(program, village, accountant, staff, on, rows(program, village, on, entry[3], entry[4], more=9))
    operations.object_to(
        notice=notice,
        channel="phone",
        text="第3行面积写多了，实际少2亩（演示）",
        by=staff.clerk,
        on=today,
        name="演示村民",
    )
    waiting = _take(program, village, accountant, on, rows(program, village, on, entry[3], entry[4], more=5), "result")
    operations.submit(batch=waiting, by=accountant, at=at(on, 11))
    return accountant


def _later(day: date, months: int) -> date:
    return day + timedelta(days=30 * months)


def _program(
    township: Organ, staff: Staff, entry: tuple[Any, ...], *, on: date
) -> tuple[BenefitProgram, tuple[Any, ...]]:
    kind, name, basis, standard, _unit, _months = entry
    program = operations.found_program(
        organ=township, kind=kind, name=name, basis=basis, by=staff.clerk, on=on,
        standard=None if standard is None else Decimal(standard), standard_text="演示标准",
    )  # fmt: skip
    made = operations.assess(
        program=program,
        purpose="依据政策文件公示和公布发放对象，接受群众监督；只处理核实资格和发放所需的信息（演示）。",
        impact="名单可能显示家庭困难情况；身份证号、账号泄露可能造成财产损失（演示）。",
        measures="网上姓名遮盖，号码一律不公开，到期自动撤下；台账加密保存，导出留痕（演示）。",
        by=staff.clerk,
        on=on,
    )
    operations.approve_assessment(assessment=made, by=staff.leader, on=on)
    return program, entry


def rows(
    program: BenefitProgram, village: Organ, day: date, standard: int | None, unit: str, *, more: int = 0
) -> list[list[Any]]:
    """Make up a ledger: people born before 1900, so that nobody can be meant."""
    dice = random.Random(f"{program.name}{day}{more}")  # noqa: S311 - a demonstration must come out the same every time
    found: list[list[Any]] = [[*HEADS, *([unit] if unit else []), "金额"]]
    for number in range(1, dice.randint(14, 26) + more):
        body = f"640423{dice.randint(1891, 1899)}{dice.randint(1, 12):02}{dice.randint(1, 28):02}{number:03}"
        name = f"{dice.choice(FAMILY)}{dice.choice(GIVEN)}"
        count = dice.randint(1, 4) if unit == "人数" else dice.randint(2, 18)
        amount = dice.choice((500, 800, 1200)) if standard is None else standard * (count if unit else 6)
        found.append(
            [
                number, village.short_name, f"{dice.randint(1, 6)}组", name, body + id_check_character(body),
                f"0000-{dice.randint(10**6, 10**7 - 1)}", f"00000000{number:08}", *([count] if unit else []), amount,
            ]
        )  # fmt: skip
    return found


def _workbook(table: list[list[Any]]) -> bytes:
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("名单")
    for place, row in enumerate(table):
        sheet.write_row(place, 0, row)
    book.close()
    return out.getvalue()


def _take(
    program: BenefitProgram, village: Organ, by: User, on: date, table: list[list[Any]], purpose: str = "notice"
) -> BenefitBatch:
    months = 6 if program.kind.startswith("program.disability") else 1
    end = date(on.year, 12, 31) if program.kind == "program.farm_subsidy" else on + timedelta(days=30 * (months - 1))
    first = date(on.year, 1, 1) if program.kind == "program.farm_subsidy" else on.replace(day=1)
    wanted = Wanted(program=program, period_from=first, period_to=end, purpose=purpose)
    batch = reading.take(organ=village, wanted=wanted, data=_workbook(table), name="名单.xlsx", by=by, at=at(on, 10))
    if batch.problem_counts:
        operations.explain(batch=batch, text="已逐户核实（演示）。", by=by, at=at(on, 10))
    return batch


def _public(
    program: BenefitProgram, village: Organ, by: User, staff: Staff, on: date, table: list[list[Any]]
) -> PublicNotice:
    batch = _take(program, village, by, on, table)
    operations.submit(batch=batch, by=by, at=at(on, 11))
    operations.review(batch=batch, seen_hash=batch.hash, passed=True, by=staff.secrecy, at=at(on, 14))
    operations.approve(batch=batch, seen_hash=batch.hash, passed=True, by=staff.leader, at=at(on, 15))
    return operations.open_notice(batch=batch, by=staff.leader, at=at(on, 16))


def _over(program: BenefitProgram, village: Organ, by: User, staff: Staff, on: date, table: list[list[Any]]) -> None:
    notice = _public(program, village, by, staff, on, table)
    operations.close_notice(notice=notice, ending="expired", by=None, at=at(notice.ends_on + timedelta(days=1)))
