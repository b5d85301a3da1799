"""The running text of a report as passages: blanks taken out, tables left out, broken paragraphs joined and remembered."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from gongkai.law.annual_report.forms import form_for_year
from gongkai.law.annual_report.model import Report
from gongkai.law.annual_report.text.quantities import narrow

FINAL_SIGNS = "。！？；：…”’）》】!?;:.)"
_ORDINAL = re.compile(
    r"[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.]|[0-9]{1,2}[、.)）](?![0-9])"
)
_ENUMERATOR = re.compile(r"(?:[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]{1,2}[，、])")
_BRACKETS = str.maketrans("()", "（）")
_FULL_SIGNS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_HALF_SIGN = re.compile(r"(?<![0-9A-Za-z])[,;:?!]|[,;:?!](?![0-9A-Za-z/])")
_SIGN = re.compile("[，。；：、]")
_DATE_LINE = re.compile(
    r"[0-9〇零一二三四五六七八九十]{2,4}年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日"
)
_SIGNATURE = re.compile(r"[^，。；：！？]{2,30}(?:人民政府|委员会|办公室|办公厅|街道|办事处|局|乡|镇|中心|厅|委|部)")
_TABLE_LINE = re.compile(r"[\t|｜]")
#: A paragraph of at least this length is a sentence and wants a final sign; a shorter one may be a heading.
SENTENCE_LENGTH = 16
HEADING_LENGTH = 30
#: Where more than this share of the paragraphs is broken, the page broke them, not the author.
LAYOUT_SHARE = 0.25
FEW_PASSAGES = 8
#: Sections that hold the tables; a line there with more than this share of digits is a row.
TABLE_SECTIONS = frozenset({2, 3, 4})
MOST_DIGITS = 0.6
_LABEL_LENGTH = 16
_LONG_LABEL = 40


@dataclass(frozen=True)
class Passage:
    """
    A paragraph without blanks: its section (0 is the preface), its number there from 1, and the sub-heading it stands under.

    `label` is that sub-heading up to its first full stop, `under` the short form of it that names the place.
    """

    section: int
    number: int
    text: str
    under: str
    where: str
    label: str = ""

    @property
    def is_heading(self) -> bool:
        """Tell whether this is a sub-heading and nothing else."""
        return len(self.text) <= HEADING_LENGTH and _ORDINAL.match(self.text) is not None


@dataclass(frozen=True)
class Break:
    """A paragraph broken in the middle: its section, how it ends before the break and how it goes on after."""

    section: int
    where: str
    before: str
    after: str


@dataclass(frozen=True)
class Prose:
    """All passages of a report in order, the breaks that were mended, and the lines that look like tables."""

    passages: tuple[Passage, ...]
    breaks: tuple[Break, ...]
    tabular: tuple[Passage, ...] = ()

    def section(self, *numbers: int) -> list[Passage]:
        """Give the passages of some sections; 0 is the preface."""
        return [passage for passage in self.passages if passage.section in numbers]

    @cached_property
    def body(self) -> str:
        """Give the whole text, a passage a line."""
        return "\n".join(passage.text for passage in self.passages)

    def text(self, *numbers: int) -> str:
        """Give the text of some sections, a passage a line."""
        return "\n".join(passage.text for passage in self.section(*numbers))

    @property
    def broken_by_layout(self) -> bool:
        """Tell whether so many paragraphs are broken that the width of a page did it."""
        inside = sum(seam.section > 0 for seam in self.breaks)
        return inside > LAYOUT_SHARE * max(len(self.passages), FEW_PASSAGES)


def prose_of(report: Report) -> Prose:
    """Take the running text out of a report."""
    headings = form_for_year(report.year).headings if report.year else ()
    passages: list[Passage] = []
    breaks: list[Break] = []
    parts: list[tuple[int, str, Sequence[str]]] = [(0, "前言", report.preface.splitlines())]
    for section in report.sections:
        name = headings[section.number - 1] if 0 < section.number <= len(headings) else section.heading
        parts.append((section.number, name, [line for text in section.paragraphs for line in text.splitlines()]))
    tabular: list[Passage] = []
    for number, name, lines in parts:
        texts: list[str] = []
        for line in lines:
            text = squeeze(line)
            if _is_prose(line, text, number):
                texts.append(text)
            elif text:
                tabular.append(Passage(number, 0, text, "", name))
        found, broken = _passages(number, name, texts, report)
        passages += found
        breaks += broken
    return Prose(tuple(passages), tuple(breaks), tuple(tabular))


def squeeze(text: str) -> str:
    """Take every blank out of a text, write digits in half width and signs beside Chinese characters in full width."""
    plain = narrow("".join(text.split())).translate(_BRACKETS)
    return _HALF_SIGN.sub(lambda match: _FULL_SIGNS[match.group()], plain) if _HALF_SIGN.search(plain) else plain


def _is_prose(line: str, text: str, section: int) -> bool:
    """Tell whether a line, `text` without blanks, is running text."""
    if not text or _TABLE_LINE.search(line.strip()):
        return False
    if section not in TABLE_SECTIONS:
        return True
    return sum(character.isdigit() for character in text) <= MOST_DIGITS * len(text)


def _passages(section: int, name: str, lines: Sequence[str], report: Report) -> tuple[list[Passage], list[Break]]:
    texts: list[str] = []
    seams: list[tuple[int, str, str]] = []
    for line in lines:
        if texts and _goes_on(texts[-1], line, report):
            seams.append((len(texts) - 1, texts[-1], line))
            texts[-1] += line
        else:
            texts.append(line)
    passages = list(_placed(section, name, texts))
    breaks = [Break(section, passages[index].where, before[-6:], after[:6]) for index, before, after in seams]
    return passages, breaks


def _goes_on(before: str, after: str, report: Report) -> bool:
    """Tell whether a paragraph was broken between two lines: the first has no final sign, the second begins nothing new."""
    if before[-1] in FINAL_SIGNS or after[0] in FINAL_SIGNS:
        return False
    if len(before) < SENTENCE_LENGTH and before[-1] not in "，、":
        return False
    if not _SIGN.search(before) or (_ORDINAL.match(before) and len(before) <= HEADING_LENGTH):
        return False
    return not (begins_anew(after) or is_signature(after, report))


def begins_anew(text: str) -> bool:
    """Tell whether a line begins a new paragraph: an ordinal, 一是."""
    return _ORDINAL.match(text) is not None or _ENUMERATOR.match(text) is not None


def is_signature(text: str, report: Report) -> bool:
    """Tell whether a line is a signature or a date, which have no final sign."""
    plain = text.strip("（）()")
    return bool(_DATE_LINE.fullmatch(plain) or plain == report.organ or _SIGNATURE.fullmatch(plain))


def _placed(section: int, name: str, texts: Sequence[str]) -> Iterator[Passage]:
    under = label = ""
    for number, text in enumerate(texts, start=1):
        if text.startswith(("（", "(")) and _ORDINAL.match(text):
            under, label = _short_label(text), re.split("[。：:]", text, maxsplit=1)[0][:_LONG_LABEL]
        where = f"{name}{under}" if under else name
        yield Passage(section, number, text, under, f"{where}第{number}段" if not under and section else where, label)


def _short_label(text: str) -> str:
    """Shorten a sub-heading to what names it: up to the first sign, at most some characters."""
    return re.split(r"[。：:，；]", text, maxsplit=1)[0][:_LABEL_LENGTH]
