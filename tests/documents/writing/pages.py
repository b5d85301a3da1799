"""Measure pages of a PDF: lines of text and where the ink stands, in millimetres from the upper left corner."""

from collections import defaultdict
from dataclasses import dataclass
from io import BytesIO

import pdfplumber
import pypdfium2

MM = 72 / 25.4
DPI = 150
#: Lower edge of the type area, and what lies below it on a page: the number.
TYPE_BOTTOM = 297 - 35


@dataclass(frozen=True)
class Line:
    """A line of text in the type area."""

    text: str
    top: float
    bottom: float
    left: float
    right: float
    size: float


@dataclass(frozen=True)
class Ink:
    """The box around everything dark in the type area and a strip around it."""

    left: float
    top: float
    right: float
    bottom: float


def texts(pdf: bytes) -> list[str]:
    """Give the text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def lines(pdf: bytes, page: int, *, above: float = TYPE_BOTTOM) -> list[Line]:
    """Give the lines of text of a page from top to bottom; those under `above` are left out, such as the page number."""
    with pdfplumber.open(BytesIO(pdf)) as document:
        rows: dict[float, list[dict]] = defaultdict(list)
        for char in document.pages[page].chars:
            baseline = round((297 * MM - char["matrix"][5]) / MM, 1)
            if char["text"].strip() and baseline < above:
                rows[baseline].append(char)
    return [_line(rows[key]) for key in sorted(rows)]


def _line(chars: list[dict]) -> Line:
    chars = sorted(chars, key=lambda char: char["x0"])
    baseline = (297 * MM - chars[0]["matrix"][5]) / MM
    size = max(char["size"] for char in chars)
    return Line(
        text="".join(char["text"] for char in chars),
        top=baseline - 0.88 * size / MM,
        bottom=baseline + 0.12 * size / MM,
        left=chars[0]["x0"] / MM,
        right=chars[-1]["x1"] / MM,
        size=size,
    )


def ink(pdf: bytes, page: int) -> Ink:
    """Give where the ink of the text stands; what is red is the head of a letter and does not count."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[page].render(scale=DPI / 72).to_pil().convert("RGB")
    finally:
        document.close()
    red, _, _ = picture.split()
    body = red.crop((0, 0, red.width, int((TYPE_BOTTOM + 1.5) * DPI / 25.4))).point(lambda value: 255 * (value < 110))
    box = body.getbbox()
    assert box is not None
    left, top, right, bottom = (value * 25.4 / DPI for value in box)
    return Ink(left, top, right, bottom)


def tables(pdf: bytes, page: int) -> list[list[list[str]]]:
    """Give the tables of a page cell by cell, blanks removed."""
    with pdfplumber.open(BytesIO(pdf)) as document:
        found = document.pages[page].extract_tables()
    return [[["".join((cell or "").split()) for cell in row] for row in table] for table in found]


def overlaps(pdf: bytes, page: int) -> list[str]:
    """Give the pairs of characters and figures that lie on each other; the empty half of a punctuation mark may be shared."""
    with pdfplumber.open(BytesIO(pdf)) as document:
        chars = [char for char in document.pages[page].chars if char["text"].isalnum()]
    found = []
    for first, second in _neighbours(chars):
        sideways = min(first["x1"], second["x1"]) - max(first["x0"], second["x0"])
        baseline = abs(first["matrix"][5] - second["matrix"][5])
        if sideways > 1.5 and baseline < 0.7 * min(first["size"], second["size"]):
            found.append(f"{first['text']}{second['text']}")
    return found


def _neighbours(chars: list[dict]) -> list[tuple[dict, dict]]:
    ordered = sorted(chars, key=lambda char: char["x0"])
    pairs = []
    for place, first in enumerate(ordered):
        for second in ordered[place + 1 :]:
            if second["x0"] >= first["x1"]:
                break
            pairs.append((first, second))
    return pairs
