"""Scanned pages: read by the optional component for text recognition, or refused with a word on what is missing."""

import io
from collections.abc import Callable
from contextlib import closing
from importlib.util import find_spec
from typing import Any

from gongkai.documents.reading.errors import UnreadableReport
from gongkai.documents.reading.sources.pdf import open_pdf, without_page_numbers
from gongkai.documents.reading.stream import Stream, StreamBuilder

_ENGINE = "rapidocr"
MOST_PAGES = 20
_SCALE = 2.0
#: A page of official print has 28 ideographs a line.
_WIDTH = 56
#: Boxes whose middles differ by less than this share of their height stand on one line.
_SAME_LINE = 0.6


def available() -> bool:
    """Tell whether the component is installed (`pip install gongkai[ocr]`)."""
    return find_spec(_ENGINE) is not None


def read_scan(data: bytes) -> Stream:
    """Recognise the text of a scan; raises `UnreadableReport` if the component is not there or finds nothing."""
    if not available():
        raise UnreadableReport(
            "image_only", "PDF 只有图片，没有文字层。请提供带文字的版本，或安装文字识别组件（gongkai[ocr]）后重试。"
        )
    recognise = _engine()
    builder = StreamBuilder()
    with closing(open_pdf(data)) as document:
        if len(document) > MOST_PAGES:
            raise UnreadableReport("too_large", f"扫描件超过{MOST_PAGES}页，请只提交表格所在的页。")
        pages = [_recognised(document[index], recognise) for index in range(len(document))]
    for number, text in enumerate(without_page_numbers(pages), start=1):
        builder.lines(((line, words) for line, words in enumerate(text.split("\n"), start=1) if words), number)
    if not builder.length:
        raise UnreadableReport("image_only", "PDF 只有图片，文字识别没有认出内容，请提供带文字的版本。")
    return builder.stream(kind="ocr", wrapped=_WIDTH, notes=("文字由图像识别得到，数字请对照原件核对。",))


def _recognised(page: Any, recognise: Callable[[bytes], list[tuple[Any, str]]]) -> str:
    picture = io.BytesIO()
    page.render(scale=_SCALE).to_pil().save(picture, format="PNG")
    return "\n".join(lines_of(recognise(picture.getvalue())))


def _engine() -> Any:
    from rapidocr import RapidOCR  # type: ignore[import-not-found]  # an optional extra, absent in most installations

    engine = RapidOCR()

    def recognise(picture: bytes) -> list[tuple[Any, str]]:
        found = engine(picture)
        return [] if found.boxes is None else list(zip(found.boxes, found.txts, strict=True))

    return recognise


def lines_of(boxes: list[tuple[Any, str]]) -> list[str]:
    """Put recognised boxes (four corners and the text) into lines from top to bottom, left to right."""
    placed = sorted(
        ((_middle(corners), corners[0][0], _height(corners), text) for corners, text in boxes), key=lambda box: box[0]
    )
    lines: list[list[tuple[float, float, float, str]]] = []
    for box in placed:
        if lines and abs(lines[-1][0][0] - box[0]) < _SAME_LINE * max(lines[-1][0][2], box[2]):
            lines[-1].append(box)
        else:
            lines.append([box])
    return [" ".join(box[3] for box in sorted(line, key=lambda box: box[1])) for line in lines]


def _middle(corners: Any) -> float:
    return float(sum(corner[1] for corner in corners) / len(corners))


def _height(corners: Any) -> float:
    return float(max(corner[1] for corner in corners) - min(corner[1] for corner in corners))
