"""Scan running text for personal data."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from gongkai.documents.personal_data.digits import find_numbers
from gongkai.documents.personal_data.findings import Finding, veil
from gongkai.documents.personal_data.hits import Hit, Taken
from gongkai.documents.personal_data.marks import find_marks
from gongkai.documents.personal_data.people import find_people

Finder = Callable[[str, Taken], Iterator[Hit]]
#: All finders, exact ones first: a number that one of them claims is not looked at again.
FINDERS: tuple[Finder, ...] = (find_numbers, find_marks, find_people)


def find(text: str, finders: Sequence[Finder] | None = None) -> list[Hit]:
    """Give every hit in a text, in the order of the text."""
    taken = Taken()
    hits = [hit for finder in (FINDERS if finders is None else finders) for hit in finder(text, taken)]
    return sorted(hits, key=lambda hit: hit.start)


def scan_text(text: str, *, where: str = "") -> list[Finding]:
    """
    Find personal data in running text; places are counted in paragraphs (lines that hold text).

    :param where: what the text is part of; put before every place.
    """
    hits = find(text)
    if not hits:
        return []
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    counts = list(accumulate((bool(line.strip()) for line in lines), initial=0))
    return [_finding(text, hit, f"{where}第{counts[bisect_right(starts, hit.start)]}段") for hit in hits]


def mask_text(text: str) -> str:
    """Put **** where personal data stand; nothing else changes."""
    for hit in reversed(find(text)):
        text = f"{text[: hit.start]}****{text[hit.end :]}"
    return text


def _finding(text: str, hit: Hit, where: str) -> Finding:
    return Finding(
        kind=hit.kind,
        severity=hit.severity,
        where=where,
        masked=veil(hit.kind, text[hit.start : hit.end]),
        reason=hit.reason,
        start=hit.start,
        end=hit.end,
    )
