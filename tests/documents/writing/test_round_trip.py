"""What is written is read back by the reader of published reports: every figure, the title, the six sections."""

from collections.abc import Callable
from pathlib import Path

import pytest

from gongkai.documents.reading import read_report
from gongkai.documents.writing import ReportDocument, report_docx, report_page, report_pdf
from gongkai.law.annual_report.model import Tables, zero_tables

from .samples import SUQIAN, document, every_cell_its_own, needs_fonts, report

WRITERS = [
    pytest.param("docx", report_docx, id="docx"),
    pytest.param("html", lambda doc: report_page(doc).encode(), id="html"),
    pytest.param("pdf", report_pdf, id="pdf", marks=needs_fonts),
]


@pytest.mark.parametrize("tables", [zero_tables(), SUQIAN, every_cell_its_own()], ids=["zero", "suqian", "distinct"])
@pytest.mark.parametrize(("kind", "write"), WRITERS)
def test_a_written_report_is_read_back(
    kind: str, write: Callable[[ReportDocument], bytes], tables: Tables, tmp_path: Path
) -> None:
    path = tmp_path / f"report.{kind}"
    path.write_bytes(write(document(tables)))
    found = read_report(path).report
    assert found.tables is not None
    assert found.tables.table3 == tables.table3
    assert found.tables.table4 == tables.table4
    assert dict(found.tables.table2) == dict(tables.table2)
    assert [section.number for section in found.sections] == [1, 2, 3, 4, 5, 6]
    assert found.title == report().title
