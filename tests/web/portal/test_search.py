"""The search page: within the subtree, marked, narrowed by place and time."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from gongkai.apps.core import search
from gongkai.apps.publication.effects import refresh_search
from tests.factories.publication import Desk
from tests.web.portal.world import World, publish


def hits(page: Any, path: str) -> list[str]:
    return [link.text_content() for link in page(path).xpath("//ol[contains(@class, 'results')]//a[@class='title']")]


def test_a_title_is_found_and_marked(world: World, page: Any) -> None:
    shown = page(f"{world.base}search/?q=耕地地力")
    assert hits(page, f"{world.base}search/?q=耕地地力") == [world.notice.title]
    assert shown.xpath("//ol//a/mark[.='耕地地力']")
    assert shown.xpath(f"//ol//a[@href='{world.item(world.notice)}']")
    assert "找到 1 条" in shown.xpath("string(//main)")


def test_a_text_is_found_but_not_by_its_title(world: World, page: Any) -> None:
    assert hits(page, f"{world.base}search/?q=18,402") == [world.notice.title]
    assert hits(page, f"{world.base}search/?q=18,402&in=title") == []


def test_a_number_is_found_however_its_brackets_are_written(world: World, page: Any) -> None:
    assert hits(page, f"{world.base}search/?q=示青政发[2026]3号")[0] == world.new_policy.title


def test_an_organ_is_searched_with_what_lies_below_and_nothing_beside(world: World, page: Any) -> None:
    other = Desk.create(world.department)
    other.at = world.desk.at
    refresh_search(other.published(title="民政局独有的通知"))
    inside = Desk.create(world.village)
    inside.at = world.desk.at
    refresh_search(inside.published(title="柳树湾村独有的通知"))
    assert hits(page, f"{world.base}search/?q=独有的通知") == ["柳树湾村独有的通知"]
    assert sorted(hits(page, f"/xxgk/{world.county.code}/search/?q=独有的通知")) == [
        "柳树湾村独有的通知",
        "民政局独有的通知",
    ]
    assert sorted(hits(page, "/search/?q=独有的通知")) == ["柳树湾村独有的通知", "民政局独有的通知"]


def test_the_time_is_narrowed(world: World, page: Any) -> None:
    for days in (5, 100, 300, 700):
        when = date(2026, 3, 24) - timedelta(days=days)
        search.index(
            organ=world.township,
            kind="annual_report",
            object_id=days,
            title=f"旧事{days}天",
            number="",
            text="",
            url="/",
            published_on=when,
        )
    found = {
        period: len(hits(page, f"{world.base}search/?q=旧事&period={period}"))
        for period in ("", "month", "half", "year", "three")
    }
    assert found == {"": 4, "month": 1, "half": 2, "year": 3, "three": 4}
    assert len(hits(page, f"{world.base}search/?q=旧事&period=nonsense")) == 4


@pytest.mark.parametrize("field", ["all", "title"])
def test_days_bound_the_search_at_both_ends(world: World, field: Any) -> None:
    days = [date(2026, 1, 1) + timedelta(days=step) for step in range(5)]
    for place, day in enumerate(days):
        search.index(
            organ=world.township,
            kind="x",
            object_id=place,
            title=f"界限{place}",
            number="1号",
            text="界限",
            url="/",
            published_on=day,
        )

    def found(query: str = "界限", **bounds: date) -> list[date]:
        page = search.search(query, field=field, kind="x", **bounds)
        assert page.count == len(page.hits)
        return [hit.published_on for hit in page.hits]

    assert found(since=days[1], until=days[3]) == [days[3], days[2], days[1]]
    assert found(since=days[4]) == [days[4]]
    assert found(until=days[0]) == [days[0]]
    assert found(since=days[3], until=days[2]) == []


def test_pages_follow_without_repeat(world: World, page: Any) -> None:
    for number in range(25):
        publish(world.desk, f"翻页信息{number:02}")
    path, seen = f"{world.base}search/?q=翻页信息", []
    while path:
        shown = page(path)
        seen += hits(page, path)
        path = next(iter(shown.xpath("//a[@rel='next']/@href")), "")
    assert len(seen) == len(set(seen)) == 25


def test_more_than_a_thousand_are_not_counted(world: World, page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.apps.core.search.stores.COUNT_LIMIT", 2)
    monkeypatch.setattr("gongkai.apps.core.search.COUNT_LIMIT", 2)
    assert "找到 1,000+ 条" in page(f"{world.base}search/?q=演示").xpath("string(//main)")


def test_nothing_found_says_what_to_do(world: World, page: Any) -> None:
    shown = page(f"{world.base}search/?q=没有这样的话")
    assert "没有找到" in shown.xpath("string(//main)")
    assert shown.xpath(f"//main//a[@href='{world.base}apply/']")
    assert shown.xpath("//main//a[starts-with(@href, '/search/?q=')]")


@pytest.mark.parametrize("query", ["", "   ", "！？", "<script>alert(1)</script>", "\x00", "'\" OR 1=1 --", "好" * 300])
def test_odd_queries_are_answered(world: World, reader: Client, query: str) -> None:
    for path in (f"{world.base}search/", "/search/", f"{world.base}search/feed.json"):
        response = reader.get(path, {"q": query, "before": "t99999999999999999999", "period": "x", "in": "y"})
        assert response.status_code == 200
        assert b"<script>alert" not in response.content or response["Content-Type"].startswith("application/feed+json")


def test_a_long_query_is_cut_and_says_so(world: World, page: Any) -> None:
    assert "只用了前 100 个字" in page(f"{world.base}search/?q={'好' * 101}").xpath("string(//main)")


def test_reports_are_found_too(world: World, page: Any) -> None:
    search.index(
        organ=world.township, kind="annual_report", object_id=1, title="青河乡2025年年度报告", number="", text="", url=f"{world.base}reports/2025/",
        published_on=date(2026, 1, 22),
    )  # fmt: skip
    shown = page(f"{world.base}search/?q=2025年年度报告")
    assert shown.xpath(f"//ol//a[@href='{world.base}reports/2025/']")


def test_form_validity_organ_days_and_order_narrow_and_stand_in_the_feed(
    world: World, page: Any, reader: Client
) -> None:
    base = f"{world.base}search/"
    assert world.old_policy.title in hits(page, f"{base}?q=小额工程")
    assert hits(page, f"{base}?q=小额工程&form=notice") == []
    assert set(hits(page, f"{base}?q=小额工程&form=policy")) == {world.old_policy.title, world.new_policy.title}
    for item in (world.old_policy, world.new_policy):
        refresh_search(item)
    assert hits(page, f"{base}?q=小额工程&validity=valid") == [world.new_policy.title]
    assert hits(page, f"{base}?q=小额工程&validity=repealed_document") == [world.old_policy.title]
    assert hits(page, f"{base}?q=小额工程&from=2030-01-01") == []
    assert len(hits(page, f"{base}?q=小额工程&from=2026-01-01&to=2026-12-31")) == 2
    assert hits(page, f"/search/?q=小额工程&organ={world.department.code}") == []
    assert len(hits(page, f"/search/?q=小额工程&organ={world.township.code}")) == 2
    assert len(hits(page, f"{base}?q=小额工程&organ={world.county.code}")) == 2  # an organ above does not widen
    assert len(hits(page, f"{base}?q=小额工程&form=x&validity=y&from=z&organ=w&sort=v")) == 2
    shown = page(f"{base}?q=小额工程&form=policy&validity=valid&exact=1&sort=date")
    feed = shown.xpath("//span[@class='feeds']/a[.='RSS']/@href")[0]
    assert reader.get(feed).content.decode().count("<entry>") == 1
    assert shown.xpath("//select[@name='form']/option[@selected]/@value") == ["policy"]


def test_synonyms_are_named_and_a_slip_is_answered(world: World, page: Any) -> None:
    publish(world.desk, "关于最低生活保障对象的公示（演示）")
    base = f"{world.base}search/"
    shown = page(f"{base}?q=低保对象")
    assert "同时检索了：最低生活保障对象" in shown.xpath("string(//main)")
    assert shown.xpath("//main//a[.='只检索原词']/@href")
    assert hits(page, f"{base}?q=低保对象&exact=1") == []
    shown = page(f"{base}?q=耕地地利保护")
    assert "您是不是要找" in shown.xpath("string(//main)")
    assert hits(page, shown.xpath("//main//a[.='耕地地力保护']/@href")[0]) == [world.notice.title]
