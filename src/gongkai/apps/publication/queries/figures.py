"""What the yearly report counts. Each figure is one grouped query, for one organ or for a whole subtree."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, Q, Sum
from django.utils import translation

from gongkai.apps.publication.models import (
    CatalogEntry,
    Channel,
    Charge,
    DecisionCount,
    DisclosureItem,
    NormativeDocument,
    Review,
)
from gongkai.apps.publication.queries.documents import ended_by
from gongkai.apps.publication.queries.reach import within

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.apps.organs.models import Organ

NOT_VOID = Q(voided_on__isnull=True)


@dataclass(frozen=True)
class CellRecord:
    """One record behind a cell of table 二; `amount` is a count, or an amount in 元."""

    title: str
    number: str
    on: date
    amount: str
    source: str


def document_counts(
    year: int, *, organ: "Organ | None" = None, path: str = ""
) -> dict[int, dict[str, tuple[int, int, int]]]:
    """
    Count documents issued and ended in the year, and standing at its end, by organ id and kind (`form2021:3`).

    Ended are those repealed or expired. Standing are those issued and not ended, whether or not they have taken effect, so that
    standing at the end of last year, plus issued, less ended, is standing (check T201). A document whose last day is 31 December still stands.
    """
    rows = (
        NormativeDocument.objects.filter(within(organ, path), issued_on__lte=date(year, 12, 31))
        .order_by()
        .values_list("organ_id", "kind")
        .annotate(
            issued=Count("pk", filter=_issued(year)), ended=Count("pk", filter=_ended(year)), standing=_standing(year)
        )
    )
    counts: dict[int, dict[str, tuple[int, int, int]]] = {}
    for organ_id, kind, issued, ended, standing in rows:
        counts.setdefault(organ_id, {})[kind] = (issued, ended, standing)
    return counts


def _issued(year: int) -> Q:
    return Q(issued_on__gte=date(year, 1, 1), issued_on__lte=date(year, 12, 31))


def _ended(year: int) -> Q:
    return ended_by(date(year, 12, 31)) & ~ended_by(date(year - 1, 12, 31))


def _standing(year: int) -> Count:
    return Count("pk", filter=~ended_by(date(year, 12, 31)))


def decision_counts(year: int, *, organ: "Organ | None" = None, path: str = "") -> dict[int, dict[str, int]]:
    """Give the decisions entered for the year, by organ id and kind."""
    counts: dict[int, dict[str, int]] = {}
    rows = DecisionCount.objects.filter(within(organ, path), year=year)
    for organ_id, kind, count in rows.order_by().values_list("organ_id", "kind", "count"):
        counts.setdefault(organ_id, {})[kind] = count
    return counts


def charge_totals(year: int, *, organ: "Organ | None" = None, path: str = "") -> dict[int, Decimal]:
    """Give the charges received in the year in 元, by organ id; void ones do not count."""
    rows = Charge.objects.filter(within(organ, path), NOT_VOID, received_on__year=year)
    totals = rows.order_by().values_list("organ_id").annotate(total=Sum("amount_yuan"))
    return {organ_id: Decimal(total).quantize(Decimal("0.01")) for organ_id, total in totals}


def published_counts(organ: "Organ", year: int) -> tuple[int, list[tuple[str, int]]]:
    """
    Count the items first published in the year, all of them and by top matter of the catalogue, most frequent first.

    An item withdrawn later was published all the same; corrections are not counted again.
    """
    rows = _published(organ, year).values_list("catalog_entry__path").annotate(count=Count("pk"))
    by_code: dict[str, int] = {}
    for path, count in rows:
        code = path.split("/", 1)[0]
        by_code[code] = by_code.get(code, 0) + count
    labels = _labels(organ)
    named = [(labels.get(code, code), count) for code, count in by_code.items()]
    return sum(by_code.values()), sorted(named, key=lambda pair: (-pair[1], pair[0]))


def published_by_kind(organ: "Organ", year: int) -> dict[str, int]:
    """Count the items first published in the year by kind."""
    return dict(_published(organ, year).values_list("kind").annotate(count=Count("pk")))


def _published(organ: "Organ", year: int) -> "QuerySet[DisclosureItem]":
    return DisclosureItem.objects.filter(organ=organ, published_at__year=year).order_by()


def _labels(organ: "Organ") -> dict[str, str]:
    entries = CatalogEntry.objects.filter(Q(organ__isnull=True) | Q(organ=organ), parent__isnull=True)
    return {entry.code: entry.short_label or entry.label for entry in entries}


def delivery_counts(organ: "Organ", year: int) -> list[tuple[str, int]]:
    """
    Count what was delivered in the year over each channel in use, the organ's own column aside (`published_counts` counts that).

    Channels without a delivery are in the list with 0. Labels are Chinese whatever the language of the reader: they go into the report.
    """
    in_use = Channel.objects.filter(organ=organ, opened_on__lte=date(year, 12, 31)).filter(
        Q(closed_on__isnull=True) | Q(closed_on__gte=date(year, 1, 1))
    )
    counted = in_use.exclude(kind=Channel.Kind.PORTAL).annotate(
        count=Count("deliveries", filter=Q(deliveries__delivered_on__year=year, deliveries__voided_on__isnull=True))
    )
    order = list(Channel.Kind.values)
    with translation.override("zh-hans"):
        rows = sorted(counted, key=lambda channel: (order.index(channel.kind), channel.name))
        return [(str(channel), channel.count) for channel in rows]


def secrecy_review_count(organ: "Organ", year: int) -> int:
    """Count the items whose secrecy was reviewed in the year, to whatever conclusion."""
    reviews = Review.objects.filter(item__organ=organ, round=Review.Round.SECRECY_REVIEW, at__year=year)
    return reviews.values("item").distinct().count()


def withdrawn_count(organ: "Organ", year: int) -> int:
    """Count the items withdrawn in the year."""
    return DisclosureItem.objects.filter(organ=organ, withdrawn_at__year=year).count()


def cell_records(organ: "Organ", year: int, row: str, column: int) -> list[CellRecord]:
    """
    Give the records behind one cell of table 二.

    :param row: a row of `TABLE2_ROWS`.
    :param column: for documents 0 issued, 1 ended, 2 standing; otherwise 0.
    """
    if row in NormativeDocument.Kind.values:
        return _document_records(organ, year, row, column)
    if row in DecisionCount.Kind.values:
        return [
            CellRecord(str(found.year), "", found.entered_on, str(found.count), found.source)
            for found in DecisionCount.objects.filter(organ=organ, year=year, kind=row)
        ]
    charges = Charge.objects.filter(NOT_VOID, organ=organ, received_on__year=year)
    return [
        CellRecord(found.charge_item, "", found.received_on, f"{found.amount_yuan:.2f}", found.source)
        for found in charges.order_by("received_on", "pk")
    ]


def _document_records(organ: "Organ", year: int, kind: str, column: int) -> list[CellRecord]:
    last = date(year, 12, 31)
    condition = (_issued(year), _ended(year), ~ended_by(last))[column]
    found = NormativeDocument.objects.filter(condition, organ=organ, kind=kind, issued_on__lte=last)
    return [
        CellRecord(
            title=document.title,
            number=document.number,
            on=(document.repealed_on or document.expires_on or document.issued_on)
            if column == 1
            else document.issued_on,
            amount="1",
            source=document.repeal_reason if column == 1 else "",
        )
        for document in found.order_by("issued_on", "pk")
    ]
