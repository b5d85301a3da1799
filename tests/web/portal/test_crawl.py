"""
A reader without JavaScript follows every link from the home: what there is, is found in three clicks, and nothing is broken.

The short form walks the small county, the drill the whole demonstration.
"""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from lxml import etree, html

from gongkai.apps.publication.models import DisclosureItem
from gongkai.apps.publication.queries import public_items
from gongkai.web.portal.listing import item_url
from tests.web.portal.world import World

ATOM = "{http://www.w3.org/2005/Atom}entry"
OF_SITE = ("SiteName", "SiteDomain", "SiteIDCode")
OF_COLUMN = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
OF_ARTICLE = ("ArticleTitle", "PubDate", "ContentSource")
#: Forms and answers of the application, which have tests of their own; and places outside the portal.
ASIDE = ("/ui/", "/accounts/", "/desk/", "/static/")


@dataclass
class Crawl:
    """Everything reached from the home, with the number of clicks, and what was wrong on the way."""

    reader: Client
    aside: tuple[str, ...] = ASIDE
    clicks: dict[str, int] = field(default_factory=dict)
    dead: list[str] = field(default_factory=list)
    without_meta: list[str] = field(default_factory=list)
    unequal: list[str] = field(default_factory=list)
    lists: int = 0

    def run(self, *, deepest: int = 3) -> "Crawl":
        """Walk breadth first; pages at the last click are opened, their links are not followed."""
        self.clicks["/"] = 0
        queue = ["/"]
        while queue:
            address = queue.pop(0)
            for link in self._open(address):
                if link not in self.clicks and self.clicks[address] < deepest:
                    self.clicks[link] = self.clicks[address] + 1
                    queue.append(link)
        return self

    def _open(self, address: str) -> Iterator[str]:
        response = self.reader.get(address, follow=True)
        if response.status_code not in (200, 410):
            self.dead.append(f"{response.status_code} {address}")
            return
        if not response["Content-Type"].startswith("text/html") or "Content-Disposition" in response:
            return
        page = html.fromstring(response.content)
        if response.status_code == 200:
            self._look_at_meta(address, page)
            self._count_lists(address, page)
        for link in page.xpath("//a/@href"):
            target = urlsplit(urljoin(address, link.split("#", 1)[0]))
            if not target.netloc and target.scheme in ("", "http") and not target.path.startswith(self.aside):
                yield target.path + (f"?{target.query}" if target.query else "")

    def _look_at_meta(self, address: str, page: Any) -> None:
        given = {node.get("name"): node.get("content") for node in page.xpath("//meta[@name]")}
        article = re.fullmatch(r"/xxgk/\w+/(item/\w+|reports/\d{4})/(\?.*)?", address)
        wanted = (*OF_SITE, *OF_COLUMN, *(OF_ARTICLE if article else ()))
        lacking = [name for name in wanted if not given.get(name)]
        if lacking:
            self.without_meta.append(f"{address}: {', '.join(lacking)}")

    def _count_lists(self, address: str, page: Any) -> None:
        """The three forms of a list hold the same number of rows, and the page says that number."""
        links = {link.text: link.get("href") for link in page.xpath("(//span[@class='feeds'])[1]/a")}
        if not links:
            return
        self.lists += 1
        listed = json.loads(self.reader.get(links["JSON"]).content)
        rows = csv.reader(StringIO(b"".join(self.reader.get(links["CSV"])).decode("utf-8-sig")))
        atom = etree.fromstring(self.reader.get(links["RSS"]).content)
        counts = {listed["_list"]["count"], len(list(rows)) - 1}
        pages = {len(listed["items"]), len(atom.findall(ATOM))}
        if len(counts) != 1 or len(pages) != 1 or max(pages) > max(counts):
            self.unequal.append(f"{address}: {counts} {pages}")


def check(crawl: Crawl) -> None:
    assert crawl.dead == []
    assert sorted(crawl.without_meta)[:20] == []
    assert crawl.unequal == []
    public = list(public_items().select_related("organ"))
    assert public
    far = [item_url(item) for item in public if crawl.clicks.get(item_url(item), 9) > 3]
    assert far == []
    withdrawn = DisclosureItem.objects.filter(withdrawn_at__isnull=False).select_related("organ")
    assert [item_url(item) for item in withdrawn if item_url(item) in crawl.clicks] == []


def test_everything_is_three_clicks_from_the_home_and_nothing_is_broken(
    world: World, reader: Client, settings: Any
) -> None:
    settings.SITE_CODE = "9999000001"
    crawl = Crawl(reader, (*ASIDE, "/law/", "/outcomes/")).run()  # hundreds of pages of the law, walked by the drill
    check(crawl)
    assert len(crawl.clicks) > 100
    assert crawl.lists > 20


def test_the_crawler_sees_what_is_wrong(world: World, reader: Client, settings: Any) -> None:
    """Without the site's code every page lacks a mandatory mark; an item that no list names is far."""
    settings.SITE_CODE = ""
    crawl = Crawl(reader).run(deepest=1)
    assert crawl.without_meta
    del crawl.clicks["/"]
    with pytest.raises(AssertionError):
        check(crawl)


@pytest.mark.drill
@pytest.mark.django_db
def test_the_whole_demonstration_is_three_clicks_deep_and_unbroken(
    reader: Client, settings: Any, tmp_path: Any
) -> None:
    from gongkai.cli.demo import load

    settings.FILES_DIR, settings.SITE_CODE = tmp_path / "files", "9999000001"
    load()
    crawl = Crawl(reader).run()
    check(crawl)
    assert len(crawl.clicks) > 1000
