"""Recall on planted values, false alarms on official text, and the control: without finders nothing is found."""

import re
from collections import Counter
from pathlib import Path

import pytest

from gongkai.documents.personal_data import Severity, scan_table, scan_text
from gongkai.documents.personal_data import text as text_module
from tests.documents.personal_data.planting import tables, texts

#: At least this share of each group must be found.
RECALL = {
    "id": 0.999,
    "disguised": 0.98,
    "mobile": 0.995,
    "card": 0.99,
    "address": 0.95,
    "name": 0.90,
    "minor": 0.90,
    "health": 0.90,
    "landline": 0.95,
    "email": 0.95,
    "plate": 0.95,
    "other": 0.95,
}
HERE = Path(__file__).parent
CORPUS = HERE.parents[3] / "shared" / "corpus"


def recall(text_count: int, table_count: int, seed: int) -> tuple[Counter[str], Counter[str]]:
    """Count planted and found values by group."""
    planted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for text in texts(text_count, seed):
        findings = scan_text(text.text)
        for kind, group, start, end in text.plants:
            planted[group] += 1
            found[group] += any(f.kind == kind and f.start < end and f.end > start for f in findings)
    for table in tables(table_count, seed + 1):
        at = {(f.kind, f.row, f.column) for f in scan_table(table.rows)}
        for kind, group, row, column in table.plants:
            planted[group] += 1
            found[group] += (kind, row, column) in at
    return planted, found


def test_recall_on_six_thousand_planted_values() -> None:
    planted, found = recall(1700, 60, seed=11)
    assert planted.total() >= 6000
    shares = {group: found[group] / planted[group] for group in planted}
    assert {group: share for group, share in shares.items() if share < RECALL[group]} == {}, shares


@pytest.mark.drill
@pytest.mark.parametrize("seed", [101, 202, 303, 404])
def test_recall_holds_for_other_values(seed: int) -> None:
    planted, found = recall(1700, 60, seed)
    shares = {group: found[group] / planted[group] for group in planted}
    assert {group: share for group, share in shares.items() if share < RECALL[group]} == {}, shares


def test_without_finders_the_same_test_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Positive control: the figures come from the finder and not from the test."""
    monkeypatch.setattr(text_module, "FINDERS", ())
    planted, found = recall(60, 0, seed=11)
    assert planted.total() > 100
    assert found.total() == 0


def test_false_alarms_on_official_paragraphs() -> None:
    lines = (HERE / "official.txt").read_text(encoding="utf-8").split("\n")
    check_alarms([line for line in lines if line.strip()])


@pytest.mark.skipif(not CORPUS.is_dir(), reason="没有已发布报告的样本目录")
def test_false_alarms_on_published_reports() -> None:
    check_alarms(
        [
            line
            for path in sorted(CORPUS.rglob("*"))
            if path.suffix in {".txt", ".md", ".html"}
            for line in re.sub("<[^>]*>", "\n", path.read_text(encoding="utf-8", errors="ignore")).split("\n")
            if line.strip()
        ]
    )


def check_alarms(paragraphs: list[str]) -> None:
    """At most one alarm per hundred paragraphs, one blocking alarm per thousand."""
    alarms = [(finding, paragraph) for paragraph in paragraphs for finding in scan_text(paragraph)]
    blocking = [alarm for alarm in alarms if alarm[0].severity is Severity.BLOCK]
    assert len(alarms) <= len(paragraphs) / 100, alarms
    assert len(blocking) <= len(paragraphs) / 1000, blocking
