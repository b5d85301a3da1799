"""
Word files from prepared XML: paragraphs, real tables with merged cells, the page of GB/T 9704, the same bytes every time.

The fonts of the standard are named and never embedded; the office's own machine has them.
"""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape

from gongkai.documents.writing import word_parts as parts
from gongkai.documents.writing.fonts import word_faces
from gongkai.documents.writing.grids import BLOCK, Grid, GridCell
from gongkai.documents.writing.text import Paragraph, clean
from gongkai.documents.writing.typesetting import NO_DAY

#: Width of the type area, 156 mm in twentieths of a point.
TYPE_WIDTH = 8844
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
#: Keeps a paragraph on the page of the next one.
KEEP = "<w:keepNext/>"
#: Leaves the right edge uneven, where an address would tear the line before it apart.
RAGGED = '<w:jc w:val="left"/>'
_LEVELS = {"h2": "Heading2", "h3": "Heading3"}
_QUOTES = {'"': "&quot;"}


@dataclass(frozen=True)
class WordFile:
    """What goes into the package beside the fixed parts: body, section settings, headers and footers by relation id, properties."""

    body: str
    section: str
    title: str
    author: str
    on: date | None
    extras: Mapping[str, str]


def run(text: str, *, role: str = "", properties: str = "") -> str:
    """Give a run of text, in the face of a role where it differs from the paragraph's."""
    fonts = _fonts(role) if role else ""
    inside = f"<w:rPr>{fonts}{properties}</w:rPr>" if fonts or properties else ""
    return f'<w:r>{inside}<w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r>' if text else ""


def paragraph(style: str, *runs: str, properties: str = "") -> str:
    """Give a paragraph in a named style; `properties` are those of this paragraph alone."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{"".join(runs)}</w:p>'


def title_paragraph(lines: Sequence[str]) -> str:
    """Give the title, a line of it a line of the page."""
    return paragraph("Title", "<w:r><w:br/></w:r>".join(run(line) for line in lines))


def text_paragraphs(items: Sequence[Paragraph], *, final: bool = False) -> str:
    """Give the paragraphs of a text, each on its level; after the `final` one comes the signature, which never stands alone."""
    return "".join(
        paragraph(
            _LEVELS.get(item.level, "BodyText"),
            run(item.lead, role="kai"),
            run(item.text),
            properties=(KEEP if final and item is items[-1] else "") + (RAGGED if item.has_long_token else ""),
        )
        for item in items
    )


def table(grid: Grid, *, size: float, row_height: int) -> str:
    """
    Give a grid as a Word table: merged cells as merged cells, the head repeated, caption and description for screen readers.

    `size` is that of the type in points, `row_height` the least height of a row in twentieths of a point. Rows stay whole, and the table stays on one page where it fits.
    """
    widths = _widths(grid)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_row(grid, y, widths, size, row_height) for y in range(grid.height))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="FormTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0480"/><w:tblCaption w:val="{_attribute(grid.name + grid.caption)}"/>'
        f'<w:tblDescription w:val="{_attribute(grid.description)}"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>'
    )


def _widths(grid: Grid) -> list[int]:
    total = sum(grid.columns)
    widths = [int(TYPE_WIDTH * column / total) for column in grid.columns]
    widths[-1] += TYPE_WIDTH - sum(widths)
    return widths


def _row(grid: Grid, y: int, widths: list[int], size: float, height: int) -> str:
    head = "<w:tblHeader/>" if y < grid.head_rows else ""
    cells, x = [], 0
    while x < len(widths):
        cell = grid.places[x, y]
        cells.append(_cell(cell, y, sum(widths[x : x + cell.w]), size, last=y + 1 == grid.height))
        x += cell.w
    look = f'<w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{head}'
    return f"<w:tr><w:trPr>{look}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(cell: GridCell, y: int, width: int, size: float, *, last: bool) -> str:
    span = f'<w:gridSpan w:val="{cell.w}"/>' if cell.w > 1 else ""
    merge = "" if cell.h == 1 else '<w:vMerge w:val="restart"/>' if cell.y == y else "<w:vMerge/>"
    style = "Cell" if cell.centred else "CellLeft"
    together = "" if last else KEEP
    shown = cell.text if cell.y == y else ""
    half = int(size * 2)
    look = f'{"<w:b/>" if cell.kind == BLOCK else ""}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph(style, run(shown, properties=look), properties=together)}</w:tc>"
    )


def package(file: WordFile) -> bytes:
    """Give the finished .docx: the same input gives the same bytes."""
    day = (file.on or NO_DAY).isoformat()
    document = f"{parts.DOCUMENT_HEAD}{file.body}<w:sectPr>{file.section}</w:sectPr></w:body></w:document>"
    names = {relation: f"{relation}.xml" for relation in file.extras}
    entries = {
        "[Content_Types].xml": parts.content_types(names),
        "_rels/.rels": parts.PACKAGE_RELATIONS,
        "word/document.xml": document,
        "word/_rels/document.xml.rels": parts.document_relations(names),
        **{f"word/{names[relation]}": part for relation, part in file.extras.items()},
        "word/styles.xml": styles(),
        "word/settings.xml": parts.SETTINGS,
        "word/fontTable.xml": parts.font_table(word_faces().values()),
        "docProps/core.xml": parts.core_properties(escape(clean(file.title)), escape(clean(file.author)), day),
        "docProps/app.xml": parts.APP_PROPERTIES,
    }
    return _zipped(entries)


def _zipped(entries: Mapping[str, str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, text in entries.items():
            info = zipfile.ZipInfo(name, ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode())
    return out.getvalue()


@cache
def styles() -> str:
    """Give the style sheet with the faces of the font map filled in."""
    text = parts.STYLES
    for role in word_faces():
        text = text.replace(f"<{role}-fonts/>", _fonts(role))
    return text


@cache
def _fonts(role: str) -> str:
    face = word_faces()[role]
    return f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/>'


def _attribute(text: str) -> str:
    return escape(clean(text), _QUOTES)
