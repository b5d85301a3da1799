"""Lists as data count what their pages count, say what they say, and are safe to open."""

import csv
import json
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from lxml import etree, html

from gongkai.web.portal import feeds
from tests.web.portal.world import World, publish

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def as_json(reader: Client, path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(reader.get(path).content)
    return found


def as_atom(reader: Client, path: str) -> etree._Element:
    return etree.fromstring(reader.get(path).content)


def as_rows(reader: Client, path: str) -> list[dict[str, str]]:
    text = b"".join(reader.get(path)).decode("utf-8-sig")  # type: ignore[arg-type]  # streamed
    return list(csv.DictReader(StringIO(text)))


def lines(reader: Client, path: str) -> int:
    page = html.fromstring(reader.get(path).content)
    return len(
        page.xpath("(//main//ul | //main//ol)[contains(@class, 'items')]/li | //section[not(@id)]//table//tbody/tr")
    )


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("items/", "items/feed."),
        ("items/?kind=policy", "items/feed.{}?kind=policy"),
        ("items/?year=2026", "items/feed.{}?year=2026"),
        ("items/?year=2025", "items/feed.{}?year=2025"),
        ("topics/a20.07/", "items/feed.{}?topic=a20.07"),
        ("topics/a20.11/", "topics/a20.11/feed.{}"),
        ("items/2026/2/", "items/2026/2/feed.{}"),
        ("topics/a20.14/", "items/feed.{}?topic=a20.14"),
        ("rules/", "rules/feed.{}"),
        ("documents/", "documents/feed."),
        ("documents/?show=ended", "documents/feed.{}?show=ended"),
        ("documents/ended/", "documents/ended/feed.{}"),
        ("documents/?show=all", "documents/feed.{}?show=all"),
        ("reports/", "reports/feed."),
        ("search/?q=演示", "search/feed.{}?q=演示"),
        ("search/?q=演示&in=title", "search/feed.{}?q=演示&in=title"),
    ],
)
def test_page_json_atom_and_csv_count_alike(world: World, reader: Client, page: str, feed: str) -> None:
    publish(world.desk, "青河乡公开制度（演示）", kind="disclosure_rules")
    path = feed if "{}" in feed else feed + "{}"
    found = as_json(reader, world.base + path.format("json"))
    counts = {
        lines(reader, world.base + page),
        len(found["items"]),
        found["_list"]["count"],
        len(as_atom(reader, world.base + path.format("atom")).findall("a:entry", ATOM)),
        len(as_rows(reader, world.base + path.format("csv"))),
    }
    assert len(counts) == 1, counts


def test_the_links_of_a_page_are_its_own_feeds(world: World, reader: Client) -> None:
    page = html.fromstring(reader.get(f"{world.base}topics/a20.07/").content)
    links = page.xpath("//span[@class='feeds']/a/@href")
    assert links == [f"{world.base}topics/a20.07/feed.{kind}" for kind in ("atom", "json", "csv")]


def test_the_grid_of_reports_counts_the_newest_versions(world: World, reader: Client) -> None:
    found = as_json(reader, "/reports/feed.json")
    assert [entry["_fields"]["version"] for entry in found["items"]] == [2, 1]
    assert len(as_rows(reader, "/reports/feed.csv")) == 2


def test_an_entry_carries_the_fields_of_the_catalogue(world: World, reader: Client) -> None:
    found = as_json(reader, f"{world.base}items/feed.json")
    entry = next(entry for entry in found["items"] if entry["id"] == world.notice.public_key)
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert entry["url"] == f"http://testserver{world.item(world.notice)}"
    assert entry["date_published"].endswith("+08:00")
    fields = entry["_fields"]
    assert fields["index_number"] == world.notice.index_number
    assert (fields["topic_code"], fields["kind"], fields["produced_on"]) == ("a20.11", "welfare", "2023-05-08")
    assert set(fields) == set(found["_list"]["columns"])
    row = next(
        row for row in as_rows(reader, f"{world.base}items/feed.csv") if row["索引号"] == world.notice.index_number
    )
    assert row["名称"] == world.notice.title
    assert row["网址"] == entry["url"]


def test_validity_and_correction_stand_in_the_data(world: World, reader: Client) -> None:
    found = {entry["id"]: entry for entry in as_json(reader, f"{world.base}items/feed.json")["items"]}
    assert found[world.old_policy.public_key]["_fields"]["validity"] == "repealed_document"
    assert found[world.new_policy.public_key]["_fields"]["validity"] == "valid"
    corrected = found[world.corrected.public_key]
    assert corrected["date_modified"] > corrected["date_published"]
    documents = as_json(reader, f"{world.base}documents/feed.json?show=all")["items"]
    old = next(entry for entry in documents if entry["_fields"]["number"] == "示青政发〔2024〕21号")
    assert old["_fields"]["replaced_by"] == "示青政发〔2026〕3号"


def test_long_lists_come_in_pages_that_lead_on(world: World, reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "PAGE", 3)
    path, keys = f"{world.base}items/feed.json?year=2026", []
    whole = as_json(reader, path)["_list"]["count"]
    while path:
        found = as_json(reader, path)
        keys += [entry["id"] for entry in found["items"]]
        path = found.get("next_url", "")
    assert len(keys) == len(set(keys)) == whole > 3
    feed = as_atom(reader, f"{world.base}items/feed.atom")
    assert feed.xpath("a:link[@rel='next']", namespaces=ATOM)
    assert len(as_rows(reader, f"{world.base}items/feed.csv")) == whole


def test_a_feed_is_valid_where_titles_are_not(world: World, reader: Client) -> None:
    publish(world.desk, '=HYPERLINK("http://evil.example")&<b>\x07粗</b>', abstract="<i>摘要</i>&\x0b")
    rows = as_rows(reader, f"{world.base}items/feed.csv")
    assert rows[0]["名称"].startswith("'=HYPERLINK")
    feed = as_atom(reader, f"{world.base}items/feed.atom")
    title = feed.findtext("a:entry/a:title", namespaces=ATOM) or ""
    assert title.startswith("=HYPERLINK")
    assert "<b>" in title
    assert feed.findtext("a:entry/a:summary", namespaces=ATOM) == "&lt;i&gt;摘要&lt;/i&gt;&amp;"
    assert feed.findtext("a:author/a:name", namespaces=ATOM) == world.township.name


def test_anybodys_script_may_read_a_list(world: World, reader: Client) -> None:
    for base in world.feeds().values():
        for kind, media in feeds.MEDIA_TYPES.items():
            response = reader.get(f"{base}{kind}")
            assert response.status_code == 200
            assert response["Content-Type"] == media
            assert response["Access-Control-Allow-Origin"] == "*"


def test_an_empty_list_is_still_a_list(world: World, reader: Client) -> None:
    base = f"/xxgk/{world.department.code}/"
    assert as_json(reader, f"{base}items/feed.json")["items"] == []
    assert as_atom(reader, f"{base}reports/feed.atom").findall("a:entry", ATOM) == []
    assert as_rows(reader, f"{base}documents/feed.csv") == []


def test_data_are_chinese_whatever_the_readers_language(world: World, reader: Client, english_reader: Client) -> None:
    for kind in feeds.FORMATS:
        path = f"{world.base}items/feed.{kind}"
        ours, theirs = (b"".join(one.get(path)) for one in (reader, english_reader))  # type: ignore[arg-type]  # streamed
        assert ours == theirs, kind
