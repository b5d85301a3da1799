"""Official letters as editable Word files in the letter style of GB/T 9704-2012 (10.1)."""

from typing import TYPE_CHECKING

from gongkai.documents.writing import word_parts as parts
from gongkai.documents.writing.text import chinese_date, clean, title_lines, width_of
from gongkai.documents.writing.word import (
    KEEP,
    RAGGED,
    WordFile,
    package,
    paragraph,
    run,
    text_paragraphs,
    title_paragraph,
)

if TYPE_CHECKING:
    from gongkai.documents.writing.letters import LetterDocument

RED = "C8141E"
#: The double lines are 170 mm long, 8 mm and 6 mm beyond the type area.
_BEYOND = '<w:ind w:left="-454" w:right="-340"/>'
_SECTION = (
    '<w:headerReference w:type="first" r:id="header1"/>'
    '<w:footerReference w:type="default" r:id="footer1"/><w:footerReference w:type="even" r:id="footer2"/>'
    '<w:footerReference w:type="first" r:id="footer3"/>' + parts.PAGE.format(footer=1134, title_page="<w:titlePg/>")
)
#: Width of a character in 3号, in twentieths of a point.
_CHARACTER = 316
_FOOTERS = {
    "footer1": parts.page_number("right", raised=312),
    "footer2": parts.page_number("left", raised=312),
    "footer3": parts.footer(
        paragraph(
            "Footer",
            properties=f'<w:pBdr><w:top w:val="thinThickSmallGap" w:sz="24" w:space="0" w:color="{RED}"/></w:pBdr>'
            f'<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>{_BEYOND}',
        )
    ),
}


def letter_word(letter: "LetterDocument") -> bytes:
    """Give the letter as .docx; the same letter gives the same bytes."""
    body = [
        paragraph("Signature", run(letter.number), properties='<w:spacing w:before="156"/><w:ind w:right="0"/>'),
        paragraph("Normal"),
        paragraph("Normal"),
        title_paragraph(title_lines(clean(letter.title))),
        paragraph("Normal"),
        paragraph("Salutation", run(f"{clean(letter.addressee)}：")) if clean(letter.addressee) else "",
        text_paragraphs(letter.body, final=not letter.attachments),
        _attachments(letter),
        _signature(letter),
        *(paragraph("BodyText", run(f"（{line}）"), properties=RAGGED) for line in letter.remarks),
    ]
    return package(
        WordFile(
            body="".join(body),
            section=_SECTION,
            title=letter.title,
            author=letter.organ,
            on=letter.dated_on,
            extras={"header1": _head(clean(letter.organ)), **_FOOTERS},
        )
    )


def _head(organ: str) -> str:
    """Name of the organ in red, its top 30 mm from the edge, the double line 4 mm under it."""
    half = int(min(38, 470 / max(1, width_of(organ))) * 2)
    look = f'<w:color w:val="{RED}"/><w:w w:val="100"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    border = f'<w:pBdr><w:bottom w:val="thickThinSmallGap" w:sz="24" w:space="11" w:color="{RED}"/></w:pBdr>'
    spacing = f'<w:spacing w:before="0" w:after="0" w:line="{half * 10 + 20}" w:lineRule="exact"/>'
    return parts.header(
        paragraph("Header", run(organ, role="title", properties=look), properties=f"{border}{spacing}{_BEYOND}")
    )


def _attachments(letter: "LetterDocument") -> str:
    names = [name for name in map(clean, letter.attachments) if name]
    if not names:
        return ""
    numbered = len(names) > 1
    lines = []
    for index, name in enumerate(names, start=1):
        lead = ("附件：" if index == 1 else "") + (f"{index}. " if numbered else "")
        left = 640 + (4 if numbered else 3) * _CHARACTER
        keep = KEEP if index == len(names) else ""
        hanging = left - 640 if index == 1 else _CHARACTER
        lines.append(
            paragraph(
                "Attachment", run(lead + name), properties=f'{keep}<w:ind w:left="{left}" w:hanging="{hanging}"/>'
            )
        )
    return paragraph("Normal") + "".join(lines)


def _signature(letter: "LetterDocument") -> str:
    """The date four characters from the right, the name centred over it, both under room for the seal."""
    day, name = chinese_date(letter.dated_on), letter.signature
    inset = 4 + (width_of(day) - width_of(name)) / 2
    under = 4.0 if inset > 0 else (width_of(name) - width_of(day)) / 2
    room = paragraph("Normal", properties=KEEP) * 2
    return room + "".join(
        paragraph("Signature", run(text), properties=f'<w:ind w:right="{int(max(0.0, right) * _CHARACTER)}"/>')
        for text, right in ((name, inset), (day, under))
    )
