"""Village affairs of 柳树湾村 (演示): two years of months and quarters, one month late, a question, two appraisals."""

from datetime import date, timedelta

from gongkai.apps.organs import operations as organs
from gongkai.apps.organs.models import Organ, Role, User
from gongkai.apps.organs.queries import calendar_of
from gongkai.apps.villages import operations
from gongkai.apps.villages.models import VillageDisclosure
from gongkai.apps.villages.operations.disclosures import Content
from gongkai.cli.demo.flow import at
from gongkai.cli.demo.people import account
from gongkai.law import villages as law

PUBLISHERS = (
    ("committee", "柳树湾村村民委员会（演示）"),
    ("collective", "柳树湾村股份经济合作社（演示）"),
    ("party", "柳树湾村党支部（演示）"),
)
#: Income and expenses of a month, in yuan.
LINES = (("转移支付", "4800", ""), ("误工补贴", "", "1200"), ("修路灯", "", "860.50"), ("办公费", "", "312"))
WORDS = {
    "matter.party_plan": "年度计划：组织学习12次，党员联系户全覆盖。（演示）",
    "matter.party_members": "本季度没有发展党员，开展主题党日3次。（演示）",
    "matter.party_dues": "党费按月收缴并全额上缴。（演示）",
    "matter.aid_funds": "救助资金和物资的发放情况见补贴名单。（演示）",
    "matter.assisting_government": "协助办理医保参保、人居环境整治。（演示）",
    "matter.appraisal": "民主评议已召开，结果见本页评议记录。（演示）",
    "matter.assets": "集体资产清单和承包合同已核对，无到期未收。（演示）",
    "matter.collective_finances": "本季度集体收入来自土地流转费。（演示）",
}


def load(village: Organ, accountant: User, *, today: date, small: bool) -> None:
    """Let the accountant enter and the supervisors sign, period by period."""
    begin = date(today.year - (0 if small else 2), 1, 1)
    founded = date(today.year - 2, 1, 1)
    supervisor = account(village, "liushuwan-supervisor", f"演示{village.short_name}监委", on=founded)
    organs.appoint(
        user=supervisor, organ=village, role=Role.VILLAGE_SUPERVISOR, by=None, on=founded, duties="村务监督审签"
    )
    for kind, name in PUBLISHERS:
        operations.enter_publisher(
            organ=village, kind=kind, name=name, by=accountant, on=date(today.year - 2, 1, 5), phone="0000-1234567"
        )
    periods = sorted(
        (
            period
            for matter in law.matters(on=today)
            for period in law.periods_due(matter, since=begin, on=today, calendar=calendar_of(village))
            if period.first >= begin and matter.id in {known.id for known in law.matters(on=period.first)}
        ),
        key=lambda period: period.last,
    )
    late = [period for period in periods if period.matter.id == "matter.finances"][-1:]
    shown: VillageDisclosure | None = None
    for period in periods:
        on = min(period.due_on - timedelta(days=2), today - timedelta(days=1))
        if period not in late and on > period.last:
            shown = _disclose(village, accountant, supervisor, period, on)
    _decision(village, accountant, supervisor, today - timedelta(days=40))
    for year in (today.year - 2, today.year - 1):
        operations.record_appraisal(
            organ=village, year=year, held_on=date(year, 12, 20), present=68, satisfied=60, fair=6, dissatisfied=2,
            by=supervisor, on=date(year, 12, 21), remarks="路灯维修要再快一些（演示）",
        )  # fmt: skip
    if shown is not None:
        asked = operations.ask(disclosure=shown, text="这一项由谁经手？（演示）", by=None, on=today - timedelta(days=1))
        operations.answer(
            question=asked, text="由村会计经手，票据已由监委会审核。（演示）", public=True, by=accountant, on=today
        )


def _disclose(village: Organ, by: User, supervisor: User, period: law.Period, on: date) -> VillageDisclosure:
    money = period.matter.section == "finances" and period.matter.rhythm != "yearly"
    content = Content(
        text=WORDS.get(period.matter.id, f"{period.label}收支情况。（演示）"), lines=LINES if money else ()
    )
    made = operations.draft(
        organ=village, matter=period.matter.id, day=period.first, content=content, by=by, at=at(on, 9)
    )
    operations.submit(disclosure=made, by=by, at=at(on, 10))
    return operations.sign(disclosure=made, seen_hash=made.hash, passed=True, by=supervisor, at=at(on, 15))


def _decision(village: Organ, by: User, supervisor: User, on: date) -> None:
    text = "村民代表会议应到32人，实到28人，26票赞成，决定维修二组渠道。（演示）"
    made = operations.draft(
        organ=village, matter="matter.decisions", day=on, content=Content("关于维修二组渠道的决定（演示）", text),
        by=by, at=at(on, 9),
    )  # fmt: skip
    operations.submit(disclosure=made, by=by, at=at(on, 10))
    operations.sign(disclosure=made, seen_hash=made.hash, passed=True, by=supervisor, at=at(on, 15))
