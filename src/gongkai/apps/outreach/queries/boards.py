"""What hangs where, what must come down, what is not proved, and the sheet itself."""

import re
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.apps.outreach.models import Board, Posting
from gongkai.documents.writing import BoardSheet
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines import deadline

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ
    from gongkai.apps.publication.models import DisclosureItem

_SENTENCE = re.compile(r"[^\n。；！？]+[。；！？]?")
_SHORTEST, _LONGEST, _LINES = 4, 36, 5


class PostingState(StrEnum):
    """How far a posting has come."""

    PREPARED = "prepared"
    HANGING = "hanging"
    REMOVED = "removed"
    CANCELLED = "cancelled"


def state_of(posting: Posting) -> PostingState:
    """Tell how far a posting has come."""
    if posting.cancelled_on:
        return PostingState.CANCELLED
    if posting.removed_on:
        return PostingState.REMOVED
    return PostingState.HANGING if posting.posted_on else PostingState.PREPARED


def boards(organ: "Organ", *, on: date) -> QuerySet[Board]:
    """Give the organ's boards in use."""
    in_use = Q(channel__closed_on__isnull=True) | Q(channel__closed_on__gte=on)
    return Board.objects.filter(in_use, channel__organ=organ).select_related("channel__organ").order_by("channel__name")


def postings(organ: "Organ") -> QuerySet[Posting]:
    """Give the register of the organ's boards, newest first."""
    return Posting.objects.filter(organ=organ).select_related(
        "item__organ", "item__published_version", "version", "board__channel__organ", "posted_photo", "removed_photo"
    )


def come_down(organ: "Organ", *, until: date) -> QuerySet[Posting]:
    """Give what hangs and whose last day is `until` or earlier, soonest first."""
    hanging = postings(organ).filter(posted_on__isnull=False, removed_on__isnull=True, take_down_on__lte=until)
    return hanging.order_by("take_down_on", "pk")


def without_proof(organ: "Organ", *, on: date) -> list[tuple[Posting, date]]:
    """
    Give what was posted or taken down without a photograph, with the last day for it, soonest first (`convention:40`).

    Days are the organ's working days after the posting or the removal.
    """
    calendar = Calendar.for_area_code(organ.area_code)
    bare = postings(organ).filter(
        Q(posted_on__isnull=False, posted_photo__isnull=True, removed_on__isnull=True)
        | Q(removed_on__isnull=False, removed_photo__isnull=True)
    )
    period = deadline("publication.board_photo", on=on)
    listed = [
        (posting, period.due(day, calendar).day) for posting in bare if (day := posting.removed_on or posting.posted_on)
    ]
    return sorted(listed, key=lambda pair: pair[1])


def suggested_lines(item: "DisclosureItem") -> list[str]:
    """Give up to five short lines for the sheet: the abstract's sentences, then the text's, none longer than reads from afar."""
    text = item.published_version.body_text if item.published_version else ""
    found: list[str] = []
    for sentence in _SENTENCE.findall(f"{item.abstract}\n{text}"):
        line = sentence.strip().rstrip("。；")
        if _SHORTEST <= len(line) <= _LONGEST and line not in found and line != item.title:
            found.append(line)
    return found[:_LINES]


def sheet_of(posting: Posting, *, url: str) -> BoardSheet:
    """
    Give the sheet of a posting as the board shows it.

    :param url: the full address of the item's public page, for the code.
    """
    organ, item = posting.organ, posting.item
    shown_on = posting.posted_on or timezone.localdate(posting.prepared_at)
    return BoardSheet(
        organ=organ.name,
        title=str(posting.version.heads.get("title") or item.title),
        dated_on=shown_on,
        lines=tuple(posting.lines),
        kind="公示" if posting.public_notice else "公开",
        closes_on=posting.take_down_on if posting.public_notice else None,
        office=organ.office,
        phone=organ.phone,
        url=url,
        next_on=posting.next_on,
        posted_until=None if posting.public_notice else posting.take_down_on,
        number=item.index_number,
    )
