"""
A column as a ZIP for the county's platform: its files, and a manifest with their hashes.

With the package before it, only what is new or changed is in it, and the manifest names what is to be removed there.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime

from gongkai.apps.organs.models import Organ
from gongkai.apps.publication.models import DisclosureItem
from gongkai.web.static_site import addresses
from gongkai.web.static_site.publishing import assets, placed, tree
from gongkai.web.static_site.rendering import render
from gongkai.web.static_site.tree import Folder

FORMAT = "gongkai-column/1"
MANIFEST = "manifest.json"
#: The same bytes for the same column: entries of the archive bear no clock.
NO_TIME = (1980, 1, 1, 0, 0, 0)


class BadPackage(ValueError):
    """The package before cannot be read."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"上一个数据包“{path}”无法读取：{reason}。请改用完整的数据包，或者不加 --previous 重新导出全部。"
        )


@dataclass(frozen=True)
class Packed:
    """What a package holds: files of the column, those that are in it, those that the platform must remove."""

    files: int
    included: int
    removed: int


def package(organ: Organ, *, out: Path, at: datetime, previous: Path | None = None) -> Packed:
    """
    Write the column of an organ into a ZIP, whole or as the change since an earlier package.

    :param at: when; it stands in the manifest.
    :raises BadPackage: `previous` is no package of this column.
    """
    before = _hashes(previous, organ) if previous else {}
    files = dict(_files(organ))
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    included = [name for name in sorted(files) if before.get(name) != hashes[name]]
    removed = sorted(set(before) - set(files))
    manifest = {
        "format": FORMAT,
        "organ": organ.code,
        "name": organ.name,
        "site": settings.SITE_URL,
        "made_at": localtime(at).isoformat(timespec="seconds"),
        "incremental": previous is not None,
        "follows": _digest_of_manifest(previous) if previous else "",
        "files": [{"path": name, "size": len(files[name]), "sha256": hashes[name]} for name in sorted(files)],
        "included": included,
        "removed": removed,
        "withdrawn": list(_withdrawn(organ)),
    }
    _write(out, {MANIFEST: _json(manifest), **{name: files[name] for name in included}})
    return Packed(len(files), len(included), len(removed))


def _files(organ: Organ) -> Iterator[tuple[str, bytes]]:
    """Give every file of a column under its path, with the style sheets that its pages need; tombstones among them."""
    folder = Folder(tree().root)
    for address in dict.fromkeys([*addresses.column(organ), *addresses.items_of(organ)]):
        for place, content in placed(folder, address, render(address))[0].items():
            if place.suffix != ".gz":
                yield place.relative_to(folder.path).as_posix(), content
    for place, content in assets(folder).items():
        if place.suffix != ".gz":
            yield place.relative_to(folder.path).as_posix(), content


def _withdrawn(organ: Organ) -> Iterator[dict[str, str]]:
    """Name what was taken back, with date and kind of reason, so that the platform takes it out of its own lists too."""
    items = DisclosureItem.objects.filter(organ=organ, withdrawn_at__isnull=False).order_by("withdrawn_at", "pk")
    for item in items:
        if item.withdrawn_at is not None:
            yield {
                "id": item.public_key,
                "index_number": item.index_number,
                "withdrawn_at": localtime(item.withdrawn_at).isoformat(timespec="seconds"),
                "ground": item.withdrawal_ground,
            }


def _hashes(path: Path, organ: Organ) -> dict[str, str]:
    manifest = read_manifest(path)
    if manifest["organ"] != organ.code:
        raise BadPackage(path, f"它是机关 {manifest['organ']} 的，不是 {organ.code} 的")
    return {file["path"]: file["sha256"] for file in manifest["files"]}


def read_manifest(path: Path) -> dict[str, Any]:
    """
    Read the manifest of a package.

    :raises BadPackage: it is no package of ours.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read(MANIFEST))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise BadPackage(path, "不是数据包，或者已损坏") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BadPackage(path, "格式不符")
    return manifest


def _digest_of_manifest(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return hashlib.sha256(archive.read(MANIFEST)).hexdigest()


def _write(out: Path, files: Mapping[str, bytes]) -> None:
    """Write the archive beside its place and move it there, so that nobody takes half of it."""
    out.parent.mkdir(parents=True, exist_ok=True)
    unfinished = out.with_name(f".{out.name}.new")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(zipfile.ZipInfo(name, NO_TIME), content, zipfile.ZIP_DEFLATED)
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)


def _json(manifest: Mapping[str, Any]) -> bytes:
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
