"""Write pages: those that a change touched, or all of them into a tree of their own."""

import hashlib
import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files as package_files
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connections, transaction
from django.db.models import Max

from gongkai.apps.core.models import Event
from gongkai.apps.publication.effects import refresh_turned
from gongkai.web.access import today
from gongkai.web.static_site import addresses
from gongkai.web.static_site.rendering import Made, render
from gongkai.web.static_site.tree import TOMBSTONE, CannotWrite, Folder, Tree, Written, copies_of, with_copies

log = logging.getLogger(__name__)

STAMP = ".stamp"
#: Folders of this program whose change makes every page look different.
LOOKS = ("web/portal", "web/ui", "law/data", "config/base.py")
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Stamp:
    """What the pages were made with: looks and settings of the program, which database, on which day."""

    looks: str
    origin: str
    day: date


@dataclass(frozen=True)
class Built:
    """What a build made: pages, files among them that could not be made, and why."""

    pages: int
    missing: tuple[str, ...]


class BrokenPages(RuntimeError):
    """Pages could not be made; their files are gone, all others are written."""

    def __init__(self, broken: Mapping[str, Exception]) -> None:
        first, error = next(iter(broken.items()))
        super().__init__(
            f"{len(broken)} 个页面生成出错，已删除其旧文件，其余页面已更新。第一个：{first}（{type(error).__name__}: {error}）"
        )
        self.__cause__ = error


def tree() -> Tree:
    """Give the folder of this installation's pages."""
    return Tree(Path(settings.STATIC_SITE_DIR))


def refresh(touched: Iterable[str], *, closing: bool = False) -> Written:
    """
    Make pages anew; nothing is done before the site was built for the first time.

    What is gone is removed first, then everything else is written and moved into place.

    :param closing: the change takes something out of the public's sight: a page that cannot be written anew is removed rather than
        left as it was, and the application answers for it.
    :raises CannotWrite: the disk is full or refuses; no page is half-written.
    """
    site = tree()
    wanted = list(dict.fromkeys(touched))
    with site.locked():
        if not site.exists():
            return Written()
        return write(site.pages(), wanted, closing=closing)


def write(folder: Folder, wanted: Iterable[str], *, closing: bool = False) -> Written:
    """Make pages and put them into a folder that readers see, as `refresh` does; the caller holds the lock."""
    gone: list[Path] = []
    new: dict[Path, bytes] = {}
    broken: dict[str, Exception] = {}
    for address in wanted:
        try:
            added, removed = placed(folder, address, render(address))
        except Exception as error:  # noqa: BLE001 - one broken page must not keep the others as they were; raised below
            broken[address] = error
            added, removed = {}, [*copies_of(folder.place(address))]
        new |= added
        gone += removed
    dropped = folder.remove(place for place in gone if place not in new)
    try:
        put = folder.put(new)
    except CannotWrite:
        if closing:
            folder.remove(place for target in new for place in copies_of(target))
        raise
    if broken:
        raise BrokenPages(broken)
    return Written(written=put.written, unchanged=put.unchanged, removed=dropped.removed)


def placed(folder: Folder, address: str, made: Made) -> tuple[dict[Path, bytes], list[Path]]:
    """Say which files a page is, and which must not be there beside them."""
    place = folder.place(address)
    tombstone = place.with_name(TOMBSTONE)
    if made.status == 410:
        return with_copies(tombstone, made.content), [*copies_of(place)]
    page_of_folder = place.name == "index.html"
    if made.status != 200:
        return {}, [*copies_of(place), *(copies_of(tombstone) if page_of_folder else ())]
    files = with_copies(place, made.content)
    spare = [copy for copy in copies_of(place) if copy not in files]
    return files, [*spare, *(copies_of(tombstone) if page_of_folder else ())]


def build(*, workers: int = 1, progress: Progress | None = None) -> Built:
    """
    Make every page into a fresh tree and let readers see it with one switch.

    What is published while the build runs is made again before the switch.

    :param workers: how many processes make pages.
    """
    site = tree()
    seen = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    folder = site.fresh(f"{today():%Y%m%d}-{os.getpid()}")
    everything = list(dict.fromkeys(addresses.everything()))
    pages, missing = make_all(folder, everything, workers=workers, progress=progress)
    folder.add(assets(folder))
    with site.locked():
        later = Event.objects.filter(pk__gt=seen).order_by("pk")
        for event in later.select_related("organ"):
            write(folder, list(dict.fromkeys(addresses.touched_by(event))))
        (folder.path / STAMP).write_text(json.dumps(_written(stamp())), encoding="utf-8")
        site.switch(folder)
    return Built(pages, tuple(missing))


def make_all(
    folder: Folder, everything: list[str], *, workers: int, progress: Progress | None
) -> tuple[int, list[str]]:
    """Make pages into a tree that nobody sees yet; give how many there are, and the addresses that could not be made."""
    chunks = [everything[start : start + 200] for start in range(0, len(everything), 200)]
    pages, missing = 0, []
    for made, lacking in _made_by(folder, chunks, workers):
        pages += made
        missing += lacking
        if progress is not None:
            progress(pages)
    return pages, missing


def _made_by(folder: Folder, chunks: list[list[str]], workers: int) -> Iterator[tuple[int, list[str]]]:
    if workers < 2 or len(chunks) < 4 or transaction.get_connection().in_atomic_block:
        yield from (_make(folder, chunk) for chunk in chunks)
        return
    import multiprocessing

    connections.close_all()
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        yield from pool.imap_unordered(_Maker(folder), chunks)


@dataclass(frozen=True)
class _Maker:
    folder: Folder

    def __call__(self, chunk: list[str]) -> tuple[int, list[str]]:
        return _make(self.folder, chunk)


def _make(folder: Folder, chunk: Iterable[str]) -> tuple[int, list[str]]:
    """Make some pages into a tree that nobody sees yet; name those that raise, or answer neither 200 nor 404 nor 410."""
    pages, missing = 0, []
    for address in chunk:
        try:
            made = render(address)
        except Exception:
            log.exception("page %s could not be made", address)
            missing.append(address)
            continue
        new, _gone = placed(folder, address, made)
        folder.add(new)
        pages += bool(new)
        if made.status not in (200, 404, 410):
            missing.append(address)
    return pages, missing


def assets(folder: Folder) -> dict[Path, bytes]:
    """Give the style sheets, scripts and icons that the pages use, as files of the site."""
    found: dict[Path, bytes] = {}
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            if name.startswith("gongkai/"):
                with storage.open(name) as handle:
                    found |= with_copies(folder.place(f"/static/{name}"), handle.read())
    return found


# ---- what the pages were made with


def stamp() -> Stamp:
    """Say what pages made now are made with."""
    origin = Event.objects.order_by("pk").values_list("hash", flat=True).first() or ""
    own = (settings.SITE_URL, settings.SITE_CODE, settings.SITE_ICP, settings.SITE_POLICE, settings.DEMONSTRATION)
    looks = hashlib.sha256(repr((_looks(), settings.STATIC_URL, own)).encode()).hexdigest()
    return Stamp(looks, origin, today())


def stamped() -> Stamp | None:
    """Read what the pages that readers see were made with; None where there are none."""
    try:
        kept = json.loads((tree().current / STAMP).read_text(encoding="utf-8"))
        return Stamp(kept["looks"], kept["origin"], date.fromisoformat(kept["day"]))
    except (OSError, ValueError, KeyError):
        return None


def is_current() -> bool:
    """Tell whether the pages were made by this program with these settings from this database; the day apart."""
    before, now = stamped(), stamp()
    return before is not None and (before.looks, before.origin) == (now.looks, now.origin)


def refresh_the_day() -> Written:
    """Make anew what changes by itself with the day; nothing when that was done today."""
    before = stamped()
    if before is None or before.day == today():
        return Written()
    refresh_turned(since=before.day, until=today())
    done = refresh(addresses.touched_by_the_day(before.day))
    site = tree()
    with site.locked():
        site.pages().put({site.current / STAMP: json.dumps(_written(stamp())).encode()})
    return done


def retire() -> None:
    """Take all pages out of the readers' sight; the application answers until the next build."""
    site = tree()
    with site.locked():
        site.current.unlink(missing_ok=True)


def _written(made: Stamp) -> dict[str, str]:
    return {"looks": made.looks, "origin": made.origin, "day": made.day.isoformat()}


@cache
def _looks() -> str:
    whole = hashlib.sha256()
    for name in LOOKS:
        start = Path(str(package_files("gongkai"))) / name
        for path in sorted(start.rglob("*")) if start.is_dir() else [start]:
            if path.is_file() and path.suffix != ".pyc":
                whole.update(path.read_bytes())
    return whole.hexdigest()
