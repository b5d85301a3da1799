"""What the second reader hands on, and how it compares words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_ENTITIES = {
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&apos;": "'",
    "&#39;": "'",
    "&#10;": "\n",
    "&#9;": "\t",
    "&#13;": "\r",
    "&amp;": "&",
}
_ENTITY = re.compile("|".join(_ENTITIES))
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
#: Values of attributes that a machine needs: short, no Chinese, no long number.
PLAIN_VALUE = re.compile(r"[A-Za-z0-9 #:/._,\-+{}()@%;=?*!]{0,120}")
LONG_NUMBER = re.compile(r"[0-9]{11,}")


@dataclass
class Audited:
    """What the second reader saw: leaks in words, tables to scan (name, rows), running texts to scan (place, text)."""

    leaks: list[str] = field(default_factory=list)
    tables: list[tuple[str, list[list[str]]]] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)

    def leak(self, what: str) -> None:
        """Note something that must not be in the result."""
        if len(self.leaks) < 20:
            self.leaks.append(what)


def squeezed(text: str) -> str:
    """Write a text with single blanks: how cells and paragraphs are compared."""
    return " ".join(text.split())


def words_of(visible: str) -> frozenset[str]:
    """Split the visible text of a workbook into its cells."""
    return frozenset(visible.replace("\n", "\t").split("\t"))


def unescape(text: str) -> str:
    """Undo the escapes of XML and of spreadsheet strings."""
    if "&" in text:
        text = _ENTITY.sub(lambda match: _ENTITIES[match[0]], text)
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def odd_values(xml: str) -> Iterable[str]:
    """Give the attribute values of a part that no machine needs."""
    for value in re.findall(r'="([^"]*)"', xml):
        if not PLAIN_VALUE.fullmatch(value) or LONG_NUMBER.search(value):
            yield unescape(value)
