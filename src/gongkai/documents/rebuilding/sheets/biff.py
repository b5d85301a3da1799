"""The records of an XLS stream (BIFF8), and its strings, which may be cut in two anywhere."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from gongkai.documents.rebuilding.model import damaged

CONTINUE = 0x3C


class Record(NamedTuple):
    """One record: its number, its data, the pieces that continue it."""

    number: int
    data: bytes
    more: tuple[bytes, ...] = ()


class RichText(NamedTuple):
    """A string and its stretches: (first character, number of the font)."""

    text: str
    runs: tuple[tuple[int, int], ...] = ()


def records(stream: bytes, start: int = 0) -> Iterator[Record]:
    """Walk over the records from `start`; continuations are joined to what they continue."""
    at, size = start, len(stream)
    while at + 4 <= size:
        number, length = struct.unpack_from("<HH", stream, at)
        data = stream[at + 4 : at + 4 + length]
        at += 4 + length
        more: list[bytes] = []
        while at + 4 <= size and struct.unpack_from("<H", stream, at)[0] == CONTINUE:
            (extra,) = struct.unpack_from("<H", stream, at + 2)
            more.append(stream[at + 4 : at + 4 + extra])
            at += 4 + extra
        yield Record(number, data, tuple(more))


def short_text(data: bytes, at: int, *, wide_length: bool) -> str:
    """Read a string that lies in one record; its length takes two bytes or one."""
    if wide_length:
        (count,) = struct.unpack_from("<H", data, at)
        at += 2
    else:
        count = data[at]
        at += 1
    wide = data[at] & 1
    raw = data[at + 1 : at + 1 + (count * 2 if wide else count)]
    return raw.decode("utf-16-le" if wide else "latin-1", "replace")


def string_table(record: Record) -> list[RichText]:
    """
    Read the table of shared strings.

    :raises Refused: it is cut off.
    """
    reader = _Pieces(record.data[8:], record.more)
    (most,) = struct.unpack_from("<L", record.data, 4)
    strings: list[RichText] = []
    try:
        while len(strings) < most and not reader.at_end():
            strings.append(reader.text())
    except (struct.error, IndexError) as error:
        raise damaged("Excel 文件") from error
    return strings


class _Pieces:
    """Reads over the joints between a record and its continuations."""

    def __init__(self, first: bytes, more: tuple[bytes, ...]) -> None:
        self._pieces = [first, *more]
        self._piece, self._at = 0, 0

    def at_end(self) -> bool:
        while self._piece < len(self._pieces) and self._at >= len(self._pieces[self._piece]):
            self._piece, self._at = self._piece + 1, 0
        return self._piece >= len(self._pieces)

    def _take(self, count: int) -> bytes:
        taken = b""
        while len(taken) < count:
            if self.at_end():
                raise IndexError("cut off")
            piece = self._pieces[self._piece][self._at : self._at + count - len(taken)]
            self._at += len(piece)
            taken += piece
        return taken

    def text(self) -> RichText:
        (count,) = struct.unpack("<H", self._take(2))
        flags = self._take(1)[0]
        (run_count,) = struct.unpack("<H", self._take(2)) if flags & 8 else (0,)
        (extra,) = struct.unpack("<L", self._take(4)) if flags & 4 else (0,)
        text = self._characters(count, wide=bool(flags & 1))
        runs = tuple(struct.iter_unpack("<HH", self._take(4 * run_count))) if run_count else ()
        if extra:
            self._take(extra)
        return RichText(text, runs)

    def _characters(self, count: int, *, wide: bool) -> str:
        """Read characters; behind a joint a new byte says how wide they are from there on."""
        text = ""
        while len(text) < count:
            piece = self._pieces[self._piece]
            width = 2 if wide else 1
            raw = piece[self._at : self._at + (count - len(text)) * width]
            raw = raw[: len(raw) // width * width]
            text += raw.decode("utf-16-le" if wide else "latin-1", "replace") if raw else ""
            self._at += len(raw)
            if len(text) < count:
                self._piece, self._at = self._piece + 1, 0
                wide = bool(self._take(1)[0] & 1)
        return text


def rk_number(packed: int) -> float:
    """Unpack a number of 30 bits: an integer or the upper half of a float, perhaps a hundredth."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        (value,) = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))
    return value / 100 if packed & 1 else value
