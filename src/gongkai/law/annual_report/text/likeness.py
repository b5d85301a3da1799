"""How alike two texts are, by the pieces of a few characters that they share, and which sentences were carried over."""

import re
from collections import Counter
from dataclasses import dataclass

#: Length of the pieces. Shorter ones find likeness in any two official texts, longer ones miss reworded copies.
PIECE = 6
#: A sentence counts as carried over when this share of its pieces stands in the other text.
CARRIED_OVER = 0.8
SHORTEST_SENTENCE = 12
_ENDS = re.compile(r"(?<=[。；！？\n])")
_MASKED = re.compile(r"[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True)
class Carried:
    """A sentence that stands, word for word or nearly so, in the other text too."""

    sentence: str
    share: float


def masked(text: str) -> str:
    """Take years and other numbers out, so that a copied sentence with new figures is still a copy."""
    return _MASKED.sub("0", "".join(text.split()))


def sentences(text: str) -> list[str]:
    """Cut a text into sentences."""
    return [part.strip() for part in _ENDS.split(text) if part.strip()]


def likeness(one: str, other: str) -> float:
    """Give the likeness of two texts from 0 to 1: twice the shared pieces over all pieces (Dice)."""
    left, right = _pieces(masked(one)), _pieces(masked(other))
    whole = left.total() + right.total()
    return 2 * (left & right).total() / whole if whole else 0.0


def carried_over(text: str, source: str) -> list[Carried]:
    """Give the sentences of `text` that were taken from `source`."""
    known = set(_pieces(masked(source)))
    found = []
    for sentence in sentences(text):
        pieces = _pieces(masked(sentence))
        if len(sentence) < SHORTEST_SENTENCE or not pieces:
            continue
        share = sum(count for piece, count in pieces.items() if piece in known) / pieces.total()
        if share >= CARRIED_OVER:
            found.append(Carried(sentence, share))
    return found


def _pieces(text: str) -> Counter[str]:
    return Counter(text[start : start + PIECE] for start in range(len(text) - PIECE + 1))
