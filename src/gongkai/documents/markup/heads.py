"""Head fields read out of a text: document number, title, date, issuing organ. A suggestion, which a person looks at."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

#: Kinds of official documents by the last word of their title (GB/T 9704 and the regulation on official documents).
DOCUMENT_WORDS = (
    "通知", "公告", "通告", "决定", "决议", "意见", "办法", "细则", "规定", "方案", "预案", "计划", "规划", "要点", "报告", "批复", "函", "纪要",
    "公报", "通报", "公示", "解读", "答记者问", "指南", "目录", "清单", "制度", "决算", "预算", "名单", "简章",
)  # fmt: skip
_NUMBER = re.compile(
    r"([\u4e00-\u9fff]{2,14}(?:[（(][\u4e00-\u9fff]{1,8}[）)])?)\s*[〔\[【\uff3b(（]\s*(20\d{2})\s*[〕\]】\uff3d)）]\s*第?\s*0*([1-9]\d{0,4})\s*号"
)
_DATE = re.compile(r"(20\d{2})\s*年\s*(1[0-2]|0?[1-9])\s*月\s*(3[01]|[12]\d|0?[1-9])\s*日")
_WRITTEN_DATE = re.compile(
    r"(二[〇○零O0][一二三四五六七八九〇○零O0]{2})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_ORGAN = re.compile(
    r"^[\u4e00-\u9fff（）()]{2,40}(?:政府|办公室|委员会|局|厅|中心|站|所|院|部|队|村|社区|领导小组)(?:（演示）)?$"
)
_RED_HEAD = re.compile(r"^[\u4e00-\u9fff（）()\s]{4,40}文件$")
_DIGITS = {
    **{digit: str(value) for value, digit in enumerate("零一二三四五六七八九")},
    "〇": "0",
    "○": "0",
    "O": "0",
    "0": "0",
}
_LOOKED_AT = 25


@dataclass(frozen=True)
class Suggested:
    """What the text itself says about its head fields; what it does not say is empty. `used` are the lines that were the head."""

    title: str = ""
    document_number: str = ""
    produced_on: date | None = None
    organ: str = ""
    used: tuple[str, ...] = ()


def suggest(text: str, *, name: str = "") -> Suggested:
    """
    Read the head fields out of a text.

    :param name: the name of the file, the last resort for a title.
    """
    lines = [line.strip("\u3000 \t") for line in text.split("\n")]
    lines = [line for line in lines if line]
    top = lines[:_LOOKED_AT]
    number_line = next((line for line in top if _NUMBER.search(line) and len(line) < 40), "")
    title, title_lines = _title(top, number_line)
    produced_on, at = _date(lines)
    organ = _organ(lines, at)
    red = [line for line in top[:4] if _RED_HEAD.match(line)]
    stem = re.sub(r"\.\w{2,5}$", "", name).strip()
    return Suggested(
        title=(title or stem)[:200],
        document_number=document_number(number_line),
        produced_on=produced_on,
        organ=organ,
        used=(*red, *([number_line] if number_line else ()), *title_lines),
    )


def document_number(text: str) -> str:
    """Write the first document number in a text as the standard wants it: 青政发〔2026〕5号; empty when there is none."""
    found = _NUMBER.search(text)
    return f"{found[1]}〔{found[2]}〕{found[3]}号" if found else ""


def _title(lines: Sequence[str], number_line: str) -> tuple[str, list[str]]:
    """Give the first one to four lines that together read like the title of an official document."""
    for start, line in enumerate(lines[:15]):
        if line == number_line or _RED_HEAD.match(line) or line.endswith(("：", ":", "。")):
            continue
        for length in range(1, 5):
            chosen = lines[start : start + length]
            if len(chosen) < length or any(one.endswith(("：", ":", "。")) or one == number_line for one in chosen):
                break
            whole = "".join(chosen)
            if len(whole) > 120:
                break
            if _reads_like_title(whole):
                return whole, list(chosen)
    for line in lines[:6]:
        if (
            line != number_line
            and not _RED_HEAD.match(line)
            and 4 <= len(line) <= 60
            and not line.endswith(("。", "：", ":"))
        ):
            return line, [line]
    return "", []


def _reads_like_title(text: str) -> bool:
    bare = re.sub(r"[（(][^（）()]{1,12}[）)]$", "", text)
    return len(bare) >= 6 and bare.endswith(DOCUMENT_WORDS) and (("关于" in bare) or len(bare) <= 40)


def _date(lines: Sequence[str]) -> tuple[date | None, int]:
    """Give the date of the document: the last line that is nothing but a date, else the last date of the text."""
    alone = [place for place, line in enumerate(lines) if (found := _day(line)) and len(line) <= 20 and found]
    for place in reversed(alone):
        return _day(lines[place]), place
    for place in range(len(lines) - 1, -1, -1):
        if day := _day(lines[place]):
            return day, -1
    return None, -1


def _day(line: str) -> date | None:
    numbers: tuple[str, str, str] | None = None
    if found := list(_DATE.finditer(line)):
        numbers = (found[-1][1], found[-1][2], found[-1][3])
    elif written := _WRITTEN_DATE.search(line):
        numbers = ("".join(_DIGITS.get(one, one) for one in written[1]), _small(written[2]), _small(written[3]))
    if numbers is None:
        return None
    try:
        return date(*map(int, numbers))
    except ValueError:
        return None


def _small(text: str) -> str:
    """Read 一 to 三十一."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS.get(text, "0")
    return str(int(_DIGITS.get(tens, "1") if tens else "1") * 10 + int(_DIGITS.get(ones, "0") if ones else "0"))


def _organ(lines: Sequence[str], at: int) -> str:
    """Give the organ that signs: the line right above the date, else that of the red head."""
    for line in lines[max(0, at - 2) : at][::-1] if at > 0 else ():
        if _ORGAN.match(line.replace(" ", "")):
            return line.replace(" ", "")
    head = next((line for line in lines[:4] if _RED_HEAD.match(line)), "")
    return head.replace(" ", "").removesuffix("文件")
