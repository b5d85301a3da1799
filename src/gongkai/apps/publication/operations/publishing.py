"""Publish and withdraw."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.permissions import require
from gongkai.apps.publication import gate
from gongkai.apps.publication.access import day_of
from gongkai.apps.publication.content import digest_of, heads_of
from gongkai.apps.publication.errors import DamagedVersion, PublicationBlocked, PublicationError, WrongState
from gongkai.apps.publication.models import Channel, Delivery, DisclosureItem, ItemVersion
from gongkai.apps.publication.numbers import next_index_number
from gongkai.apps.publication.versions import apply_heads

if TYPE_CHECKING:
    from gongkai.apps.organs.models import User

State = DisclosureItem.State


@transaction.atomic
def publish(*, item: DisclosureItem, by: "User | None", at: datetime) -> DisclosureItem:
    """
    Publish the newest version, if the gate of the law opens (`ogi:17.2`, `ogi:26`).

    The first time of publication never changes; publishing a correction sets its own time beside it. The item gets its permanent
    index number, is delivered to the organ's column, and enters the search.

    :param at: the clock of the server that received the request; no form has a field for it.
    :raises WrongState: the newest version is not approved.
    :raises PublicationBlocked: what the law demands is missing.
    :raises DamagedVersion: the content no longer is what was reviewed.
    """
    item = DisclosureItem.objects.select_for_update().get(pk=item.pk)
    on = day_of(at)
    require(by, "item.approve", item.organ, on=on)
    if item.state != State.APPROVED:
        raise WrongState(item, step="发布", needs="审批")
    version = gate.newest_version(item)
    if digest_of(version) != version.hash:
        raise DamagedVersion(version)
    if blockers := gate.blockers(item, on=on, version=version):
        raise PublicationBlocked(blockers)
    _refuse_early(item, version, at)
    if not item.index_number:
        item.index_number = next_index_number(item.organ, on=on)
    corrects = item.published_at is not None
    apply_heads(item, heads_of(version))
    item.state, item.published_version, item.release_at = State.PUBLISHED, version, None
    if corrects:
        item.corrected_at = at
    else:
        item.published_at = at
    item.save()
    _deliver_to_column(item, version, by=by, at=at)
    append_event(
        organ=item.organ,
        kind="item.corrected" if corrects else "item.published",
        subject=item,
        by=by,
        on=on,
        at=at,
        facts={"index_number": item.index_number, "title": item.title, "version": version.number, "hash": version.hash},
        effects=["search.index"],
    )
    return item


@transaction.atomic
def withdraw(*, item: DisclosureItem, ground: str, by: "User | None", at: datetime, note: str = "") -> DisclosureItem:
    """
    Take an item back: its page becomes a tombstone with date and kind of reason, and the search forgets it (`penalty:48.2`).

    :raises WrongState: the item is not public.
    :raises PublicationError: the ground is unknown, or a revoked decision goes without an explanation.
    """
    item = DisclosureItem.objects.select_for_update().get(pk=item.pk)
    require(by, "item.withdraw", item.organ, on=day_of(at))
    if item.published_at is None or item.withdrawn_at is not None:
        raise WrongState(item, step="撤回", needs="发布")
    if ground not in DisclosureItem.WithdrawalGround.values:
        raise PublicationError("没有选择撤回的原因类别。请从列表中选择。", field="ground")
    if ground == DisclosureItem.WithdrawalGround.REVOKED and not note.strip():
        raise PublicationError(
            "没有说明理由。公开的处罚决定被变更、撤销的，撤回时应当公开说明理由。", field="note", cites=["penalty:48.2"]
        )
    if at < item.published_at:
        raise PublicationError("撤回时间早于发布时间。请检查服务器时钟。")
    item.state, item.withdrawn_at = State.WITHDRAWN, at
    item.withdrawal_ground, item.withdrawal_note, item.takedown_at = ground, note.strip(), None
    item.save(update_fields=["state", "withdrawn_at", "withdrawal_ground", "withdrawal_note", "takedown_at"])
    append_event(
        organ=item.organ,
        kind="item.withdrawn",
        subject=item,
        by=by,
        on=day_of(at),
        at=at,
        facts={"ground": ground, "note": item.withdrawal_note, "index_number": item.index_number},
        effects=["search.remove"],
    )
    return item


def _refuse_early(item: DisclosureItem, version: ItemVersion, at: datetime) -> None:
    """A time of publication before the last look at the version, or before the first publication, would be forged."""
    last_look = max(review.at for review in version.reviews.all())
    if at < max(last_look, item.published_at or last_look):
        raise PublicationError("发布时间早于审查、审批或者首次发布的时间。发布时间由服务器给出，不能倒填，请检查时钟。")


def _deliver_to_column(item: DisclosureItem, version: ItemVersion, *, by: "User | None", at: datetime) -> None:
    column, _created = Channel.objects.get_or_create(
        organ=item.organ,
        kind=Channel.Kind.PORTAL,
        name="政府信息公开专栏",
        defaults={"opened_on": day_of(at)},
    )
    Delivery.objects.create(
        organ=item.organ,
        channel=column,
        item=item,
        version=version,
        title=item.title,
        delivered_on=day_of(at),
        recorded_by=by,
        recorded_at=at,
    )
