"""Supplies: everything published since the last batch, once, handed over against a name and a day."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.apps.core import uploads
from gongkai.apps.core.models import Upload
from gongkai.apps.core.numbering import next_number
from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.permissions import require
from gongkai.apps.outreach.errors import OutreachError
from gongkai.apps.outreach.models import SupplyBatch, SupplyLine
from gongkai.apps.outreach.queries import not_yet_supplied
from gongkai.apps.publication.access import day_of
from gongkai.apps.publication.models import Channel, Delivery

if TYPE_CHECKING:
    from gongkai.apps.organs.models import User


@transaction.atomic
def make_supply(*, channel: Channel, by: "User | None", on: date) -> SupplyBatch:
    """
    Put everything public that this reading place does not have yet into one batch (`ogi:25.3`).

    :raises OutreachError: it is no reading place in use, a batch waits for its receipt, or there is nothing new.
    """
    channel = Channel.objects.select_for_update().get(pk=channel.pk)
    require(by, "item.write", channel.organ, on=on)
    if channel.kind != Channel.Kind.READING_PLACE or channel.closed_on is not None:
        raise OutreachError(f"{channel}不是在用的查阅场所。")
    if channel.supply_batches.filter(handed_over_on__isnull=True).exists():
        raise OutreachError(f"{channel}还有一批没有登记移交。请先登记上一批的接收情况。")
    items = list(not_yet_supplied(channel))
    if not items:
        raise OutreachError(f"{channel}已有全部公开信息，没有新的可以移交。")
    number = next_number(organ=channel.organ, kind="supply", year=on.year)
    batch = SupplyBatch.objects.create(
        organ=channel.organ, channel=channel, year=on.year, number=number, made_on=on, made_by=by
    )
    SupplyLine.objects.bulk_create(
        SupplyLine(batch=batch, version_id=item.published_version_id) for item in items if item.published_version_id
    )
    facts = {"channel": channel.pk, "count": len(items)}
    append_event(organ=batch.organ, kind="supply.made", subject=batch, by=by, on=on, facts=facts)
    return batch


@transaction.atomic
def hand_over_supply(
    *,
    batch: SupplyBatch,
    handed_over_on: date,
    taken_by: str,
    by: "User | None",
    at: datetime,
    receipt: Upload | None = None,
) -> SupplyBatch:
    """
    Record who took the batch and when; from then on its items count as delivered there.

    :raises OutreachError: it was handed over before, nobody is named, or the day is wrong.
    """
    batch = SupplyBatch.objects.select_for_update(of=("self",)).select_related("organ", "channel").get(pk=batch.pk)
    require(by, "item.write", batch.organ, on=day_of(at))
    if batch.handed_over_on is not None:
        raise OutreachError("这一批已登记移交。")
    if not taken_by.strip():
        raise OutreachError("请写明接收人。", field="taken_by")
    if not batch.made_on <= handed_over_on <= day_of(at):
        raise OutreachError(f"移交日期应在{batch.made_on:%Y-%m-%d}至今天之间。", field="handed_over_on")
    batch.handed_over_on, batch.taken_by = handed_over_on, taken_by.strip()[:60]
    if receipt is not None:
        uploads.claim(upload=receipt, subject=batch)
        batch.receipt = receipt.derivative
    batch.save(update_fields=["handed_over_on", "taken_by", "receipt"])
    lines = list(batch.lines.select_related("version__item"))
    Delivery.objects.bulk_create(
        Delivery(
            organ=batch.organ,
            channel=batch.channel,
            item=line.version.item,
            version=line.version,
            title=line.version.item.title,
            delivered_on=handed_over_on,
            proof=batch.receipt,
            recorded_by=by,
            recorded_at=at,
        )
        for line in lines
    )
    facts = {"count": len(lines), "handed_over_on": handed_over_on.isoformat()}
    append_event(organ=batch.organ, kind="supply.handed_over", subject=batch, by=by, on=day_of(at), at=at, facts=facts)
    return batch
