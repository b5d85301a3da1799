"""
One spelling for every citation: `ogi:33.2` is article 33 paragraph 2, `ogi:20(5)` is item （五）.

The same string stands in data, docstrings, test names, letters and help texts, so one grep finds every use of an article.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from gongkai.law.numerals import chinese_number

_SHAPE = re.compile(
    r"(?P<instrument>[a-z][a-z0-9-]*)"
    r"(?::(?P<article>[1-9]\d*)(?:\.(?P<paragraph>[1-9]\d*))?(?:\((?P<item>[1-9]\d*)\))?)?"
)


class CitationError(ValueError):
    """A citation that cannot be read, or that names something that does not exist."""


@dataclass(frozen=True, order=True)
class Citation:
    """A place in an instrument; `article`, `paragraph` and `item` count from 1, and 0 means the whole."""

    instrument: str
    article: int = 0
    paragraph: int = 0
    item: int = 0

    def __str__(self) -> str:
        """Write the one spelling: `ogi:33.2`."""
        text = self.instrument
        if self.article:
            text += f":{self.article}"
        if self.paragraph:
            text += f".{self.paragraph}"
        if self.item:
            text += f"({self.item})"
        return text

    def contains(self, other: "Citation") -> bool:
        """Tell whether `other` lies inside this place: `ogi:33` contains `ogi:33.2`."""
        return all(
            mine in (0, theirs)
            for mine, theirs in zip(
                (self.article, self.paragraph, self.item), (other.article, other.paragraph, other.item), strict=True
            )
        ) and (self.instrument == other.instrument)


@dataclass(frozen=True)
class Article:
    """One article of an instrument: what it is about, how many paragraphs and items it has."""

    number: int
    gist: str
    paragraphs: int = 1
    items: int = 0


@dataclass(frozen=True)
class Instrument:
    """A law, regulation or document that rules may cite; `short` is its name inside 《》 in letters."""

    id: str
    title: str
    short: str
    number: str
    in_force_from: date
    verified_on: date
    in_force_to: date | None = None
    note: str = ""
    articles: Mapping[int, Article] = field(default_factory=dict)

    def in_force(self, on: date) -> bool:
        """Tell whether the instrument is in force on the day `on`, both ends included."""
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)


def parse(text: str) -> Citation:
    """
    Read a citation in the one spelling.

    :raises CitationError: the text has another shape.
    """
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise CitationError(
            f"“{text}”不是法条引用。正确写法如 ogi:33.2（第三十三条第二款）、ogi:20(5)（第二十条第（五）项）。"
        )
    numbers = {name: int(match[name] or 0) for name in ("article", "paragraph", "item")}
    return Citation(match["instrument"], **numbers)


@cache
def instruments() -> Mapping[str, Instrument]:
    """Load every instrument that may be cited, by id."""
    raw = tomllib.loads(files("gongkai.law").joinpath("data/instruments.toml").read_text(encoding="utf-8"))
    loaded: dict[str, Instrument] = {}
    for entry in raw["instrument"]:
        if entry["id"] in loaded:
            raise CitationError(f"instruments.toml：{entry['id']} 重复。")
        loaded[entry["id"]] = _instrument(entry)
    return MappingProxyType(loaded)


def _instrument(entry: dict[str, Any]) -> Instrument:
    articles = {
        int(number): Article(number=int(number), **({"gist": value} if isinstance(value, str) else value))
        for number, value in entry.pop("articles", {}).items()
    }
    return Instrument(**entry, articles=MappingProxyType(articles))


def resolve(citation: Citation | str) -> tuple[Instrument, Article | None]:
    """
    Find the instrument and, where one is named, the article.

    :raises CitationError: no such instrument, article, paragraph or item.
    """
    wanted = parse(citation) if isinstance(citation, str) else citation
    instrument = instruments().get(wanted.instrument)
    if instrument is None:
        raise CitationError(
            f"“{wanted}”：没有登记名为 {wanted.instrument} 的文件。请先写入 law/data/instruments.toml。"
        )
    if not wanted.article:
        return instrument, None
    article = instrument.articles.get(wanted.article)
    if article is None:
        raise CitationError(f"“{wanted}”：《{instrument.short}》没有登记第{chinese_number(wanted.article)}条。")
    if wanted.paragraph > article.paragraphs:
        raise CitationError(f"“{wanted}”：第{chinese_number(wanted.article)}条只有{article.paragraphs}款。")
    if wanted.item > article.items:
        raise CitationError(f"“{wanted}”：第{chinese_number(wanted.article)}条只有{article.items}项。")
    return instrument, article


def chinese(citation: Citation | str, *, full_title: bool = False) -> str:
    """
    Print a citation for a letter: 《条例》第三十三条第二款.

    :param full_title: print the full title of the instrument instead of its short name.
    :raises CitationError: the citation does not resolve.
    """
    wanted = parse(citation) if isinstance(citation, str) else citation
    instrument, _ = resolve(wanted)
    text = f"《{instrument.title if full_title else instrument.short}》"
    if wanted.article:
        text += f"第{chinese_number(wanted.article)}条"
    if wanted.paragraph:
        text += f"第{chinese_number(wanted.paragraph)}款"
    if wanted.item:
        text += f"第（{chinese_number(wanted.item)}）项"
    return text
