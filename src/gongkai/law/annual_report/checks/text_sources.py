"""X08, X10, X13, X15: foreign names, likeness with other reports, personal data, citations of texts in force."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from gongkai.law.annual_report.checks.case import Case
from gongkai.law.annual_report.checks.registry import Answer, Rule, check_for
from gongkai.law.annual_report.context import COMPARED_SECTIONS, compared_text
from gongkai.law.annual_report.model import Severity
from gongkai.law.annual_report.text.likeness import Pieces
from gongkai.law.annual_report.text.personal import personal_data
from gongkai.law.annual_report.text.references import references, wrong_articles
from gongkai.law.citations import Instrument, instruments

_SHOWN_PASSAGES = 5
_GOVERNMENT = re.compile(
    r"(?P<name>[一-鿿]{2,9}?(?:县|(?<!自治)区|旗|乡|镇|街道))(?=人民政府|20[0-9]{2}年|政府信息公开(?:工作)?年度报告)"
)
_NOT_A_NAME = re.compile("^(?:各|本|该|全|我|上级|下级|地方|县级以上|乡镇|街道|区|县|市|省|自治区|中央)")
_LEARNING = re.compile("借鉴|学习|参观|考察|外地|先进|试点|经验|对口|协作|结对")
_LEVELS = re.compile("(?<=省|市|县|区|州|盟|旗)")


@check_for("X08")
def foreign_names(case: Case, rule: Rule) -> Answer:
    """Title and preface name this organ only; names of other places stand in the text only where one learns from them."""
    organ = re.sub(r"[（(].*?[）)]", "", case.report.organ)
    if not organ:
        yield rule.skip("没有识别出机关名称。")
        return
    for where, text in (
        ("标题", "".join(case.report.title.split())),
        *((p.where, p.text) for p in case.prose.section(0)),
    ):
        for match in _GOVERNMENT.finditer(re.sub("《[^》]*通知》", "", text)):
            name = _trimmed(match["name"], organ)
            if name and not _is_own(name, organ):
                yield rule.finding(
                    where, f"出现其他机关名称“{name}”，本报告的机关是{organ}。", found=name, expected=organ
                )
    if not case.context.foreign_names:
        return
    names = [name for name in case.context.foreign_names if len(name) > 1 and not _is_own(name, organ)]
    for passage in case.prose.passages:
        for name in names:
            place = passage.text.find(name)
            if place >= 0 and not _LEARNING.search(passage.text[max(0, place - 12) : place + len(name) + 12]):
                yield rule.finding(
                    passage.where,
                    f"出现其他单位或者地方“{name}”：…{passage.text[max(0, place - 8) : place + len(name) + 8]}…，是否抄自别处？",
                    found=name,
                    expected=organ,
                )


def _trimmed(name: str, organ: str) -> str:
    """Take off the words before a name that the pattern caught: 由, 现将, 根据…"""
    own = re.sub(r"人民政府$", "", organ)
    if own and own[:2] in name:
        name = name[name.index(own[:2]) :]
    return re.sub(r"^.*(?:由|将|据|照|按|和|与|及|布|发|在|为|对|从|了|的|年)", "", name)


def _is_own(name: str, organ: str) -> bool:
    """Tell whether a name is the organ's own, that of a place it belongs to, or no name at all."""
    if len(name) < 3 or _NOT_A_NAME.match(name):
        return True
    own = re.sub(r"人民政府$", "", organ)
    return name in organ or own in name or any(len(part) > 2 and part == name for part in _LEVELS.split(own))


@check_for("X10")
def copied(case: Case, rule: Rule) -> Answer:
    """Likeness with last year's report and with reports of other organs, with the sentences that were carried over."""
    others: list[tuple[str, Pieces, float]] = []
    if case.context.previous_report is not None:
        others.append(("本机关上年报告", compared_text(case.context.previous_report), rule.values["own_limit"]))
    others += [(other.organ, other.pieces, rule.values["sibling_limit"]) for other in case.context.siblings]
    if not others:
        yield rule.skip("没有上年报告和同级单位的报告。")
        return
    own = Pieces(case.prose.text(*COMPARED_SECTIONS))
    for name, source, limit in others:
        ratio = own.likeness(source)
        if ratio > limit:
            passages = sorted(own.carried_from(source), key=lambda carried: -len(carried.sentence))[:_SHOWN_PASSAGES]
            shown = "；".join(f"“{carried.sentence[:40]}”" for carried in passages)
            yield rule.finding(
                "正文",
                f"与{name}相似{ratio:.0%}，超过{limit:.0%}。相同的段落如：{shown}。",
                found=f"{ratio:.0%}",
                expected=f"不超过{limit:.0%}",
            )


@check_for("X13")
def no_personal_data(case: Case, rule: Rule) -> Answer:
    """Find identity numbers, bank cards, private telephones and home addresses; they are shown masked."""
    for passage in (*case.prose.passages, *case.prose.tabular):
        for item in personal_data(passage.text):
            yield rule.finding(
                passage.where,
                f"出现{item.label}“{item.masked}”，公布前必须删除。",
                found=item.masked,
                expected="删除",
                severity=None if item.certain else Severity.WARNING,
            )


@check_for("X15")
def sources(case: Case, rule: Rule) -> Answer:
    """Numbers and titles of cited texts: known, rightly numbered, in force; articles that exist."""
    on = case.report.published_on or case.context.on or (date(case.year, 12, 31) if case.year else None)
    if on is None:
        yield rule.skip("没有识别出报告年度，不能确定文件是否有效。")
        return
    for passage in case.prose.passages:
        yield from _numbers(case, rule, passage.where, passage.text, on)
        for title, instrument in _expired_titles(on):
            if title in passage.text:
                yield rule.finding(
                    passage.where,
                    f"引用的《{title}》已于{instrument.in_force_to:%Y-%m-%d}失效，请改用现行规定。",
                    found=title,
                    expected="现行规定",
                )
        for words, problem in wrong_articles(passage.text):
            yield rule.finding(passage.where, f"“{words}”：{problem}", found=words, expected="存在的条款")


def _numbers(case: Case, rule: Rule, where: str, text: str, on: date) -> Answer:
    for reference in references(text):
        if reference.brackets != "〔〕":
            yield rule.finding(
                where,
                f"发文字号“{reference.words}”的年份应用六角括号〔〕。",
                found=reference.words,
                expected=f"{reference.code}〔{reference.year}〕{reference.number}号",
                severity=Severity.INFO,
            )
        instrument = reference.instrument
        if instrument is None:
            continue
        if not reference.rightly_coded:
            yield rule.finding(
                where,
                f"发文字号“{reference.words}”有误，《{instrument.short}》的文号为{instrument.number}。",
                found=reference.words,
                expected=instrument.number,
            )
        elif instrument.id == "form2019" and case.year is not None and case.year >= 2021:
            current = instruments()["form2021"].number
            yield rule.finding(
                where,
                f"“{reference.words}”已被{current}代替，{case.year}年度应当引用后者。",
                found=reference.words,
                expected=current,
            )
        elif instrument.in_force_to is not None and instrument.in_force_to < on and instrument.id != "form2019":
            yield rule.finding(
                where,
                f"“{reference.words}”（《{instrument.short}》）已于{instrument.in_force_to:%Y-%m-%d}失效。",
                found=reference.words,
                expected="现行规定",
            )


@cache
def _expired_titles(on: date) -> tuple[tuple[str, Instrument], ...]:
    """Give the titles of instruments no longer in force, unless a newer text bears the same title."""
    current = {instrument.title for instrument in instruments().values() if instrument.in_force(on)}
    return tuple(_expired(on, current))


def _expired(on: date, current: set[str]) -> Iterator[tuple[str, Instrument]]:
    for instrument in instruments().values():
        plain = re.sub(r"（[^）]*）$", "", instrument.title)
        if (
            instrument.in_force_to
            and instrument.in_force_to < on
            and plain == instrument.title
            and plain not in current
        ):
            yield plain, instrument
