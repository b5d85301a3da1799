"""Bring characters into one shape, one for one, so that every offset still points into the source."""

import re
import unicodedata
from functools import cache

from gongkai.documents.reading.vocabulary import vocabulary

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d\ufe63"
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")


def without_invisible(text: str) -> str:
    """Take out characters of no width and control characters; they split figures and labels unseen."""
    return _INVISIBLE.sub("", text) if _INVISIBLE.search(text) else text


@cache
def _table() -> tuple[re.Pattern[str], dict[int, str]]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table.update({ord(dash): "-" for dash in _DASHES})
    table.update({0x2F00 + index: _plain(0x2F00 + index) for index in range(214)})
    table.update({code: _plain(code) for code in range(0xF900, 0xFAD9)})
    traditional = vocabulary()["traditional"]
    pairs = zip(traditional["from"], traditional["to"], strict=True)
    table.update({ord(old): new for old, new in pairs if old != new})
    # Brackets and commas are dropped from wordings anyway, and nearly every text has them: leaving them saves the translation.
    for mark in "（），：；！？":
        table.pop(ord(mark), None)
    changed = re.compile("[" + "".join(re.escape(chr(code)) for code in table) + "]")
    return changed, table


def _plain(code: int) -> str:
    plain = unicodedata.normalize("NFKC", chr(code))
    return plain if len(plain) == 1 else chr(code)


def normalised(text: str) -> str:
    """Give the text with half-width digits, one dash, simplified characters in labels; its length does not change."""
    changed, table = _table()
    return text.translate(table) if changed.search(text) else text
