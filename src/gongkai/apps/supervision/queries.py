"""The columns of organs with their last change and their level; for many organs in as few queries as for one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Max, Q
from django.utils import timezone

from gongkai.apps.publication.models import CatalogEntry, Channel, Delivery, DisclosureItem
from gongkai.apps.publication.queries import public_items
from gongkai.apps.supervision.models import ColumnLimit, ColumnStanding, NoChange
from gongkai.law.freshness import Limits, Standing, judge, limits_of

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ

HOME, GUIDE = "home", "guide"
ACCOUNTS = (Channel.Kind.WECHAT, Channel.Kind.MEDIA_ACCOUNT)
LABELS = {HOME: "专栏首页", GUIDE: "公开指南"}


class NoSuchColumn(LookupError):
    """The organ has no such column."""

    def __init__(self, column: str) -> None:
        super().__init__(f"没有栏目“{column}”。请刷新页面后重试。")


@dataclass(frozen=True)
class Column:
    """
    A column of an organ: by which rule and limits it is judged, when something last changed, and where it stands.

    `stated` is a statement that nothing changed, where it is younger than the last change.
    """

    key: str
    label: str
    rule: str
    limits: Limits
    updated_on: date | None
    stated: NoChange | None
    standing: Standing


def columns(organ: "Organ", *, on: date) -> list[Column]:
    """Give the columns of one organ as they stand on the day `on`."""
    return columns_of([organ], on=on)[organ.pk]


def columns_of(organs: Iterable["Organ"], *, on: date) -> dict[int, list[Column]]:
    """Give the columns of several organs by organ id: home, guide, the matters of the law, the accounts."""
    listed = list(organs)
    reckoner = _Reckoner(listed, on)
    return {organ.pk: reckoner.columns(organ) for organ in listed}


class _Reckoner:
    def __init__(self, organs: Sequence["Organ"], on: date) -> None:
        self.on = on
        tops = CatalogEntry.objects.filter(organ__isnull=True, parent__isnull=True, retired_on__isnull=True)
        self.tops = list(tops.order_by("position"))
        self.last = _last_changes(organs)
        self.accounts = _accounts(organs, on)
        self.limits = {(row.organ_id, row.column): row for row in ColumnLimit.objects.filter(organ__in=organs)}
        stated = NoChange.objects.filter(organ__in=organs, on__lte=on).order_by("on", "pk")
        self.stated = {(row.organ_id, row.column): row for row in stated}

    def columns(self, organ: "Organ") -> list[Column]:
        found = [self.column(organ, HOME, LABELS[HOME], "M01"), self.column(organ, GUIDE, LABELS[GUIDE], "M11")]
        tops = (top for top in self.tops if not top.organ_kinds or organ.kind in top.organ_kinds)
        found += [self.column(organ, top.code, top.short_label or top.label, "M03") for top in tops]
        for channel, last in self.accounts.get(organ.pk, ()):
            key = f"account:{channel.pk}"
            self.last[organ.pk, key] = last
            found.append(self.column(organ, key, channel.name, "M06"))
        return found

    def column(self, organ: "Organ", key: str, label: str, rule: str) -> Column:
        limits = limits_of(rule, on=self.on)
        if own := self.limits.get((organ.pk, key)):
            limits = limits.changed(warn_after=own.warn_after, red_after=own.red_after)
        updated, stated = self.last.get((organ.pk, key)), self.stated.get((organ.pk, key))
        if stated is not None and updated is not None and updated >= stated.on:
            stated = None
        standing = judge(stated.on if stated else updated, limits, on=self.on)
        return Column(key, label, rule, limits, updated, stated, standing)


def _last_changes(organs: Sequence["Organ"]) -> dict[tuple[int, str], date | None]:
    rows = public_items().filter(organ__in=organs).order_by()
    newest: dict[tuple[int, str], date | None] = {}
    for organ, path, kind, published, corrected in rows.values_list("organ_id", "catalog_entry__path", "kind").annotate(
        published=Max("published_at"), corrected=Max("corrected_at")
    ):
        day = timezone.localtime(max(published, corrected or published)).date()
        keys = [GUIDE] if kind == DisclosureItem.Kind.DISCLOSURE_GUIDE else [HOME, path.partition("/")[0]]
        for key in keys:
            known = newest.get((organ, key))
            newest[organ, key] = max(day, known) if known else day
    for organ in organs:
        guide = newest.get((organ.pk, GUIDE))
        if guide is not None and organ.contact_checked_on is not None:
            newest[organ.pk, GUIDE] = max(guide, organ.contact_checked_on)
    return newest


def _accounts(organs: Sequence["Organ"], on: date) -> dict[int, list[tuple[Channel, date | None]]]:
    open_now = Q(closed_on__isnull=True) | Q(closed_on__gte=on)
    channels = Channel.objects.filter(open_now, organ__in=organs, kind__in=ACCOUNTS).order_by("name")
    posts = Delivery.objects.filter(channel__in=channels, voided_on__isnull=True, delivered_on__lte=on).order_by()
    last = dict(posts.values_list("channel_id").annotate(last=Max("delivered_on")))
    found: dict[int, list[tuple[Channel, date | None]]] = defaultdict(list)
    for channel in channels:
        found[channel.organ_id].append((channel, last.get(channel.pk)))
    return found


def standings(organs: Iterable["Organ"]) -> dict[int, dict[str, ColumnStanding]]:
    """Give the standings of last night by organ id and column, for the county's map."""
    found: dict[int, dict[str, ColumnStanding]] = defaultdict(dict)
    for row in ColumnStanding.objects.filter(organ__in=list(organs)):
        found[row.organ_id][row.column] = row
    return found
