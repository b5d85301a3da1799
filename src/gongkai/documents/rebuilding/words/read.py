"""Read a DOCX into what a person sees: body, notes, one header and footer, tables without deleted and hidden rows."""

from lxml import etree

from gongkai.documents.rebuilding.model import Limits, too_big
from gongkai.documents.rebuilding.sheets.colors import WHITE, Color
from gongkai.documents.rebuilding.words.blocks import Block, Document, Paragraph, Run, Table, TableCell, text_of
from gongkai.documents.rebuilding.words.drawings import Drawings
from gongkai.documents.rebuilding.words.numbering import Numbering
from gongkai.documents.rebuilding.words.package import Package
from gongkai.documents.rebuilding.words.paragraphs import ParagraphReader
from gongkai.documents.rebuilding.words.styles import (
    OFF,
    Properties,
    WordStyles,
    by_name,
    draws_borders,
    first,
    shading,
)
from gongkai.documents.rebuilding.xml_parts import attribute, local

_MOST_BLOCKS, _MOST_COLUMNS, _DEEPEST = 100_000, 100, 12
_ENTERED = ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")


class Reader:
    """Reads one document."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.document = Document()
        self._package = Package(data, limits, self.document)
        self._styles = WordStyles(self._package.tree(self._package.of_kind("styles")))
        self._numbering = Numbering(self._package.tree(self._package.of_kind("numbering")))
        self._drawings = Drawings(self._package, self.document, limits)
        self._notes: list[tuple[str, str]] = []
        self._count = 0

    def read(self) -> Document:
        """
        Read the document.

        :raises Refused: damaged or over a limit.
        """
        root = self._package.tree(self._package.main)
        body = by_name(root).get("body")
        if body is not None:
            self.document.blocks = self._blocks(body, self._reader(self._package.main))
            self._section([child for child in body.iter() if local(child) == "sectPr"])
        self._append_notes()
        self._package.take_stock(self._package.tree(self._package.of_kind("settings")))
        return self.document

    def _reader(self, part: str) -> ParagraphReader:
        return ParagraphReader(self.document, self._styles, self._drawings, part, self._note)

    def _note(self, kind: str, number: str) -> str:
        """Remember a note and give its mark."""
        self._notes.append((kind.removesuffix("Reference"), number))
        return f"[{len(self._notes)}]"

    def _blocks(
        self, element: etree._Element, reader: ParagraphReader, ground: Color = WHITE, depth: int = 0
    ) -> list[Block]:
        if depth > _DEEPEST:
            raise too_big(f"表格或文本框嵌套超过{_DEEPEST}层")
        blocks: list[Block] = []
        running: Paragraph | None = None
        for child in element:
            name = local(child)
            if name == "p":
                paragraph = self._paragraph(child, reader, ground)
                if running is not None:
                    running.parts += paragraph.parts
                    paragraph = running
                else:
                    blocks.append(paragraph)
                running = paragraph if reader.joins_next(child) else None
                for box in list(reader.boxes):
                    blocks += self._blocks(box, reader, WHITE, depth + 1)
            elif name == "tbl":
                blocks.append(self._table(child, reader, depth))
            elif name in _ENTERED:
                blocks += self._blocks(child, reader, ground, depth + (name == "sdt"))
            elif name in ("del", "moveFrom"):
                self.document.hide("修订中删除的文字", "".join(map(str, child.itertext())))
            elif name == "altChunk":
                self.document.drop("嵌入的文件", where="正文")
        return blocks

    def _paragraph(self, element: etree._Element, reader: ParagraphReader, ground: Color) -> Paragraph:
        self._count += 1
        if self._count > _MOST_BLOCKS:
            raise too_big(f"段落多于{_MOST_BLOCKS}个")
        paragraph = reader.read(element, ground)
        numbers = first(self._styles.paragraph_chain(by_name(by_name(element).get("pPr"))), "numPr")
        if numbers is not None:
            self._number(paragraph, by_name(numbers))
        return paragraph

    def _number(self, paragraph: Paragraph, numbers: Properties) -> None:
        list_id = attribute(numbers["numId"], "val") if "numId" in numbers else None
        depth = attribute(numbers["ilvl"], "val") if "ilvl" in numbers else "0"
        number = int(depth) if depth and depth.isdecimal() and int(depth) < 9 else 0
        level = self._numbering.level(list_id, number) if list_id and list_id != "0" else None
        if level is not None and list_id:
            paragraph.numbered = (list_id, number)
            self.document.levels[list_id, number] = level

    def _table(self, element: etree._Element, reader: ParagraphReader, depth: int) -> Table:
        properties = by_name(by_name(element).get("tblPr"))
        style = attribute(properties["tblStyle"], "val") if "tblStyle" in properties else ""
        table = Table(bordered=draws_borders(properties.get("tblBorders")) or self._styles.has_borders(style or ""))
        for row in (child for child in element.iter() if local(child) == "tr" and _own_table(child) is element):
            marks = by_name(by_name(row).get("trPr"))
            reason = _row_unseen(marks)
            if reason:
                self.document.hide(reason, " ".join(text for text in map(str, row.itertext()) if text.strip()))
                continue
            table.rows.append(self._row(row, table, reader, depth))
        return table

    def _row(self, row: etree._Element, table: Table, reader: ParagraphReader, depth: int) -> list[TableCell]:
        cells = []
        for child in (found for found in row.iter() if local(found) == "tc" and _own_row(found) is row):
            properties = by_name(by_name(child).get("tcPr"))
            if "cellDel" in properties:
                self.document.hide("修订中删除的文字", "".join(map(str, child.itertext())))
                continue
            table.bordered = table.bordered or draws_borders(properties.get("tcBorders"))
            cells.append(self._cell(child, properties, reader, depth))
        if sum(cell.columns for cell in cells) > _MOST_COLUMNS:
            raise too_big(f"表格列数多于{_MOST_COLUMNS}")
        return cells

    def _cell(self, element: etree._Element, properties: Properties, reader: ParagraphReader, depth: int) -> TableCell:
        span, width, joined = properties.get("gridSpan"), properties.get("tcW"), properties.get("vMerge")
        cell = TableCell(
            columns=min(_MOST_COLUMNS, max(1, _integer(span, "val", 1))),
            joined="" if joined is None else ("restart" if attribute(joined, "val") == "restart" else "continue"),
            width=min(30_000, max(0, _integer(width, "w", 0))),
        )
        blocks = self._blocks(element, reader, shading(properties.get("shd")) or WHITE, depth + 1)
        if cell.joined == "continue":
            text = text_of(blocks).strip()
            if text:
                self.document.hide("合并单元格下面的内容", text)
        else:
            cell.blocks = blocks
        return cell

    def _section(self, sections: list[etree._Element]) -> None:
        """Take over size and margins of the last section, and one header and one footer."""
        if not sections:
            return
        last = by_name(sections[-1])
        for name, sides in (("pgSz", ("w", "h")), ("pgMar", ("top", "right", "bottom", "left", "header", "footer"))):
            for side in sides:
                value = _integer(last.get(name), side, -1)
                if 0 <= value <= 32_000:
                    self.document.page[f"{name}.{side}"] = value
        seen: dict[str, list[tuple[str, list[Block]]]] = {"headerReference": [], "footerReference": []}
        for child in (child for section in reversed(sections) for child in section):
            if local(child) in seen:
                _, part = self._package.relations(self._package.main).get(attribute(child, "id") or "", ("", ""))
                root = self._package.tree(part)
                if root is not None:
                    seen[local(child)].append(
                        (attribute(child, "type") or "default", self._blocks(root, self._reader(part)))
                    )
        self.document.header = self._choose(seen["headerReference"], "页眉")
        self.document.footer = self._choose(seen["footerReference"], "页脚")

    def _choose(self, found: list[tuple[str, list[Block]]], what: str) -> list[Block]:
        ordered = sorted(found, key=lambda item: item[0] != "default")
        chosen = next((blocks for _, blocks in ordered if text_of(blocks).strip() or _has_field(blocks)), [])
        for _, blocks in ordered:
            text = text_of(blocks).strip()
            if text and text != text_of(chosen).strip():
                self.document.hide(f"其他{what}", text)
        return chosen

    def _append_notes(self) -> None:
        roots = {kind: self._package.of_kind(f"{kind}s") for kind in ("footnote", "endnote")}
        trees = {kind: self._package.tree(part) for kind, part in roots.items()}
        for mark, (kind, number) in enumerate(list(self._notes), 1):
            tree = trees[kind]
            note = (
                next((child for child in tree if attribute(child, "id") == number), None) if tree is not None else None
            )
            if note is not None:
                blocks = self._blocks(note, self._reader(roots[kind]))
                if blocks and isinstance(blocks[0], Paragraph):
                    blocks[0].parts.insert(0, Run(f"[{mark}] "))
                self.document.blocks += blocks


def _own_table(row: etree._Element) -> etree._Element | None:
    return next((parent for parent in row.iterancestors() if local(parent) == "tbl"), None)


def _own_row(cell: etree._Element) -> etree._Element | None:
    return next((parent for parent in cell.iterancestors() if local(parent) == "tr"), None)


def _row_unseen(marks: Properties) -> str:
    if "del" in marks:
        return "修订中删除的表格行"
    hidden = marks.get("hidden")
    if hidden is not None and (attribute(hidden, "val") or "1") not in OFF:
        return "隐藏的表格行"
    height = marks.get("trHeight")
    if height is not None and attribute(height, "hRule") == "exact" and _integer(height, "val", 1000) < 40:
        return "隐藏的表格行"
    return ""


def _has_field(blocks: list[Block]) -> bool:
    return any(
        isinstance(part, Run) and part.field for block in blocks if isinstance(block, Paragraph) for part in block.parts
    )


def _integer(element: etree._Element | None, name: str, default: int) -> int:
    text = attribute(element, name) if element is not None else None
    try:
        return int(float(text)) if text else default
    except ValueError:
        return default


def read_docx(data: bytes, limits: Limits) -> Document:
    """
    Read a DOCX into what a person sees.

    :raises Refused: damaged or over a limit.
    """
    return Reader(data, limits).read()
