"""
From an article to everything built on it: rules in the data files, lines of code, tests; and the articles that nothing is built on.

There is one spelling of a citation, so finding its uses is a search. Rule files are read as plain tables: whatever has `cites` counts.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from gongkai.law.citations import Article, Citation, instruments, parse, resolve

#: The list of instruments says what may be cited, not what is built on it.
_NOT_RULES = frozenset({"instruments.toml"})
#: The glossary names things; naming an article is no rule about it.
GLOSSARY = "terms.toml"
_CODE_SUFFIXES = frozenset({".py", ".html", ".txt", ".typ"})


@dataclass(frozen=True)
class RuleHit:
    """An entry of a data file that cites an article."""

    file: str
    id: str
    label: str
    cites: tuple[Citation, ...]
    in_force_from: date | None = None
    in_force_to: date | None = None


@dataclass(frozen=True)
class CodeHit:
    """A line of code or of a test that names an article; `path` is relative to the root that was searched."""

    path: str
    line: int
    citation: Citation

    @property
    def is_test(self) -> bool:
        """Tell whether the line belongs to the tests."""
        return self.path.startswith("tests/")


def rules_citing(citation: Citation | str) -> list[RuleHit]:
    """
    Give the entries that cite this place, a part of it, or the article around it, in the order of the files.

    :raises CitationError: the citation does not resolve.
    """
    wanted = _resolved(citation)
    return [rule for rule in all_rules() if any(_touch(wanted, cite) for cite in rule.cites)]


def code_citing(citation: Citation | str, root: Path) -> list[CodeHit]:
    """
    Give the lines under `root`/src and `root`/tests that name this place, a part of it, or the article around it.

    :raises CitationError: the citation does not resolve.
    """
    wanted = _resolved(citation)
    found: list[CodeHit] = []
    for path in _code_files(root):
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(root).as_posix()
        found += [hit for hit in _hits(text, name, wanted.instrument) if _touch(wanted, hit.citation)]
    return found


def gaps(instrument: str) -> list[Article]:
    """
    Give the listed articles of an instrument on which no rule is built, in order.

    :raises CitationError: there is no such instrument.
    """
    known, _ = resolve(Citation(instrument))
    used = {
        cite.article
        for rule in all_rules()
        if rule.file != GLOSSARY
        for cite in rule.cites
        if cite.instrument == instrument
    }
    return [article for number, article in known.articles.items() if number not in used]


@cache
def all_rules() -> tuple[RuleHit, ...]:
    """Read every table of every data file that has `cites`."""
    return tuple(hit for name, raw in _data_files() for hit in _rules_in(raw, file=name))


def _resolved(citation: Citation | str) -> Citation:
    wanted = parse(citation) if isinstance(citation, str) else citation
    resolve(wanted)
    return wanted


def _touch(wanted: Citation, cite: Citation) -> bool:
    """Tell whether a citation is about the place asked for; a whole instrument is about none of its articles."""
    return wanted.contains(cite) or (cite.article > 0 and cite.contains(wanted))


def _data_files() -> Iterator[tuple[str, Mapping[str, Any]]]:
    folder = files("gongkai.law").joinpath("data")
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".toml") and entry.name not in _NOT_RULES:
            yield entry.name, tomllib.loads(entry.read_text(encoding="utf-8"))


def _rules_in(value: Any, *, file: str) -> Iterator[RuleHit]:
    if isinstance(value, list):
        for item in value:
            yield from _rules_in(item, file=file)
    elif isinstance(value, dict):
        if isinstance(value.get("cites"), list):
            yield _rule(value, file=file)
        for item in value.values():
            yield from _rules_in(item, file=file)


def _rule(table: Mapping[str, Any], *, file: str) -> RuleHit:
    label = table.get("label") or table.get("zh") or table.get("name") or table.get("title") or ""
    return RuleHit(
        file=file,
        id=str(table.get("id", "")),
        label=str(label),
        cites=tuple(parse(text) for text in table["cites"]),
        in_force_from=table.get("in_force_from"),
        in_force_to=table.get("in_force_to"),
    )


def _code_files(root: Path) -> Iterator[Path]:
    for folder in ("src", "tests"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in _CODE_SUFFIXES and path.is_file():
                yield path


def _hits(text: str, path: str, instrument: str) -> Iterator[CodeHit]:
    spelled = re.compile(rf"(?<![\w-]){instrument}:[1-9]\d*(?:\.[1-9]\d*)?(?:\([1-9]\d*\))?")
    named = re.compile(rf"\bdef test_{instrument.replace('-', '_')}_([1-9]\d*)(?:_([1-9]\d*))?(?=_)")
    for number, line in enumerate(text.splitlines(), start=1):
        for match in spelled.finditer(line):
            yield CodeHit(path, number, parse(match[0]))
        for match in named.finditer(line):
            yield CodeHit(path, number, _from_test_name(instrument, int(match[1]), int(match[2] or 0)))


def _from_test_name(instrument: str, article: int, paragraph: int) -> Citation:
    """Read `test_ogi_33_2_…`; a second number that is no paragraph of the article belongs to the sentence after it."""
    known = instruments()[instrument].articles.get(article)
    if known is None or paragraph > known.paragraphs:
        return Citation(instrument, article)
    return Citation(instrument, article, paragraph)


def repository_root() -> Path | None:
    """Give the checkout this package runs from, or None where it was installed without its sources."""
    root = Path(__file__).resolve().parents[3]
    return root if (root / "src" / "gongkai").is_dir() and (root / "tests").is_dir() else None
