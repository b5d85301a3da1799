"""Pictures: searched when text recognition is installed, left to a person when not."""

import sys
from types import ModuleType, SimpleNamespace

import pytest

from gongkai.documents.personal_data import pictures
from gongkai.law.privacy import id_check_character

BODY = "64042319800101123"
NUMBER = BODY + id_check_character(BODY)


@pytest.fixture(autouse=True)
def forget() -> None:
    pictures.recogniser.cache_clear()


def recognising(monkeypatch: pytest.MonkeyPatch, result: object) -> None:
    """Install a recogniser that always sees the same."""
    module = ModuleType("rapidocr")
    module.RapidOCR = lambda: lambda data: result  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "rapidocr", module)


def box(left: float, top: float) -> list[list[float]]:
    return [[left, top], [left + 90, top], [left + 90, top + 20], [left, top + 20]]


def test_without_recognition_nobody_has_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    assert pictures.scan_picture(b"x") is None


def test_numbers_cut_at_blanks_are_joined_again(monkeypatch: pytest.MonkeyPatch) -> None:
    result = SimpleNamespace(
        txts=("证号", NUMBER[6:14], NUMBER[:6], NUMBER[14:], "第二行"),
        boxes=(box(0, 10), box(200, 12), box(100, 11), box(300, 9), box(0, 60)),
    )
    recognising(monkeypatch, result)
    findings = pictures.scan_picture(b"x", where="第3页")
    assert findings is not None
    assert [(finding.kind, finding.where) for finding in findings] == [("id_number", "第3页第1段")]


def test_a_picture_without_words_has_no_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    recognising(monkeypatch, SimpleNamespace(txts=None, boxes=None))
    assert pictures.scan_picture(b"x") == []
