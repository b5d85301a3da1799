"""PDF: a marked page becomes a picture of what is left of it; the other pages go on as they are; nothing else of the old file does."""

from collections.abc import Sequence
from ctypes import byref, c_int
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from gongkai.documents.redaction.model import Box, Line, Page, RedactionFailed
from gongkai.documents.redaction.pictures import blacken, encoded

#: Dots per inch of a page that becomes a picture, of a page that is only looked at, and of a PDF itself.
PRINTED, LOOKED_AT, POINTS = 200, 96, 72
MOST_PIXELS = 20_000_000
_GRID = 10_000
#: Letters of one line: their middles lie within this part of the line's height.
_SAME_LINE = 0.6


def pages_of(data: bytes) -> list[Page]:
    """Give the size and the lines of text of every page."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [_page(document[number], number + 1) for number in range(len(document))]
    finally:
        document.close()


def picture_of(data: bytes, number: int) -> bytes | None:
    """Give the picture (PNG) of one page, from 1; None where there is no such page."""
    document = pypdfium2.PdfDocument(data)
    try:
        return encoded(_picture(document[number - 1], LOOKED_AT), "png") if 1 <= number <= len(document) else None
    finally:
        document.close()


def _page(page: pypdfium2.PdfPage, number: int) -> Page:
    width, height = (round(side * LOOKED_AT / POINTS) for side in page.get_size())
    return Page(number, width, height, tuple(_lines(page, number)))


def _picture(page: pypdfium2.PdfPage, dots: int) -> Image.Image:
    width, height = page.get_size()
    scale = dots / POINTS
    if width * height * scale * scale > MOST_PIXELS:
        scale = (MOST_PIXELS / (width * height)) ** 0.5
    drawn: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
    return drawn.convert("RGB")


def _lines(page: pypdfium2.PdfPage, number: int) -> list[Line]:
    """Gather the letters of a page into lines, with boxes as they are seen on the turned and cropped page."""
    text = page.get_textpage()
    lines: list[tuple[list[str], list[float]]] = []
    for place in range(text.count_chars()):
        letter = text.get_text_range(place, 1)
        if not letter.strip():
            if lines and lines[-1][0] and letter in (" ", "\u3000"):
                lines[-1][0].append(letter)
            continue
        box = _seen(page, text.get_charbox(place, loose=True))
        if lines and _goes_on(lines[-1][1], box):
            old = lines[-1][1]
            lines[-1][0].append(letter)
            old[:] = [min(old[0], box[0]), min(old[1], box[1]), max(old[2], box[2]), max(old[3], box[3])]
        else:
            lines.append(([letter], list(box)))
    text.close()
    return [Line("".join(letters).strip(), _box(number, sides)) for letters, sides in lines if _visible(sides)]


def _goes_on(line: Sequence[float], box: Sequence[float]) -> bool:
    middle, height = (box[1] + box[3]) / 2, line[3] - line[1]
    return abs(middle - (line[1] + line[3]) / 2) <= _SAME_LINE * max(height, 1e-6) and box[0] >= line[0]


def _visible(sides: Sequence[float]) -> bool:
    return (
        sides[2] > 0 and sides[3] > 0 and sides[0] < 1 and sides[1] < 1 and sides[2] > sides[0] and sides[3] > sides[1]
    )


def _box(number: int, sides: Sequence[float]) -> Box:
    left, top, right, bottom = (min(1.0, max(0.0, side)) for side in sides)
    return Box(number, left, top, right, bottom)


def _seen(page: pypdfium2.PdfPage, corners: Sequence[float]) -> tuple[float, float, float, float]:
    """Give a rectangle of the page's own space as parts of the page as it is seen."""
    left, bottom, right, top = corners
    points = [_point(page, x, y) for x, y in ((left, bottom), (right, top))]
    across, down = sorted(point[0] for point in points), sorted(point[1] for point in points)
    return across[0], down[0], across[1], down[1]


def _point(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    across, down = c_int(), c_int()
    pdfium.FPDF_PageToDevice(page.raw, 0, 0, _GRID, _GRID, 0, x, y, byref(across), byref(down))
    return across.value / _GRID, down.value / _GRID


def redact_pdf(data: bytes, boxes: Sequence[Box]) -> tuple[bytes, str, list[str]]:
    """
    Put pictures in the place of marked pages, their boxes blackened.

    :raises RedactionFailed: a box lies on no page, or the result still has text on a marked page.
    """
    marked = {box.page for box in boxes}
    document = pypdfium2.PdfDocument(data)
    try:
        if max(marked) > len(document):
            raise RedactionFailed("标注的页不在文件里，文件可能已更换。请重新打开标注页。")
        withheld = [
            line.text for number in marked for line in _lines(document[number - 1], number) if _hit(line, boxes)
        ]
        pictures = {number: _blackened(document[number - 1], number, boxes) for number in marked}
        sizes = {number: document[number - 1].get_size() for number in marked}
    finally:
        document.close()
    made = _put_together(data, pictures, sizes)
    return made, _proven(made, marked), withheld


def _hit(line: Line, boxes: Sequence[Box]) -> bool:
    return any(box.meets(line.box) for box in boxes)


def _blackened(page: pypdfium2.PdfPage, number: int, boxes: Sequence[Box]) -> bytes:
    picture = _picture(page, PRINTED)
    blacken(picture, [box for box in boxes if box.page == number])
    return encoded(picture, "jpeg")


def _put_together(data: bytes, pictures: dict[int, bytes], sizes: dict[int, tuple[float, float]]) -> bytes:
    """Copy the unmarked pages one by one into a new file; what only marked pages used stays behind."""
    new = pikepdf.new()
    with pikepdf.open(BytesIO(data)) as old:
        for number, page in enumerate(old.pages, start=1):
            if number in pictures:
                _add_picture(new, pictures[number], sizes[number])
            else:
                new.pages.append(page)
                for gone in ("/Annots", "/StructParents", "/Metadata", "/PieceInfo", "/B"):
                    if gone in new.pages[-1].obj:
                        del new.pages[-1].obj[gone]
    out = BytesIO()
    new.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, deterministic_id=True)
    return out.getvalue()


def _add_picture(new: pikepdf.Pdf, picture: bytes, size: tuple[float, float]) -> None:
    with Image.open(BytesIO(picture)) as opened:
        width, height = opened.size
    stream: Any = pikepdf.Stream(new, picture)
    stream.update(
        pikepdf.Dictionary(
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=width, Height=height,
            ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
        )
    )  # fmt: skip
    page = new.add_blank_page(page_size=size)
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=new.make_indirect(stream)))
    page.obj.Contents = new.make_stream(f"q {size[0]:.3f} 0 0 {size[1]:.3f} 0 0 cm /P Do Q".encode())


def _proven(made: bytes, marked: set[int]) -> str:
    """
    Read the result again: no letter on a marked page. Gives the text of the others.

    :raises RedactionFailed: there is one.
    """
    document = pypdfium2.PdfDocument(made)
    try:
        texts = {number: document[number - 1].get_textpage().get_text_range() for number in range(1, len(document) + 1)}
    finally:
        document.close()
    if any(texts[number].strip() for number in marked):
        raise RedactionFailed("处理后的页上仍有文字层，没有生成可提供的文件。请另存为图片后重新收存，再标注。")
    return "\n".join(text for number, text in sorted(texts.items()) if number not in marked)
