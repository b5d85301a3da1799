"""Cells of old workbooks: every kind of record, styles by palette, formulas, errors, dates of both calendars."""

import struct

import pytest

from gongkai.documents.rebuilding import Rebuilt, Refused, rebuild
from gongkai.documents.rebuilding.sheets.ole import Compound
from tests.documents.rebuilding.corpus import xls
from tests.documents.rebuilding.corpus.old_excel import OldBook, OldSheet, compound, record, stream, text16
from tests.documents.rebuilding.local import in_process

__all__ = ["in_process"]


def made(*extra: bytes, book: OldBook | None = None) -> Rebuilt:
    book = book or OldBook([OldSheet("表", cells={(0, 0): ("始", 0)})])
    book.sheets[0].extra += extra
    return rebuild(xls.saved(book), "a.xls")


def test_every_kind_of_cell_is_read(in_process: None) -> None:
    result = made(
        record(0x27E, struct.pack("<HHHL", 1, 0, 0, (12345 << 2) | 3)),
        record(0xBD, struct.pack("<HHHLHLH", 1, 1, 0, (7 << 2) | 2, 0, (8 << 2) | 2, 2)),
        record(0x205, struct.pack("<HHHBB", 1, 3, 0, 1, 0)),
        record(0x205, struct.pack("<HHHBB", 1, 4, 0, 42, 1)),
        record(0x204, struct.pack("<HHH", 1, 5, 0) + text16("旧标签")),
        record(0x06, struct.pack("<HHHdHLH", 1, 6, 0, 2.5, 0, 0, 0)),
        record(0x06, struct.pack("<HHH8sHLH", 1, 7, 0, b"\x00\0\0\0\0\0\xff\xff", 0, 0, 0)),
        record(0x207, text16("公式结果")),
        record(0x06, struct.pack("<HHH8sHLH", 1, 8, 0, b"\x01\0\x01\0\0\0\xff\xff", 0, 0, 0)),
        record(0x06, struct.pack("<HHH8sHLH", 1, 9, 0, b"\x02\0\x07\0\0\0\xff\xff", 0, 0, 0)),
        record(0x06, struct.pack("<HHH8sHLH", 1, 10, 0, b"\x03\0\0\0\0\0\xff\xff", 0, 0, 0)),
    )
    assert result.text.split("\n")[1].split("\t") == [
        *("123.45", "7", "8", "TRUE", "#N/A", "旧标签", "2.5", "公式结果", "TRUE", "#DIV/0!"),
    ]
    assert ("公式（保留结果）", 5) in {(item.what, item.count) for item in result.dropped}


def test_dates_of_the_other_calendar_stay_the_same_days(in_process: None) -> None:
    book = OldBook(
        [OldSheet("表", cells={(0, 0): (44623.0, 1)})],
        formats={200: "yyyy-mm-dd"},
        styles=[(0, 0, 0, 0), (0, 200, 0, 0)],
    )
    book.extra.append(record(0x22, b"\x01\x00"))
    assert made(book=book).text == "2026-03-04"


def test_an_own_palette_decides_what_is_white(in_process: None) -> None:
    book = OldBook(
        [OldSheet("表", cells={(0, 0): ("始", 0), (0, 1): ("密", 1)})], fonts=[(220, 0x7FFF)] * 5 + [(220, 10)]
    )
    book.styles.append((6, 0, 0, 0))
    book.extra.append(record(0x92, struct.pack("<H", 56) + b"".join(bytes([255, 255, 255, 0]) for _ in range(56))))
    assert made(book=book).text == "始"


def test_charts_links_and_settings_are_said(in_process: None) -> None:
    book = xls.plain(0)
    book.sheets.append(OldSheet("图"))
    data = bytearray(stream(book))
    at = data.rindex(struct.pack("<H", 0x85), 0, data.index(struct.pack("<HH", 0xFC, 0)[:2]))
    data[at + 9] = 2
    result = rebuild(compound({"Workbook": bytes(data)}), "a.xls")
    assert any(item.what == "图表、宏等非表格工作表" for item in result.dropped)
    linked = xls.plain(0)
    linked.extra += [record(0x1AE, struct.pack("<HH", 1, 5) + b"other"), record(0x18, bytes(14))]
    linked.sheets[0].extra += [record(0x1B8, b"http"), record(0x1BE, b"x"), record(0x14, b"x"), record(0x1B1, b"x")]
    whats = {item.what for item in rebuild(xls.saved(linked), "a.xls").dropped}
    assert {"外部链接及其缓存数据", "定义的名称", "超链接", "数据有效性设置", "页眉页脚", "条件格式"} <= whats


def test_records_of_a_chart_inside_a_sheet_are_no_cells(in_process: None) -> None:
    inner = (
        record(0x809, struct.pack("<HHHHLL", 0x600, 0x20, 0, 0, 0, 6))
        + record(0x204, struct.pack("<HHH", 5, 0, 0) + text16("图中"))
        + record(0x0A)
    )
    assert "图中" not in made(inner).text


def test_a_workbook_of_another_age_is_refused(in_process: None) -> None:
    data = bytearray(stream(xls.plain(0)))
    data[4:6] = struct.pack("<H", 0x500)
    with pytest.raises(Refused, match="很旧的表格格式"):
        rebuild(compound({"Workbook": bytes(data)}), "a.xls")


def test_small_streams_are_read_from_the_small_store() -> None:
    """A compound file as programs write it: a stream under 4,096 bytes lies in sectors of 64 bytes inside the root."""
    small = b"small stream".ljust(130, b".")
    sectors = [b"".ljust(512, b"\0") for _ in range(4)]
    sectors[0] = small.ljust(512, b"\0")
    names = (("Root Entry", 5, 0, 192, 1), ("Tiny", 2, 0, len(small), 0xFFFFFFFF))
    directory = b""
    for name, kind, start, size, child in names:
        raw = name.encode("utf-16-le") + b"\0\0"
        directory += raw.ljust(64, b"\0") + struct.pack(
            "<HBBLLL16sLQQLQ", len(raw), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child, bytes(16), 0, 0, 0, start, size
        )
    sectors[1] = directory.ljust(512, b"\0")
    sectors[2] = struct.pack("<128L", 1, 2, 0xFFFFFFFE, *[0xFFFFFFFF] * 125)
    sectors[3] = struct.pack("<128L", 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFD, *[0xFFFFFFFF] * 124)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<LLLLLLLLL", 0, 1, 1, 0, 4096, 2, 1, 0xFFFFFFFE, 0) + struct.pack(
        "<109L", 3, *[0xFFFFFFFF] * 108
    )
    found = Compound(header + b"".join(sectors))
    assert found.names == ["Tiny"]
    assert found.read("tiny") == small
    with pytest.raises(Refused):
        found.read("other")
