"""The small county with its pages written to files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gongkai.web.static_site import addresses, effects, publishing
from gongkai.web.static_site.tree import Tree
from gongkai.web.static_site.verifying import Findings, verify
from tests.web.portal import world as county
from tests.web.portal.world import World

#: The matters that the tests publish in, and one that stays empty.
MATTERS = ("a20.01", "a20.07", "a20.11", "a20.14", "a20.15")


@dataclass
class Site:
    """The county, its files, and a way to act so that what is owed after the commit is done."""

    world: World
    tree: Tree
    acting: Any

    def act(self, work: Callable[[], Any]) -> Any:
        """Do something and carry out its effects."""
        with self.acting(execute=True):
            return work()

    def read(self, address: str) -> str:
        """Give a page as it lies in its file."""
        found = self.tree.pages().read(address)
        assert found is not None, address
        return found.decode()

    def has(self, address: str) -> bool:
        """Tell whether there is a page at an address."""
        return self.tree.pages().read(address) is not None

    def holding(self, words: str) -> list[str]:
        """Name the files that hold some words, compressed copies and files being written included."""
        from gongkai.web.static_site.serving import uncompressed

        found = []
        for place in self.tree.current.resolve().rglob("*"):
            if place.is_file():
                content = uncompressed(place) if place.suffix == ".gz" else place.read_bytes()
                if words.encode() in content:
                    found.append(place.name)
        return found

    def check(self) -> Findings:
        """Compare all files with the pages as they should be."""
        return verify()


@pytest.fixture
def site(
    db: None,
    settings: Any,
    tmp_path: Path,
    standing_clock: Any,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> Iterator[Site]:
    """The township's column built, and the publisher listening; without the law's pages, which no event touches, and empty matters."""
    settings.FILES_DIR, settings.STATIC_SITE_DIR = tmp_path / "files", tmp_path / "site"
    monkeypatch.setattr(addresses, "law_pages", lambda: iter(()))
    monkeypatch.setattr("gongkai.apps.reporting.exports.KINDS", {"json": county_kinds()["json"]})
    world = county.build()
    catalog = addresses.publication.catalog
    monkeypatch.setattr(
        addresses.publication, "catalog", lambda organ: [one for one in catalog(organ) if one.code in MATTERS]
    )
    monkeypatch.setattr(addresses, "_public_organs", lambda: iter([world.county, world.township]))
    publishing.build()
    effects.follow()
    yield Site(world, publishing.tree(), django_capture_on_commit_callbacks)
    effects.ignore()


def county_kinds() -> Any:
    """Give the kinds of report files; the tests make only the quickest of them."""
    from gongkai.apps.reporting import exports

    return dict(exports.KINDS)
