"""Compare the files with the pages as they should be: nothing stale, nothing missing, nothing too much, no dead link."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from lxml import html

from gongkai.web.access import PUBLIC
from gongkai.web.static_site import addresses
from gongkai.web.static_site.publishing import placed, tree
from gongkai.web.static_site.rendering import render
from gongkai.web.static_site.serving import uncompressed
from gongkai.web.static_site.tree import TOMBSTONE, UNFINISHED, Folder

#: Addresses that other servers answer, or that lead to a person.
FOREIGN = re.compile(r"(?:https?:)?//|mailto:|tel:|data:", re.IGNORECASE)


@dataclass
class Findings:
    """What is wrong with the files, by kind; each entry names an address."""

    pages: int = 0
    links: int = 0
    missing: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Tell whether nothing was found."""
        return not (self.missing or self.stale or self.extra or self.dead)


def verify() -> Findings:
    """
    Make every page anew and compare it with its file, then follow every link.

    :raises FileNotFoundError: the site was never built.
    """
    site = tree()
    if not site.exists():
        raise FileNotFoundError("静态站点还没有生成。请先运行 gongkai site build。")
    folder, found = site.pages(), Findings()
    expected = _compare(folder, found)
    present = set(folder.everything())
    found.extra += sorted(_name(folder, place) for place in present - expected if not _is_asset(folder, place))
    found.extra += sorted(str(place) for place in folder.path.resolve().rglob(f"{UNFINISHED}*"))
    _follow(folder, (place for place in sorted(present) if place.suffix == ".html"), found)
    return found


def _compare(folder: Folder, found: Findings) -> set[Path]:
    expected: set[Path] = set()
    for address in dict.fromkeys(addresses.everything()):
        files, _gone = placed(folder, address, render(address))
        found.pages += bool(files)
        for place, content in files.items():
            if place.suffix == ".gz":
                continue
            expected.add(place)
            if not place.is_file():
                found.missing.append(address)
            elif place.read_bytes() != content or not _same_copy(place, content, files):
                found.stale.append(address)
    return expected


def _same_copy(place: Path, content: bytes, files: dict[Path, bytes]) -> bool:
    copy = place.with_name(f"{place.name}.gz")
    if copy not in files:
        return not copy.exists()
    try:
        return uncompressed(copy) == content
    except OSError:
        return False


def _is_asset(folder: Folder, place: Path) -> bool:
    return place.relative_to(folder.path).parts[0] == "static"


def _name(folder: Folder, place: Path) -> str:
    return folder.address(place)


def _follow(folder: Folder, pages: Iterable[Path], found: Findings) -> None:
    """Follow every link once: to a file, or to a public view of the application."""
    known: dict[str, bool] = {}
    for place in pages:
        base = folder.address(place).removesuffix(TOMBSTONE)
        for link in links_of(place.read_bytes()):
            target = _inside(base, link)
            if target is None:
                continue
            if target not in known:
                known[target] = _leads_somewhere(folder, target)
                found.links += 1
            if not known[target]:
                found.dead.append(f"{base} → {link}")


def links_of(content: bytes) -> Iterator[str]:
    """Give every address that a page points to: links, pictures, style sheets, scripts, forms."""
    root = html.fromstring(content)
    for attribute in ("href", "src", "action"):
        yield from cast("list[str]", root.xpath(f"//@{attribute}"))


def _inside(base: str, link: str) -> str | None:
    """Give the path of a link within this site, None for others."""
    if link.startswith(settings.SITE_URL + "/"):
        link = link.removeprefix(settings.SITE_URL)
    if not link or link.startswith("#") or FOREIGN.match(link):
        return None
    return urlsplit(urljoin(base, link)).path


def _leads_somewhere(folder: Folder, path: str) -> bool:
    place = folder.place(path)
    if place.is_file() or place.with_name(TOMBSTONE).is_file():
        return True
    try:
        match = resolve(unquote(path))
    except Resolver404:
        return False
    dynamic = (
        match.view_name in DYNAMIC
        or match.view_name.startswith("portal:apply-")
        or getattr(match.func, "access", "") != PUBLIC
    )
    return dynamic or render(path).status in (200, 410)


#: Public pages that only the application makes, besides those on which one applies.
DYNAMIC = frozenset({"ui:display", "portal:search", "portal:search-all"})
