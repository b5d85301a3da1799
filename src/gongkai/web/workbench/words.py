"""Words that come from the law's data and from the models, in the language of the page."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from gongkai.law import terms
from gongkai.law.foi_flow import EventKind
from gongkai.web.ui.text import english


@cache
def overlay() -> Mapping[str, str]:
    """Load the working English words, by the Chinese ones."""
    raw = tomllib.loads(files("gongkai.web.workbench").joinpath("data/words_en.toml").read_text(encoding="utf-8"))
    return {chinese: words for group in raw.values() for chinese, words in group.items()}


def say(text: object) -> str:
    """Give a fixed word of the data in the language of the page; what has no English stays Chinese."""
    plain = str(text)
    return overlay().get(plain, plain) if english() else plain


@cache
def event_words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Load the words for the events of the audit chain, by subject and verb."""
    return tomllib.loads(files("gongkai.web.workbench").joinpath("data/event_words.toml").read_text(encoding="utf-8"))


def event_label(kind: str) -> str:
    """Name an event of the audit chain, such as `item.published`; an unknown kind is its own name."""
    subject, _, verb = kind.partition(".")
    language = "en" if english() else "zh"
    if known := event_words().get(subject, {}).get(verb):
        return known[language]
    if subject == "foi" and verb in list(EventKind):
        return say(EventKind(verb).label)
    return terms.label(verb, "en" if english() else "zh") if subject == "item" and verb in terms.terms() else kind
