"""Read one paragraph of a DOCX: the accepted runs that can be seen."""

from collections.abc import Callable

from gongkai.documents.rebuilding.letters import seen
from gongkai.documents.rebuilding.sheets.colors import WHITE, Color
from gongkai.documents.rebuilding.words.blocks import Block, Document, Paragraph, Run
from gongkai.documents.rebuilding.words.drawings import Drawings
from gongkai.documents.rebuilding.words.fields import Fields
from gongkai.documents.rebuilding.words.styles import (
    Properties,
    WordStyles,
    by_name,
    first,
    look_of,
    shading,
    why_unseen,
)
from gongkai.documents.rebuilding.xml_parts import Element, attribute, local

_REMOVED = {"del": "修订中删除的文字", "moveFrom": "修订中移走的文字"}
_ENTERED = (
    "ins",
    "moveTo",
    "hyperlink",
    "smartTag",
    "customXml",
    "sdtContent",
    "bdo",
    "dir",
    "fldSimple",
    "rubyBase",
    "oMath",
    "oMathPara",
)
_CHARACTERS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_MOST_OFF_PAGE = 30_000
_SPACING = ("before", "after", "line", "beforeLines", "afterLines")

Boxes = Callable[[Element, str], list[Block]]


class ParagraphReader:
    """Reads the paragraphs of one part; fields may go on from one paragraph to the next."""

    def __init__(
        self, document: Document, styles: WordStyles, drawings: Drawings, part: str, notes: Callable[[str, str], str]
    ) -> None:
        self._document, self._styles, self._drawings, self._part, self._notes = document, styles, drawings, part, notes
        self._fields = Fields()
        self.boxes: list[Element] = []

    def read(self, element: Element, ground: Color = WHITE) -> Paragraph:
        """Give the paragraph as it is seen on a ground; `boxes` then holds the text boxes anchored in it."""
        properties = by_name(by_name(element).get("pPr"))
        chain = self._styles.paragraph_chain(properties)
        paragraph = Paragraph(heading=self._styles.heading(properties))
        _set_out(paragraph, chain)
        self.boxes = []
        reason = _off_page(chain)
        self._content(element, properties, shading(first(chain, "shd")) or ground, paragraph, reason)
        return paragraph

    def joins_next(self, element: Element) -> bool:
        """Tell whether the end of the paragraph was deleted under tracked changes, so that it runs on into the next."""
        mark = by_name(by_name(element).get("pPr")).get("rPr")
        return "del" in by_name(mark)

    def _content(
        self, element: Element, properties: Properties, ground: Color, paragraph: Paragraph, reason: str
    ) -> None:
        for child in element:
            name = local(child)
            if name == "r":
                self._run(child, properties, ground, paragraph, reason)
            elif name in _REMOVED:
                self._document.hide(_REMOVED[name], "".join(map(str, child.itertext())))
            elif name in _ENTERED:
                if name in ("ins", "moveTo"):
                    self._document.drop("修订标记（作者、时间）", where="正文")
                self._content(child, properties, ground, paragraph, reason)
            elif name in ("sdt", "ruby"):
                self._content(child, properties, ground, paragraph, reason)
            elif name == "t":
                # Formulas hold their letters without runs of the usual kind.
                self._put(child.text or "", properties, {}, ground, paragraph, reason)
            elif name in ("subDoc", "altChunk"):
                self._document.drop("嵌入的文件", where="正文")
            elif name == "bookmarkStart" and not (attribute(child, "name") or "").startswith(
                ("_Toc", "_GoBack", "OLE_LINK", "_Hlk")
            ):
                self._document.hide("书签", attribute(child, "name") or "")

    def _run(self, run: Element, properties: Properties, ground: Color, paragraph: Paragraph, reason: str) -> None:
        own = by_name(next((child for child in run if local(child) == "rPr"), None))
        for child in run:
            name = local(child)
            text = self._text_of(child, name)
            if text:
                self._put(text, properties, own, ground, paragraph, reason)
            elif name == "br":
                self._break(child, paragraph)
            elif name == "fldChar":
                self._field(child, paragraph)
            elif name in ("drawing", "pict", "AlternateContent"):
                self._drawing(child, paragraph, reason)
            elif name == "object":
                self._document.drop("嵌入的文件", where="正文")
            elif name == "ruby":
                self._content(child, properties, ground, paragraph, reason)

    def _text_of(self, child: Element, name: str) -> str:
        """Give the letters that a part of a run stands for."""
        if name == "t":
            return child.text or ""
        if name == "sym":
            return _symbol(child)
        if name in ("footnoteReference", "endnoteReference"):
            return self._notes(name, attribute(child, "id") or "")
        if name in ("instrText", "delInstrText"):
            self._fields.code(child.text or "")
        elif name == "delText":
            self._document.hide(_REMOVED["del"], child.text or "")
        return _CHARACTERS.get(name, "")

    def _put(
        self, text: str, properties: Properties, own: Properties, ground: Color, paragraph: Paragraph, reason: str
    ) -> None:
        if not text:
            return
        chain = self._styles.run_chain(own, properties)
        unseen = reason or why_unseen(chain, ground)
        if unseen:
            if text.strip():
                self._document.hide(unseen, text)
        elif not self._fields.seen:
            self._document.hide("域代码", text)
        else:
            clean, count = seen(text)
            self._document.drop("看不见的字符", count, "正文")
            paragraph.parts.append(Run(clean, look_of(chain)))

    def _break(self, element: Element, paragraph: Paragraph) -> None:
        if attribute(element, "type") == "page":
            paragraph.parts.append(Run("", field="BREAK"))
        else:
            paragraph.parts.append(Run("\n"))

    def _field(self, element: Element, paragraph: Paragraph) -> None:
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._fields.begin()
        elif kind == "separate":
            self._fields.separate()
        elif kind == "end":
            field = self._fields.end()
            if field:
                paragraph.parts.append(Run("", field=field))
            else:
                self._document.drop("域代码（保留结果）", where="正文")

    def _drawing(self, element: Element, paragraph: Paragraph, reason: str) -> None:
        if local(element) == "AlternateContent":
            choice = next((child for child in element if local(child) == "Choice"), None)
            self._document.drop("替代内容", len(element) - 1, "正文")
            for child in choice if choice is not None else ():
                self._drawing(child, paragraph, reason)
            return
        if local(element) not in ("drawing", "pict"):
            return
        found = self._drawings.read(element, self._part)
        if reason:
            self._document.drop("隐藏的图形", len(found.pictures) + len(found.boxes), "正文")
            return
        paragraph.parts += found.pictures
        self.boxes += found.boxes


def _set_out(paragraph: Paragraph, chain: list[Properties]) -> None:
    """Take over alignment, indents and distances; all are words or numbers of the format itself."""
    align = first(chain, "jc")
    value = (attribute(align, "val") or "") if align is not None else ""
    paragraph.align = value if value in ("center", "right", "both", "left", "start", "end", "distribute") else ""
    indent = first(chain, "ind")
    for name in ("left", "right", "firstLine", "hanging", "firstLineChars", "leftChars"):
        number = _whole(indent, name)
        if number is not None and abs(number) < _MOST_OFF_PAGE:
            paragraph.indent[name] = number
    spacing = first(chain, "spacing")
    for name in _SPACING:
        number = _whole(spacing, name)
        if number is not None and 0 <= number < 4000:
            paragraph.spacing[name] = str(number)
    rule = (attribute(spacing, "lineRule") or "") if spacing is not None else ""
    if rule in ("auto", "exact", "atLeast"):
        paragraph.spacing["lineRule"] = rule
    before = first(chain, "pageBreakBefore")
    paragraph.page_break = before is not None and (attribute(before, "val") or "1") not in ("0", "false")


def _off_page(chain: list[Properties]) -> str:
    """Say why a whole paragraph is not seen: pushed off the page, or in lines without height."""
    spacing, indent, frame = first(chain, "spacing"), first(chain, "ind"), first(chain, "framePr")
    line = _whole(spacing, "line")
    if spacing is not None and attribute(spacing, "lineRule") == "exact" and line is not None and line < 40:
        return "行高为零的文字"
    if abs(_whole(indent, "left") or 0) >= _MOST_OFF_PAGE or abs(_whole(indent, "firstLine") or 0) >= _MOST_OFF_PAGE:
        return "移出页面的文字"
    if any(abs(_whole(frame, side) or 0) >= _MOST_OFF_PAGE for side in ("x", "y")):
        return "移出页面的文字"
    return ""


def _whole(element: Element | None, name: str) -> int | None:
    text = attribute(element, name) if element is not None else None
    try:
        return int(float(text)) if text else None
    except ValueError:
        return None


def _symbol(element: Element) -> str:
    code = attribute(element, "char") or ""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    # Symbol faces put their signs in the private area; without the face only the box sign is left.
    return "□" if 0xF000 <= number <= 0xF0FF else chr(number)
