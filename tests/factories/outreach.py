"""Boards, postings and supplies."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from gongkai.apps.outreach.models import Board, Posting, SupplyBatch, SupplyLine
from tests.factories.publication import ChannelFactory, ItemVersionFactory

NOON = datetime(2023, 5, 8, 4, 0, tzinfo=UTC)


class BoardFactory(DjangoModelFactory[Board]):
    class Meta:
        model = Board

    channel = factory.SubFactory(ChannelFactory, board=True)
    place = "乡政府门口（演示）"


class PostingFactory(DjangoModelFactory[Posting]):
    """A sheet that is prepared and does not hang yet."""

    class Meta:
        model = Posting

    board = factory.SubFactory(BoardFactory)
    organ = factory.SelfAttribute("board.channel.organ")
    version = factory.SubFactory(ItemVersionFactory, item__organ=factory.SelfAttribute("...organ"))
    item = factory.SelfAttribute("version.item")
    prepared_at = NOON


class SupplyBatchFactory(DjangoModelFactory[SupplyBatch]):
    class Meta:
        model = SupplyBatch

    channel = factory.SubFactory(
        ChannelFactory, kind="reading_place", name=factory.Sequence(lambda n: f"演示档案馆{n}")
    )
    organ = factory.SelfAttribute("channel.organ")
    year = 2023
    number = factory.Sequence(lambda n: n + 1)
    made_on = date(2023, 5, 8)


class SupplyLineFactory(DjangoModelFactory[SupplyLine]):
    class Meta:
        model = SupplyLine

    batch = factory.SubFactory(SupplyBatchFactory)
    version = factory.SubFactory(ItemVersionFactory)
