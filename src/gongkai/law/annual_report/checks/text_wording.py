"""X09, X11, X17–X19: words: near misses and common mistakes, plans in a look back, left-over instructions, empty promises."""

import re
from functools import cache

from gongkai.law.annual_report.checks.case import Case
from gongkai.law.annual_report.checks.registry import Answer, Rule, check_for
from gongkai.law.annual_report.model import OrganKind, Severity
from gongkai.law.annual_report.text.lexicon import common_mistakes, lexicon, with_terms
from gongkai.law.annual_report.text.near_miss import Edit, near_misses
from gongkai.law.annual_report.text.prose import Passage

_EDITS = {
    Edit.WRONG: "有一个字不同",
    Edit.MISSING: "少一个字",
    Edit.EXTRA: "多一个字",
    Edit.SWAPPED: "两个字颠倒",
}
_AROUND = 6


@check_for("X11")
def wording(case: Case, rule: Rule) -> Answer:
    """Find near misses of official terms, common mistakes and doubled words."""
    words = with_terms(tuple(case.context.own_terms)) if case.context.own_terms else lexicon()
    heads = [Passage(0, 0, "".join(case.report.title.split()), "", "标题")] if case.report.title else []
    for passage in (*heads, *case.prose.passages):
        text = passage.text
        taken: list[tuple[int, int]] = []
        for miss in near_misses(text, words):
            found = miss.found(text)
            taken.append((miss.start, miss.end))
            yield rule.finding(
                passage.where,
                f"“{found}”疑为“{miss.term}”（{_EDITS[miss.edit]}）：…{_around(text, miss.start, miss.end)}…",
                found=found,
                expected=miss.term,
            )
        for match, right in common_mistakes().find(text):
            if not _overlaps(match, taken):
                yield rule.finding(
                    passage.where,
                    f"“{match.group()}”应为“{right}”：…{_around(text, match.start(), match.end())}…",
                    found=match.group(),
                    expected=right,
                )
        for match in _DOUBLED.finditer(text):
            if not _overlaps(match, taken):
                yield rule.finding(
                    passage.where, f"“{match.group()}”疑有重复。", found=match.group(), expected=match[1]
                )


_DOUBLED = re.compile(r"([一-鿿]{2,6}?)\1")


def _overlaps(match: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    return any(match.start() < end and start < match.end() for start, end in taken)


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - _AROUND) : end + _AROUND]


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


@check_for("X09")
def plans_in_a_look_back(case: Case, rule: Rule) -> Answer:
    """Find the future tense where the past year is told about."""
    plan, handling = _pattern(rule.values["plan"]), _pattern(rule.values["handling"])
    for passage in case.prose.section(1):
        for clause in re.split(r"(?<=[，。；！？])", passage.text):
            match = plan.search(clause)
            if match and not handling.search(clause):
                yield rule.finding(
                    passage.where,
                    f"回顾全年工作的部分用了将来时：“{clause.strip('，。；')}”。已做的事请写结果，计划请移到第五部分。",
                    found=match.group(),
                    expected="写已经做了什么",
                )


@check_for("X17")
def left_over_instructions(case: Case, rule: Rule) -> Answer:
    """Find instructions of a template and places to be filled in."""
    pattern = _pattern(rule.values["residue"])
    for passage in case.prose.passages:
        for match in pattern.finditer(passage.text):
            yield rule.finding(
                passage.where,
                f"留有模板说明或者待填写的内容：“{match.group()}”。",
                found=match.group(),
                expected="删除或者填写",
            )


@check_for("X18")
def empty_promises(case: Case, rule: Rule) -> Answer:
    """Find things that are announced but not given: a telephone without a number, a time limit without days."""
    for promise in rule.values["promises"]:
        said, given = _pattern(promise["said"]), _pattern(promise["given"])
        if given.search(case.prose.body):
            continue
        for passage in case.prose.section(0, 1, 5, 6):
            match = said.search(passage.text)
            if match:
                yield rule.finding(
                    passage.where,
                    f"提到“{match.group()}”，没有写{promise['what']}。",
                    found=match.group(),
                    expected=promise["what"],
                )
                break


_SELF = re.compile(r"我(?P<level>乡镇|乡|镇|街道|县|区|市|旗|局|委|厅|部|办)(?!村|镇|民|干|内|外|长|里)")
_TOWNSHIP_LEVELS = frozenset({"乡镇", "乡", "镇", "街道"})


@check_for("X19")
def self_names(case: Case, rule: Rule) -> Answer:
    """Compare the names that the organ gives itself with each other and with its name."""
    names: dict[str, str] = {}
    for passage in case.prose.passages:
        for match in _SELF.finditer(passage.text):
            names.setdefault(match["level"], passage.where)
    if case.kind is OrganKind.TOWNSHIP:
        used = [level for level in names if level in _TOWNSHIP_LEVELS]
        own = next(
            (level for level in ("街道", "乡", "镇") if level in case.report.organ[-6:].replace("人民政府", "")), ""
        )
        strange = [level for level in used if own and level not in (own, "乡镇")]
        for level in strange:
            yield rule.finding(
                names[level],
                f"本机关是{own}，正文却自称“我{level}”，是否抄自别处？",
                found=f"我{level}",
                expected=f"我{own}",
                severity=Severity.WARNING,
            )
        if len(used) > 1 and not strange:
            yield rule.finding(
                names[used[1]],
                f"自称不一致：{'、'.join(f'“我{level}”' for level in used)}，请统一。",
                found="、".join(f"我{level}" for level in used),
                expected=f"我{own or used[0]}",
            )
