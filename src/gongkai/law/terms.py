"""
The glossary as data: one identifier, one Chinese and one English label per legal concept.

Legal labels come from here and never from gettext, so a label, the glossary and the enum cannot drift apart.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

from gongkai.law.citations import Citation, parse, resolve

Language = Literal["zh", "en"]
#: What stands behind a term that no text defines.
OWN_NAMING = parse("convention:60")
_ID = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)?")


class TermError(ValueError):
    """A row of the glossary that must not be loaded; the message names the row and the fault."""


class UnknownTerm(LookupError):
    """No such identifier in the glossary."""

    def __init__(self, term_id: str) -> None:
        self.term_id = term_id
        super().__init__(f"术语表中没有“{term_id}”。请先在 law/data/terms.toml 中登记。")


@dataclass(frozen=True)
class Term:
    """One concept. `not_words` are words that its identifier must not use."""

    id: str
    zh: str
    en: str
    cites: tuple[Citation, ...]
    not_words: tuple[str, ...]

    def label(self, lang: Language = "zh") -> str:
        """Give the label in the language asked for."""
        return self.en if lang == "en" else self.zh

    @property
    def words(self) -> frozenset[str]:
        """Give the words that the identifier is made of."""
        return frozenset(re.split(r"[._]", self.id))


@cache
def terms() -> Mapping[str, Term]:
    """
    Load the glossary, in the order of the file.

    :raises TermError: a row is incomplete, doubled, or uses a forbidden word.
    """
    raw = tomllib.loads(files("gongkai.law").joinpath("data/terms.toml").read_text(encoding="utf-8"))
    return MappingProxyType(read_terms(raw["term"]))


def read_terms(rows: list[dict[str, Any]]) -> dict[str, Term]:
    """
    Turn the rows of a glossary into terms, by id.

    :raises TermError: a row is incomplete, doubled, or uses a forbidden word.
    :raises CitationError: a citation does not resolve.
    """
    loaded: dict[str, Term] = {}
    for row in rows:
        term = _term(row)
        if term.id in loaded:
            raise TermError(f"terms.toml：“{term.id}”重复，每个概念只能有一行。")
        loaded[term.id] = term
    return loaded


def label(term_id: str, lang: Language = "zh") -> str:
    """
    Give the label of a concept.

    :raises UnknownTerm: the glossary has no such identifier.
    """
    term = terms().get(term_id)
    if term is None:
        raise UnknownTerm(term_id)
    return term.label(lang)


def _term(row: Mapping[str, Any]) -> Term:
    missing = [key for key in ("id", "zh", "en") if not row.get(key)]
    if missing:
        raise TermError(f"terms.toml：“{row.get('id', '（无 id）')}”缺少 {'、'.join(missing)}。")
    term = Term(
        id=row["id"],
        zh=row["zh"],
        en=row["en"],
        cites=tuple(parse(text) for text in row.get("cites", ())) or (OWN_NAMING,),
        not_words=tuple(row.get("not", ())),
    )
    if not _ID.fullmatch(term.id):
        raise TermError(f"terms.toml：“{term.id}”不是合格的标识，只用小写英文字母、数字和下划线。")
    clash = term.words.intersection(term.not_words)
    if clash:
        raise TermError(f"terms.toml：“{term.id}”用了不得使用的词 {'、'.join(sorted(clash))}。")
    for citation in term.cites:
        resolve(citation)
    return term
