"""Organs, people and posts of a county that does not exist."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from gongkai.apps.organs.models import Organ, OrganName, Post, Role, User

FOUNDED = date(2010, 1, 1)


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"person{n}")
    display_name = factory.Sequence(lambda n: f"演示人员{n}")

    class Params:
        gone = factory.Trait(is_active=False)


class OrganFactory(DjangoModelFactory[Organ]):
    """A township unless a trait says otherwise; without a parent it is the root of its own tree."""

    class Meta:
        model = Organ

    code = factory.Sequence(lambda n: f"9999{n:05}")
    kind = Organ.Kind.TOWNSHIP
    name = factory.LazyAttribute(lambda organ: f"示例县演示乡{organ.code}人民政府")
    short_name = factory.LazyAttribute(lambda organ: f"演示乡{organ.code}")
    area_code = factory.SelfAttribute("code")
    credit_code = factory.LazyAttribute(lambda organ: f"11{organ.code:0>16}"[:18])
    is_demo = True
    founded_on = FOUNDED
    parent = None
    path = factory.LazyAttribute(lambda organ: f"{organ.parent.path if organ.parent else ''}{organ.code}/")

    class Params:
        county = factory.Trait(
            kind=Organ.Kind.COUNTY,
            name=factory.LazyAttribute(lambda organ: f"示例县{organ.code}人民政府"),
            short_name=factory.LazyAttribute(lambda organ: f"示例县{organ.code}"),
        )
        prefecture = factory.Trait(
            kind=Organ.Kind.PREFECTURE, name=factory.LazyAttribute(lambda organ: f"示例市{organ.code}人民政府")
        )
        village = factory.Trait(
            kind=Organ.Kind.VILLAGE, name=factory.LazyAttribute(lambda organ: f"演示村{organ.code}村民委员会")
        )
        department = factory.Trait(
            kind=Organ.Kind.DEPARTMENT, name=factory.LazyAttribute(lambda organ: f"示例县{organ.code}局")
        )
        abolished = factory.Trait(abolished_on=date(2022, 1, 1))


class OrganNameFactory(DjangoModelFactory[OrganName]):
    class Meta:
        model = OrganName

    organ = factory.SubFactory(OrganFactory)
    name = factory.SelfAttribute("organ.name")
    from_on = FOUNDED

    class Params:
        former = factory.Trait(name="示例县旧乡人民政府", to_on=date(2015, 12, 31))


class PostFactory(DjangoModelFactory[Post]):
    class Meta:
        model = Post

    user = factory.SubFactory(UserFactory)
    organ = factory.SubFactory(OrganFactory)
    role = Role.CLERK
    from_on = FOUNDED

    class Params:
        ended = factory.Trait(to_on=date(2022, 12, 31))


def person(organ: Organ, *roles: Role, **facts: Any) -> User:
    """Give a person who holds these posts at the organ."""
    user = UserFactory.create(**facts)
    for role in roles:
        PostFactory.create(user=user, organ=organ, role=role)
    return user
