"""What the operations of a season share: the verb, the refusal, how a season is found and told of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.models import User
from gongkai.apps.organs.permissions import require
from gongkai.apps.reporting.models import Season

VERB = "roll_up.write"
YEARS = range(2008, 2101)


class SeasonError(ValueError):
    """A step that the season does not allow; the message says why."""


def lock(season: Season, *, by: User | None, at: datetime, closed: bool = False) -> Season:
    """
    Give the season for a change, locked, if the person may make it.

    :raises SeasonError: it is closed.
    """
    season = Season.objects.select_for_update(of=("self",)).select_related("organ").get(pk=season.pk)
    require(by, VERB, season.organ, on=timezone.localdate(at))
    if season.closed_at is not None and not closed:
        raise SeasonError(f"{season.year}年度的汇总已经结束，不能再改。")
    return season


def tell(season: Season, kind: str, *, by: User | None, at: datetime, facts: Mapping[str, Any]) -> None:
    """Append an event about a season to the chain of the organ that adds up."""
    append_event(
        organ=season.organ, kind=kind, subject=season, by=by, on=timezone.localdate(at), at=at,
        facts={"year": season.year, **facts},
    )  # fmt: skip
