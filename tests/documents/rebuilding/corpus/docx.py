"""DOCX: forty ways to hide a word in a document."""

from collections.abc import Callable
from functools import cache
from io import BytesIO

import docx as python_docx
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.documents.rebuilding.corpus.packing import patched, put_before

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
_DRAWING = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_TRACK = 'w:id="90" w:author="{0}" w:date="2025-01-01T00:00:00Z"'


@cache
def plain(variant: int) -> bytes:
    """An ordinary notice with a heading, two paragraphs and a table."""
    document = python_docx.Document()
    document.add_heading(f"演示乡公示{variant + 1}", 1)
    document.add_paragraph("根据有关规定，现将有关情况公示如下。")
    table = document.add_table(2, 2, style="Table Grid")
    for at, text in enumerate(("项目", "金额", "高龄津贴", str(100 + variant))):
        table.cell(at // 2, at % 2).text = text
    document.add_paragraph("公示期七天。")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def body(xml: str) -> Callable[[str, int], bytes]:
    """Make a technique that puts XML at the end of the body; {0} is the canary."""

    def make(canary: str, variant: int) -> bytes:
        return patched(plain(variant), {"word/document.xml": put_before("<w:sectPr", xml.format(canary, variant))})

    return make


def run(properties: str, text: str = "{0}") -> Callable[[str, int], bytes]:
    """Make a technique that puts a run with these properties into a paragraph with ordinary words around it."""
    return body(
        f"<w:p><w:r><w:t>可见。</w:t></w:r><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r><w:r><w:t>可见。</w:t></w:r></w:p>"
    )


def part(name: str, xml: str) -> Callable[[str, int], bytes]:
    """Make a technique that adds or replaces a part."""
    return lambda canary, variant: patched(plain(variant), {name: xml.format(canary)})


def style_hides(canary: str, variant: int) -> bytes:
    hides = ("<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>')[variant % 3]
    style = f'<w:style w:type="paragraph" w:styleId="Unseen"><w:name w:val="Unseen"/><w:rPr>{hides}</w:rPr></w:style>'
    text = f'<w:p><w:pPr><w:pStyle w:val="Unseen"/></w:pPr><w:r><w:t>{canary}</w:t></w:r></w:p>'
    return patched(
        plain(variant),
        {"word/styles.xml": put_before("</w:styles>", style), "word/document.xml": put_before("<w:sectPr", text)},
    )


def character_style_hides(canary: str, variant: int) -> bytes:
    style = '<w:style w:type="character" w:styleId="Gone"><w:name w:val="Gone"/><w:rPr><w:vanish/></w:rPr></w:style>'
    text = f'<w:p><w:r><w:rPr><w:rStyle w:val="Gone"/></w:rPr><w:t>{canary}</w:t></w:r></w:p>'
    return patched(
        plain(variant),
        {"word/styles.xml": put_before("</w:styles>", style), "word/document.xml": put_before("<w:sectPr", text)},
    )


def style_name(canary: str, variant: int) -> bytes:
    style = f'<w:style w:type="paragraph" w:styleId="X{canary}"><w:name w:val="{canary}"/></w:style>'
    return patched(plain(variant), {"word/styles.xml": put_before("</w:styles>", style)})


def settings_variable(canary: str, variant: int) -> bytes:
    xml = f'<w:docVars><w:docVar w:name="备注" w:val="{canary}"/></w:docVars>'
    return patched(plain(variant), {"word/settings.xml": put_before("</w:settings>", xml)})


def properties(canary: str, variant: int) -> bytes:
    document = python_docx.Document(BytesIO(plain(variant)))
    field = ("author", "last_modified_by", "title", "subject", "comments", "keywords", "category")[variant % 7]
    setattr(document.core_properties, field, canary)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def with_picture(data: bytes, canary: str, variant: int) -> bytes:
    document = python_docx.Document(BytesIO(plain(variant)))
    document.add_picture(BytesIO(data))
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def picture_metadata(canary: str, variant: int) -> bytes:
    out = BytesIO()
    picture = Image.new("RGB", (60, 30), (180, 0, 0))
    if variant % 2:
        exif = picture.getexif()
        exif[0x010E] = canary
        picture.save(out, "JPEG", exif=exif)
    else:
        info = PngInfo()
        info.add_text("Author", canary)
        picture.save(out, "PNG", pnginfo=info)
    return with_picture(out.getvalue(), canary, variant)


def picture_description(canary: str, variant: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 30), (0, 0, 180)).save(out, "PNG")
    data = with_picture(out.getvalue(), canary, variant)
    field = ("descr", "title")[variant % 2]
    return patched(
        data, {"word/document.xml": lambda xml: xml.replace("<wp:docPr ", f'<wp:docPr {field}="{canary}" ', 1)}
    )


def picture_trailing(canary: str, variant: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 30), (0, 90, 0)).save(out, "PNG")
    return with_picture(out.getvalue() + canary.encode(), canary, variant)


def unused_media(canary: str, variant: int) -> bytes:
    return patched(plain(variant), {"word/media/image99.png": b"\x89PNG\r\n\x1a\n" + canary.encode()})


def header_first_page(canary: str, variant: int) -> bytes:
    document = python_docx.Document(BytesIO(plain(variant)))
    section = document.sections[0]
    section.header.paragraphs[0].text = "可见的页眉"
    section.first_page_header.paragraphs[0].text = canary
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def container_comment(canary: str, variant: int) -> bytes:
    return patched(plain(variant), {}, comment=canary.encode())


def comment(canary: str, variant: int) -> bytes:
    xml = f'<w:comments {_W}><w:comment w:id="1" w:author="审核"><w:p><w:r><w:t>{canary}</w:t></w:r></w:p></w:comment></w:comments>'
    relation = (
        '<Relationship Id="rIdC" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" '
        'Target="comments.xml"/>'
    )
    mark = '<w:p><w:commentRangeStart w:id="1"/><w:r><w:t>可见</w:t></w:r><w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r></w:p>'
    return patched(
        plain(variant),
        {
            "word/comments.xml": xml,
            "word/_rels/document.xml.rels": put_before("</Relationships>", relation),
            "word/document.xml": put_before("<w:sectPr", mark),
        },
    )


def link_target(canary: str, variant: int) -> bytes:
    relation = (
        '<Relationship Id="rIdH" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" '
        f'Target="http://192.0.2.1/{canary}" TargetMode="External"/>'
    )
    text = (
        '<w:p><w:hyperlink xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rIdH">'
        "<w:r><w:t>政策原文</w:t></w:r></w:hyperlink></w:p>"
    )
    return patched(
        plain(variant),
        {
            "word/_rels/document.xml.rels": put_before("</Relationships>", relation),
            "word/document.xml": put_before("<w:sectPr", text),
        },
    )


_FIELD = (
    '<w:p><w:r><w:t>见</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">{1}</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{2}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


def field(code: str, result: str) -> Callable[[str, int], bytes]:
    return body(_FIELD.replace("{1}", code).replace("{2}", result))


_BOX = (
    f'<w:p><w:r><w:t>可见</w:t></w:r><w:r><w:drawing {_DRAWING}><wp:inline><wp:extent cx="{{cx}}" cy="{{cy}}"/><wp:docPr id="9" name="框"{{attribute}}/>'
    "<a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>{{0}}</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp>"
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)


def box(cx: int, cy: int, attribute: str = "") -> Callable[[str, int], bytes]:
    return body(_BOX.format(cx=cx, cy=cy, attribute=attribute))


TECHNIQUES = {
    "deletion": body(
        f"<w:p><w:r><w:t>可见</w:t></w:r><w:del {_TRACK.replace('{0}', '审核')}><w:r><w:delText>{{0}}</w:delText></w:r></w:del></w:p>"
    ),
    "deletion_with_t": body(
        '<w:p><w:del w:id="1" w:author="x"><w:r><w:t>{0}</w:t></w:r></w:del><w:r><w:t>可见</w:t></w:r></w:p>'
    ),
    "moved_from": body(
        '<w:p><w:moveFrom w:id="2" w:author="x"><w:r><w:t>{0}</w:t></w:r></w:moveFrom><w:r><w:t>可见</w:t></w:r></w:p>'
    ),
    "insertion_author": body(f"<w:p><w:ins {_TRACK}><w:r><w:t>新加的文字</w:t></w:r></w:ins></w:p>"),
    "format_change_author": body(
        f"<w:p><w:r><w:rPr><w:b/><w:rPrChange {_TRACK}><w:rPr/></w:rPrChange></w:rPr><w:t>加粗</w:t></w:r></w:p>"
    ),
    "deleted_paragraph_mark": body(
        '<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="{0}"/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p><w:p><w:r><w:t>后半</w:t></w:r></w:p>'
    ),
    "vanish": run("<w:vanish/>"),
    "spec_vanish": run('<w:vanish w:val="1"/><w:specVanish/>'),
    "white": run('<w:color w:val="FFFFFF"/>'),
    "nearly_white": run('<w:color w:val="FDFDFD"/>'),
    "theme_white": run('<w:color w:val="000000" w:themeColor="background1"/>'),
    "theme_black_on_black": run('<w:color w:val="000000"/><w:shd w:val="clear" w:fill="auto" w:themeFill="text1"/>'),
    "tiny": run('<w:sz w:val="2"/>'),
    "squeezed": run('<w:w w:val="1"/>'),
    "black_on_black": run('<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>'),
    "black_highlight": run('<w:color w:val="000000"/><w:highlight w:val="black"/>'),
    "transparent": run(
        '<w14:textFill xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w14:noFill/></w14:textFill>'
    ),
    "white_on_white_cell": body(
        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:shd w:val="clear" w:fill="FF0000"/></w:tcPr>'
        '<w:p><w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:t>{0}</w:t></w:r><w:r><w:t>可见</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'
    ),
    "flat_lines": body(
        '<w:p><w:pPr><w:spacing w:line="10" w:lineRule="exact"/></w:pPr><w:r><w:t>{0}</w:t></w:r></w:p>'
    ),
    "off_page": body('<w:p><w:pPr><w:ind w:left="31000"/></w:pPr><w:r><w:t>{0}</w:t></w:r></w:p>'),
    "frame_off_page": body(
        '<w:p><w:pPr><w:framePr w:x="-31000" w:y="1" w:hAnchor="page"/></w:pPr><w:r><w:t>{0}</w:t></w:r></w:p>'
    ),
    "style_hides": style_hides,
    "character_style_hides": character_style_hides,
    "style_name": style_name,
    "settings_variable": settings_variable,
    "properties": properties,
    "comment": comment,
    "link_target": link_target,
    "field_code": field('HYPERLINK "file:///C:/{0}"', "可见结果"),
    "field_silent": field('XE "词条"', "{0}"),
    "field_between": body(
        '<w:p><w:r><w:t>见</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>{0}</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>结果</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    ),
    "bookmark": body(
        '<w:p><w:bookmarkStart w:id="7" w:name="{0}"/><w:r><w:t>可见</w:t></w:r><w:bookmarkEnd w:id="7"/></w:p>'
    ),
    "content_control": body(
        '<w:sdt><w:sdtPr><w:alias w:val="{0}"/><w:tag w:val="{0}"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>可见</w:t></w:r></w:p></w:sdtContent></w:sdt>'
    ),
    "dropdown_items": body(
        '<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="{0}" w:value="{0}"/></w:dropDownList></w:sdtPr>'
        "<w:sdtContent><w:p><w:r><w:t>可见</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    ),
    "revision_ids": body('<w:p w:rsidR="00AB" xmlns:x="urn:x" x:note="{0}"><w:r><w:t>可见</w:t></w:r></w:p>'),
    "hidden_row": body(
        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>可见</w:t></w:r></w:p></w:tc></w:tr>'
        "<w:tr><w:trPr><w:hidden/></w:trPr><w:tc><w:p><w:r><w:t>{0}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    ),
    "deleted_row": body(
        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>可见</w:t></w:r></w:p></w:tc></w:tr>'
        '<w:tr><w:trPr><w:del w:id="8" w:author="x"/></w:trPr><w:tc><w:p><w:r><w:t>{0}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'
    ),
    "flat_row": body(
        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>可见</w:t></w:r></w:p></w:tc></w:tr>'
        '<w:tr><w:trPr><w:trHeight w:val="1" w:hRule="exact"/></w:trPr><w:tc><w:p><w:r><w:t>{0}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'
    ),
    "under_merge": body(
        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>可见</w:t></w:r></w:p></w:tc></w:tr>'
        "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>{0}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    ),
    "table_caption": body(
        '<w:tbl><w:tblPr><w:tblCaption w:val="{0}"/></w:tblPr><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>可见</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'
    ),
    "box_without_size": box(0, 0),
    "box_hidden": box(900_000, 900_000, ' hidden="1"'),
    "shape_hidden": body(
        f'<w:p><w:r><w:t>可见</w:t></w:r><w:r><w:pict {_VML}><v:shape style="width:9pt;height:9pt;visibility:hidden"><v:textbox><w:txbxContent><w:p><w:r><w:t>{{0}}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>'
    ),
    "fallback": body(
        f'<w:p><w:r><w:t>可见</w:t></w:r><w:r><mc:AlternateContent {_DRAWING}><mc:Choice Requires="wps"><w:t>可见</w:t></mc:Choice>'
        f"<mc:Fallback><w:pict {_VML}><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>{{0}}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    ),
    "watermark_string": body(
        f'<w:p><w:r><w:t>可见</w:t></w:r><w:r><w:pict {_VML}><v:shape><v:textpath string="{{0}}"/></v:shape></w:pict></w:r></w:p>'
    ),
    "picture_metadata": picture_metadata,
    "picture_description": picture_description,
    "picture_trailing": picture_trailing,
    "unused_media": unused_media,
    "header_first_page": header_first_page,
    "vanish_true": run('<w:vanish w:val="true"/>'),
    "xml_comment": body("<!-- {0} --><w:p><w:r><w:t>可见</w:t></w:r></w:p>"),
    "processing_instruction": body("<?note {0}?><w:p><w:r><w:t>可见</w:t></w:r></w:p>"),
    "container_comment": container_comment,
    "embedded_object": part("word/embeddings/oleObject1.bin", "OLE {0}"),
    "macro": part("word/vbaProject.bin", "VB {0}"),
    "custom_xml": part("customXml/item9.xml", "<root>{0}</root>"),
    "glossary": part("word/glossary/document.xml", f"<w:glossaryDocument {_W}><w:t>{{0}}</w:t></w:glossaryDocument>"),
    "printer_settings": part("word/printerSettings/printerSettings1.bin", "printer {0}"),
    "chunk": part("word/afchunk1.html", "<p>{0}</p>"),
    "people": part("word/people.xml", '<w15:people xmlns:w15="urn:x"><w15:person w15:author="{0}"/></w15:people>'),
    "numbering_name": part(
        "word/numbering.xml",
        f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0"><w:name w:val="{{0}}"/><w:lvl w:ilvl="0"><w:lvlText w:val="{{0}}"/></w:lvl></w:abstractNum></w:numbering>',
    ),
    "font_table": part("word/fontTable.xml", f'<w:fonts {_W}><w:font w:name="{{0}}"/></w:fonts>'),
    "font_name": run('<w:rFonts w:ascii="{0}" w:eastAsia="{0}"/>', "可见"),
    "math_style": run('<w:lang w:val="{0}"/>', "可见"),
}
