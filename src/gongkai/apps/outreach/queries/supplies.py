"""What a reading place does not have yet, and the list that goes with a batch."""

from django.db.models import Exists, OuterRef, QuerySet

from gongkai.apps.outreach.models import SupplyBatch, SupplyLine
from gongkai.apps.publication import queries as publication
from gongkai.apps.publication.models import Channel, Delivery, DisclosureItem
from gongkai.documents.writing import BoardSheet, BoardTable


def not_yet_supplied(channel: Channel) -> QuerySet[DisclosureItem]:
    """Give the organ's public items whose present version is neither at this place nor on its way there, oldest first."""
    present = OuterRef("published_version")
    had = Delivery.objects.filter(channel=channel, version=present, voided_on__isnull=True)
    under_way = SupplyLine.objects.filter(batch__channel=channel, batch__handed_over_on__isnull=True, version=present)
    missing = publication.public_items(organ=channel.organ).filter(~Exists(had), ~Exists(under_way))
    return missing.order_by("published_at", "pk")


def supply_sheet(batch: SupplyBatch, *, url: str) -> BoardSheet:
    """
    Give the list of a batch for signing, as a sheet of several pages.

    :param url: the address of the organ's public column.
    """
    lines = batch.lines.select_related("version__item").order_by("pk")
    rows = tuple(
        (
            str(place),
            line.version.item.index_number,
            line.version.item.title,
            f"{line.version.item.published_at:%Y-%m-%d}" if line.version.item.published_at else "",
        )
        for place, line in enumerate(lines, start=1)
    )
    return BoardSheet(
        organ=batch.organ.name,
        title=f"主动公开信息移交清单（{batch.year}年第{batch.number}批）",
        dated_on=batch.made_on,
        kind="移交清单",
        lines=(f"接收单位：{batch.channel.name}", f"共{len(rows)}条", "接收人（签字）：                日期："),
        phone=batch.organ.phone,
        url=url,
        hint="扫码看全部公开信息",
        table=BoardTable(("序号", "索引号", "名称", "发布日期"), rows),
    )
