"""What can be marked in a file."""

from io import BytesIO

from PIL import Image

from gongkai.documents.redaction.model import Page, RedactionFailed, Sheet
from gongkai.documents.redaction.plain import lines_of
from gongkai.documents.redaction.portable import pages_of, picture_of
from gongkai.documents.redaction.word import paragraphs_of


def sheet_of(data: bytes, kind: str) -> Sheet:
    """
    Give the paragraphs or pages of a rebuilt file, to be marked.

    :raises RedactionFailed: files of this kind cannot be marked.
    """
    match kind:
        case "pdf":
            return Sheet(pages=tuple(pages_of(data)))
        case "png" | "jpeg":
            return Sheet(pages=(_picture(data),))
        case "docx":
            return Sheet(paragraphs=tuple(paragraphs_of(data)))
        case "text" | "csv":
            return Sheet(paragraphs=tuple(lines_of(data)))
    raise RedactionFailed("这种文件不能标注。表格请删去不公开的行列后另存，或者另存为 PDF 后收存。")


def page_picture(data: bytes, kind: str, number: int) -> bytes | None:
    """Give what a page looks like, as PNG or JPEG; None where there is no such page."""
    if kind == "pdf":
        return picture_of(data, number)
    return data if number == 1 and kind in ("png", "jpeg") else None


def _picture(data: bytes) -> Page:
    with Image.open(BytesIO(data)) as opened:
        width, height = opened.size
    return Page(1, width, height)
