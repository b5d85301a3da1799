"""Words, sounds and shapes: what the text checks know about Chinese. Loaded once from `official_terms.toml` and `lexicon.toml`."""

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib.resources import files
from itertools import combinations
from typing import Any, NamedTuple

from gongkai.law.entries import Entry, read_entries

#: Terms shorter than this are found only where sound or shape of a wrong character speaks for a mistake.
SHORTEST_TERM = 4
#: The length of those shorter terms; two characters are too common as parts of other words.
SHORT = 3
#: A character that begins (or ends) this many known words may well begin (or end) one that nobody listed.
SEVERAL = 2
#: Words up to this length can explain a character.
LONGEST_WORD = 6


@dataclass(frozen=True)
class Lexicon:
    """
    Right terms and everyday words, small words, and which characters are mistaken for each other.

    `small` are words of one character; of these `particles` may stand even where a term was cut, `measures` after `numerals`.

    `terms` are searched for near misses, `slips` are those of three characters, mistyped by sound or shape: wrong form to (term,
    place). `words` explain right text. `similar` holds pairs of characters of one shape.
    """

    terms: tuple[str, ...]
    words: frozenset[str]
    small: frozenset[str]
    particles: frozenset[str]
    measures: frozenset[str]
    numerals: frozenset[str]
    sound_of: Mapping[str, frozenset[str]]
    similar: frozenset[tuple[str, str]]
    index: Mapping[str, tuple["Pieces", ...]] = field(repr=False, default_factory=dict)
    slips: Mapping[str, tuple[str, int]] = field(repr=False, default_factory=dict)

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


class Key(NamedTuple):
    """
    A term as found by one of its pieces: where the piece stands in it, and what dismisses most places at a look.

    `first` and `second` are the next characters outwards from the piece: a place with one edit holds at least one of them. `far` is the
    character at the other end of the term: it is there too, unless `body`, the term without it, is there whole.
    """

    term: str
    offset: int
    first: str
    second: str
    far: str
    body: str


#: A piece and the terms that it belongs to.
Pieces = tuple[str, tuple[Key, ...]]
#: The offset of a swapped middle.
MIDDLE = -1
_NONE: frozenset[str] = frozenset()


_SMALL = ("particles", "characters", "measures", "numerals")


@cache
def lexicon() -> Lexicon:
    """Load the lexicon of the project."""
    small = entries("lexicon", "small")
    return build(
        terms=(term for entry in entries("official_terms") for term in entry["terms"].split()),
        words=(word for entry in entries("lexicon", "words") for word in entry["words"].split()),
        small={key: "".join(entry[key] for entry in small) for key in _SMALL},
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
    slips = _slips([term for term in own if len(term) == SHORT], base.sound_of, base.similar)
    return replace(base, terms=terms, words=base.words | set(own), index=_index(terms), slips={**base.slips, **slips})


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
    small: Mapping[str, str],
    syllables: Collection[str],
    lookalikes: Collection[str],
) -> Lexicon:
    """Make a lexicon from its lists; terms are written with their words apart, syllables as `quan:全权`."""
    written = [term.split("/") for term in terms]
    whole = tuple(dict.fromkeys("".join(pieces) for pieces in written))
    known = {piece for pieces in written for piece in pieces if len(piece) > 1} | set(whole) | set(words)
    targets = tuple(term for term in whole if len(term) >= SHORTEST_TERM)
    sound_of, similar = _sounds(syllables), _pairs(lookalikes)
    return Lexicon(
        terms=targets,
        words=frozenset(word for word in known if len(word) > 1),
        small=frozenset("".join(small.values())),
        particles=frozenset(small["particles"]),
        measures=frozenset(small["measures"]),
        numerals=frozenset(small["numerals"] + "0123456789"),
        sound_of=sound_of,
        similar=similar,
        index=_index(targets),
        slips=_slips([term for term in whole if len(term) == SHORT], sound_of, similar),
    )


def _pairs(lookalikes: Collection[str]) -> frozenset[tuple[str, str]]:
    return frozenset(pair for item in lookalikes for a, b in combinations(item, 2) for pair in ((a, b), (b, a)))


def _slips(
    terms: Collection[str], sound_of: Mapping[str, frozenset[str]], similar: Collection[tuple[str, str]]
) -> dict[str, tuple[str, int]]:
    """Give every form of short terms with one character of the same sound or shape in the place of the right one."""
    alike: dict[str, set[str]] = {}
    by_sound: dict[str, set[str]] = {}
    for character, sounds in sound_of.items():
        for sound in sounds:
            by_sound.setdefault(sound, set()).add(character)
    for one, other in similar:
        alike.setdefault(one, set()).add(other)
    slips = {}
    for term in terms:
        for place, right in enumerate(term):
            spoken = set().union(*(by_sound[sound] for sound in sound_of.get(right, _NONE)))
            for wrong in (alike.get(right, set()) | spoken) - {right}:
                slips[term[:place] + wrong + term[place + 1 :]] = (term, place)
    return slips


def _several(characters: Iterable[str]) -> frozenset[str]:
    return frozenset(character for character, count in Counter(characters).items() if count >= SEVERAL)


def _sounds(syllables: Collection[str]) -> dict[str, frozenset[str]]:
    sounds: dict[str, set[str]] = {}
    for item in syllables:
        syllable, characters = item.split(":")
        for character in characters:
            sounds.setdefault(character, set()).add(syllable)
    return {character: frozenset(spoken) for character, spoken in sounds.items()}


def _index(terms: Collection[str]) -> dict[str, tuple["Pieces", ...]]:
    """
    Find each term by a piece that an edit leaves whole: its beginning, its end, or (both halves touched) its swapped middle.

    Pieces stand under their first two characters, with the keys of the terms that they belong to.
    """
    index: dict[str, dict[str, list[Key]]] = {}

    def add(piece: str, key: Key) -> None:
        index.setdefault(piece[:2], {}).setdefault(piece, []).append(key)

    for term in terms:
        size = key_size(term)
        rest = len(term) - size
        add(term[:size], Key(term, 0, term[size], term[size + 1], term[-1], term[:-1]))
        add(term[-size:], Key(term, rest, term[rest - 1], term[rest - 2], term[0], term[1:]))
        if 2 * size == len(term):
            add(term[size] + term[size - 1], Key(term, MIDDLE, "", "", "", ""))
    return {head: tuple((piece, tuple(keys)) for piece, keys in found.items()) for head, found in index.items()}


def key_size(term: str) -> int:
    """Give the length of the pieces by which a term is found."""
    return min(4, len(term) // 2)


@dataclass(frozen=True)
class Mistakes:
    """Words that are often written wrongly: one pattern for all, and what is right for each of its groups."""

    pattern: re.Pattern[str]
    right: tuple[str, ...]

    def find(self, text: str) -> Iterator[tuple[re.Match[str], str]]:
        """Find every mistake, with what is right."""
        for match in self.pattern.finditer(text):
            yield match, self.right[(match.lastindex or 1) - 1]


@cache
def common_mistakes() -> Mistakes:
    """Load the words that are often written wrongly."""
    pairs = [pair for entry in entries("lexicon", "mistakes") for pair in entry["pairs"]]
    beginnings = "".join(sorted({pair["wrong"][0] for pair in pairs}))
    choice = "|".join(f"({pair['wrong']})" for pair in pairs)
    return Mistakes(re.compile(f"(?=[{beginnings}])(?:{choice})"), tuple(pair["right"] for pair in pairs))
