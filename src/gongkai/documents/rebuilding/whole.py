"""The whole way of an upload: limits, first child, second child, result."""

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from gongkai.documents.rebuilding import sandbox
from gongkai.documents.rebuilding.model import MEGABYTE, Dropped, Grid, Limits, Mark, Preview, Rebuilt, Refused, Usage
from gongkai.documents.rebuilding.office import to_docx

if TYPE_CHECKING:
    from gongkai.documents.personal_data.findings import Finding

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")


def rebuild(data: bytes, name: str, *, limits: Limits | None = None, on: date | None = None) -> Rebuilt:
    """
    Make a file anew from what is visible in it and report what was dropped and what personal data it shows.

    :param name: the name it came with; only a hint, the kind is told by content.
    :param on: the day of the upload, on which ages are reckoned.
    :raises Refused: the file cannot be made safe; the message says why and what to do.
    """
    given = limits or Limits()
    if len(data) > given.size:
        size, most = f"{len(data) / MEGABYTE:.1f}MB", f"{given.size // MEGABYTE}MB"
        raise Refused("too_big", f"文件为{size}，超过{most}的限制。请压缩图片或拆分后再上传。")
    return _rebuild(data, name, given, on, inside=False)


def scan_bytes(data: bytes, name: str, *, limits: Limits | None = None, on: date | None = None) -> Rebuilt:
    """
    Look into a file as it is: the result of `rebuild`, whose `hidden_findings` tell what the file itself would give away.

    :raises Refused: the file cannot be read safely.
    """
    return rebuild(data, name, limits=limits, on=on)


def _rebuild(data: bytes, name: str, limits: Limits, on: date | None, *, inside: bool) -> Rebuilt:
    allowed = _with_memory(limits.for_size(len(data)), data)
    job = {"task": "rebuild", "name": name, "limits": vars(allowed)}
    header, blobs, usage = sandbox.run(job, [data], allowed)
    if header["kind"] == "zip":
        from gongkai.documents.rebuilding.bundle import rebuild_members

        if inside:
            raise Refused("nested", "压缩包里还有压缩包，只能打开一层。请解压后逐个上传。", usage=usage)
        return rebuild_members(
            header, blobs, name, rebuild_one=lambda data, member: _rebuild(data, member, limits, on, inside=True)
        )
    if header["kind"] == "doc":
        return _rebuild(to_docx(data, limits), name, limits, on, inside=inside)
    return _audited(header, blobs, name, allowed, usage, on)


def _with_memory(limits: Limits, data: bytes) -> Limits:
    """Give pictures the memory that their pixels need."""
    if data.startswith(_PICTURES):
        return dataclasses.replace(limits, memory=max(limits.memory, limits.picture_memory))
    return limits


def _audited(
    header: dict[str, Any], blobs: Sequence[bytes], name: str, limits: Limits, usage: Usage, on: date | None
) -> Rebuilt:
    """Let the second reader look at the result and put everything together."""
    from gongkai.documents.personal_data.findings import from_columns
    from gongkai.documents.rebuilding.naming import safe_name

    result, *pages = blobs
    job = {
        "task": "audit",
        "kind": header["kind"],
        "text": header["text"],
        "hidden": header["hidden"],
        "facts": header["facts"],
        "on": on.isoformat() if on else None,
    }
    audit, _, audit_usage = sandbox.run(job, [result], limits)
    if audit["leaks"]:
        raise Refused(
            "hidden_left",
            "重建后的文件仍含有看不见的内容，已停止发布。请在原软件中删除隐藏内容，另存后再上传。",
            detail="；".join(audit["leaks"]),
            usage=usage,
        )
    return Rebuilt(
        kind=header["kind"],
        data=result,
        name=safe_name(name, header["kind"]),
        dropped=tuple(Dropped(what, where, count) for what, where, count in header["dropped"]),
        text=header["text"],
        preview=Preview(
            grids=tuple(_grid(*record) for record in header["grids"]),
            paragraphs=tuple(header["paragraphs"]),
            pages=tuple(pages),
            marks=_marks(header["marks"]),
            layout=tuple(header["layout"]),
        ),
        findings=(*map(_concern, header["concerns"]), *from_columns(audit["findings"])),
        hidden_findings=tuple(from_columns(audit["hidden_findings"])),
        unread=tuple(header["unread"]),
        usage=Usage(usage.wall + audit_usage.wall, usage.cpu + audit_usage.cpu, max(usage.peak, audit_usage.peak)),
    )


def pages_of(pdf: bytes, *, on: date | None = None) -> Preview:
    """
    Make pictures of the first pages of a PDF that we set ourselves, with the marks on them.

    :raises Refused: it takes too much time or memory.
    """
    limits = Limits()
    header, pages, _ = sandbox.run({"task": "pages", "on": on.isoformat() if on else None}, [pdf], limits)
    return Preview(pages=tuple(pages), marks=_marks(header["marks"]))


def _marks(records: Sequence[Sequence[Sequence[Any]]]) -> tuple[tuple[Mark, ...], ...]:
    return tuple(tuple(Mark(*mark) for mark in page) for page in records)


def _concern(record: Sequence[str]) -> "Finding":
    from gongkai.documents.personal_data.findings import Finding, Kind, Severity

    severity, where, why = record
    return Finding(Kind.OTHER, Severity(severity), where, "（图形）", why)


def _grid(name: str, rows: list[list[str]], merges: list[list[int]], total: int) -> Grid:
    areas = tuple((top, left, bottom, right) for top, left, bottom, right in merges)
    return Grid(name, tuple(map(tuple, rows)), areas, total)
