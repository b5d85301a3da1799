"""What the public pages read beyond the items themselves: filtered lists, the library as the public may see it, days of change."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import TruncMonth, TruncYear
from django.utils import timezone

from gongkai.apps.organs.models import Organ
from gongkai.apps.publication.models import Attachment, CatalogEntry, DisclosureItem, NormativeDocument
from gongkai.apps.publication.queries.documents import Validity, documents, ended_by, validity
from gongkai.apps.publication.queries.items import OWN_BLOCKS, public_items
from gongkai.apps.publication.queries.watch import published_clocks

#: What moves a column, each with an index of its own.
CHANGES = ("published_at", "corrected_at", "withdrawn_at")


@dataclass(frozen=True)
class Wanted:
    """What a reader asked a list for; what is empty does not narrow it."""

    topic: CatalogEntry | None = None
    kind: str = ""
    year: int | None = None
    month: int | None = None


@dataclass(frozen=True)
class Stretch:
    """A stretch of a list, newest first; `after` is the public key to go on from, empty at the end."""

    items: tuple[DisclosureItem, ...]
    after: str


def statutory_items(organ: Organ, wanted: Wanted | None = None) -> QuerySet[DisclosureItem]:
    """
    Give the organ's statutory content (法定主动公开内容), newest first.

    Guide and rules stand in blocks of their own; they are listed only when asked for by kind.
    """
    wanted = wanted or Wanted()
    items = public_items(organ=organ).select_related("normative_document")
    if wanted.kind not in OWN_BLOCKS:
        items = items.exclude(kind__in=OWN_BLOCKS)
    if wanted.topic is not None:
        items = items.filter(catalog_entry__path__startswith=wanted.topic.path)
    if wanted.kind:
        items = items.filter(kind=wanted.kind)
    if wanted.year is not None:
        items = items.filter(published_at__gte=_first(wanted.year, wanted.month or 1))
        last = (wanted.year, wanted.month or 12)
        items = items.filter(published_at__lt=_first(last[0] + last[1] // 12, last[1] % 12 + 1))
    return items.order_by("-published_at", "-pk")


def _first(year: int, month: int) -> datetime:
    return timezone.make_aware(datetime.combine(date(year, month, 1), time()))


def stretch(items: QuerySet[DisclosureItem], *, after: str = "", limit: int = 20) -> Stretch:
    """
    Cut the next stretch of a list out, by key and without counting.

    :param after: the public key of the last item already shown; an unknown one begins at the start.
    """
    place = DisclosureItem.objects.filter(public_key=after, published_at__isnull=False).first() if after else None
    if place is not None:
        older = Q(published_at__lt=place.published_at) | Q(published_at=place.published_at, pk__lt=place.pk)
        items = items.filter(older)
    found = list(items[: limit + 1])
    return Stretch(tuple(found[:limit]), found[limit - 1].public_key if len(found) > limit else "")


def kinds_of(items: QuerySet[DisclosureItem]) -> list[tuple[str, int]]:
    """Count a list by kind, in the order of the kinds."""
    counts = dict(items.order_by().values_list("kind").annotate(count=Count("pk")))
    return [(kind, counts[kind]) for kind in DisclosureItem.Kind.values if kind in counts]


def years_of(items: QuerySet[DisclosureItem]) -> list[tuple[int, int]]:
    """Count a list by year of publication, newest first."""
    rows = items.order_by().annotate(first=TruncYear("published_at")).values_list("first").annotate(count=Count("pk"))
    return [(timezone.localtime(first).year, count) for first, count in rows.order_by("-first")]


def topic(organ: Organ, code: str) -> CatalogEntry | None:
    """Give a matter of the organ's catalogue by its code; a retired one is still found, for what stands under it stays."""
    entries = CatalogEntry.objects.filter(Q(organ__isnull=True) | Q(organ=organ), code=code).select_related("parent")
    return entries.order_by("organ_id").first()


def topics_below(organ: Organ, entry: CatalogEntry) -> list[tuple[CatalogEntry, int]]:
    """Give the matters right below one in the organ's catalogue, each with the number of its public items."""
    entries = CatalogEntry.objects.filter(Q(organ__isnull=True) | Q(organ=organ), parent=entry, retired_on__isnull=True)
    return [(child, statutory_items(organ, Wanted(topic=child)).count()) for child in entries]


def attachments_of(items: Iterable[DisclosureItem]) -> dict[int, list[Attachment]]:
    """Give the files of the published versions, by the item's id; one query for the whole list."""
    by_version = {item.published_version_id: item.pk for item in items}
    found: dict[int, list[Attachment]] = {}
    attachments = Attachment.objects.filter(version_id__in=by_version).select_related("file")
    for attachment in attachments.order_by("version_id", "position"):
        found.setdefault(by_version[attachment.version_id], []).append(attachment)
    return found


def neighbours(item: DisclosureItem) -> tuple[DisclosureItem | None, DisclosureItem | None]:
    """
    Give the public items of the same organ and matter published right before and right after this one.

    They move only with those two, so the page of an item stays as it is whatever else is published. Only key and title are read.
    """
    items = public_items(organ=item.organ).filter(catalog_entry=item.catalog_entry).exclude(pk=item.pk)
    items = items.select_related(None).only("public_key", "title")
    items = items.filter(kind__in=OWN_BLOCKS) if item.kind in OWN_BLOCKS else items.exclude(kind__in=OWN_BLOCKS)
    at, pk = item.published_at, item.pk
    earlier = items.filter(Q(published_at__lt=at) | Q(published_at=at, pk__lt=pk)).order_by("-published_at", "-pk")
    later = items.filter(Q(published_at__gt=at) | Q(published_at=at, pk__gt=pk)).order_by("published_at", "pk")
    return earlier.first(), later.first()


def months_of(items: QuerySet[DisclosureItem]) -> list[tuple[date, int]]:
    """Count a list by month of publication, newest first; a month is given by its first day."""
    rows = items.order_by().annotate(first=TruncMonth("published_at")).values_list("first").annotate(count=Count("pk"))
    return [(timezone.localtime(first).date(), count) for first, count in rows.order_by("-first")]


def explained_by(item: DisclosureItem) -> DisclosureItem | None:
    """Give the public policy that this item explains; most explain none."""
    return public_items().filter(pk=item.explains_id).first() if item.explains_id else None


def explainers_of(item: DisclosureItem) -> list[DisclosureItem]:
    """Give the public explainers of a policy, newest first."""
    return list(public_items().filter(explains=item).order_by("-published_at", "-pk"))


def by_ids(ids: Collection[int]) -> dict[int, DisclosureItem]:
    """Give those of the items that are public now, by id; what was withdrawn in the meantime is not among them."""
    return {item.pk: item for item in public_items().filter(pk__in=ids).select_related("normative_document")}


def own_block(organ: Organ, kind: str) -> list[DisclosureItem]:
    """Give the organ's public guide or rules on disclosure, newest first."""
    items = public_items(organ=organ).filter(kind=kind).select_related("normative_document")
    return list(items.order_by("-published_at", "-pk"))


def newest(*, organs: Sequence[Organ], limit: int = 8) -> list[DisclosureItem]:
    """Give the newest public items of these organs together."""
    items = public_items().filter(organ__in=organs).exclude(kind__in=OWN_BLOCKS)
    return list(items.order_by("-published_at", "-pk")[:limit])


def changed_on(organs: Iterable[Organ]) -> dict[int, date]:
    """
    Give the day on which each organ's column last changed, by organ id.

    Three looks into an index for every organ, so that the answer costs the same however much is published.
    """
    moments = Organ.objects.filter(pk__in=[organ.pk for organ in organs]).annotate(
        **{
            field: Subquery(
                DisclosureItem.objects.filter(organ=OuterRef("pk"), **{f"{field}__isnull": False})
                .order_by(f"-{field}")
                .values(field)[:1]
            )
            for field in CHANGES
        }
    )
    found = ((pk, [at for at in changes if at]) for pk, *changes in moments.order_by().values_list("pk", *CHANGES))
    return {pk: timezone.localtime(max(changes)).date() for pk, changes in found if changes}


def public_counts(organs: Iterable[Organ]) -> dict[int, int]:
    """Count each organ's public statutory items, by organ id; organs without any are left out."""
    items = public_items().filter(organ__in=list(organs)).exclude(kind__in=OWN_BLOCKS)
    return dict(items.order_by().values_list("organ_id").annotate(count=Count("pk")))


def first_year(organ: Organ) -> int | None:
    """Give the year in which the organ first published something."""
    items = DisclosureItem.objects.filter(organ=organ, published_at__isnull=False).order_by("published_at")
    first = items.values_list("published_at", flat=True).first()
    return timezone.localtime(first).year if first else None


def published_in_time(organ: Organ, year: int) -> tuple[int, int]:
    """Count the items first published in the year within their 20 working days (`ogi:26`), and all that this is asked of."""
    clocks = published_clocks(organ, year)
    return sum(not clock.overdue for clock in clocks), len(clocks)


# ---- the library


@dataclass(frozen=True)
class LibraryEntry:
    """
    A document as the public may see it on a day.

    `item` is its page where it has one; `replaced_by` and `replaces` only name documents that may be seen themselves.
    """

    document: NormativeDocument
    validity: Validity
    item: DisclosureItem | None
    replaced_by: NormativeDocument | None
    replaces: tuple[NormativeDocument, ...]


def library(organ: Organ) -> QuerySet[NormativeDocument]:
    """
    Give the documents of the organ that the public may see, newest first.

    A document whose page is not public yet, or no longer, is left out with its title; one that never had a page is shown without.
    """
    seen = documents().filter(_visible())
    return (
        documents(organ=organ)
        .filter(_visible())
        .select_related("replaced_by__item")
        .prefetch_related(Prefetch("replaces", seen))
        .order_by("-issued_on", "-pk")
    )


def in_force(*, on: date) -> Q:
    """Write the condition that a document binds on the day `on`."""
    return Q(effective_on__lte=on) & ~ended_by(on)


def library_entry(document: NormativeDocument, *, on: date) -> LibraryEntry:
    """Show a document of the library on the day `on`, with its place in the chain of replacement."""
    after = document.replaced_by
    return LibraryEntry(
        document=document,
        validity=validity(document, on=on),
        item=document.item,
        replaced_by=after if after is not None and _is_visible(after) else None,
        replaces=tuple(before for before in document.replaces.all() if _is_visible(before)),
    )


def entry_of_item(item: DisclosureItem, *, on: date) -> LibraryEntry | None:
    """Give the entry of the library that this item carries the text of; most items carry none."""
    if getattr(item, "normative_document", None) is None:
        return None
    document = library(item.organ).filter(item=item).first()
    return library_entry(document, on=on) if document else None


def _visible() -> Q:
    return Q(item__isnull=True) | Q(item__published_at__isnull=False, item__withdrawn_at__isnull=True)


def _is_visible(document: NormativeDocument) -> bool:
    item = document.item
    return item is None or (item.published_at is not None and item.withdrawn_at is None)
