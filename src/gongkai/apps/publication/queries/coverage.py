"""The coverage of the standard catalogue: for each matter of each organ what was published, or why nothing is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Max
from django.utils import timezone

from gongkai.apps.publication.models import CatalogEntry, NotInvolved
from gongkai.apps.publication.queries.items import public_items
from gongkai.law.annual_report.model import OrganKind
from gongkai.law.catalog import Field, Matter, matters

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ


@dataclass(frozen=True)
class Covered:
    """
    A matter at one organ: how many public items it has and when the newest came, or the reason why it does not concern the organ.

    `entry` is its place in the catalogue, None as long as the catalogue was not entered.
    """

    field: Field
    matter: Matter
    entry: CatalogEntry | None
    count: int
    newest_on: date | None
    stated: NotInvolved | None

    @property
    def gap(self) -> bool:
        """Tell whether nothing is published and nobody said why."""
        return not self.count and self.stated is None


def coverage(organ: "Organ", *, on: date) -> list[Covered]:
    """Give every matter that the organ's kind must disclose, in the order of the catalogue; two grouped queries."""
    return next(iter(coverage_of([organ], on=on).values()))


def coverage_of(organs: Iterable["Organ"], *, on: date) -> dict[int, list[Covered]]:
    """Give the coverage of several organs by their id, in the same number of queries as for one."""
    listed = list(organs)
    entries = {entry.code: entry for entry in CatalogEntry.objects.filter(organ__isnull=True)}
    found = _counts(listed)
    stated = {
        (row.organ_id, row.entry.code): row
        for row in NotInvolved.objects.filter(organ__in=listed, ended_on__isnull=True).select_related("entry")
    }
    result: dict[int, list[Covered]] = {}
    for organ in listed:
        rows = result[organ.pk] = []
        for field, matter in matters(OrganKind(organ.kind), on=on):
            count, newest = found.get((organ.pk, matter.id), (0, None))
            rows.append(
                Covered(field, matter, entries.get(matter.id), count, newest, stated.get((organ.pk, matter.id)))
            )
    return result


def _counts(organs: list["Organ"]) -> dict[tuple[int, str], tuple[int, date]]:
    rows = (
        public_items()
        .filter(organ__in=organs)
        .order_by()
        .values_list("organ_id", "catalog_entry__code")
        .annotate(count=Count("pk"), newest=Max("published_at"))
    )
    return {(organ, code): (count, timezone.localtime(newest).date()) for organ, code, count, newest in rows}


def is_covered(organ: "Organ", entry: CatalogEntry) -> bool:
    """Tell whether the organ has something public under the matter."""
    return public_items(organ=organ).filter(catalog_entry__path__startswith=entry.path).exists()
