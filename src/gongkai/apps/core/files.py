"""
Files by SHA-256: written once, flushed to the disk before the row that names them, never changed.

A sealed file lies encrypted under the hash of its plain content, so it is kept once and checked like any other.
"""

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from gongkai.apps.core.models import StoredFile
from gongkai.apps.core.sealing import seal_bytes, unseal_bytes

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ


class DamagedFile(OSError):
    """The bytes on the disk are not those whose hash was recorded."""

    def __init__(self, stored: StoredFile) -> None:
        super().__init__(f"文件“{stored.name}”的内容与登记的哈希不符，可能已损坏。请从备份恢复。")


def path_of(sha256: str, *, sealed: bool = False) -> Path:
    """Say where the bytes with this hash lie."""
    root = Path(settings.FILES_DIR) / "sealed" if sealed else Path(settings.FILES_DIR)
    return root / sha256[:2] / sha256[2:4] / sha256


def store(*, organ: "Organ", name: str, data: bytes, media_type: str, at: datetime, sealed: bool = False) -> StoredFile:
    """Keep the bytes durably, then record them; the same bytes are kept once."""
    sha256 = hashlib.sha256(data).hexdigest()
    target = path_of(sha256, sealed=sealed)
    if not target.exists():
        _write_durably(target, seal_bytes(data) if sealed else data)
    return StoredFile.objects.create(
        organ=organ, sha256=sha256, size=len(data), media_type=media_type, name=name[:255], stored_at=at, sealed=sealed
    )


def read(stored: StoredFile) -> bytes:
    """
    Give the bytes of a stored file.

    :raises DamagedFile: they no longer match their hash.
    :raises SealError: the key of a sealed file is not known here.
    """
    data = path_of(stored.sha256, sealed=stored.sealed).read_bytes()
    if stored.sealed:
        data = unseal_bytes(data)
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise DamagedFile(stored)
    return data


def erase(stored: StoredFile) -> None:
    """Delete the record; the bytes go after the commit, unless another record names them."""
    sha256, sealed = stored.sha256, stored.sealed
    stored.delete()
    transaction.on_commit(lambda: _forget(sha256, sealed=sealed))


def _forget(sha256: str, *, sealed: bool) -> None:
    if not StoredFile.objects.filter(sha256=sha256, sealed=sealed).exists():
        path_of(sha256, sealed=sealed).unlink(missing_ok=True)


def _write_durably(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as temporary:
        try:
            temporary.write(data)
            temporary.flush()
            os.fsync(temporary.fileno())
        except BaseException:
            Path(temporary.name).unlink(missing_ok=True)
            raise
    Path(temporary.name).replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
