"""The beginning of a document as plain values, from which its pages can be set for a preview."""

from collections.abc import Iterator, Sequence
from typing import Any

from gongkai.documents.rebuilding.words.blocks import Block, Paragraph, Picture, Run, Table, TableCell, text_of

_MOST_BLOCKS, _MOST_ROWS, _MOST_LETTERS = 300, 80, 60_000
_EMU_TO_POINT = 12_700
_BREAK = "BREAK"


def layout_of(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Give paragraphs, tables and the places of pictures, as many as a preview shows."""
    made: list[dict[str, Any]] = []
    letters = 0
    for block in blocks[:_MOST_BLOCKS]:
        letters += len(text_of([block]))
        if letters > _MOST_LETTERS:
            break
        made += _paragraph(block) if isinstance(block, Paragraph) else [_table(block)]
    return made


def _paragraph(paragraph: Paragraph) -> Iterator[dict[str, Any]]:
    runs = [
        {"text": part.text, "bold": part.look.bold, "size": part.look.size / 2}
        for part in paragraph.parts
        if isinstance(part, Run) and not part.field
    ]
    if paragraph.page_break:
        yield {"kind": "break"}
    yield {"kind": "paragraph", "runs": runs, "align": paragraph.align, "heading": paragraph.heading}
    for part in paragraph.parts:
        if isinstance(part, Picture):
            width, height = part.width / _EMU_TO_POINT, part.height / _EMU_TO_POINT
            yield {"kind": "picture", "width": round(width, 1), "height": round(height, 1)}
        elif part.field == _BREAK:
            yield {"kind": "break"}


def _table(table: Table) -> dict[str, Any]:
    columns = max((sum(cell.columns for cell in row) for row in table.rows), default=1)
    rows = [[_cell(cell) for cell in row] for row in table.rows[:_MOST_ROWS]]
    return {"kind": "table", "columns": columns, "rows": rows}


def _cell(cell: TableCell) -> dict[str, Any]:
    return {"text": "" if cell.joined == "continue" else text_of(cell.blocks).strip(), "columns": cell.columns}
