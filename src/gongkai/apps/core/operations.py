"""The one way to write history: append an event to an organ's hash chain, with the effects it owes."""

import hashlib
import json
from collections.abc import Iterable, Mapping
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
    if subject.pk is None:
        raise ValueError("事件的对象尚未保存，无法写入历史。请先保存对象。")
    head, _ = ChainHead.objects.select_for_update().get_or_create(organ=organ)
    plain: dict[str, Any] = json.loads(json.dumps(dict(facts or {}), ensure_ascii=False))
    event = Event(
        organ=organ,
        sequence=head.sequence + 1,
        at=at or timezone.now(),
        on=on,
        by=by,
        kind=kind,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        facts=plain,
        previous_hash=head.hash,
    )
    event.hash = event_hash(event)
    event.save(force_insert=True)
    head.sequence, head.hash = event.sequence, event.hash
    head.save(update_fields=["sequence", "hash"])
    outbox.owe(event, effects)
    return event


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
