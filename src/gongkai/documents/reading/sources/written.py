"""Files of text: web pages, Markdown, plain text, and web pages hidden in a string of a script."""

import json
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from gongkai.documents.reading.errors import UnreadableReport
from gongkai.documents.reading.sources.decoding import decode
from gongkai.documents.reading.sources.plain import read_plain
from gongkai.documents.reading.stream import Stream

_TAG = re.compile(
    r"<(?:!doctype|html|body|table|tbody|tr|td|div|p|span|br|h[1-6])\b[^<>]{0,2000}>|<(?:p|br|td|tr)>", re.IGNORECASE
)
_FEWEST_TAGS = 3
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\"'/\\nrtbf]))")
_PLAIN = {"n": "\n", "r": "", "t": "\t", "b": "", "f": ""}
_MOST_DEPTH = 20
_TABLE_WORDS = ("规章", "予以公开", "结果维持", "規章", "予以公開", "結果維持")
_STRING = re.compile(r"\"[^\"\\]*(?:\\.[^\"\\]*)*\"|'[^'\\]*(?:\\.[^'\\]*)*'|`[^`\\]*(?:\\.[^`\\]*)*`", re.DOTALL)
_IN_STRING = re.compile(
    r"<(?:table|td|p)\b[^<>]{0,400}\\[\"']|\\u003c(?:table|p|td)|\\u7b2c\\u4e8c\\u5341\\u6761|<\\/(?:td|p|table)>",
    re.IGNORECASE,
)


def ways(data: bytes) -> list[Callable[[], Stream]]:
    """Give the ways to read a text: as a page if it has tags, else as lines; and the page that a string inside it may hold."""
    text = decode(data)
    found = [_way(text)]
    if ("\\" in text and _IN_STRING.search(text)) or text.lstrip()[:1] in ("{", "["):
        found.insert(0, lambda: _hidden_page(text))
    elif "<script" in text:
        found.append(lambda: _hidden_page(text))
    return found


def _hidden_page(text: str) -> Stream:
    page = _hidden(text) if any(word in text for word in _TABLE_WORDS) or "\\u" in text else None
    if page is None:
        raise UnreadableReport("no_tables", "网页脚本中没有年度报告的表格。")
    return _way(page)()


def _way(text: str) -> Callable[[], Stream]:
    if len(list(islice(_TAG.finditer(text), _FEWEST_TAGS))) < _FEWEST_TAGS:
        return lambda: read_plain(text)
    from gongkai.documents.reading.sources import html

    return lambda: html.read_html(text)


def _hidden(text: str) -> str | None:
    """Give the page that a string of a script or of JSON holds; None if there is none with a table's words in it."""
    candidates = [_from_json(text), _longest_string(text)]
    for candidate in candidates:
        page = unescape(candidate) if candidate and "\\" in candidate else candidate
        if page and "<" in page and any(word in page for word in _TABLE_WORDS):
            return page
    page = unescape(text)
    return page if any(word in page for word in _TABLE_WORDS) and page != text else None


def _longest_string(text: str) -> str:
    """Give the longest string of a script that has a table's tags in it."""
    strings = (found.group()[1:-1] for found in _STRING.finditer(text))
    return max((string for string in strings if "<td" in string or "<p" in string), key=len, default="")


def _from_json(text: str) -> str:
    """Give the longest string of a JSON text, with the title beside it as a heading."""
    if text.lstrip()[:1] not in ("{", "["):
        return ""
    try:
        strings = dict(_strings(json.loads(text), "", 0))
    except ValueError:
        return ""
    content = max(strings.values(), key=len, default="")
    title = next((value for key, value in strings.items() if "title" in key.lower() and len(value) < 120), "")
    return f"<h1>{title}</h1>{content}" if title else content


def _strings(value: Any, key: str, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif depth < _MOST_DEPTH and isinstance(value, dict):
        for name, inner in value.items():
            yield from _strings(inner, f"{key}/{name}", depth + 1)
    elif depth < _MOST_DEPTH and isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _strings(inner, f"{key}/{number}", depth + 1)


def unescape(text: str) -> str:
    """Undo the escapes of a string in a script or in JSON."""
    return _ESCAPE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code:
        character = chr(int(code, 16))
        return character if character.isprintable() or character in "\n\t" else " "
    return _PLAIN.get(found[3], found[3])
