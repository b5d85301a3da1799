"""Words, sounds and shapes: what the text checks know about Chinese. Loaded once from `official_terms.toml` and `lexicon.toml`."""

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from itertools import combinations
from typing import Any

from gongkai.law.entries import Entry, read_entries

#: Terms shorter than this are too common as parts of other words to be searched for near misses.
SHORTEST_TERM = 3
#: Terms shorter than this are suspected only where sound or shape of the wrong character speaks for a mistake.
SHORTEST_SURE_TERM = 4
#: A character that begins (or ends) this many known words may well begin (or end) one that nobody listed.
SEVERAL = 2
#: Words up to this length can explain a character.
LONGEST_WORD = 6


@dataclass(frozen=True)
class Lexicon:
    """
    Right terms and everyday words, small words, and which characters are mistaken for each other.

    `terms` are searched for near misses; `words` explain right text. `alike` holds pairs of characters of one sound, `similar` pairs of
    one shape.
    """

    terms: tuple[str, ...]
    words: frozenset[str]
    small: frozenset[str]
    sound_of: Mapping[str, frozenset[str]]
    similar: frozenset[tuple[str, str]]
    index: Mapping[str, tuple[tuple[str, int], ...]] = field(repr=False, default_factory=dict)

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Give the lengths of the pieces in the index."""
        return tuple(sorted({len(piece) for piece in self.index}))

    @cached_property
    def heads(self) -> frozenset[str]:
        """Give the characters that begin several words."""
        return _several(word[0] for word in self.words)

    @cached_property
    def tails(self) -> frozenset[str]:
        """Give the characters that end several words."""
        return _several(word[-1] for word in self.words)

    def same_sound(self, one: str, other: str) -> bool:
        """Tell whether two characters can be spoken alike."""
        return bool(self.sound_of.get(one, _NONE) & self.sound_of.get(other, _NONE))

    def same_shape(self, one: str, other: str) -> bool:
        """Tell whether two characters look alike."""
        return (one, other) in self.similar


_NONE: frozenset[str] = frozenset()


@cache
def lexicon() -> Lexicon:
    """Load the lexicon of the project."""
    terms = entries("official_terms")
    return build(
        terms=(term for entry in terms for term in entry["terms"].split()),
        words=(word for entry in entries("lexicon", "words") for word in entry["words"].split()),
        small="".join(entry["characters"] for entry in entries("lexicon", "small")),
        syllables=[item for entry in entries("lexicon", "sounds") for item in entry["syllables"].split()],
        lookalikes=[item for entry in entries("lexicon", "lookalikes") for item in entry["sets"].split()],
    )


def with_terms(extra: Collection[str]) -> Lexicon:
    """Give the lexicon with an office's own terms added; they are right, and near misses of them are found too."""
    base = lexicon()
    own = tuple(dict.fromkeys(term for term in extra if term))
    if not own:
        return base
    terms = tuple(dict.fromkeys((*base.terms, *(term for term in own if len(term) >= SHORTEST_TERM))))
    return Lexicon(terms, base.words | set(own), base.small, base.sound_of, base.similar, _index(terms))


def entries(name: str, kind: str = "") -> list[Entry]:
    """Read the tables `kind` (all but `common`) of a word list; each inherits the dates in `[common]`."""
    raw = tomllib.loads(files("gongkai.law").joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))
    common: dict[str, Any] = raw.pop("common")
    chosen = {key: tables for key, tables in raw.items() if kind in ("", key)}
    return read_entries(
        {key: [{**common, **table} for table in tables] for key, tables in chosen.items()}, file=f"{name}.toml"
    )


def build(
    *,
    terms: Iterator[str] | Collection[str],
    words: Iterator[str] | Collection[str],
    small: str,
    syllables: Collection[str],
    lookalikes: Collection[str],
) -> Lexicon:
    """Make a lexicon from its lists; terms are written with their words apart, syllables as `quan:全权`."""
    written = [term.split("/") for term in terms]
    whole = tuple(dict.fromkeys("".join(pieces) for pieces in written))
    known = {piece for pieces in written for piece in pieces if len(piece) > 1} | set(whole) | set(words)
    targets = tuple(term for term in whole if len(term) >= SHORTEST_TERM)
    return Lexicon(
        terms=targets,
        words=frozenset(word for word in known if len(word) > 1),
        small=frozenset(small),
        sound_of=_sounds(syllables),
        similar=frozenset(pair for item in lookalikes for a, b in combinations(item, 2) for pair in ((a, b), (b, a))),
        index=_index(targets),
    )


def _several(characters: Iterable[str]) -> frozenset[str]:
    return frozenset(character for character, count in Counter(characters).items() if count >= SEVERAL)


def _sounds(syllables: Collection[str]) -> dict[str, frozenset[str]]:
    sounds: dict[str, set[str]] = {}
    for item in syllables:
        syllable, characters = item.split(":")
        for character in characters:
            sounds.setdefault(character, set()).add(syllable)
    return {character: frozenset(spoken) for character, spoken in sounds.items()}


def _index(terms: Collection[str]) -> dict[str, tuple[tuple[str, int], ...]]:
    """
    Find each term by a piece that an edit leaves whole: its beginning, its end, or (both halves touched) its swapped middle.

    The value tells the term and where in the term the piece stands; -1 marks the swapped middle.
    """
    index: dict[str, list[tuple[str, int]]] = {}
    for term in terms:
        size = key_size(term)
        index.setdefault(term[:size], []).append((term, 0))
        index.setdefault(term[-size:], []).append((term, len(term) - size))
        if 2 * size == len(term):
            swapped = term[size] + term[size - 1]
            index.setdefault(swapped, []).append((term, -1))
    return {piece: tuple(found) for piece, found in index.items()}


def key_size(term: str) -> int:
    """Give the length of the pieces by which a term is found."""
    return max(2, min(4, len(term) // 2))


@dataclass(frozen=True)
class Mistake:
    """A common mistake: what to look for, and what is right."""

    pattern: re.Pattern[str]
    right: str


@cache
def common_mistakes() -> tuple[Mistake, ...]:
    """Load the words that are often written wrongly."""
    return tuple(
        Mistake(re.compile(pair["wrong"]), pair["right"])
        for entry in entries("lexicon", "mistakes")
        for pair in entry["pairs"]
    )
