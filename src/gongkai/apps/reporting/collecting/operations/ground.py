"""What the operations of collected reports share: who may, what is locked, how it is told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.models import User
from gongkai.apps.organs.permissions import require
from gongkai.apps.reporting.models import CollectedReport

VERB = "reading.write"


class CollectingError(ValueError):
    """A step that the collection or the report does not allow; the message says why."""


def lock(report: CollectedReport, *, by: User | None, at: datetime) -> CollectedReport:
    """Give a report for a change, locked, if the person may make it."""
    rows = CollectedReport.objects.select_for_update(of=("self",)).select_related("collection__organ")
    report = rows.get(pk=report.pk)
    require(by, VERB, report.collection.organ, on=timezone.localdate(at))
    return report


def tell(report: CollectedReport, kind: str, *, by: User | None, at: datetime, facts: Mapping[str, Any]) -> None:
    """Append an event about a report to the chain of the organ that collects."""
    organ = report.collection.organ
    facts = {"file": report.name, **facts}
    append_event(organ=organ, kind=kind, subject=report, by=by, on=timezone.localdate(at), at=at, facts=facts)
