"""What is public already and may be what somebody is about to ask for (`ogi:36(1)`)."""

from collections.abc import Iterator

from gongkai.apps.core.search import search
from gongkai.apps.foi.answers import Answers
from gongkai.apps.organs.models import Organ
from gongkai.web.portal.search_views import Result, results_of

SHOWN, SHORTEST = 5, 2


def found(organ: Organ, answers: Answers) -> list[Result]:
    """Give the few public things nearest to what an application asks for."""
    return near(organ, answers.document_number) or near(organ, answers.title) or near(organ, answers.description[:60])


def near(organ: Organ, words: str) -> list[Result]:
    """Give the few public things nearest to some words, at the organ and below; fewer words are tried where all find nothing."""
    for asked in _shorter(words.strip()):
        if hits := search(asked, organs_path=organ.path, limit=SHOWN).hits:
            return results_of(hits)
    return []


def _shorter(words: str) -> Iterator[str]:
    """Give the words, then their halves around the middle: people write more than a title holds."""
    if len(words) < SHORTEST:
        return
    yield words
    parts = [part for part in words.replace("的", " ").split() if len(part) > SHORTEST]
    if len(parts) > 1:
        yield max(parts, key=len)
