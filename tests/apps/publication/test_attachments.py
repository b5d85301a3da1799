"""Attachments: what goes behind an item, what keeps the gate shut, what the search finds."""

from pathlib import Path
from typing import Any

import pytest

from gongkai.apps.core import search, uploads
from gongkai.apps.core.models import Upload
from gongkai.apps.publication import gate, operations
from gongkai.apps.publication.effects import refresh_search
from gongkai.apps.publication.models import DisclosureItem
from tests.documents.rebuilding.local import in_process
from tests.factories.core import StoredFileFactory, UploadFactory
from tests.factories.organs import OrganFactory, UserFactory
from tests.factories.publication import DAY, Desk

__all__ = ["in_process"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.FILES_DIR", tmp_path / "files")


@pytest.fixture
def desk() -> Desk:
    return Desk.create()


def attach(desk: Desk, item: DisclosureItem, *files: Upload, **kwargs: Any) -> None:
    number = gate.newest_version(item).number
    operations.attach(item=item, based_on=number, files=files, by=desk.clerk, at=desk.later(), **kwargs)


def titles(item: DisclosureItem) -> list[str]:
    return [attachment.title for attachment in gate.newest_version(item).attachments.order_by("position")]


def codes(item: DisclosureItem) -> set[str]:
    return {blocker.code for blocker in gate.blockers(item, on=DAY)}


def test_files_are_attached_renamed_replaced_and_taken_off(desk: Desk) -> None:
    item, first, second, third = desk.draft(), *(UploadFactory.create(organ=desk.organ) for _ in range(3))
    attach(desk, item, first, second)
    assert titles(item) == [first.name[:-4], second.name[:-4]]
    shared = {"item": item, "by": desk.clerk}
    operations.rename_attachment(based_on=2, position=1, title="发放名单", at=desk.later(), **shared)
    operations.replace_attachment(based_on=3, position=1, upload=third, at=desk.later(), **shared)
    newest = gate.newest_version(item)
    assert [attachment.file for attachment in newest.attachments.all()] == [third.derivative, second.derivative]
    operations.detach(based_on=4, position=2, at=desk.later(), **shared)
    assert titles(item) == ["发放名单"]
    first.refresh_from_db()
    assert first.subject_id == item.pk
    for act, facts in (
        ("detach", {}),
        ("rename_attachment", {"title": "x"}),
        ("replace_attachment", {"upload": third}),
    ):
        with pytest.raises(operations.PublicationError, match="没有这个附件"):
            getattr(operations, act)(based_on=5, position=2, at=desk.later(), **shared, **facts)
    with pytest.raises(operations.PublicationError, match="不能为空"):
        operations.rename_attachment(based_on=5, position=1, title=" ", at=desk.later(), **shared)
    with pytest.raises(operations.EditConflict):
        operations.detach(based_on=1, position=1, at=desk.later(), **shared)


def test_files_of_others_and_refused_ones_are_not_attached(desk: Desk) -> None:
    item = desk.draft()
    for foreign in (
        UploadFactory.create(organ=OrganFactory.create()),
        UploadFactory.create(organ=desk.organ, refused=True),
    ):
        with pytest.raises(operations.PublicationError, match="不能作为附件"):
            attach(desk, item, foreign)
        with pytest.raises(operations.PublicationError, match="不能作为附件"):
            operations.replace_attachment(
                item=item, based_on=1, position=1, upload=foreign, by=desk.clerk, at=desk.later()
            )
    with pytest.raises(operations.PublicationError, match="最多50个"):
        attach(desk, item, *(UploadFactory.create(organ=desk.organ) for _ in range(51)))


def test_a_published_item_is_corrected_with_a_reason(desk: Desk) -> None:
    item, upload = desk.published(), UploadFactory.create(organ=desk.organ)
    with pytest.raises(operations.PublicationError, match="理由"):
        attach(desk, item, upload)
    attach(desk, item, upload, reason="补充名单")
    assert gate.newest_version(item).note == "补充名单"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"with_numbers": True}, "file_personal_data"),
        ({"hidden": 2, "counts": {"hidden": {"id_number": 2}}}, "file_hidden_data"),
        ({"unread": ["第1页"]}, "file_unread"),
    ],
)
def test_the_gate_stays_shut_until_a_file_is_settled(desk: Desk, fields: dict[str, Any], code: str) -> None:
    item, upload = desk.draft(), UploadFactory.create(organ=desk.organ, **fields)
    attach(desk, item, upload)
    assert code in codes(item)
    with pytest.raises(operations.PublicationBlocked) as refusal:
        desk.submit(item)
    assert [blocker.field for blocker in refusal.value.blockers] == ["attachments"]
    if code == "file_personal_data":
        masked = UploadFactory.create(organ=desk.organ, masked_from=upload)
        operations.replace_attachment(item=item, based_on=2, position=1, upload=masked, by=desk.clerk, at=desk.later())
    else:
        uploads.confirm(upload=upload, by=UserFactory.create(), on=DAY, at=desk.later())
    assert code not in codes(item)
    desk.submit(item)


def test_a_file_that_was_never_made_anew_keeps_the_gate_shut(desk: Desk) -> None:
    item = desk.draft()
    stray = UploadFactory.create(organ=desk.organ)
    Upload.objects.filter(pk=stray.pk).update(derivative=StoredFileFactory.create(organ=desk.organ))
    attach(desk, item, stray)
    assert "file_not_rebuilt" in codes(item)


def test_the_search_finds_words_inside_attachments_but_nobody_in_a_list(desk: Desk, in_process: None) -> None:
    notice = "轮椅借用说明\n".encode()
    rows = "序号,姓名,金额\n" + "".join(f"{n},塬川{'甲乙丙丁'[n % 4]},120\n" for n in range(12))
    files = [
        uploads.take(organ=desk.organ, name=name, data=data, by=desk.clerk, on=DAY, at=desk.later(), purpose="item")
        for name, data in (("说明.txt", notice), ("发放表.csv", rows.encode()))
    ]
    item = desk.draft()
    attach(desk, item, *files)
    for step in (desk.submit, desk.review, desk.approve, desk.publish):
        step(item)
    item.refresh_from_db()
    refresh_search(item)
    assert [hit.object_id for hit in search.search("轮椅借用").hits] == [item.pk]
    assert [hit.object_id for hit in search.search("发放表").hits] == [item.pk]
    assert search.search("塬川甲").hits == ()
