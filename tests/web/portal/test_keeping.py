"""Pages are kept until something happens at the organ, and not a request longer."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.apps.organs import operations as organs
from gongkai.apps.publication import operations
from tests.web.portal.world import World, publish


def asked(reader: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert reader.get(path).status_code in (200, 410)
    return len(queries)


def test_a_kept_page_costs_one_query_and_is_the_same(world: World, reader: Client) -> None:
    for path in (world.base, f"{world.base}items/", world.item(world.notice), f"{world.base}reports/2025/"):
        first = reader.get(path)
        assert asked(reader, path) == 1, path
        second = reader.get(path)
        assert first.content == second.content
        changing = {"Content-Security-Policy"}
        assert {*first.headers.items()} ^ {*second.headers.items()} == {
            (name, response.headers[name]) for response in (first, second) for name in changing
        }


def test_a_withdrawn_item_is_gone_at_once(world: World, reader: Client) -> None:
    path = world.item(world.notice)
    for known in (path, world.base, f"{world.base}items/"):
        assert world.notice.title in reader.get(known).content.decode()
    operations.withdraw(item=world.notice, ground="privacy", by=world.desk.leader, at=world.desk.later())
    assert reader.get(path).status_code == 410
    assert reader.get(path).status_code == 410
    for known in (path, world.base, f"{world.base}items/"):
        assert world.notice.title not in reader.get(known).content.decode()


def test_what_is_published_appears_at_once(world: World, reader: Client) -> None:
    reader.get(world.base)
    publish(world.desk, "刚刚公开的信息")
    assert "刚刚公开的信息" in reader.get(world.base).content.decode()


def test_a_new_telephone_number_appears_at_once(world: World, reader: Client) -> None:
    reader.get(f"{world.base}guide/")
    organs.check_contacts(organ=world.township, by=None, on=world.desk.at.date(), phone="0000-7654321")
    assert "0000-7654321" in reader.get(f"{world.base}guide/").content.decode()


def test_readers_settings_are_not_mixed_up(world: World) -> None:
    plain, elder, english = Client(), Client(), Client()
    elder.cookies["gk_display"] = "elder"
    english.cookies["django_language"] = "en"
    for _round in range(2):
        pages = [reader.get(world.base).content.decode() for reader in (plain, elder, english)]
        assert ['class="portal elder"' in page for page in pages] == [False, True, False]
        assert ['lang="en"' in page.split(">")[1] for page in pages] == [False, False, True]
    strange = Client()
    strange.cookies["gk_display"] = "elder.<script>.nonsense"
    assert strange.get(world.base).content.decode() == pages[1]


def test_hosts_are_not_mixed_up(world: World, reader: Client) -> None:
    ours = reader.get(world.item(world.notice), headers={"host": "ours.example"}).content.decode()
    theirs = reader.get(world.item(world.notice), headers={"host": "theirs.example"}).content.decode()
    assert "ours.example" in ours
    assert "ours.example" not in theirs


def test_questions_are_not_kept(world: World, reader: Client) -> None:
    path = f"{world.base}items/?kind=policy"
    reader.get(path)
    assert asked(reader, path) > 1
