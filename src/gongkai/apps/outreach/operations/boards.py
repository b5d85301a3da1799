"""Boards: set one up, prepare a sheet, prove that it hung and that it came down."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from gongkai.apps.core import uploads
from gongkai.apps.core.models import StoredFile, Upload
from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.permissions import require
from gongkai.apps.outreach.errors import FacesNotChecked, OutreachError, PhotoUsedBefore
from gongkai.apps.outreach.models import Board, Posting
from gongkai.apps.publication import operations as publication
from gongkai.apps.publication.access import day_of
from gongkai.apps.publication.models import Channel, DisclosureItem

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ, User

#: A sheet is read in passing: so many lines, each so long.
MOST_LINES, LONGEST_LINE = 5, 60
PICTURES = frozenset({"jpeg", "png"})


@transaction.atomic
def set_up_board(*, organ: "Organ", name: str, place: str, paper: str, by: "User | None", on: date) -> Board:
    """
    Enter a board with the place where it stands (`ogi:25.2`).

    :raises OutreachError: it has no place, or no known paper.
    :raises gongkai.apps.publication.errors.PublicationError: the name is empty or taken.
    """
    if not place.strip() or paper not in Board.Paper.values:
        raise OutreachError("公开栏须写明位置和纸张大小。", field="place" if paper in Board.Paper.values else "paper")
    channel = publication.open_channel(organ=organ, kind=Channel.Kind.BOARD, name=name, by=by, on=on)
    board = Board.objects.create(channel=channel, place=place.strip()[:120], paper=paper)
    append_event(organ=organ, kind="board.set_up", subject=board, by=by, on=on, facts={"place": board.place})
    return board


@transaction.atomic
def prepare_posting(
    *,
    board: Board,
    item: DisclosureItem,
    lines: Sequence[str],
    by: "User | None",
    at: datetime,
    take_down_on: date | None = None,
    next_on: date | None = None,
    public_notice: bool = False,
) -> Posting:
    """
    Prepare the sheet of a public item for a board; it hangs only once `record_posted` says so.

    :param public_notice: a 公示 with a period for objections; it needs its last day and must not come down before.
    :raises OutreachError: the item is not public, there are too many or too long lines, or a day is wrong.
    """
    organ = board.channel.organ
    require(by, "item.write", organ, on=day_of(at))
    if item.published_version is None or item.withdrawn_at is not None:
        raise OutreachError(f"“{item.title}”没有公开，不能张贴。请先发布。", field="items")
    if not organ.path.startswith(item.organ.path) and not item.organ.path.startswith(organ.path):
        raise OutreachError(f"“{item.title}”是其他机关的信息，不能张贴在本机关的公开栏。", field="items")
    kept = [line.strip() for line in lines if line.strip()]
    if fault := _fault_of_lines(kept):
        raise OutreachError(fault, field="lines")
    if fault := _fault_of_days(day_of(at), take_down_on, public_notice=public_notice):
        raise OutreachError(fault, field="take_down_on")
    if Posting.objects.filter(
        board=board, version=item.published_version, cancelled_on__isnull=True, removed_on__isnull=True
    ).exists():
        raise OutreachError(f"“{item.title}”已经列入这个公开栏，不必重复。", field="items")
    posting = Posting.objects.create(
        organ=organ,
        board=board,
        item=item,
        version=item.published_version,
        lines=kept,
        public_notice=public_notice,
        take_down_on=take_down_on,
        next_on=next_on,
        prepared_by=by,
        prepared_at=at,
    )
    facts = {"board": board.pk, "item": item.pk, "version": item.published_version.number}
    append_event(organ=organ, kind="posting.prepared", subject=posting, by=by, on=day_of(at), at=at, facts=facts)
    return posting


def _fault_of_lines(lines: Sequence[str]) -> str:
    if len(lines) > MOST_LINES:
        return f"纸上最多写{MOST_LINES}行，现有{len(lines)}行。其余内容由二维码查看。"
    long = next((line for line in lines if len(line) > LONGEST_LINE), "")
    return f"“{long[:12]}……”超过{LONGEST_LINE}个字，远处看不清。请分行或者精简。" if long else ""


def _fault_of_days(today: date, take_down_on: date | None, *, public_notice: bool) -> str:
    if public_notice and take_down_on is None:
        return "公示须写明截止日期。"
    if take_down_on is not None and take_down_on < today:
        return f"张贴截止日期{take_down_on:%Y-%m-%d}早于今天。"
    return ""


@transaction.atomic
def reword_posting(
    *,
    posting: Posting,
    lines: Sequence[str],
    take_down_on: date | None,
    next_on: date | None,
    public_notice: bool,
    by: "User | None",
    at: datetime,
) -> Posting:
    """
    Change what the sheet says, as long as it does not hang yet.

    :raises OutreachError: it hangs, is down or was taken back; or lines or days do not fit.
    """
    posting = _locked(posting)
    require(by, "item.write", posting.organ, on=day_of(at))
    if posting.posted_on or posting.cancelled_on:
        raise OutreachError(f"“{posting.item.title}”已张贴或者已取消，不能再改。需要改的，请撤下后重新制作。")
    kept = [line.strip() for line in lines if line.strip()]
    if fault := _fault_of_lines(kept):
        raise OutreachError(fault, field="lines")
    if fault := _fault_of_days(day_of(at), take_down_on, public_notice=public_notice):
        raise OutreachError(fault, field="take_down_on")
    posting.lines, posting.public_notice = kept, public_notice
    posting.take_down_on, posting.next_on = take_down_on, next_on
    posting.save(update_fields=["lines", "public_notice", "take_down_on", "next_on"])
    append_event(organ=posting.organ, kind="posting.reworded", subject=posting, by=by, on=day_of(at), at=at)
    return posting


@transaction.atomic
def record_posted(
    *, posting: Posting, posted_on: date, photo: Upload | None, faces_checked: bool, by: "User | None", at: datetime
) -> Posting:
    """
    Record that the sheet hangs since `posted_on`, with a photograph (`convention:40`); the board counts as a channel from then on.

    The photograph may follow later with a second call; until then it is missing from the register.

    :raises FacesNotChecked: the photograph has not been looked at for faces and number plates.
    :raises PhotoUsedBefore: the same picture proves another posting.
    :raises OutreachError: the posting is cancelled, down, or proved already.
    """
    posting = _locked(posting)
    require(by, "item.write", posting.organ, on=day_of(at))
    if posting.cancelled_on or posting.removed_on or posting.posted_photo_id:
        raise OutreachError(f"“{posting.item.title}”已取消、已撤下或者已有张贴照片，不能再登记张贴。")
    proof = _proof(photo, posting, faces_checked=faces_checked, by=by, at=at)
    if posting.delivery is None:
        posting.delivery = publication.record_delivery(
            channel=posting.board.channel, item=posting.item, delivered_on=posted_on, by=by, at=at, proof=proof
        )
        posting.posted_on = posted_on
    elif proof is None:
        raise OutreachError("已登记张贴，还缺照片。请选择照片。", field="photo")
    posting.posted_photo = proof
    posting.save(update_fields=["delivery", "posted_on", "posted_photo"])
    _note(posting, "posting.posted", by, at, {"posted_on": posted_on.isoformat(), "sha256": _hash(proof)})
    return posting


@transaction.atomic
def record_removed(
    *,
    posting: Posting,
    removed_on: date,
    photo: Upload | None,
    faces_checked: bool,
    by: "User | None",
    at: datetime,
    early_reason: str = "",
) -> Posting:
    """
    Record that the sheet was taken down, with a photograph; a 公示 comes down early only with a reason.

    :raises FacesNotChecked: the photograph has not been looked at for faces and number plates.
    :raises PhotoUsedBefore: the same picture proves another posting.
    :raises OutreachError: it never hung, is down with proof already, or would come down too early or in the future.
    """
    posting = _locked(posting)
    require(by, "item.write", posting.organ, on=day_of(at))
    if posting.posted_on is None or posting.removed_photo_id:
        raise OutreachError(f"“{posting.item.title}”还没有张贴，或者已登记撤下。")
    if not posting.posted_on <= removed_on <= day_of(at):
        raise OutreachError(
            f"撤下日期{removed_on:%Y-%m-%d}应在张贴日{posting.posted_on:%Y-%m-%d}至今天之间。", field="removed_on"
        )
    early = posting.public_notice and posting.take_down_on is not None and removed_on < posting.take_down_on
    if early and not early_reason.strip():
        raise OutreachError(
            f"公示期至{posting.take_down_on:%Y-%m-%d}，不能提前撤下。确需撤下的，请写明理由。",
            field="early_reason",
            cites=["convention:53"],
        )
    proof = _proof(photo, posting, faces_checked=faces_checked, by=by, at=at)
    posting.removed_on, posting.removed_photo = removed_on, proof
    posting.early_reason = early_reason.strip()[:200] if early else ""
    posting.save(update_fields=["removed_on", "removed_photo", "early_reason"])
    _note(posting, "posting.removed", by, at, {"removed_on": removed_on.isoformat(), "sha256": _hash(proof)})
    return posting


@transaction.atomic
def cancel_posting(*, posting: Posting, by: "User | None", on: date) -> Posting:
    """
    Take a prepared sheet back that was never posted.

    :raises OutreachError: it hangs or was taken back already.
    """
    posting = _locked(posting)
    require(by, "item.write", posting.organ, on=on)
    if posting.posted_on or posting.cancelled_on:
        raise OutreachError(f"“{posting.item.title}”已张贴或者已取消。")
    posting.cancelled_on = on
    posting.save(update_fields=["cancelled_on"])
    append_event(organ=posting.organ, kind="posting.cancelled", subject=posting, by=by, on=on)
    return posting


def _locked(posting: Posting) -> Posting:
    return (
        Posting.objects.select_for_update(of=("self",))
        .select_related("item", "board__channel", "organ", "delivery")
        .get(pk=posting.pk)
    )


def _proof(
    photo: Upload | None, posting: Posting, *, faces_checked: bool, by: "User | None", at: datetime
) -> StoredFile | None:
    if photo is None:
        return None
    if photo.kind not in PICTURES or photo.derivative is None:
        raise OutreachError("凭证须为照片（JPG 或 PNG）。", field="photo")
    if not faces_checked:
        raise FacesNotChecked
    same = (
        Posting.objects.filter(
            Q(posted_photo__sha256=photo.derivative.sha256) | Q(removed_photo__sha256=photo.derivative.sha256)
        )
        .select_related("item")
        .first()
    )
    if same is not None:
        raise PhotoUsedBefore(title=same.item.title)
    uploads.claim(upload=photo, subject=posting)
    if by is not None and photo.unread:
        uploads.confirm(upload=photo, by=by, on=day_of(at), at=at)
    return photo.derivative


def _hash(proof: StoredFile | None) -> str:
    return proof.sha256 if proof else ""


def _note(posting: Posting, kind: str, by: "User | None", at: datetime, facts: dict[str, str]) -> None:
    append_event(organ=posting.organ, kind=kind, subject=posting, by=by, on=day_of(at), at=at, facts=facts)
