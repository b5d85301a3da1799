"""
What every source becomes: one text in reading order, in which marks tell where cells and rows of tables end.

A line of prose ends with a line feed. A cell ends with `CELL`, a row of a table with `ROW`. A table whose cells have run together has no
marks at all, and that is exactly what a reader has to know. `places` says where each line and row stood in the file.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from gongkai.documents.reading.normal import normalised
from gongkai.documents.reading.vocabulary import KEPT

CELL = "\x1f"
ROW = "\x1e"


class Place(NamedTuple):
    """Where something stood, counted from 1: page, line; or table, row, cell. None where the format has no such thing."""

    page: int | None = None
    line: int | None = None
    table: int | None = None
    row: int | None = None
    cell: int | None = None

    def in_row(self) -> "Place":
        """Give a line of text as the row of a table without rules."""
        return self._replace(table=0, row=self.line)

    def at_cell(self, number: int) -> "Place":
        """Give a cell of a row."""
        return self._replace(cell=number)

    def as_json(self) -> dict[str, int]:
        """Give what is known of the place."""
        return {name: number for name, number in self._asdict().items() if number is not None}

    def __str__(self) -> str:
        """Say the place in Chinese, as in 第3页第12行."""
        words = zip(self, ("第{}页", "第{}行", "第{}个表格", "第{}行", "第{}格"), strict=True)
        return "".join(word.format(number) for number, word in words if number is not None)


class Condensed(NamedTuple):
    """A part of the text without spaces and punctuation, and where each run of kept characters begins, here and there."""

    text: str
    begins: Sequence[int]
    origins: Sequence[int]

    def origin(self, position: int) -> int:
        """Give the offset in the full text of the character at `position`."""
        run = bisect_right(self.begins, position) - 1
        return self.origins[run] + position - self.begins[run]

    def origin_end(self, position: int) -> int:
        """Give the offset in the full text just behind the character before `position`."""
        return self.origin(position - 1) + 1


@dataclass(frozen=True)
class Stream:
    """
    A document as text with marks.

    `starts` are the offsets at which lines and rows begin, `places` where they stood. `columns` gives, for the offset of a row whose
    cells span columns, the column at which each cell begins. `titles` are titles that the file names itself (head, first heading).
    `wrapped` is the width (an ideograph counts two) at which lines break because the page ended there; 0 where every line is a paragraph.
    """

    text: str
    starts: tuple[int, ...]
    places: tuple[Place, ...]
    columns: dict[int, tuple[int, ...]] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    kind: str = "text"
    wrapped: int = 0
    notes: tuple[str, ...] = ()

    @cached_property
    def normal(self) -> str:
        """Give the text in one shape, offset for offset."""
        return normalised(self.text)

    @cached_property
    def condensed(self) -> Condensed:
        """Give the whole text without spaces and punctuation."""
        runs = list(KEPT.finditer(self.normal))
        begins = [0, *accumulate(run.end() - run.start() for run in runs)]
        return Condensed("".join(run.group() for run in runs), begins[:-1] or [0], [run.start() for run in runs] or [0])

    def place(self, offset: int) -> Place:
        """Give the place of the character at `offset`, with the cell counted inside its row."""
        index = bisect_right(self.starts, offset) - 1
        if index < 0:
            return Place()
        place = self.places[index]
        if place.table is None:
            return place
        return place.at_cell(self.text.count(CELL, self.starts[index], offset) + 1)

    def row_bounds(self, offset: int) -> tuple[int, int]:
        """Give where the line or row at `offset` begins and ends."""
        index = bisect_right(self.starts, offset) - 1
        return self.starts[index], self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)

    def column(self, offset: int) -> int | None:
        """Give the column of the grid in which the cell at `offset` begins, None outside rows."""
        start = self.starts[bisect_right(self.starts, offset) - 1]
        columns = self.columns.get(start)
        index = self.text.count(CELL, start, offset)
        return columns[index] if columns and index < len(columns) else None

    def snippet(self, begin: int, end: int) -> str:
        """Give the source text from `begin` to `end` for a person to look at, at most 80 characters."""
        text = " ".join(self.text[begin:end].replace(CELL, " | ").replace(ROW, " ").split())
        return text if len(text) <= 80 else text[:79] + "…"


class StreamBuilder:
    """Collects lines and rows in reading order."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._starts: list[int] = []
        self._places: list[Place] = []
        self._columns: dict[int, tuple[int, ...]] = {}
        self._length = 0

    def line(self, text: str, place: Place) -> None:
        """Add a line of prose."""
        self._add(text + "\n", place)

    def lines(self, texts: Iterable[tuple[int, str]], page: int | None) -> None:
        """Add lines of prose with their numbers."""
        length = self._length
        for number, text in texts:
            self._parts.append(text)
            self._parts.append("\n")
            self._starts.append(length)
            self._places.append(Place(page, number))
            length += len(text) + 1
        self._length = length

    def row(self, cells: Sequence[str], place: Place, columns: Sequence[int] | None = None) -> None:
        """Add a row of a table; `columns` where its cells begin in the grid."""
        if columns is not None:
            self._columns[self._length] = tuple(columns)
        self._add(CELL.join(cells) + CELL + ROW, place)

    def raw(self, text: str, place: Place) -> None:
        """Add text that carries its own marks."""
        self._add(text, place)

    def _add(self, text: str, place: Place) -> None:
        self._parts.append(text)
        self._starts.append(self._length)
        self._places.append(place)
        self._length += len(text)

    @property
    def length(self) -> int:
        """Give the number of characters so far."""
        return self._length

    def stream(self, **facts: object) -> Stream:
        """Close the collection; `facts` are the further fields of `Stream`."""
        return Stream(
            text="".join(self._parts),
            starts=tuple(self._starts) or (0,),
            places=tuple(self._places) or (Place(),),
            columns=self._columns,
            **facts,  # type: ignore[arg-type]  # the names are those of the dataclass; a wrong one fails at once
        )
