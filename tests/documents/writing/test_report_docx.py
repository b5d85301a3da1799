"""The report in Word: real tables with the merged cells of the form, every figure, the page, neutral properties."""

import dataclasses
import re
import zipfile
from io import BytesIO

import docx
import pytest
from docx.shared import Mm
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gongkai.documents.writing import report_docx
from gongkai.documents.writing.grids import FIGURE, grids
from gongkai.law.annual_report.model import TABLE3_ROWS, TABLE4_CELLS, Tables, zero_tables

from .samples import ORGAN, SUQIAN, document, every_cell_its_own, report

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(**changes: object) -> docx.document.Document:
    return docx.Document(BytesIO(report_docx(document(**changes))))  # type: ignore[arg-type]


@pytest.mark.parametrize("tables", [zero_tables(), SUQIAN, every_cell_its_own()], ids=["zero", "suqian", "distinct"])
def test_all_figures_are_read_back(tables: Tables) -> None:
    second, third, fourth = opened(tables=tables).tables
    assert [[cell.text for cell in row.cells[3:]] for row in third.rows[3:]] == [
        [str(cell) for cell in tables.row3(code) or ()] for code in TABLE3_ROWS
    ]
    assert [cell.text for cell in fourth.rows[3].cells] == [str(tables.cell4(code)) for code in TABLE4_CELLS]
    assert [cell.text for cell in second.rows[2].cells[1:]] == [str(cell) for cell in tables.table2["government_rule"]]
    assert second.rows[13].cells[3].text == (str(tables.table2["charge"][0]))


@pytest.mark.parametrize("number", [2, 3, 4])
def test_cells_are_merged_as_in_the_form(number: int) -> None:
    grid = grids(SUQIAN)[number]
    table = opened().tables[number - 2]
    assert (len(table.rows), len(table.columns)) == (grid.height, grid.width)
    for cell in grid.cells:
        corners = {table.cell(y, x)._tc for x in (cell.x, cell.x + cell.w - 1) for y in (cell.y, cell.y + cell.h - 1)}
        assert len(corners) == 1
        assert table.cell(cell.y, cell.x).text == cell.text


def test_head_rows_are_repeated_rows_stay_whole_and_tables_have_captions() -> None:
    second, third, fourth = opened().tables
    for table, head in ((second, 0), (third, 3), (fourth, 3)):
        assert len(table._tbl.findall(f".//{W}tblHeader")) == head
        assert len(table._tbl.findall(f".//{W}cantSplit")) == len(table.rows)
        assert table._tbl.find(f".//{W}tblCaption").get(f"{W}val")
        assert "数据" in table._tbl.find(f".//{W}tblDescription").get(f"{W}val")


def test_gbt9704_5_2_the_page() -> None:
    section = opened().sections[0]
    assert (section.page_width, section.page_height) == (
        pytest.approx(Mm(210), abs=700),
        pytest.approx(Mm(297), abs=700),
    )
    for found, wanted in (
        (section.top_margin, 37),
        (section.left_margin, 28),
        (section.right_margin, 26),
        (section.bottom_margin, 35),
    ):
        assert found.mm == pytest.approx(wanted, abs=0.05)


def test_gbt9704_fonts_are_named_and_never_embedded() -> None:
    with zipfile.ZipFile(BytesIO(report_docx(document()))) as archive:
        styles = archive.read("word/styles.xml").decode()
        assert not [
            name for name in archive.namelist() if "font" in name.lower() and not name.endswith("fontTable.xml")
        ]
        assert "embed" not in archive.read("word/fontTable.xml").decode()
    for face in ("仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"):
        assert f'w:eastAsia="{face}"' in styles
    assert not re.search(r"<[a-z]+-fonts/>", styles)


def test_gbt9704_7_5_page_numbers_odd_right_even_left() -> None:
    document_ = opened()
    section = document_.sections[0]
    assert document_.settings.odd_and_even_pages_header_footer
    for footer, align in ((section.footer, 2), (section.even_page_footer, 0)):
        (paragraph,) = footer.paragraphs
        assert paragraph.alignment == align
        assert paragraph.text == "— 1 —"
        assert "PAGE" in etree.tostring(paragraph._p).decode()


def test_levels_are_headings_that_a_reader_can_navigate_by() -> None:
    names = [
        paragraph.style.name for paragraph in opened().paragraphs if paragraph.style.name.startswith(("Head", "Title"))
    ]
    assert names[0] == "Title"
    assert names.count("Heading 2") == 6
    assert "Heading 3" in names


def test_properties_name_the_organ_and_nobody() -> None:
    properties = opened().core_properties
    assert properties.author == properties.last_modified_by == ORGAN
    assert properties.title == document().file_title
    assert str(properties.created.date()) == "2024-01-26"
    assert not properties.comments


def test_p03_the_digest_is_printed() -> None:
    assert document().digest in "\n".join(paragraph.text for paragraph in opened().paragraphs)


def test_the_same_version_gives_the_same_bytes_and_a_sound_archive() -> None:
    first = report_docx(document())
    assert first == report_docx(document())
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            etree.fromstring(archive.read(name))


@given(st.text(max_size=80))
def test_any_text_gives_a_file_that_opens(text: str) -> None:
    odd = dataclasses.replace(report(), preface=text, title=text)
    made = report_docx(dataclasses.replace(document(), report=odd, digest=""))
    assert docx.Document(BytesIO(made)).tables


def test_elements_stand_in_the_order_that_word_demands() -> None:
    """Word refuses a file whose properties are out of order (ECMA-376, 17.3.1.26, 17.3.2.28, 17.4.60, 17.4.66)."""
    orders = {
        "pPr": "pStyle keepNext keepLines widowControl pBdr overflowPunct autoSpaceDE autoSpaceDN snapToGrid spacing ind jc outlineLvl",
        "rPr": "rFonts b color w kern sz szCs lang",
        "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription",
        "tcPr": "tcW gridSpan vMerge vAlign",
        "trPr": "cantSplit trHeight tblHeader",
        "sectPr": "headerReference footerReference pgSz pgMar titlePg docGrid",
    }
    with zipfile.ZipFile(BytesIO(report_docx(document()))) as archive:
        roots = [etree.fromstring(archive.read(f"word/{name}.xml")) for name in ("document", "styles", "footer1")]
    for name, order in orders.items():
        places = {W + child: place for place, child in enumerate(order.split())}
        for element in (found for root in roots for found in root.iter(W + name)):
            found = [places[child.tag] for child in element]
            assert found == sorted(found), etree.tostring(element)


def test_every_figure_of_the_grid_is_in_a_cell_of_its_own() -> None:
    figures = [cell for cell in grids(every_cell_its_own())[3].cells if cell.kind == FIGURE]
    table = opened(tables=every_cell_its_own()).tables[1]
    assert len({table.cell(cell.y, cell.x)._tc for cell in figures}) == 175
