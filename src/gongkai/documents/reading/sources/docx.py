"""DOCX: paragraphs, tables with merged cells, tables within tables, text boxes; read from the XML itself."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from gongkai.documents.reading.errors import UnreadableReport
from gongkai.documents.reading.normal import without_invisible
from gongkai.documents.reading.stream import Place, Stream, StreamBuilder

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_PART = "word/document.xml"
MOST_XML = 40 * 2**20
MOST_ROWS = 5_000
MOST_DEPTH = 60

_P, _TBL, _TR, _TC, _T = f"{_W}p", f"{_W}tbl", f"{_W}tr", f"{_W}tc", f"{_W}t"
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}
_BOX = f"{_W}txbxContent"
_LEFT_OUT = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}pPr", f"{_W}rPr"})
#: Where the XML has none of these, the text of a paragraph is simply that of its runs.
_SPECIAL = (
    b":txbxContent",
    b":moveFrom",
    b"<w:br",
    b"<w:cr",
    b"<w:tab/>",
    b":noBreakHyphen",
    b"AlternateContent",
    b"<w:del ",
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"


def read_docx(archive: zipfile.ZipFile) -> Stream:
    """Read a document; raises `UnreadableReport` if its text is missing, damaged or unreasonably large."""
    xml = _part(archive)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(xml.replace(_STRICT, _W[1:-1].encode()), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableReport("damaged", "DOCX 的正文已损坏，请用文字处理软件打开后另存。") from error
    body = root.find(f"{_W}body")
    if body is None:
        raise UnreadableReport("damaged", "DOCX 没有正文，请用文字处理软件打开后另存。")
    reader = _Reader(plain=not any(mark in xml for mark in _SPECIAL))
    reader.blocks(body)
    return reader.builder.stream(kind="docx")


def _part(archive: zipfile.ZipFile) -> bytes:
    try:
        info = archive.getinfo(_PART)
    except KeyError as error:
        raise UnreadableReport("damaged", "DOCX 没有正文，请用文字处理软件打开后另存。") from error
    if info.flag_bits & 1:
        raise UnreadableReport("encrypted", "文档设有打开密码，请去掉密码后重试。")
    xml = b""
    if info.file_size <= MOST_XML:
        try:
            with archive.open(info) as part:
                xml = part.read(MOST_XML + 1)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, ValueError) as error:
            raise UnreadableReport("damaged", "DOCX 已损坏，读不出正文，请重新取得后再试。") from error
    if info.file_size > MOST_XML or len(xml) > MOST_XML:
        raise UnreadableReport("too_large", "DOCX 正文过大，不像年度报告，请检查文件。")
    return xml


def _nothing() -> list["etree._Element"]:
    return []


class _Reader:
    """Walks the body in reading order."""

    def __init__(self, *, plain: bool) -> None:
        self.builder = StreamBuilder()
        self.plain = plain
        self.lines = self.tables = 0

    def blocks(self, parent: "etree._Element", depth: int = 0) -> None:
        """Read paragraphs and tables; containers such as content controls are looked into."""
        if depth > MOST_DEPTH:
            raise UnreadableReport("too_complex", "DOCX 嵌套过深，请用文字处理软件打开后另存。")
        for child in parent:
            if child.tag == _P:
                self._paragraph(child, depth)
            elif child.tag == _TBL:
                self._table(child, depth)
            elif child.tag not in _LEFT_OUT:
                self.blocks(child, depth + 1)

    def _paragraph(self, paragraph: "etree._Element", depth: int) -> None:
        boxes: list[etree._Element] = []
        for line in self._text(paragraph, boxes).split("\n"):
            self._line(line)
        for box in boxes:
            self.blocks(box, depth + 1)

    def _text(self, paragraph: "etree._Element", boxes: list["etree._Element"]) -> str:
        """Give the text of a paragraph without what tracked changes took out; text boxes in it are added to `boxes`."""
        if self.plain:
            return without_invisible("".join([text.text or "" for text in paragraph.iter(_T)]))
        parts: list[str] = []
        _gather(paragraph, parts, boxes)
        return without_invisible("".join(parts))

    def _line(self, text: str) -> None:
        if text.strip():
            self.lines += 1
            self.builder.line(text, Place(line=self.lines))

    def _table(self, table: "etree._Element", depth: int) -> None:
        """Read a table; a row that holds a table gives its other cells first, then that table's rows."""
        self.tables += 1
        number = self.tables
        for index, row in enumerate(_children(table, _TR), start=1):
            if index > MOST_ROWS:
                raise UnreadableReport("too_complex", f"表格超过{MOST_ROWS}行，不像年度报告，请检查文件。")
            cells = list(_children(row, _TC))
            if any(next(cell.iter(_TBL), None) is not None for cell in cells):
                for cell in cells:
                    self.blocks(cell, depth + 1)
                continue
            self._row(cells, Place(table=number, row=index))

    def _row(self, cells: list["etree._Element"], place: Place) -> None:
        texts, columns, boxes = [], [], _nothing()
        at = 0
        for cell in cells:
            properties = cell.find(f"{_W}tcPr")
            span, below = _spans(properties) if properties is not None else (1, False)
            if not below:
                texts.append("\n".join(self._text(part, boxes) for part in _children(cell, _P)).strip())
                columns.append(at)
            at += span
        if texts:
            self.builder.row(texts, place, columns)
        for box in boxes:
            self.blocks(box)


def _children(parent: "etree._Element", tag: str) -> Iterator["etree._Element"]:
    """Give children of a kind, also inside content controls and markup that wraps them."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in (_P, _TBL, _TR, _TC) and child.tag not in _LEFT_OUT and len(child):
            yield from _children(child, tag)


def _spans(properties: "etree._Element") -> tuple[int, bool]:
    """Give over how many columns a cell reaches, and whether it only continues the one above."""
    span, below = 1, False
    for item in properties:
        if item.tag == f"{_W}gridSpan":
            value = item.get(f"{_W}val") or "1"
            span = min(int(value), 60) if value.isdecimal() and value != "0" else 1
        elif item.tag == f"{_W}vMerge":
            below = (item.get(f"{_W}val") or "continue") == "continue"
    return span, below


def _gather(element: "etree._Element", parts: list[str], boxes: list["etree._Element"]) -> None:
    for child in element:
        tag = child.tag
        if tag == _T:
            parts.append(child.text or "")
        elif tag in _BREAKS:
            parts.append(_BREAKS[tag])
        elif tag == _BOX:
            boxes.append(child)
        elif tag not in _LEFT_OUT and not (tag == _FALLBACK and _has_choice(child)) and len(child):
            _gather(child, parts, boxes)


def _has_choice(fallback: "etree._Element") -> bool:
    before = fallback.getprevious()
    return before is not None and before.tag == _CHOICE


def open_zip(data: bytes) -> zipfile.ZipFile:
    """Open a ZIP archive; raises `UnreadableReport` if it is damaged."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise UnreadableReport("damaged", "压缩文件或 DOCX 已损坏，打不开，请重新取得后再试。") from error
