"""A column as a package: whole and hashed, then only what changed, and what the platform must take down."""

import hashlib
import zipfile
from pathlib import Path

import pytest
from django.utils import timezone

from gongkai.apps.publication import operations
from gongkai.web.static_site.packaging import BadPackage, package, read_manifest
from tests.web.portal.world import publish, topic
from tests.web.static_site.conftest import Site


def test_a_package_is_whole_then_incremental_and_a_withdrawal_reaches_it(site: Site, tmp_path: Path) -> None:
    world = site.world
    first, second = tmp_path / "1.zip", tmp_path / "2.zip"
    packed = package(world.township, out=first, at=timezone.now())
    manifest = read_manifest(first)
    assert packed.files == packed.included == len(manifest["files"]) > 60
    with zipfile.ZipFile(first) as archive:
        assert archive.testzip() is None
        for file in manifest["files"]:
            content = archive.read(file["path"])
            assert hashlib.sha256(content).hexdigest() == file["sha256"]
            assert len(content) == file["size"]
            for words in world.hidden:
                assert words.encode() not in content, file["path"]
    names = {file["path"] for file in manifest["files"]}
    notice = f"xxgk/{world.township.code}/item/{world.notice.public_key}/"
    assert {f"{notice}index.html", f"{notice}item.json", f"{notice}files/1.xlsx"} <= names
    assert "static/gongkai/css/gongkai.css" in names

    new = publish(world.desk, "打包之后公开（演示）", catalog_entry=topic("a20.07"))
    operations.withdraw(item=world.notice, ground="privacy", by=world.desk.leader, at=world.desk.later())
    packed = package(world.township, out=second, at=timezone.now(), previous=first)
    manifest = read_manifest(second)
    assert packed.included < packed.files / 2
    assert f"{notice}index.html" in manifest["removed"]
    assert f"{notice}files/1.xlsx" in manifest["removed"]
    assert f"{notice}gone.html" in manifest["included"]
    assert f"xxgk/{world.township.code}/item/{new.public_key}/index.html" in manifest["included"]
    assert {"id": world.notice.public_key, "ground": "privacy"}.items() <= manifest["withdrawn"][-1].items()
    with zipfile.ZipFile(second) as archive:
        assert set(archive.namelist()) == {"manifest.json", *manifest["included"]}
        assert all(world.notice.title.encode() not in archive.read(name) for name in manifest["included"])
    assert package(world.township, out=tmp_path / "3.zip", at=timezone.now(), previous=second).included == 0
    other, broken = tmp_path / "other.zip", tmp_path / "broken.zip"
    package(world.department, out=other, at=timezone.now())
    broken.write_bytes(b"PK nothing")
    for before, words in ((other, "999900001"), (broken, "已损坏"), (tmp_path / "none.zip", "已损坏")):
        with pytest.raises(BadPackage, match=words):
            package(world.township, out=tmp_path / "x.zip", at=timezone.now(), previous=before)
    assert not (tmp_path / "x.zip").exists()
