"""
Chinese full-text search that finds every substring, on both databases.

`index` and `remove` are called by effects after the commit; `search` gives a page: exact document numbers first, then matches in
titles, then matches in texts, each newest first. Counting stops at 1,001.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha1
from itertools import islice
from typing import TYPE_CHECKING, Literal

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils.safestring import SafeString

from gongkai.apps.core.models import SearchDocument
from gongkai.apps.core.search import marks, words
from gongkai.apps.core.search.stores import COUNT_LIMIT, NO_END, Entry, Wanted, store

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ

__all__ = ["SearchHit", "SearchPage", "clear", "index", "rebuild", "remove", "search"]

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
    """A page of hits; `next` is handed back as `before` for the following page. `shortened` tells that the query was cut."""

    hits: tuple[SearchHit, ...]
    count: int
    next: str | None
    shortened: bool = False

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
) -> SearchDocument:
    """Enter or renew what the search knows of one thing; doing it twice changes nothing."""
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
    limit: int = 20,
    before: str | None = None,
    field: Literal["all", "title"] = "all",
    since: date | None = None,
    until: date | None = None,
) -> SearchPage:
    """
    Find what holds every word of the query; words are parted by blanks, and a word is any piece of running text.

    :param organs_path: the `path` of an organ; only it and everything below it is searched.
    :param since: the first day of publication, `until` the last; both included.
    :param before: the `next` of the page before; anything else begins at the start.
    """
    shortened = len(query) > words.QUERY_LENGTH
    found, query_pattern = words.phrases(query), words.pattern(query)
    if not found or query_pattern is None:
        return SearchPage(hits=(), count=0, next=None, shortened=shortened)
    wanted = Wanted(
        _scope(organs_path, kind),
        found,
        first=since.toordinal() * IDS_A_DAY if since else 0,
        end=(until.toordinal() + 1) * IDS_A_DAY if until else NO_END,
    )
    by_number = _by_number(query, organs_path, kind, wanted, limit)
    places = _places(wanted, by_number, before=before, limit=limit + 1, titles_only=field == "title")
    following = f"{places[limit - 1][0]}{places[limit - 1][1]}" if len(places) > limit else None
    documents = SearchDocument.objects.select_related("organ").in_bulk([pk for _, pk in places[:limit]])
    return SearchPage(
        hits=tuple(
            SearchHit(
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
            for _, pk in places[:limit]
            if (document := documents.get(pk))
        ),
        # A first page that is not full has been through everything; only longer lists are counted by the index.
        count=len(places)
        if before is None and following is None
        else store().count(wanted, titles_only=field == "title"),
        next=following,
        shortened=shortened,
    )


#: Where a hit stands in the order of a page: by number, by title, by text; together with its id it is the place to go on from.
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


def _cursor(before: str | None) -> tuple[str, int]:
    if before and before[0] in "ntb" and before[1:].isascii() and before[1:].isdigit() and len(before) < 19:
        return before[0], int(before[1:])
    return "n", NO_END


def _by_number(query: str, organs_path: str | None, kind: str | None, wanted: Wanted, limit: int) -> list[int]:
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
    # “+ 0” keeps the planner from walking the primary key backwards.
    return list(documents.order_by((F("pk") + 0).desc()).values_list("pk", flat=True)[:limit])


def _entry(document: SearchDocument) -> Entry:
    steps = document.organ.path.split("/")[:-1]
    paths = ["".join(f"{step}/" for step in steps[: depth + 1]) for depth in range(len(steps))]
    return Entry(
        document_id=document.pk,
        scope=[_mark("o", path) for path in paths] + [_mark("k", document.kind)],
        title=words.tokens(document.title),
        body=words.tokens(f"{document.title}\n{document.number}\n{document.text}"),
    )


def _scope(organs_path: str | None, kind: str | None) -> list[str]:
    parts = [] if organs_path is None else [_mark("o", organs_path)]
    return parts if kind is None else [*parts, _mark("k", kind)]


def _mark(letter: str, value: str) -> str:
    """Give a token that no text can hold: those of texts have at most two characters."""
    return letter + sha1(value.encode(), usedforsecurity=False).hexdigest()[:12]


def _free_id(day: date) -> int:
    """Give the next id of a day; the caller holds the writer's lock."""
    first = day.toordinal() * IDS_A_DAY
    last = SearchDocument.objects.filter(pk__gte=first, pk__lt=first + IDS_A_DAY).aggregate(last=Max("pk"))["last"]
    return first if last is None else last + 1
