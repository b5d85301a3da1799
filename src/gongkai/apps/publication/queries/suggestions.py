"""Where something new probably belongs: by what the organ did with the most similar title before, else by the words of the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from gongkai.apps.publication.models import CatalogEntry, DisclosureItem
from gongkai.apps.publication.queries.items import catalog

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ

#: Out of 100; below it two titles have only their usual words in common.
ALIKE = 72
#: A matter of the catalogue is guessed from words only if this share of its name stands in the title.
NAMED = 0.5
LOOKED_AT = 400
KIND_WORDS = (
    ("解读", "explainer"), ("答记者问", "explainer"), ("预算", "fiscal"), ("决算", "fiscal"), ("总结", "work_summary"), ("应急预案", "emergency"),
    ("预警", "emergency"), ("采购", "project"), ("招标", "project"), ("中标", "project"), ("处罚", "enforcement"), ("补贴", "welfare"),
    ("低保", "welfare"), ("救助", "welfare"), ("招聘", "personnel"), ("任免", "personnel"), ("规划", "plan"), ("计划", "plan"),
    ("公开指南", "disclosure_guide"), ("统计", "statistics"), ("法治政府", "rule_of_law"), ("通知", "notice"), ("公告", "notice"),
    ("公示", "notice"), ("通告", "notice"), ("意见", "policy"), ("办法", "policy"), ("细则", "policy"), ("方案", "policy"), ("决定", "policy"),
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A guess: kind and matter of the catalogue, and the earlier item that it was taken from, if any."""

    kind: str
    entry: CatalogEntry | None
    like: DisclosureItem | None = None


def likely_place(organ: "Organ", title: str) -> Place:
    """Guess where an item with this title belongs; a person looks at the guess."""
    like = most_alike(organ, title)
    if like is not None and like.catalog_entry and like.catalog_entry.retired_on is None:
        return Place(like.kind, like.catalog_entry, like)
    return Place(_kind(title), _by_words(catalog(organ), title))


def most_alike(
    organ: "Organ", title: str, *, but: DisclosureItem | None = None, cutoff: float = ALIKE
) -> DisclosureItem | None:
    """Give the organ's public item with the most similar title."""
    found = DisclosureItem.objects.filter(organ=organ, published_at__isnull=False, withdrawn_at__isnull=True)
    if but is not None:
        found = found.exclude(pk=but.pk)
    rated = [
        (fuzz.ratio(title, item.title), item)
        for item in found.select_related("catalog_entry").order_by("-published_at")[:LOOKED_AT]
    ]
    best = max(rated, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= cutoff else None


def _kind(title: str) -> str:
    return next((kind for word, kind in KIND_WORDS if word in title), DisclosureItem.Kind.OTHER.value)


def _by_words(entries: Sequence[CatalogEntry], title: str) -> CatalogEntry | None:
    def rate(entry: CatalogEntry) -> float:
        name = entry.short_label or entry.label
        pairs = {name[place : place + 2] for place in range(len(name) - 1)}
        return sum(pair in title for pair in pairs) / len(pairs) if pairs else 0.0

    best = max(entries, key=rate, default=None)
    return best if best is not None and rate(best) >= NAMED else None
