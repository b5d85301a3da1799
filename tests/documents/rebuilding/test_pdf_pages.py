"""Pages of a PDF: what stays text, what becomes a picture, what a redaction leaves, what a scan may show."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import typst
from pikepdf import Array, Dictionary, Name
from PIL import Image

from gongkai.documents.rebuilding import Rebuilt, rebuild
from tests.documents.rebuilding.corpus import pdf
from tests.documents.rebuilding.local import in_process

__all__ = ["in_process"]

NUMBER = "640423198001011230"
SECRET = (1, 200, 77)


def words(result: Rebuilt) -> str:
    return " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(result.data))


def turned(result: Rebuilt) -> bool:
    return any("转为图片" in item.what for item in result.dropped)


def picture_of(data: bytes, page: int = 0) -> Image.Image:
    return pypdfium2.PdfDocument(data)[page].render(scale=1).to_pil().convert("RGB")


def made(content: bytes, **resources: object) -> Rebuilt:
    document, page = pdf.plain(0)
    for name, value in resources.items():
        page.Resources[f"/{name}"] = value
    pdf.more(document, page, content)
    return rebuild(pdf.saved(document), "公告.pdf")


@pytest.mark.parametrize("variant", range(4))
def test_ordinary_pages_stay_text_turned_or_cropped(variant: int, in_process: None) -> None:
    document, _ = pdf.plain(variant)
    data = pdf.saved(document)
    result = rebuild(data, "公告.pdf")
    assert not turned(result)
    assert pdf.VISIBLE in words(result)
    before, after = picture_of(data), picture_of(result.data)
    assert before.size == after.size
    assert before.tobytes() == after.tobytes()


@pytest.mark.parametrize(
    "content",
    [
        b"1 0 0 rg BT /F1 12 Tf 60 100 Td (red words) Tj ET\n",
        b"0.9 0.9 0.2 rg 50 95 200 20 re f 0 g BT /F1 12 Tf 60 100 Td (on yellow) Tj ET\n",
        b"0 g 50 95 200 20 re f 1 g BT /F1 12 Tf 60 100 Td (white on black) Tj ET\n",
        b"BT /F1 12 Tf 60 100 Td (bold) Tj 0.3 0 Td (bold) Tj ET\n",
        b"q 0 0 400 300 re W n BT /F1 12 Tf 60 100 Td (in the clip) Tj ET Q\n",
        b"/Artifact <</Type /Pagination>> BDC BT /F1 9 Tf 60 20 Td (page 1) Tj ET EMC\n",
    ],
    ids=["red", "yellow", "white-on-black", "double", "clip", "artifact"],
)
def test_words_that_can_be_seen_stay_words(content: bytes, in_process: None) -> None:
    result = made(content)
    assert not turned(result)
    assert content.split(b"(")[1].split(b")")[0].decode() in words(result)


def test_a_page_with_hidden_words_becomes_a_picture_that_looks_the_same(in_process: None) -> None:
    content = b"BT /F1 12 Tf 60 100 Td (SECRET) Tj ET 0 0 0 rg 50 90 300 30 re f\n"
    document, page = pdf.plain(0)
    pdf.more(document, page, content)
    data = pdf.saved(document)
    result = rebuild(data, "公告.pdf")
    assert turned(result)
    assert words(result).strip() == ""
    assert "SECRET" not in result.text
    assert pdf.VISIBLE in result.text
    before, after = picture_of(data), picture_of(result.data)
    assert before.size == after.size
    assert before.getpixel((100, 190)) == after.getpixel((100, 190)) == (0, 0, 0)


def test_other_pages_stay_text_when_one_becomes_a_picture(in_process: None) -> None:
    data = typst.compile(b"One page\n#pagebreak()\nSecond #text(fill: white)[SECRET]\n#pagebreak()\nThird page")
    result = rebuild(data, "公告.pdf")
    pages = [page.get_textpage().get_text_range().strip() for page in pypdfium2.PdfDocument(result.data)]
    assert pages == ["One page", "", "Third page"]
    assert [item.where for item in result.dropped if "转为图片" in item.what] == ["第2页"]


def test_a_scan_with_a_text_layer_is_searched_for_personal_data(in_process: None) -> None:
    """The layer is not seen, but the scan above it most likely shows the same words."""
    document, page = pdf.plain(0)
    stripes = document.make_stream(
        bytes([0, 255] * 1800),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=60,
        Height=60,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
    )
    page.Resources.XObject = Dictionary(Im1=stripes)
    pdf.more(document, page, pdf._draw(size=200) + pdf._text(NUMBER, 105, 120, state="3 Tr", size=8))
    result = rebuild(pdf.saved(document), "扫描.pdf")
    found = [finding for finding in result.findings if finding.kind == "id_number"]
    assert [finding.where for finding in found] == ["第1页（扫描图片）第1段"]
    assert NUMBER not in words(result)
    assert result.unread == ("第1页有图片，图片中的文字没有识别，请人工核对",)


def test_white_words_are_hidden_findings_not_findings(in_process: None) -> None:
    result = made(pdf._text(NUMBER, 60, 100, before="1 1 1 rg"))
    assert not result.findings
    assert [finding.kind for finding in result.hidden_findings] == ["id_number"]


def colored(document: pikepdf.Pdf, right: tuple[int, int, int] = SECRET) -> object:
    """A picture whose right half has a colour of its own."""
    picture = Image.new("RGB", (80, 40), (200, 10, 10))
    picture.paste(right, (40, 0, 80, 40))
    return document.make_stream(
        picture.tobytes(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=80,
        Height=40,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
    )


def colors_in(data: bytes) -> set[bytes]:
    """Give all colours of all pictures of a file as three bytes."""
    found: set[bytes] = set()
    with pikepdf.open(BytesIO(data)) as document:
        for item in document.objects:
            if (
                isinstance(item, pikepdf.Stream)
                and item.get("/Subtype") == "/Image"
                and item.get("/ColorSpace") == "/DeviceRGB"
            ):
                raw = pikepdf.PdfImage(item).as_pil_image().convert("RGB").tobytes()
                found |= {raw[at : at + 3] for at in range(0, len(raw), 3)}
    return found


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        (b"q 80 0 0 40 60 60 cm /Im1 Do Q\n", True),
        (b"q 80 0 0 40 60 60 cm /Im1 Do Q 0 g 98 58 60 60 re f\n", False),
        (b"q 60 60 40 40 re W n 80 0 0 40 60 60 cm /Im1 Do Q\n", False),
        (b"q 80 0 0 40 360 60 cm /Im1 Do Q\n", False),
    ],
    ids=["seen", "covered", "clipped", "over-the-edge"],
)
def test_parts_of_pictures_that_are_not_seen_are_gone(content: bytes, kept: bool, in_process: None) -> None:
    document, page = pdf.plain(0)
    page.Resources.XObject = Dictionary(Im1=colored(document))
    pdf.more(document, page, content)
    data = pdf.saved(document)
    assert bytes(SECRET) in colors_in(data)
    result = rebuild(data, "公告.pdf")
    near = {
        color for color in colors_in(result.data) if all(abs(a - b) < 30 for a, b in zip(color, SECRET, strict=True))
    }
    assert bool(near) is kept
    assert turned(result) is not kept


def test_pictures_in_other_codings_and_with_masks_become_part_of_a_picture(in_process: None) -> None:
    document, page = pdf.plain(0)
    image = colored(document)
    image["/SMask"] = document.make_stream(
        bytes(3200),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=80,
        Height=40,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
    )  # type: ignore[index]
    page.Resources.XObject = Dictionary(Im1=image)
    pdf.more(document, page, b"q 80 0 0 40 60 60 cm /Im1 Do Q\n")
    result = rebuild(pdf.saved(document), "公告.pdf")
    assert turned(result)
    assert bytes(SECRET) not in colors_in(result.data)


def test_a_jpeg_in_a_page_is_copied_without_its_remarks(in_process: None) -> None:
    document, page = pdf.plain(0)
    page.Resources.XObject = Dictionary(Im1=pdf._jpeg(document, "REMARK"))
    pdf.more(document, page, pdf._draw())
    data = pdf.saved(document)
    result = rebuild(data, "公告.pdf")
    assert not turned(result)
    assert picture_of(data).tobytes() == picture_of(result.data).tobytes()


def test_a_list_on_a_page_is_read_in_columns(in_process: None) -> None:
    source = (
        b"#set page(width: 20cm)\n#table(columns: (2cm, 4cm, 6cm, 5cm), [No], [name], [phone], [Address],"
        + b"".join(b"[%d], [Ma Yan], [1390954%04d], [Some Road No. %d],\n" % (at, at, at) for at in range(1, 6))
        + b")"
    )
    result = rebuild(typst.compile(source), "名单.pdf")
    assert {finding.where for finding in result.findings if finding.kind == "mobile" and "!" in finding.where} == {
        f"第1页!C{row}" for row in range(2, 7)
    }


def test_pages_of_many_shapes_are_copied_with_what_they_draw(in_process: None) -> None:
    document, page = pdf.plain(0)
    function = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 0, 0]), C1=Array([0, 0, 1]), N=1)
    shading = Dictionary(
        ShadingType=2,
        ColorSpace=Name.DeviceRGB,
        Coords=Array([0, 0, 400, 0]),
        Function=function,
        Extend=Array([True, True]),
    )
    pattern = document.make_stream(
        b"0 0 1 rg 0 0 5 5 re f",
        PatternType=1,
        PaintType=1,
        TilingType=1,
        BBox=Array([0, 0, 10, 10]),
        XStep=10,
        YStep=10,
        Resources=Dictionary(),
    )
    form = document.make_stream(
        b"q 0 1 0 rg 0 0 30 30 re f Q",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 30, 30]),
        Resources=Dictionary(),
    )
    indexed = document.make_stream(
        bytes([0, 1] * 50),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=10,
        Height=10,
        BitsPerComponent=8,
        ColorSpace=Array([Name.Indexed, Name.DeviceRGB, 1, pikepdf.String(b"\xff\x00\x00\x00\x00\xff")]),
    )
    page.Resources.Shading = Dictionary(S=shading)
    page.Resources.Pattern = Dictionary(P=pattern)
    page.Resources.XObject = Dictionary(Fm=form, Im=indexed)
    page.Resources.ExtGState = Dictionary(G=Dictionary(Type=Name.ExtGState, LW=3, ca=0.9))
    pdf.more(
        document,
        page,
        b"q /G gs 10 10 60 40 re S Q q 100 10 60 40 re W n /S sh Q q /Pattern cs /P scn 200 10 60 40 re f Q "
        b"q 1 0 0 1 300 10 cm /Fm Do Q q 40 0 0 40 340 10 cm /Im Do Q\n",
    )
    data = pdf.saved(document)
    result = rebuild(data, "公告.pdf")
    assert not turned(result)
    assert picture_of(data).tobytes() == picture_of(result.data).tobytes()


def test_an_owner_password_does_not_stop_reading(in_process: None) -> None:
    out = BytesIO()
    pdf.plain(0)[0].save(out, encryption=pikepdf.Encryption(user="", owner="密", R=6))
    assert pdf.VISIBLE in rebuild(out.getvalue(), "公告.pdf").text


def test_drawn_annotations_stay_in_the_picture(in_process: None) -> None:
    document, page = pdf.plain(0)
    appearance = document.make_stream(
        b"1 0 0 rg 0 0 40 40 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 40, 40])
    )
    page.Annots = Array(
        [
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Stamp,
                Rect=Array([300, 40, 340, 80]),
                AP=Dictionary(N=appearance),
                Contents=pikepdf.String("印章"),
            )
        ]
    )
    result = rebuild(pdf.saved(document), "公告.pdf")
    assert turned(result)
    red, green, blue = picture_of(result.data).getpixel((320, 240))  # type: ignore[misc]
    assert red > 200
    assert green < 60
    assert blue < 60


def test_previews_show_the_first_pages(in_process: None) -> None:
    result = rebuild(typst.compile(b"a\n#pagebreak()\nb\n#pagebreak()\nc"), "公告.pdf")
    assert len(result.preview.pages) == 3
    assert Image.open(BytesIO(result.preview.pages[0])).width == 600
