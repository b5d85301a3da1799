"""Fifty small files that want much time or much memory from whoever reads them."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from tests.documents.rebuilding.corpus import docx, ods, old_excel, pdf, xls, xlsx
from tests.documents.rebuilding.corpus.packing import patched, put_after, put_before, read_parts, write_parts

Bomb = Callable[[], bytes]
_MEGABYTE = 1024 * 1024
_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9))
    + "]>"
)
_WORKBOOK = xlsx.saved(xlsx.plain(0)[0])
_DOCUMENT = docx.plain(0)


def zeros(size: int) -> bytes:
    """A member of zeros, packed without ever being whole in memory."""
    out = BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.txt", "w", force_zip64=True) as member,
    ):
        for _ in range(size // _MEGABYTE):
            member.write(bytes(_MEGABYTE))
    return out.getvalue()


def many_members() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for at in range(60_000):
            archive.writestr(f"{at}", b"")
    return out.getvalue()


def nested() -> bytes:
    data = zeros(4 * _MEGABYTE)
    for _ in range(6):
        data = write_parts({f"{at}.zip": data for at in range(10)})
    return data


def overlapping() -> bytes:
    """A thousand entries of the directory share the bytes of one member."""
    one = write_parts({"a.txt": b"x" * 100})
    start, end = one.rfind(b"PK\x01\x02"), one.rfind(b"PK\x05\x06")
    entry = one[start:end]
    entries = b"".join(entry[:46] + f"{at:05d}".encode() for at in range(1000))
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1000, 1000, len(entries), start, 0)
    return one[:start] + entries + tail


def lying_size() -> bytes:
    data = bytearray(zeros(400 * _MEGABYTE))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", 1000)
    return bytes(data)


def workbook_part(name: str, change: Callable[[str], str] | str) -> Bomb:
    return lambda: patched(_WORKBOOK, {name: change})


def document_part(name: str, change: Callable[[str], str] | str) -> Bomb:
    return lambda: patched(_DOCUMENT, {name: change})


def in_sheet(xml: str) -> Bomb:
    return workbook_part("xl/worksheets/sheet1.xml", put_before("</sheetData>", xml))


def behind_sheet(xml: str) -> Bomb:
    return workbook_part("xl/worksheets/sheet1.xml", put_after("</sheetData>", xml))


def in_body(xml: str) -> Bomb:
    return document_part("word/document.xml", put_before("<w:sectPr", xml))


def many_sheets() -> bytes:
    parts = read_parts(_WORKBOOK)
    sheets = "".join(f'<sheet name="s{at}" sheetId="{at + 5}" r:id="rId1"/>' for at in range(10_000))
    xml = parts["xl/workbook.xml"].decode()
    space = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    parts["xl/workbook.xml"] = xml.replace("<sheets>", f"<sheets {space}>{sheets}").encode()
    return write_parts(parts)


def picture_in_document(data: bytes) -> bytes:
    from docx import Document

    made = Document()
    out = BytesIO()
    small = BytesIO()
    Image.new("RGB", (4, 4)).save(small, "PNG")
    small.seek(0)
    made.add_picture(small)
    made.save(out)
    return patched(out.getvalue(), {"word/media/image1.png": data})


def same_picture_often() -> bytes:
    out = BytesIO()
    Image.effect_noise((1500, 1500), 90).save(out, "PNG")
    data = picture_in_document(out.getvalue())
    xml = read_parts(data)["word/document.xml"].decode()
    start, end = xml.index("<w:p>"), xml.index("</w:p>") + 6
    return patched(data, {"word/document.xml": xml[:end] + xml[start:end] * 5000 + xml[end:]})


def png(width: int, height: int, *, rows: int = 4) -> bytes:
    """A picture that claims a size and holds a few rows."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(min(rows * (1 + 3 * width), 8 * _MEGABYTE)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def text_chunk() -> bytes:
    small = BytesIO()
    Image.new("RGB", (4, 4)).save(small, "PNG")
    data = small.getvalue()
    body = b"Comment\0\0" + zlib.compress(bytes(500 * _MEGABYTE))
    return data[:33] + chunk(b"zTXt", body) + data[33:]


def many_frames() -> bytes:
    frame = Image.new("P", (8, 8))
    out = BytesIO()
    frame.save(out, "GIF")
    data = out.getvalue()
    body = data[data.index(b"\x2c") : -1]
    return data[:-1] + body * 200_000 + b"\x3b"


def huge_gif() -> bytes:
    return (
        b"GIF89a"
        + struct.pack("<HHBBB", 65_535, 65_535, 0, 0, 0)
        + b"\x2c"
        + struct.pack("<HHHHB", 0, 0, 65_535, 65_535, 0)
        + b"\x08\x01\x00\x00\x3b"
    )


def huge_bmp() -> bytes:
    return (
        b"BM"
        + struct.pack("<LHHL", 100, 0, 0, 54)
        + struct.pack("<LllHHLLllLL", 40, 60_000, 60_000, 1, 24, 0, 0, 0, 0, 0, 0)
    )


def huge_jpeg() -> bytes:
    out = BytesIO()
    Image.new("RGB", (16, 16)).save(out, "JPEG")
    data = bytearray(out.getvalue())
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", 65_000, 65_000)
    return bytes(data)


def huge_tiff() -> bytes:
    out = BytesIO()
    Image.new("L", (16, 16)).save(out, "TIFF")
    data = bytearray(out.getvalue())
    for tag in (256, 257):
        at = data.index(struct.pack("<H", tag), 8)
        data[at + 2 : at + 12] = struct.pack("<HLL", 4, 1, 60_000)
    return bytes(data)


def chained_tiff() -> bytes:
    """Directories that follow each other in a circle."""
    out = BytesIO()
    Image.new("L", (16, 16)).save(out, "TIFF")
    data = bytearray(out.getvalue())
    first = struct.unpack_from("<L", data, 4)[0]
    count = struct.unpack_from("<H", data, first)[0]
    data[first + 2 + 12 * count : first + 6 + 12 * count] = struct.pack("<L", first)
    return bytes(data)


def by_pdf(change: Callable[[pikepdf.Pdf, object], None]) -> Bomb:
    def make() -> bytes:
        document, page = pdf.plain(0)
        change(document, page)
        return pdf.saved(document)

    return make


def packed_twice(document, page):
    inner = zlib.compress(bytes(200 * _MEGABYTE), 9)
    stream = document.make_stream(zlib.compress(inner))
    stream["/Filter"] = Array([Name.FlateDecode, Name.FlateDecode])
    page.Contents = stream


def huge_content(document, page):
    stream = document.make_stream(zlib.compress(b"0 0 m " * 20_000_000))
    stream["/Filter"] = Name.FlateDecode
    page.Contents = stream


def forms_in_forms(document, page):
    """Ten levels, each calls the next ten times: ten thousand million drawings."""
    form = document.make_stream(b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 99, 99]))
    for _ in range(10):
        form = document.make_stream(
            b"/X Do " * 10,
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, 99, 99]),
            Resources=Dictionary(XObject=Dictionary(X=form)),
        )
    page.Resources.XObject = Dictionary(X=form)
    pdf.more(document, page, b"/X Do\n")


def form_calls_itself(document, page):
    form = document.make_indirect(
        document.make_stream(b"/X Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 99, 99]))
    )
    form.Resources = Dictionary(XObject=Dictionary(X=form))
    page.Resources.XObject = Dictionary(X=form)
    pdf.more(document, page, b"/X Do\n")


def dense_pattern(document, page):
    pattern = document.make_stream(
        b"0 0 1 1 re f",
        PatternType=1,
        PaintType=1,
        TilingType=1,
        BBox=Array([0, 0, 1, 1]),
        XStep=0.001,
        YStep=0.001,
        Resources=Dictionary(),
    )
    page.Resources.Pattern = Dictionary(P=pattern)
    pdf.more(document, page, b"/Pattern cs /P scn 0 0 400 300 re f\n")


def huge_page(document, page):
    page.MediaBox = Array([0, 0, 10_000_000, 10_000_000])


def huge_picture(document, page):
    image = document.make_stream(
        zlib.compress(bytes(1000)),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=60_000,
        Height=60_000,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.FlateDecode,
    )
    page.Resources.XObject = Dictionary(Im1=image)
    pdf.more(document, page, b"/Im1 Do\n")


def many_pages(document, page):
    for _ in range(5000):
        document.pages.append(document.pages[0])


def many_letters(document, page):
    pdf.more(document, page, b"BT /F1 1 Tf 1 0 0 1 9 9 Tm (" + b"a" * 900_000 + b") Tj ET\n")


def many_paths(document, page):
    pdf.more(document, page, b"".join(b"%d 0 m %d 300 l S\n" % (at % 400, (at * 7) % 400) for at in range(900_000)))


def page_tree_loop() -> bytes:
    document, _ = pdf.plain(0)
    data = pdf.saved(document, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pikepdf.open(BytesIO(data)) as opened:
        opened.Root.Pages.Kids.append(opened.Root.Pages)
        return pdf.saved(opened)


def deep_arrays() -> bytes:
    data = pdf.saved(pdf.plain(0)[0], object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return data.replace(b"/Type /Pages", b"/X " + b"[" * 100_000 + b"]" * 100_000 + b" /Type /Pages", 1)


def string_table_lie() -> bytes:
    book = xls.plain(0)
    stream = bytearray(old_excel.stream(book))
    at = stream.index(struct.pack("<H", 0xFC))
    stream[at + 4 : at + 12] = struct.pack("<LL", 0xFFFFFFFF, 0xFFFFFFFF)
    return old_excel.compound({"Workbook": bytes(stream)})


def sector_circle() -> bytes:
    data = bytearray(xls.saved(xls.plain(0)))
    count = (len(data) - 512) // 512
    fat = 512 + (count - 1) * 512
    data[fat : fat + 4] = struct.pack("<L", 0)
    return bytes(data)


def many_old_sheets() -> bytes:
    book = xls.plain(0)
    book.sheets += [old_excel.OldSheet(f"s{at}") for at in range(9000)]
    return xls.saved(book)


def wide_packed_cells() -> bytes:
    book = xls.plain(0)
    cells = struct.pack("<HH", 1, 0) + struct.pack("<HL", 0, 6) * 1300 + struct.pack("<H", 1299)
    book.sheets[0].extra += [old_excel.record(0xBD, cells)] * 700
    return xls.saved(book)


def repeated_cells(columns: int, rows: int) -> Bomb:
    held = ods.cell("x", more=f' table:number-columns-repeated="{columns}"')
    return lambda: ods.book(0, rows=ods.row(held, attributes=f' table:number-rows-repeated="{rows}"'))


def long_line() -> bytes:
    return b"a," * 20_000_000 + b"\n"


def open_quote() -> bytes:
    return b'a,b\n"' + b"x,y\n" * 8_000_000


def many_lines() -> bytes:
    return b"1,2\n" * 5_000_000


BOMBS: dict[str, Bomb] = {
    "zip_zeros_1_gb": lambda: zeros(1000 * _MEGABYTE),
    "zip_many_members": many_members,
    "zip_nested": nested,
    "zip_overlapping": overlapping,
    "zip_lying_size": lying_size,
    "xlsx_laughs_in_strings": workbook_part("xl/sharedStrings.xml", f'<?xml version="1.0"?>{_LAUGHS}<sst>&j;</sst>'),
    "xlsx_laughs_in_workbook": workbook_part("xl/workbook.xml", lambda xml: _LAUGHS + xml),
    "xlsx_laughs_in_sheet": workbook_part("xl/worksheets/sheet1.xml", lambda xml: _LAUGHS + xml),
    "xlsx_outside_entity": workbook_part(
        "xl/workbook.xml", lambda xml: '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + xml
    ),
    "xlsx_wide_entity": workbook_part("xl/workbook.xml", lambda xml: (_LAUGHS + xml).encode("utf-16").decode("utf-16")),
    "xlsx_quadratic": workbook_part(
        "xl/workbook.xml", lambda xml: f'<!DOCTYPE x [<!ENTITY a "{"a" * 100_000}">]>{xml}' + "&a;" * 20_000
    ),
    "xlsx_deep": in_sheet("<row>" * 100_000 + "</row>" * 100_000),
    "xlsx_deep_rich_text": in_sheet(
        '<row r="90"><c t="inlineStr"><is>' + "<r>" * 50_000 + "</r>" * 50_000 + "</is></c></row>"
    ),
    "xlsx_many_sheets": many_sheets,
    "xlsx_last_cell": in_sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "xlsx_empty_rows": in_sheet("".join(f'<row r="{at}"/>' for at in range(10, 1_000_000))),
    "xlsx_many_cells": in_sheet(
        "".join(f'<row r="{at}">' + "<c><v>1</v></c>" * 4000 + "</row>" for at in range(10, 1010))
    ),
    "xlsx_merges": behind_sheet("<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 200_000 + "</mergeCells>"),
    "xlsx_tall_merges": behind_sheet(
        "<mergeCells>" + "".join(f'<mergeCell ref="A{at}:B1048576"/>' for at in range(1, 40_000)) + "</mergeCells>"
    ),
    "xlsx_columns": workbook_part(
        "xl/worksheets/sheet1.xml",
        put_before("<sheetData>", "<cols>" + '<col min="1" max="16384" width="9"/>' * 50_000 + "</cols>"),
    ),
    "xlsx_conditions": behind_sheet(
        f'<conditionalFormatting sqref="{"A1:B9 " * 100_000}"><cfRule type="expression" dxfId="0"><formula>1</formula></cfRule></conditionalFormatting>'
        * 20
    ),
    "xlsx_long_string": in_sheet(
        '<row r="90"><c r="A90" t="inlineStr"><is><t>' + "x" * 30_000_000 + "</t></is></c></row>"
    ),
    "xlsx_zeros": workbook_part("xl/worksheets/sheet1.xml", lambda xml: xml + " " * 280_000_000),
    "xlsx_styles": workbook_part("xl/styles.xml", put_before("</cellXfs>", '<xf numFmtId="0"/>' * 2_000_000)),
    "docx_laughs": document_part("word/document.xml", lambda xml: _LAUGHS + xml),
    "docx_deep": in_body("<w:sdt><w:sdtContent>" * 60_000 + "</w:sdtContent></w:sdt>" * 60_000),
    "docx_nested_tables": in_body("<w:tbl><w:tr><w:tc>" * 60 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 60),
    "docx_many_paragraphs": in_body("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 2_000_000),
    "docx_wide_table": in_body(
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>' * 100
    ),
    "docx_style_circle": document_part(
        "word/styles.xml",
        put_before(
            "</w:styles>",
            '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>',
        ),
    ),
    "docx_huge_picture": lambda: picture_in_document(png(60_000, 60_000)),
    "docx_same_picture_often": same_picture_often,
    "png_huge": lambda: png(60_000, 60_000),
    "png_text": text_chunk,
    "gif_many_frames": many_frames,
    "gif_huge": huge_gif,
    "bmp_huge": huge_bmp,
    "jpeg_huge": huge_jpeg,
    "tiff_huge": huge_tiff,
    "tiff_circle": chained_tiff,
    "pdf_packed_twice": by_pdf(packed_twice),
    "pdf_huge_content": by_pdf(huge_content),
    "pdf_forms_in_forms": by_pdf(forms_in_forms),
    "pdf_form_calls_itself": by_pdf(form_calls_itself),
    "pdf_dense_pattern": by_pdf(dense_pattern),
    "pdf_huge_page": by_pdf(huge_page),
    "pdf_huge_picture": by_pdf(huge_picture),
    "pdf_many_pages": by_pdf(many_pages),
    "pdf_many_letters": by_pdf(many_letters),
    "pdf_many_paths": by_pdf(many_paths),
    "pdf_page_tree_loop": page_tree_loop,
    "pdf_deep_arrays": deep_arrays,
    "xls_string_table_lie": string_table_lie,
    "xls_sector_circle": sector_circle,
    "xls_many_sheets": many_old_sheets,
    "xls_wide_packed_cells": wide_packed_cells,
    "ods_columns": repeated_cells(2_000_000_000, 1),
    "ods_rows": repeated_cells(1, 2_000_000_000),
    "ods_laughs": lambda: ods.book(0, parts={"styles.xml": f"{_LAUGHS}<a>&j;</a>"}),
    "csv_long_line": long_line,
    "csv_open_quote": open_quote,
    "csv_many_lines": many_lines,
}
