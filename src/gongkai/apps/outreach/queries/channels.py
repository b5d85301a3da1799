"""Where an item has arrived: channel by channel, with what still shows an old text."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gongkai.apps.publication import queries as publication
from gongkai.apps.publication.models import Channel, Delivery

if TYPE_CHECKING:
    from gongkai.apps.publication.models import DisclosureItem


@dataclass(frozen=True)
class ChannelState:
    """
    One channel of the organ for one item: the last delivery there, if any.

    `stale` tells that the delivery carried an earlier version than the one that is public now, or an item that was withdrawn since.
    """

    channel: Channel
    delivery: Delivery | None
    stale: bool


def reach_of(item: "DisclosureItem", *, on: date) -> list[ChannelState]:
    """Give every channel in use at the item's organ and every channel that carried it, in the order of their kinds."""
    known = {channel.pk: channel for channel in publication.channels(item.organ, on=on)}
    last: dict[int, Delivery] = {}
    for delivery in (
        item.deliveries.filter(voided_on__isnull=True).select_related("channel__organ", "version").order_by("pk")
    ):
        last[delivery.channel_id] = delivery
        known.setdefault(delivery.channel_id, delivery.channel)
    order = list(Channel.Kind.values)
    channels = sorted(known.values(), key=lambda channel: (order.index(channel.kind), channel.name))
    return [_state(item, channel, last.get(channel.pk)) for channel in channels if channel.kind != Channel.Kind.PORTAL]


def _state(item: "DisclosureItem", channel: Channel, delivery: Delivery | None) -> ChannelState:
    stale = (
        delivery is not None
        and _still_shown(delivery)
        and (item.withdrawn_at is not None or delivery.version_id != item.published_version_id)
    )
    return ChannelState(channel, delivery, stale)


def _still_shown(delivery: Delivery) -> bool:
    posting = getattr(delivery, "posting", None)
    return posting is None or posting.removed_on is None
