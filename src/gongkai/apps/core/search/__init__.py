"""
Chinese full-text search that finds every substring, on both databases.

`index` and `remove` are called by effects after the commit; `search` gives a page: exact document numbers first, then matches in
titles, then matches in texts, each newest first. Counting stops at 1,001.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha1
from itertools import islice
from typing import TYPE_CHECKING, Literal

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils.safestring import SafeString

from gongkai.apps.core.models import SearchDocument
from gongkai.apps.core.search import marks, near, synonyms, words
from gongkai.apps.core.search.stores import COUNT_LIMIT, NO_END, Entry, Wanted, store

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ

__all__ = ["SearchHit", "SearchPage", "clear", "index", "rebuild", "remove", "search", "suggest"]

#: An id is the day of publication and a running number within it, so that order by id is order by date.
IDS_A_DAY = 1 << 20
BATCH = 200


@dataclass(frozen=True)
class SearchHit:
    """One thing found; `title_html` and `snippet_html` are escaped and hold `<mark>` around the words found."""

    kind: str
    object_id: int
    organ_id: int
    organ_name: str
    title: str
    number: str
    url: str
    published_on: date
    title_html: SafeString
    snippet_html: SafeString


@dataclass(frozen=True)
class SearchPage:
    """
    A page of hits; `next` is handed back as `before` for the following page. `shortened` tells that the query was cut, `also` names
    the synonyms that were looked for.
    """

    hits: tuple[SearchHit, ...]
    count: int
    next: str | None
    shortened: bool = False
    also: tuple[str, ...] = ()

    @property
    def count_label(self) -> str:
        """Give the number of hits as shown: “1,000+” where counting stopped."""
        return "1,000+" if self.count >= COUNT_LIMIT else f"{self.count:,}"


@transaction.atomic
def index(
    *,
    organ: "Organ",
    kind: str,
    object_id: int,
    title: str,
    number: str,
    text: str,
    url: str,
    published_on: date,
    tags: Sequence[str] = (),
) -> SearchDocument:
    """
    Enter or renew what the search knows of one thing; doing it twice changes nothing.

    :param tags: short words without blanks by which a search can be narrowed, such as `form:notice`.
    """
    store().lock()
    if not SearchDocument.objects.exists():
        store().clear()  # an empty register owes an empty index, whatever emptied it
    remove(kind, object_id)
    document = SearchDocument.objects.create(
        pk=_free_id(published_on),
        organ=organ,
        kind=kind,
        object_id=object_id,
        title=words.storable(title)[:400],
        number=words.storable(number)[:120],
        number_key=words.number_key(number),
        text=words.storable(text),
        url=url,
        published_on=published_on,
        tags=" ".join(tags),
    )
    store().add([_entry(document)])
    return document


@transaction.atomic
def remove(kind: str, object_id: int) -> bool:
    """Forget one thing; return whether it was known."""
    store().lock()
    document = SearchDocument.objects.select_related("organ").filter(kind=kind, object_id=object_id).first()
    if document is None:
        return False
    store().discard(_entry(document))
    document.delete()
    return True


@transaction.atomic
def clear() -> None:
    """Forget everything."""
    store().lock()
    SearchDocument.objects.all().delete()
    store().clear()


@transaction.atomic
def rebuild() -> int:
    """Make the index anew from the search documents, after a change of its rules or a restored backup; return how many."""
    index_store, count = store(), 0
    index_store.lock()
    index_store.clear()
    index_store.prepare()
    documents = SearchDocument.objects.select_related("organ").order_by("pk").iterator(chunk_size=BATCH)
    while batch := [_entry(document) for document in islice(documents, BATCH)]:
        index_store.add(batch)
        count += len(batch)
    index_store.settle()
    return count


def search(
    query: str,
    *,
    organs_path: str | None = None,
    kind: str | None = None,
    tags: Sequence[str] = (),
    limit: int = 20,
    before: str | None = None,
    field: Literal["all", "title"] = "all",
    since: date | None = None,
    until: date | None = None,
    exact: bool = False,
    order: Literal["relevance", "date"] = "relevance",
) -> SearchPage:
    """
    Find what holds every word of the query; words are parted by blanks, and a word is any piece of running text.

    A word also finds what has a synonym of it.

    :param organs_path: the `path` of an organ; only it and everything below it is searched.
    :param tags: every one of them must have been given to `index`.
    :param since: the first day of publication, `until` the last; both included.
    :param before: the `next` of the page before; anything else begins at the start.
    :param exact: find the query as it is written: one piece of text, no synonyms.
    :param order: `relevance` is number, title, text, each newest first; `date` is newest first.
    """
    shortened = len(query) > words.QUERY_LENGTH
    asked = words.words_of(query, exact=exact)
    forms = [[word] if exact else synonyms.forms(word) for word in asked]
    query_pattern = words.pattern(form for listed in forms for form in listed)
    if not asked or query_pattern is None:
        return SearchPage(hits=(), count=0, next=None, shortened=shortened)
    wanted = Wanted(
        _scope(organs_path, kind, tags),
        [[words.phrase(form) for form in listed] for listed in forms],
        first=since.toordinal() * IDS_A_DAY if since else 0,
        end=(until.toordinal() + 1) * IDS_A_DAY if until else NO_END,
    )
    titles_only = field == "title"
    if order == "date":
        places = _newest(wanted, before=before, limit=limit + 1, titles_only=titles_only)
    else:
        by_number = _by_number(query, organs_path, kind, wanted, limit, tags)
        places = _places(wanted, by_number, before=before, limit=limit + 1, titles_only=titles_only)
    following = f"{places[limit - 1][0]}{places[limit - 1][1]}" if len(places) > limit else None
    return SearchPage(
        hits=tuple(_hits([pk for _, pk in places[:limit]], query_pattern)),
        # A first page that is not full has been through everything; only longer lists are counted by the index.
        count=len(places) if before is None and following is None else store().count(wanted, titles_only=titles_only),
        next=following,
        shortened=shortened,
        also=tuple(form for listed in forms for form in listed[1:]),
    )


def suggest(query: str, *, organs_path: str | None = None, known: Iterable[str] = ()) -> list[str]:
    """
    Give up to three queries that find something, for one that found nothing: its unfound words replaced by near ones.

    :param known: words beside the synonyms that may have been meant, such as labels of the catalogue.
    """
    asked, listed = words.words_of(query), list(known)
    for place, word in enumerate(asked):
        if search(word, organs_path=organs_path, limit=1, exact=True).count:
            continue
        others = near.near(word, scope=_scope(organs_path, None, ()), known=listed)
        queries = (" ".join([*asked[:place], other, *asked[place + 1 :]]) for other in others)
        found = (one for one in queries if search(one, organs_path=organs_path, limit=1).count)
        return list(islice(found, near.MOST))
    return []


def _hits(ids: Sequence[int], query_pattern: re.Pattern[str]) -> Iterator[SearchHit]:
    documents = SearchDocument.objects.select_related("organ").in_bulk(ids)
    for pk in ids:
        if document := documents.get(pk):
            yield SearchHit(
                kind=document.kind,
                object_id=document.object_id,
                organ_id=document.organ_id,
                organ_name=document.organ.name,
                title=document.title,
                number=document.number,
                url=document.url,
                published_on=document.published_on,
                title_html=marks.marked(document.title, query_pattern),
                snippet_html=marks.snippet(document.text, query_pattern),
            )


#: Where a hit stands in the order of a page: by number, by title, by text, by date; together with its id it is the place to go on from.
Place = tuple[str, int]


def _places(
    wanted: Wanted, by_number: Sequence[int], *, before: str | None, limit: int, titles_only: bool
) -> list[Place]:
    stage, end = _cursor(before)
    places: list[Place] = []
    if stage == "n":
        places += [("n", pk) for pk in by_number if pk < end]
    extra = len(by_number)
    if stage in "nt" and len(places) < limit:
        found = store().titles(wanted, before=end if stage == "t" else NO_END, limit=limit + extra)
        places += [("t", pk) for pk in found if pk not in by_number]
    if not titles_only and len(places) < limit:
        found = store().bodies(wanted, before=end if stage == "b" else NO_END, limit=limit + extra)
        places += [("b", pk) for pk in found if pk not in by_number]
    return places[:limit]


def _newest(wanted: Wanted, *, before: str | None, limit: int, titles_only: bool) -> list[Place]:
    stage, end = _cursor(before)
    find = store().titles if titles_only else store().newest
    return [("d", pk) for pk in find(wanted, before=end if stage == "d" else NO_END, limit=limit)]


def _cursor(before: str | None) -> tuple[str, int]:
    if before and before[0] in "ntbd" and before[1:].isascii() and before[1:].isdigit() and len(before) < 19:
        return before[0], int(before[1:])
    return "n", NO_END


def _by_number(
    query: str, organs_path: str | None, kind: str | None, wanted: Wanted, limit: int, tags: Sequence[str]
) -> list[int]:
    """Look the whole query up as a document number, in the index of numbers."""
    if not any(character.isdigit() for character in query):
        return []
    documents: QuerySet[SearchDocument] = SearchDocument.objects.filter(
        number_key=words.number_key(query), pk__gte=wanted.first, pk__lt=wanted.end
    )
    if organs_path is not None:
        documents = documents.filter(organ__path__startswith=organs_path)
    if kind is not None:
        documents = documents.filter(kind=kind)
    for tag in tags:
        documents = documents.filter(tags__contains=tag)
    # “+ 0” keeps the planner from walking the primary key backwards.
    return list(documents.order_by((F("pk") + 0).desc()).values_list("pk", flat=True)[:limit])


def _entry(document: SearchDocument) -> Entry:
    steps = document.organ.path.split("/")[:-1]
    paths = ["".join(f"{step}/" for step in steps[: depth + 1]) for depth in range(len(steps))]
    return Entry(
        document_id=document.pk,
        scope=[_mark("o", path) for path in paths]
        + [_mark("k", document.kind)]
        + [_mark("t", tag) for tag in document.tags.split()],
        title=words.tokens(document.title),
        body=words.tokens(f"{document.title}\n{document.number}\n{document.text}"),
    )


def _scope(organs_path: str | None, kind: str | None, tags: Sequence[str]) -> list[str]:
    return [
        *([] if organs_path is None else [_mark("o", organs_path)]),
        *([] if kind is None else [_mark("k", kind)]),
        *(_mark("t", tag) for tag in tags),
    ]


def _mark(letter: str, value: str) -> str:
    """Give a token that no text can hold: those of texts have at most two characters."""
    return letter + sha1(value.encode(), usedforsecurity=False).hexdigest()[:12]


def _free_id(day: date) -> int:
    """Give the next id of a day; the caller holds the writer's lock."""
    first = day.toordinal() * IDS_A_DAY
    last = SearchDocument.objects.filter(pk__gte=first, pk__lt=first + IDS_A_DAY).aggregate(last=Max("pk"))["last"]
    return first if last is None else last + 1
