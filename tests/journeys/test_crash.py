"""An acknowledged application is never lost, never doubled, and its number is given once, whatever happens to the web process."""

import os
from pathlib import Path

import pytest

from tests.journeys.crash.run import Server, Told, besiege

LEAN, WHOLE = 48, 10_000


@pytest.fixture
def own_database() -> None:
    """On PostgreSQL, make a database for the server."""
    if host := os.environ.get("GONGKAI_TEST_PG"):
        import psycopg

        user, port = os.environ.get("GONGKAI_TEST_PG_USER", "postgres"), os.environ.get("GONGKAI_TEST_PG_PORT", "5432")
        with psycopg.connect(dbname="postgres", host=host, user=user, port=port, autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS gongkai_crash WITH (FORCE)")
            connection.execute("CREATE DATABASE gongkai_crash")


def found_wrong(server: Server, told: Told, drafts: list[list[str]]) -> list[str]:
    """Say what the database holds other than what the clients were told."""
    held = server.script("look")
    rows = held["rows"]
    wrong = [f"fault: {fault}" for fault in told.faults]
    kept = {key: serial for serial, _number, key, *_more in rows}
    wrong += [f"lost: {serial}" for key, serial in told.serials.items() if kept.get(key) != serial]
    numbers = sorted(number for _serial, number, *_more in rows)
    wrong += [] if numbers == list(range(1, len(rows) + 1)) else [f"numbers: {numbers}"]
    wrong += [] if len(kept) == len(rows) == len(drafts) else [f"{len(rows)} applications of {len(drafts)} drafts"]
    wrong += [f"not whole: {row}" for row in rows if row[3:] != [1, 1, "processing"]]
    return wrong + ([f"{held['breaks']} breaks in the chain"] if held["breaks"] else [])


@pytest.mark.timeout(300)
def test_nothing_acknowledged_is_lost_when_the_server_is_killed(tmp_path: Path, own_database: None) -> None:
    server = Server(tmp_path)
    drafts = server.script("prepare", str(LEAN))
    told = besiege(server, drafts, every=1.0, kills=2)
    assert found_wrong(server, told, drafts) == []
    assert len(told.recoveries) >= 1
    assert told.sent_again > 0, "no client noticed a kill, so nothing was tried"


@pytest.mark.drill
@pytest.mark.timeout(7200)
def test_ten_thousand_applications_with_a_kill_every_five_seconds(tmp_path: Path, own_database: None) -> None:
    server = Server(tmp_path)
    drafts = server.script("prepare", str(WHOLE))
    told = besiege(server, drafts, every=5.0)
    assert found_wrong(server, told, drafts) == []
    assert len(told.recoveries) >= 20
    assert max(told.recoveries) <= 5.0


@pytest.mark.drill
@pytest.mark.timeout(600)
@pytest.mark.skipif(bool(os.environ.get("GONGKAI_TEST_PG")), reason="the control is a SQLite that commits late")
def test_a_build_that_commits_late_loses_some_so_the_test_can_see(tmp_path: Path) -> None:
    server = Server(tmp_path, lazy=True)
    drafts = server.script("prepare", "200")
    told = besiege(server, drafts, every=2.5, kills=4)
    assert any(line.startswith("lost") for line in found_wrong(server, told, drafts))
