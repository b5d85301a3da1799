"""What the public sees, and what the desk works on."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.utils import timezone

from gongkai.apps.core.models import Event
from gongkai.apps.organs.permissions import organs_for
from gongkai.apps.publication.models import Attachment, CatalogEntry, Channel, Delivery, DisclosureItem
from gongkai.apps.publication.queries.reach import within

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ, User

#: Items that have blocks of their own in a column and do not stand among the statutory content.
OWN_BLOCKS = (DisclosureItem.Kind.DISCLOSURE_GUIDE, DisclosureItem.Kind.DISCLOSURE_RULES)


@dataclass(frozen=True)
class ItemPage:
    """Items newest first; `next` is handed back as `before` for the following page."""

    items: tuple[DisclosureItem, ...]
    next: str | None


@dataclass(frozen=True)
class TopicCount:
    """A matter of the catalogue with the number of its public items, those below it included, and the newest one's day."""

    code: str
    label: str
    full_label: str
    count: int
    updated_on: date | None


@dataclass(frozen=True)
class PublicEvent:
    """One public step in the life of an item: published, corrected (with the reason), withdrawn (with the ground)."""

    kind: str
    at: datetime
    version: int | None
    note: str


def public_items(*, organ: "Organ | None" = None, path: str = "") -> QuerySet[DisclosureItem]:
    """Give what is public now: published and not withdrawn; of one organ, of a subtree, or of all."""
    return DisclosureItem.objects.filter(
        within(organ, path), published_at__isnull=False, withdrawn_at__isnull=True
    ).select_related("organ", "catalog_entry")


def published_page(
    *,
    organ: "Organ | None" = None,
    path: str = "",
    entry: CatalogEntry | None = None,
    kind: str | None = None,
    year: int | None = None,
    before: str | None = None,
    limit: int = 20,
) -> ItemPage:
    """
    Give a page of public items, newest first, by key and without counting.

    :param entry: only what stands under this matter of the catalogue or below it.
    :param before: the `next` of the page before; anything else begins at the start.
    """
    items = public_items(organ=organ, path=path)
    if entry is not None:
        items = items.filter(catalog_entry__in=_below(entry))
    if kind is not None:
        items = items.filter(kind=kind)
    if year is not None:
        items = items.filter(published_at__year=year)
    if (place := _place(before)) is not None:
        at, pk = place
        items = items.filter(Q(published_at__lt=at) | Q(pk__lt=pk), published_at__lte=at)
    found = list(items.order_by("-published_at", "-pk")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    following = f"{last.published_at.isoformat()}~{last.pk}" if last and last.published_at else None
    return ItemPage(items=tuple(found[:limit]), next=following)


def _place(before: str | None) -> tuple[datetime, int] | None:
    at, _, pk = (before or "").partition("~")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment, int(pk)) if timezone.is_aware(moment) else None


def _below(entry: CatalogEntry) -> QuerySet[CatalogEntry]:
    return CatalogEntry.objects.filter(path__startswith=entry.path)


def public_item(public_key: str) -> DisclosureItem | None:
    """Give an item that is or was public, by its public key; a withdrawn one is shown as a tombstone without its content."""
    return (
        DisclosureItem.objects.filter(public_key=public_key, published_at__isnull=False)
        .select_related("organ", "catalog_entry", "published_version", "normative_document", "responsible")
        .prefetch_related(
            Prefetch("published_version__attachments", Attachment.objects.select_related("file").order_by("position"))
        )
        .first()
    )


def public_history(item: DisclosureItem) -> list[PublicEvent]:
    """Give the public steps of an item in their order, from its events."""
    notes = dict(item.versions.values_list("number", "note"))
    events = Event.objects.filter(
        subject_type=item._meta.label_lower,
        subject_id=item.pk,
        kind__in=["item.published", "item.corrected", "item.withdrawn"],
    ).order_by("id")
    return [
        PublicEvent(
            kind=event.kind.removeprefix("item."),
            at=event.at,
            version=event.facts.get("version"),
            note=event.facts.get("note") or notes.get(event.facts.get("version"), ""),
        )
        for event in events
    ]


def visible_to(user: "User", *, on: date) -> QuerySet[DisclosureItem]:
    """Give the items that the person may see at the desk, drafts included."""
    return DisclosureItem.objects.filter(organ__in=organs_for(user, "item.read", on=on)).select_related(
        "organ", "catalog_entry", "responsible"
    )


def catalog(organ: "Organ") -> list[CatalogEntry]:
    """Give the matters of the organ's catalogue in their order: the general ones for its kind, and its own; retired ones not."""
    entries = CatalogEntry.objects.filter(Q(organ__isnull=True) | Q(organ=organ), retired_on__isnull=True)
    return [entry for entry in entries if not entry.organ_kinds or organ.kind in entry.organ_kinds]


def topic_counts(organ: "Organ") -> tuple[int, list[TopicCount]]:
    """
    Count the organ's public items under each top matter of its catalogue; one grouped query.

    The first number is that of all statutory content; guide and rules have blocks of their own and are not in it.
    """
    rows = (
        public_items(organ=organ)
        .exclude(kind__in=OWN_BLOCKS)
        .order_by()
        .values_list("catalog_entry__path")
        .annotate(count=Count("pk"), newest=Max("published_at"))
    )
    counts: Counter[str] = Counter()
    newest: dict[str, datetime] = {}
    for path, count, at in rows:
        top = path.split("/", 1)[0]
        counts[top] += count
        newest[top] = max(at, newest.get(top, at))
    tops = [entry for entry in catalog(organ) if entry.parent_id is None]
    return counts.total(), [
        TopicCount(
            code=entry.code,
            label=entry.short_label or entry.label,
            full_label=entry.label,
            count=counts[entry.code],
            updated_on=timezone.localtime(newest[entry.code]).date() if entry.code in newest else None,
        )
        for entry in tops
    ]


def rule_count(organ: "Organ") -> int:
    """Count the organ's public rules on disclosure (公开制度)."""
    return public_items(organ=organ).filter(kind=DisclosureItem.Kind.DISCLOSURE_RULES).count()


def updated_on(organ: "Organ") -> date | None:
    """Give the day on which the organ's column last changed: something published, corrected or withdrawn."""
    items = DisclosureItem.objects.filter(organ=organ)
    newest = (
        items.filter(**{f"{field}__isnull": False}).order_by(f"-{field}").values_list(field, flat=True).first()
        for field in ("published_at", "corrected_at", "withdrawn_at")
    )
    moments = [moment for moment in newest if moment is not None]
    return timezone.localtime(max(moments)).date() if moments else None


def channels(organ: "Organ", *, on: date) -> QuerySet[Channel]:
    """Give the organ's channels in use on the day `on`."""
    return Channel.objects.filter(organ=organ, opened_on__lte=on).filter(
        Q(closed_on__isnull=True) | Q(closed_on__gte=on)
    )


def posts(*, organ: "Organ", year: int | None = None, channel: Channel | None = None) -> QuerySet[Delivery]:
    """Give the register of what was delivered over the organ's channels, newest first; void lines are in it, marked."""
    found = Delivery.objects.filter(organ=organ).select_related("channel", "item")
    if year is not None:
        found = found.filter(delivered_on__year=year)
    if channel is not None:
        found = found.filter(channel=channel)
    return found.order_by("-delivered_on", "-pk")
