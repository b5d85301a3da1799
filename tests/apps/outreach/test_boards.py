"""Boards: what is prepared hangs only with a record, a photograph is proof of one thing, a public notice stays its time."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from gongkai.apps.core import files, uploads
from gongkai.apps.core.models import Event, Upload
from gongkai.apps.outreach import operations, queries
from gongkai.apps.outreach.errors import FacesNotChecked, OutreachError, PhotoUsedBefore
from gongkai.apps.outreach.models import Board, Posting
from gongkai.apps.publication import queries as publication
from gongkai.apps.publication.access import day_of
from tests.factories.publication import Desk

pytestmark = pytest.mark.django_db(transaction=False)


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    settings.FILES_DIR = tmp_path


@pytest.fixture
def desk() -> Desk:
    return Desk.create(phone="0000-1234567", office="综合办公室")


@pytest.fixture
def board(desk: Desk) -> Board:
    return operations.set_up_board(
        organ=desk.organ, name="政务公开栏", place="乡政府门口", paper="a3", by=desk.clerk, on=day_of(desk.at)
    )


def photo(desk: Desk, color: str = "green") -> Upload:
    """Hand in a photograph that knows where it was taken."""
    picture, out = Image.new("RGB", (64, 48), color), BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "演示相机"
    exif.get_ifd(0x8825)[2] = (35.0, 37.0, 0.0)
    picture.save(out, "JPEG", exif=exif)
    return uploads.take(
        organ=desk.organ,
        name="IMG.jpg",
        data=out.getvalue(),
        by=desk.clerk,
        on=day_of(desk.at),
        at=desk.at,
        purpose="board",
    )


def prepared(desk: Desk, board: Board, **more: Any) -> Posting:
    item = desk.published("<p>补贴标准为每亩68.9元。有异议的向村委会提出。</p>")
    return operations.prepare_posting(
        board=board, item=item, lines=queries.suggested_lines(item), by=desk.clerk, at=desk.later(), **more
    )


def posted(desk: Desk, posting: Posting, photo: Upload | None = None) -> Posting:
    at = desk.later()
    return operations.record_posted(
        posting=posting, posted_on=day_of(at), photo=photo, faces_checked=photo is not None, by=desk.clerk, at=at
    )


def removed(desk: Desk, posting: Posting, photo: Upload | None = None, **more: Any) -> Posting:
    at = desk.later()
    return operations.record_removed(
        posting=posting,
        removed_on=day_of(at),
        photo=photo,
        faces_checked=photo is not None,
        by=desk.clerk,
        at=at,
        **more,
    )


def test_from_the_item_to_the_board_and_down_again(desk: Desk, board: Board) -> None:
    posting = prepared(desk, board)
    assert posting.lines == ["补贴标准为每亩68.9元", "有异议的向村委会提出"]
    assert publication.delivery_counts(desk.organ, 2023)[0][1] == 0
    posting = posted(desk, posting, photo(desk))
    assert queries.state_of(posting) == "hanging"
    assert [str(label) for label, _ in publication.delivery_counts(desk.organ, 2023)] == ["公开栏“政务公开栏”"]
    assert publication.delivery_counts(desk.organ, 2023)[0][1] == 1
    posting = removed(desk, posting, photo(desk, "red"))
    assert queries.state_of(posting) == "removed"
    kinds = list(Event.objects.filter(subject_type="outreach.posting").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["posting.prepared", "posting.posted", "posting.removed"]


def test_a_photograph_keeps_nothing_but_its_pixels(desk: Desk, board: Board) -> None:
    posting = posted(desk, prepared(desk, board), photo(desk))
    assert posting.posted_photo is not None
    with Image.open(BytesIO(files.read(posting.posted_photo))) as kept:
        assert dict(kept.getexif()) == {}


def test_a_photograph_is_no_proof_before_somebody_looked_for_faces(desk: Desk, board: Board) -> None:
    posting = prepared(desk, board)
    with pytest.raises(FacesNotChecked):
        operations.record_posted(
            posting=posting,
            posted_on=day_of(desk.at),
            photo=photo(desk),
            faces_checked=False,
            by=desk.clerk,
            at=desk.at,
        )
    posting.refresh_from_db()
    assert posting.posted_on is None


def test_the_same_picture_does_not_prove_two_postings(desk: Desk, board: Board) -> None:
    posted(desk, prepared(desk, board), photo(desk))
    with pytest.raises(PhotoUsedBefore, match="重新拍照"):
        posted(desk, prepared(desk, board), photo(desk))


def test_what_hangs_without_a_photograph_is_asked_for_it_after_three_working_days(desk: Desk, board: Board) -> None:
    posting = posted(desk, prepared(desk, board))
    ((found, last),) = queries.without_proof(desk.organ, on=day_of(desk.at))
    assert found == posting
    assert posting.posted_on is not None
    assert last - posting.posted_on >= timedelta(days=3)
    posted(desk, posting, photo(desk))
    assert queries.without_proof(desk.organ, on=day_of(desk.at)) == []


def test_a_public_notice_has_an_end_and_does_not_come_down_before_it(desk: Desk, board: Board) -> None:
    with pytest.raises(OutreachError, match="须写明截止日期"):
        prepared(desk, board, public_notice=True)
    last = day_of(desk.at) + timedelta(days=9)
    posting = posted(desk, prepared(desk, board, public_notice=True, take_down_on=last))
    with pytest.raises(OutreachError, match="不能提前撤下"):
        removed(desk, posting)
    assert removed(desk, posting, early_reason="雨水打湿，换贴新纸").early_reason
    assert list(queries.come_down(desk.organ, until=last)) == []


def test_a_correction_marks_every_board_that_still_shows_the_old_text(desk: Desk, board: Board) -> None:
    posting = posted(desk, prepared(desk, board))
    item = posting.item
    (state,) = queries.reach_of(item, on=day_of(desk.at))
    assert state.delivery is not None
    assert not state.stale
    from gongkai.apps.publication import operations as items

    items.correct(
        item=item,
        based_on=1,
        content=desk.content("<p>每亩70元。</p>"),
        reason="数字有误",
        by=desk.clerk,
        at=desk.later(),
    )
    item.refresh_from_db()
    desk.republish(item)
    item.refresh_from_db()
    (state,) = queries.reach_of(item, on=day_of(desk.at))
    assert state.stale
    removed(desk, posting)
    (state,) = queries.reach_of(item, on=day_of(desk.at))
    assert not state.stale


def test_what_is_not_public_and_what_cannot_be_read_in_passing_is_refused(desk: Desk, board: Board) -> None:
    draft = desk.draft()
    with pytest.raises(OutreachError, match="没有公开"):
        operations.prepare_posting(board=board, item=draft, lines=[], by=desk.clerk, at=desk.later())
    item = desk.published()
    with pytest.raises(OutreachError, match="最多写5行"):
        operations.prepare_posting(board=board, item=item, lines=["演示"] * 6, by=desk.clerk, at=desk.later())
    other = Desk.create().published()
    with pytest.raises(OutreachError, match="其他机关"):
        operations.prepare_posting(board=board, item=other, lines=[], by=desk.clerk, at=desk.later())
    operations.prepare_posting(board=board, item=item, lines=[], by=desk.clerk, at=desk.later())
    with pytest.raises(OutreachError, match="已经列入"):
        operations.prepare_posting(board=board, item=item, lines=[], by=desk.clerk, at=desk.later())


def test_a_sheet_carries_what_the_board_must_say(desk: Desk, board: Board) -> None:
    posting = prepared(desk, board, take_down_on=day_of(desk.at) + timedelta(days=30))
    sheet = queries.sheet_of(posting, url="https://a.example/item/x/")
    assert (sheet.phone, sheet.office, sheet.kind) == ("0000-1234567", "综合办公室", "公开")
    assert sheet.lines == ("补贴标准为每亩68.9元", "有异议的向村委会提出")
    assert sheet.posted_until == posting.take_down_on
    assert sheet.closes_on is None


def test_a_sheet_that_was_never_posted_can_be_taken_back(desk: Desk, board: Board) -> None:
    posting = operations.cancel_posting(posting=prepared(desk, board), by=desk.clerk, on=day_of(desk.at))
    assert queries.state_of(posting) == "cancelled"
    with pytest.raises(OutreachError):
        posted(desk, posting)
