"""The report on the page of GB/T 9704: 22 lines of 28 characters, margins, table 三 on one page, nothing on top of anything."""

import dataclasses
import itertools
import re
from decimal import Decimal
from io import BytesIO

import pikepdf
import pytest

from gongkai.documents.writing import UnprintableText, font_set, report_pdf
from gongkai.law.annual_report.forms import form
from gongkai.law.annual_report.model import TABLE3_ROWS, TABLE4_CELLS, FormVersion, Tables, zero_tables

from . import pages
from .samples import PLAIN, SUQIAN, document, every_cell_its_own, needs_fonts, report

pytestmark = needs_fonts


def full_pages(pdf: bytes) -> list[int]:
    """Give the pages filled with plain text."""
    return [number for number, text in enumerate(pages.texts(pdf)) if "".join(text.split()).count(PLAIN) > 10]


def page_with(pdf: bytes, text: str) -> int:
    return next(number for number, found in enumerate(pages.texts(pdf)) if text in "".join(found.split()))


def test_gbt9704_5_2_a_full_page_has_22_lines_of_28_characters() -> None:
    pdf = report_pdf(document(long=True))
    (number, *_) = full_pages(pdf)
    lines = pages.lines(pdf, number)
    assert len(lines) == 22
    solid = [line for line in lines if set(line.text) <= set(PLAIN)]
    assert len(solid) >= 20
    assert {len(line.text) for line in solid} == {28}
    steps = [below.top - above.top for above, below in itertools.pairwise(lines)]
    assert max(steps) - min(steps) < 0.01


def test_gbt9704_5_2_margins_are_kept_within_a_millimetre() -> None:
    pdf = report_pdf(document(long=True))
    (number, *_) = full_pages(pdf)
    box = pages.ink(pdf, number)
    assert box.top == pytest.approx(37, abs=1)
    assert box.left == pytest.approx(28, abs=1)
    assert 210 - box.right == pytest.approx(26, abs=1)
    assert 297 - box.bottom == pytest.approx(35, abs=1)


def test_the_measure_sees_a_page_that_is_wrong() -> None:
    import typst

    page = '#set page(paper: "a4", margin: (top: 39mm, left: 30mm, right: 28mm, bottom: 37mm))\n'
    look = '#set text(font: "Noto Serif CJK SC", size: 15pt, top-edge: 0.88em)\n#set par(justify: true)\n'
    fonts = font_set().fonts
    pdf = typst.compile((page + look + PLAIN * 60).encode(), font_paths=fonts, ignore_system_fonts=True, format="pdf")
    box = pages.ink(pdf, 0)
    assert (box.left, box.top) == (pytest.approx(30, abs=0.6), pytest.approx(39, abs=0.6))
    assert (210 - box.right) == pytest.approx(28, abs=0.6)
    assert len(pages.lines(pdf, 0)) != 22


@pytest.mark.parametrize("tables", [zero_tables(), SUQIAN, every_cell_its_own()], ids=["zero", "suqian", "distinct"])
def test_no_page_leaves_the_type_area(tables: Tables) -> None:
    pdf = report_pdf(document(tables, long=True))
    for number in range(len(pages.texts(pdf))):
        box = pages.ink(pdf, number)
        assert box.left > 27
        assert box.top > 36
        assert box.right < 185
        assert box.bottom < 263


def test_gbt9704_7_5_page_numbers_stand_on_the_outer_side() -> None:
    pdf = report_pdf(document(long=True))
    for number, text in enumerate(pages.texts(pdf), start=1):
        assert re.search(rf"— {number} —", text)
        foot = pages.lines(pdf, number - 1, above=297)[-1]
        assert foot.text == f"—{number}—"
        assert (foot.left > 105) == (number % 2 == 1)


@pytest.mark.parametrize("tables", [zero_tables(), SUQIAN, every_cell_its_own()], ids=["zero", "suqian", "distinct"])
def test_table_3_stands_whole_on_one_page_with_every_figure(tables: Tables) -> None:
    pdf = report_pdf(document(tables))
    number = page_with(pdf, "申请人情况")
    (table,) = (found for found in pages.tables(pdf, number) if len(found) == 28)
    assert [row[3:] for row in table[3:]] == [[str(cell) for cell in tables.row3(code) or ()] for code in TABLE3_ROWS]
    labels = [row.label for row in form(FormVersion.F2021).rows]
    assert [next(cell for cell in reversed(row[:3]) if cell) for row in table[3:]] == labels
    sizes = {round(line.size, 1) for line in pages.lines(pdf, number) if line.text.startswith("一、本年新收")}
    assert sizes == {9.0}


def test_tables_2_and_4_have_every_figure() -> None:
    tables = every_cell_its_own()
    pdf = report_pdf(document(tables))
    second = next(found for found in pages.tables(pdf, page_with(pdf, "第二十条第（一）项")) if found[0][0])
    figures = [cell for row in second for cell in row[1:] if cell and cell.isdigit()]
    assert figures == [str(cell) for cells in tables.table2.values() for cell in cells]
    fourth = next(found for found in pages.tables(pdf, page_with(pdf, "未经复议直接起诉")) if len(found) == 4)
    assert fourth[3] == [str(tables.cell4(code)) for code in TABLE4_CELLS]


def test_figures_of_seven_digits_still_fit() -> None:
    tables = SUQIAN
    for row in TABLE3_ROWS:
        for column in ("c1", "c2", "c3", "c4", "c5", "c6", "ct"):
            tables = tables.with_cell3(row, column, 1234567)
    tables = tables.with_row2("charge", (Decimal("123456789.1234"),))
    pdf = report_pdf(document(tables))
    number = page_with(pdf, "申请人情况")
    assert len([found for found in pages.tables(pdf, number) if len(found) == 28]) == 1
    assert pages.overlaps(pdf, number) == []
    assert pages.ink(pdf, number).right < 185


@pytest.mark.parametrize("tables", [zero_tables(), SUQIAN], ids=["zero", "suqian"])
def test_nothing_lies_on_anything(tables: Tables) -> None:
    pdf = report_pdf(document(tables))
    assert [pages.overlaps(pdf, number) for number in range(len(pages.texts(pdf)))] == [[]] * len(pages.texts(pdf))


def test_the_report_is_black() -> None:
    with pikepdf.open(BytesIO(report_pdf(document()))) as pdf:
        for page in pdf.pages:
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) in {"rg", "RG", "scn", "SCN", "g", "G"}:
                    values = [float(value) for value in operands if not isinstance(value, pikepdf.Name)]
                    assert len(set(values)) <= 1


def test_the_file_is_tagged_titled_archival_and_chinese() -> None:
    with pikepdf.open(BytesIO(report_pdf(document()))) as pdf:
        assert pdf.Root.Lang == "zh-CN"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.docinfo.Title) == document().file_title
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        kinds = _kinds(pdf.Root.StructTreeRoot)
    assert {"/H1", "/H2", "/Table", "/TR", "/TH", "/TD"} <= kinds


def _kinds(node: pikepdf.Object) -> set[str]:
    if isinstance(node, pikepdf.Array):
        return set().union(*map(_kinds, node)) if len(node) else set()
    if not isinstance(node, pikepdf.Dictionary):
        return set()
    own = {str(node["/S"])} if "/S" in node else set()
    return own | (_kinds(node["/K"]) if "/K" in node else set())


def test_p03_digest_version_and_fonts_are_printed() -> None:
    doc = document(correction_note="补报一件申请")
    text = "".join("".join(pages.texts(report_pdf(doc))).split())
    assert doc.digest in text
    assert "第2版" in text
    assert "补报一件申请" in text
    assert "字体：" in text


def test_the_same_version_gives_the_same_bytes() -> None:
    assert report_pdf(document()) == report_pdf(document())


def test_a_character_that_no_font_has_is_an_error_and_no_box() -> None:
    broken = dataclasses.replace(report(), preface="正文\ue123")
    with pytest.raises(UnprintableText, match="找不到"):
        report_pdf(dataclasses.replace(document(), report=broken, digest=""))


def test_text_is_never_taken_for_markup() -> None:
    text = "#panic(1) $x$ *粗* _斜_ @ref <tag> `code` \\ // /* [ ] { }"
    odd = dataclasses.replace(report(), preface=text)
    pdf = report_pdf(dataclasses.replace(document(), report=odd, digest=""))
    assert "".join(text.split()) in "".join("".join(pages.texts(pdf)).split())


def test_a_report_without_tables_or_sections_is_still_a_document() -> None:
    bare = dataclasses.replace(report(None), sections=(), preface="")
    assert report_pdf(dataclasses.replace(document(), report=bare, digest="")).startswith(b"%PDF")
