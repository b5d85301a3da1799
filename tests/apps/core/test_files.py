"""Files: kept once by their hash, flushed before their row, never half, never changed unseen."""

import hashlib
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.apps.core import files
from gongkai.apps.core.models import StoredFile
from gongkai.apps.organs.models import Organ
from tests.factories.core import NOON, StoredFileFactory
from tests.factories.organs import OrganFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "files"
    monkeypatch.setattr("django.conf.settings.FILES_DIR", folder)
    return folder


@pytest.fixture
def organ() -> Organ:
    return OrganFactory.create()


def keep(organ: Organ, data: bytes, name: str = "甲.pdf") -> StoredFile:
    return files.store(organ=organ, name=name, data=data, media_type="application/pdf", at=NOON)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=3000))
def test_what_is_stored_comes_back(organ: Organ, data: bytes) -> None:
    stored = keep(organ, data)
    assert files.read(stored) == data
    assert (stored.sha256, stored.size) == (hashlib.sha256(data).hexdigest(), len(data))


def test_the_same_bytes_are_kept_once(organ: Organ, folder: Path) -> None:
    first, second = keep(organ, b"x"), keep(OrganFactory.create(), b"x", "乙.pdf")
    assert first.pk != second.pk
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [first.sha256]


def test_a_damaged_file_is_not_handed_out(organ: Organ) -> None:
    stored = keep(organ, b"x")
    files.path_of(stored.sha256).write_bytes(b"y")
    with pytest.raises(files.DamagedFile, match=r"甲\.pdf"):
        files.read(stored)


def test_bytes_are_flushed_before_the_row_exists(organ: Organ, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    fsync, create = os.fsync, StoredFile.objects.create

    def seen_fsync(handle: int) -> None:
        order.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        fsync(handle)

    def seen_create(**facts: Any) -> StoredFile:
        order.append("row")
        return create(**facts)

    monkeypatch.setattr(os, "fsync", seen_fsync)
    monkeypatch.setattr(StoredFile.objects, "create", seen_create)
    keep(organ, b"x")
    assert order == ["file", "folder", "row"]


def test_a_full_disk_leaves_neither_file_nor_row(organ: Organ, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep(organ, b"x")
    assert StoredFile.objects.count() == 0
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_names_are_data_never_paths(organ: Organ, folder: Path) -> None:
    stored = keep(organ, b"x", "../../etc/passwd" + "长" * 300)
    assert len(stored.name) == 255
    assert files.path_of(stored.sha256).is_relative_to(folder)


def test_the_database_wants_a_hash(organ: Organ) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFileFactory.create(organ=organ, sha256="")


def test_a_sealed_file_is_unreadable_on_the_disk_and_checked_like_any_other(organ: Organ, folder: Path) -> None:
    plain = keep(organ, b"secret")
    sealed = files.store(organ=organ, name="甲.pdf", data=b"secret", media_type="application/pdf", at=NOON, sealed=True)
    lying = files.path_of(sealed.sha256, sealed=True)
    assert files.read(sealed) == files.read(plain) == b"secret"
    assert b"secret" not in lying.read_bytes()
    assert sealed.sha256 == plain.sha256
    lying.write_bytes(lying.read_bytes()[:-1] + b"\x00")
    with pytest.raises(ValueError, match="GONGKAI_DATA_KEYS"):
        files.read(sealed)


def test_bytes_go_with_their_last_record(organ: Organ, folder: Path, django_capture_on_commit_callbacks: Any) -> None:
    first, second = keep(organ, b"x"), keep(organ, b"x", "乙.pdf")
    path = files.path_of(first.sha256)
    with django_capture_on_commit_callbacks(execute=True):
        files.erase(first)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        files.erase(second)
    assert not path.exists()
