"""Rebuild inside the test process, by the very functions that the children call: fast, and open to being tampered with."""

import json
from typing import Any

import pytest

from gongkai.documents.rebuilding import tasks, whole
from gongkai.documents.rebuilding.audit import task as audit_task
from gongkai.documents.rebuilding.audit.shapes import Audited
from gongkai.documents.rebuilding.made import Made
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


@pytest.fixture
def handing_on(in_process: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Positive control: an engine that hands every file on as it is, and a second reader that sees nothing."""

    def as_it_is(kind: str) -> tasks.Rebuilder:
        shown = kind if kind in ("xlsx", "docx", "pdf", "png") else "jpeg"
        return lambda data, kind, limits: Made(kind=shown, data=data)

    monkeypatch.setattr(tasks, "rebuilder", as_it_is)
    monkeypatch.setattr(audit_task, "auditor_of", lambda kind: lambda data, text, facts: Audited())
