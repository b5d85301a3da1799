"""Second reader of PDF files: walks over every object against a list of what may be there, and reads the text layer of every page."""

from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2

from gongkai.documents.rebuilding.audit.shapes import Audited
from gongkai.documents.rebuilding.pdf.copying import ALLOWED
from gongkai.documents.rebuilding.pdf.streams import MARKED, instructions

_PAGE = frozenset(("/Type", "/MediaBox", "/Contents", "/Resources", "/Rotate", "/Parent"))
_RESOURCES = frozenset(("/Font", "/XObject", "/ExtGState", "/Shading", "/ColorSpace", "/Pattern"))
_STREAM = frozenset(("/Length", "/Filter", "/Width", "/Height", "/ImageMask", "/Interpolate", "/Kids", "/Count"))
_KNOWN = ALLOWED | _PAGE | _RESOURCES | _STREAM
_TRAILER = frozenset(("/Root", "/Size", "/ID"))
_LONGEST_NAME = 60


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
    if isinstance(item, pikepdf.String):
        if len(bytes(item)) > 24 and not table:
            seen.leak("对象中有文字")
    elif isinstance(item, pikepdf.Array):
        indexed = len(item) > 0 and item[0] in ("/Indexed", "/I")
        for part in item:
            if depth < 40 and not (isinstance(part, pikepdf.Object) and part.is_indirect):
                _walk(part, seen, depth + 1, table=indexed)
    elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in item.keys():  # noqa: SIM118 - a stream is no mapping
            if len(key) > _LONGEST_NAME:
                seen.leak("对象中有过长的名称")
            part = item[key]
            if depth < 40 and not (isinstance(part, pikepdf.Object) and part.is_indirect):
                _walk(part, seen, depth + 1, table=False)
        if (
            "/Type" in item
            and item["/Type"] in ("/Font", "/FontDescriptor", "/XObject", "/Page", "/ExtGState")
            and set(item.keys()) - _KNOWN
        ):
            seen.leak("对象中有多余的项")


def _content(page: pikepdf.Page, seen: Audited) -> None:
    if any(name in MARKED for _, name in instructions(page)):
        seen.leak("页面内容中有标记")


def _texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in document]


def _pages(visible: str, count: int) -> list[str]:
    return [visible] if count <= 1 else visible.split("\f")


def _bare(text: str) -> str:
    return "".join(character for character in text if character > " " and character not in "\ufffe\uffff\xa0\xad")
