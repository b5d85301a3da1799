"""Uploads: rebuilt, kept sealed, written down; refused ones leave a record and no bytes."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongkai.apps.core import files, uploads
from gongkai.apps.core.models import Event, StoredFile, Upload
from gongkai.apps.core.sealing import unseal
from gongkai.apps.core.uploads import UploadError, UploadRefused
from gongkai.apps.organs.models import Organ, Role
from gongkai.apps.organs.originals import open_original
from gongkai.apps.organs.permissions import NotPermitted
from gongkai.documents.writing import MissingFonts
from gongkai.law.privacy import id_check_character
from tests.documents.rebuilding.corpus import xlsx
from tests.documents.rebuilding.finding import holds
from tests.documents.rebuilding.local import in_process
from tests.documents.rebuilding.test_layout import document
from tests.factories.core import NOON, UploadFactory
from tests.factories.organs import OrganFactory, UserFactory, person

__all__ = ["in_process"]
pytestmark = pytest.mark.django_db

BODY = "64042319800101123"
NUMBER = BODY + id_check_character(BODY)
CANARY = "QZXCANARY77"
DAY = NOON.date()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "files"
    monkeypatch.setattr("django.conf.settings.FILES_DIR", folder)
    return folder


@pytest.fixture
def organ() -> Organ:
    return OrganFactory.create()


def hiding(hidden: str) -> bytes:
    book, sheet = xlsx.plain(0)
    sheet["D1"] = "备用"
    for row in range(2, 5):
        sheet.cell(row, 4, hidden)
    sheet.column_dimensions["D"].hidden = True
    return xlsx.saved(book)


def take(organ: Organ, data: bytes, name: str = "名单.xlsx", at: datetime = NOON, **kwargs: Any) -> Upload:
    return uploads.take(
        organ=organ, name=name, data=data, by=kwargs.pop("by", None), on=DAY, at=at, purpose="item", **kwargs
    )


def lying(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def test_what_is_hidden_stays_out_of_everything_that_goes_on(organ: Organ, folder: Path, in_process: None) -> None:
    data = hiding(CANARY)
    assert holds(data, CANARY)
    upload = take(organ, data)
    assert upload.derivative is not None
    assert upload.original is not None
    assert not holds(files.read(upload.derivative), CANARY)
    assert CANARY not in uploads.text_of(upload)
    assert "马演示" in uploads.text_of(upload)
    assert CANARY not in str(uploads.preview_of(upload))
    assert {"what": "隐藏列", "where": "工作表“公示1”", "count": 4} in upload.dropped
    assert files.read(upload.original) == data
    assert uploads.upload_of(upload.derivative) == upload


def test_nothing_on_the_disk_can_be_read_without_the_key(organ: Organ, folder: Path, in_process: None) -> None:
    take(organ, f"经办人电话13912345678，身份证号{NUMBER}".encode(), "登记.txt")
    assert len(lying(folder)) >= 2
    assert not any(NUMBER.encode() in data or "经办人".encode() in data for data in lying(folder))


def test_findings_are_counted_written_masked_and_stand_in_the_way(organ: Organ, in_process: None) -> None:
    upload = take(organ, f"身份证号{NUMBER}\n".encode() * 2000, "登记.txt")
    assert (upload.blocking, upload.counts["findings"]) == (2000, {"id_number": 2000})
    assert len(upload.findings) == 1500
    assert NUMBER not in str(upload.findings)
    standing = uploads.standing(upload, on=DAY)
    assert [obstacle.code for obstacle in standing.obstacles] == ["personal_data"]
    assert "公民身份号码2000处" in standing.obstacles[0].message


def test_hidden_numbers_want_a_look_and_then_are_settled(organ: Organ, in_process: None) -> None:
    upload, clerk = take(organ, hiding(NUMBER)), UserFactory.create()
    assert upload.hidden >= 3
    assert [obstacle.code for obstacle in uploads.standing(upload, on=DAY).obstacles] == ["hidden"]
    upload = uploads.confirm(upload=upload, by=clerk, on=DAY, at=NOON)
    assert uploads.standing(upload, on=DAY).settled
    with pytest.raises(UploadError, match="没有需要确认"):
        uploads.confirm(upload=upload, by=clerk, on=DAY, at=NOON)
    assert Event.objects.filter(kind="upload.confirmed").get().facts["hidden"] == upload.hidden


def test_a_clean_file_is_settled_at_once(organ: Organ, in_process: None) -> None:
    upload = take(organ, "演示乡公告\n".encode(), "公告.txt")
    assert uploads.standing(upload, on=DAY).settled


def test_a_refused_file_leaves_a_record_and_no_bytes(organ: Organ, folder: Path, in_process: None) -> None:
    with pytest.raises(UploadRefused, match="只能打开 ZIP") as refusal:
        take(organ, b"Rar!\x1a\x07\x00" + NUMBER.encode(), f"C:\\{NUMBER}.rar")
    upload = Upload.objects.get()
    assert (upload, refusal.value.code) == (refusal.value.upload, "unsupported")
    assert NUMBER not in upload.name
    assert unseal(upload.original_name) == f"C:\\{NUMBER}.rar"
    assert lying(folder) == []
    assert Event.objects.get().kind == "upload.refused"
    assert [obstacle.code for obstacle in uploads.standing(upload, on=DAY).obstacles] == ["refused"]
    with pytest.raises(UploadError):
        uploads.claim(upload=upload, subject=organ)


def test_somebody_without_account_leaves_no_more_time_than_was_handed_in(organ: Organ, in_process: None) -> None:
    midnight = NOON.replace(hour=0)
    upload = take(organ, b"abc\n", "a.txt", at=midnight)
    times = {upload.taken_at, Event.objects.get().at, *StoredFile.objects.values_list("stored_at", flat=True)}
    assert times == {midnight}
    assert upload.taken_by is None


def test_a_full_disk_leaves_no_record(organ: Organ, monkeypatch: pytest.MonkeyPatch, in_process: None) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        take(organ, b"abc\n", "a.txt")
    assert not Upload.objects.exists()
    assert not Event.objects.exists()


def test_unclaimed_uploads_go_and_claimed_ones_stay(
    organ: Organ, folder: Path, in_process: None, django_capture_on_commit_callbacks: Any
) -> None:
    used, unused, same = (take(organ, text, "a.txt") for text in (b"used\n", b"unused\n", b"used\n"))
    uploads.claim(upload=used, subject=organ)
    uploads.claim(upload=used, subject=OrganFactory.create())
    used.refresh_from_db()
    assert (used.subject_type, used.subject_id) == ("organs.organ", organ.pk)
    late = NOON + timedelta(days=31)
    with django_capture_on_commit_callbacks(execute=True):
        assert uploads.erase_unclaimed(before=late, by=None, on=DAY, at=late) == 2
    assert list(Upload.objects.all()) == [used]
    assert uploads.text_of(used).strip() == "used"
    assert not any(files.path_of(upload.original_sha256, sealed=True).exists() for upload in (unused,))
    assert same.original_sha256 == used.original_sha256
    with pytest.raises(UploadError, match="已在使用"):
        uploads.discard(upload=used, by=None, on=DAY, at=late)


def test_an_upload_of_another_organ_cannot_be_claimed(organ: Organ, in_process: None) -> None:
    upload = take(organ, b"abc\n", "a.txt")
    with pytest.raises(UploadError, match="其他机关"):
        uploads.claim(upload=upload, subject=UploadFactory.create())


def test_the_original_opens_for_who_may_and_leaves_an_event(organ: Organ, in_process: None) -> None:
    data = hiding(NUMBER)
    upload = take(organ, data)
    clerk, leader = person(organ, Role.CLERK), person(organ, Role.GROUP_LEADER)
    with pytest.raises(NotPermitted):
        open_original(upload=upload, by=leader, at=NOON, reason="看看")
    with pytest.raises(UploadError, match="理由"):
        open_original(upload=upload, by=clerk, at=NOON, reason=" ")
    opened = open_original(upload=upload, by=clerk, at=NOON, reason="核对遮盖前的名单")
    assert (opened.name, opened.data) == ("名单.xlsx", data)
    event = Event.objects.get(kind="upload.original_opened")
    assert (event.by, event.facts["reason"]) == (clerk, "核对遮盖前的名单")
    with pytest.raises(UploadError, match="没有保存原件"):
        open_original(upload=UploadFactory.create(organ=organ, original=None), by=clerk, at=NOON, reason="核对")


def test_the_real_child_does_the_work(organ: Organ) -> None:
    upload = take(organ, hiding(CANARY))
    assert upload.kind == "xlsx"


@pytest.mark.parametrize(
    "fields",
    [{"derivative": None}, {"refused": True, "refusal_code": ""}, {"confirmed_at": NOON}, {"subject_type": "x.y"}],
)
def test_the_database_refuses_half_records(fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        UploadFactory.create(**fields)


def test_masking_makes_an_upload_of_its_own_that_leads_back(organ: Organ, in_process: None) -> None:
    rows = "序号,姓名,身份证号,金额\n" + "".join(f"{n},马演示,{NUMBER},120\n" for n in range(4))
    upload, clerk = take(organ, rows.encode(), "名单.csv"), UserFactory.create()
    assert upload.blocking == 4
    struck = uploads.mask(upload=upload, by=clerk, on=DAY, at=NOON)
    public = uploads.mask(upload=upload, by=clerk, on=DAY, at=NOON, profile="list.online")
    assert [made.masked_from for made in (struck, public)] == [upload, upload]
    assert [made.mask_profile for made in (struck, public)] == ["strike", "list.online"]
    assert uploads.standing(struck, on=DAY).settled
    assert "身份证号" in uploads.text_of(struck)
    assert "身份证号" not in uploads.text_of(public)
    assert NUMBER not in uploads.text_of(struck) + uploads.text_of(public)
    assert NUMBER in uploads.text_of(upload)
    assert {"what": "遮盖公民身份号码", "where": "表格", "count": 4} in struck.dropped
    assert struck.original == upload.original
    assert Event.objects.filter(kind="upload.masked").count() == 2
    with pytest.raises(UploadError, match="没有找到"):
        uploads.mask(upload=struck, by=clerk, on=DAY, at=NOON)
    with pytest.raises(UploadError, match="已在使用"):
        uploads.discard(upload=upload, by=clerk, on=DAY, at=NOON)
    uploads.discard(upload=public, by=clerk, on=DAY, at=NOON)
    assert upload.original is not None
    assert files.read(upload.original)


def test_pictures_and_refused_files_are_not_masked(organ: Organ) -> None:
    for upload in (UploadFactory.create(refused=True), UploadFactory.create(kind="png")):
        if upload.derivative:
            path = files.path_of(
                files.store(organ=organ, name="a", data=b"x", media_type="image/png", at=NOON, sealed=True).sha256,
                sealed=True,
            )
            StoredFile.objects.filter(pk=upload.derivative.pk).update(sha256=path.name)
            upload.derivative.refresh_from_db()
        with pytest.raises(UploadError):
            uploads.mask(upload=upload, by=UserFactory.create(), on=DAY, at=NOON)


def test_what_was_confirmed_stays_confirmed_when_masking_adds_nothing_to_look_at(
    organ: Organ, in_process: None
) -> None:
    book, sheet = xlsx.plain(0)
    sheet["D1"], sheet["E1"] = "身份证号", "身份证号"
    for row in range(2, 6):
        sheet.cell(row, 4, NUMBER)
        sheet.cell(row, 5, NUMBER)
    sheet.column_dimensions["D"].hidden = True
    upload, clerk = take(organ, xlsx.saved(book)), UserFactory.create()
    unseen = uploads.mask(upload=upload, by=clerk, on=DAY, at=NOON)
    assert [obstacle.code for obstacle in uploads.standing(unseen, on=DAY).obstacles] == ["hidden"]
    upload = uploads.confirm(upload=upload, by=clerk, on=DAY, at=NOON)
    assert uploads.standing(uploads.mask(upload=upload, by=clerk, on=DAY, at=NOON), on=DAY).settled


def test_word_documents_get_pages_and_without_fonts_their_text(
    organ: Organ, in_process: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = document()
    upload = take(organ, data, "通知.docx")
    assert upload.pages.count() == 1
    page = uploads.page_of(upload, 1)
    assert page is not None
    assert page.startswith(b"\x89PNG")
    assert uploads.preview_of(upload).marks[0]
    assert uploads.page_of(upload, 2) is None

    def nothing(layout: Any, font_dirs: Any) -> bytes:
        raise MissingFonts(lacking=[], searched=[])

    monkeypatch.setattr("gongkai.apps.core.uploads.taking.preview_pdf", nothing)
    plain = take(organ, data, "通知.docx")
    assert plain.pages.count() == 0
    assert uploads.preview_of(plain).paragraphs
