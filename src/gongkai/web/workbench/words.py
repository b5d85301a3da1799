"""Words that come from the law's data and from the models, in the language of the page."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

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
