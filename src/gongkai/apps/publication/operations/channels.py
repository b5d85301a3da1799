"""Channels, and what was delivered over them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.apps.core.models import StoredFile
from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.permissions import require
from gongkai.apps.publication.access import day_of
from gongkai.apps.publication.errors import PublicationError, WrongState
from gongkai.apps.publication.models import Channel, Delivery, DisclosureItem

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ, User

FAULTS_SHOWN = 10


@dataclass(frozen=True)
class PostEntry:
    """One line of the register of posts: what an account published, without an item in this system."""

    title: str
    delivered_on: date
    external_url: str = ""


@dataclass(frozen=True)
class PostsRecorded:
    """How many lines were entered, and how many were known already by their address."""

    recorded: int
    known: int


@transaction.atomic
def open_channel(*, organ: "Organ", kind: str, name: str, by: "User | None", on: date) -> Channel:
    """
    Enter a channel of the organ: an account, a board, a reading place (`ogi:23`, `ogi:25`).

    :raises PublicationError: the kind is unknown, the name is empty or taken.
    """
    require(by, "item.write", organ, on=on)
    name = name.strip()
    if kind not in Channel.Kind.values or not name:
        raise PublicationError(
            "渠道须选择类别，并写明名称或帐号。", field="name" if kind in Channel.Kind.values else "kind"
        )
    if Channel.objects.filter(organ=organ, kind=kind, name=name).exists():
        raise PublicationError(f"渠道“{name}”已登记。", field="name")
    channel = Channel.objects.create(organ=organ, kind=kind, name=name, opened_on=on)
    append_event(organ=organ, kind="channel.opened", subject=channel, by=by, on=on, facts={"kind": kind, "name": name})
    return channel


@transaction.atomic
def close_channel(*, channel: Channel, by: "User | None", on: date) -> Channel:
    """
    End a channel; `on` is its last day.

    :raises PublicationError: it is closed already, or would close before it opened.
    """
    channel = Channel.objects.select_for_update().get(pk=channel.pk)
    require(by, "item.write", channel.organ, on=on)
    if channel.closed_on is not None or on < channel.opened_on:
        raise PublicationError("渠道已停用，或者停用日期早于启用日期。请核对日期。", field="on")
    channel.closed_on = on
    channel.save(update_fields=["closed_on"])
    append_event(organ=channel.organ, kind="channel.closed", subject=channel, by=by, on=on)
    return channel


@transaction.atomic
def record_delivery(
    *,
    channel: Channel,
    item: DisclosureItem,
    delivered_on: date,
    by: "User | None",
    at: datetime,
    external_url: str = "",
    proof: StoredFile | None = None,
) -> Delivery:
    """
    Record that the published version of an item was delivered over a channel; the version shows later who still has an old text.

    :raises WrongState: the item is not public.
    :raises PublicationError: the day lies outside the channel's time or in the future, or this version was delivered there.
    """
    require(by, "item.write", channel.organ, on=day_of(at))
    if item.published_version is None or item.withdrawn_at is not None:
        raise WrongState(item, step="登记渠道发布", needs="发布")
    if fault := _fault_of_day(channel, delivered_on, day_of(at)):
        raise PublicationError(fault, field="delivered_on")
    if channel.deliveries.filter(version=item.published_version, voided_on__isnull=True).exists():
        raise PublicationError(f"“{item.title}”的现行版本已登记通过{channel}发布。")
    delivery = Delivery.objects.create(
        organ=channel.organ,
        channel=channel,
        item=item,
        version=item.published_version,
        title=item.title,
        delivered_on=delivered_on,
        external_url=external_url.strip()[:500],
        proof=proof,
        recorded_by=by,
        recorded_at=at,
    )
    append_event(
        organ=channel.organ,
        kind="delivery.recorded",
        subject=delivery,
        by=by,
        on=day_of(at),
        at=at,
        facts={"channel": channel.pk, "item": item.pk, "delivered_on": delivered_on.isoformat()},
    )
    return delivery


@transaction.atomic
def record_posts(*, channel: Channel, posts: Sequence[PostEntry], by: "User | None", at: datetime) -> PostsRecorded:
    """
    Enter many posts of an account at once; all of them or none. Posts whose address is known are passed over.

    :raises PublicationError: lines have no title, or a day outside the channel's time; the first ones are named by their line.
    """
    require(by, "item.write", channel.organ, on=day_of(at))
    faults = list(_faults(channel, posts, day_of(at)))
    if faults:
        more = f"另有{len(faults) - FAULTS_SHOWN}处。" if len(faults) > FAULTS_SHOWN else ""
        raise PublicationError("".join(faults[:FAULTS_SHOWN]) + more + "请改正后重新提交，全部未登记。")
    fresh = list(_unknown(channel, posts))
    Delivery.objects.bulk_create(
        Delivery(
            organ=channel.organ,
            channel=channel,
            title=post.title.strip(),
            delivered_on=post.delivered_on,
            external_url=post.external_url.strip(),
            recorded_by=by,
            recorded_at=at,
        )
        for post in fresh
    )
    if fresh:
        days = sorted(post.delivered_on for post in fresh)
        append_event(
            organ=channel.organ,
            kind="posts.recorded",
            subject=channel,
            by=by,
            on=day_of(at),
            at=at,
            facts={"count": len(fresh), "first_on": days[0].isoformat(), "last_on": days[-1].isoformat()},
        )
    return PostsRecorded(recorded=len(fresh), known=len(posts) - len(fresh))


@transaction.atomic
def void_delivery(*, delivery: Delivery, reason: str, by: "User | None", on: date) -> Delivery:
    """
    Take a line of the register back; it stays visible with its reason and is no longer counted.

    :raises PublicationError: it is void already, or there is no reason.
    """
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    require(by, "item.write", delivery.organ, on=on)
    if delivery.voided_on is not None or not reason.strip():
        raise PublicationError("该条已作废，或者没有写明作废的理由。", field="reason")
    delivery.voided_on, delivery.void_reason = on, reason.strip()[:200]
    delivery.save(update_fields=["voided_on", "void_reason"])
    append_event(organ=delivery.organ, kind="delivery.voided", subject=delivery, by=by, on=on, facts={"reason": reason})
    return delivery


def _fault_of_day(channel: Channel, day: date, today: date) -> str:
    if day > today:
        return f"发布日期{day:%Y-%m-%d}晚于今天。"
    if day < channel.opened_on or (channel.closed_on and day > channel.closed_on):
        closed = f"{channel.closed_on:%Y-%m-%d}" if channel.closed_on else "今"
        return f"发布日期{day:%Y-%m-%d}不在{channel}的使用期内（{channel.opened_on:%Y-%m-%d}至{closed}）。"
    return ""


def _faults(channel: Channel, posts: Sequence[PostEntry], today: date) -> Iterator[str]:
    for line, post in enumerate(posts, start=1):
        if not post.title.strip():
            yield f"第{line}行没有标题。"
        elif len(post.title.strip()) > 200:
            yield f"第{line}行的标题超过200个字。"
        elif len(post.external_url.strip()) > 500:
            yield f"第{line}行的链接超过500个字符。"
        elif fault := _fault_of_day(channel, post.delivered_on, today):
            yield f"第{line}行：{fault}"


def _unknown(channel: Channel, posts: Sequence[PostEntry]) -> Iterator[PostEntry]:
    known = set(
        channel.deliveries.filter(item__isnull=True, voided_on__isnull=True).values_list("external_url", flat=True)
    ) - {""}
    for post in posts:
        url = post.external_url.strip()
        if url not in known:
            yield post
            known |= {url} - {""}
