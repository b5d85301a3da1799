"""Web pages: paragraphs as lines, tables as rows with their spans, layout tables as what they hold."""

import re
from collections.abc import Iterator
from typing import cast

from lxml import etree

from gongkai.documents.reading.errors import UnreadableReport
from gongkai.documents.reading.normal import without_invisible
from gongkai.documents.reading.sources.plain import MOST_CHARACTERS, add_lines
from gongkai.documents.reading.stream import Place, Stream, StreamBuilder

_SKIPPED = frozenset(
    {"script", "style", "noscript", "template", "iframe", "select", "button", "svg", "object", "head", "option"}
)
_INLINE = frozenset(
    {"span", "font", "b", "strong", "i", "em", "u", "a", "o:p", "sup", "sub", "big", "small", "label", "ins", "mark", "st1:chsdate",
     "code", "tt", "s", "del", "strike", "publishtime", "ucaptitle", "img", "input", "bdo", "nobr", "wbr"}
)  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\xa0　]+")
_WRAPPED = re.compile(r"(?<=[\u3400-\u9fff，。、；：（）])[ \t]*\n[ \t\n]*(?=[\u3400-\u9fff，。、；：（）])")
#: A bracket that opens no tag, as in <天>.
_NO_TAG = re.compile(r"<(?![A-Za-z/!?])")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
#: A table larger than this is a list, not a form.
MOST_SPAN = 60
MOST_ROWS = 5_000
MOST_DEPTH = 200


def read_html(text: str) -> Stream:
    """Read a page; raises `UnreadableReport` if it is far larger than any report."""
    if len(text) > 8 * MOST_CHARACTERS:
        raise UnreadableReport("too_large", "网页过大，不像年度报告，请检查文件。")
    plain = _NO_TAG.sub("&lt;", _DECLARATION.sub("", without_invisible(text)))
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, recover=True)
    try:
        root = etree.fromstring(plain.encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise UnreadableReport("damaged", "网页没有内容，请重新保存后再试。")
    reader = _Reader()
    body = root.find("body")
    reader.walk(root if body is None else body)
    reader.flush()
    return reader.builder.stream(titles=tuple(_titles(root)), kind="html")


def _titles(root: "etree._Element") -> Iterator[str]:
    for tag in ("h1", "title", "h2"):
        for element in root.iter(tag):
            text = _inner(element).strip()
            if 6 <= len(text) <= 120:
                yield text
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() in ("articletitle", "title"):
            yield meta.get("content") or ""


def _inner(element: "etree._Element") -> str:
    return "".join(cast("Iterator[str]", element.itertext()))


def _text(element: "etree._Element") -> str:
    """Give the text inside an element; a break or an inner block begins a new line."""
    if len(element) == 0:
        text = element.text or ""
        return text if text.isdecimal() else _plain(text)
    if (
        len(element) == 1
        and element.find(".//br") is None
        and element.find("./*/p") is None
        and element.find("./*/div") is None
    ):
        return _plain(_inner(element))
    parts: list[str] = []
    for kind, node in etree.iterwalk(element, events=("start", "end")):
        if kind == "start":
            if node.tag == "br" or (node is not element and node.tag not in _INLINE):
                parts.append("\x00")
            parts.append(node.text or "" if node.tag not in _SKIPPED else "")
        elif node is not element:
            if node.tag != "br" and node.tag not in _INLINE:
                parts.append("\x00")
            parts.append(node.tail or "")
    lines = (_plain(line).strip() for line in "".join(parts).split("\x00"))
    return "\n".join(line for line in lines if line)


def _plain(text: str) -> str:
    """Take a line break in the source for what it is: nothing between ideographs, a space elsewhere."""
    if "\n" in text:
        text = _WRAPPED.sub("", text)
    return _SPACE.sub(" ", text)


class _Reader:
    """Walks a page in reading order; text outside blocks gathers until the next block."""

    def __init__(self) -> None:
        self.builder = StreamBuilder()
        self.lines = self.tables = 0
        self.pending: list[str] = []

    def walk(self, element: "etree._Element", depth: int = 0) -> None:
        """Read an element that holds blocks."""
        if depth > MOST_DEPTH:
            raise UnreadableReport("too_complex", "网页嵌套过深，请另存为普通文档后重试。")
        self.pending.append(element.text or "")
        for child in element:
            self._child(child, depth)
            self.pending.append(child.tail or "")

    def _child(self, child: "etree._Element", depth: int) -> None:
        tag = child.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            return
        if tag == "p" and len(child) == 0:
            self.flush()
            self._line(_plain(child.text or ""))
        elif tag == "br":
            self.flush()
        elif tag == "table":
            self.flush()
            self._table(child, depth)
        elif tag == "pre":
            self.flush()
            add_lines(self.builder, _inner(child), self.lines + 1)
        elif (
            tag in _INLINE
            and child.find(".//table") is None
            and child.find(".//p") is None
            and child.find(".//div") is None
        ):
            self._inline(child)
        elif tag == "p" and child.find(".//table") is None:
            self.flush()
            for line in _text(child).split("\n"):
                self._line(line)
        else:
            self.flush()
            self.walk(child, depth + 1)
            self.flush()

    def _inline(self, child: "etree._Element") -> None:
        if len(child) == 0:
            self.pending.append(child.text or "")
            return
        first, *others = _text(child).split("\n")
        self.pending.append(first)
        for line in others:
            self.flush()
            self.pending.append(line)

    def flush(self) -> None:
        """End the line that loose text has begun."""
        text = _plain("".join(self.pending)).strip()
        self.pending.clear()
        if text:
            self._line(text)

    def _line(self, text: str) -> None:
        stripped = text.strip()
        if stripped:
            self.lines += 1
            self.builder.line(stripped, Place(line=self.lines))

    def _table(self, table: "etree._Element", depth: int) -> None:
        """Read a table; of one that holds tables, the rows that hold none are rows, the others are layout."""
        self.tables += 1
        number = self.tables
        below: dict[int, int] = {}
        layout = table.find(".//table") is not None
        for index, row in enumerate(_rows(table), start=1):
            if index > MOST_ROWS:
                raise UnreadableReport("too_complex", f"表格超过{MOST_ROWS}行，不像年度报告，请检查文件。")
            cells = list(row.iterchildren("td", "th"))
            if layout and any(cell.find(".//table") is not None for cell in cells):
                below.clear()
                for cell in cells:
                    self.walk(cell, depth + 1)
                    self.flush()
                continue
            self._row(cells, Place(table=number, row=index), below)

    def _row(self, cells: list["etree._Element"], place: Place, below: dict[int, int]) -> None:
        texts, columns = [], []
        at = 0
        for cell in cells:
            while at in below:
                at += 1
            texts.append(_text(cell).strip())
            columns.append(at)
            across, down = _spans(cell)
            if down > 1:
                below.update(dict.fromkeys(range(at, at + across), down))
            at += across
        for column in list(below):
            below[column] -= 1
            if below[column] <= 0:
                del below[column]
        if texts:
            self.builder.row(texts, place, columns)


def _rows(table: "etree._Element") -> Iterator["etree._Element"]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from (row for row in child if row.tag == "tr")
        elif child.tag == "caption":
            continue


def _spans(cell: "etree._Element") -> tuple[int, int]:
    """Give over how many columns and rows a cell reaches."""
    across, down = cell.get("colspan"), cell.get("rowspan")
    return 1 if across in (None, "1") else _span(across), 1 if down in (None, "1") else _span(down)


def _span(value: str) -> int:
    digits = value.strip()
    return min(int(digits), MOST_SPAN) if digits.isdecimal() and digits != "0" else 1
