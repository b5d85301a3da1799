"""
Tables without rules: lay the figures of a line under the heads of their columns.

Where cells are blank, the order of the figures on a line says nothing of their columns; their place on the page does. The heads of table 三 give
the places of its seven columns, also for the pages on which it goes on.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

Word = dict[str, Any]


class Line(NamedTuple):
    """A line of words with the height at which it stands."""

    top: float
    words: list[Word]

    @property
    def text(self) -> str:
        """Give the words with spaces between them."""
        return " ".join(word["text"] for word in self.words)


_HEADS = ("自然人", "商业", "科研", "社会", "法律", "其他", "总计")
_CELL = re.compile(r"[0-9][0-9,.]*|/|-{1,2}|—{1,2}")
#: Words whose tops differ by less than this share of their height stand on one line.
_SAME_LINE = 0.4
#: Letters of one head whose middles differ by less than this (in points) stand under each other.
_SAME_COLUMN = 6.0


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Put words into lines from top to bottom, left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word["top"], word["x0"])):
        if lines and abs(lines[-1][0]["top"] - word["top"]) <= _SAME_LINE * (word["bottom"] - word["top"]):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [Line(line[0]["top"], sorted(line, key=lambda word: word["x0"])) for line in lines]


def gutter(words: Sequence[Word], width: float) -> float | None:
    """Find an empty strip down the middle of a page with a good deal of text on both sides; None where the page has one column."""
    if len(words) < 20:
        return None
    prose = sum(len(word["text"]) >= 8 for word in words)
    for step in range(21):
        at = width * (0.5 + (step // 2 if step % 2 else -(step // 2)) * 0.01)
        if any(word["x0"] < at < word["x1"] for word in words):
            continue
        left = sum(len(word["text"]) for word in words if word["x1"] <= at)
        right = sum(len(word["text"]) for word in words if word["x0"] >= at)
        if min(left, right) > 0.2 * (left + right) and prose > 6:
            return at
    return None


class Heads:
    """Gathers the heads of table 三, which may stand on several lines, letter under letter, and on two pages."""

    def __init__(self) -> None:
        self._open = False
        self._words: list[tuple[int, Word]] = []
        self.places: tuple[float, ...] | None = None

    def see(self, page: int, line: Line) -> None:
        """Look at a line: a full row of figures gives the places at once, the lines of the head give them when it ends."""
        text = line.text.replace(" ", "")
        if "申请人情况" in text or "法人或其他组织" in text:
            self._open = True
        if self._open:
            figures = [word for word in line.words if _CELL.fullmatch(word["text"])]
            if "本年新收" in text or figures:
                self._open = False
                self.places = _full(figures) or self._named() or self.places
            else:
                self._words += [(page, word) for word in line.words]
        elif self.places is None:
            figures = [word for word in line.words if _CELL.fullmatch(word["text"])]
            self.places = _full(figures) if line.words and not _CELL.fullmatch(line.words[0]["text"]) else None

    def _named(self) -> tuple[float, ...] | None:
        columns: list[list[tuple[int, Word]]] = []
        for page, word in self._words:
            for column in columns:
                if abs(_middle(column[0][1]) - _middle(word)) < _SAME_COLUMN:
                    column.append((page, word))
                    break
            else:
                columns.append([(page, word)])
        named: dict[str, float] = {}
        for column in columns:
            text = "".join(word["text"] for _, word in sorted(column, key=lambda item: (item[0], item[1]["top"])))
            for head in _HEADS:
                if (text == head) if head == "其他" else head in text:
                    named.setdefault(head, _middle(column[0][1]))
        places = tuple(named[head] for head in _HEADS if head in named)
        rising = all(left + 4 < right for left, right in pairwise(places))
        return places if len(places) == len(_HEADS) and rising else None


def _full(figures: Sequence[Word]) -> tuple[float, ...] | None:
    return tuple(_middle(word) for word in figures) if len(figures) == len(_HEADS) else None


def _middle(word: Word) -> float:
    return float((word["x0"] + word["x1"]) / 2)


def under_heads(line: Line, places: Sequence[float]) -> list[str] | None:
    """Give a line as its label and one cell a column; None for a line that is no row of figures."""
    border = places[0] - min(places[1] - places[0], 30) * 0.75
    label = [word["text"] for word in line.words if _middle(word) < border]
    figures = [word for word in line.words if _middle(word) >= border]
    if not figures or not all(_CELL.fullmatch(word["text"]) for word in figures):
        return None
    cells = [""] * len(places)
    for word in figures:
        column = min(range(len(places)), key=lambda index: abs(places[index] - _middle(word)))
        if cells[column]:
            return None
        cells[column] = word["text"]
    return [" ".join(label), *cells]


def sides(words: Sequence[Word], at: float | None) -> Iterator[tuple[int, list[Word]]]:
    """Give the words of each column of the page, the left one first."""
    if at is None:
        yield 0, list(words)
        return
    yield 0, [word for word in words if _middle(word) < at]
    yield 1, [word for word in words if _middle(word) >= at]
