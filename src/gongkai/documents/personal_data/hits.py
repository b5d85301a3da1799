"""Places in a text, before they become findings, and the words around them."""

import re
from typing import NamedTuple

from gongkai.documents.personal_data.findings import Kind, Severity

_SENTENCE_END = re.compile("[。；;\n\ue000]")


class Hit(NamedTuple):
    """One stretch of a text that looks like personal data."""

    kind: Kind
    start: int
    end: int
    severity: Severity = Severity.BLOCK
    reason: str = ""


class Taken:
    """Stretches that already belong to a hit, so that no number is reported twice."""

    def __init__(self) -> None:
        self._spans: set[int] = set()

    def free(self, start: int, end: int) -> bool:
        """Tell whether no hit holds the first or the last character."""
        return start not in self._spans and end - 1 not in self._spans

    def take(self, start: int, end: int) -> None:
        """Mark a stretch as belonging to a hit."""
        self._spans.update(range(start, end))


def before(text: str, start: int, length: int = 24) -> str:
    """Give what stands before a place in the same sentence, at most `length` characters."""
    piece = text[max(0, start - length) : start]
    ends = [match.end() for match in _SENTENCE_END.finditer(piece)]
    return piece[ends[-1] :] if ends else piece


def sentence(text: str, start: int, end: int, reach: int = 160) -> str:
    """Give the sentence around a place."""
    after = _SENTENCE_END.search(text, end, end + reach)
    return before(text, start, reach) + text[start : after.start() if after else end + reach]
