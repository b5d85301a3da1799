"""X12, X14: numbers that announce a list, contradictions, punctuation, broken paragraphs."""

import re
from collections.abc import Iterator
from functools import cache

from gongkai.law.annual_report.checks.case import Case
from gongkai.law.annual_report.checks.registry import Answer, Rule, check_for
from gongkai.law.annual_report.text.enumerations import announced_after, announced_before, listings
from gongkai.law.annual_report.text.lexicon import lexicon
from gongkai.law.annual_report.text.prose import FINAL_SIGNS, SENTENCE_LENGTH, Passage, is_signature
from gongkai.law.numerals import chinese_number


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


@check_for("X12")
def consistent(case: Case, rule: Rule) -> Answer:
    """Compare announced and listed numbers, look for gaps in numbering, and for pairs of sentences that exclude each other."""
    verbs = _pattern(rule.values["verbs"])
    for passage in case.prose.section(0, 1, 5, 6):
        for announced in announced_before(passage.text, verbs, lexicon().words):
            yield rule.finding(
                passage.where,
                f"所说数目与所列不符：说“{announced.words}”，列出{announced.listed}项（{'、'.join(announced.items)}）。",
                found=f"{announced.listed}项",
                expected=f"{announced.number}项",
            )
    for number in (1, 5, 6):
        yield from _listings(case, rule, number)
    yield from _contradictions(case, rule)


def _listings(case: Case, rule: Rule, section: int) -> Answer:
    text = case.prose.text(section)
    where = case.form.headings[section - 1]
    for announced in announced_after(text):
        yield rule.finding(
            where,
            f"说“{announced.words}”，后面列出{announced.listed}项。",
            found=f"{announced.listed}项",
            expected=f"{announced.number}项",
        )
    for listing in listings(text):
        gap = listing.gap
        if gap is not None and listing.numbers[0] == 1 and gap[1] > 1:
            one, other = (chinese_number(number) for number in gap)
            yield rule.finding(
                where, f"序号不连续：“{one}”之后是“{other}”。", found=other, expected=chinese_number(gap[0] + 1)
            )


def _contradictions(case: Case, rule: Rule) -> Answer:
    for pair in rule.values["contradictions"]:
        one = _first(case, pair["one"])
        other = _first(case, pair["other"])
        if one and other:
            yield rule.finding(
                one[0].where,
                f"前后矛盾：{one[0].where}写“{one[1]}”，{other[0].where}写“{other[1]}”。{pair['advice']}",
                found=f"{one[1]}／{other[1]}",
                expected="前后一致",
            )


def _first(case: Case, pattern: str) -> tuple[Passage, str] | None:
    for passage in case.prose.section(1, 5, 6):
        match = _pattern(pattern).search(passage.text)
        if match:
            return passage, match.group()
    return None


_QUOTED = re.compile(r"[“\"]([^“”\"。]{2,14})。([^“”\"。]{2,14})[”\"]")
_DOUBLE_SIGNS = re.compile(r"[，。；：、]{2,}|[！？]{3,}|[,;]{2,}|[，、；：](?=[）)])")


@check_for("X14")
def punctuation(case: Case, rule: Rule) -> Answer:
    """Look for broken paragraphs, doubled signs, a full stop inside a motto, a missing sign at the end, unpaired quotation marks."""
    if not case.prose.broken_by_layout:
        for seam in case.prose.breaks:
            yield rule.finding(
                seam.where,
                f"段落在句中断开：“…{seam.before}”后另起一段“{seam.after}…”，应连成一段。",
                found=f"{seam.before}／{seam.after}",
                expected=seam.before + seam.after,
            )
    for passage in case.prose.passages:
        for words, right, problem in _sign_faults(passage.text):
            yield rule.finding(passage.where, f"{problem}：“{words}”。", found=words, expected=right)
        if _lacks_final_sign(case, passage):
            yield rule.finding(
                passage.where, f"段末没有标点：“…{passage.text[-10:]}”。", found=passage.text[-10:], expected="句末标点"
            )


def _sign_faults(text: str) -> Iterator[tuple[str, str, str]]:
    for match in _QUOTED.finditer(text):
        yield match.group()[1:-1], f"{match[1]}、{match[2]}", "引号内并列的词语之间误用句号"
    for match in _DOUBLE_SIGNS.finditer(text):
        around = text[max(0, match.start() - 4) : match.end() + 4]
        yield around, around.replace(match.group(), match.group()[-1]), "标点重复或者位置不对"
    for opening, closing in ("“”", "《》", "（）"):
        if text.count(opening) != text.count(closing):
            yield _unpaired(text, opening, closing), f"{opening}{closing}成对", f"“{opening}{closing}”没有成对"


def _unpaired(text: str, opening: str, closing: str) -> str:
    place = max(text.rfind(opening), text.rfind(closing))
    return text[max(0, place - 4) : place + 8]


def _lacks_final_sign(case: Case, passage: Passage) -> bool:
    text = passage.text
    if len(text) < SENTENCE_LENGTH or text[-1] in FINAL_SIGNS or passage.section in (2, 3, 4):
        return False
    if case.prose.broken_by_layout or passage.is_heading or is_signature(text, case.report):
        return False
    return re.search("[，。；]", text) is not None
