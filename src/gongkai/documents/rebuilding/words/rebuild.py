"""Rebuild a Word document: read what is visible, write a new DOCX."""

from gongkai.documents.rebuilding.made import Made
from gongkai.documents.rebuilding.model import Grid, Limits, Refused
from gongkai.documents.rebuilding.words.blocks import Document, Paragraph, Picture, Table, paragraphs, text_of
from gongkai.documents.rebuilding.words.layout import layout_of
from gongkai.documents.rebuilding.words.read import read_docx
from gongkai.documents.rebuilding.words.write import write_docx

_PREVIEW = 500


def rebuild_document(data: bytes, _kind: str, limits: Limits) -> Made:
    """
    Rebuild a DOCX.

    :raises Refused: damaged, over a limit, or nothing in it can be seen.
    """
    document = read_docx(data, limits)
    blocks = [*document.header, *document.blocks, *document.footer]
    text = text_of(blocks)
    pictures = sum(isinstance(part, Picture) for paragraph in paragraphs(blocks) for part in paragraph.parts)
    if not text.strip() and not pictures:
        raise Refused("damaged", "文档里没有可见的内容。请核对后再上传。")
    return Made(
        kind="docx",
        data=write_docx(document),
        text=text,
        dropped=document.dropped,
        hidden=document.hidden,
        concerns=document.concerns,
        unread=[f"文档中有{pictures}张图片，图片中的文字没有识别，请人工核对"] if pictures else [],
        paragraphs=[block.text for block in document.blocks if isinstance(block, Paragraph)][:_PREVIEW],
        grids=_grids(document),
        layout=layout_of(document.blocks),
        facts={"lists": sorted({level.text for level in document.levels.values()})},
    )


def _grids(document: Document) -> list[Grid]:
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return [
        Grid(
            f"表{number}",
            tuple(tuple(text_of(cell.blocks) for cell in row) for row in table.rows[:200]),
            (),
            len(table.rows),
        )
        for number, table in enumerate(tables, 1)
    ]
