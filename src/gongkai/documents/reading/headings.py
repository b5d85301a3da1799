"""
Find the six headings of a report, also where they are renumbered, reworded, printed twice, or run into the text.

Every wording that could be a heading is a candidate with a weight; the chain of candidates in the order of the form with the greatest weight
wins.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from rapidfuzz import fuzz

from gongkai.documents.reading.stream import CELL, ROW, Stream
from gongkai.documents.reading.vocabulary import alternatives, condense, row_words, vocabulary

_NUMERALS = "一二三四五六"


class Heading(NamedTuple):
    """Where section `number` begins: its heading as printed, from `begin` to `end`."""

    number: int
    begin: int
    end: int
    weight: float


#: Weights: ordinal and wording; wording on a line of its own; ordinal of another section; ordinal and a short line; wording inside prose.
FULL, _OWN_LINE, _RENUMBERED, _ORDINAL_LINE, _INSIDE = 10.0, 6.0, 5.0, 2.0, 1.0
_LONGEST_HEADING = 34
#: More candidates than this are no report; only the weightiest are looked at.
MOST_CANDIDATES = 300
_LIKENESS = 62
_LINE = re.compile(
    rf"^[#*\s　]*(?P<text>(?P<ordinal>[{_NUMERALS}七八])\s*[、.\uff0e,，:：](?P<rest>[^\n{CELL}{ROW}]*))$", re.MULTILINE
)
_BEFORE = re.compile(rf"(?P<ordinal>[{_NUMERALS}七八])\s*[、.\uff0e,，:：]\s*\Z")
_BRACKET = re.compile(rf"[(（]\s*[{_NUMERALS}七八]\s*[)）]\s*\Z")
_OWN = re.compile(rf"(?:^|[\n{CELL}{ROW}])[#*\s　]*\Z")


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, int]]:
    words = {word: int(number) for number, variants in vocabulary()["headings"].items() for word in variants}
    return re.compile(alternatives(words)), words


@cache
def _exact(number: int) -> tuple[str, ...]:
    return tuple(vocabulary()["headings"][str(number)])


@cache
def _rows_of_table3() -> tuple[str, ...]:
    """Give the labels of table 三 that carry the same ordinals as the sections."""
    words = row_words("table3")
    return (*words["new"], *words["carry"], *words["fwd"], "本年度办理结果")


def find_headings(stream: Stream) -> list[Heading]:
    """Find the headings of the sections in order; a missing one is simply not there."""
    return _chain(sorted([*_worded(stream), *_lines(stream)], key=lambda heading: heading.begin), len(stream.text))


def _worded(stream: Stream) -> list[Heading]:
    """Find the wordings of the headings anywhere, weighed by what stands around them."""
    condensed, text = stream.condensed, stream.normal
    pattern, words = _pattern()
    found = []
    for match in pattern.finditer(condensed.text):
        number = words[match.group()]
        begin, end = condensed.origin(match.start()), condensed.origin_end(match.end())
        before = text[max(0, begin - 12) : begin]
        ordinal = _BEFORE.search(before)
        short = len(match.group()) < 8
        if ordinal:
            exact = _NUMERALS.find(ordinal["ordinal"]) == number - 1
            weight = (FULL if exact else _RENUMBERED) - (3 if short and not exact else 0)
            begin -= len(before) - ordinal.start()
        elif _BRACKET.search(before):
            continue
        elif _OWN.search(before) and not text[end : end + 1].strip(f"\n{CELL}{ROW} *#　"):
            weight = _OWN_LINE - (3 if short else 0)
        else:
            weight = _INSIDE - (1 if short else 0)
        if weight > 0:
            found.append(Heading(number, begin, end, weight))
    return found


def _lines(stream: Stream) -> list[Heading]:
    """Find short lines that begin with an ordinal: a heading in other words, or misprinted."""
    found = []
    for match in _LINE.finditer(stream.normal):
        rest = condense(match["rest"])
        number = _NUMERALS.find(match["ordinal"]) + 1
        if (
            not number
            or rest.startswith(_rows_of_table3())
            or not rest
            or len(rest) > _LONGEST_HEADING
            or match["rest"].rstrip().endswith(("。", "；", "，"))
        ):
            continue
        likeness = max(fuzz.ratio(rest, wording) for wording in _exact(number))
        weight = _RENUMBERED + 1 if likeness >= _LIKENESS else _ORDINAL_LINE if len(rest) <= 24 else 0
        if weight:
            found.append(Heading(number, match.start("text"), match.end("text"), weight))
    return found


def _chain(found: Sequence[Heading], end: int) -> list[Heading]:
    """Choose the chain of rising numbers with the greatest weight; a section with text weighs more than an entry in a list of contents."""
    if len(found) > MOST_CANDIDATES:
        kept = sorted(found, key=lambda heading: -heading.weight)[:MOST_CANDIDATES]
        found = sorted(kept, key=lambda heading: heading.begin)
    best: list[tuple[float, int]] = []
    for index, heading in enumerate(found):
        following = next((other.begin for other in found[index + 1 :] if other.begin >= heading.end), end)
        room = min(following - heading.end, 40) / 100
        own = heading.weight + room
        before = [
            (best[earlier][0], earlier)
            for earlier in range(index)
            if found[earlier].number < heading.number and found[earlier].end <= heading.begin
        ]
        score, previous = max(before, default=(0.0, -1), key=lambda item: item[0])
        best.append((score + own, previous))
    chosen: list[Heading] = []
    at = max(range(len(best)), key=lambda index: best[index][0], default=-1)
    while at >= 0:
        chosen.append(found[at])
        at = best[at][1]
    return [heading for heading in reversed(chosen) if heading.weight >= _ORDINAL_LINE]
