"""Citations on pages: the words of the place in the language of the page, and the link to its explanation."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from django.urls import get_script_prefix
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gongkai.law import citations
from gongkai.law.citations import Citation
from gongkai.web.ui.text import english


def url(citation: Citation) -> str:
    """Give the address of the page about an article: `/law/ogi/33/`."""
    article = f"{citation.article}/" if citation.article else ""
    return f"{get_script_prefix()}law/{citation.instrument}/{article}"


@cache
def english_names() -> Mapping[str, str]:
    """Load the working English names of instruments, by id."""
    return tomllib.loads(files("gongkai.web.ui").joinpath("data/instrument_names.toml").read_text(encoding="utf-8"))


def words(citation: Citation) -> str:
    """Write a citation: 《条例》第三十三条第二款, or OGI Regulations, art. 33 para. 2."""
    if not english():
        return citations.chinese(citation)
    instrument, _article = citations.resolve(citation)
    parts = [english_names().get(instrument.id, instrument.short)]
    if citation.article:
        place = f"art. {citation.article}"
        place += f" para. {citation.paragraph}" if citation.paragraph else ""
        parts.append(place + (f" item {citation.item}" if citation.item else ""))
    return ", ".join(parts)


def link(text: str) -> SafeString:
    """
    Link a citation written in the one spelling.

    :raises CitationError: it cannot be read or does not resolve; a page must not cite what is not there.
    """
    citation = citations.parse(text)
    _instrument, article = citations.resolve(citation)
    return format_html(
        '<a class="cite" href="{}" title="{}">{}</a>', url(citation), article.gist if article else "", words(citation)
    )
