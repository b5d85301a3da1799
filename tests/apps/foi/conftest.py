"""A township with the people that an application needs."""

from dataclasses import dataclass
from datetime import date

import pytest

from gongkai.apps.organs.models import Organ, Role, User
from tests.factories.organs import OrganFactory, PostFactory

FOUNDED = date(2010, 1, 1)


@dataclass(frozen=True)
class Office:
    """A township, its clerk, its head, its leader, and somebody of another township."""

    organ: Organ
    clerk: User
    head: User
    leader: User
    stranger: User


@pytest.fixture
def office(db: None) -> Office:
    organ = OrganFactory(area_code="640423999")
    people = {
        role: PostFactory(organ=organ, role=role, from_on=FOUNDED).user
        for role in (Role.CLERK, Role.OFFICE_HEAD, Role.GROUP_LEADER)
    }
    stranger = PostFactory(organ=OrganFactory(), role=Role.CLERK, from_on=FOUNDED).user
    return Office(organ, people[Role.CLERK], people[Role.OFFICE_HEAD], people[Role.GROUP_LEADER], stranger)
