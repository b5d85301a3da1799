"""The wordings that published reports use for labels and headings, loaded from `vocabulary.toml` and compiled once."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from gongkai.law.annual_report.forms import Form, bare_label, form
from gongkai.law.annual_report.model import FormVersion

#: Shorter labels (总计, 其他) name other things as well and need their neighbourhood.
_SHORTEST = 4
#: What a wording keeps for comparison: ideographs, digits, the stops of ordinals, and the marks of cells and rows.
KEPT = re.compile("[\u3400-\u9fff〇0-9.、\x1e\x1f]+")
#: Ideographs only.
HAN = re.compile("[\u3400-\u9fff]")


def condense(text: str) -> str:
    """Take out spaces, brackets, quotation marks and letters, so that two prints of one label compare equal."""
    return "".join(KEPT.findall(text))


@cache
def vocabulary() -> Mapping[str, Any]:
    """Load the wordings; the file is part of the package."""
    return tomllib.loads((files(__package__) / "vocabulary.toml").read_text(encoding="utf-8"))


def alternatives(words: Iterable[str]) -> str:
    """Give one pattern for several wordings, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


@cache
def row_words(table: str) -> Mapping[str, tuple[str, ...]]:
    """Give the wordings of the rows of `table2` or `table3`, row by row: those of both forms, then the tolerated ones."""
    words = {row: list(variants) for row, variants in vocabulary()[table]["rows"].items()}
    for version in FormVersion:
        for row, label in _labels(form(version), table):
            wording = condense(bare_label(label))
            if row in words and len(wording) >= _SHORTEST and wording not in words[row]:
                words[row].insert(0, wording)
    return {row: tuple(variants) for row, variants in words.items()}


def _labels(printed: Form, table: str) -> list[tuple[str, str]]:
    if table == "table3":
        return [(row.code, row.label) for row in printed.rows]
    return [row for block in printed.blocks for row in block.rows]


@cache
def placeholders() -> frozenset[str]:
    """Give the signs that stand for "nothing here" and are not zero."""
    return frozenset(vocabulary()["placeholders"]["words"])


@cache
def units() -> str:
    """Give a pattern of the units that may follow a figure."""
    found = vocabulary()["units"]
    return alternatives([*found["money"], *found["count"]])
