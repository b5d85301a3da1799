"""
Find the labels of a table in a part of the text: exactly first, then by likeness where one is missing.

A hit is a wording that belongs to the form: the label of a row, of a group of rows, of a column. What lies between two hits is what the
first one names, or nothing.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from rapidfuzz import fuzz

from gongkai.documents.reading.stream import CELL, ROW, Condensed, Stream
from gongkai.documents.reading.vocabulary import alternatives, row_words, vocabulary


class Hit(NamedTuple):
    """
    A wording of the form, from `begin` to `end` in the text, its ordinal included.

    `kind` is `row` (`code` is that of the row), `group`, `head`, or `total` and `other` where only the neighbourhood can tell whether a
    row is meant. `exact` is False where the wording only resembles the label.
    """

    code: str
    kind: str
    begin: int
    end: int
    exact: bool = True

    def as_row(self, code: str) -> "Hit":
        """Give the same place as the label of a row."""
        return self._replace(code=code, kind="row")

    def as_kind(self, kind: str) -> "Hit":
        """Give the same wording as one of another kind."""
        return self._replace(kind=kind)


#: An ordinal before a label; figures that touch it belong to the row before.
_ORDINAL = re.compile(r"(?:[(（]\s*[0-9]\s*[)）]|[0-9]\s*[.、)）])\s*[“\"'‘]?(?:\s*危及\s*)?[“\"'‘]?\Z")
#: A wording in the remark beside a figure, as in 16（含上年结转1件）, is no label; （七）总计 has a bracket of its own.
_IN_REMARK = re.compile(r"[0-9]\s*[件条宗起份]?\s*[(（\[【][^)）\]】\n\x1e\x1f]{0,14}\Z")
_THIRD = re.compile(r"3\s*[.、)）]?\s*\Z")
#: Behind this head of a column 其他 is the next head, not a row.
_COLUMN_BEFORE_OTHER = "法律服务机构"
_BORDER = f"{CELL}{ROW}\n"
#: Likeness from which a wording counts as a misprint of a label, and the lead over the second best.
_LIKENESS, _LEAD = 66, 6
#: A table has some sixty wordings; a page that repeats them thousands of times is no report.
MOST_HITS = 2_000
_WORDS = re.compile("[\u3400-\u9fff、]{4,}")


@cache
def _pattern(table: str) -> re.Pattern[str]:
    """Compile all wordings of a table to one pattern, the longer before the shorter."""
    found = vocabulary()[table]
    words = {word: f"row_{row}" for row, variants in row_words(table).items() for word in variants}
    words |= dict.fromkeys(found["head"]["words"], "head")
    if table == "table3":
        words |= dict.fromkeys(found["groups"]["words"], "group")
        words |= dict.fromkeys(found["other"]["group"], "undivided")
        words |= dict.fromkeys(found["other"]["words"], "other")
        words |= dict.fromkeys(found["total"]["words"], "total")
    _KINDS[table] = words
    return re.compile(alternatives(words))


_KINDS: dict[str, dict[str, str]] = {}


def position(condensed: Condensed, offset: int) -> int:
    """Give the place in the condensed text of the first kept character at or behind `offset`."""
    run = bisect_right(condensed.origins, offset) - 1
    if run < 0:
        return 0
    following = condensed.begins[run + 1] if run + 1 < len(condensed.begins) else len(condensed.text)
    return min(condensed.begins[run] + offset - condensed.origins[run], following)


def scan(stream: Stream, table: str, begin: int, end: int) -> list[Hit]:
    """Find the labels of `table2` or `table3` between two offsets, in order; without the ones that only resemble a label."""
    condensed, pattern = stream.condensed, _pattern(table)
    kinds = _KINDS[table]
    hits = []
    found = pattern.finditer(condensed.text, position(condensed, begin), position(condensed, end))
    for match in islice(found, MOST_HITS):
        kind = kinds[match.group()]
        first, last = condensed.origin(match.start()), condensed.origin_end(match.end())
        if kind != "row_tot" and _IN_REMARK.search(stream.normal, max(begin, first - 20), first):
            continue
        if kind.startswith("row_"):
            hits.append(Hit(kind[4:], "row", _ordinal_begin(stream.normal, begin, first), last))
        else:
            hits.append(Hit(match.group(), kind, first, last))
    return hits


def _ordinal_begin(text: str, floor: int, label: int) -> int:
    low = max(floor, label - 12)
    found = _ORDINAL.search(text[low:label])
    return low + found.start() if found else label


def settle(stream: Stream, hits: Sequence[Hit], begin: int) -> list[Hit]:
    """Decide which 其他 and 其他处理 of table 三 are rows: a third row of the sixth group, or the whole group on one row."""
    text, settled, seen = stream.normal, list[Hit](), False
    for before, hit in zip((None, *hits), hits, strict=False):
        column = before is not None and before.code == _COLUMN_BEFORE_OTHER
        seen = seen or (hit.kind == "row" and hit.code[0] in "no" and hit.code != "new") or hit.kind == "undivided"
        if hit.kind == "other" and seen and not column and _names_third_row(text, begin, hit):
            third = _THIRD.search(text[max(begin, hit.begin - 6) : hit.begin])
            start = hit.begin - len(third.group()) if third and third.group().strip() != "3" else hit.begin
            settled.append(Hit("o3", "row", start, hit.end))
        elif hit.kind != "other":
            settled.append(hit)
        elif _is_alone(text, begin, hit):
            settled.append(hit.as_kind("head"))
    divided = any(hit.kind == "row" and hit.code in ("o1", "o2", "o3") for hit in settled)
    return [_undivided(hit, divided) if hit.kind == "undivided" else hit for hit in settled]


def _names_third_row(text: str, begin: int, hit: Hit) -> bool:
    return bool(_THIRD.search(text[max(begin, hit.begin - 6) : hit.begin])) or _is_alone(text, begin, hit)


def _is_alone(text: str, begin: int, hit: Hit) -> bool:
    """Tell whether a wording fills its cell or line."""
    before = text[max(begin, hit.begin - 6) : hit.begin]
    left, right = before.rstrip(" \t\r"), text[hit.end : hit.end + 6].lstrip(" \t\r")
    return (not left or left[-1] in _BORDER) and (not right or right[0] in _BORDER)


def _undivided(hit: Hit, divided: bool) -> Hit:
    return hit.as_kind("group") if divided else hit.as_row("o3")


def resembling(stream: Stream, table: str, hits: Sequence[Hit], end: int, rows: Sequence[str]) -> list[Hit]:
    """
    Add hits for labels that are misprinted: words between two hits that resemble a label missing there.

    A missing label is looked for only between the labels that stand around it in the form.
    """
    missing = (set(rows) & set(row_words(table))) - {hit.code for hit in hits if hit.kind == "row"}
    if not missing:
        return list(hits)
    order = {row: index for index, row in enumerate(rows)}
    added = []
    for (low, high), first, last in _gaps(hits, end, order):
        wanted = [row for row in rows if row in missing and low < order[row] < high]
        if wanted:
            added += _likenesses(stream, table, (first, last), wanted)
    return sorted([*hits, *_best(added)], key=lambda hit: hit.begin)


def _gaps(hits: Sequence[Hit], end: int, order: dict[str, int]) -> Iterator[tuple[tuple[int, int], int, int]]:
    """Give the stretches between hits with the rows of the form that enclose them."""
    ranks = [order.get(hit.code) if hit.kind == "row" else None for hit in hits]
    following: list[int] = []
    high = len(order)
    for rank in reversed(ranks):
        following.append(high)
        high = high if rank is None else rank
    following.reverse()
    low = -1
    for index, hit in enumerate(hits):
        rank = ranks[index]
        low = low if rank is None else rank
        yield (low, following[index]), hit.end, hits[index + 1].begin if index + 1 < len(hits) else end


def _likenesses(stream: Stream, table: str, part: tuple[int, int], wanted: Sequence[str]) -> list[tuple[float, Hit]]:
    condensed = stream.condensed
    found = []
    for words in _WORDS.finditer(condensed.text, position(condensed, part[0]), position(condensed, part[1])):
        scores = sorted(((_likeness(words.group(), table, row), row) for row in wanted), reverse=True)
        best = scores[0]
        if best[0] >= _LIKENESS and (len(scores) == 1 or best[0] - scores[1][0] >= _LEAD):
            first = condensed.origin(words.start())
            begin = _ordinal_begin(stream.normal, part[0], first)
            found.append((best[0], Hit(best[1], "row", begin, condensed.origin_end(words.end()), exact=False)))
    return found


def _likeness(words: str, table: str, row: str) -> float:
    variants = row_words(table)[row][:2]
    whole = max(fuzz.ratio(words, variant) for variant in variants)
    inside = max(
        (fuzz.partial_ratio(words, variant) for variant in variants if 5 <= len(variant) <= len(words)), default=0.0
    )
    return float(max(whole, inside - 10))


def _best(found: Sequence[tuple[float, Hit]]) -> list[Hit]:
    """Keep the best likeness of each label."""
    best: dict[str, tuple[float, Hit]] = {}
    for score, hit in found:
        if hit.code not in best or score > best[hit.code][0]:
            best[hit.code] = (score, hit)
    return [hit for _, hit in best.values()]
