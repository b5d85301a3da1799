"""Give the paragraphs of a part of the text: tables left out, lines joined that only the width of a page had broken."""

import re
from collections.abc import Iterable, Sequence

from gongkai.documents.reading.stream import CELL, ROW, Stream

_MARKUP = re.compile(r"^#{1,6}\s+|\*\*|^>\s?", re.MULTILINE)
_ENDS = "。！？；：.!?;:”）》"
_STARTS = re.compile(r"(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[0-9]{1,2}[、.．]\s?(?![0-9]))")
#: A line that is at least this share of the usual width has been broken by the page.
_NEARLY_FULL = 0.86


def paragraphs(stream: Stream, begin: int, end: int, without: Sequence[tuple[int, int]] = ()) -> tuple[str, ...]:
    """Give the paragraphs between two offsets; what lies in the ranges `without` is table."""
    lines = [line for low, high in _outside(begin, end, without) for line in _lines(stream.text[low:high])]
    return tuple(_joined(lines) if stream.wrapped else (line.strip() for line in lines if line.strip()))


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


def usual_width(lines: Sequence[str]) -> int:
    """Give the width at which lines were broken: that of the longest tenth of the lines of prose."""
    widths = sorted(len(line.strip()) for line in lines if line.strip())
    return widths[-max(1, len(widths) // 10)] if widths else 0


def _joined(lines: Sequence[str]) -> list[str]:
    """Join each line that fills the page to the next, unless that one begins something new."""
    full = _NEARLY_FULL * usual_width(lines)
    joined: list[str] = []
    open_line = False
    for raw in lines:
        line = raw.strip()
        if not line:
            open_line = open_line and not joined[-1].endswith(tuple(_ENDS))
            continue
        indented = raw.startswith(("　　", "    ")) and not joined[-1:] == []
        if open_line and not _STARTS.match(line) and not indented:
            joined[-1] += line
        else:
            joined.append(line)
        open_line = len(line) >= full and full > 12
    return joined
