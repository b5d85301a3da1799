"""Pictures of reports: said so without the optional recogniser, read in a roomier child with it."""

import io
import sys
import types
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from gongkai.documents.reading import UnreadableReport, isolation, read_report
from gongkai.documents.reading.errors import PutOff
from gongkai.documents.reading.sources import ocr
from tests.documents.reading.renderings import one_cell_per_line
from tests.documents.reading.samples import sample


@pytest.fixture
def scan() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (200, 300), "white").save(out, format="PDF")
    return out.getvalue()


@pytest.fixture
def recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    """A recogniser that sees one report on every page, a box for each of its lines."""
    import random

    text = one_cell_per_line(sample(3, undivided=False), random.Random(1))
    lines = [line for line in text.split("\n") if line.strip()]
    boxes = [[[0, y], [100, y], [100, y + 10], [0, y + 10]] for y in range(0, 20 * len(lines), 20)]
    module: Any = types.ModuleType("rapidocr")
    module.RapidOCR = lambda: lambda picture: types.SimpleNamespace(boxes=boxes, txts=lines)
    monkeypatch.setitem(sys.modules, "rapidocr", module)
    monkeypatch.setattr(ocr, "available", lambda: True)


def test_without_the_component_a_scan_is_said_to_be_one(scan: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(UnreadableReport, match=r"gongkai\[ocr\]") as refused:
        read_report(scan, "扫描.pdf")
    assert refused.value.code == "image_only"


@pytest.mark.usefixtures("recogniser")
def test_with_it_the_scan_is_read_and_the_reading_says_how(scan: bytes) -> None:
    read = read_report(scan, "扫描.pdf")
    assert read.report.tables is not None
    assert read.report.tables.table3 == sample(3, undivided=False).tables.table3
    assert any("图像识别" in note for note in read.notes)


@pytest.mark.usefixtures("recogniser")
def test_an_ordinary_child_puts_a_scan_off(scan: bytes) -> None:
    with pytest.raises(PutOff):
        read_report(scan, "扫描.pdf", scans=False)


def test_what_was_put_off_is_read_in_a_roomier_child(scan: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    rooms: list[tuple[int, bool, float]] = []

    def answers(jobs: Any, children: Any, seconds: float) -> Iterator[tuple[str, Any]]:
        for name, _ in jobs:
            rooms.append((children[0].megabytes, children[0].scans, seconds))
            yield name, UnreadableReport("image_only", "没有认出内容") if children[0].scans else PutOff(name)

    monkeypatch.setattr(isolation, "_answers", answers)
    ((_, found),) = isolation.read_each([("扫描.pdf", scan)], workers=1)
    assert str(found) == "没有认出内容"
    assert rooms == [
        (isolation.MEGABYTES, False, isolation.SECONDS),
        (isolation.SCAN_MEGABYTES, True, isolation.SCAN_SECONDS),
    ]
