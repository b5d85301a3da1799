"""No hidden word survives, in any format, by any technique; and the test can see one that does."""

import statistics
import time
from collections import Counter

import pytest

from gongkai.documents.rebuilding import Refused, rebuild, tasks
from gongkai.documents.rebuilding.audit import task as audit_task
from gongkai.documents.rebuilding.audit.shapes import Audited
from gongkai.documents.rebuilding.made import Made
from tests.documents.rebuilding.corpus import Planted, docx, ods, plant, techniques, xls, xlsx
from tests.documents.rebuilding.finding import holds, pieces
from tests.documents.rebuilding.local import in_process

__all__ = ["in_process"]

ONE_EACH = list(plant(1))


def leaks(planted: Planted) -> str:
    """Say how the hidden word of a file got into what is given out; an empty text when it did not."""
    try:
        result = rebuild(planted.data, planted.name)
    except Refused as refusal:
        return f"refused: {refusal.code} {refusal.detail[-200:]}"
    shown = [result.text, result.name, *result.preview.paragraphs, *(str(grid) for grid in result.preview.grids)]
    shown += [str(item) for item in (*result.dropped, *result.findings, *result.unread)]
    if any(planted.canary in text for text in shown):
        return "in the report"
    return "in the file" if holds(result.data, planted.canary) else ""


def with_unseen_characters(format_name: str) -> bytes:
    bits = "".join(f"{code:08b}" for code in b"CANARY").replace("0", "\u200b").replace("1", "\u200c")
    words = f"可见{bits}的文字"
    if format_name == "xlsx":
        book, sheet = xlsx.plain(0)
        sheet["D2"] = words
        return xlsx.saved(book)
    if format_name == "docx":
        return docx.body(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")("", 0)
    if format_name == "xls":
        old = xls.plain(0)
        old.sheets[0].cells[1, 3] = (words, 0)
        return xls.saved(old)
    return ods.book(0, rows=ods.row(ods.cell(words))) if format_name == "ods" else f"{words},b\n1,2\n".encode()


def texts_in(data: bytes) -> list[str]:
    return [piece.decode("utf-8", "replace") for piece in pieces(data)]


def test_the_corpus_is_large_and_of_many_kinds() -> None:
    count = sum(len(group) for group in techniques().values())
    assert count * 3 >= 600
    assert {"xlsx", "xls", "ods", "docx", "pdf", "jpg", "png", "zip"} <= techniques().keys()
    assert min(len(techniques()[kind]) for kind in ("xlsx", "docx", "pdf")) >= 30
    assert len({planted.canary for planted in ONE_EACH}) == len(ONE_EACH)


@pytest.mark.parametrize("planted", ONE_EACH, ids=lambda planted: f"{planted.format}-{planted.technique}")
def test_no_hidden_word_survives(planted: Planted, in_process: None) -> None:
    assert holds(planted.data, planted.canary), "the upload itself must hold the word"
    assert leaks(planted) == ""


@pytest.mark.parametrize("format_name", ["xlsx", "docx", "xls", "ods", "txt", "csv"])
def test_words_in_characters_without_width_do_not_go_on(format_name: str, in_process: None) -> None:
    """Every bit of a word as one of two characters that nobody sees."""
    result = rebuild(with_unseen_characters(format_name), f"a.{format_name}")
    assert not any(
        character in piece for character in ("\u200b", "\u200c") for piece in (result.text, *texts_in(result.data))
    )
    assert any(item.what == "看不见的字符" for item in result.dropped)
    assert "可见" in result.text


@pytest.mark.drill
@pytest.mark.timeout(3600)
def test_no_hidden_word_survives_the_real_way_in_six_hundred_files() -> None:
    """Through the children, all techniques in three further variants; half of the files take at most three seconds."""
    files = list(plant(3, first=1))
    assert len(files) >= 600
    found, took = {}, []
    for planted in files:
        began = time.monotonic()
        why = leaks(planted)
        took.append(time.monotonic() - began)
        if why:
            found[planted.name] = why
    assert found == {}
    assert statistics.median(took) <= 3


def test_with_dropping_disabled_the_same_test_finds_the_words(
    monkeypatch: pytest.MonkeyPatch, in_process: None
) -> None:
    """Positive control: an engine that hands files on as they are is caught in every technique."""

    def as_it_is(kind: str) -> tasks.Rebuilder:
        return lambda data, kind, limits: Made(
            kind=kind if kind in ("xlsx", "docx", "pdf", "png") else "jpeg", data=data
        )

    monkeypatch.setattr(tasks, "rebuilder", as_it_is)
    monkeypatch.setattr(audit_task, "auditor_of", lambda kind: lambda data, text, facts: Audited())
    results = {planted.name: leaks(planted) for planted in ONE_EACH if planted.format != "zip"}
    assert set(results.values()) == {"in the file"}, Counter(results.values())


def test_the_second_reader_alone_catches_files_that_were_not_rebuilt(
    monkeypatch: pytest.MonkeyPatch, in_process: None
) -> None:
    """Positive control of the second reader: given the uploads themselves, it refuses every one."""
    true_rebuilder = tasks.rebuilder

    def keeps_file(kind: str) -> tasks.Rebuilder:
        work = true_rebuilder(kind)

        def kept(data: bytes, kind: str, limits: tasks.Limits) -> Made:
            made = work(data, kind, limits)
            made.data = data
            return made

        return kept

    monkeypatch.setattr(tasks, "rebuilder", keeps_file)
    formats = ("xlsx", "docx", "pdf", "jpg", "png")
    results = {planted.name: leaks(planted) for planted in ONE_EACH if planted.format in formats}
    passed = {name for name, why in results.items() if not why.startswith("refused: hidden_left")}
    assert passed == set()
