"""What happened to an application, in words: events with what they brought."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.apps.foi.models import FeeNotice, FoiEvent
from gongkai.law.foi_flow import Delivery, EventKind, SheetRow, SubmissionChannel, fact_label
from gongkai.law.foi_flow.moves import event_entry
from gongkai.law.outcomes import Outcome, demand, rule
from gongkai.web.ui.strip import WEEKDAYS, WEEKDAYS_EN
from gongkai.web.ui.text import english
from gongkai.web.workbench.forms.choices import term
from gongkai.web.workbench.words import say

#: Facts that say nothing to a reader: places in lists, keys of people.
SILENT = frozenset({"position", "approved_by", "ref", "registration_number"})
#: The confirmation repeats what the submission has said.
KNOWN_BEFORE = {EventKind.RECEIPT_CONFIRMED: SILENT | {"channel", "submitted_on"}}


@dataclass(frozen=True)
class Told:
    """One event for the page."""

    on: date
    title: str
    by: str
    cites: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]


def told(event: FoiEvent) -> Told:
    """Put an event into words."""
    kind = EventKind(event.kind)
    return Told(
        on=event.on,
        title=say(kind.label),
        by=str(event.by) if event.by else "",
        cites=tuple(str(cite) for cite in event_entry(kind).cites[:1]),
        lines=tuple(_lines(event.facts, event.on, KNOWN_BEFORE.get(kind, SILENT))),
    )


def _lines(facts: Mapping[str, Any], on: date, silent: frozenset[str]) -> Iterator[tuple[str, str]]:
    for name, value in facts.items():
        if name not in silent and value not in (None, "", []):
            yield _name(name, on), _value(name, value)


def _name(name: str, on: date) -> str:
    known = fact_label(name)
    if known != name:
        return say(known)
    try:
        return say(demand(name, on=on).label)
    except LookupError:
        return name


def _value(name: str, value: Any) -> str:  # noqa: PLR0911 - one return for each kind of fact
    match name:
        case "outcome":
            return term(Outcome(value).value)
        case "channel":
            return say(SubmissionChannel(value).label)
        case "delivery":
            return say(Delivery(value).label)
        case "ground":
            return _ground(value)
        case "mode":
            return say(FeeNotice.Mode(value).label)
        case "consents":
            return _("同意公开") if value else _("不同意公开")
    return _("、").join(map(str, value)) if isinstance(value, list) else str(value)


def _ground(value: Any) -> str:
    grounds = (ground for outcome in Outcome for ground in rule(outcome, timezone.localdate()).grounds)
    return next((say(ground.label) for ground in grounds if ground.id == value), str(value))


@dataclass(frozen=True)
class ToldDay:
    """One line of the day sheet (期限说明单)."""

    day: date
    kind: str
    counts: bool
    number: int | None
    words: str
    notice: str


def day_told(row: SheetRow) -> ToldDay:
    """Put a day of the sheet into words."""
    weekday = (WEEKDAYS_EN if english() else WEEKDAYS)[row.day.weekday()]
    kind = row.info.name or (_("工作日") if row.info.counts else _("休息日"))
    parts = [
        *(say(event) for event in row.events),
        *([_("%(pause)s，不计") % {"pause": say(row.pause)}] if row.pause else []),
    ]
    return ToldDay(
        day=row.day,
        kind=f"{weekday} {kind}",
        counts=row.counts,
        number=row.number,
        words=_("；").join(parts),
        notice=row.info.notice,
    )
