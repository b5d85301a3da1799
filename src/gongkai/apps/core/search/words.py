"""
How text becomes searchable: overlapping pairs of characters, and the last character of each run.

“政府信息公开12条” is one run: 政府 府信 信息 息公 公开 开1 12 2条 条. A query is cut the same way and looked up as a phrase, so every
substring of a run is found and nothing else; no dictionary decides what a word is. The last character of a run stands between two
runs as their border: “公开，保障” is 公开 开 保障 障, and a phrase never crosses a border that the query does not have.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import add

#: Letters, digits and Chinese characters; also the private-use and newest ideographs that rare names are written with.
_RUN = re.compile(r"(?:[^\W_]|[\ue000-\uf8ff\U00020000-\U0003fffd\U000f0000-\U000ffffd])+")
_BETWEEN_RUNS = r"(?:[\W_])+"
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

#: A query is read up to this many characters.
QUERY_LENGTH = 100
#: A tsvector stops counting positions at 16,383 and keeps 256 places per word: pieces stay below both.
PIECE_LENGTH = 8_000
PLACES_PER_TOKEN = 250
#: Pieces overlap by more than the longest phrase, so no phrase falls between two of them.
OVERLAP = 120


@dataclass(frozen=True)
class Phrase:
    """Tokens that must follow one another; with `open_end` the last one may be the beginning of a longer token."""

    tokens: tuple[str, ...]
    open_end: bool


def storable(text: str) -> str:
    """Drop what a database cannot keep: NUL and lone surrogates."""
    return _UNSTORABLE.sub("", text)


def fold(text: str) -> str:
    """Make width and case equal, so that full-width and half-width, upper and lower case are found by the same query."""
    return unicodedata.normalize("NFKC", text).lower()


def runs(text: str) -> list[str]:
    """Give the unbroken runs of letters, digits and Chinese characters, folded."""
    return _RUN.findall(fold(text))


def tokens(text: str) -> list[str]:
    """Give the tokens of a text in their order."""
    found: list[str] = []
    for run in runs(text):
        found += map(add, run, run[1:])
        found.append(run[-1])
    return found


def words_of(query: str, *, exact: bool = False) -> list[str]:
    """
    Give the words of a query, parted by blanks; one without letters, digits or characters is left out.

    :param exact: the whole query is one word, blanks in it being nothing but a border between two runs.
    """
    read = query[:QUERY_LENGTH]
    return [word for word in ([read] if exact else read.split()) if runs(word)]


def phrase(word: str) -> Phrase:
    """Give the phrase that finds a word."""
    return _phrase(runs(word))


def _phrase(found: Sequence[str]) -> Phrase:
    *closed, last = found
    sequence = [token for run in closed for token in (*map(add, run, run[1:]), run[-1])]
    sequence += map(add, last, last[1:]) if len(last) > 1 else [last]
    return Phrase(tokens=tuple(sequence), open_end=len(last) == 1)


def number_key(number: str) -> str:
    """Give a document number without its punctuation, so that 〔2021〕, [2021] and （2021） are one."""
    return "-".join(runs(number))[:120]


def pieces(sequence: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut a long sequence of tokens into overlapping pieces, each within the limits of a tsvector."""
    start = 0
    while True:
        end = _piece_end(sequence, start)
        yield sequence[start:end]
        if end == len(sequence):
            return
        start = end - OVERLAP


def _piece_end(sequence: Sequence[str], start: int) -> int:
    limit = min(start + PIECE_LENGTH, len(sequence))
    places: Counter[str] = Counter()
    for place in range(start, limit):
        token = sequence[place]
        places[token] += 1
        if places[token] > PLACES_PER_TOKEN:
            return place
    return limit


def pattern(marked: Iterable[str]) -> re.Pattern[str] | None:
    """Give what marks words in a text; None where there are none."""
    words = [found for word in marked if (found := runs(word))]
    if not words:
        return None
    longest_first = sorted((_BETWEEN_RUNS.join(map(re.escape, found)) for found in words), key=len, reverse=True)
    return re.compile("|".join(longest_first), re.IGNORECASE)
