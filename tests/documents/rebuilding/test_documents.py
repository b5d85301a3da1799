"""What of a Word document goes on and what does not: lists, notes, fields, text boxes, headers, pictures, covering shapes."""

import io

import docx as python_docx
import pytest
from docx.shared import Emu
from PIL import Image

from gongkai.documents.personal_data import Severity
from gongkai.documents.rebuilding import Rebuilt, rebuild
from tests.documents.rebuilding.corpus import docx
from tests.documents.rebuilding.corpus.packing import patched, put_before, read_parts
from tests.documents.rebuilding.local import in_process

__all__ = ["in_process"]

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SECRET = (1, 200, 77)


def made(xml: str, *, parts: dict[str, str] | None = None) -> Rebuilt:
    data = patched(docx.plain(0), {"word/document.xml": put_before("<w:sectPr", xml), **(parts or {})})
    return rebuild(data, "公告.docx")


def dropped(result: Rebuilt) -> set[str]:
    return {item.what for item in result.dropped}


def document_xml(result: Rebuilt) -> str:
    return read_parts(result.data)["word/document.xml"].decode()


def test_insertions_and_moves_are_taken_deletions_not(in_process: None) -> None:
    result = made(
        '<w:p><w:r><w:t>甲</w:t></w:r><w:ins w:id="1" w:author="x"><w:r><w:t>乙</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="x"><w:r><w:delText>丙</w:delText></w:r></w:del>'
        '<w:moveTo w:id="3" w:author="x"><w:r><w:t>丁</w:t></w:r></w:moveTo></w:p>'
    )
    assert "甲乙丁" in result.text
    assert {"修订中删除的文字", "修订标记（作者、时间）"} <= dropped(result)


def test_a_deleted_end_of_paragraph_joins_two_paragraphs(in_process: None) -> None:
    result = made(
        '<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="x"/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>后半</w:t></w:r></w:p>"
    )
    assert "前半后半" in result.text.split("\n")


def test_a_deleted_paragraph_and_a_deleted_cell_are_gone(in_process: None) -> None:
    result = made(
        '<w:del w:id="1" w:author="x"><w:p><w:r><w:t>密</w:t></w:r></w:p></w:del>'
        '<w:tbl><w:tr><w:tc><w:tcPr><w:cellDel w:id="2" w:author="x"/></w:tcPr><w:p><w:r><w:t>密</w:t></w:r></w:p></w:tc>'
        "<w:tc><w:p><w:r><w:t>见</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert "密" not in result.text
    assert "见" in result.text


def test_fields_keep_their_result_and_page_numbers_stay_fields(in_process: None) -> None:
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    begin, separate, end = (field.format(kind) for kind in ("begin", "separate", "end"))
    result = made(
        f"<w:p>{begin}<w:r><w:instrText>TOC \\o</w:instrText></w:r>{separate}<w:r><w:t>目录</w:t></w:r>{begin}"
        f"<w:r><w:instrText> PAGEREF _Toc1 </w:instrText></w:r>{separate}<w:r><w:t>7</w:t></w:r>{end}{end}</w:p>"
        f"<w:p>{begin}<w:r><w:instrText> PAGE </w:instrText></w:r>{separate}<w:r><w:t>3</w:t></w:r>{end}</w:p>"
        '<w:p><w:fldSimple w:instr="AUTHOR"><w:r><w:t>单位</w:t></w:r></w:fldSimple></w:p>'
    )
    assert "目录7" in result.text
    assert "单位" in result.text
    assert 'w:instr="PAGE"' in document_xml(result)
    assert "AUTHOR" not in document_xml(result)


def test_breaks_tabs_signs_and_readings(in_process: None) -> None:
    result = made(
        '<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:cr/><w:t>丙</w:t><w:noBreakHyphen/><w:sym w:font="Wingdings" w:char="F0FE"/>'
        '<w:sym w:font="x" w:char="4E00"/><w:sym w:char="z"/><w:br w:type="page"/></w:r>'
        "<w:r><w:ruby><w:rubyBase><w:r><w:t>字</w:t></w:r></w:rubyBase><w:rt><w:r><w:t>zì</w:t></w:r></w:rt></w:ruby></w:r></w:p>"
    )
    assert "甲\t乙\n丙-□一字" in result.text
    assert '<w:br w:type="page"/>' in document_xml(result)


def test_notes_go_to_the_end_with_their_mark(in_process: None) -> None:
    relation = '<Relationship Id="rIdN" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/>'
    notes = (
        f'<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>注释内容</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    result = made(
        '<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
        parts={"word/footnotes.xml": notes, "word/_rels/document.xml.rels": put_before("</Relationships>", relation)},  # type: ignore[dict-item]
    )
    assert "正文[1]" in result.text
    assert "[1] 注释内容" in result.text


def box(content: str, *, anchor: str = "", more: str = "", fill: str = "") -> str:
    """A floating text box or shape."""
    return (
        f'<w:p><w:r><w:drawing {docx._DRAWING}><wp:anchor {anchor}><wp:extent cx="2000000" cy="900000"/><wp:wrapNone/><wp:docPr id="1" name="x"/>'
        f"<a:graphic><a:graphicData><wps:wsp><wps:spPr>{fill}</wps:spPr>{content}</wps:wsp></a:graphicData></a:graphic>{more}</wp:anchor></w:drawing></w:r></w:p>"
    )


def test_the_words_of_text_boxes_follow_their_paragraph(in_process: None) -> None:
    result = made(box("<wps:txbx><w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></w:txbxContent></wps:txbx>"))
    assert "框内文字" in result.text
    assert not result.blocking


def test_a_filled_shape_over_text_blocks_for_covering_is_no_redaction(in_process: None) -> None:
    result = made(box("", fill='<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'))
    found = [finding for finding in result.findings if finding.masked == "（图形）"]
    assert [finding.severity for finding in found] == [Severity.BLOCK]
    assert "遮盖不等于删除" in found[0].reason


@pytest.mark.parametrize(
    ("anchor", "fill"), [('behindDoc="1"', ""), ("", "<a:noFill/>"), ("", '<a:prstGeom prst="line"/>')]
)
def test_shapes_that_cover_nothing_do_not_block(anchor: str, fill: str, in_process: None) -> None:
    assert not made(box("", anchor=anchor, fill=fill)).blocking


def picture_document(width: int = 900_000) -> bytes:
    """A picture whose right half has a colour of its own."""
    picture = Image.new("RGB", (80, 40), (200, 10, 10))
    picture.paste(SECRET, (40, 0, 80, 40))
    out, saved = io.BytesIO(), io.BytesIO()
    picture.save(out, "PNG")
    out.seek(0)
    document = python_docx.Document()
    document.add_paragraph("见图")
    document.add_picture(out, width=Emu(width))
    document.save(saved)
    return saved.getvalue()


def colors_in(data: bytes) -> set[tuple[int, int, int]]:
    found: set[tuple[int, int, int]] = set()
    for name, part in read_parts(data).items():
        if name.startswith("word/media/"):
            picture = Image.open(io.BytesIO(part)).convert("RGB")
            found |= {color for _, color in picture.getcolors(10_000) or []}
    return found


def test_the_part_of_a_picture_that_is_cropped_away_is_gone(in_process: None) -> None:
    whole = rebuild(picture_document(), "a.docx")
    assert SECRET in colors_in(whole.data)
    cropped = patched(
        picture_document(), {"word/document.xml": put_before("<a:stretch>", '<a:srcRect l="0" t="0" r="50000" b="0"/>')}
    )
    result = rebuild(cropped, "a.docx")
    assert SECRET not in colors_in(result.data)
    assert "图片被裁剪掉的部分" in dropped(result)


def test_pictures_that_cannot_be_checked_are_left_out_and_said(in_process: None) -> None:
    data = patched(picture_document(), {"word/media/image1.png": b"\x01\x00\x00\x00EMF"})
    result = rebuild(data, "a.docx")
    assert "无法核查的图片（矢量图、损坏的图片）" in dropped(result)
    assert not any(name.startswith("word/media/") for name in read_parts(result.data))


def test_pictures_ask_for_a_look_by_a_person(in_process: None) -> None:
    assert rebuild(picture_document(), "a.docx").unread == ("文档中有1张图片，图片中的文字没有识别，请人工核对",)


def test_lists_keep_their_way_of_counting(in_process: None) -> None:
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:start w:val="2"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="3"/></w:num></w:numbering>'
    )
    result = made(
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr></w:pPr><w:r><w:t>内容</w:t></w:r></w:p>',
        parts={"word/numbering.xml": numbering},
    )
    written = read_parts(result.data)["word/numbering.xml"].decode()
    assert 'w:val="chineseCounting"' in written
    assert 'w:val="第%1条"' in written
    assert '<w:start w:val="2"/>' in written


def test_the_look_goes_on_as_far_as_it_is_no_hiding_place(in_process: None) -> None:
    result = made(
        '<w:p><w:pPr><w:jc w:val="center"/><w:ind w:firstLine="640"/><w:spacing w:line="560" w:lineRule="exact"/></w:pPr><w:r><w:rPr><w:rFonts w:eastAsia="仿宋_GB2312"/>'
        '<w:i/><w:strike/><w:u w:val="single"/><w:color w:val="ff0000"/><w:sz w:val="32"/><w:vertAlign w:val="superscript"/></w:rPr><w:t>红字</w:t></w:r></w:p>'
    )
    xml = document_xml(result)
    for piece in (
        'w:val="center"',
        'w:firstLine="640"',
        "仿宋_GB2312",
        "<w:i/>",
        "<w:strike/>",
        "FF0000",
        'w:sz w:val="32"',
        "superscript",
        'w:line="560"',
    ):
        assert piece in xml


def test_a_watermark_and_other_headers_are_said(in_process: None) -> None:
    document = python_docx.Document(io.BytesIO(docx.plain(0)))
    section = document.sections[0]
    section.header.paragraphs[0].text = "演示乡人民政府文件"
    section.first_page_header.paragraphs[0].text = "内部资料"
    section.footer.paragraphs[0].text = "第1页"
    out = io.BytesIO()
    document.save(out)
    result = rebuild(out.getvalue(), "a.docx")
    opened = python_docx.Document(io.BytesIO(result.data)).sections[0]
    assert opened.header.paragraphs[0].text == "演示乡人民政府文件"
    assert opened.footer.paragraphs[0].text == "第1页"
    assert "其他页眉" in dropped(result)


def test_tables_in_tables_and_merged_cells(in_process: None) -> None:
    result = made(
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>宽</w:t></w:r></w:p></w:tc></w:tr>'
        "<w:tr><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>内表</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    )
    assert "内表" in result.text
    assert 'w:gridSpan w:val="2"' in document_xml(result)
    assert result.preview.grids[-1].rows[0] == ("宽",)


def test_findings_in_tables_and_paragraphs_name_their_place(in_process: None) -> None:
    number = "640423198001011230"
    result = made(
        f"<w:p><w:r><w:t>身份证{number[:9]}</w:t></w:r><w:r><w:t>{number[9:]}</w:t></w:r></w:p>"
        f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>姓名</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>证号</w:t></w:r></w:p></w:tc></w:tr>"
        f"<w:tr><w:tc><w:p><w:r><w:t>马演示</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>{number}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    places = {finding.where for finding in result.findings if finding.kind == "id_number"}
    assert places == {"第4段", "表2!B2"}
