"""How two texts differ, line by line and word by word, for people to read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

#: A number with its sign and unit marks, a Latin word, or one other character.
_WORD = re.compile(r"[0-9\uff10-\uff19][0-9\uff10-\uff19.,:：%％]*|[A-Za-z]+|\s+|.", re.S)
#: Lines less alike than this are shown as one gone and one new, not as one changed in a hundred places.
_ALIKE = 0.4
#: Longer texts are compared by whole lines only; a diff of words takes time that grows with their square.
_LONGEST_LINE = 4_000


@dataclass(frozen=True)
class Piece:
    """A stretch of a line: `kind` is same, added or removed."""

    kind: str
    text: str


@dataclass(frozen=True)
class Line:
    """
    One line of the comparison: `kind` is same, added, removed, changed, or gap (lines left out, told in `skipped`).

    `number` is the line's place in the newer text, from 1; that of the older one for a removed line.
    """

    kind: str
    number: int = 0
    pieces: tuple[Piece, ...] = ()
    skipped: int = 0


def differences(older: str, newer: str, *, around: int = 1) -> list[Line]:
    """
    Compare two texts; lines that are the same are left out but for `around` on each side of a change.

    Nothing comes back when the texts are the same.
    """
    old, new = older.split("\n"), newer.split("\n")
    lines = list(_lines(old, new))
    if all(line.kind == "same" for line in lines):
        return []
    return _folded(lines, around)


def word_pieces(older: str, newer: str) -> tuple[Piece, ...]:
    """Compare two short texts word by word."""
    if max(len(older), len(newer)) > _LONGEST_LINE:
        return tuple(piece for piece in (Piece("removed", older), Piece("added", newer)) if piece.text)
    old, new = _WORD.findall(older), _WORD.findall(newer)
    found: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(new[c:d])))
            continue
        if b > a:
            found.append(Piece("removed", "".join(old[a:b])))
        if d > c:
            found.append(Piece("added", "".join(new[c:d])))
    return tuple(found)


def _lines(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            for number in range(c, d):
                yield Line("same", number + 1, (Piece("same", new[number]),))
        elif tag == "replace":
            yield from _replaced(old, new, range(a, b), range(c, d))
        else:
            yield from (_whole("removed", old, number) for number in range(a, b))
            yield from (_whole("added", new, number) for number in range(c, d))


def _replaced(old: Sequence[str], new: Sequence[str], gone: range, come: range) -> Iterator[Line]:
    """Pair the lines that took each other's place in their order; what is not alike is gone and come."""
    for before, after in zip_longest(gone, come):
        if before is None or after is None:
            yield _whole("added", new, after) if before is None else _whole("removed", old, before)
        elif SequenceMatcher(None, old[before], new[after], autojunk=False).ratio() >= _ALIKE:
            yield Line("changed", after + 1, word_pieces(old[before], new[after]))
        else:
            yield _whole("removed", old, before)
            yield _whole("added", new, after)


def _whole(kind: str, lines: Sequence[str], number: int) -> Line:
    return Line(kind, number + 1, (Piece(kind, lines[number]),))


def _folded(lines: Sequence[Line], around: int) -> list[Line]:
    changed = [place for place, line in enumerate(lines) if line.kind != "same"]
    shown = {near for place in changed for near in range(place - around, place + around + 1)}
    folded: list[Line] = []
    skipped = 0
    for place, line in enumerate(lines):
        if place in shown:
            if skipped:
                folded.append(Line("gap", skipped=skipped))
            skipped = 0
            folded.append(line)
        else:
            skipped += 1
    return [*folded, Line("gap", skipped=skipped)] if skipped else folded
