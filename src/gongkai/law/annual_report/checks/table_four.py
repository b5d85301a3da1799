"""T401, T402, T404–T406: the sums of table 四, its chain with last year, and what cases there can be."""

import re

from gongkai.law.annual_report.checks.case import Case
from gongkai.law.annual_report.checks.registry import Answer, Rule, check_for
from gongkai.law.annual_report.checks.table_three import total_of
from gongkai.law.annual_report.forms import cell4_name, proceeding_name
from gongkai.law.annual_report.model import Cell

KINDS = ("rec", "dir", "aft")
_RESULTS = "mkow"
_NO_TABLE = "没有找到表四。"


def all_cases(case: Case) -> Cell:
    """Give the number of all cases of the year, None where a total is blank."""
    return total_of([case.cells4.get(f"{kind}.t") for kind in KINDS])


@check_for("T401")
def cases_add_up(case: Case, rule: Rule) -> Answer:
    """Each kind of case: the total is the sum of the four results."""
    if case.tables is None:
        yield rule.skip(_NO_TABLE)
        return
    for kind in KINDS:
        total = total_of([case.cells4[f"{kind}.{result}"] for result in _RESULTS])
        stated = case.cells4[f"{kind}.t"]
        if total is None or stated is None:
            yield rule.skip(f"表四“{proceeding_name(kind)}”有空白单元格，没有核对。")
        elif total != stated:
            yield rule.finding(
                cell4_name(f"{kind}.t"),
                f"表四“{proceeding_name(kind)}”四项结果之和为{total}，总计填{stated}，相差{abs(stated - total)}。",
                found=stated,
                expected=total,
            )


@check_for("T402")
def pending_cases_come_again(case: Case, rule: Rule) -> Answer:
    """Each kind: as many cases as were pending last year."""
    if case.tables is None or case.before is None:
        yield rule.skip("没有上年报告。" if case.tables else _NO_TABLE)
        return
    for kind in KINDS:
        now, pending = case.cells4[f"{kind}.t"], case.before.cell4(f"{kind}.w")
        if now is None or pending is None:
            yield rule.skip(f"表四“{proceeding_name(kind)}”有空白单元格，没有核对。")
        elif now < pending:
            yield rule.finding(
                cell4_name(f"{kind}.t"),
                f"表四“{proceeding_name(kind)}”上年尚未审结{pending}件，今年总计只有{now}件，上年的案件去向不明。",
                found=now,
                expected=f"不少于{pending}",
            )


@check_for("T404")
def suits_follow_reconsideration(case: Case, rule: Rule) -> Answer:
    """Suits after reconsideration need reconsideration, this year or last."""
    if case.tables is None:
        yield rule.skip(_NO_TABLE)
        return
    suits, reconsidered = case.cells4["aft.t"], case.cells4["rec.t"]
    if suits is None or reconsidered is None:
        yield rule.skip("表四有空白单元格。")
        return
    if not suits or reconsidered:
        return
    if case.before is None:
        yield rule.skip("当年没有行政复议案件，又没有上年报告可对照。")
    elif not case.before.cell4("rec.t"):
        yield rule.finding(
            cell4_name("aft.t"),
            f"复议后起诉{suits}件，而当年和上年都没有行政复议案件，是否应填入“未经复议直接起诉”？",
            found=suits,
            expected="当年或者上年有行政复议案件",
        )


@check_for("T405")
def cases_follow_decisions(case: Case, rule: Rule) -> Answer:
    """Cases need a decision on an application of this year or last, or a complaint about proactive disclosure."""
    if case.tables is None:
        yield rule.skip(_NO_TABLE)
        return
    cases, closed = all_cases(case), case.total("tot")
    if not cases or closed:
        return
    decided = case.register.decisions_of_two_years
    if decided is None:
        last = case.before.cell3("tot", "ct") if case.before else None
        decided = None if last is None else int(last)
    complaints_unknown = case.register.disclosure_complaints is None and case.context.as_compiled
    if decided is None or (complaints_unknown and not decided):
        yield rule.skip("没有上年报告或者登记，不能确定两年内是否有答复、投诉。")
    elif not decided and not case.register.disclosure_complaints:
        yield rule.finding(
            "表四",
            f"有复议诉讼案件{cases}件，而当年和上年都没有办结申请。是主动公开方面的案件还是误填，请核对。",
            found=f"{cases}件",
            expected="有相应的答复或者投诉",
        )


@check_for("T406")
def overturned_is_explained(case: Case, rule: Rule) -> Answer:
    """Where a decision was overturned, section 五 says why and what changes."""
    if case.tables is None:
        yield rule.skip(_NO_TABLE)
        return
    overturned = total_of([case.cells4[f"{kind}.k"] for kind in KINDS])
    if overturned is None:
        yield rule.skip("表四“结果纠正”有空白单元格。")
    elif overturned and not re.search("复议|诉讼|纠正|败诉|撤销", case.prose.text(5)):
        yield rule.finding(
            case.form.headings[4],
            f"表四有结果纠正{overturned}件，第五部分没有说明原因和改进措施。",
            found="没有提到",
            expected="说明纠正的原因和改进",
        )
