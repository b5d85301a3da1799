"""Write small XLS workbooks (BIFF8 in a compound container), enough to hide things in."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class OldSheet:
    """One sheet: cells by (row, column) as (value, number of the cell style); extra records go in as they are."""

    name: str = "公示"
    state: int = 0
    cells: dict[tuple[int, int], tuple[str | float, int]] = field(default_factory=dict)
    columns: list[tuple[int, int, int, int]] = field(default_factory=list)
    rows: dict[int, int] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    extra: list[bytes] = field(default_factory=list)


@dataclass
class OldBook:
    """A workbook: fonts as (height in twentieths, colour), formats by number, cell styles as (font, format, pattern, ground)."""

    sheets: list[OldSheet]
    fonts: list[tuple[int, int]] = field(default_factory=lambda: [(220, 0x7FFF)] * 5)
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[tuple[int, int, int, int]] = field(default_factory=lambda: [(0, 0, 0, 0)])
    more_strings: list[str] = field(default_factory=list)
    extra: list[bytes] = field(default_factory=list)
    runs: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


def record(number: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", number, len(data)) + data


def text16(text: str, *, short: bool = False) -> bytes:
    size = struct.pack("<B" if short else "<H", len(text))
    return size + b"\x01" + text.encode("utf-16-le")


def stream(book: OldBook) -> bytes:
    """Write the workbook stream."""
    strings: list[str] = []
    for sheet in book.sheets:
        for value, _ in sheet.cells.values():
            if isinstance(value, str) and value not in strings:
                strings.append(value)
    strings += book.more_strings
    head = record(0x809, struct.pack("<HHHHLL", 0x600, 5, 0x0DBB, 0x07CC, 0, 6)) + record(0x42, b"\xb0\x04")
    for height, color in book.fonts:
        head += record(
            0x31, struct.pack("<HHHHHBBBB", height, 0, color, 400, 0, 0, 0, 0, 0) + text16("Arial", short=True)
        )
    for number, code in book.formats.items():
        head += record(0x41E, struct.pack("<H", number) + text16(code))
    for font, code, pattern, ground in book.styles:
        head += record(
            0xE0, struct.pack("<HHHBBBBLLH", font, code, 1, 0x20, 0, 0, 0, 0, pattern << 26, ground | 0x40 << 7)
        )
    head += b"".join(book.extra)
    listed = sum(
        len(record(0x85, struct.pack("<LBB", 0, 0, 0) + text16(sheet.name, short=True))) for sheet in book.sheets
    )
    table = _string_table(strings, book.runs)
    start = len(head) + listed + len(table) + len(record(0x0A))
    bodies = [_sheet(sheet, strings) for sheet in book.sheets]
    sheets = b""
    for sheet, body in zip(book.sheets, bodies, strict=True):
        sheets += record(0x85, struct.pack("<LBB", start, sheet.state, 0) + text16(sheet.name, short=True))
        start += len(body)
    return head + sheets + table + record(0x0A) + b"".join(bodies)


def _string_table(strings: Sequence[str], runs: dict[str, list[tuple[int, int]]]) -> bytes:
    data = struct.pack("<LL", len(strings), len(strings))
    for text in strings:
        found = runs.get(text, [])
        data += struct.pack("<HB", len(text), 0x09 if found else 0x01)
        data += struct.pack("<H", len(found)) if found else b""
        data += text.encode("utf-16-le") + b"".join(struct.pack("<HH", *run) for run in found)
    return record(0xFC, data)


def _sheet(sheet: OldSheet, strings: Sequence[str]) -> bytes:
    body = record(0x809, struct.pack("<HHHHLL", 0x600, 0x10, 0x0DBB, 0x07CC, 0, 6))
    for first, last, width, options in sheet.columns:
        body += record(0x7D, struct.pack("<HHHHHH", first, last, width, 0, options, 0))
    last_row = max((row for row, _ in sheet.cells), default=0)
    body += record(0x200, struct.pack("<LLHHH", 0, last_row + 1, 0, 12, 0))
    for row in sorted({row for row, _ in sheet.cells}):
        body += record(0x208, struct.pack("<HHHHHHL", row, 0, 12, 300, 0, 0, 0x100 | sheet.rows.get(row, 0)))
    for (row, column), (value, style) in sorted(sheet.cells.items()):
        if isinstance(value, str):
            body += record(0xFD, struct.pack("<HHHL", row, column, style, strings.index(value)))
        else:
            body += record(0x203, struct.pack("<HHHd", row, column, style, value))
    body += b"".join(sheet.extra)
    if sheet.merges:
        areas = b"".join(struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in sheet.merges)
        body += record(0xE5, struct.pack("<H", len(sheet.merges)) + areas)
    return body + record(0x0A)


def compound(streams: dict[str, bytes]) -> bytes:
    """Pack streams into a compound file; every stream is filled up to 4,096 bytes, so that none goes into the small store."""
    sectors: list[bytes] = []
    fat: list[int] = []
    starts: dict[str, int] = {}
    for name, content in streams.items():
        data = content.ljust(4096, b"\0")
        count = -(-len(data) // 512)
        starts[name] = len(sectors)
        for at in range(count):
            sectors.append(data[at * 512 : at * 512 + 512].ljust(512, b"\0"))
            fat.append(len(sectors) if at < count - 1 else 0xFFFFFFFE)
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)
    for at, (name, data) in enumerate(streams.items(), 1):
        right = at + 1 if at < len(streams) else 0xFFFFFFFF
        directory += _entry(name, 2, starts[name], max(4096, len(data)), right=right)
    directory = directory.ljust(-(-len(directory) // 512) * 512, b"\0")
    first_directory = len(sectors)
    for at in range(0, len(directory), 512):
        sectors.append(directory[at : at + 512])
        fat.append(len(sectors) if at + 512 < len(directory) else 0xFFFFFFFE)
    fat_count = -(-(len(fat) + 1) // 127)
    fat_at = [len(sectors) + at for at in range(fat_count)]
    fat += [0xFFFFFFFD] * fat_count
    padded = fat + [0xFFFFFFFF] * (fat_count * 128 - len(fat))
    sectors += [struct.pack("<128L", *padded[at * 128 : at * 128 + 128]) for at in range(fat_count)]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<LLLLLLLLL", 0, fat_count, first_directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109L", *(fat_at + [0xFFFFFFFF] * (109 - fat_count)))
    return header + b"".join(sectors)


def _entry(name: str, kind: int, start: int, size: int, *, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    return raw.ljust(64, b"\0") + struct.pack(
        "<HBBLLL16sLQQLQ", len(raw), kind, 1, 0xFFFFFFFF, right, child, bytes(16), 0, 0, 0, start, size
    )
