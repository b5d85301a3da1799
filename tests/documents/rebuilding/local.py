"""Rebuild inside the test process, by the very functions that the children call: fast, and open to being tampered with."""

import json
from typing import Any

import pytest

from gongkai.documents.rebuilding import tasks, whole
from gongkai.documents.rebuilding.model import Limits, Usage


def run_here(job: dict[str, Any], blobs: list[bytes], _limits: Limits) -> tuple[dict[str, Any], list[bytes], Usage]:
    """Do a job here; what goes over the wire still goes through JSON."""
    plain = json.loads(json.dumps(job))
    header, answer = tasks.prepare(plain, blobs)(plain, blobs)
    return json.loads(json.dumps(header)), answer, Usage()


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `rebuild` work without children."""
    monkeypatch.setattr(whole.sandbox, "run", run_here)
