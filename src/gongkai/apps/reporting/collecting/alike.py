"""Which of many texts may be copies of each other: a sketch of each is compared, so that the check itself sees few pairs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from heapq import nlargest, nsmallest
from zlib import crc32

from gongkai.law.annual_report.text.likeness import PIECE, masked

#: Hashes kept of a text; two texts are looked at when they share this part of them. Texts alike by 0.6 share about 0.43.
KEPT = 160
SHARED = 0.28
#: Texts looked at for each: where everybody copied the same model, its nearest copies are enough.
MOST = 5


def sketch(text: str) -> frozenset[int]:
    """Give the smallest hashes of the pieces of a text."""
    plain = masked(text)
    pieces = {plain[start : start + PIECE] for start in range(len(plain) - PIECE + 1)}
    return frozenset(nsmallest(KEPT, (crc32(piece.encode()) for piece in pieces)))


def alike(texts: Mapping[int, str]) -> dict[int, list[int]]:
    """Give for each text the nearest of those that may be alike, by key; texts too short to tell are left out."""
    sketches = {key: sketch(text) for key, text in texts.items()}
    holders: dict[int, list[int]] = defaultdict(list)
    for key, hashes in sketches.items():
        for value in hashes:
            holders[value].append(key)
    return {key: _near(key, sketches, holders) for key in texts}


def _near(key: int, sketches: Mapping[int, frozenset[int]], holders: Mapping[int, Iterable[int]]) -> list[int]:
    own = sketches[key]
    shared = Counter(other for value in own for other in holders[value] if other != key)
    near = [(count, -other) for other, count in shared.items() if count >= SHARED * min(len(own), len(sketches[other]))]
    return sorted(-other for _, other in nlargest(MOST, near))
