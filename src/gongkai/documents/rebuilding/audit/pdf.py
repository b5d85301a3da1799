"""Second reader of PDF files: walks over every object against a list of what may be there, and reads the text layer of every page."""

import re
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2

from gongkai.documents.rebuilding.audit.picture import odd_in_jpeg
from gongkai.documents.rebuilding.audit.shapes import Audited
from gongkai.documents.rebuilding.pdf.copying import ALLOWED
from gongkai.documents.rebuilding.pdf.streams import MARKED, bounded, instructions

_PAGE = frozenset(("/Type", "/MediaBox", "/Contents", "/Resources", "/Rotate", "/Parent"))
_RESOURCES = frozenset(("/Font", "/XObject", "/ExtGState", "/Shading", "/ColorSpace", "/Pattern"))
_STREAM = frozenset(("/Length", "/Filter", "/Width", "/Height", "/ImageMask", "/Interpolate", "/Kids", "/Count"))
_KNOWN = ALLOWED | _PAGE | _RESOURCES | _STREAM
_TRAILER = frozenset(("/Root", "/Size", "/ID"))
_TYPES = ("/Font", "/FontDescriptor", "/XObject", "/Page", "/ExtGState")
_LONGEST_NAME = 60
_REMARK = re.compile(rb"(?m)^\s*%")
_COMPONENTS = {
    "/DeviceGray": 1,
    "/DeviceRGB": 3,
    "/DeviceCMYK": 4,
    "/CalGray": 1,
    "/CalRGB": 3,
    "/Lab": 3,
    "/Indexed": 1,
} | {"/Separation": 1}


def audit_pdf(data: bytes, visible: str, facts: dict[str, Any]) -> Audited:
    """Read a PDF of ours again and compare the text layer with what is seen on each page."""
    seen = Audited()
    with pikepdf.open(BytesIO(data)) as document:
        _structure(document, seen)
        for item in document.objects:
            _walk(item, seen, 0, table=False)
        for page in document.pages:
            _content(page, seen)
    if not data.rstrip().endswith(b"%%EOF") or data.count(b"%%EOF") != 1:
        seen.leak("文件末尾有多余数据")
    layers = facts["layer"]
    texts = _texts(data)
    if len(texts) != len(layers):
        seen.leak("页数不一致")
    for number, (text, layer) in enumerate(zip(texts, layers, strict=False), 1):
        if _bare(text) != _bare(layer):
            seen.leak(f"第{number}页的文字层与可见文字不一致")
    seen.texts += [(f"第{number}页", page) for number, page in enumerate(_pages(visible, len(layers)), 1)]
    seen.texts += [(f"{where}（扫描图片）", text) for where, text in facts.get("scanned", [])]
    seen.tables += [(where, rows) for where, rows in facts.get("tables", [])]
    return seen


def _structure(document: pikepdf.Pdf, seen: Audited) -> None:
    if set(document.Root.keys()) - {"/Type", "/Pages"}:
        seen.leak("文件目录中有多余内容")
    if set(document.trailer.keys()) - _TRAILER:
        seen.leak("文件尾部有多余内容")
    for page in document.pages:
        if set(page.obj.keys()) - _PAGE:
            seen.leak("页面中有多余内容")


def _walk(item: Any, seen: Audited, depth: int, *, table: bool) -> None:
    """Look at one object and everything that lies directly in it."""
    if isinstance(item, pikepdf.String):
        if len(bytes(item)) > 24 and not table:
            seen.leak("对象中有文字")
        return
    indexed = False
    if isinstance(item, pikepdf.Array):
        if len(item) and item[0] == "/ICCBased":
            seen.leak("有色彩配置文件")
        indexed = len(item) > 0 and item[0] in ("/Indexed", "/I")
    elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        _keys(item, seen)
    for part in _parts(item):
        if depth < 40:
            _walk(part, seen, depth + 1, table=indexed)


def _parts(item: Any) -> list[Any]:
    """Give what lies directly in an object; what it only points to comes by itself."""
    if isinstance(item, pikepdf.Array):
        found = list(item)
    elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        found = [part for _, part in item.items()]
    else:
        return []
    return [part for part in found if not (isinstance(part, pikepdf.Object) and part.is_indirect)]


def _keys(item: Any, seen: Audited) -> None:
    if item.get("/Subtype") == "/Image":
        _picture(item, seen)
    keys = set(item.keys())
    if any(len(key) > _LONGEST_NAME for key in keys):
        seen.leak("对象中有过长的名称")
    if item.get("/Type") in _TYPES and keys - _KNOWN:
        seen.leak("对象中有多余的项")


def _content(page: pikepdf.Page, seen: Audited) -> None:
    """Look at what a page draws: no marks, no remarks, nothing at hand that is not drawn."""
    if any(name in MARKED for _, name in instructions(page)):
        seen.leak("页面内容中有标记")
    content = bounded(page.obj["/Contents"])
    if _REMARK.search(content):
        seen.leak("页面内容中有注释")
    _unused(page.obj.get("/Resources", pikepdf.Dictionary()), content, seen)


def _unused(resources: Any, content: bytes, seen: Audited) -> None:
    for group in ("/Font", "/XObject", "/ExtGState", "/Shading", "/ColorSpace", "/Pattern"):
        for name in resources.get(group, pikepdf.Dictionary()).keys():  # noqa: SIM118 - no mapping
            if name.encode() not in content and "#" not in name:
                seen.leak("有没有用到的资源")


def _picture(image: Any, seen: Audited) -> None:
    """Look at a picture without decoding its pixels: a JPEG by its segments, plain pixels by their length."""
    if image.get("/Filter") == "/DCTDecode":
        leak = odd_in_jpeg(image.read_raw_bytes())
        if leak:
            seen.leak(leak)
        return
    bits = 1 if image.get("/ImageMask") else int(image.get("/BitsPerComponent", 8))
    space = image.get("/ColorSpace", pikepdf.Name.DeviceGray)
    components = _COMPONENTS.get(str(space[0] if isinstance(space, pikepdf.Array) else space), 0)
    length = (int(image["/Width"]) * components * bits + 7) // 8 * int(image["/Height"])
    if len(bounded(image, 160 * 1024 * 1024)) != length:
        seen.leak("图片末尾有多余数据")


def _texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in document]


def _pages(visible: str, count: int) -> list[str]:
    return [visible] if count <= 1 else visible.split("\f")


def _bare(text: str) -> str:
    return "".join(character for character in text if character > " " and character not in "\ufffe\uffff\xa0\xad")
