"""Many people at once: numbers stay gapless, nobody's text is overwritten, nothing is published twice."""

from collections.abc import Callable
from typing import Any

import pytest

from gongkai.apps.core.audit import verify
from gongkai.apps.publication import operations
from gongkai.apps.publication.models import DisclosureItem
from tests.factories.publication import Desk, newest

pytestmark = pytest.mark.django_db(transaction=True)
Crew = Callable[[list[Callable[[], Any]]], list[Any]]


def approved(desk: Desk) -> DisclosureItem:
    item = desk.draft()
    for step in (desk.submit, desk.review, desk.approve):
        step(item)
    return item


def attempt(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except operations.PublicationError as error:
        return error.code


def test_sixteen_items_published_at_once_get_gapless_numbers(crew: Crew) -> None:
    desk = Desk.create()
    items = [approved(desk) for _ in range(16)]
    at = desk.later()
    published = crew([lambda item=item: operations.publish(item=item, by=desk.leader, at=at) for item in items])
    numbers = sorted(item.index_number for item in published)
    assert numbers == [f"{desk.organ.credit_code}/2023-{n:05}" for n in range(1, 17)]
    [verdict] = crew([verify])
    assert verdict.breaks == ()


def test_one_item_published_by_many_is_published_once(crew: Crew) -> None:
    desk = Desk.create()
    item, at = approved(desk), desk.later()
    results = crew([lambda: attempt(lambda: operations.publish(item=item, by=desk.leader, at=at)) for _ in range(8)])
    assert sorted(map(str, results)) == [*["wrong_state"] * 7, item.title]


def test_of_many_saves_one_wins_and_the_others_hear_of_it(crew: Crew) -> None:
    desk = Desk.create()
    item, at = desk.draft(), desk.later()

    def save(n: int) -> Any:
        content = desk.content(f"<p>第{n}人的文字</p>")
        return operations.save_version(item=item, based_on=1, content=content, by=desk.clerk, at=at)

    results = crew([lambda n=n: attempt(lambda: save(n)) for n in range(8)])
    assert sorted(map(str, results)) == [f"{item.pk} v2", *["edit_conflict"] * 7]


def test_a_save_and_an_approval_at_once_never_publish_what_nobody_saw(crew: Crew) -> None:
    cases = []
    for _ in range(4):
        desk = Desk.create()
        item = desk.submit(desk.draft())
        desk.review(item)
        cases.append((desk, item, newest(item), desk.later()))
    jobs: list[Callable[[], Any]] = []
    for desk, item, seen, at in cases:
        who, facts = desk.leader, {"item": item, "at": at}
        save = facts | {"based_on": 1, "content": desk.content("<p>换掉</p>"), "by": desk.clerk}
        jobs += [
            lambda facts=facts, seen=seen, who=who: attempt(lambda: operations.approve(version=seen, by=who, **facts)),
            lambda save=save: attempt(lambda: operations.save_version(**save)),
            lambda facts=facts, who=who: attempt(lambda: operations.publish(by=who, **facts)),
        ]
    crew(jobs)
    for _, item, seen, _ in cases:
        [after] = crew([lambda pk=item.pk: DisclosureItem.objects.select_related("published_version").get(pk=pk)])
        assert after.published_version is None or after.published_version.hash == seen.hash
        assert (after.published_at is None) or after.state in ("published", "draft")
