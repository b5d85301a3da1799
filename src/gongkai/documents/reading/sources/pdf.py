"""
PDF: the text layer in its own order first, the ruled tables only when the sums ask for them.

Page numbers are left out by what they are: the same number as the page's, alone on its first or last line.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pypdfium2 as pdfium

from gongkai.documents.reading.errors import PutOff, UnreadableReport
from gongkai.documents.reading.normal import without_invisible
from gongkai.documents.reading.sources.plain import MOST_CHARACTERS, add_lines, wrapped_at
from gongkai.documents.reading.stream import Stream, StreamBuilder

MOST_PAGES = 300
#: A page with fewer characters than this has no text of its own.
_FEWEST_CHARACTERS = 8
_NUMBER = re.compile(r"^[-—–－\s]*([0-9]{1,4})[-—–－\s]*$")


def ways(data: bytes, *, scans: bool = True) -> list[Callable[[], Stream]]:
    """
    Give the ways to read a PDF: its text layer, then its tables.

    Raises `PutOff` for a scan that is not to be read now, `UnreadableReport` if it is damaged, locked, far too long, or holds pictures only.
    """
    pages = page_texts(data)
    if sum(len(text.strip()) for text in pages) < _FEWEST_CHARACTERS * len(pages):
        from gongkai.documents.reading.sources import ocr

        if not scans and ocr.available():
            raise PutOff
        return [lambda: ocr.read_scan(data)]
    return [lambda: read_pages(pages), lambda: _ruled(data, pages)]


def _ruled(data: bytes, pages: list[str]) -> Stream:
    from gongkai.documents.reading.sources import pdf_tables

    return pdf_tables.read_tables(data, pages)


def open_pdf(data: bytes) -> Any:
    """Open a document; raises `UnreadableReport` with the reason if that fails."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableReport("encrypted", "PDF 设有打开密码，请去掉密码后重试。") from error
        raise UnreadableReport("damaged", "PDF 已损坏，打不开，请重新取得后再试。") from error
    if len(document) > MOST_PAGES:
        count = len(document)
        document.close()
        raise UnreadableReport("too_large", f"PDF 有{count}页，超过{MOST_PAGES}页，不像年度报告，请检查文件。")
    return document


def page_texts(data: bytes) -> list[str]:
    """Give the text layer of every page."""
    texts: list[str] = []
    characters = 0
    with closing(open_pdf(data)) as document:
        for index in range(len(document)):
            try:
                with closing(document[index]) as page, closing(page.get_textpage()) as text:
                    texts.append(text.get_text_range())
            except pdfium.PdfiumError as error:
                raise UnreadableReport("damaged", f"PDF 第{index + 1}页已损坏，请重新取得后再试。") from error
            characters += len(texts[-1])
            if characters > MOST_CHARACTERS:
                raise UnreadableReport("too_large", "PDF 文字过多，不像年度报告，请检查文件。")
    return texts


def read_pages(pages: list[str]) -> Stream:
    """Give the text of the pages as lines, without their numbers."""
    builder = StreamBuilder()
    kept = list(without_page_numbers([text.replace("\r\n", "\n").replace("\r", "\n") for text in pages]))
    for number, text in enumerate(kept, start=1):
        # The viewer's library writes a hyphen at a line's end as U+FFFE and joins the word itself.
        add_lines(builder, text.replace("\ufffe", ""), page=number)
    whole = "\n".join(kept)
    return builder.stream(kind="pdf", wrapped=wrapped_at(whole, printed=True))


def without_page_numbers(pages: list[str]) -> Iterator[str]:
    """Drop the first or last line of a page where it is a number that rises by one from page to page."""
    ends = [_end_numbers(without_invisible(text)) for text in pages]
    for index, text in enumerate(pages):
        lines = text.strip("\n ").split("\n")
        for place in (0, -1):
            number = ends[index][place]
            near = [ends[other][place] for other in (index - 1, index + 1) if 0 <= other < len(pages)]
            signed = number is not None and len(lines) > 1 and lines[place].strip() != str(number)
            if number is not None and len(lines) > 1 and (signed or number - 1 in near or number + 1 in near):
                lines[place] = ""
        yield "\n".join(lines)


def _end_numbers(text: str) -> tuple[int | None, int | None]:
    lines = text.strip("\n ").split("\n")
    found = [_NUMBER.match(line.strip()) for line in (lines[0], lines[-1])]
    first, last = (int(match[1]) if match else None for match in found)
    return first, last
