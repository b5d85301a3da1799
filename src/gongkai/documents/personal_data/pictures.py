"""
Scan pictures for personal data, where text recognition is installed (the optional `rapidocr`).

Give it rebuilt pictures only: the recogniser decodes them in this process.
"""

from functools import cache
from importlib import import_module
from typing import Any

from gongkai.documents.personal_data.findings import Finding
from gongkai.documents.personal_data.text import scan_text


def scan_picture(data: bytes, *, where: str = "图片") -> list[Finding] | None:
    """
    Find personal data in the words of a picture; None when no text recognition is installed, so that a person must look.

    :param data: a rebuilt JPEG or PNG.
    """
    recognise = recogniser()
    if recognise is None:
        return None
    return scan_text("\n".join(words_of(recognise(data))), where=where)


@cache
def recogniser() -> Any:
    """Load the text recognition once; None when it is not installed."""
    try:
        return import_module("rapidocr").RapidOCR()
    except ImportError:
        return None


def words_of(result: Any) -> list[str]:
    """Give the lines of words that were recognised, those on one height joined, for numbers are often cut at blanks."""
    texts = list(getattr(result, "txts", None) or ())
    boxes = getattr(result, "boxes", None)
    if boxes is None or len(boxes) != len(texts):
        return texts
    lines: list[tuple[float, list[tuple[float, str]]]] = []
    for box, text in sorted(zip(boxes, texts, strict=True), key=lambda pair: float(pair[0][0][1])):
        top, bottom, left = float(box[0][1]), float(box[2][1]), float(box[0][0])
        middle = (top + bottom) / 2
        if lines and abs(lines[-1][0] - middle) < (bottom - top) / 2:
            lines[-1][1].append((left, text))
        else:
            lines.append((middle, [(left, text)]))
    return [" ".join(text for _, text in sorted(line)) for _, line in lines]
