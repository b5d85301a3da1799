"""Write blocks as WordprocessingML."""

from collections.abc import Mapping, Sequence
from html import escape

from gongkai.documents.rebuilding.words.blocks import Block, Document, Look, Paragraph, Picture, Run, Table, TableCell
from gongkai.documents.rebuilding.words.fixed import NAMESPACES, PICTURE_URI, XML

_WIDEST = 5_500_000
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


class Body:
    """Writes blocks; collects the pictures and lists that they use."""

    def __init__(self, document: Document) -> None:
        self.media: dict[str, bytes] = {}
        self._document = document
        self._names: dict[bytes, str] = {}
        self._lists: dict[str, int] = {}
        self._drawn = 0

    def blocks(self, blocks: Sequence[Block], *, closed: bool = True) -> str:
        """Write blocks one after the other; `closed` puts a paragraph at the end, which Word wants in cells and headers."""
        text = "".join(
            self._paragraph(block) if isinstance(block, Paragraph) else self._table(block) for block in blocks
        )
        return text if not closed or (blocks and isinstance(blocks[-1], Paragraph)) else f"{text}<w:p/>"

    def numbering(self) -> str:
        """Write the lists that were used."""
        abstract, lists = "", ""
        for list_id, number in self._lists.items():
            levels = sorted(
                (depth, level) for (found, depth), level in self._document.levels.items() if found == list_id
            )
            inner = "".join(
                f'<w:lvl w:ilvl="{depth}"><w:start w:val="{level.start}"/><w:numFmt w:val="{level.form}"/>'
                f'<w:lvlText w:val="{_quoted(level.text)}"/><w:lvlJc w:val="left"/></w:lvl>'
                for depth, level in levels
            )
            abstract += f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{inner}</w:abstractNum>'
            lists += f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        return f"{XML}<w:numbering {NAMESPACES}>{abstract}{lists}</w:numbering>"

    def _paragraph(self, paragraph: Paragraph) -> str:
        inner = "".join(self._picture(part) if isinstance(part, Picture) else _run(part) for part in paragraph.parts)
        return f"<w:p>{self._properties(paragraph)}{inner}</w:p>"

    def _properties(self, paragraph: Paragraph) -> str:
        parts = f'<w:pStyle w:val="Heading{paragraph.heading}"/>' if paragraph.heading else ""
        parts += "<w:pageBreakBefore/>" if paragraph.page_break else ""
        if paragraph.numbered:
            list_id, depth = paragraph.numbered
            number = self._lists.setdefault(list_id, len(self._lists) + 1)
            parts += f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
        if paragraph.spacing:
            parts += f"<w:spacing{_attributes(paragraph.spacing)}/>"
        if paragraph.indent:
            parts += f"<w:ind{_attributes(paragraph.indent)}/>"
        parts += f'<w:jc w:val="{paragraph.align}"/>' if paragraph.align else ""
        return f"<w:pPr>{parts}</w:pPr>" if parts else ""

    def _picture(self, picture: Picture) -> str:
        name = self._names.get(picture.data)
        if name is None:
            name = self._names[picture.data] = f"image{len(self.media) + 1}.{picture.extension}"
            self.media[name] = picture.data
        self._drawn += 1
        scale = min(1.0, _WIDEST / picture.width)
        size = f'cx="{round(picture.width * scale)}" cy="{round(picture.height * scale)}"'
        label = f'id="{self._drawn}" name="p{self._drawn}"'
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr {label}/>'
            f'<a:graphic><a:graphicData uri="{PICTURE_URI}"><pic:pic><pic:nvPicPr><pic:cNvPr {label}/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{name.partition(".")[0]}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
            "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )

    def _table(self, table: Table) -> str:
        rows = [row for row in table.rows if row]
        if not rows:
            return ""
        borders = (
            "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in _SIDES)
            if table.bordered
            else ""
        )
        properties = f'<w:tblPr><w:tblW w:w="0" w:type="auto"/>{f"<w:tblBorders>{borders}</w:tblBorders>" if borders else ""}</w:tblPr>'
        columns = max(sum(cell.columns for cell in row) for row in rows)
        grid = "".join('<w:gridCol w:w="1000"/>' for _ in range(columns))
        inner = "".join(f"<w:tr>{''.join(self._cell(cell) for cell in row)}</w:tr>" for row in rows)
        return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{inner}</w:tbl>"

    def _cell(self, cell: TableCell) -> str:
        parts = f'<w:tcW w:w="{cell.width}" w:type="{"dxa" if cell.width else "auto"}"/>'
        parts += f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
        if cell.joined:
            parts += '<w:vMerge w:val="restart"/>' if cell.joined == "restart" else "<w:vMerge/>"
        return f"<w:tc><w:tcPr>{parts}</w:tcPr>{self.blocks(cell.blocks)}</w:tc>"


def _run(run: Run) -> str:
    look = _look(run.look)
    if run.field == "BREAK":
        return '<w:r><w:br w:type="page"/></w:r>'
    if run.field:
        return f'<w:fldSimple w:instr="{run.field}"><w:r>{look}<w:t>1</w:t></w:r></w:fldSimple>'
    pieces = "".join(
        _letters(piece) for piece in run.text.replace("\n", "\0\n\0").replace("\t", "\0\t\0").split("\0") if piece
    )
    return f"<w:r>{look}{pieces}</w:r>"


def _letters(piece: str) -> str:
    if piece == "\n":
        return "<w:br/>"
    if piece == "\t":
        return "<w:tab/>"
    clean = "".join(character for character in piece if character >= " " and character not in "\ufffe\uffff")
    return f'<w:t xml:space="preserve">{escape(clean, quote=False)}</w:t>'


def _look(look: Look) -> str:
    parts = ""
    if look.font:
        face = _quoted(look.font)
        parts += f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}"/>'
    for name, on in (("b", look.bold), ("i", look.italic), ("strike", look.strike)):
        parts += f"<w:{name}/>" if on else ""
    parts += f'<w:color w:val="{look.color}"/>' if look.color else ""
    parts += f'<w:sz w:val="{look.size}"/><w:szCs w:val="{look.size}"/>' if look.size else ""
    parts += '<w:u w:val="single"/>' if look.underline else ""
    parts += f'<w:vertAlign w:val="{look.raised}"/>' if look.raised else ""
    return f"<w:rPr>{parts}</w:rPr>" if parts else ""


def _attributes(values: Mapping[str, object]) -> str:
    return "".join(f' w:{name}="{value}"' for name, value in values.items())


def _quoted(text: str) -> str:
    return escape("".join(character for character in text if character >= " "), quote=True)
