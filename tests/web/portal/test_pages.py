"""Every public page: it answers, stands alone, and asks for nobody's name."""

from typing import Any
from urllib.parse import unquote

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, resolve
from lxml import html

from gongkai.apps.publication.effects import refresh_search
from tests.factories.organs import OrganFactory
from tests.web.portal.world import World

COLUMN_PAGES = (
    "",
    "guide/",
    "rules/",
    "items/",
    "documents/",
    "apply/",
    "apply/form/",
    "below/",
    "search/",
    "reports/",
)


def test_every_page_answers_and_is_whole(world: World, reader: Client) -> None:
    for name, path in world.pages().items():
        response = reader.get(path)
        assert response.status_code == 200, name
        page = html.fromstring(response.content)
        assert len(page.xpath("//h1")) == 1, name
        assert page.xpath("string(//title)").strip(), name
        assert page.get("lang") == "zh-CN"
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), (name, [one for one in ids if ids.count(one) > 1])
        assert not page.xpath("//script[not(@src)] | //style | //@style"), name


def test_every_link_of_every_page_leads_somewhere(world: World, reader: Client) -> None:
    """Statutory content is at most three clicks from the column, and no link is dead."""
    seen: dict[str, int] = {world.base: 0}
    queue = [world.base]
    while queue:
        path = queue.pop(0)
        response = reader.get(path)
        assert response.status_code in (200, 301, 410), path
        if seen[path] >= 3 or not response["Content-Type"].startswith("text/html"):
            continue
        for link in html.fromstring(response.content).xpath("//a/@href"):
            target = link.split("#", 1)[0]
            if target.startswith("?"):
                target = path.split("?", 1)[0] + target
            if target.startswith("/xxgk/") and target not in seen:
                seen[target] = seen[path] + 1
                queue.append(target)
    for item in (world.notice, world.corrected, world.old_policy, world.new_policy):
        assert seen[world.item(item)] <= 3


@pytest.mark.parametrize("tail", COLUMN_PAGES)
def test_an_unknown_organ_has_no_pages(db: None, reader: Client, tail: str) -> None:
    assert reader.get(f"/xxgk/nowhere/{tail}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "topics/a99/", "item/abcdefghjkmn/", "item/abcdefghjkmn/files/1", "reports/1999/", "reports/2025/?version=77",
        "reports/2025/v2.exe", "reports/2025/v9.pdf", "reports/2025/v3.json", "reports/2024/", "items/feed.xml",
        "items/feed.json?topic=a99", "documents/feed.xls", "reports/feed.pdf", "search/feed.doc",
    ],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(world: World, reader: Client, path: str) -> None:
    assert reader.get(world.base + path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/law/nothing/", "/law/ogi/999/", "/item/abcdefghjkmn/", "/reports/feed.xml", "/search/feed.xml"]
)
def test_what_does_not_exist_outside_a_column_is_not_found(db: None, reader: Client, path: str) -> None:
    assert reader.get(path).status_code == 404


def test_an_organ_is_public_from_its_founding_on_and_stays_when_abolished(world: World, reader: Client) -> None:
    OrganFactory.create(code="888801", founded_on="2027-01-01")
    gone = OrganFactory.create(code="888802", abolished=True)
    assert reader.get("/xxgk/888801/").status_code == 404
    answer = reader.get(f"/xxgk/{gone.code}/").content.decode()
    assert "本机关已于2022年1月1日撤销" in answer
    home = reader.get("/").content.decode()
    assert gone.short_name not in home
    assert world.township.short_name in home


def test_without_any_organ_the_home_says_so(db: None, reader: Client) -> None:
    assert "还没有机关" in reader.get("/").content.decode()
    assert "还没有机关" in reader.get("/reports/").content.decode()


def test_nothing_is_changed_and_only_reading_is_answered(world: World, reader: Client) -> None:
    for name, path in world.pages().items():
        assert name == "verify" or reader.post(path).status_code == 405, path
        assert reader.head(path).status_code == 200, path


def test_no_page_looks_for_a_session_or_a_user(world: World, reader: Client) -> None:
    get_user_model().objects.create_user(username="signed-in", password="correct horse battery")
    assert reader.login(username="signed-in", password="correct horse battery")
    feeds = [f"{base}{kind}" for base in world.feeds().values() for kind in ("json", "csv", "atom")]
    for path in [*world.pages().values(), *feeds, world.item(world.withdrawn)]:
        with CaptureQueriesContext(connection) as queries:
            response = reader.get(path)
            b"".join(response)  # type: ignore[arg-type]  # streamed or not
        tables = ('FROM "django_session"', 'FROM "organs_user"')
        asked = [query["sql"] for query in queries if any(table in query["sql"] for table in tables)]
        assert asked == [], path
        assert not response.wsgi_request.session.accessed, path
        assert not response.cookies, path


def test_queries_do_not_grow_with_the_list(world: World, reader: Client) -> None:
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            reader.get(f"{world.base}items/")
        counts.append(len(queries))
        for number in range(8):
            refresh_search(world.desk.published(title=f"更多信息{number}", catalog_entry=world.notice.catalog_entry))
    assert counts[0] == counts[1] <= 25


def test_the_head_names_site_column_and_article(world: World, page: Any) -> None:
    def meta(path: str) -> dict[str, str]:
        return {node.get("name"): node.get("content") for node in page(path).xpath("//meta[@name]")}

    column = meta(world.base)
    assert column["SiteName"] == world.township.name
    assert column["SiteDomain"] == "testserver"
    assert column["ColumnName"] == column["ColumnType"] == "政府信息公开"
    item = meta(world.item(world.notice))
    assert item["ArticleTitle"] == world.notice.title
    assert item["PubDate"].startswith("2026-02-")
    assert len(item["PubDate"]) == len("2026-02-02 09:00")
    assert item["ContentSource"] == "综合办公室"
    assert item["ColumnName"] == "民生保障"
    report = meta(f"{world.base}reports/2025/")
    assert report["ArticleTitle"].endswith("2025年政府信息公开工作年度报告")
    assert "ArticleTitle" not in column


def test_every_list_page_announces_its_feeds(world: World, page: Any) -> None:
    for tail in ("", "items/", "topics/a20.07/", "documents/", "reports/", "rules/", "search/?q=演示"):
        links = page(world.base + tail).xpath("//link[@rel='alternate']/@href")
        assert len(links) == 2, tail


def test_demonstration_data_say_what_they_are(world: World, page: Any) -> None:
    assert "虚构" in page("/").xpath("string(//main)")
    for path in (world.base, f"{world.base}guide/", world.item(world.notice), f"{world.base}reports/2025/"):
        assert "演示" in page(path).xpath("string(//*[contains(@class, 'page-head')]//*[contains(@class, 'badge')])"), (
            path
        )
    OrganFactory._meta.model.objects.update(is_demo=False)
    assert "虚构" not in page("/").xpath("string(//main)")


def test_the_column_has_the_five_blocks_in_their_order(world: World, page: Any) -> None:
    shown = page(world.base)
    tiles = [tile.text_content() for tile in shown.xpath("//a[contains(@class, 'tile')]/b")]
    assert tiles == ["公开指南", "公开制度", "主动公开", "年度报告", "依申请公开"]
    tree = [link.text_content().strip() for link in shown.xpath("//nav[contains(@class, 'side-nav')]/ul/li/a/span")]
    assert tree[:5] == ["公开指南", "公开制度", "法定主动公开内容", "年度报告", "依申请公开"]
    assert tree[5:] == ["惠民惠农资金", "本乡村庄"]


def test_the_tree_counts_what_its_pages_list(world: World, page: Any) -> None:
    shown = page(world.base)
    for link in shown.xpath("//nav[contains(@class, 'side-nav')]//li//li/a"):
        count, target = link.findtext("small"), link.get("href")
        if "#" in target:
            continue
        listed = page(target).xpath("//main//ul[contains(@class, 'items')]/li | //main//table//tbody/tr")
        assert int(count or -1) == len(listed), target


def test_the_statistics_show_only_what_has_occurred_and_nobody(world: World, page: Any) -> None:
    assert page(world.base).xpath(f"//aside//a[@href='{world.base}statistics/']")
    shown = page(f"{world.base}statistics/").xpath("string(//main)")
    assert "按时主动公开" in shown
    assert "按时答复申请" not in shown
    assert "还没有可以统计的" in page(f"/xxgk/{world.department.code}/statistics/").xpath("string(//main)")
    village = page(f"/xxgk/{world.village.code}/statistics/").xpath("string(//main)")
    assert "新收申请" not in village


def test_the_tip_phone_can_be_called(world: World, page: Any) -> None:
    assert page(world.base).xpath("//aside//a[@href='tel:0000-1234569']")
    assert not page(f"/xxgk/{world.department.code}/").xpath("//aside//a[starts-with(@href, 'tel:')]")


def test_the_guide_gives_facts_limits_fees_and_remedies(world: World, page: Any) -> None:
    shown = page(f"{world.base}guide/").xpath("string(//main)")
    for words in ("综合办公室", "演示路1号", "0000-1234568", "2026-01-06", "20 个工作日", "7 个工作日", "60 日", "生态青河",
                  "第 11 至 30 件", "每月不超过 10 件", "示例县人民政府（演示）", "应当先申请行政复议"):  # fmt: skip
        assert words in shown, words
    assert "超过一年没有核对" not in shown
    world.township.contact_checked_on = "2024-12-31"
    world.township.save()
    cache.clear()
    assert "超过一年没有核对" in page(f"{world.base}guide/").xpath("string(//main)")


def test_applying_works_on_paper_and_offers_nothing_dead(world: World, page: Any) -> None:
    shown = page(f"{world.base}apply/")
    assert "网上申请尚未开通" in shown.xpath("string(//main)")
    forms = shown.xpath("//main//form")
    assert [form.get("action") for form in forms] == [f"{world.base}search/"]
    sheet = page(f"{world.base}apply/form/").xpath("string(//main)")
    assert "用途" not in sheet.replace("不需要说明用途", "")
    assert "法律服务机构" in sheet


def test_a_village_sends_applicants_to_its_township(world: World, page: Any) -> None:
    base = f"/xxgk/{world.village.code}/"
    shown = page(f"{base}apply/")
    assert world.township.name in shown.xpath("string(//main)")
    assert shown.xpath(f"//main//a[@href='{world.base}apply/']")
    page(f"{base}apply/form/", status=404)
    assert "不受理政府信息公开申请" in page(f"{base}guide/").xpath("string(//main)")
    assert "年度报告" not in page(base).xpath("string(//nav[contains(@class, 'side-nav')])")


def test_every_public_route_has_a_page_here(world: World) -> None:
    names = {
        pattern.name
        for resolver in get_resolver().url_patterns
        if getattr(resolver, "app_name", "") == "portal"
        for pattern in resolver.url_patterns
    }
    shown = [*world.pages().values(), *(f"{base}json" for base in world.feeds().values())]
    seen = {resolve(unquote(path.split("?", 1)[0])).url_name for path in shown}
    elsewhere = {"item-short", "item-file", "item-file-plain", "item-data", "sitemap", "organ-sitemap", "changes"}
    # They need a list on notice, a village's disclosure or an order at hand: tests/web/workbench/test_lists.py, test_villages.py,
    # test_orders.py and tests/verification/test_lists.py walk them; the figures of the day have theirs in test_reports.py.
    elsewhere |= {"benefit-list", "list-short", "objection", "own-record", "order", "performance"}
    elsewhere |= {"village-item", "village-ask", "village-photo"}
    own_tests = ("apply-", "report", "outcome", "documents-shown", "topic-feed", "month-feed", "rules-feed")
    assert {name for name in names - seen - elsewhere if not name.startswith(own_tests)} == set()
