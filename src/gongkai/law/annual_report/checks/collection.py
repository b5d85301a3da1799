"""R01–R05, P01–P03: the roll-up of many organs, and the publication itself."""

from datetime import date

from gongkai.law.annual_report.checks.case import Case
from gongkai.law.annual_report.checks.registry import Answer, Rule, check_for
from gongkai.law.annual_report.compare import differing_cells
from gongkai.law.annual_report.forms import cell3_name
from gongkai.law.annual_report.model import TABLE3_COLUMNS, OrganKind
from gongkai.law.annual_report.rollup import CannotAddUp, differences

_NO_ROLL_UP = "不是汇总报告，或者没有成员单位清单。"
_NO_PUBLICATION = "没有公布情况。"


@check_for("R01")
def sums_of_members(case: Case, rule: Rule) -> Answer:
    """Each cell of the roll-up is the sum of the members' cells; members without figures leave it open."""
    roll_up = case.context.roll_up
    if roll_up is None or case.tables is None:
        yield rule.skip(_NO_ROLL_UP)
        return
    missing = [member.organ for member in roll_up.members if member.tables is None]
    if missing:
        yield rule.skip(f"{len(missing)}个单位没有报送（{'、'.join(missing[:3])}等），汇总不完整，没有核对。")
        return
    try:
        found = list(differences(case.tables, roll_up.members))
    except CannotAddUp as error:
        yield rule.skip(str(error))
        return
    for difference in found:
        yield rule.finding(
            difference.where,
            f"{difference.where}汇总为{difference.stated}，各单位之和为{difference.total}，"
            f"相差{abs(difference.stated - difference.total)}。",
            found=difference.stated,
            expected=difference.total,
        )


@check_for("R02")
def members_have_reported(case: Case, rule: Rule) -> Answer:
    """Every member has an accepted report."""
    roll_up = case.context.roll_up
    if roll_up is None:
        yield rule.skip(_NO_ROLL_UP)
        return
    for member in roll_up.members:
        if member.tables is None:
            late = f"，已逾期{member.days_late}天" if member.days_late > 0 else ""
            yield rule.finding(
                member.organ, f"{member.organ}没有报送年度报告{late}。", found="未报送", expected="已受理"
            )


@check_for("R03")
def roll_up_chain(case: Case, rule: Rule) -> Answer:
    """What the roll-up carries in is what last year's roll-up carried out, after changes of organs."""
    roll_up = case.context.roll_up
    if roll_up is None or roll_up.previous is None or case.tables is None:
        yield rule.skip(_NO_ROLL_UP if roll_up is None else "没有上年汇总。")
        return
    for column in TABLE3_COLUMNS:
        now, last = case.cell3("carry", column), roll_up.previous.cell3("fwd", column)
        if now is not None and last is not None and now != last:
            yield rule.finding(
                cell3_name("carry", column),
                f"上年结转填{now}，上年汇总的结转下年度为{last}。",
                found=now,
                expected=last,
            )


@check_for("R04")
def changes_are_documented(case: Case, rule: Rule) -> Answer:
    """Every organ that came or went has its reason on file."""
    roll_up = case.context.roll_up
    if roll_up is None or roll_up.previous_members is None:
        yield rule.skip(_NO_ROLL_UP if roll_up is None else "没有上年的成员单位清单。")
        return
    now, before = {member.organ for member in roll_up.members}, set(roll_up.previous_members)
    for organ in sorted(now ^ before):
        if not roll_up.changes.get(organ):
            change = "今年新增" if organ in now else "今年没有列入"
            yield rule.finding(organ, f"{organ}{change}，没有记录原因。", found="没有记录", expected="新增、撤并的原因")


@check_for("R05")
def published_figures_stay(case: Case, rule: Rule) -> Answer:
    """Published figures change only in a version that says so."""
    publication = case.context.publication
    if publication is None or publication.frozen is None or case.tables is None:
        yield rule.skip("没有已公布的版本。")
        return
    if publication.is_revision:
        return
    for change in differing_cells(publication.frozen, case.tables):
        yield rule.finding(
            change.where,
            f"{change.where}已公布为{change.before}，现为{change.after}。修改已公布的数据须出更正版本并说明理由。",
            found=change.after,
            expected=change.before,
        )


@check_for("P01")
def published_in_time(case: Case, rule: Rule) -> Answer:
    """The report is published by the date for organs of its kind (`ogi:49`)."""
    publication = case.context.publication
    published = publication.published_on if publication and publication.published_on else case.report.published_on
    due = publication.due_on if publication else None
    if due is None and case.kind is not None and case.year is not None:
        due = _due_on(rule, case.kind, case.year)
    if published is None or due is None:
        yield rule.skip("不知道公布日期。" if published is None else "不知道该机关的公布期限。")
    elif published > due:
        yield rule.finding(
            "公布日期",
            f"{_chinese_date(published)}公布，期限为{_chinese_date(due)}，晚了{(published - due).days}天。",
            found=published,
            expected=f"不晚于{due}",
        )


def _due_on(rule: Rule, kind: OrganKind, year: int) -> date | None:
    text = rule.values.get(kind.value)
    if text is None:
        return None
    month, day = map(int, text.split("-"))
    return date(year + 1, month, day)


def _chinese_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@check_for("P02")
def can_be_found(case: Case, rule: Rule) -> Answer:
    """The page opens, the file can be had, earlier years are listed."""
    publication = case.context.publication
    if publication is None or None in (publication.reachable, publication.downloadable, publication.missing_years):
        yield rule.skip(_NO_PUBLICATION)
        return
    if not publication.reachable:
        yield rule.finding("年报页面", "年报栏目中打不开本报告的页面。", found="打不开", expected="可以打开")
    if not publication.downloadable:
        yield rule.finding("下载文件", "报告没有可以下载的文件。", found="没有", expected="可以下载")
    for year in publication.missing_years or ():
        yield rule.finding("年报栏目", f"年报栏目没有列出{year}年的报告。", found="没有", expected=f"{year}年报告")


@check_for("P03")
def one_version(case: Case, rule: Rule) -> Answer:
    """Page, file and data come from one version."""
    publication = case.context.publication
    if publication is None or not publication.hashes:
        yield rule.skip(_NO_PUBLICATION)
        return
    if len(set(publication.hashes.values())) > 1:
        found = "；".join(f"{name}：{value[:12]}" for name, value in sorted(publication.hashes.items()))
        yield rule.finding("页面、文件、数据", "页面、下载文件和数据不是同一版本。", found=found, expected="散列值相同")
