"""Who reports on which year: title, organ, year, period, day of publication, contact."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from gongkai.documents.reading.prose import SET_APART
from gongkai.documents.reading.stream import CELL, ROW, Stream
from gongkai.documents.reading.vocabulary import alternatives, vocabulary
from gongkai.law.annual_report.model import OrganKind

_REPORT = re.compile(r"信息公开.{0,12}(?:报告|年报)|(?:报告|年报).{0,4}信息公开|政务公开.{0,8}年度?.{0,6}报告")
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])\s*年?度?")
_CHINESE_YEAR = re.compile(r"(二[〇○零]([一二三四五六七八九〇○零])([一二三四五六七八九〇○零]))年?度?")
_DIGITS = {character: str(index) for index, character in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0"}
_SENTENCE = re.compile(
    r"[。；！？>＞»]|^[一二三四五六七八]、"
    r"|^(?:根据|依据|按照|为|本报告|本年度|现|我|关于印发|来源|浏览|分享|首页|当前位置|您的位置|您现在|索引号|主题分类|发布|文号|字号|打印)"
)
_LABEL = re.compile(r"^(?:标题|题名|名称|文件名称)\s*[:：]?\s*")
_LONGEST_TITLE = 70
#: A title with which a text without line breaks begins.
_RUNNING = re.compile(r"([^。；，]{4,60}?(?:年度报告|工作报告|年报))(?!》|[）)]?[格的])")
_HEAD_LINES = 60
_MOST_TITLE_LINES = 4
_SUBJECT = re.compile(r"(?:关于)?(?:的)?(?:政府)?(?:政务|信息)公开|(?:年度)?报告|年报")


class Identity(NamedTuple):
    """What a report says about itself."""

    title: str
    organ: str
    year: int | None
    period: tuple[date, date] | None
    published_on: date | None
    contact: str
    organ_kind: OrganKind | None
    notes: tuple[str, ...]


def identify(stream: Stream, preface_end: int, name: str) -> Identity:
    """Tell who reports on which year, from what stands before `preface_end`, the file's own titles and its name."""
    head = stream.text[: min(preface_end, 20_000)]
    lines = [_clean(line) for line in re.split(f"[\n{CELL}{ROW}]", head)[:_HEAD_LINES]]
    title = _title([SET_APART.sub("", line) for line in lines] if stream.kind == "pdf" else lines, stream.titles, name)
    period = _period(stream.normal)
    year = year_in(title) or (period[0].year if period else None) or year_in(name)
    notes = []
    if period and year and period[0].year != year:
        notes.append(f"标题年份为{year}年，正文统计期限为{period[0].year}年，请核对。")
    organ = organ_in(title)
    if not organ:
        organ = _publisher(head) or _compiler(head)
        notes += [f"标题没有写明单位，“{organ}”取自页面或前言，请核对。"] if organ else []
    published = _published(head) or _signed(stream.normal)
    return Identity(title, organ, year, period, published, _contact(lines), organ_kind(organ), tuple(notes))


def _clean(line: str) -> str:
    return re.sub(r"^[#>*\s　]+|[*\s　]+$", "", line)


def _title(lines: Sequence[str], titles: Iterable[str], name: str) -> str:
    printed = _printed_title(lines)
    if printed and organ_in(printed) and year_in(printed):
        return printed
    own = [_without_site(_LABEL.sub("", " ".join(title.split()))) for title in titles]
    own = [title for title in own if _REPORT.search(title.replace(" ", ""))]
    return next(
        (title for title in own if organ_in(title) and year_in(title)), printed or (own[0] if own else _stem(name))
    )


def _stem(name: str) -> str:
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name.rsplit("/", 1)[-1])
    return stem if _REPORT.search(stem) else ""


def _without_site(title: str) -> str:
    """Drop the name of the site that a page adds behind its title."""
    return re.sub(r"\s*[-_|—–].{1,24}$", "", title) if re.search(r"(?:报告|年报)[)）]?\s*[-_|—–]", title) else title


def _printed_title(lines: Sequence[str]) -> str:
    """Find the title in the lines before the first section: one that names organ and year, else the first."""
    first = ""
    for index, line in enumerate(lines):
        text = _title_at(lines[index : index + _MOST_TITLE_LINES]) if line else ""
        if text and organ_in(text) and year_in(text):
            return text
        first = first or text
    return first


def _title_at(lines: Sequence[str]) -> str:
    """Give the title that begins on the first of these lines, alone or with the ones behind it; empty if none does."""
    text = ""
    for raw in lines:
        line = _LABEL.sub("", raw)
        running = _RUNNING.match(line) if not text and len(line) > _LONGEST_TITLE else None
        line = running[1] if running else line
        text += line
        if len(text) > _LONGEST_TITLE or _SENTENCE.search(line):
            return ""
        if ("公开" in text or "公 开" in text) and _REPORT.search(text.replace(" ", "")):
            return _without_site(text)
    return ""


def year_in(text: str) -> int | None:
    """Give the year that a text names first, in figures or in Chinese."""
    found = _YEAR.search(text)
    if found:
        return int(found[1])
    chinese = _CHINESE_YEAR.search(text)
    return int(f"20{_DIGITS[chinese[2]]}{_DIGITS[chinese[3]]}") if chinese else None


def organ_in(title: str) -> str:
    """Give the organ that a title names: what remains before its subject without the year."""
    plain = re.sub(r"\s+", "", title)
    plain = _CHINESE_YEAR.sub("", re.sub(r"20[0-9]{2}年?度?", "", plain))
    found = _SUBJECT.search(plain)
    organ = plain[: found.start()] if found else ""
    organ = re.sub(r"^(?:关于|附件[:：]?|《)|(?:关于|的|年度|度|本年度)$", "", organ).strip(
        "：:《》（）()【】[]-—_、，"
    )
    return f"{organ}政府" if organ.endswith("人民") else organ


_KINDS = (
    (OrganKind.TOWNSHIP, r"办事处$"),
    (OrganKind.DEPARTMENT, r"(?:局|委|委员会|办公室|办公厅|厅|中心|支队|大队|分局|所|院|会|部|处|署|台)$"),
    (OrganKind.VILLAGE, r"(?:村|社区|居委会|村委会)$"),
    (OrganKind.TOWNSHIP, r"(?:乡|镇|街道|苏木)$"),
    (OrganKind.COUNTY, r"(?:县|区|旗|[市州盟].{2,6}市)$"),
    (OrganKind.PREFECTURE, r"(?:市|州|盟|地区)$"),
    (OrganKind.PROVINCE, r"(?:省|自治区)$"),
)


def organ_kind(organ: str) -> OrganKind | None:
    """Tell the kind of organ by its name; None where the name does not tell."""
    plain = re.sub(r"(?:人民政府|政府|管理委员会|管委会)$", "", organ)
    if plain.endswith(("自治区", "省")):
        return OrganKind.PROVINCE
    return next((kind for kind, pattern in _KINDS if re.search(pattern, plain)), None)


_FROM = re.compile(
    r"(20[0-9]{2})\s*年?\s*1\s*月\s*1\s*日?\s*(?:起|开始)?\s*[至到\-~—]\s*(?:(20[0-9]{2})\s*年?\s*)?12\s*月\s*31\s*日?"
)


def _period(text: str) -> tuple[date, date] | None:
    """Give the period of the statistics; the word 年 is missing on some sites."""
    found = _FROM.search(text, 0, 30_000)
    if not found:
        return None
    begin = int(found[1])
    return date(begin, 1, 1), date(int(found[2] or begin), 12, 31)


_DATE = re.compile(r"(20[0-9]{2})\s*[年./-]\s*([0-9]{1,2})\s*[月./-]\s*([0-9]{1,2})\s*日?")


def _day(found: re.Match[str] | None) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _published(head: str) -> date | None:
    """Give the day that the page names as that of its publication, or the one alone on a line under the title."""
    words = alternatives(vocabulary()["extra"]["published"])
    found = re.search(rf"(?:{words})\s*[:：]?\s*[{CELL}\s]*{_DATE.pattern}", head)
    alone = re.search(rf"^\s*[(（]?\s*{_DATE.pattern}\s*[)）]?\s*$", head, re.MULTILINE)
    return _day(found) or _day(alone)


def _signed(text: str) -> date | None:
    """Give the day under the signature at the end of the text."""
    tail = [line.strip() for line in text[-400:].splitlines() if line.strip()][-4:]
    return next((_day(_DATE.fullmatch(line)) for line in reversed(tail) if _DATE.fullmatch(line)), None)


def _publisher(head: str) -> str:
    words = alternatives(vocabulary()["extra"]["publisher"])
    found = re.search(rf"(?:{words})\s*[:：]?\s*[{CELL}]?\s*([^\s{CELL}{ROW}:：，。]{{3,30}})", head)
    return found[1] if found else ""


def _compiler(head: str) -> str:
    found = re.search(r"(?:由|向社会公布|公布|公开)([^，。\s]{3,26}(?:政府|局|委员会|办公室|办事处|管委会|厅))", head)
    return found[1] if found else ""


def _contact(lines: Sequence[str]) -> str:
    """Give the sentence that says whom to ask."""
    text = "".join(lines)
    for sentence in re.split(r"(?<=[。！])", text):
        if ("联系" in sentence or "疑问" in sentence) and re.search(
            r"[0-9]{3,4}\s*[-－—]?\s*[0-9]{7,8}|@|电话|地址", sentence
        ):
            return sentence.strip()[:300]
    return ""
