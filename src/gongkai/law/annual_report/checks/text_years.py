"""X07: the year of the report for the past, the next one for plans, others only where a text is cited or a comparison made."""

import re
from collections.abc import Iterator

from gongkai.law.annual_report.checks.case import Case
from gongkai.law.annual_report.checks.registry import Answer, Rule, check_for
from gongkai.law.annual_report.model import Severity
from gongkai.law.annual_report.text.prose import Passage

_YEAR = re.compile(r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?=年)")
_LOST = re.compile(r"(?<![0-9])(?:20[0-9]{2})(?=(?:[1-9]|1[0-2])月(?:[1-9]|[12][0-9]|3[01])日)")
_CITED = re.compile(r"《[^》]*》|[〔\[（(【](?:19|20)[0-9]{2}[〕\]）)】][0-9]*号?|第[0-9]+号")
_CLAUSE = re.compile(r"[^，。；：！？]*[，。；：！？]?")
_SENTENCE = re.compile(r"[^。；！？]*[。；！？]?")


@check_for("X07")
def years(case: Case, rule: Rule) -> Answer:
    """Look at every year in title, preface and text, except inside citations."""
    if case.year is None:
        yield rule.skip("没有识别出报告年度。")
        return
    title = "".join(case.report.title.split())
    for match in re.finditer(r"(?<![0-9])20[0-9]{2}(?=年)", title):
        if int(match.group()) != case.year:
            yield rule.finding(
                "标题", f"标题中的年份{match.group()}不是报告年度。", found=match.group(), expected=case.year
            )
    for passage in case.prose.passages:
        for match in _LOST.finditer(passage.text):
            yield rule.finding(
                passage.where,
                f"“{passage.text[match.start() : match.end() + 5]}”疑缺“年”字。",
                found=match.group(),
                expected=f"{match.group()}年",
                severity=Severity.INFO,
            )
        yield from _preface(case, rule, passage) if passage.section == 0 else _body(case, rule, passage, case.year)


def _preface(case: Case, rule: Rule, passage: Passage) -> Answer:
    """In the preface the period, and a title of the report itself, must be of the year."""
    for match in re.finditer(r"(20[0-9]{2})年?(?:1月1日|12月31日|度?政府信息公开(?:工作)?年度报告)", passage.text):
        if int(match[1]) != case.year:
            yield rule.finding(passage.where, f"“{match.group()}”不是报告年度。", found=match[1], expected=case.year)


def _body(case: Case, rule: Rule, passage: Passage, year: int) -> Answer:
    text = _CITED.sub(lambda match: "　" * len(match.group()), passage.text)
    if not _YEAR.search(text):
        return
    values = rule.values
    allowed, plan, done = (re.compile(values[name]) for name in ("allowed", "plan", "done"))
    for begin, end in _spans(_SENTENCE, text):
        sentence = text[begin:end]
        for match in _YEAR.finditer(sentence):
            found = int(match["year"])
            clause = next(part for part in _spans(_CLAUSE, sentence) if part[0] <= match.start() < part[1])
            words = passage.text[begin + clause[0] : begin + clause[1]]
            message = _judge(
                found, year, passage, sentence, bool(allowed.search(sentence[clause[0] : clause[1]])), plan, done
            )
            if message:
                yield rule.finding(
                    passage.where,
                    f"“{words.strip('，。；：')}”：{message}",
                    found=found,
                    expected=year + 1 if found == year else year,
                )


def _judge(
    found: int,
    year: int,
    passage: Passage,
    sentence: str,
    allowed: bool,
    plan: re.Pattern[str],
    done: re.Pattern[str],
) -> str:
    is_plan_part = passage.section == 5 and re.search("下一步|计划|打算|整改|措施", passage.under) is not None
    if found == year:
        if is_plan_part and plan.search(sentence) and not done.search(sentence):
            return f"计划部分写的是报告年度{year}年，是否应为{year + 1}年？"
        return ""
    if allowed or (found == year + 1 and (passage.section in (5, 6) or plan.search(sentence))):
        return ""
    if found == year + 1:
        return f"回顾过去的部分出现{found}年。"
    return f"{found}年不是报告年度，也不是引用、比较或者起止时间，是否抄自旧稿？"


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in pattern.finditer(text) if match.group())
