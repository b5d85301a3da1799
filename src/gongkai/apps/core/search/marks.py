"""Titles and snippets with the found words marked; everything else is escaped."""

import re

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from gongkai.apps.core.search.words import fold

SNIPPET_LENGTH = 140
BEFORE_MATCH = 40
_BLANKS = re.compile(r"\s+")


def marked(text: str, found: re.Pattern[str]) -> SafeString:
    """Give the text as HTML with every match inside `<mark>`."""
    parts: list[tuple[SafeString]] = []
    end = 0
    for match in found.finditer(text):
        parts.append((escape(text[end : match.start()]),))
        parts.append((format_html("<mark>{}</mark>", match.group()),))
        end = match.end()
    parts.append((escape(text[end:]),))
    return format_html_join("", "{}", parts)


def snippet(text: str, found: re.Pattern[str]) -> SafeString:
    """Give the surroundings of the first match as HTML, or the beginning of the text where there is none."""
    source = text
    match = found.search(source)
    if match is None:
        source = fold(text)
        match = found.search(source)
    if match is None:
        source, start = text, 0
    else:
        start = max(0, match.start() - BEFORE_MATCH)
    shown = _BLANKS.sub(" ", source[start : start + SNIPPET_LENGTH]).strip()
    before = "…" if start else ""
    after = "…" if start + SNIPPET_LENGTH < len(source) else ""
    return format_html("{}{}{}", before, marked(shown, found), after)
