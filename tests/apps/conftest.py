"""A database in a file, so that several connections can write at once."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest
from django.db import connection, connections

T = TypeVar("T")
Crew = Callable[[list[Callable[[], T]]], list[T]]


@pytest.fixture
def crew(transactional_db: None, tmp_path: Path) -> Crew[T]:
    """
    Run jobs at the same time, each on a connection of its own.

    On SQLite the test database lies in memory and has one connection, so the first call copies it into a file with all that the
    test wrote before; the jobs of every call work on that file, which is gone after the test.
    """
    settings = connections.settings["default"]
    name, file = settings["NAME"], tmp_path / "crew.sqlite3"

    def work(job: Callable[[], T]) -> T:
        try:
            return job()
        finally:
            connections["default"].close()

    def run(jobs: list[Callable[[], T]]) -> list[T]:
        if connection.vendor == "sqlite":
            if not file.exists():
                connection.ensure_connection()
                copy = sqlite3.connect(file)
                connection.connection.backup(copy)
                copy.close()
            settings["NAME"] = str(file)
        try:
            with ThreadPoolExecutor(max_workers=len(jobs)) as pool:
                return [done.result() for done in [pool.submit(work, job) for job in jobs]]
        finally:
            settings["NAME"] = name

    return run
