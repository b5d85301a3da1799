"""Files become texts of a page; head fields are read out of them."""

from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from PIL import Image

from gongkai.documents.markup import Body, body_of, differences, suggest
from gongkai.documents.rebuilding import Grid, rebuild


def notice() -> bytes:
    """A notice with a red head, headings, lists, joined cells, a picture and a header."""
    document: Any = docx.Document()
    for line in ("示例县青河乡人民政府文件", "青政发〔2026〕5号", "关于开展春季防火工作的通知"):
        document.add_paragraph(line)
    document.add_heading("总体要求", 1)
    paragraph = document.add_paragraph("要求")
    paragraph.add_run("从严").bold = True
    document.add_paragraph("甲", style="List Bullet")
    document.add_paragraph("乙", style="List Bullet")
    table = document.add_table(3, 3, style="Table Grid")
    for place in range(9):
        table.cell(place // 3, place % 3).text = str(place)
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(1, 1).merge(table.cell(1, 2))
    picture = BytesIO()
    Image.new("RGB", (20, 20), "red").save(picture, "PNG")
    picture.seek(0)
    document.add_picture(picture)
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.add_paragraph("示例县青河乡人民政府")
    document.add_paragraph("2026年3月5日")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def body() -> Body:
    made = rebuild(notice(), "通知.docx")
    return body_of(kind=made.kind, data=made.data, text=made.text, grids=made.preview.grids)


def test_a_word_file_keeps_headings_lists_joined_cells_and_pictures(body: Body) -> None:
    assert "<h2>总体要求</h2><p>要求<strong>从严</strong></p><ul><li>甲</li><li>乙</li></ul>" in body.html
    assert '<tr><td rowspan="2">3<br>6</td><td colspan="2">4<br>5</td></tr><tr><td>7</td><td>8</td></tr>' in body.html
    assert '<img src="picture:0" alt="">' in body.html
    assert [picture.media_type for picture in body.pictures] == ["image/png"]
    assert body.edges == ("内部资料",), "a header may hold a mark of secrecy and must be told"


def test_a_sheet_becomes_a_table_and_a_long_one_is_told() -> None:
    grid = Grid("表1", (("补贴发放表", ""), ("村", "户数"), ("甲村", "3")), ((0, 0, 0, 1),), 3)
    made = body_of(kind="xlsx", data=b"", text="", grids=(grid,))
    assert made.html == (
        '<table><tbody><tr><td colspan="2">补贴发放表</td></tr><tr><th scope="col">村</th><th scope="col">户数</th></tr>'
        "<tr><td>甲村</td><td>3</td></tr></tbody></table>"
    )
    long = body_of(kind="xlsx", data=b"", text="", grids=(Grid("表1", (("a",),) * 200, (), 5000),))
    assert (long.html, long.dropped[0].what) == ("", "超过200行的表格")


def test_lines_of_a_printed_page_become_paragraphs_again() -> None:
    full = "为做好春季森林草原防火工作现将有关事项通知如下请各村认真贯彻落实并及时报告"
    made = body_of(kind="pdf", data=b"", text=f"{full}\n{full}\n结束。\n{full}\n— 1 —\f{full}\n完。", grids=())
    assert made.html == f"<p>{full}{full}结束。</p><p>{full}{full}完。</p>"


def test_the_head_fields_are_read_out_of_the_text() -> None:
    found = suggest(
        "示例县青河乡人民政府文件\n青政发（2026）05号\n\n关于印发《青河乡防汛\n应急预案》的通知\n各村：\n示例县青河乡人民政府\n二〇二六年三月二十一日"
    )
    assert found.title == "关于印发《青河乡防汛应急预案》的通知"
    assert found.document_number == "青政发〔2026〕5号"
    assert found.produced_on == date(2026, 3, 21)
    assert found.organ == "示例县青河乡人民政府"


def test_a_text_that_says_nothing_of_itself_goes_by_its_file_name() -> None:
    found = suggest("各村：\n好。", name="春耕安排.docx")
    assert (found.title, found.document_number, found.produced_on, found.organ) == ("春耕安排", "", None, "")


def test_a_changed_figure_is_marked_as_one_word() -> None:
    lines = differences("甲\n补助每人每月110元。\n乙\n丙\n丁", "甲\n补助每人每月1100元。\n乙\n丙\n丁")
    changed = next(line for line in lines if line.kind == "changed")
    assert [(piece.kind, piece.text) for piece in changed.pieces if piece.kind != "same"] == [
        ("removed", "110"),
        ("added", "1100"),
    ]
    assert lines[-1].kind == "gap"
    assert differences("甲", "甲") == []
