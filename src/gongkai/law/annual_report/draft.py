"""
The first draft of a report, written from the year's facts (`ogi:50`): what happened is told with its number, what did not happen is
said so. Nothing is praised, because a draft that praises is copied.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.law.annual_report.forms import form_for_year
from gongkai.law.annual_report.model import OUTCOME_ROWS, OrganKind, Report, Section, Tables
from gongkai.law.citations import instruments
from gongkai.law.numerals import chinese_number

#: How an organ speaks of itself.
OWN_NAMES = {
    OrganKind.TOWNSHIP: "我乡（镇）",
    OrganKind.COUNTY: "我县",
    OrganKind.DEPARTMENT: "我局",
}
GROUPS = (
    ("g", "予以公开"),
    ("p", "部分公开"),
    ("d", "不予公开"),
    ("u", "无法提供"),
    ("n", "不予处理"),
    ("o", "其他处理"),
)


@dataclass(frozen=True)
class PlanLine:
    """A point of the year's plan: its title, how many tasks it has, how many are done, and what proves it."""

    title: str
    tasks: int
    done: int
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class YearFacts:
    """
    Everything that the registers know about an organ's year; counts are whole numbers, `fees` is in 元.

    `members` is the number of organs that a roll-up adds up (the organ itself included), None for an organ's own report. `published` or
    `replied_on_time` are None where not all of these organs keep their registers here.
    """

    organ: str
    kind: OrganKind
    year: int
    tables: Tables
    own_name: str = ""
    members: int | None = None
    published: int | None = 0
    published_by_topic: Sequence[tuple[str, int]] = ()
    deliveries: Sequence[tuple[str, int]] = ()
    secrecy_reviews: int = 0
    withdrawn: int = 0
    replied_on_time: int | None = 0
    group_members: int = 0
    office: str = ""
    staff: int = 0
    supervision: Mapping[str, str] = field(default_factory=dict)
    improvements: Sequence[tuple[str, str]] = ()
    last_year: Sequence[tuple[str, str]] = ()
    plan: Sequence[PlanLine] = ()
    fees: Decimal = Decimal(0)
    fee_notices: int = 0
    address: str = ""
    phone: str = ""


def draft(facts: YearFacts) -> Report:
    """Write the six sections, title and preface; tables are those of the facts."""
    headings = form_for_year(facts.year).headings
    bodies = (_overall(facts), (), (), (), _improvements(facts), _other(facts))
    sections = tuple(
        Section(number=number, heading=heading, paragraphs=tuple(body))
        for number, (heading, body) in enumerate(zip(headings, bodies, strict=True), start=1)
    )
    return Report(
        organ=facts.organ,
        year=facts.year,
        title=f"{facts.organ}{facts.year}年政府信息公开工作年度报告",
        preface=_preface(facts),
        sections=sections,
        tables=facts.tables,
        organ_kind=facts.kind,
    )


def _preface(facts: YearFacts) -> str:
    regulation, notice = instruments()["ogi"], instruments()["form2021" if facts.year >= 2021 else "form2019"]
    contact = ""
    if facts.phone:
        where = f"（地址：{facts.address}；电话：{facts.phone}）" if facts.address else f"（电话：{facts.phone}）"
        contact = f"对本报告如有疑问，请与{facts.office or facts.organ}联系{where}。"
    return (
        f"根据《{regulation.title}》和《{notice.title}》（{notice.number}）要求，编制本报告。"
        f"报告所列数据的统计期限自{facts.year}年1月1日起至{facts.year}年12月31日止。{contact}"
    )


def _us(facts: YearFacts) -> str:
    return facts.own_name or OWN_NAMES.get(facts.kind, "本机关")


def _overall(facts: YearFacts) -> Iterable[str]:
    scope = f"（含下级{facts.members}个单位）" if facts.members is not None else ""
    yield f"{facts.year}年，{_us(facts)}{scope}按照《{instruments()['ogi'].title}》开展政府信息公开工作，主要情况如下。"
    yield "（一）主动公开。"
    yield _published(facts)
    yield "（二）依申请公开。"
    yield _applications(facts)
    yield "（三）政府信息管理。"
    yield _management(facts)
    yield "（四）政府信息公开平台建设。"
    yield _platforms(facts)
    yield "（五）监督保障。"
    yield _supervision(facts)


def _published(facts: YearFacts) -> str:
    if facts.published is None:
        return "全年主动公开政府信息（待填写：各单位合计）条。"
    if not facts.published and not any(count for _, count in facts.deliveries):
        return "全年未主动公开政府信息，原因和改进措施见第五部分。"
    text = f"全年主动公开政府信息{facts.published}条"
    if facts.published_by_topic:
        text += "，其中" + "、".join(f"{topic}{count}条" for topic, count in facts.published_by_topic)
    posts = [f"{channel}{count}条" for channel, count in facts.deliveries if count]
    return text + (f"；通过{'、'.join(posts)}同步发布信息。" if posts else "。")


def _applications(facts: YearFacts) -> str:
    new, carried_in, closed, carried_out = (
        facts.tables.cell3(row, "ct") or 0 for row in ("new", "carry", "tot", "fwd")
    )
    if not new and not carried_in:
        return "全年未收到政府信息公开申请，也没有上年结转的申请。"
    text = (
        f"全年新收政府信息公开申请{new}件，上年结转{carried_in}件。"
        if new
        else f"全年未收到新的政府信息公开申请，上年结转{carried_in}件。"
    )
    if closed:
        results = [f"{label}{count}件" for code, label in GROUPS if (count := _group_total(facts.tables, code))]
        text += f"办结{closed}件，其中{'、'.join(results)}；"
    text += f"结转下年度继续办理{carried_out}件。" if carried_out else "没有结转下年度继续办理的申请。"
    if closed and facts.replied_on_time is not None:
        late = int(closed) - facts.replied_on_time
        text += f"逾期答复{late}件，原因和改进措施见第五部分。" if late > 0 else "均在法定期限内答复。"
    return text + _proceedings(facts)


def _group_total(tables: Tables, code: str) -> int:
    rows = [row for row in OUTCOME_ROWS if row == code or (row.startswith(code) and row[1:].isdigit())]
    return sum(int(tables.cell3(row, "ct") or 0) for row in rows)


def _proceedings(facts: YearFacts) -> str:
    reconsidered = int(facts.tables.cell4("rec.t") or 0)
    sued = int(facts.tables.cell4("dir.t") or 0) + int(facts.tables.cell4("aft.t") or 0)
    if not reconsidered and not sued:
        return "因政府信息公开被申请行政复议、提起行政诉讼的案件均为0件。"
    return f"因政府信息公开被申请行政复议{reconsidered}件，被提起行政诉讼{sued}件。"


def _management(facts: YearFacts) -> str:
    issued, repealed, in_force = (int(cell or 0) for cell in facts.tables.table2["normative_document"])
    text = "公开前逐条进行保密审查和审批，先审查、后公开"
    text += f"，全年保密审查{facts.secrecy_reviews}条" if facts.secrecy_reviews else ""
    text += f"，撤回{facts.withdrawn}条并留存说明。" if facts.withdrawn else "。"
    if issued or repealed or in_force:
        return text + f"全年制发行政规范性文件{issued}件，废止{repealed}件，截至年底现行有效{in_force}件。"
    return text + "全年未制发行政规范性文件。"


def _platforms(facts: YearFacts) -> str:
    channels = [channel for channel, _ in facts.deliveries]
    if not channels:
        return "在县政府门户网站政府信息公开专栏发布信息，未开设政务新媒体账号。"
    return f"在政府信息公开专栏集中发布法定主动公开内容，并使用{'、'.join(channels)}等渠道，线上线下同步公开。"


def _supervision(facts: YearFacts) -> str:
    people = ""
    if facts.group_members:
        people = f"设立政务公开工作领导小组，成员{facts.group_members}人；"
    if facts.staff:
        people += f"{facts.office or '公开工作机构'}承担日常工作，工作人员{facts.staff}人。"
    missing = "（待填写，没有发生的写明未发生）"
    results = "".join(
        f"{label}：{facts.supervision.get(code) or missing}"
        for code, label in (
            ("assessment", "工作考核"),
            ("public_appraisal", "社会评议"),
            ("accountability", "责任追究"),
        )
    )
    return people + results


def _improvements(facts: YearFacts) -> Iterable[str]:
    yield "（一）存在的主要问题。"
    pairs = facts.improvements or (("（待填写）", "（待填写）"),)
    yield "".join(
        f"{_ordinal(number)}是{problem.rstrip('。；')}{_end(number, pairs)}"
        for number, (problem, _) in enumerate(pairs, 1)
    )
    yield "（二）改进措施。"
    yield "".join(
        f"{_ordinal(number)}是{measure.rstrip('。；')}{_end(number, pairs)}"
        for number, (_, measure) in enumerate(pairs, 1)
    )
    if facts.last_year:
        yield "（三）上一年度改进措施落实情况。"
        yield "".join(
            f"{measure.rstrip('。；')}：{kept}{_end(number, facts.last_year)}"
            for number, (measure, kept) in enumerate(facts.last_year, 1)
        )


def _ordinal(number: int) -> str:
    return chinese_number(number)


def _end(number: int, pairs: Sequence[object]) -> str:
    return "。" if number == len(pairs) else "；"


def _other(facts: YearFacts) -> Iterable[str]:
    number = 1
    if facts.plan:
        yield f"（{chinese_number(number)}）{facts.year}年政务公开工作要点落实情况。"
        for place, point in enumerate(facts.plan, start=1):
            proof = f"，主要做法：{'；'.join(point.evidence)}" if point.evidence else ""
            yield f"{place}.{point.title}。共{point.tasks}项任务，完成{point.done}项{proof}。"
        number += 1
    yield f"（{chinese_number(number)}）收取信息处理费情况。"
    if facts.fees or facts.fee_notices:
        yield f"本机关{facts.year}年发出收费通知{facts.fee_notices}件，收取信息处理费{_yuan(facts.fees)}元。"
    else:
        yield f"本机关{facts.year}年未收取信息处理费。"
    number += 1
    yield f"（{chinese_number(number)}）除上述情况外，没有其他需要报告的事项。"


def _yuan(amount: Decimal) -> str:
    return f"{amount:.2f}".removesuffix(".00")
