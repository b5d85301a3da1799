"""
Read a list of people from an upload, in the sandbox: the values that a person sees, and what is hidden beside them.

No file is made of it. A list goes on as masked rows only, so a rebuilt workbook would be one more copy of everybody's numbers.
"""

import dataclasses
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gongkai.documents.rebuilding import sandbox
from gongkai.documents.rebuilding.detect import detect
from gongkai.documents.rebuilding.model import MEGABYTE, Dropped, Limits, Refused, Usage
from gongkai.documents.rebuilding.whole import rebuild

if TYPE_CHECKING:
    from gongkai.documents.personal_data.findings import Finding

TABLES = frozenset({"xlsx", "xls", "ods", "csv", "text"})
_PLAIN_MEMORY, _CAREFUL_MEMORY, _CAREFUL_CPU, _CAREFUL_WALL = 384, 1024, 90, 180


@dataclass(frozen=True)
class ListSheet:
    """One sheet: its name and its rows in blocks; numbers stay numbers, so that a stored float can be told from a text."""

    name: str
    blocks: tuple[bytes, ...]

    def rows(self) -> Iterator[list[Any]]:
        """Give the rows one by one, without holding them all."""
        for block in self.blocks:
            yield from json.loads(block)

    def block(self, number: int) -> list[list[Any]]:
        """Give one block of rows."""
        rows: list[list[Any]] = json.loads(self.blocks[number])
        return rows


@dataclass(frozen=True)
class ListRead:
    """What a list holds: sheets with visible values, what was out of sight, and the personal data in what was out of sight."""

    kind: str
    sheets: tuple[ListSheet, ...]
    dropped: tuple[Dropped, ...] = ()
    hidden_findings: "tuple[Finding, ...]" = ()
    usage: Usage = field(default_factory=Usage)


def read_list(data: bytes, name: str, *, limits: Limits | None = None) -> ListRead:
    """
    Read a list.

    :raises Refused: no table (`not_a_table`: a scan, a picture, a document), or a file that cannot be read safely.
    """
    given = limits or Limits()
    if len(data) > given.size:
        raise Refused("too_big", f"文件为{len(data) / MEGABYTE:.1f}MB，超过限制。请按村拆分后再上传。")
    kind = detect(data, name, given)
    if kind not in TABLES:
        raise _no_table(kind, data, name)
    plain = dataclasses.replace(given.for_size(len(data)), memory=_PLAIN_MEMORY * MEGABYTE)
    header, blobs, usage = sandbox.run(
        {"task": "list", "name": name, "kind": kind, "limits": vars(plain)}, [data], plain
    )
    if not header["plain"]:
        careful = dataclasses.replace(
            plain, memory=_CAREFUL_MEMORY * MEGABYTE, cpu=_CAREFUL_CPU, wall=_CAREFUL_WALL, output=400 * MEGABYTE
        )
        job = {"task": "list", "name": name, "kind": kind, "careful": True, "limits": vars(careful)}
        header, blobs, usage = sandbox.run(job, [data], careful)
    return _read(kind, header, blobs, usage)


def _read(kind: str, header: dict[str, Any], blobs: Sequence[bytes], usage: Usage) -> ListRead:
    from gongkai.documents.rebuilding.audit.task import scan_hidden

    sheets, at = [], 0
    for sheet, count in header["sheets"]:
        sheets.append(ListSheet(str(sheet), tuple(blobs[at : at + count])))
        at += count
    return ListRead(
        kind=kind,
        sheets=tuple(sheets),
        dropped=tuple(Dropped(what, where, count) for what, where, count in header["dropped"]),
        hidden_findings=tuple(scan_hidden(header["hidden"])),
        usage=usage,
    )


def _no_table(kind: str, data: bytes, name: str) -> Refused:
    """Say what the file is instead of a table, and where nobody can check it."""
    advice = "名单须逐格核对身份证号和金额，请下载模板，在表格中录入后上传。"
    if kind == "pdf":
        unread = rebuild(data, name).unread
        where = unread[0] if unread else "第1页起"
        return Refused("not_a_table", f"上传的是PDF文件，{where}没有单元格，里面的号码无法逐格核对。{advice}")
    if kind in ("docx", "doc"):
        return Refused("not_a_table", f"上传的是文字文档，不是表格。{advice}")
    if kind == "zip":
        return Refused("not_a_table", f"上传的是压缩文件。请解压后上传其中的表格。{advice}")
    return Refused("not_a_table", f"上传的是图片（扫描件或照片），整页没有单元格，里面的号码无法逐格核对。{advice}")
