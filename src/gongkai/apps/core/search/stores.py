# ruff: noqa: S608 - only fixed names are written into the SQL; whatever a user typed is a parameter
"""
The two index stores behind one interface: FTS5 on SQLite, tsvector with GIN on PostgreSQL.

Both hold two tables: titles alone, and whole texts (title, number, body). Rows are found by the id of the search document, and ids
follow the publication date, so the newest come first without sorting. Nothing is ranked: ranking all matches is what costs.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection

from gongkai.apps.core.search.words import Phrase, pieces

#: Counting stops here and reads “1,000+”.
COUNT_LIMIT = 1_001
#: PostgreSQL looks through so many of the newest rows before it asks the whole index: a GIN index holds no positions, so a phrase
#: that many rows hold would make it open all of them.
NEWEST = 2_000
NO_END = 2**62
#: The number under which PostgreSQL keeps the lock of the writers; any number that nothing else uses.
WRITERS_LOCK = 7_305_010
GIN_INDEXES = ("core_search_title_tokens", "core_search_body_whole", "core_search_body_pieces")


@dataclass(frozen=True)
class Wanted:
    """
    What is looked for: tokens that must be there (organ, kind, tags), and for each word one of its forms, each a phrase.

    Only the ids from `first` up to before `end` are looked at.
    """

    scope: Sequence[str]
    phrases: Sequence[Sequence[Phrase]]
    first: int = 0
    end: int = NO_END

    def ids(self, column: str, *, before: int = NO_END) -> tuple[str, list[int]]:
        """Write the condition on the ids, and its parameters."""
        upper, lower = f"{column} < %s", f" AND {column} >= %s" if self.first else ""
        return upper + lower, [min(before, self.end), *([self.first] if self.first else [])]


@dataclass(frozen=True)
class Entry:
    """What is entered for one document: tokens of where it belongs, of its title, and of its whole text."""

    document_id: int
    scope: Sequence[str]
    title: Sequence[str]
    body: Sequence[str]


class Store(Protocol):
    """What the search needs of a database."""

    def lock(self) -> None:
        """Let one writer in at a time, until its transaction ends."""

    def add(self, entries: Sequence[Entry]) -> None:
        """Enter documents."""

    def discard(self, entry: Entry) -> None:
        """Take a document out; the entry is the one it was entered with."""

    def clear(self) -> None:
        """Empty the index."""

    def prepare(self) -> None:
        """Get ready for very many entries."""

    def settle(self) -> None:
        """Tidy up after very many entries."""

    def titles(self, wanted: Wanted, *, before: int, limit: int) -> list[int]:
        """Give the newest documents whose title matches."""

    def bodies(self, wanted: Wanted, *, before: int, limit: int) -> list[int]:
        """Give the newest documents that match but not by their title."""

    def newest(self, wanted: Wanted, *, before: int, limit: int) -> list[int]:
        """Give the newest documents that match, by title or text alike."""

    def with_any(self, wanted: Wanted, tokens: Sequence[str], *, limit: int) -> list[int]:
        """Give the newest documents whose title holds any of the tokens."""

    def count(self, wanted: Wanted, *, titles_only: bool) -> int:
        """Count the matches up to `COUNT_LIMIT`."""


def store() -> Store:
    """Give the store that fits the database."""
    return PostgresStore() if connection.vendor == "postgresql" else SqliteStore()


def _column(sql: str, parameters: Iterable[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(parameters))
        return [row[0] for row in cursor.fetchall()]


def _run(sql: str, *rows: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        if rows:
            cursor.executemany(sql, rows)
        else:
            cursor.execute(sql)


class SqliteStore:
    """FTS5 without stored content: a row is taken out by the tokens that it was entered with."""

    def lock(self) -> None:
        """Nothing to do: the database has one writer anyway."""

    def add(self, entries: Sequence[Entry]) -> None:
        """Enter documents."""
        for table, rows in _texts(entries):
            _run(f"INSERT INTO {table}(rowid, tokens) VALUES (%s, %s)", *rows)

    def discard(self, entry: Entry) -> None:
        """Take a document out."""
        for table, rows in _texts([entry]):
            _run(f"INSERT INTO {table}({table}, rowid, tokens) VALUES ('delete', %s, %s)", *rows)

    def clear(self) -> None:
        """Empty the index."""
        _run("INSERT INTO core_search_title(core_search_title) VALUES ('delete-all')")
        _run("INSERT INTO core_search_body(core_search_body) VALUES ('delete-all')")

    def prepare(self) -> None:
        """Nothing to do."""

    def settle(self) -> None:
        """Merge the segments of the index."""
        _run("INSERT INTO core_search_title(core_search_title) VALUES ('optimize')")
        _run("INSERT INTO core_search_body(core_search_body) VALUES ('optimize')")

    def titles(self, wanted: Wanted, *, before: int, limit: int) -> list[int]:
        """Give the newest documents whose title matches; rows stream out of the index, newest first."""
        ids, parameters = wanted.ids("rowid", before=before)
        return _column(
            f"SELECT rowid FROM core_search_title WHERE core_search_title MATCH %s AND {ids} ORDER BY rowid DESC LIMIT %s",
            (_match(wanted), *parameters, limit),
        )

    def bodies(self, wanted: Wanted, *, before: int, limit: int) -> list[int]:
        """Give the newest documents that match but not by their title."""
        match = _match(wanted)
        ids, parameters = wanted.ids("rowid", before=before)
        return _column(
            f"SELECT rowid FROM core_search_body WHERE core_search_body MATCH %s AND {ids} AND rowid NOT IN"
            " (SELECT rowid FROM core_search_title WHERE core_search_title MATCH %s) ORDER BY rowid DESC LIMIT %s",
            (match, *parameters, match, limit),
        )

    def newest(self, wanted: Wanted, *, before: int, limit: int) -> list[int]:
        """Give the newest documents that match."""
        ids, parameters = wanted.ids("rowid", before=before)
        return _column(
            f"SELECT rowid FROM core_search_body WHERE core_search_body MATCH %s AND {ids} ORDER BY rowid DESC LIMIT %s",
            (_match(wanted), *parameters, limit),
        )

    def with_any(self, wanted: Wanted, tokens: Sequence[str], *, limit: int) -> list[int]:
        """Give the newest documents whose title holds any of the tokens."""
        scope = [f'"{token}"' for token in wanted.scope]
        any_of = " OR ".join(f'"{token}"' for token in tokens)
        return _column(
            "SELECT rowid FROM core_search_title WHERE core_search_title MATCH %s ORDER BY rowid DESC LIMIT %s",
            (" AND ".join([*scope, f"({any_of})"]), limit),
        )

    def count(self, wanted: Wanted, *, titles_only: bool) -> int:
        """Count the matches up to the limit."""
        table = "core_search_title" if titles_only else "core_search_body"
        ids, parameters = wanted.ids("rowid")
        sql = f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {table} MATCH %s AND {ids} LIMIT %s)"
        return _column(sql, (_match(wanted), *parameters, COUNT_LIMIT))[0]


def _texts(entries: Sequence[Entry]) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """Give the rows of both tables, tokens parted by blanks."""
    yield "core_search_title", [(entry.document_id, " ".join([*entry.scope, *entry.title])) for entry in entries]
    yield "core_search_body", [(entry.document_id, " ".join([*entry.scope, *entry.body])) for entry in entries]


def _match(wanted: Wanted) -> str:
    """Write an FTS5 expression. Tokens hold letters and digits only, so nothing of a query can reach its syntax."""
    parts = [f'"{token}"' for token in wanted.scope]
    for forms in wanted.phrases:
        written = [f'"{" ".join(phrase.tokens)}"{"*" if phrase.open_end else ""}' for phrase in forms]
        parts.append(written[0] if len(written) == 1 else f"({' OR '.join(written)})")
    return " AND ".join(parts)


class PostgresStore:
    """Stored tsvectors with their positions; a text too long for one vector lies in several overlapping pieces."""

    def lock(self) -> None:
        """Take the lock of the index; without it two writers could choose the same id, or one empty what the other just entered."""
        _column("SELECT 1 FROM pg_advisory_xact_lock(%s)", (WRITERS_LOCK,))

    def add(self, entries: Sequence[Entry]) -> None:
        """Enter documents."""
        titles = [(entry.document_id, _vector(entry.scope, entry.title)) for entry in entries]
        bodies = [
            (entry.document_id, place, len(parts) == 1, _vector(entry.scope, part))
            for entry in entries
            for parts in [list(pieces(entry.body))]
            for place, part in enumerate(parts)
        ]
        _run("INSERT INTO core_search_title VALUES (%s, %s::tsvector)", *titles)
        _run("INSERT INTO core_search_body VALUES (%s, %s, %s, %s::tsvector)", *bodies)

    def discard(self, entry: Entry) -> None:
        """Take a document out."""
        _run("DELETE FROM core_search_title WHERE document_id = %s", (entry.document_id,))
        _run("DELETE FROM core_search_body WHERE document_id = %s", (entry.document_id,))

    def clear(self) -> None:
        """Empty the index."""
        _run("DELETE FROM core_search_title")
        _run("DELETE FROM core_search_body")

    def prepare(self) -> None:
        """Let new entries wait in a list, which is ten times faster than sorting each one in."""
        for name in GIN_INDEXES:
            _run(f"ALTER INDEX {name} SET (fastupdate = on)")

    def settle(self) -> None:
        """Sort the waiting entries in, and refresh the statistics that the planner goes by."""
        for name in GIN_INDEXES:
            _run(f"ALTER INDEX {name} SET (fastupdate = off)")
            _run(f"SELECT gin_clean_pending_list('{name}')")
        _run("ANALYZE core_search_title")
        _run("ANALYZE core_search_body")

    def titles(self, wanted: Wanted, *, before: int, limit: int) -> list[int]:
        """Give the newest documents whose title matches."""
        return _newest_first("core_search_title", "true", "", wanted, [_query(wanted)], before=before, limit=limit)

    def bodies(self, wanted: Wanted, *, before: int, limit: int) -> list[int]:
        """Give the newest documents that match but not by their title."""
        query = _query(wanted)
        not_by_title = "AND document_id NOT IN (SELECT document_id FROM core_search_title WHERE tokens @@ %s::tsquery)"
        queries = [query, query]
        found = _newest_first("core_search_body", "whole", not_by_title, wanted, queries, before=before, limit=limit)
        parts, parameters = _long_texts(wanted)
        ids, bounds = wanted.ids("document_id", before=before)
        found += _column(
            f"SELECT document_id FROM ({parts}) long_texts WHERE {ids} {not_by_title}"
            " ORDER BY document_id DESC LIMIT %s",
            (*parameters, *bounds, query, limit),
        )
        return sorted(found, reverse=True)[:limit]

    def newest(self, wanted: Wanted, *, before: int, limit: int) -> list[int]:
        """Give the newest documents that match."""
        found = _newest_first("core_search_body", "whole", "", wanted, [_query(wanted)], before=before, limit=limit)
        parts, parameters = _long_texts(wanted)
        ids, bounds = wanted.ids("document_id", before=before)
        found += _column(
            f"SELECT document_id FROM ({parts}) long_texts WHERE {ids} ORDER BY document_id DESC LIMIT %s",
            (*parameters, *bounds, limit),
        )
        return sorted(found, reverse=True)[:limit]

    def with_any(self, wanted: Wanted, tokens: Sequence[str], *, limit: int) -> list[int]:
        """Give the newest documents whose title holds any of the tokens."""
        any_of = " | ".join(f"'{token}'" for token in tokens)
        query = " & ".join([*(f"'{token}'" for token in wanted.scope), f"({any_of})"])
        return _newest_first("core_search_title", "true", "", wanted, [query], before=NO_END, limit=limit)

    def count(self, wanted: Wanted, *, titles_only: bool) -> int:
        """Count the matches up to the limit."""
        table, rows = ("core_search_title", "true") if titles_only else ("core_search_body", "whole")
        ids, bounds = wanted.ids("document_id")
        sql = f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {rows} AND tokens @@ %s::tsquery AND {ids} LIMIT %s) found"
        found = _column(sql, (_query(wanted), *bounds, COUNT_LIMIT))[0]
        if titles_only or found >= COUNT_LIMIT:
            return found
        parts, parameters = _long_texts(wanted)
        sql = f"SELECT count(*) FROM (SELECT 1 FROM ({parts}) long_texts WHERE {ids} LIMIT %s) found"
        return min(COUNT_LIMIT, found + _column(sql, (*parameters, *bounds, COUNT_LIMIT))[0])


def _newest_first(
    table: str, rows: str, condition: str, wanted: Wanted, queries: list[str], *, before: int, limit: int
) -> list[int]:
    """Look through the newest rows; ask the whole index only if too few of them match."""
    ids, bounds = wanted.ids("document_id", before=before)
    found = _column(
        f"SELECT document_id FROM (SELECT document_id, tokens FROM {table} WHERE {rows} AND {ids}"
        f" ORDER BY document_id DESC LIMIT {NEWEST}) newest WHERE tokens @@ %s::tsquery {condition} LIMIT %s",
        (*bounds, *queries, limit),
    )
    if len(found) == limit:
        return found
    # “+ 0” keeps the planner from walking the primary key backwards through everything in the hope of an early match.
    return _column(
        f"SELECT document_id FROM {table} WHERE {rows} AND {ids} AND tokens @@ %s::tsquery {condition}"
        " ORDER BY document_id + 0 DESC LIMIT %s",
        (*bounds, *queries, limit),
    )


def _long_texts(wanted: Wanted) -> tuple[str, list[str]]:
    """Write the query for texts in pieces: each word may stand in another piece of the same document."""
    part = "SELECT DISTINCT document_id FROM core_search_body WHERE NOT whole AND tokens @@ %s::tsquery"
    queries = [_query(Wanted(wanted.scope, [forms])) for forms in wanted.phrases]
    return " INTERSECT ".join([part] * len(queries)), queries


def _query(wanted: Wanted) -> str:
    """Write a tsquery. Tokens hold letters and digits only, so nothing of a query can reach its syntax."""
    parts = [f"'{token}'" for token in wanted.scope]
    parts += [f"({' | '.join(map(_phrase, forms))})" for forms in wanted.phrases]
    return " & ".join(parts)


def _phrase(phrase: Phrase) -> str:
    lexemes = [f"'{token}'" for token in phrase.tokens]
    lexemes[-1] += ":*" if phrase.open_end else ""
    return f"({' <-> '.join(lexemes)})"


def _vector(scope: Sequence[str], sequence: Sequence[str]) -> str:
    """Write a tsvector with positions; the parser of PostgreSQL, which knows no Chinese, is never asked."""
    places: dict[str, list[int]] = {}
    for place, token in enumerate(sequence, start=1):
        places.setdefault(token, []).append(place)
    lexemes = [f"'{token}'" for token in scope]
    lexemes += [f"'{token}':{','.join(map(str, found))}" for token, found in places.items()]
    return " ".join(lexemes)
