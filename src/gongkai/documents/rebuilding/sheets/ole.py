"""The compound container of old office files: a small file system of sectors and chains, read with every chain bounded."""

import struct

from gongkai.documents.rebuilding.model import Refused, damaged

_HEADER = struct.Struct("<8s16xHHHHH6xLLLLLLLLLL")
_END_OF_CHAIN, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_STREAM, _ROOT = 2, 5


class Compound:
    """
    A compound file; `names` are its streams.

    :raises Refused: it is damaged, or a chain runs in a circle.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        if len(data) < 512:
            raise damaged("Office 文件")
        try:
            self._open()
        except (struct.error, IndexError, UnicodeDecodeError, KeyError) as error:
            raise damaged("Office 文件") from error

    def _open(self) -> None:
        fields = _HEADER.unpack_from(self._data)
        shift, mini_shift = fields[4], fields[5]
        if shift not in (9, 12) or mini_shift != 6:
            raise damaged("Office 文件")
        self._sector, self._mini = 1 << shift, 1 << mini_shift
        first_directory, self._cutoff = fields[8], fields[10]
        first_mini, first_difat, difat_count = fields[11], fields[13], fields[14]
        self._fat = self._read_fat(first_difat, difat_count)
        self._entries = self._read_directory(self._chain(first_directory))
        raw = self._chain(first_mini) if first_mini < _END_OF_CHAIN else b""
        self._mini_fat = struct.unpack(f"<{len(raw) // 4}L", raw[: len(raw) // 4 * 4])
        root = next((entry for entry in self._entries if entry[1] == _ROOT), None)
        self._mini_data = self._chain(root[2]) if root and root[2] < _END_OF_CHAIN else b""

    @property
    def names(self) -> list[str]:
        """Give the names of all streams."""
        return [name for name, kind, _, _ in self._entries if kind == _STREAM]

    def read(self, wanted: str) -> bytes:
        """
        Read a stream by its name, whatever its case.

        :raises Refused: there is none, or it is damaged.
        """
        for name, kind, start, size in self._entries:
            if kind == _STREAM and name.casefold() == wanted.casefold():
                try:
                    return (self._small(start, size) if size < self._cutoff else self._chain(start))[:size]
                except (struct.error, IndexError) as error:
                    raise damaged("Office 文件") from error
        raise damaged("Office 文件")

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        return self._data[start : start + self._sector]

    def _read_fat(self, next_difat: int, count: int) -> list[int]:
        sectors = list(struct.unpack_from("<109L", self._data, 76))
        per = self._sector // 4
        for _ in range(min(count, len(self._data) // self._sector + 1)):
            if next_difat >= _END_OF_CHAIN:
                break
            block = struct.unpack(f"<{per}L", self._at(next_difat))
            sectors += block[:-1]
            next_difat = block[-1]
        fat: list[int] = []
        most = len(self._data) // self._sector + per
        for sector in sectors:
            if sector < _END_OF_CHAIN and len(fat) <= most:
                fat += struct.unpack(f"<{per}L", self._at(sector))
        return fat

    def _chain(self, start: int) -> bytes:
        pieces: list[bytes] = []
        sector = start
        for _ in range(len(self._fat) + 1):
            if sector >= _END_OF_CHAIN:
                return b"".join(pieces)
            pieces.append(self._at(sector))
            sector = self._fat[sector]
        raise Refused("damaged", "文件内部结构成环，可能是恶意文件，已拒绝。请用原软件另存后再上传。")

    def _small(self, start: int, size: int) -> bytes:
        pieces: list[bytes] = []
        sector = start
        for _ in range(size // self._mini + 1):
            if sector >= _END_OF_CHAIN:
                break
            pieces.append(self._mini_data[sector * self._mini : (sector + 1) * self._mini])
            sector = self._mini_fat[sector]
        return b"".join(pieces)

    def _read_directory(self, raw: bytes) -> list[tuple[str, int, int, int]]:
        entries = []
        for at in range(0, min(len(raw), 128 * 4096) - 127, 128):
            length, kind = struct.unpack_from("<HB", raw, at + 64)
            start, size = struct.unpack_from("<LQ", raw, at + 116)
            if kind in (_STREAM, _ROOT) and 2 <= length <= 64:
                entries.append((raw[at : at + length - 2].decode("utf-16-le"), kind, start, size & 0xFFFFFFFF))
        return entries
