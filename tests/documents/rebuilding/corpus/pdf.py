"""PDF: forty ways to hide a word in a page or beside it."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

VISIBLE = "Public notice of the township, part"


def plain(variant: int) -> tuple[pikepdf.Pdf, Any]:
    """One page with a line of text; the first variant stands upright, the others are turned or cropped."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(400, 300))
    page = document.pages[0].obj
    page.Resources = Dictionary(Font=Dictionary(F1=_font(document)))
    page.Contents = document.make_stream(_text(f"{VISIBLE} {variant + 1}", 60, 200))
    if variant % 4 == 1:
        page.Rotate = 90
    elif variant % 4 == 2:
        page.CropBox = Array([20, 20, 380, 280])
    elif variant % 4 == 3:
        page.Rotate = 180
    return document, page


def _font(document: pikepdf.Pdf) -> Any:
    return document.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))


def _text(words: str, x: float, y: float, *, before: str = "", size: float = 12, state: str = "") -> bytes:
    return f"{before} BT /F1 {size} Tf {state} {x} {y} Td ({words}) Tj ET\n".encode()


def saved(document: pikepdf.Pdf, **settings: Any) -> bytes:
    out = BytesIO()
    document.save(out, **settings)
    return out.getvalue()


def more(document: pikepdf.Pdf, page: Any, content: bytes, *, first: bool = False) -> None:
    """Add content behind (or before) what the page has."""
    old = page.Contents.read_bytes()
    page.Contents = document.make_stream(content + old if first else old + content)


def by_page(hide: Callable[[pikepdf.Pdf, Any, str, int], None]) -> Callable[[str, int], bytes]:
    """Make a technique from a function that changes the document."""

    def make(canary: str, variant: int) -> bytes:
        document, page = plain(variant)
        hide(document, page, canary, variant)
        return saved(document)

    return make


def drawn(content: Callable[[str], bytes]) -> Callable[[str, int], bytes]:
    """Make a technique that draws more on the page."""
    return by_page(lambda document, page, canary, variant: more(document, page, content(canary)))


def _picture(document: pikepdf.Pdf, **settings: Any) -> Any:
    image = Image.linear_gradient("L").resize((60, 60))
    return document.make_stream(
        image.tobytes(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=60,
        Height=60,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
        **settings,
    )


def _jpeg(document: pikepdf.Pdf, canary: str) -> Any:
    out = BytesIO()
    picture = Image.linear_gradient("L").resize((60, 60)).convert("RGB")
    exif = picture.getexif()
    exif[0x010E] = canary
    picture.save(out, "JPEG", exif=exif, comment=canary)
    return document.make_stream(
        out.getvalue(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=60,
        Height=60,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )


def _draw(name: str = "Im1", x: int = 100, y: int = 60, size: int = 60) -> bytes:
    return f"q {size} 0 0 {size} {x} {y} cm /{name} Do Q\n".encode()


def under_picture(document, page, canary, variant):
    more(document, page, _text(canary, 105, 80, size=6))
    page.Resources.XObject = Dictionary(Im1=_picture(document))
    more(document, page, _draw())


def under_white_picture(document, page, canary, variant):
    more(document, page, _text(canary, 60, 100))
    image = document.make_stream(
        bytes([255]) * 100,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=10,
        Height=10,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
    )
    page.Resources.XObject = Dictionary(Im1=image)
    more(document, page, b"q 300 0 0 40 50 90 cm /Im1 Do Q\n")


def scan_layer(document, page, canary, variant):
    page.Resources.XObject = Dictionary(Im1=_picture(document))
    more(document, page, _draw(size=200) + _text(canary, 110, 80, state="3 Tr"))


def metadata(document, page, canary, variant):
    key = ("Author", "Title", "Subject", "Keywords", "Creator", "Producer")[variant % 6]
    document.docinfo[f"/{key}"] = canary


def xmp(canary: str, variant: int) -> bytes:
    document, page = plain(variant)
    words = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{canary}</x:xmpmeta>"
    stream = document.make_stream(words.encode(), Type=Name.Metadata, Subtype=Name.XML)
    (document.Root if variant % 2 else page)["/Metadata"] = stream
    return saved(document, fix_metadata_version=False)


def script(document, page, canary, variant):
    action = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{canary}')"))
    if variant % 2:
        page.AA = Dictionary(O=action)
    else:
        document.Root.OpenAction = action


def script_name(document, page, canary, variant):
    document.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("a"), Dictionary(S=Name.JavaScript, JS=String(canary))]))
    )


def attachment(document, page, canary, variant):
    document.attachments[f"{canary}.txt"] = canary.encode()


def hidden_layer(document, page, canary, variant):
    group = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("底稿")))
    document.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group]), Order=Array([group])))
    page.Resources.Properties = Dictionary(MC0=group)
    more(document, page, b"/OC /MC0 BDC\n" + _text(canary, 60, 100) + b"EMC\n")


def layer_name(document, page, canary, variant):
    group = document.make_indirect(Dictionary(Type=Name.OCG, Name=String(canary)))
    document.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(Order=Array([group])))


def hidden_layer_form(document, page, canary, variant):
    group = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("底稿")))
    document.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(BaseState=Name.OFF))
    form = document.make_stream(
        _text(canary, 0, 0),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 300, 40]),
        Resources=page.Resources,
        OC=group,
    )
    page.Resources = Dictionary(Font=page.Resources.Font, XObject=Dictionary(Fm1=form))
    more(document, page, b"q 1 0 0 1 60 100 cm /Fm1 Do Q\n")


def note(document, page, canary, variant):
    kind = (Name.Text, Name.FreeText, Name.Popup, Name.Highlight)[variant % 4]
    page.Annots = Array(
        [
            Dictionary(
                Type=Name.Annot, Subtype=kind, Rect=Array([60, 60, 90, 90]), Contents=String(canary), T=String("审核")
            )
        ]
    )


def note_author(document, page, canary, variant):
    page.Annots = Array(
        [
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Text,
                Rect=Array([60, 60, 90, 90]),
                Contents=String("请核"),
                T=String(canary),
            )
        ]
    )


def link(document, page, canary, variant):
    action = Dictionary(S=Name.URI, URI=String(f"http://192.0.2.1/{canary}"))
    page.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([60, 190, 200, 215]), A=action)])


def file_annotation(document, page, canary, variant):
    stream = document.make_stream(canary.encode())
    specification = Dictionary(Type=Name.Filespec, F=String("a.txt"), EF=Dictionary(F=stream))
    page.Annots = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([60, 60, 80, 80]), FS=specification)]
    )


def form_value(document, page, canary, variant):
    flags = (4, 2, 0, 1)[variant % 4]
    widget = document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("姓名"),
            V=String(canary),
            Rect=Array([60, 60, 200, 80]),
            F=flags,
        )
    )
    document.Root.AcroForm = Dictionary(Fields=Array([widget]), NeedAppearances=True)
    page.Annots = Array([widget])


def xfa(document, page, canary, variant):
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=document.make_stream(f"<xdp>{canary}</xdp>".encode()))


def covering_annotation(document, page, canary, variant):
    more(document, page, _text(canary, 60, 100))
    appearance = document.make_stream(
        b"0 0 0 rg 0 0 300 30 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 300, 30])
    )
    page.Annots = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=Array([50, 90, 350, 120]), AP=Dictionary(N=appearance))]
    )


def bookmark(document, page, canary, variant):
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(canary, 0))


def page_label(document, page, canary, variant):
    document.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String(canary))]))


def structure_text(document, page, canary, variant):
    element = document.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.P, ActualText=String(canary), Alt=String(canary), Pg=page)
    )
    document.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=element)
    document.Root.MarkInfo = Dictionary(Marked=True)


def actual_text(document, page, canary, variant):
    more(document, page, f"/Span <</ActualText ({canary})>> BDC\n".encode() + _text("seen", 60, 100) + b"EMC\n")


def private_data(document, page, canary, variant):
    page.PieceInfo = Dictionary(App=Dictionary(Private=String(canary)))


def thumbnail(document, page, canary, variant):
    page.Thumb = document.make_stream(
        canary.encode().ljust(48), Width=4, Height=4, ColorSpace=Name.DeviceRGB, BitsPerComponent=8
    )


def unused_object(document, page, canary, variant):
    document.Root["/Extra"] = document.make_indirect(Dictionary(Note=String(canary)))


def unused_resource(document, page, canary, variant):
    form = document.make_stream(
        _text(canary, 0, 0),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 9, 9]),
        Resources=Dictionary(Font=page.Resources.Font),
    )
    page.Resources.XObject = Dictionary(Unused=form)


def jpeg_remarks(document, page, canary, variant):
    page.Resources.XObject = Dictionary(Im1=_jpeg(document, canary))
    more(document, page, _draw())


def picture_tail(document, page, canary, variant):
    image = _picture(document)
    image.write(bytes(image.read_bytes()) + canary.encode())
    page.Resources.XObject = Dictionary(Im1=image)
    more(document, page, _draw())


def picture_metadata(document, page, canary, variant):
    page.Resources.XObject = Dictionary(Im1=_picture(document, Metadata=document.make_stream(canary.encode())))
    more(document, page, _draw())


def alternate_picture(document, page, canary, variant):
    other = document.make_stream(
        canary.encode().ljust(100),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=10,
        Height=10,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
    )
    page.Resources.XObject = Dictionary(Im1=_picture(document, Alternates=Array([Dictionary(Image=other)])))
    more(document, page, _draw())


def profile(document, page, canary, variant):
    stream = document.make_stream(canary.encode().ljust(128), N=1, Alternate=Name.DeviceGray)
    image = _picture(document)
    image.ColorSpace = Array([Name.ICCBased, document.make_indirect(stream)])
    page.Resources.XObject = Dictionary(Im1=image)
    more(document, page, _draw())


def form_metadata(document, page, canary, variant):
    form = document.make_stream(
        _text("form", 0, 5),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 90, 30]),
        Resources=Dictionary(Font=page.Resources.Font),
        PieceInfo=Dictionary(App=Dictionary(Private=String(canary))),
    )
    page.Resources.XObject = Dictionary(Fm1=form)
    more(document, page, b"q 1 0 0 1 60 100 cm /Fm1 Do Q\n")


def off_crop(document, page, canary, variant):
    page.CropBox = Array([40, 150, 380, 280])
    more(document, page, _text(canary, 60, 60))


def clipped(document, page, canary, variant):
    more(document, page, b"q 0 0 10 10 re W n\n" + _text(canary, 60, 100) + b"Q\n")


def transparent(document, page, canary, variant):
    page.Resources.ExtGState = Dictionary(G0=Dictionary(ca=0, CA=0))
    more(document, page, b"q /G0 gs\n" + _text(canary, 60, 100) + b"Q\n")


def on_other_text(document, page, canary, variant):
    more(document, page, b"1 1 1 rg\n" + _text(canary, 60, 200), first=True)
    more(document, page, b"0 0 0 rg\n")
    page.Contents = document.make_stream(page.Contents.read_bytes().replace(b"BT /F1 12", b"BT /F1 12"))


def text_in_form(document, page, canary, variant):
    form = document.make_stream(
        b"1 1 1 rg\n" + _text(canary, 0, 5),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 300, 30]),
        Resources=Dictionary(Font=page.Resources.Font),
    )
    page.Resources.XObject = Dictionary(Fm1=form)
    more(document, page, b"q 1 0 0 1 60 100 cm /Fm1 Do Q\n")


def comment_in_content(document, page, canary, variant):
    more(document, page, f"% {canary}\n".encode())


def earlier_version(canary: str, variant: int) -> bytes:
    """An update appended to the file replaces the page; the old words are still in it."""
    document, page = plain(variant)
    more(document, page, f"% {canary}\n".encode())
    first = saved(document, compress_streams=False)
    with pikepdf.open(BytesIO(first)) as opened:
        number = opened.pages[0].obj.Contents.objgen[0]
    words = _text(VISIBLE, 60, 200)
    at = len(first)
    update = f"{number} 0 obj\n<</Length {len(words)}>>\nstream\n".encode() + words + b"\nendstream\nendobj\n"
    start = first.rfind(b"startxref")
    previous = int(first[start + 9 :].split()[0])
    size = first[first.rfind(b"/Size") + 5 :].split()[0].decode().split("/")[0]
    with pikepdf.open(BytesIO(first)) as opened:
        root = opened.Root.objgen[0]
    table = f"xref\n{number} 1\n{at:010d} 00000 n \ntrailer <</Size {size} /Root {root} 0 R /Prev {previous}>>\nstartxref\n{at + len(update)}\n%%EOF\n"
    return first + update + table.encode()


def trailing(canary: str, variant: int) -> bytes:
    return saved(plain(variant)[0]) + f"\n{canary}\n".encode()


_PAGES = (
    *(
        under_picture,
        under_white_picture,
        scan_layer,
        metadata,
        script,
        script_name,
        attachment,
        hidden_layer,
        layer_name,
    ),
    *(
        hidden_layer_form,
        note,
        note_author,
        link,
        file_annotation,
        form_value,
        xfa,
        covering_annotation,
        bookmark,
        page_label,
    ),
    *(structure_text, actual_text, private_data, thumbnail, unused_object, unused_resource, jpeg_remarks, picture_tail),
    *(
        picture_metadata,
        alternate_picture,
        profile,
        form_metadata,
        off_crop,
        clipped,
        transparent,
        on_other_text,
        text_in_form,
    ),
    comment_in_content,
)
TECHNIQUES = {
    **{function.__name__: by_page(function) for function in _PAGES},
    "white": drawn(lambda canary: _text(canary, 60, 100, before="1 1 1 rg")),
    "nearly_white": drawn(lambda canary: _text(canary, 60, 100, before="0.99 0.99 0.98 rg")),
    "without_ink": drawn(lambda canary: _text(canary, 60, 100, state="3 Tr")),
    "clip_only": drawn(lambda canary: b"q " + _text(canary, 60, 100, state="7 Tr") + b"Q\n"),
    "tiny": drawn(lambda canary: _text(canary, 60, 100, size=0.5)),
    "off_page": drawn(lambda canary: _text(canary, 60, -500)),
    "under_box": drawn(lambda canary: _text(canary, 60, 100) + b"0 0 0 rg 50 90 300 30 re f\n"),
    "under_white_box": drawn(lambda canary: _text(canary, 60, 100) + b"1 1 1 rg 50 90 300 30 re f\n"),
    "under_bar": drawn(lambda canary: _text(canary, 60, 100) + b"0 0 0 rg 50 98 300 9 re f\n"),
    "xmp": xmp,
    "earlier_version": earlier_version,
    "trailing": trailing,
}
