"""Open a ZIP file one level: give its members, each to be rebuilt by itself."""

from typing import Any

from gongkai.documents.rebuilding.archive import Archive
from gongkai.documents.rebuilding.model import Limits, Refused, too_big

_JUNK = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


def unpack(data: bytes, limits: Limits) -> tuple[dict[str, Any], list[bytes]]:
    """
    Give the names of the members and what they hold.

    :raises Refused: encrypted, damaged, too many members or too big.
    """
    archive = Archive(data, limits)
    wanted = [name for name in archive.names if not _is_junk(name)]
    if len(wanted) > limits.members:
        raise too_big(f"压缩包内文件多于{limits.members}个")
    if not wanted:
        raise Refused("damaged", "压缩包是空的。请核对后重新上传。")
    names = [_readable(name) for name in wanted]
    folders = any("/" in name for name in names)
    header = {
        "names": names,
        "junk": len(archive.names) - len(wanted),
        "more": archive.holds_more,
        "folders": folders,
    }
    return header, [archive.read(name) for name in wanted]


def _is_junk(name: str) -> bool:
    lower = name.casefold()
    return lower.startswith(_JUNK[0]) or lower.rpartition("/")[2] in _JUNK


def _readable(name: str) -> str:
    """Read a name that an old Chinese program wrote without saying in which code."""
    try:
        return name.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return name
