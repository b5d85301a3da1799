"""Where in the text each of the three tables lies: in its section, or, where headings are missing, from the wordings only a table has."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from gongkai.documents.reading.headings import Heading
from gongkai.documents.reading.labels import position
from gongkai.documents.reading.stream import Stream
from gongkai.documents.reading.vocabulary import alternatives, vocabulary

Range = tuple[int, int]


class Regions(NamedTuple):
    """The parts of the text in which the tables lie, None for a table that is not there; `first` is where the first of them begins."""

    table2: Range | None
    table3: Range | None
    table4: Range | None
    first: int


@cache
def _anchors(table: str) -> re.Pattern[str]:
    found = vocabulary()[table]
    words = found["anchors"] if "anchors" in found else found["head"]["anchors"]
    return re.compile(alternatives(words))


def find_regions(stream: Stream, headings: Sequence[Heading]) -> Regions:
    """Find the parts of the text in which to look for the tables."""
    end = len(stream.text)
    third = _section(headings, 3, end)
    table3 = (
        third if third and _anchor(stream, "table3", third) is not None else _from_anchor(stream, "table3", (0, end))
    )
    if table3:
        table3 = _until(stream, "table4", table3)
    table2 = _table2(stream, headings, table3)
    table4 = _table4(stream, headings, table3)
    begins = [part[0] for part in (table2, table3, table4) if part]
    return Regions(table2, table3, table4, min(begins, default=end))


def _section(headings: Sequence[Heading], number: int, end: int) -> Range | None:
    for index, heading in enumerate(headings):
        if heading.number == number:
            return heading.end, headings[index + 1].begin if index + 1 < len(headings) else end
    return None


def _anchor(stream: Stream, table: str, part: Range) -> int | None:
    condensed = stream.condensed
    low, high = position(condensed, part[0]), position(condensed, part[1])
    found = _anchors(table).search(condensed.text, low, high)
    return condensed.origin(found.start()) if found else None


def _from_anchor(stream: Stream, table: str, part: Range) -> Range | None:
    begin = _anchor(stream, table, part)
    return None if begin is None else (begin, part[1])


def _until(stream: Stream, table: str, part: Range) -> Range:
    """End a part where the next table begins."""
    stop = _anchor(stream, table, part)
    return part[0], part[1] if stop is None else stop


def _table2(stream: Stream, headings: Sequence[Heading], table3: Range | None) -> Range | None:
    end = len(stream.text)
    second = _section(headings, 2, end)
    if second and (_anchor(stream, "table2", second) is not None or _is_marked(stream, second)):
        return _until(stream, "table3", second)
    limit = table3[0] if table3 else end
    return _from_anchor(stream, "table2", (0, limit)) or (
        _from_anchor(stream, "table2", (limit, end)) if table3 else None
    )


def _is_marked(stream: Stream, part: Range) -> bool:
    """Tell whether a section without the words of the table's head still has rows of it."""
    text = stream.normal[part[0] : part[1]]
    return (
        sum(word in text for word in ("规章", "规范性文件", "行政许可", "行政处罚", "行政强制", "行政事业性收费")) >= 4
    )


def _table4(stream: Stream, headings: Sequence[Heading], table3: Range | None) -> Range | None:
    end = len(stream.text)
    fourth = _section(headings, 4, end)
    if fourth and _anchor(stream, "table4", fourth) is not None:
        return fourth
    begin = table3[1] if table3 else 0
    stops = [heading.begin for heading in headings if heading.number > 4 and heading.begin > begin]
    return _from_anchor(stream, "table4", (begin, min(stops, default=end))) or _from_anchor(
        stream, "table4", (begin, end)
    )
