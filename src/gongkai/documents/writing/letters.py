"""
Official letters in the letter style of GB/T 9704-2012, as PDF and as editable Word.

One form for every letter of the flow: what differs between a reply, a notice of extension and a request for comments is only the
text, which comes from the rules (`law.md` §8.2) through the operation that writes the letter.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.documents.writing.fonts import FontDirs, font_set
from gongkai.documents.writing.pdf import paragraphs_data
from gongkai.documents.writing.text import Paragraph, chinese_date, clean, outline, title_lines, width_of
from gongkai.documents.writing.typesetting import typeset

#: 机关代字〔年份〕序号号: hexagonal brackets, four-digit year, no 第, no leading zero (GB/T 9704-2012, 7.2.5).
_NUMBER = re.compile(r"[^〔〕\[\]()（）第]+〔\d{4}〕[1-9]\d*号")


class BadDocumentNumber(ValueError):
    """A 发文字号 that GB/T 9704 does not allow."""

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(
            f"发文字号“{number}”不合规范。应为“机关代字〔年份〕序号号”，如“示乡公复〔2026〕1号”："
            "年份用六角括号和四位数字，序号不加“第”、不编虚位（1不写作01）。"
        )


def document_number(code: str, year: int, number: int) -> str:
    """
    Write a 发文字号, such as 示乡公复〔2026〕1号.

    :raises BadDocumentNumber: the code of the organ holds brackets or 第, or the number is not positive.
    """
    return checked_number(f"{code}〔{year}〕{number}号")


def checked_number(number: str) -> str:
    """
    Give the 发文字号 back when it is well formed.

    :raises BadDocumentNumber: it is not.
    """
    if not _NUMBER.fullmatch(number):
        raise BadDocumentNumber(number)
    return number


@dataclass(frozen=True)
class LetterDocument:
    """
    One letter, ready to be set.

    `organ` stands in the head, `signed_by` (the same unless given) under the text. `remedies` are the paragraphs on reconsideration
    and lawsuit, empty where the letter is only procedural. `notes` are printed in brackets under the date, `contact` among them.
    """

    organ: str
    number: str
    title: str
    addressee: str
    paragraphs: tuple[str, ...]
    dated_on: date
    remedies: tuple[str, ...] = ()
    contact: str = ""
    attachments: tuple[str, ...] = ()
    signed_by: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.number:
            checked_number(self.number)

    @property
    def signature(self) -> str:
        """Give the name under the text."""
        return clean(self.signed_by or self.organ)

    @property
    def body(self) -> list[Paragraph]:
        """Give the paragraphs of the letter and of its remedies with their levels."""
        return _without_gaps(outline((*self.paragraphs, *self.remedies)))

    @property
    def remarks(self) -> list[str]:
        """Give the lines that stand in brackets under the date, the contact first."""
        return [text for text in map(clean, (self.contact, *self.notes)) if text]


def _without_gaps(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Set a （一） that stands under no 一、 as the lead of a paragraph: a level must not be skipped, and both look alike on paper."""
    first = next((place for place, item in enumerate(paragraphs) if item.level == "h2"), len(paragraphs))
    return [
        Paragraph("p", item.text, "") if item.level == "h3" and place < first else item
        for place, item in enumerate(paragraphs)
    ]


def letter_pdf(letter: LetterDocument, *, font_dirs: FontDirs = ()) -> bytes:
    """
    Give the letter as a tagged, archival PDF.

    :raises gongkai.documents.writing.fonts.MissingFonts: there is no Chinese font.
    :raises gongkai.documents.writing.typesetting.CannotTypeset: the text cannot be set.
    """
    keywords = [clean(letter.number), f"字体：{font_set(font_dirs).note}"]
    data = {**_letter_data(letter), "keywords": [word for word in keywords if word]}
    return typeset("letter", data, on=letter.dated_on, font_dirs=font_dirs)


def _letter_data(letter: LetterDocument) -> dict[str, Any]:
    organ, title, day = clean(letter.organ), clean(letter.title), chinese_date(letter.dated_on)
    return {
        "organ": organ,
        "mark_width": max(1.0, width_of(organ)),
        "number": clean(letter.number),
        "title": title,
        "title_lines": title_lines(title),
        "addressee": clean(letter.addressee),
        "flow": paragraphs_data(letter.body, final=not letter.attachments),
        "attachments": _attachments(letter),
        "signed_by": letter.signature,
        "date": day,
        "inset": max(4.0, (width_of(letter.signature) - width_of(day)) / 2),
        "notes": letter.remarks,
    }


def _attachments(letter: LetterDocument) -> list[dict[str, Any]]:
    """Give the lines of the list, each with its indents: a name that needs two lines hangs under its own first character."""
    numbered = len(letter.attachments) > 1
    return [
        {
            "text": ("附件：" if place == 1 else "") + (f"{place}. " if numbered else "") + clean(name),
            "indent": 2 if place == 1 else 5,
            "hanging": 6 if numbered else 5,
            "last": place == len(letter.attachments),
        }
        for place, name in enumerate(letter.attachments, start=1)
    ]


def letter_docx(letter: LetterDocument) -> bytes:
    """Give the letter as an editable Word file on the same page."""
    from gongkai.documents.writing.word_letter import letter_word

    return letter_word(letter)
