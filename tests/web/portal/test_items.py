"""Items: the list and its filters, the page and its files; what is hidden stays hidden."""

from typing import Any

import pytest
from django.test import Client

from gongkai.apps.publication import operations
from gongkai.apps.publication import queries as publication
from gongkai.apps.publication.models import DisclosureItem
from gongkai.apps.publication.queries import portal
from tests.web.portal.world import DRAFT_TITLE, World, publish, topic


def listed(page: Any, path: str) -> list[str]:
    return [
        link.text_content() for link in page(path).xpath("//main//ul[contains(@class, 'items')]//a[@class='title']")
    ]


def test_the_newest_stands_first(world: World, page: Any) -> None:
    found = listed(page, f"{world.base}items/")
    assert found[0] == world.corrected.title or found[0] == world.notice.title
    dates = [
        node.get("datetime")
        for node in page(f"{world.base}items/").xpath("//main//ul[contains(@class, 'items')]//time")
    ]
    assert dates == sorted(dates, reverse=True)


def test_a_list_is_narrowed_by_matter_kind_and_year(world: World, page: Any) -> None:
    assert listed(page, f"{world.base}topics/a20.07/") == [world.corrected.title]
    assert listed(page, f"{world.base}items/?kind=policy") == [world.new_policy.title, world.old_policy.title]
    assert listed(page, f"{world.base}items/?year=2025") == []
    assert "没有符合筛选的信息" in page(f"{world.base}items/?year=2025").xpath("string(//main)")
    whole = listed(page, f"{world.base}items/")
    for nonsense in ("kind=nothing", "year=abc", "year=99999999", "year=٢٠٢٦", "after=nothing"):
        assert listed(page, f"{world.base}items/?{nonsense}") == whole, nonsense


def test_chips_take_a_filter_on_and_off(world: World, page: Any) -> None:
    def chip(path: str, words: str) -> str:
        return str(
            page(path).xpath(f"//ul[contains(@class, 'chips')]//a[starts-with(normalize-space(.), '{words}')]/@href")[0]
        )

    on = chip(f"{world.base}items/", "政策文件")
    assert on == f"{world.base}items/?kind=policy"
    assert chip(on, "政策文件") == f"{world.base}items/"
    assert chip(on, "2026") == f"{world.base}items/?kind=policy&year=2026"


def test_an_empty_matter_explains_itself(world: World, page: Any) -> None:
    shown = page(f"{world.base}topics/a20.14/")
    words = shown.xpath("string(//main)")
    assert "这个事项目前没有公开的信息" in words
    assert "《条例》第二十条第（十四）项" in words
    assert shown.xpath("//main//a[@href='tel:0000-1234567']")


def test_every_matter_is_listed_with_what_it_holds(world: World, page: Any) -> None:
    rows = page(f"{world.base}items/").xpath("//section[@id='topics']//tbody/tr")
    total, topics = publication.topic_counts(world.township)
    assert len(rows) == len(topics) >= 23
    assert sum(int(row.xpath("string(td[1])")) for row in rows) == total
    empty = [row for row in rows if "尚无内容" in row.text_content()]
    assert len(empty) == sum(not one.count for one in topics)


def test_pages_follow_one_another_without_gap_or_repeat(world: World, page: Any) -> None:
    for number in range(45):
        publish(world.desk, f"第{number}条信息")
    path, seen, pages = f"{world.base}items/", [], 0
    while path:
        shown = page(path)
        seen += [link.get("href") for link in shown.xpath("//main//ul[contains(@class, 'items')]//a[@class='title']")]
        path = next(iter(shown.xpath("//a[@rel='next']/@href")), "")
        pages += 1
    expected = portal.statutory_items(world.township).count()
    assert len(seen) == len(set(seen)) == expected
    assert pages == -(-expected // 20)


def test_going_on_survives_the_withdrawal_of_the_item_it_goes_on_from(world: World) -> None:
    for number in range(6):
        publish(world.desk, f"第{number}条信息")
    items = portal.statutory_items(world.township)
    first = portal.stretch(items, limit=3)
    operations.withdraw(item=first.items[-1], ground="error", by=world.desk.leader, at=world.desk.later())
    second = portal.stretch(items, after=first.after, limit=3)
    whole = [item.pk for item in items]
    assert [item.pk for item in second.items] == whole[2:5]


def test_the_page_of_an_item_has_its_head_files_and_history(world: World, page: Any) -> None:
    shown = page(world.item(world.notice))
    words = shown.xpath("string(//main)")
    for part in (world.notice.index_number, "示青政公示〔2026〕14号", world.township.name, "2023-05-08", "主动公开",
                 "网站、公开栏", "综合办公室", "全乡共核实18,402亩。", "第 1 版"):  # fmt: skip
        assert part in words, part
    assert shown.xpath("//article//table/thead/tr/th[.='村']")
    assert shown.xpath("//div[@class='scroll']/table")
    names = [link.text_content().strip() for link in shown.xpath("//ul[contains(@class, 'files')]//a")]
    assert names == ["各村核实结果", "说明"]
    assert "2 KB" in words or "2.0 KB" in words
    assert shown.xpath("//ul[contains(@class, 'files')]//code[@class='digest']")
    assert shown.xpath("//*[name()='svg' and contains(@class, 'qr')]")


def test_a_file_is_handed_over_and_never_shown(world: World, reader: Client) -> None:
    first = reader.get(f"{world.item(world.notice)}files/1")
    assert first.content == b"PK demo ".ljust(2048, b".")
    assert first["Content-Disposition"].startswith("attachment")
    hostile = reader.get(f"{world.item(world.notice)}files/2")
    assert hostile["Content-Disposition"].startswith("attachment")
    assert "sandbox" in hostile["Content-Security-Policy"]
    assert hostile["X-Content-Type-Options"] == "nosniff"
    assert reader.get(f"{world.item(world.notice)}files/3").status_code == 404


def test_a_correction_is_told_with_its_reason(world: World, page: Any) -> None:
    words = page(world.item(world.corrected)).xpath("string(//main)")
    assert "更正后的预算" in words
    assert "合计有误，已改正" in words
    assert "第 2 版" in words


def test_a_repealed_document_is_marked_on_its_page_and_leads_to_what_replaced_it(world: World, page: Any) -> None:
    shown = page(world.item(world.old_policy))
    notice = shown.xpath("//div[contains(@class, 'notice')]")[0]
    assert "本文件自2026年2月1日起废止" in notice.text_content()
    assert notice.xpath(f".//a[@href='{world.item(world.new_policy)}']")
    newer = page(world.item(world.new_policy))
    assert newer.xpath(f"//main//a[@href='{world.item(world.old_policy)}']")
    assert not newer.xpath("//div[contains(@class, 'notice')]")


def test_an_item_under_another_organ_leads_to_its_own_address(world: World, reader: Client) -> None:
    key = world.notice.public_key
    moved = reader.get(f"/xxgk/{world.county.code}/item/{key}/")
    assert (moved.status_code, moved["Location"]) == (301, world.item(world.notice))
    assert reader.get(f"/xxgk/{world.county.code}/item/{key}/files/1").status_code == 404
    short = reader.get(f"/item/{key}/")
    assert (short.status_code, short["Location"]) == (301, world.item(world.notice))


def test_a_withdrawn_item_keeps_a_tombstone(world: World, page: Any) -> None:
    shown = page(world.item(world.withdrawn), status=410)
    words = shown.xpath("string(//main)")
    assert world.withdrawn.index_number in words
    assert "个人信息保护" in words
    assert "撤回日期" in words


def every_answer(world: World, reader: Client) -> dict[str, bytes]:
    paths = [*world.pages().values(), world.item(world.withdrawn)]
    paths += [f"{base}{kind}" for base in world.feeds().values() for kind in ("json", "csv", "atom")]
    for word in world.hidden:
        paths += [f"{world.base}search/?q={word[:4]}", f"/search/?q={word}&in=title"]
        paths += [f"{world.base}search/feed.{kind}?q={word}" for kind in ("json", "csv", "atom")]
    paths += [f"{world.base}documents/feed.{kind}?show=all" for kind in ("json", "csv", "atom")]
    return {path: b"".join(reader.get(path)) for path in paths}  # type: ignore[arg-type]  # streamed or not


def test_no_byte_of_what_is_withdrawn_or_drafted_is_public(world: World, reader: Client) -> None:
    for path, body in every_answer(world, reader).items():
        text = body.decode()
        for word in world.hidden:
            if word in path or word[:4] in path:
                text = text.replace(f'value="{word[:4]}"', "").replace(word if word in path else word[:4], "")
            assert word not in text, (path, word)


@pytest.mark.parametrize("state", ["draft", "submitted", "reviewed", "approved"])
def test_unpublished_items_change_no_list_and_no_count(world: World, reader: Client, state: str) -> None:
    before = every_answer(world, reader)
    item = world.desk.draft(
        title=f"{DRAFT_TITLE}{state}", catalog_entry=topic("a20.07"), kind=DisclosureItem.Kind.FISCAL
    )
    for name, step in (
        ("submitted", world.desk.submit),
        ("reviewed", world.desk.review),
        ("approved", world.desk.approve),
    ):
        if state == "draft":
            break
        step(item)
        if name == state:
            break
    item.refresh_from_db()
    assert item.state == state
    assert every_answer(world, reader) == before
    assert reader.get(f"/xxgk/{world.township.code}/item/{item.public_key}/").status_code == 404
    assert reader.get(f"/item/{item.public_key}/").status_code == 404


def test_the_files_of_a_withdrawn_item_are_gone(world: World, reader: Client) -> None:
    operations.withdraw(item=world.notice, ground="privacy", by=world.desk.leader, at=world.desk.later())
    assert reader.get(f"{world.item(world.notice)}files/1").status_code == 404


def test_a_stale_index_brings_nothing_back(world: World, page: Any) -> None:
    """An item withdrawn while the search has not heard of it yet is not among the results."""
    operations.withdraw(item=world.notice, ground="privacy", by=world.desk.leader, at=world.desk.later())
    assert world.notice.title not in page(f"{world.base}search/?q=耕地地力").xpath("string(//main)")
