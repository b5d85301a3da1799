"""Limits, statements and standings of columns."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from gongkai.apps.supervision.models import ColumnLimit, ColumnStanding, NoChange
from tests.factories.organs import OrganFactory

DAY = date(2023, 5, 8)


class ColumnLimitFactory(DjangoModelFactory[ColumnLimit]):
    class Meta:
        model = ColumnLimit

    organ = factory.SubFactory(OrganFactory)
    column = "home"
    warn_after = 5
    red_after = 10
    set_on = DAY


class NoChangeFactory(DjangoModelFactory[NoChange]):
    class Meta:
        model = NoChange

    organ = factory.SubFactory(OrganFactory)
    column = "home"
    on = DAY
    reason = "本期没有新的内容（演示）"


class ColumnStandingFactory(DjangoModelFactory[ColumnStanding]):
    class Meta:
        model = ColumnStanding

    organ = factory.SubFactory(OrganFactory)
    column = "home"
    label = "专栏首页"
    level = "fresh"
    reckoned_on = DAY
