"""The permission table: a post grants its verbs at its organ or below it, on its days, and nothing else does."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.apps.organs import permissions
from gongkai.apps.organs.models import Organ, Role
from gongkai.apps.organs.permissions import (
    OWN,
    SUBTREE,
    NotPermitted,
    PermissionTableError,
    grants,
    may,
    organs_for,
    require,
    verbs,
)
from tests.factories.organs import OrganFactory, PostFactory, UserFactory, person

DAY = date(2023, 5, 8)


@pytest.fixture
def tree() -> dict[str, Organ]:
    """A county with two townships, of which one has a village, and a county beside it whose code begins alike."""
    county = OrganFactory.create(county=True, code="999901")
    township = OrganFactory.create(parent=county, code="999901001")
    return {
        "county": county,
        "township": township,
        "village": OrganFactory.create(parent=township, village=True, code="999901001001"),
        "sibling": OrganFactory.create(parent=county, code="999901002"),
        "similar": OrganFactory.create(county=True, code="9999010"),
    }


def test_every_role_has_a_row_and_every_verb_a_holder() -> None:
    assert set(grants()) == set(Role)
    assert set().union(*(grant.verbs for grant in grants().values())) == set(verbs())


def test_the_three_administrators_are_kept_apart() -> None:
    """No one of them may do what another may, beyond opening the desk and seeing organs."""
    shared = {"desk.open", "organ.read"}
    admins = [grants()[role].verbs - shared for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)]
    assert all(one.isdisjoint(other) for one in admins for other in admins if one is not other)


def test_no_role_drafts_reviews_and_approves() -> None:
    for role, grant in grants().items():
        assert len({"item.write", "item.review_secrecy", "item.approve"} & grant.verbs) <= 1, role


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_each_role_has_its_verbs_at_its_organs_and_no_others(role: Role, tree: dict[str, Organ]) -> None:
    holder = person(tree["township"], role)
    reach = {OWN: {"township"}, SUBTREE: {"township", "village"}}[grants()[role].scope]
    for verb in verbs():
        expected = {tree[name].pk for name in reach} if verb in grants()[role].verbs else set()
        assert set(organs_for(holder, verb, on=DAY).values_list("pk", flat=True)) == expected
        for name, organ in tree.items():
            allowed = name in reach and verb in grants()[role].verbs
            assert may(holder, verb, organ, on=DAY) is allowed


@pytest.mark.django_db
def test_a_county_office_reaches_down_but_not_beside(tree: dict[str, Organ]) -> None:
    office = person(tree["county"], Role.COUNTY_OFFICE)
    reached = set(organs_for(office, "item.read", on=DAY))
    assert reached == {tree[name] for name in ("county", "township", "village", "sibling")}


@pytest.mark.django_db
def test_posts_add_up_and_do_not_mix(tree: dict[str, Organ]) -> None:
    """A clerk here and a leader there may not approve here."""
    user = person(tree["township"], Role.CLERK)
    PostFactory.create(user=user, organ=tree["sibling"], role=Role.GROUP_LEADER)
    assert may(user, "item.write", tree["township"], on=DAY)
    assert may(user, "item.approve", tree["sibling"], on=DAY)
    assert not may(user, "item.approve", tree["township"], on=DAY)
    assert not may(user, "item.write", tree["sibling"], on=DAY)


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.integers(-5, 5), length=st.one_of(st.none(), st.integers(0, 5)), ask=st.integers(-12, 12))
def test_a_post_counts_from_its_first_to_its_last_day(
    tree: dict[str, Organ], start: int, length: int | None, ask: int
) -> None:
    first = DAY + timedelta(days=start)
    last = None if length is None else first + timedelta(days=length)
    post = PostFactory.create(organ=tree["township"], from_on=first, to_on=last)
    day = DAY + timedelta(days=ask)
    assert may(post.user, "item.write", tree["township"], on=day) is (first <= day and (last is None or day <= last))


@pytest.mark.django_db
def test_nothing_but_posts_grants_anything(tree: dict[str, Organ]) -> None:
    for user in (
        UserFactory.create(is_superuser=True, is_staff=True),
        AnonymousUser(),
        person(tree["township"], *Role, gone=True),
    ):
        assert not any(organs_for(user, verb, on=DAY).exists() for verb in verbs())


@pytest.mark.django_db
def test_a_refusal_names_verb_and_organ(tree: dict[str, Organ]) -> None:
    user = person(tree["township"], Role.CLERK)
    require(user, "item.write", tree["township"], on=DAY)
    require(None, "item.write", tree["township"], on=DAY)
    with pytest.raises(NotPermitted, match="在示例县演示乡999901001人民政府“审批发布”") as refusal:
        require(user, "item.approve", tree["township"], on=DAY)
    assert (refusal.value.verb, refusal.value.organ) == ("item.approve", tree["township"])


@pytest.mark.django_db
def test_an_unknown_verb_is_a_fault_of_the_program() -> None:
    with pytest.raises(PermissionTableError, match=r"item\.fly"):
        organs_for(UserFactory.create(), "item.fly", on=DAY)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"verbs": {"a": "甲"}, "roles": {"king": {"scope": "own", "verbs": []}}}, "king"),
        ({"verbs": {"a": "甲"}, "roles": {"clerk": {"scope": "world", "verbs": []}}}, "clerk"),
        ({"verbs": {"a": "甲"}, "roles": {"clerk": {"scope": "own", "verbs": ["b"]}}}, "未登记的权限 b"),
        ({"verbs": {"a": "甲"}, "roles": {"clerk": {"scope": "own", "verbs": ["a"]}}}, "缺少职责"),
    ],
)
def test_a_faulty_table_is_refused(
    monkeypatch: pytest.MonkeyPatch, table: dict[str, dict[str, object]], message: str
) -> None:
    monkeypatch.setattr(permissions, "_table", lambda: table)
    verbs.cache_clear()
    grants.cache_clear()
    try:
        with pytest.raises(PermissionTableError, match=message):
            grants()
    finally:
        verbs.cache_clear()
        grants.cache_clear()
