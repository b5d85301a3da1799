"""Give the paragraphs of a part of the text: tables left out, lines joined that only the width of a page had broken."""

import re
from collections.abc import Iterable, Sequence

from gongkai.documents.reading.sources.plain import width_of
from gongkai.documents.reading.stream import CELL, ROW, Stream

_MARKUP = re.compile(r"^#{1,6}\s+|\*\*|^>\s?", re.MULTILINE)
#: Typesetting puts a little space between ideographs and figures; taken from a page it looks like a typed one.
SET_APART = re.compile(
    "(?<=[\u3400-\u9fff，。；：、（）《》〔〕]) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z.%]) (?=[\u3400-\u9fff，。；：、（）《》〔〕])"
)
_ENDS = "。！？；：.!?;:”）》"
_STARTS = re.compile(r"(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.\uff0e]|[0-9]{1,2}[、.\uff0e]\s?(?![0-9]))")
#: A line that is at least this share of the usual width has been broken by the page.
_NEARLY_FULL = 0.86


def paragraphs(stream: Stream, begin: int, end: int, without: Sequence[tuple[int, int]] = ()) -> tuple[str, ...]:
    """Give the paragraphs between two offsets; what lies in the ranges `without` is table."""
    lines = [line for low, high in _outside(begin, end, without) for line in _lines(stream.text[low:high])]
    if stream.kind == "pdf":
        lines = [SET_APART.sub("", line) for line in lines]
    return tuple(_joined(lines, stream.wrapped) if stream.wrapped else (line.strip() for line in lines if line.strip()))


_OPENING = re.compile(r"[(（“\"'‘#*|\s　]*\Z")


def whole_lines(stream: Stream, span: tuple[int, int]) -> tuple[int, int]:
    """Widen the range of a table over what begins its first line and ends its last one."""
    low, high = span
    start = max(stream.text.rfind("\n", 0, low), stream.text.rfind(ROW, 0, low)) + 1
    if _OPENING.fullmatch(stream.text[start:low]):
        low = start
    row = stream.text.find(ROW, high, high + 200)
    line = stream.text.find("\n", high, high + 200)
    return low, row + 1 if row >= 0 and (line < 0 or row < line) else high


def _outside(begin: int, end: int, without: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    at = begin
    for low, high in sorted(without):
        if high <= at or low >= end:
            continue
        yield at, max(at, low)
        at = min(high, end)
    yield at, end


def _lines(text: str) -> list[str]:
    plain = _MARKUP.sub("", text) if "#" in text or "*" in text or ">" in text else text
    if CELL in plain or ROW in plain:
        plain = plain.replace(CELL, " ").replace(ROW, "\n")
    return plain.splitlines()


def _joined(lines: Sequence[str], width: int) -> list[str]:
    """Join each line that fills the page to the next, unless that one begins something new."""
    full = _NEARLY_FULL * width
    joined: list[str] = []
    open_line = False
    for raw in lines:
        line = raw.strip()
        if not line:
            open_line = open_line and not joined[-1].endswith(tuple(_ENDS))
        elif open_line and not _STARTS.match(line):
            joined[-1] += line
            open_line = width_of(line) >= full
        else:
            joined.append(line)
            open_line = width_of(line) >= full
    return joined
