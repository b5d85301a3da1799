"""
Search everything that the product keeps or shows for planted values; it knows nothing of how lists are made.

Four places: the whole database as a dump, every file kept, the pages made beforehand, the pages and lists that anybody can call.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from gongkai.apps.organs.models import Organ
from gongkai.apps.publication.models import DisclosureItem

Place = tuple[str, bytes]


def database() -> Iterator[Place]:
    """Give every row of every table, the search index among them."""
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - _virtual(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield f"database: {table}", b"\t".join(_bytes(value) for value in row)


def _virtual(cursor: Any) -> set[str]:
    """Name the virtual tables of SQLite, which cannot be read row by row; the tables beneath them can."""
    if connection.vendor != "sqlite":
        return set()
    cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%%'")
    return {name for (name,) in cursor.fetchall()}


def _bytes(value: object) -> bytes:
    if isinstance(value, (bytes, memoryview)):
        return bytes(value)
    return str(value).encode()


def files(root: str) -> Iterator[Place]:
    """Give every file below a folder."""
    for path in sorted(Path(root).rglob("*")):
        if path.is_file():
            yield f"file: {path.name}", path.read_bytes()


def pages(addresses: Iterable[str]) -> Iterator[Place]:
    """Give what anybody gets at these addresses, without signing in."""
    client = Client()
    for address in addresses:
        answer = client.get(address)
        if answer.status_code == 200:
            yield f"page: {address}", answer.getvalue() if answer.streaming else answer.content


def public_addresses(organ: Organ, words: Iterable[str]) -> Iterator[str]:
    """Give the lists as data, the search for each word, and the pages of an organ."""
    code = organ.code
    for name in ("column", "items", "benefits"):
        yield reverse(f"portal:{name}", args=[code])
    for kind in ("json", "csv", "rss"):
        yield reverse("portal:items-feed", args=[code, kind])
    for word in words:
        yield reverse("portal:search", args=[code]) + f"?q={word}"
        yield reverse("portal:search-all") + f"?q={word}"
    yield from ("/sitemap.xml", "/robots.txt", reverse("portal:data"))
    for item in DisclosureItem.objects.filter(organ=organ, published_at__isnull=False)[:20]:
        yield reverse("portal:item", args=[code, item.public_key])


def search(values: Iterable[str], places: Iterable[Place], *, but: frozenset[str] = frozenset()) -> list[str]:
    """
    Give where a value was found, without the value.

    :param but: values that a page repeats because they were asked for.
    """
    wanted = {value: value.encode() for value in values if value not in but}
    return [
        f"{where}: {value[:2]}…（{len(value)}）"
        for where, data in places
        for value, plain in wanted.items()
        if plain in data
    ]


def everything_kept() -> Iterator[Place]:
    """Give the database, the files and the pages made beforehand."""
    yield from database()
    yield from files(str(settings.FILES_DIR))
    yield from files(str(settings.STATIC_SITE_DIR))
