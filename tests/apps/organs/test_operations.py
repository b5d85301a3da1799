"""Found, rename, appoint, hand over, close: each with its event, each refused when it does not fit."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from gongkai.apps.core.audit import verify
from gongkai.apps.core.models import Event
from gongkai.apps.organs import operations, queries
from gongkai.apps.organs.models import Organ, OrganName, Post, Role
from gongkai.apps.organs.operations import OrganError
from tests.factories.organs import OrganFactory, OrganNameFactory, PostFactory, UserFactory

pytestmark = pytest.mark.django_db
FOUNDED, DAY = date(2010, 1, 1), date(2023, 5, 8)


def found(**facts: Any) -> Organ:
    complete: dict[str, Any] = {
        "by": None,
        "on": FOUNDED,
        "code": "999901",
        "kind": Organ.Kind.COUNTY,
        "name": "示例县人民政府",
        "short_name": "示例县",
        "area_code": "999901",
    }
    return operations.found_organ(**(complete | facts))


def test_an_organ_is_founded_below_its_parent() -> None:
    county = found()
    township = found(
        code="999901001", kind=Organ.Kind.TOWNSHIP, name="演示乡人民政府", parent=county, area_code="", phone="0000-1"
    )
    assert township.path == "999901/999901001/"
    assert (township.area_code, township.phone) == ("999901", "0000-1")
    assert list(queries.subtree(county)) == [county, township]
    assert queries.name_on(township, DAY) == "演示乡人民政府"
    assert Event.objects.get(organ=township).kind == "organ.founded"
    assert verify().breaks == ()


@pytest.mark.parametrize("code", ["", "a/b"])
def test_a_code_that_would_break_the_tree_is_refused(code: str) -> None:
    with pytest.raises(OrganError, match="无效"):
        found(code=code)


def test_a_code_is_used_once() -> None:
    found()
    with pytest.raises(OrganError, match="已被使用"):
        found()


def test_a_new_name_leaves_the_old_one_its_dates() -> None:
    organ = found()
    operations.rename_organ(organ=organ, by=None, on=date(2020, 1, 1), name="示例市人民政府", short_name="示例市")
    assert queries.name_on(organ, date(2019, 12, 31)) == "示例县人民政府"
    assert queries.name_on(organ, date(2020, 1, 1)) == "示例市人民政府"
    assert queries.name_on(organ, date(2000, 1, 1)) == "示例市人民政府", (
        "before its first name an organ is called as now"
    )
    organ.refresh_from_db()
    assert organ.short_name == "示例市"
    with pytest.raises(OrganError, match="必须更晚"):
        operations.rename_organ(organ=organ, by=None, on=date(2020, 1, 1), name="x", short_name="x")


def test_ogi_12_contacts_are_checked_with_their_day() -> None:
    organ = operations.check_contacts(organ=found(), by=None, on=DAY, phone="0000-7654321")
    assert (organ.phone, organ.contact_checked_on) == ("0000-7654321", DAY)
    with pytest.raises(OrganError, match="path"):
        operations.check_contacts(organ=organ, by=None, on=DAY, path="x")


def test_a_person_is_appointed_once_and_the_post_ends_with_its_last_day() -> None:
    organ, user = found(), UserFactory.create()
    facts: dict[str, Any] = {"user": user, "organ": organ, "role": Role.CLERK, "by": None}
    post = operations.appoint(**facts, on=DAY, duties="专职")
    with pytest.raises(OrganError, match="无需重复任命"):
        operations.appoint(**facts, on=DAY)
    with pytest.raises(OrganError, match="不能早于"):
        operations.end_post(post=post, by=None, on=date(2023, 5, 7))
    operations.end_post(post=post, by=None, on=DAY)
    assert list(queries.staff(organ, on=DAY)) == [post]
    assert list(queries.staff(organ, on=date(2023, 5, 9))) == []
    with pytest.raises(OrganError, match="已于2023-05-08结束"):
        operations.end_post(post=post, by=None, on=DAY)
    operations.appoint(**facts, on=date(2023, 6, 1))
    assert Post.objects.filter(user=user).count() == 2


def test_an_account_opens_and_closes() -> None:
    organ = found()
    user = operations.open_account(
        organ=organ, username="demo", display_name="演示人员", password="correct horse", by=None, on=DAY
    )
    assert authenticate(username="demo", password="correct horse") == user
    with pytest.raises(OrganError, match="已被使用"):
        operations.open_account(organ=organ, username="demo", display_name="x", password="x", by=None, on=DAY)
    operations.close_account(organ=organ, user=user, by=None, on=DAY)
    assert authenticate(username="demo", password="correct horse") is None
    facts = Event.objects.filter(kind="account.opened").get().facts
    assert facts == {"username": "demo"}, "no password in the history"


def test_organs_exist_from_founding_to_the_day_before_abolition() -> None:
    gone = OrganFactory.create(abolished=True)
    assert gone in queries.existing(date(2021, 12, 31))
    assert gone not in queries.existing(date(2022, 1, 1))
    assert gone not in queries.existing(date(2009, 12, 31))


def test_the_database_keeps_the_promises_of_organs() -> None:
    organ, post = OrganFactory.create(), PostFactory.create()
    OrganNameFactory.create(organ=organ)
    attempts: list[tuple[Any, dict[str, Any]]] = [
        (organ, {"path": "x"}),
        (organ, {"abolished_on": organ.founded_on}),
        (post, {"to_on": date(2009, 12, 31)}),
    ]
    for row, change in attempts:
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        PostFactory.create(user=post.user, organ=post.organ, role=post.role)
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganNameFactory.create(organ=organ)
    OrganNameFactory.create(organ=organ, former=True)
    assert OrganName.objects.filter(organ=organ).count() == 2
