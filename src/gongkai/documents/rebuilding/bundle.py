"""Rebuild every member of a ZIP file and pack the results anew."""

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from gongkai.documents.rebuilding import naming
from gongkai.documents.rebuilding.model import Dropped, Grid, Preview, Rebuilt, Refused, Usage

_EPOCH = (1980, 1, 1, 0, 0, 0)


def rebuild_members(
    header: dict[str, Any], blobs: Sequence[bytes], name: str, *, rebuild_one: Callable[[bytes, str], Rebuilt]
) -> Rebuilt:
    """
    Rebuild the members one by one and pack them under safe names.

    :raises Refused: one of them is refused; the message names it.
    """
    results: list[tuple[str, Rebuilt]] = []
    for member, data in zip(header["names"], blobs, strict=True):
        try:
            results.append((naming.masked(member), rebuild_one(data, member)))
        except Refused as refusal:
            message = f"压缩包内的“{naming.masked(member)}”：{refusal}"
            raise Refused(refusal.code, message, detail=refusal.detail, usage=refusal.usage) from refusal
    return _together(results, name, _beside(header))


def _beside(header: dict[str, Any]) -> list[Dropped]:
    """Say what the archive held besides its members."""
    found = [Dropped("系统自动生成的文件", "压缩包", header["junk"])] if header["junk"] else []
    found += [Dropped("压缩包的注释和附加数据", "压缩包", 1)] if header["more"] else []
    return found + ([Dropped("文件夹名", "压缩包", 1)] if header["folders"] else [])


def _together(results: Sequence[tuple[str, Rebuilt]], name: str, beside: list[Dropped]) -> Rebuilt:
    dropped = [
        Dropped(item.what, f"{member}：{item.where}", item.count)
        for member, result in results
        for item in result.dropped
    ]
    return Rebuilt(
        kind="zip",
        data=_pack([result for _, result in results]),
        name=naming.safe_name(name, "zip"),
        dropped=(*beside, *dropped),
        text="\n".join(result.text for _, result in results),
        preview=Preview(
            grids=tuple(_named(grid, member) for member, result in results for grid in result.preview.grids),
            paragraphs=tuple(text for _, result in results for text in result.preview.paragraphs),
            pages=tuple(page for _, result in results for page in result.preview.pages),
            marks=tuple(marks for _, result in results for marks in result.preview.marks),
        ),
        findings=tuple(finding.at(f"{member}：") for member, result in results for finding in result.findings),
        hidden_findings=tuple(
            finding.at(f"{member}：") for member, result in results for finding in result.hidden_findings
        ),
        unread=tuple(f"{member}：{place}" for member, result in results for place in result.unread),
        usage=Usage(
            sum(result.usage.wall for _, result in results),
            sum(result.usage.cpu for _, result in results),
            max(result.usage.peak for _, result in results),
        ),
    )


def _named(grid: Grid, member: str) -> Grid:
    return replace(grid, name=f"{member}：{grid.name}")


def _pack(results: Sequence[Rebuilt]) -> bytes:
    out = BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for result in results:
            archive.writestr(zipfile.ZipInfo(_unique(result.name, taken), _EPOCH), result.data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _unique(name: str, taken: set[str]) -> str:
    stem, _, extension = name.rpartition(".")
    number, unique = 2, name
    while unique.casefold() in taken:
        unique = f"{stem}（{number}）.{extension}"
        number += 1
    taken.add(unique.casefold())
    return unique
