"""Who looked at what, when, and exactly which content they saw: of one item, and of one person."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import QuerySet

from gongkai.apps.organs.permissions import organs_for
from gongkai.apps.publication.content import digest_of
from gongkai.apps.publication.models import DisclosureItem, ItemVersion, Review

if TYPE_CHECKING:
    from gongkai.apps.organs.models import User


@dataclass(frozen=True)
class Step:
    """One step of an item's way: `hash` is that of the version seen, `took` how long it lay before, `longest` marks the slowest."""

    what: str
    who: str
    at: datetime
    version: int
    hash: str
    conclusion: str
    note: str
    took: timedelta | None
    longest: bool = False


class _Row(NamedTuple):
    order: tuple[datetime, int, int]
    what: str
    who: str
    version: int
    hash: str
    conclusion: str
    note: str


def signing_steps(item: DisclosureItem) -> list[Step]:
    """Give the way of an item from its first version to its release, in order."""
    rows: list[_Row] = [
        _Row((one.saved_at, 0, one.number), "save", str(one.saved_by), one.number, one.hash, "", one.note)
        for one in item.versions.select_related("saved_by")
    ]
    rows += [
        _Row(
            (one.at, 1, one.pk), one.round, str(one.by), one.version.number, one.version_hash, one.conclusion, one.note
        )
        for one in item.reviews.select_related("by", "version")
    ]
    rows.sort(key=lambda row: row.order)
    waits = [later.order[0] - earlier.order[0] for earlier, later in pairwise(rows)]
    slowest = max(waits, default=None)
    return [
        Step(
            what=row.what,
            who=row.who,
            at=row.order[0],
            version=row.version,
            hash=row.hash,
            conclusion=row.conclusion,
            note=row.note,
            took=waits[place - 1] if place else None,
            longest=bool(place and slowest and waits[place - 1] == slowest and slowest > timedelta(minutes=1)),
        )
        for place, row in enumerate(rows)
    ]


def intact(version: ItemVersion) -> bool:
    """Tell whether what is stored of a version still is what its hash says."""
    return digest_of(version) == version.hash


def signed_by(user: "User", *, on: date) -> QuerySet[Review]:
    """Give everything that the person has reviewed or approved, newest first, at organs whose items they may still see."""
    return (
        Review.objects.filter(by=user, item__organ__in=organs_for(user, "item.read", on=on))
        .select_related("item", "item__organ", "version")
        .order_by("-at", "-pk")
    )
