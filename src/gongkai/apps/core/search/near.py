"""
“您是不是要找”: for words that nothing holds, pieces of titles and known words that differ from them in a character or two.

Titles that share a pair of characters with the word are looked through; of a word of two characters, which shares none with its slip,
only known words are near.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from rapidfuzz.distance import Levenshtein

from gongkai.apps.core.models import SearchDocument
from gongkai.apps.core.search import synonyms, words
from gongkai.apps.core.search.stores import Wanted, store

#: So many of the newest titles that share a pair with the word are looked through.
TITLES = 300
MOST = 3
LONGEST = 24


def near(word: str, *, scope: Iterable[str], known: Iterable[str] = ()) -> list[str]:
    """
    Give up to three words that are found and look like this one, the likeliest first.

    :param scope: tokens that a title must bear, as for a search.
    :param known: words beside the synonyms that may have been meant; they are not yet proved to be found.
    """
    runs = words.runs(word)
    if len(runs) != 1 or not 2 <= len(runs[0]) <= LONGEST:
        return []
    plain = runs[0]
    counted = Counter(_near_in_titles(plain, list(scope)))
    ranked = sorted(counted, key=lambda piece: (Levenshtein.distance(plain, piece), -counted[piece], piece))
    listed = [one for one in sorted({*synonyms.lexicon(), *known}) if _is_near(plain, words.fold(one))]
    return list(dict.fromkeys([*ranked[:MOST], *listed]))


def _near_in_titles(plain: str, scope: list[str]) -> Iterator[str]:
    pairs = [plain[start : start + 2] for start in range(len(plain) - 1)]
    if len(plain) < 3:
        return
    ids = store().with_any(Wanted(scope, []), pairs, limit=TITLES)
    for title in SearchDocument.objects.filter(pk__in=ids).values_list("title", flat=True):
        best: dict[str, int] = {}
        for run in words.runs(title):
            for piece in _pieces(run, len(plain)):
                if _is_near(plain, piece):
                    best[piece] = Levenshtein.distance(plain, piece)
        if best:
            yield min(best, key=lambda piece: (best[piece], abs(len(piece) - len(plain))))


def _pieces(run: str, length: int) -> Iterator[str]:
    for size in (length, length + 1, length - 1):
        yield from (run[start : start + size] for start in range(len(run) - size + 1))


def _is_near(plain: str, piece: str) -> bool:
    """Tell whether one slip in three characters, two in six, three in nine, lie between them."""
    allowed = 1 if len(plain) < 5 else min(3, len(plain) // 3)
    return plain != piece and Levenshtein.distance(plain, piece, score_cutoff=allowed) <= allowed
