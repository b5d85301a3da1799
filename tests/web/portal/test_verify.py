"""Anybody can check a file or a printed sheet; nobody learns of what is not public."""

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.apps.core import files
from gongkai.apps.publication import operations
from gongkai.apps.publication.content import Attached
from gongkai.web.portal import verify_views
from gongkai.web.portal.verifying import Asked, verify
from tests.factories.publication import newest
from tests.web.portal.world import World

FILE = b"PK demo ".ljust(2048, b".")


def told(reader: Client, data: bytes) -> str:
    answer = reader.post("/verify/", {"file": SimpleUploadedFile("x.xlsx", data)})
    assert answer.status_code == 200
    return answer.content.decode()


def sheet(reader: Client, number: str, digest: str) -> str:
    return reader.get("/verify/", {"number": number, "hash": digest}).content.decode()


def test_a_file_is_genuine_to_the_byte_and_gone_after_withdrawal(world: World, reader: Client) -> None:
    assert "是原文，现行" in told(reader, FILE)
    assert world.item(world.notice) in told(reader, FILE)
    assert "不是本站公开的原文" in told(reader, FILE + b"x")
    operations.withdraw(item=world.notice, ground="privacy", by=world.desk.leader, at=world.desk.later())
    shown = told(reader, FILE)
    assert "曾经公开，已经撤回" in shown
    assert "各村核实结果" not in shown
    assert world.notice.title not in shown


def test_a_file_of_a_draft_is_not_ours(world: World, reader: Client) -> None:
    stored = files.store(
        organ=world.township, name="草稿.docx", data=b"draft file", media_type="x/y", at=world.desk.later()
    )
    content = world.desk.content("<p>草稿</p>", title="草稿", catalog_entry=world.notice.catalog_entry)
    content = type(content)(content.heads, content.body, (Attached(stored, "草稿附件"),))
    item = operations.draft_item(organ=world.township, content=content, by=world.desk.clerk, at=world.desk.later())
    assert "不是本站公开的原文" in told(reader, b"draft file")
    assert verify(Asked(newest(item).hash)) == []


def test_a_sheet_is_checked_by_number_and_the_beginning_of_its_hash(world: World, reader: Client) -> None:
    version = newest(world.notice)
    for number in (world.notice.index_number, world.notice.document_number):
        assert "是原文，现行" in sheet(reader, number, version.hash[:8].upper())
    assert "是原文，现行" in sheet(reader, "", version.hash)
    assert "不是本站公开的原文" in sheet(reader, "别的编号", version.hash[:8])
    changed = "f" if version.hash[7] != "f" else "0"
    assert "不是本站公开的原文" in sheet(reader, world.notice.index_number, version.hash[:7] + changed)
    assert "请同时填写" in sheet(reader, "", version.hash[:8])
    assert "至少 8 位" in sheet(reader, "x", "123")
    assert "至少 8 位" in sheet(reader, "x", "zzzzzzzzzz")


def test_an_older_version_is_told_from_the_current_one(world: World, reader: Client) -> None:
    first, second = world.corrected.versions.order_by("number")
    assert "已被更正后的版本代替" in sheet(reader, world.corrected.index_number, first.hash[:12])
    assert "是原文，现行" in sheet(reader, world.corrected.index_number, second.hash[:12])
    assert "是原文，现行" in sheet(reader, "2025", world.report.digest[:16])
    older = world.report.report.versions.get(number=1)
    waiting = world.report.report.versions.get(number=3)
    assert [verdict.state for verdict in verify(Asked(older.digest))] == ["replaced"]
    assert verify(Asked(waiting.digest)) == []


def test_odd_requests_are_answered(world: World, reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "没有选择文件" in reader.post("/verify/", {}).content.decode()
    monkeypatch.setattr(verify_views, "LARGEST", 3)
    assert "无法在此验证" in told(reader, b"1234")
    assert verify(Asked("", "x")) == verify(Asked("%" * 8, "x")) == []
    assert "验证一个文件" in reader.get("/verify/").content.decode()
    assert hashlib.sha256(FILE).hexdigest() not in reader.get("/verify/").content.decode()


def test_machines_are_led_to_everything_and_told_of_every_change(world: World, reader: Client, settings: Any) -> None:
    index = reader.get("/sitemap.xml").content.decode()
    assert f"http://testserver/xxgk/{world.township.code}/sitemap.xml" in index
    urls = reader.get(f"{world.base}sitemap.xml").content.decode()
    assert world.item(world.notice) in urls
    assert world.item(world.withdrawn) not in urls
    operations.withdraw(item=world.notice, ground="error", by=world.desk.leader, at=world.desk.later())
    changes = reader.get("/changes.json").json()["changes"]
    assert {"change": "withdrawn", "id": world.notice.public_key}.items() <= changes[0].items()
    assert "title" not in changes[0]
    assert all(world.notice.title != change.get("title") for change in changes)
    assert {"published", "corrected", "withdrawn"} == {change["change"] for change in changes}
    data = reader.get(f"{world.item(world.corrected)}item.json").json()
    assert (data["title"], data["version"]) == (world.corrected.title, 2)
    assert reader.get(f"{world.item(world.notice)}item.json").status_code == 404
