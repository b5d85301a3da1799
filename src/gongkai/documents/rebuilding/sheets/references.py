"""Cell references: B7, A1:C3, several of them apart by blanks."""

import re
from functools import lru_cache

from gongkai.documents.rebuilding.sheets.grid import Range

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576


@lru_cache(maxsize=MOST_COLUMNS)
def column_number(letters: str) -> int:
    """Give the number of a column from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def cell(reference: str) -> tuple[int, int] | None:
    """Give row and column of a reference, both from 0; None when it is none."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    row, column = int(match[2]) - 1, column_number(match[1])
    return (row, column) if 0 <= row < MOST_ROWS and column < MOST_COLUMNS else None


def area(reference: str) -> Range | None:
    """Give top, left, bottom and right of an area; a single cell is an area of one."""
    first, _, second = reference.partition(":")
    start, end = cell(first), cell(second or first)
    if start is None or end is None:
        return None
    return min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1])


def areas(references: str, most: int = 10_000) -> list[Range]:
    """Give all areas of a list; those beyond `most` are left out."""
    return [found for found in map(area, references.split()[:most]) if found is not None]
