"""Every public place where a list of people could show: its pages, the search, the feeds, the files made beforehand."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.html import strip_tags

from gongkai.apps.benefits import nightly, queries
from gongkai.apps.benefits.models import ListScan, PublicNotice

#: Kinds of files of the static site that hold text.
TEXTS = frozenset({".html", ".json", ".xml", ".csv", ".txt"})
_MOST_FILES = 20_000


def scan(notices: QuerySet[PublicNotice], *, at: datetime) -> list[ListScan]:
    """Look at everything public about these notices and record what was found."""
    return nightly.scan_public(notices, texts, at=at)


def texts(notice: PublicNotice) -> Iterator[tuple[str, str]]:
    """Give every public text in which something of the list could stand, as the public gets it."""
    for address in addresses(notice):
        yield address, _answer(address)
    yield from _made_beforehand(notice.organ.code)


def addresses(notice: PublicNotice) -> Iterator[str]:
    """Give the addresses of the list, page by page, and of the pages around it."""
    code, key = notice.organ.code, notice.batch.public_key
    address = reverse("portal:benefit-list", args=[code, key])
    for start in range(0, max(1, sum(place[1] for place in notice.batch.places)), queries.PAGE):
        yield f"{address}?start={start}"
    yield reverse("portal:benefits", args=[code])
    yield reverse("portal:column", args=[code])
    yield reverse("portal:items-feed", args=[code, "json"])
    yield reverse("portal:search", args=[code]) + f"?q={notice.batch.program.name}"


def _answer(address: str) -> str:
    """Call a view the way the public does, without a browser: no session, no person."""
    path, _mark, query = address.partition("?")
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.META |= {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "QUERY_STRING": query, "REMOTE_ADDR": "127.0.0.1"}
    match = resolve(path)
    response = match.func(request, *match.args, **match.kwargs)
    return strip_tags(response.content.decode("utf-8", "replace")) if response.status_code == 200 else ""


def _made_beforehand(code: str) -> Iterator[tuple[str, str]]:
    """Give the files of the static site below an organ's column."""
    root = Path(settings.STATIC_SITE_DIR)
    found = (path for path in sorted(root.glob(f"**/{code}/**/*")) if path.suffix in TEXTS and path.is_file())
    for _count, path in zip(range(_MOST_FILES), found, strict=False):
        yield str(path.relative_to(root)), path.read_text(encoding="utf-8", errors="replace")
