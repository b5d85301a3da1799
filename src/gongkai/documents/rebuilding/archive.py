"""Open a ZIP container without being taken in: few parts, honest sizes, no overlaps, no passwords, no doubles."""

import struct
import zipfile
import zlib
from io import BytesIO

from gongkai.documents.rebuilding.model import MEGABYTE, Limits, Refused, damaged, encrypted, too_big

_END = struct.Struct("<4s4H2LH")
_END_MARK, _LOCAL_HEADER = b"PK\x05\x06", 30
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Small containers may compress as well as they like; the ratio counts from here on.
_RATIO_FROM = 8 * MEGABYTE


class Archive:
    """A ZIP container whose every part is known to be small enough before any is unpacked."""

    def __init__(self, data: bytes, limits: Limits, *, what: str = "压缩文件") -> None:
        self.what = what
        _check_end(data, limits, what)
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, struct.error) as error:
            raise damaged(what) from error
        self.infos = [info for info in self._zip.infolist() if not info.is_dir()]
        _check(self._zip.infolist(), len(data), limits, what)
        self._by_name = {info.filename: info for info in self.infos}
        self._size, self._comment = len(data), self._zip.comment

    @property
    def names(self) -> list[str]:
        """Give the names of all parts, in the order of the directory."""
        return [info.filename for info in self.infos]

    @property
    def holds_more(self) -> bool:
        """Tell whether the container holds bytes besides its parts: a comment, fields of its own, gaps."""
        if self._comment or any(info.extra or info.comment for info in self.infos):
            return True
        headers = sum(76 + 2 * len(info.orig_filename.encode("utf-8", "replace")) for info in self._zip.infolist())
        packed = sum(info.compress_size for info in self._zip.infolist())
        return self._size > headers + packed + 22 + 16 * len(self._zip.infolist())

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def read(self, name: str) -> bytes:
        """
        Unpack one part.

        :raises Refused: no such part, or it is damaged.
        """
        info = self._by_name.get(name)
        if info is None:
            raise damaged(self.what)
        try:
            with self._zip.open(info) as part:
                # One byte more than promised: a part that lies about its size is cut off there and refused.
                data = part.read(info.file_size + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            struct.error,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise damaged(self.what) from error
        if len(data) != info.file_size:
            raise damaged(self.what)
        return data

    def under(self, folder: str) -> list[str]:
        """Give the names of the parts in a folder."""
        return [name for name in self._by_name if name.startswith(folder)]


def _check_end(data: bytes, limits: Limits, what: str) -> None:
    """Look at the end record before the directory is read: a directory of millions of entries is a bomb by itself."""
    at = data.rfind(_END_MARK, max(0, len(data) - _END.size - 65535))
    if at < 0 or len(data) - at < _END.size:
        raise damaged(what)
    *_, entries, _, size, _, _ = (*_END.unpack_from(data, at),)
    if entries > limits.parts or size > 2 * MEGABYTE:
        raise too_big(f"内含部件多于{limits.parts}个")


def _check(infos: list[zipfile.ZipInfo], size: int, limits: Limits, what: str) -> None:
    if len(infos) > limits.parts:
        raise too_big(f"内含部件多于{limits.parts}个")
    if any(info.flag_bits & 0x1 for info in infos):
        raise encrypted(what)
    if any(info.compress_type not in _METHODS for info in infos):
        raise Refused("unsupported", f"{what}使用了不常见的压缩方法，无法读取。请用常用软件重新保存后再上传。")
    if len({info.filename.casefold() for info in infos}) != len(infos):
        raise damaged(what)
    total = sum(info.file_size for info in infos)
    if total > limits.unpacked or (total > _RATIO_FROM and total > limits.ratio * size):
        raise too_big(f"解压后大小超过{limits.unpacked // MEGABYTE}MB或压缩比超过{limits.ratio}倍")
    _check_overlaps(infos, size, what)


def _check_overlaps(infos: list[zipfile.ZipInfo], size: int, what: str) -> None:
    """Refuse parts that share bytes: that is how a small file holds the same big one a thousand times."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise damaged(what)
        end = info.header_offset + _LOCAL_HEADER + len(info.filename.encode("utf-8")) // 4 + info.compress_size
    if end > size:
        raise damaged(what)
