"""Mask Word documents and plain text: strike the stretches at fault, everything else stays."""

from collections.abc import Sequence
from dataclasses import replace

from gongkai.documents.personal_data.findings import Kind
from gongkai.documents.rebuilding.masking.plan import Plan, Work
from gongkai.documents.rebuilding.masking.strokes import STROKE, blocked_cells, doing, spans, struck_cell
from gongkai.documents.rebuilding.model import Limits
from gongkai.documents.rebuilding.sheets.plain import read_text
from gongkai.documents.rebuilding.words.blocks import Block, Paragraph, Picture, Run, Table, TableCell, text_of
from gongkai.documents.rebuilding.words.read import read_docx
from gongkai.documents.rebuilding.words.write import write_docx

_Span = tuple[int, int, Kind]


def mask_document(data: bytes, limits: Limits, plan: Plan) -> Work:
    """Mask a Word document of ours."""
    document, work = read_docx(data, limits), Work()
    for where, blocks in (("页眉", document.header), ("正文", document.blocks), ("页脚", document.footer)):
        _blocks(blocks, where, plan, work)
    work.data = write_docx(document)
    return work


def mask_plain(data: bytes, limits: Limits, plan: Plan) -> Work:
    """Mask a text of ours."""
    work = Work()
    text, _ = read_text(data)
    for start, end, kind in reversed(spans(text)):
        text = f"{text[:start]}{STROKE}{text[end:]}"
        work.tell(doing(kind, plan), "正文")
    work.data = text.encode()
    return work


def _blocks(blocks: Sequence[Block], where: str, plan: Plan, work: Work) -> None:
    """Strike in running text, whose words explain each other over paragraphs, then in every table."""
    running = [block for block in blocks if isinstance(block, Paragraph)]
    at = 0
    found = spans("\n".join(paragraph.text for paragraph in running))
    for paragraph in running:
        length = len(paragraph.text)
        inside = [(max(0, s - at), min(length, e - at), kind) for s, e, kind in found if s < at + length and e > at]
        _strike(paragraph, inside, where, plan, work)
        at += length + 1
    for number, table in enumerate((block for block in blocks if isinstance(block, Table)), 1):
        _table(table, f"{where}表{number}", plan, work)


def _table(table: Table, where: str, plan: Plan, work: Work) -> None:
    rows = [[text_of(cell.blocks).replace("\n", " ") for cell in row] for row in table.rows]
    for row, column, kind in blocked_cells(rows, plan):
        _write_cell(table.rows[row][column], struck_cell(rows[row][column], kind, plan))
        work.tell(doing(kind, plan), where)


def _write_cell(cell: TableCell, text: str) -> None:
    """Put a text in the place of everything that a cell holds, in the look of its first letters."""
    paragraph = next((block for block in cell.blocks if isinstance(block, Paragraph)), Paragraph())
    look = next((part.look for part in paragraph.parts if isinstance(part, Run)), Run("").look)
    paragraph.parts = [Run(text, look)]
    cell.blocks = [paragraph]


def _strike(paragraph: Paragraph, found: Sequence[_Span], where: str, plan: Plan, work: Work) -> None:
    if not found:
        return
    parts: list[Run | Picture] = []
    at = 0
    for part in paragraph.parts:
        if isinstance(part, Run) and not part.field:
            parts.append(replace(part, text=_without(part.text, at, found)))
            at += len(part.text)
        else:
            parts.append(part)
            at += len(part.text) if isinstance(part, Run) else 0
    paragraph.parts = parts
    for _, _, kind in found:
        work.tell(doing(kind, plan), where)


def _without(text: str, at: int, found: Sequence[_Span]) -> str:
    """Give the text of one run without what is struck; the stroke stands where a stretch begins."""
    for start, end, _ in reversed(found):
        first, last = start - at, end - at
        if first < len(text) and last > 0:
            stroke = STROKE if first >= 0 else ""
            text = f"{text[: max(0, first)]}{stroke}{text[max(0, min(last, len(text))) :]}"
    return text
