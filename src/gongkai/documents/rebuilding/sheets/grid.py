"""A sheet between reading and writing: cells in rows, and what makes rows, columns and cells invisible."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from gongkai.documents.rebuilding.letters import seen

Value = str | float | bool
Range = tuple[int, int, int, int]


class Look(NamedTuple):
    """How a cell is shown, as far as it goes on: the number format, bold, alignment, wrapping, a border, the size of letters."""

    code: str = "General"
    bold: bool = False
    align: str = ""
    valign: str = ""
    wrap: bool = False
    border: bool = False
    size: float = 11.0


#: One visible value: its column, the value, the number of its look in the book. A bare tuple: lists have hundreds of thousands.
Cell = tuple[int, Value, int]


@dataclass
class Sheet:
    """What one sheet shows; rows and columns count from 0."""

    name: str
    rows: dict[int, list[Cell]] = field(default_factory=dict)
    hidden_columns: set[int] = field(default_factory=set)
    widths: dict[int, float] = field(default_factory=dict)
    merges: list[Range] = field(default_factory=list)


@dataclass
class Book:
    """What a workbook shows, what was left out and what the left-out cells held."""

    sheets: list[Sheet] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    dropped: Counter[tuple[str, str]] = field(default_factory=Counter)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    date_1904: bool = False

    def drop(self, what: str, where: str, count: int = 1) -> None:
        """Note that something was left out."""
        if count:
            self.dropped[what, where] += count

    def seen(self, text: str, where: str) -> str:
        """Take the characters that nobody sees out of a text, and note them."""
        if text.isprintable():
            return text
        clean, count = seen(text)
        self.drop("看不见的字符", where, count)
        return clean

    def hide(self, what: str, where: str, value: object) -> None:
        """Note that a cell was left out and what it held."""
        self.dropped[what, where] += 1
        if len(self.hidden) < 200_000 and value not in ("", None):
            self.hidden.append((f"{where} {what}", str(value)))


class Merges:
    """The merged areas of a sheet: which cell is the face of an area, which cells lie under it."""

    def __init__(self, ranges: Iterable[Range]) -> None:
        self.ranges = list(ranges)
        self._rows: dict[int, list[Range]] = {}
        for area in self.ranges:
            for row in range(area[0], area[2] + 1):
                self._rows.setdefault(row, []).append(area)

    def covers(self, row: int, column: int) -> bool:
        """Tell whether the cell lies under a merged area without being its face."""
        return any(
            left <= column <= right and (row, column) != (top, left) for top, left, _, right in self._rows.get(row, ())
        )

    def face_of(self, row: int, column: int) -> Range | None:
        """Give the area whose face is this cell."""
        return next((area for area in self._rows.get(row, ()) if area[:2] == (row, column)), None)


class Axis:
    """Rows or columns that stay, numbered anew without gaps."""

    def __init__(self, kept: Iterable[int]) -> None:
        self._old = sorted(kept)
        self._new = {old: new for new, old in enumerate(self._old)}

    def __contains__(self, old: int) -> bool:
        return old in self._new

    def __len__(self) -> int:
        return len(self._old)

    @property
    def complete(self) -> bool:
        """Tell whether all stay, so that the numbers do not change."""
        return not self._old or self._old[-1] == len(self._old) - 1

    def new(self, old: int) -> int:
        """Give the new number of one that stays."""
        return self._new[old]

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Give the new first and last of a span, or None when nothing of it stays."""
        start, end = bisect_left(self._old, first), bisect_right(self._old, last) - 1
        return (start, end) if start <= end else None
