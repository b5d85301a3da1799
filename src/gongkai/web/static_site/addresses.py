"""
Which pages there are, and which of them a change touches.

A page belongs to the installation, to the column of an organ, or to an item. What a publication touches is a fixed number of pages,
however much the organ has published: the item's own, those of its neighbours in the matter, and the lists that show it.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from gongkai.apps.core.models import Event
from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.queries import existing
from gongkai.apps.publication import queries as publication
from gongkai.apps.publication.models import Attachment, CatalogEntry, DisclosureItem, NormativeDocument
from gongkai.apps.publication.queries import portal
from gongkai.apps.publication.queries.items import OWN_BLOCKS
from gongkai.apps.reporting import exports
from gongkai.apps.reporting import queries as reporting
from gongkai.law import citations
from gongkai.law.foi_flow import EventKind
from gongkai.law.outcomes import Outcome
from gongkai.web.access import today
from gongkai.web.portal.feeds import FORMATS
from gongkai.web.portal.listing import served_ending

#: Further pages of a column, by those who own them: given the organ, each yields addresses.
ColumnPages = Callable[[Organ], Iterable[str]]
_further: list[ColumnPages] = []


def column_pages(pages: ColumnPages) -> ColumnPages:
    """Register pages that every column has besides those named here; they are made anew with the rest of the column."""
    _further.append(pages)
    return pages


def installation() -> Iterator[str]:
    """Give the pages that belong to no organ and change with the organs."""
    for name in ("home", "data", "access", "verify", "report-grid", "sitemap", "changes"):
        yield reverse(f"portal:{name}")
    yield from _feeds("report-grid-feed")


def law_pages() -> Iterator[str]:
    """Give the pages of the law, which change with a release of this program only."""
    yield reverse("portal:law")
    for instrument in citations.instruments().values():
        yield reverse("portal:law-instrument", args=[instrument.id])
        yield from (reverse("portal:law-article", args=[instrument.id, number]) for number in instrument.articles)
    yield reverse("portal:outcomes")
    yield from (reverse("portal:outcome", args=[outcome.value]) for outcome in Outcome)


def column(organ: Organ) -> Iterator[str]:
    """Give every page of an organ's column except those of its items."""
    yield from front(organ)
    yield from shelves(organ)
    village = organ.kind == Organ.Kind.VILLAGE
    for name in ("guide", "apply", *(() if village else ("apply-form",)), "below"):
        yield reverse(f"portal:{name}", args=[organ.code])
    for entry in publication.catalog(organ):
        yield from topic(organ, entry)
    for first, _count in portal.months_of(portal.statutory_items(organ)):
        yield from month(organ, first)
    yield from reports(organ)
    for pages in _further:
        yield from pages(organ)


def front(organ: Organ) -> Iterator[str]:
    """Give the pages that every publication of the organ moves: its home, the whole list, the statistics."""
    yield reverse("portal:column", args=[organ.code])
    yield reverse("portal:items", args=[organ.code])
    yield from _feeds("items-feed", organ.code)
    yield reverse("portal:statistics", args=[organ.code])
    yield from _feeds("statistics-feed", organ.code)
    yield reverse("portal:organ-sitemap", args=[organ.code])


def topic(organ: Organ, entry: CatalogEntry) -> Iterator[str]:
    """Give the pages of a matter."""
    yield reverse("portal:topic", args=[organ.code, entry.code])
    yield from _feeds("topic-feed", organ.code, entry.code)


def month(organ: Organ, day: date) -> Iterator[str]:
    """Give the pages of the month of a day."""
    yield reverse("portal:month", args=[organ.code, day.year, day.month])
    yield from _feeds("month-feed", organ.code, day.year, day.month)


def shelves(organ: Organ) -> Iterator[str]:
    """Give the pages of the library and of the rules on disclosure."""
    yield reverse("portal:documents", args=[organ.code])
    yield from _feeds("documents-feed", organ.code)
    for choice in ("ended", "all"):
        yield reverse("portal:documents-shown", args=[organ.code, choice])
        yield from _feeds("documents-shown-feed", organ.code, choice)
    yield reverse("portal:rules", args=[organ.code])
    yield from _feeds("rules-feed", organ.code)


def reports(organ: Organ) -> Iterator[str]:
    """Give the pages and files of the organ's yearly reports."""
    yield reverse("portal:reports", args=[organ.code])
    yield from _feeds("reports-feed", organ.code)
    for version in reporting.published_versions(organ):
        yield reverse("portal:report", args=[organ.code, version.report.year])
        yield from (exports.file_path(version, kind) for kind in exports.KINDS)


def item(shown: DisclosureItem) -> Iterator[str]:
    """Give the pages and files of an item, and the addresses of files that earlier versions had."""
    yield from _pages_of_item(shown)
    place = [shown.organ.code, shown.public_key]
    for attachment in Attachment.objects.filter(version__item=shown).select_related("file"):
        yield reverse("portal:item-file", args=[*place, attachment.position, served_ending(attachment)])


def _pages_of_item(shown: DisclosureItem) -> Iterator[str]:
    place = [shown.organ.code, shown.public_key]
    yield reverse("portal:item", args=place)
    yield reverse("portal:item-data", args=place)
    yield reverse("portal:item-short", args=[shown.public_key])


def everything() -> Iterator[str]:
    """Give every page there is, in a stable order."""
    yield from installation()
    yield from law_pages()
    for organ in _public_organs():
        yield from column(organ)
        yield from items_of(organ)


def items_of(organ: Organ) -> Iterator[str]:
    """Give the pages and files of everything that the organ ever published, tombstones included."""
    shown = DisclosureItem.objects.filter(organ=organ, published_at__isnull=False).order_by("published_at", "pk")
    for one in shown.select_related("organ").iterator(chunk_size=500):
        yield from _pages_of_item(one)
    files = Attachment.objects.filter(
        version__item__organ=organ, version__item__published_at__isnull=False, version__item__withdrawn_at__isnull=True
    ).filter(version=F("version__item__published_version"))
    for attachment in files.select_related("file", "version__item"):
        place = [organ.code, attachment.version.item.public_key, attachment.position]
        yield reverse("portal:item-file", args=[*place, served_ending(attachment)])


def _public_organs() -> Iterator[Organ]:
    yield from Organ.objects.filter(founded_on__lte=today()).select_related("parent").order_by("path")


# ---- what a change touches


def touched_by_item(shown: DisclosureItem) -> Iterator[str]:
    """Give the pages that publishing, correcting or withdrawing an item touches."""
    organ = shown.organ
    yield from item(shown)
    yield from front(organ)
    if shown.published_at is not None:
        yield from month(organ, timezone.localtime(shown.published_at).date())
    matters = _matters(shown)
    for entry in matters:
        yield from topic(organ, entry)
    if shown.kind in (*OWN_BLOCKS, DisclosureItem.Kind.POLICY):
        yield from shelves(organ)
        yield reverse("portal:guide", args=[organ.code])
    if organ.parent is not None:
        yield reverse("portal:below", args=[organ.parent.code])
    for name in ("home", "data", "sitemap", "changes"):
        yield reverse(f"portal:{name}")
    for other in neighbours(shown):
        yield reverse("portal:item", args=[organ.code, other.public_key])
    if _first_or_last(shown, matters):
        yield from column(organ)


def _matters(shown: DisclosureItem) -> list[CatalogEntry]:
    """Give the matters under which an item stands or stood, and those above them."""
    known = {
        shown.catalog_entry_id,
        *(heads.get("catalog_entry") for heads in shown.versions.values_list("heads", flat=True)),
    }
    found: dict[int, CatalogEntry] = {}
    for entry in CatalogEntry.objects.filter(pk__in=[pk for pk in known if pk]).select_related("parent__parent"):
        step: CatalogEntry | None = entry
        while step is not None and step.pk not in found:
            found[step.pk] = step
            step = step.parent
    return sorted(found.values(), key=lambda one: one.path)


def neighbours(shown: DisclosureItem) -> list[DisclosureItem]:
    """Give the items whose pages name this one, or named it, as the one before or after."""
    near: dict[int, DisclosureItem] = {}
    for entry in _matters(shown):
        there = DisclosureItem(
            pk=shown.pk,
            organ=shown.organ,
            catalog_entry=entry,
            kind=shown.kind,
            published_at=shown.published_at,
        )
        near |= {one.pk: one for one in portal.neighbours(there) if one is not None}
    return list(near.values())


def _first_or_last(shown: DisclosureItem, matters: Iterable[CatalogEntry]) -> bool:
    """Tell whether a matter just got its first item or lost its last: then the tree of the whole column changes."""
    left = 0 if shown.withdrawn_at is not None else 1
    tops = [entry for entry in matters if entry.parent_id is None]
    return any(
        len(portal.statutory_items(shown.organ, portal.Wanted(topic=entry))[: left + 1]) <= left for entry in tops
    )


def touched_by_document(document: NormativeDocument) -> Iterator[str]:
    """Give the pages that show how a document of the library stands: its own, and those of what it replaced or was replaced by."""
    yield from shelves(document.organ)
    yield reverse("portal:column", args=[document.organ.code])
    chain = [document, document.replaced_by, *document.replaces.all()]
    for one in chain:
        if one is not None and one.item is not None and one.item.published_at is not None:
            yield from touched_by_item(one.item)


def touched_by_organ(organ: Organ) -> Iterator[str]:
    """Give the pages that bear an organ's name and contacts: all of its own, the lists that name it."""
    yield from installation()
    yield from column(organ)
    yield from items_of(organ)
    for near in (organ.parent, *existing(today()).filter(parent=organ)):
        if near is not None:
            yield from column(near)


def touched_by_report(organ: Organ) -> Iterator[str]:
    """Give the pages that a published report touches."""
    yield from reports(organ)
    yield reverse("portal:column", args=[organ.code])
    yield reverse("portal:items", args=[organ.code])
    yield from installation()


def touched_by_the_day(since: date) -> Iterator[str]:
    """
    Give the pages that change by themselves: columns count years and limits, documents begin and cease to bind.

    :param since: the day on which the pages were last made.
    """
    yield from installation()
    for organ in _public_organs():
        yield from column(organ)
    turned = NormativeDocument.objects.filter(item__published_at__isnull=False).select_related("organ", "item__organ")
    for document in turned:
        turns = (document.effective_on, document.expires_on, document.repealed_on)
        if any(day is not None and since - timedelta(days=1) <= day <= today() for day in turns):
            yield from touched_by_document(document)


def _feeds(route: str, *place: str | int) -> Iterator[str]:
    return (reverse(f"portal:{route}", args=[*place, kind]) for kind in FORMATS)


# ---- from events to addresses

WITHDRAWN = "item.withdrawn"


def touched_by(event: Event) -> Iterator[str]:
    """Give the pages that an event touches as things stand now; none for kinds that no page shows."""
    touch = TOUCHED.get(event.kind)
    return touch(event) if touch else iter(())


def _item(event: Event) -> Iterator[str]:
    items = DisclosureItem.objects.select_related("organ__parent", "catalog_entry")
    return touched_by_item(items.get(pk=event.subject_id))


def _document(event: Event) -> Iterator[str]:
    documents = NormativeDocument.objects.select_related(
        "organ", "item__organ__parent", "replaced_by__item__organ__parent"
    )
    return touched_by_document(documents.get(pk=event.subject_id))


def _organ(event: Event) -> Iterator[str]:
    return touched_by_organ(event.organ)


def _column(event: Event) -> Iterator[str]:
    return column(event.organ)


def _report(event: Event) -> Iterator[str]:
    return touched_by_report(event.organ)


def _statistics(event: Event) -> Iterator[str]:
    yield reverse("portal:statistics", args=[event.organ.code])
    yield from _feeds("statistics-feed", event.organ.code)


#: Kinds of events that move a public page.
TOUCHED: dict[str, Callable[[Event], Iterator[str]]] = {
    **dict.fromkeys(("item.published", "item.corrected", WITHDRAWN), _item),
    **dict.fromkeys(("document.issued", "document.repealed", "document.linked"), _document),
    **dict.fromkeys(("organ.founded", "organ.renamed", "organ.contacts_checked"), _organ),
    **dict.fromkeys(("channel.opened", "channel.closed", "catalog.entered", "catalog.retired"), _column),
    "report.published": _report,
    **dict.fromkeys((f"foi.{kind.value}" for kind in EventKind), _statistics),
}


def also_touched_by(kind: str, touch: Callable[[Event], Iterator[str]]) -> None:
    """
    Register what an event of a further kind touches, for those who own other pages.

    :raises ValueError: the kind is known already.
    """
    if kind in TOUCHED:
        raise ValueError(f"事件“{kind}”触及的页面已经登记。")
    TOUCHED[kind] = touch
