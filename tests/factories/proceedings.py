"""Reconsideration and lawsuits."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from gongkai.apps.proceedings.models import Proceeding
from tests.factories.organs import OrganFactory


class ProceedingFactory(DjangoModelFactory[Proceeding]):
    """A pending reconsideration; `upheld` and `overturned` decide it."""

    class Meta:
        model = Proceeding

    organ = factory.SubFactory(OrganFactory)
    kind = Proceeding.Kind.RECONSIDERATION
    year = 2023
    number = factory.Sequence(lambda n: n + 1)
    serial = factory.LazyAttribute(lambda case: f"演示复诉〔{case.year}〕{case.number}号")
    forum = "示例县人民政府（演示）"
    subject = "演示：对部分公开决定不服"
    filed_on = date(2023, 6, 12)

    class Params:
        upheld = factory.Trait(result=Proceeding.Result.UPHELD, decided_on=date(2023, 8, 10))
        overturned = factory.Trait(result=Proceeding.Result.OVERTURNED, decided_on=date(2023, 8, 10))
