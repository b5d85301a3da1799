"""The one way to write history: append an event to an organ's hash chain, with the effects it owes."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone

from gongkai.apps.core import outbox
from gongkai.apps.core.models import ChainHead, Event

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ, User


def digest_event(
    *,
    organ_id: int,
    sequence: int,
    at: datetime,
    on: date,
    by_id: int | None,
    kind: str,
    subject_type: str,
    subject_id: int,
    facts: Mapping[str, Any],
    previous_hash: str,
) -> str:
    """Compute the SHA-256 of an event and its predecessor's hash, over a stable JSON form (times in UTC microseconds)."""
    body = [
        previous_hash,
        organ_id,
        sequence,
        at.astimezone(timezone.get_fixed_timezone(0)).isoformat(timespec="microseconds"),
        on.isoformat(),
        by_id,
        kind,
        subject_type,
        subject_id,
        facts,
    ]
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Entry:
    """What an event says, before it has its place in the chain; `facts` are JSON values only."""

    kind: str
    subject: models.Model
    on: date
    facts: Mapping[str, Any] = field(default_factory=dict)
    effects: tuple[str, ...] = ()


@transaction.atomic
def append_event(
    *,
    organ: "Organ",
    kind: str,
    subject: models.Model,
    by: "User | None",
    on: date,
    facts: Mapping[str, Any] | None = None,
    effects: Iterable[str] = (),
    at: datetime | None = None,
) -> Event:
    """
    Append an event to the organ's chain and owe its effects, in the caller's transaction.

    :param facts: JSON values only (dates as ISO text); they are part of the hash.
    :param effects: names registered with `outbox.effect`; carried out once, after the commit.
    :raises TypeError: a fact is not JSON.
    """
    entry = Entry(kind, subject, on, facts or {}, tuple(effects))
    return append_events(organ=organ, by=by, at=at, entries=[entry])[0]


@transaction.atomic
def append_events(
    *, organ: "Organ", by: "User | None", entries: Sequence[Entry], at: datetime | None = None
) -> list[Event]:
    """
    Append several events one after the other, with one look at the end of the chain; the caller holds the transaction.

    :raises TypeError: a fact is not JSON.
    """
    if any(entry.subject.pk is None for entry in entries):
        raise ValueError("事件的对象尚未保存，无法写入历史。请先保存对象。")
    head = ChainHead.objects.select_for_update().filter(organ=organ).first()
    head = head or ChainHead.objects.select_for_update().get_or_create(organ=organ)[0]
    events: list[Event] = []
    for entry in entries:
        plain: dict[str, Any] = json.loads(json.dumps(dict(entry.facts), ensure_ascii=False))
        event = Event(
            organ=organ,
            sequence=head.sequence + 1,
            at=at or timezone.now(),
            on=entry.on,
            by=by,
            kind=entry.kind,
            subject_type=entry.subject._meta.label_lower,
            subject_id=entry.subject.pk,
            facts=plain,
            previous_hash=head.hash,
        )
        event.hash = event_hash(event)
        head.sequence, head.hash = event.sequence, event.hash
        events.append(event)
    stored = Event.objects.bulk_create(events)
    head.save(update_fields=["sequence", "hash"])
    for event, entry in zip(stored, entries, strict=True):
        outbox.owe(event, entry.effects)
    return stored


def event_hash(event: Event) -> str:
    """Compute the hash that the event must carry."""
    return digest_event(
        organ_id=event.organ_id,
        sequence=event.sequence,
        at=event.at,
        on=event.on,
        by_id=event.by_id,
        kind=event.kind,
        subject_type=event.subject_type,
        subject_id=event.subject_id,
        facts=event.facts,
        previous_hash=event.previous_hash,
    )
