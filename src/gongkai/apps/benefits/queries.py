"""Read programmes, lists and notices. What the public may read is decided here and by nobody else."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from gongkai.apps.benefits import parts
from gongkai.apps.benefits.models import BenefitBatch, BenefitProgram, ListScan, PublicNotice
from gongkai.apps.benefits.parts import Row
from gongkai.apps.benefits.reach import lists_of, programs_of
from gongkai.apps.core.models import Event
from gongkai.apps.core.sealing import fingerprints
from gongkai.apps.organs.models import Organ
from gongkai.documents.personal_data.table import as_text

#: Rows on one public page.
PAGE = 100


def batches(organ: Organ) -> QuerySet[BenefitBatch]:
    """Give the lists that an organ sees at its desk: its own and those of its villages, newest first."""
    return BenefitBatch.objects.filter(lists_of(organ)).select_related("organ", "program", "uploaded_by", "notice")


def programs(organ: Organ, *, on: date | None = None) -> QuerySet[BenefitProgram]:
    """Give the programmes that an organ may use; with `on` those in use on that day."""
    found = BenefitProgram.objects.filter(programs_of(organ)).select_related("organ")
    return found if on is None else found.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))


def current_notices(organ: Organ, *, on: date) -> QuerySet[PublicNotice]:
    """
    Give the notices of an organ, its villages and the organs above it that show names on the day `on`.

    A notice whose last day is over is not among them, whether or not the job has taken it down by then.
    """
    above = organ.path.strip("/").split("/")[:-1]
    mine = lists_of(organ) | Q(organ__code__in=above)
    return (
        PublicNotice.objects.filter(mine, closed_at__isnull=True, starts_on__lte=on, ends_on__gte=on)
        .select_related("batch__program", "organ")
        .order_by("-starts_on", "-pk")
    )


def notices_with_counts(organ: Organ, *, on: date) -> QuerySet[PublicNotice]:
    """Give every notice that ever was, for counts and sums without names; a replaced list does not count twice."""
    above = organ.path.strip("/").split("/")[:-1]
    mine = lists_of(organ) | Q(organ__code__in=above)
    return (
        PublicNotice.objects.filter(mine, starts_on__lte=on)
        .exclude(batch__state=BenefitBatch.State.REPLACED)
        .select_related("batch__program", "organ")
        .order_by("-batch__period_from", "-pk")
    )


def public_notice(key: str, *, on: date) -> PublicNotice | None:
    """Give a notice by its public key, over or not; None before it begins."""
    return (
        PublicNotice.objects.filter(batch__public_key=key, starts_on__lte=on)
        .select_related("batch__program", "organ__parent")
        .first()
    )


def shows_names(notice: PublicNotice, *, on: date) -> bool:
    """Tell whether the notice shows names on the day `on`."""
    return notice.closed_at is None and notice.starts_on <= on <= notice.ends_on


def heads_of(batch: BenefitBatch, audience: str) -> list[str]:
    """Give the headings of the public form for an audience, `online` or `board`."""
    return [column["heading"] for column in batch.columns if column[audience] != "left_out"]


def online_rows(
    notice: PublicNotice, *, on: date, place: str = "", surname: str = "", start: int = 0, limit: int = PAGE
) -> tuple[list[Row], int]:
    """
    Give a page of the masked rows and how many there are; nothing once the notice is over.

    :param place: the village; empty for all.
    :param surname: what the name begins with, as it is shown.
    """
    if not shows_names(notice, on=on):
        return [], 0
    found = notice.batch.parts.filter(place=place) if place else notice.batch.parts.all()
    if not surname:
        total = sum(found.values_list("count", flat=True))
        return _window(found, start, limit), total
    at = _name_place(notice.batch)
    rows = [
        row for part in found.iterator(chunk_size=20) for row in parts.opened(part.online) if _begins(row, at, surname)
    ]
    return rows[start : start + limit], len(rows)


def _window(found: Any, start: int, limit: int) -> list[Row]:
    rows: list[Row] = []
    at = 0
    for part in found.only("count", "number"):
        if at + part.count > start and len(rows) < limit:
            opened = parts.opened(type(part).objects.only("online").get(pk=part.pk).online)
            rows += opened[max(0, start - at) :]
        at += part.count
    return rows[:limit]


def _name_place(batch: BenefitBatch) -> int:
    """Give the place of the name in a masked row, after the group."""
    shown = [column for column in batch.columns if column["online"] != "left_out"]
    return 1 + next((at for at, column in enumerate(shown) if column["field"] == "name"), 0)


def _begins(row: Row, at: int, surname: str) -> bool:
    return at < len(row) and str(row[at]).startswith(surname.strip()[:2].rstrip("*"))


def board_rows(notice: PublicNotice, *, on: date, place: str = "") -> list[Row]:
    """Give the rows for the board of a village, with full names, while the notice runs."""
    if not shows_names(notice, on=on):
        return []
    found = notice.batch.parts.filter(place=place) if place else notice.batch.parts.all()
    return [row for part in found.iterator(chunk_size=20) for row in parts.opened(part.board)]


def preview(batch: BenefitBatch, *, limit: int = 20) -> list[tuple[Row, Row, Row]]:
    """Give the first rows of a list: as uploaded, as shown on line, as shown on the board."""
    part = batch.parts.order_by("number").first()
    if part is None:
        return []
    rows, online, board = parts.opened(part.rows), parts.opened(part.online), parts.opened(part.board)
    forms = zip(
        [row[3] for row in rows],
        [row[1:] for row in online] or [[]] * len(rows),
        [row[1:] for row in board] or [[]] * len(rows),
        strict=True,
    )
    return [(_shown(before), _shown(on_line), _shown(on_board)) for before, on_line, on_board in forms][:limit]


def _shown(cells: Row) -> Row:
    return [as_text(cell) for cell in cells]


@dataclass(frozen=True)
class Sum:
    """What a kind of benefit came to: programme, period, lists, people, yuan; never names."""

    program: BenefitProgram
    period: str
    people: int
    amount: Decimal


def sums(organ: Organ, *, on: date, year: int) -> list[Sum]:
    """Add up per programme what was decided or paid in a year, for a village by its own rows."""
    found: dict[BenefitProgram, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    village = organ.short_name if organ.kind == Organ.Kind.VILLAGE else ""
    for notice in _counted(organ, on=on, year=year):
        people, amount = counts_at(notice.batch, village)
        if people:
            found[notice.batch.program][0] += people
            found[notice.batch.program][1] += amount
    listed = [Sum(program, str(year), int(people), amount) for program, (people, amount) in found.items()]
    return sorted(listed, key=lambda one: -one.amount)


def _counted(organ: Organ, *, on: date, year: int) -> Iterator[PublicNotice]:
    """Give the lists of a year that count: of one programme and period the payment before the result before the notice."""
    ranks = (BenefitBatch.Purpose.PAID, BenefitBatch.Purpose.RESULT, BenefitBatch.Purpose.NOTICE)
    best: dict[tuple[Any, ...], PublicNotice] = {}
    for notice in notices_with_counts(organ, on=on).filter(batch__period_from__year=year):
        batch = notice.batch
        key = (batch.organ_id, batch.program_id, batch.period_from, batch.period_to)
        kept = best.get(key)
        if kept is None or ranks.index(batch.purpose) < ranks.index(kept.batch.purpose):
            best[key] = notice
    yield from best.values()


def counts_at(batch: BenefitBatch, village: str = "") -> tuple[int, Decimal]:
    """Give people and yuan of a list, of one village where one is named."""
    chosen = [place for place in batch.places if not village or place[0] == village]
    return sum(place[1] for place in chosen), sum((Decimal(place[3]) for place in chosen), Decimal(0))


def has_place(batch: BenefitBatch, village: str) -> bool:
    """Tell whether a list has rows of a village."""
    return any(place[0] == village for place in batch.places)


@dataclass(frozen=True)
class OwnRecord:
    """What somebody reads of himself: programme, period, purpose, amount as text."""

    program: str
    period: str
    purpose: str
    amount: str


def own_records(organ: Organ, *, number: str, phone: str) -> list[OwnRecord]:
    """
    Give what a person is listed with, who knows the identity number and the phone on file.

    Both must stand in the same row; every list is looked at whether or not something was found, so that the time tells nothing.
    """
    wanted = fingerprints([number])[0] if number else b""
    digits = "".join(character for character in phone if character.isdigit())
    found: list[OwnRecord] = []
    listed = BenefitBatch.objects.filter(lists_of(organ) | Q(organ__code__in=organ.path.strip("/").split("/")[:-1]))
    listed = listed.filter(notice__isnull=False).exclude(state=BenefitBatch.State.REPLACED).select_related("program")
    for batch in listed.order_by("-period_from"):
        places = {column["field"]: at for at, column in enumerate(batch.columns) if column["field"]}
        if "phone" not in places:
            continue
        for part in batch.parts.only("prints", "rows").iterator(chunk_size=20):
            prints = parts.prints_of(part)
            if len(wanted) == parts.PRINT and wanted in prints:
                row = parts.opened(part.rows)[prints.index(wanted)]
                if _phone(row[3], places["phone"]) == digits and len(digits) >= 7:
                    period = f"{batch.period_from:%Y-%m}"
                    found.append(OwnRecord(batch.program.name, period, batch.get_purpose_display(), row[2]))
    return found


def _phone(cells: list[Any], at: int) -> str:
    value = cells[at] if at < len(cells) else ""
    text = f"{value:.0f}" if isinstance(value, float) else str(value)
    return "".join(character for character in text if character.isdigit())


@dataclass(frozen=True)
class Standing:
    """A list with people in it, as the supervisor sees it: what is shown, until when, who took it out, what the last look found."""

    notice: PublicNotice
    online: str
    board: str
    downloads: int
    scan: ListScan | None
    public: bool


def standings(organs: QuerySet[Organ], *, on: date) -> list[Standing]:
    """Give every list that is or was public at these organs, those that show names first."""
    notices = list(
        PublicNotice.objects.filter(organ__in=organs)
        .select_related("batch__program", "organ")
        .annotate(last_scan=Max("scans__at"))
        .order_by("closed_at", "-starts_on")[:500]
    )
    scans = {(scan.notice_id, scan.at): scan for scan in ListScan.objects.filter(notice__in=notices)}
    taken = dict(
        Event.objects.filter(
            kind__in=["list.sheet_taken", "list.exported"],
            subject_type="benefits.benefitbatch",
            subject_id__in=[notice.batch_id for notice in notices],
        )
        .values_list("subject_id")
        .annotate(Count("pk"))
    )
    return [
        Standing(
            notice=notice,
            online=_names(notice.batch, "online"),
            board=_names(notice.batch, "board"),
            downloads=taken.get(notice.batch_id, 0),
            scan=scans.get((notice.pk, notice.last_scan)),
            public=shows_names(notice, on=on),
        )
        for notice in notices
    ]


def _names(batch: BenefitBatch, audience: str) -> str:
    """Say what an audience sees of the names."""
    column = next((column for column in batch.columns if column["field"] == "name"), None)
    return "" if column is None else str(column["reason"] if audience == "online" else column[audience])


def secrets_of(batch: BenefitBatch) -> Iterator[tuple[str, str]]:
    """Give every value of a list that must be found nowhere in public, with its kind: numbers, cards, phones."""
    wanted = [
        (at, column["field"])
        for at, column in enumerate(batch.columns)
        if column["field"] in ("id_number", "bank_card", "phone")
    ]
    for _print, (_number, _group, _amount, cells) in parts.rows_of(batch):
        for at, field in wanted:
            value = cells[at] if at < len(cells) else ""
            text = f"{value:.0f}" if isinstance(value, float) else str(value).strip()
            if len(text) >= 7:
                yield field, text


def due_for_take_down(*, on: date) -> QuerySet[PublicNotice]:
    """Give the notices whose last day is over and whose masked forms are still kept."""
    return PublicNotice.objects.filter(closed_at__isnull=True, ends_on__lt=on)


def problem_rows(batch: BenefitBatch) -> Sequence[dict[str, Any]]:
    """Give the problems of a list in the order of its rows."""
    return sorted(batch.problems, key=lambda problem: (problem["sheet"], problem["row"], problem["column"]))
