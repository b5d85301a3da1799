"""
Nothing that an upload hides reaches the public: not a file, not a page, not a feed, not the search, not even the database in clear.

The canaries of `tests/documents/rebuilding/corpus` go the whole way: upload, attachment, review, publication, search, public pages;
then everything that somebody without an account can reach is read, byte by byte. Positive control: with an engine that hands files
on as they are, the same reading finds them.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
from django.test import Client

from gongkai.apps.core import search, uploads
from gongkai.apps.core.models import Event, SearchDocument, Upload
from gongkai.apps.core.uploads import UploadRefused
from gongkai.apps.publication import operations
from gongkai.apps.publication.effects import refresh_search
from gongkai.apps.publication.models import DisclosureItem
from gongkai.web.static_site import addresses, publishing
from gongkai.web.static_site.serving import uncompressed
from tests.documents.rebuilding.corpus import Planted, plant
from tests.documents.rebuilding.finding import holds
from tests.documents.rebuilding.local import handing_on, in_process
from tests.factories.publication import DAY, Desk

__all__ = ["handing_on", "in_process"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_process")]

#: All canaries begin so.
WORD = "CANARY"
LINK = re.compile(rb'(?:href|src)="([^"]+)"|"(?:url|href|file)": ?"([^"]+)"|<link>([^<]+)</link>')
#: Where the words of an item can be: the pages of its organ, feeds, open data, search; not the law and not the guides.
PLACES = re.compile(r"/(?:data/|item/|search/|xxgk/[^/]+/(?:items?/|search/|topics/|$))")
MOST_PAGES = 150


@pytest.fixture(autouse=True)
def files_dir(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"
    settings.STATIC_SITE_DIR = tmp_path / "site"


def some() -> list[Planted]:
    """Give the first and the last technique of every format."""
    by_format: dict[str, list[Planted]] = {}
    for planted in plant(1):
        by_format.setdefault(planted.format, []).append(planted)
    return [
        planted
        for group in by_format.values()
        for planted in {group[0].name: group[0], group[-1].name: group[-1]}.values()
    ]


def taken(desk: Desk, planted: Iterable[Planted]) -> list[Upload]:
    """Upload the files; what waits for a look is confirmed, as a hasty clerk would do."""
    found = []
    for file in planted:
        upload = uploads.take(
            organ=desk.organ, name=file.name, data=file.data, by=desk.clerk, on=DAY, at=desk.later(), purpose="item"
        )
        if not uploads.standing(upload, on=DAY).settled:
            upload = uploads.confirm(upload=upload, by=desk.clerk, on=DAY, at=desk.later())
        found.append(upload)
    return found


def published(desk: Desk, planted: Iterable[Planted]) -> DisclosureItem:
    item = desk.draft()
    operations.attach(item=item, based_on=1, files=taken(desk, planted), by=desk.clerk, at=desk.later())
    for step in (desk.submit, desk.review, desk.approve):
        step(item)
    item = desk.publish(item)
    refresh_search(item)
    return item


def reachable(desk: Desk, item: DisclosureItem) -> Iterator[tuple[str, bytes]]:
    """Read everything that a reader without an account can reach from the pages of the organ."""
    reader = Client()
    code = desk.organ.code
    waiting = [
        f"/xxgk/{code}/item/{item.public_key}/",
        f"/xxgk/{code}/items/",
        f"/xxgk/{code}/",
        "/",
        "/data/",
        f"/search/?q={WORD}",
    ]
    seen = set(waiting)
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        answer = reader.get(path)
        body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type]  # plain bytes
        yield path, body
        for groups in LINK.findall(body):
            link = urlsplit(urljoin(path, next(filter(None, groups)).decode("utf-8", "replace").replace("&amp;", "&")))
            wanted = link.path + (f"?{link.query}" if link.query else "")
            if link.netloc in ("", "testserver") and wanted not in seen and PLACES.match(wanted):
                seen.add(wanted)
                waiting.append(wanted)


def exported(item: DisclosureItem) -> dict[str, bytes]:
    """Write the pages that the publication touches as files, as the static export does, and read them back."""
    folder = publishing.tree().fresh("test")
    event = Event.objects.select_related("organ").get(kind="item.published", subject_id=item.pk)
    publishing.write(folder, list(dict.fromkeys(addresses.touched_by(event))))
    return {
        str(path.relative_to(folder.path)): uncompressed(path) if path.suffix == ".gz" else path.read_bytes()
        for path in folder.path.rglob("*")
        if path.is_file()
    }


def leaks(desk: Desk, item: DisclosureItem) -> dict[str, list[str]]:
    """Say where the word is found in what is public or in clear in the database."""
    pages = dict(reachable(desk, item))
    attached = item.published_version.attachments.count() if item.published_version else 0
    assert sum("/files/" in path for path in pages) >= attached, "every attachment must be read"
    assert any(path.endswith((".json", ".atom", ".csv")) for path in pages), "feeds must be read"
    found = {"pages": [path for path, body in pages.items() if holds(body, WORD) and "q=" not in path]}
    files = exported(item)
    assert sum("/files/" in path for path in files) >= attached, "every attachment must be exported"
    found["export"] = [path for path, body in files.items() if holds(body, WORD)]
    found["search"] = [
        document.title for document in SearchDocument.objects.all() if WORD in document.text + document.title
    ]
    found["hits"] = [str(hit.object_id) for hit in search.search(WORD).hits]
    found["database"] = [
        model.__name__
        for model in apps.get_models()
        if model.__module__.startswith("gongkai") and any(WORD in str(row) for row in model.objects.values_list())
    ]
    return {place: where for place, where in found.items() if where}


def test_nothing_hidden_reaches_the_public() -> None:
    desk, planted = Desk.create(), some()
    assert len({file.format for file in planted}) >= 8
    assert all(holds(file.data, WORD) for file in planted)
    assert leaks(desk, published(desk, planted)) == {}


@pytest.mark.drill
@pytest.mark.timeout(3600)
def test_nothing_hidden_reaches_the_public_in_six_hundred_files() -> None:
    desk, planted = Desk.create(), list(plant(3))
    assert len(planted) >= 600
    for start in range(0, len(planted), 50):
        item = published(desk, planted[start : start + 50])
        assert leaks(desk, item) == {}


def test_an_engine_that_hands_files_on_is_caught(handing_on: None) -> None:
    """Positive control."""
    desk = Desk.create()
    planted = [file for file in some() if file.format in ("xlsx", "docx", "pdf", "png")]
    found = leaks(desk, published(desk, planted))
    assert len(found["pages"]) >= len(planted) - 1
    assert len(found["export"]) >= len(planted) - 1


def test_refused_files_leave_nothing_readable(tmp_path: Path) -> None:
    desk = Desk.create()
    with pytest.raises(UploadRefused):
        uploads.take(
            organ=desk.organ,
            name=f"{WORD}.rar",
            data=b"Rar!" + WORD.encode(),
            by=None,
            on=DAY,
            at=desk.later(),
            purpose="tip",
        )
    assert Upload.objects.get().refusal
    stored = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(WORD.encode() in path.read_bytes() for path in stored)
