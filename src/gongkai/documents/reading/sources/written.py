"""Files of text: web pages, Markdown, plain text, and web pages hidden in a string of a script."""

import re
from collections.abc import Callable

from gongkai.documents.reading.sources.decoding import decode
from gongkai.documents.reading.sources.plain import read_plain
from gongkai.documents.reading.stream import Stream

_TAG = re.compile(
    r"<(?:!doctype|html|body|table|tbody|tr|td|div|p|span|br|h[1-6])\b[^<>]{0,2000}>|<(?:p|br|td|tr)>", re.IGNORECASE
)
_FEWEST_TAGS = 3
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\"'/\\nrtbf]))")
_PLAIN = {"n": "\n", "r": "", "t": "\t", "b": "", "f": ""}
_IN_STRING = re.compile(
    r"<(?:table|td|p)\b[^<>]{0,400}\\[\"']|\\u003c(?:table|p|td)|\\u7b2c\\u4e8c\\u5341\\u6761|<\\/(?:td|p|table)>",
    re.IGNORECASE,
)


def ways(data: bytes) -> list[Callable[[], Stream]]:
    """Give the ways to read a text: as a page if it has tags, else as lines."""
    text = decode(data)
    if _IN_STRING.search(text):
        text = unescape(text)
    if len(_TAG.findall(text[:200_000])) < _FEWEST_TAGS:
        return [lambda: read_plain(text)]
    from gongkai.documents.reading.sources import html

    return [lambda: html.read_html(text)]


def unescape(text: str) -> str:
    """Undo the escapes of a string in a script or in JSON."""
    return _ESCAPE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code:
        character = chr(int(code, 16))
        return character if character.isprintable() or character in "\n\t" else " "
    return _PLAIN.get(found[3], found[3])
