"""Pictures: the pixels of a box are overwritten, and the picture is encoded anew from pixels alone."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw

from gongkai.documents.redaction.model import Box, RedactionFailed

_QUALITY = 90


def redact_picture(data: bytes, kind: str, boxes: Sequence[Box]) -> tuple[bytes, str, list[str]]:
    """Black out boxes of a picture; nothing but pixels goes on."""
    with Image.open(BytesIO(data)) as opened:
        picture = opened.convert("L" if opened.mode == "L" else "RGB")
    if any(box.page != 1 for box in boxes):
        raise RedactionFailed("图片只有一页，请重新标注。")
    blacken(picture, boxes)
    return encoded(picture, kind), "", []


def blacken(picture: Image.Image, boxes: Sequence[Box]) -> None:
    """Overwrite the pixels of the boxes, one pixel beyond each side, where letters fade out."""
    draw = ImageDraw.Draw(picture)
    width, height = picture.size
    for box in boxes:
        draw.rectangle(
            (box.left * width - 1, box.top * height - 1, box.right * width + 1, box.bottom * height + 1), fill=0
        )


def encoded(picture: Image.Image, kind: str) -> bytes:
    """Encode pixels without anything beside them."""
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    out = BytesIO()
    if kind == "jpeg":
        clean.save(out, "JPEG", quality=_QUALITY)
    else:
        clean.save(out, "PNG")
    return out.getvalue()
