"""Words that people use for one thing, so that 低保 also finds 最低生活保障."""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

#: So many forms of one word of a query are looked for at most.
MOST_FORMS = 6


@cache
def groups() -> tuple[tuple[str, ...], ...]:
    """Load the groups of words."""
    raw = files("gongkai.apps.core.search").joinpath("data/synonyms.toml").read_text(encoding="utf-8")
    return tuple(tuple(group["words"]) for group in tomllib.loads(raw)["group"])


def forms(word: str) -> list[str]:
    """Give a word of a query and its other forms: each known word in it replaced by the others of its group."""
    found = dict.fromkeys([word])
    for known, others in _within(word):
        found |= dict.fromkeys(word.replace(known, other) for other in others)
    return list(found)[:MOST_FORMS]


def _within(word: str) -> Iterator[tuple[str, Sequence[str]]]:
    """Give the longest known word of each group that the word holds, with the others of its group."""
    for group in groups():
        held = [known for known in group if known in word]
        if held:
            longest = max(held, key=len)
            yield longest, [other for other in group if other not in held]


@cache
def lexicon() -> frozenset[str]:
    """Give every known word."""
    return frozenset(word for group in groups() for word in group)
