"""Supplies to archives and libraries: everything since the last batch, once (`ogi:25.3`)."""

import pytest

from gongkai.apps.outreach import operations, queries
from gongkai.apps.outreach.errors import OutreachError
from gongkai.apps.outreach.models import SupplyBatch
from gongkai.apps.publication import operations as publication
from gongkai.apps.publication.access import day_of
from gongkai.apps.publication.models import Channel
from tests.factories.publication import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk.create()


@pytest.fixture
def archive(desk: Desk) -> Channel:
    return publication.open_channel(
        organ=desk.organ, kind="reading_place", name="县档案馆", by=desk.clerk, on=day_of(desk.at)
    )


def supplied(desk: Desk, channel: Channel) -> SupplyBatch:
    batch = operations.make_supply(channel=channel, by=desk.clerk, on=day_of(desk.at))
    return operations.hand_over_supply(
        batch=batch, handed_over_on=day_of(desk.at), taken_by="演示接收人", by=desk.clerk, at=desk.later()
    )


def titles(batch: SupplyBatch) -> list[str]:
    return list(batch.lines.order_by("pk").values_list("version__item__title", flat=True))


def test_every_item_is_in_one_batch_and_only_once(desk: Desk, archive: Channel) -> None:
    for n in range(3):
        desk.published(title=f"演示{n}")
    desk.draft(title="草稿")
    first = supplied(desk, archive)
    desk.published(title="演示3")
    second = supplied(desk, archive)
    assert titles(first) == ["演示0", "演示1", "演示2"]
    assert titles(second) == ["演示3"]
    assert (first.number, second.number) == (1, 2)
    with pytest.raises(OutreachError, match="没有新的"):
        operations.make_supply(channel=archive, by=desk.clerk, on=day_of(desk.at))


def test_a_batch_waits_for_its_receipt_and_for_a_name(desk: Desk, archive: Channel) -> None:
    desk.published()
    batch = operations.make_supply(channel=archive, by=desk.clerk, on=day_of(desk.at))
    with pytest.raises(OutreachError, match="没有登记移交"):
        operations.make_supply(channel=archive, by=desk.clerk, on=day_of(desk.at))
    with pytest.raises(OutreachError, match="接收人"):
        operations.hand_over_supply(
            batch=batch, handed_over_on=day_of(desk.at), taken_by=" ", by=desk.clerk, at=desk.at
        )


def test_the_list_for_signing_names_every_item_with_its_number(desk: Desk, archive: Channel) -> None:
    item = desk.published()
    batch = operations.make_supply(channel=archive, by=desk.clerk, on=day_of(desk.at))
    sheet = queries.supply_sheet(batch, url="https://a.example/")
    assert sheet.table is not None
    assert sheet.table.rows == (("1", item.index_number, item.title, "2023-05-08"),)


def test_only_a_reading_place_is_supplied(desk: Desk) -> None:
    account = publication.open_channel(organ=desk.organ, kind="wechat", name="演示", by=desk.clerk, on=day_of(desk.at))
    with pytest.raises(OutreachError, match="不是在用的查阅场所"):
        operations.make_supply(channel=account, by=desk.clerk, on=day_of(desk.at))
