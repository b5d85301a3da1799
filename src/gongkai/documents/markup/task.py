"""The task of the child: a rebuilt Word document as markup with its pictures."""

from collections.abc import Sequence
from typing import Any

from gongkai.documents.markup.from_words import Writer
from gongkai.documents.rebuilding.model import Limits
from gongkai.documents.rebuilding.words.read import read_docx


def write_body(job: dict[str, Any], blobs: Sequence[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """Answer with the blocks, and the pictures as blobs."""
    document = read_docx(blobs[0], Limits(**job["limits"]))
    writer = Writer(document)
    blocks = writer.write(document.blocks)
    edges = [" ".join(block_text(part)) for part in (document.header, document.footer)]
    return (
        {"blocks": blocks, "extensions": [picture.extension for picture in writer.pictures], "edges": edges},
        [picture.data for picture in writer.pictures],
    )


def block_text(blocks: Sequence[Any]) -> list[str]:
    """Give the lines of a header or footer."""
    from gongkai.documents.rebuilding.words.blocks import text_of

    return [line for line in text_of(blocks).split("\n") if line.strip()]
