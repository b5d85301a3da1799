"""Pages of Word documents for a preview: set from what the rebuild read, marked where personal data stand."""

import io
from datetime import date

import docx as python_docx
import pytest

from gongkai.documents.rebuilding import pages_of, rebuild
from gongkai.documents.writing.preview import preview_pdf
from gongkai.law.privacy import id_check_character
from tests.documents.rebuilding.local import in_process

__all__ = ["in_process"]
pytestmark = pytest.mark.usefixtures("in_process")

ON = date(2026, 11, 24)
BODY = "64042319010101001"
NUMBER = BODY + id_check_character(BODY)


def document(*, breaks: int = 0) -> bytes:
    made = python_docx.Document()
    made.add_heading("关于发放补贴的通知", 1)
    paragraph = made.add_paragraph("领取人身份证号：")
    paragraph.add_run(NUMBER).bold = True
    table = made.add_table(3, 3)
    for at, row in enumerate([["姓名", "身份证号", "金额"], ["马演示", NUMBER, "120"], ["王演示", NUMBER, "120"]]):
        for column, words in enumerate(row):
            table.cell(at, column).text = words
    table.cell(0, 0).merge(table.cell(0, 1))
    for _ in range(breaks):
        made.add_page_break()
        made.add_paragraph("又一页")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_pages_show_the_document_with_its_numbers_marked() -> None:
    preview = rebuild(document(), "通知.docx", on=ON).preview
    assert [block["kind"] for block in preview.layout] == ["paragraph", "paragraph", "table"]
    pages = pages_of(preview_pdf(preview.layout), on=ON)
    assert len(pages.pages) == len(pages.marks) == 1
    assert pages.pages[0].startswith(b"\x89PNG")
    assert len([mark for mark in pages.marks[0] if mark.severity == "block"]) == 3


def test_at_most_twenty_pages_are_pictured() -> None:
    preview = rebuild(document(breaks=30), "通知.docx", on=ON).preview
    assert len(pages_of(preview_pdf(preview.layout), on=ON).pages) == 20
