"""Word lists of the finder, from `words.toml`: surnames, characters of given names, diseases, the words around personal data."""

import re
import tomllib
from importlib.resources import files

_WORDS: dict[str, str] = tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def _characters(key: str) -> frozenset[str]:
    return frozenset("".join(_WORDS[key].split()))


def _either(key: str) -> str:
    return "|".join(_WORDS[key].split())


SURNAMES = _characters("surnames")
#: Surnames that a text also uses as ordinary words; they need a stronger context.
WORDLIKE_SURNAMES = _characters("wordlike_surnames")
COMPOUND_SURNAMES = _either("compound_surnames")
GIVEN = _characters("given")
#: A place, an organ or a thing ends like this.
NOT_A_NAME_END = _characters("not_a_name_end")
#: Words that begin with a surname and are no names.
ORDINARY = frozenset(_WORDS["ordinary"].split())
TITLES = frozenset(_WORDS["titles"].split())
DISEASES = _either("diseases")
DISABILITY = _either("disability")
#: Words that make a number, an address or a name personal when they stand in the same sentence.
PERSONAL = re.compile(_either("personal"))
#: Words that make them an office's own.
OFFICIAL = re.compile(_either("official"))
