"""How alike two texts are, by the pieces of a few characters that they share, and which sentences were carried over."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

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


class Pieces:
    """A text cut into its pieces once, to be held against many others."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def counted(self) -> Counter[str]:
        """Give the pieces with their number."""
        return _pieces(masked(self.text))

    @cached_property
    def total(self) -> int:
        """Give the number of pieces."""
        return self.counted.total()

    def likeness(self, other: "Pieces") -> float:
        """Give the likeness of two texts from 0 to 1: twice the shared pieces over all pieces (Dice)."""
        whole = self.total + other.total
        return 2 * (self.counted & other.counted).total() / whole if whole else 0.0

    def carried_from(self, source: "Pieces") -> list[Carried]:
        """Give the sentences of this text that were taken from `source`."""
        found = []
        for sentence in sentences(self.text):
            pieces = _pieces(masked(sentence))
            if len(sentence) < SHORTEST_SENTENCE or not pieces:
                continue
            share = sum(count for piece, count in pieces.items() if piece in source.counted) / pieces.total()
            if share >= CARRIED_OVER:
                found.append(Carried(sentence, share))
        return found


def likeness(one: str, other: str) -> float:
    """Give the likeness of two texts from 0 to 1."""
    return Pieces(one).likeness(Pieces(other))


def _pieces(text: str) -> Counter[str]:
    return Counter(text[start : start + PIECE] for start in range(len(text) - PIECE + 1))
