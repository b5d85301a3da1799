"""The workbook: three sheets, merged headings, figures as figures, text never a formula."""

import dataclasses
from io import BytesIO

import openpyxl
import pytest

from gongkai.documents.writing import NoTables, report_xlsx
from gongkai.documents.writing.grids import FIGURE, grids
from gongkai.law.annual_report.model import Tables, zero_tables

from .samples import SUQIAN, document, every_cell_its_own, report

TOP = 3


def book(**changes: object) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(report_xlsx(document(**changes))))  # type: ignore[arg-type]


@pytest.mark.parametrize("tables", [zero_tables(), SUQIAN, every_cell_its_own()], ids=["zero", "suqian", "distinct"])
def test_all_figures_are_numbers_in_their_places(tables: Tables) -> None:
    made = book(tables=tables)
    assert made.sheetnames == ["表二", "表三", "表四"]
    for grid in grids(tables).values():
        for cell in grid.figures:
            found = made[grid.name].cell(TOP + cell.y, 1 + cell.x)
            assert found.data_type == "n"
            assert found.value == pytest.approx(float(cell.value or 0))


def test_headings_are_merged_as_in_the_form() -> None:
    made = book()
    for grid in grids(SUQIAN).values():
        merged = {str(area) for area in made[grid.name].merged_cells.ranges}
        for cell in grid.cells:
            if cell.w * cell.h > 1:
                area = openpyxl.worksheet.cell_range.CellRange(
                    min_col=1 + cell.x, min_row=TOP + cell.y, max_col=cell.x + cell.w, max_row=TOP + cell.y + cell.h - 1
                )
                assert str(area) in merged
            if cell.kind != FIGURE:
                assert made[grid.name].cell(TOP + cell.y, 1 + cell.x).value == cell.text


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "http://x.example", "\t=1"]
)
def test_text_of_users_never_becomes_a_formula_or_a_link(text: str) -> None:
    odd = dataclasses.replace(report(), title=text)
    doc = dataclasses.replace(
        document(correction_note=text), report=odd, digest="", contact=(text,), signer=text, url=text
    )
    made = openpyxl.load_workbook(BytesIO(report_xlsx(doc)))
    for sheet in made:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None


def test_a_blank_cell_is_blank() -> None:
    made = book(tables=SUQIAN.with_cell3("g", "c1", None))
    assert made["表三"].cell(TOP + 5, 4).value is None


def test_p03_the_digest_is_on_every_sheet() -> None:
    for sheet in book():
        assert document().digest in " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_the_same_version_gives_the_same_bytes() -> None:
    assert report_xlsx(document()) == report_xlsx(document())


def test_a_report_without_tables_has_no_workbook() -> None:
    with pytest.raises(NoTables, match="没有统计表"):
        report_xlsx(document(None))
