"""Read applications, and count them into table 三."""

import re
from datetime import date
from decimal import Decimal
from functools import cache

from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, QuerySet, SmallIntegerField, Sum, Value, When

from gongkai.apps.core import codes
from gongkai.apps.core.sealing import blind_index, unseal
from gongkai.apps.foi.answers import Answers
from gongkai.apps.foi.models import (
    ApplicantKind,
    Draft,
    FeeNotice,
    FoiEvent,
    FoiRequest,
    MailDraft,
    OnlineChannel,
    RestrictedReader,
    SearchOrder,
    SideMatter,
)
from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import organs_for
from gongkai.apps.organs.queries import calendar_of
from gongkai.documents.personal_data.numbers import latin_digits
from gongkai.law.annual_report.model import TABLE3_COLUMNS
from gongkai.law.deadlines import deadline
from gongkai.law.foi_flow import Event, EventKind
from gongkai.law.outcomes import Outcome, combined_outcome

#: Column of table 三 for each kind of applicant, in the order of the form.
COLUMN_OF = dict(zip(ApplicantKind.values, TABLE3_COLUMNS, strict=False))
MESSAGE_ID_LENGTH = 200
IDENTITY_RULE = "keep.identity_copy"
KIND_OF = {column: kind for kind, column in COLUMN_OF.items()}


def visible_to(user: User, *, on: date, verb: str = "foi.read") -> QuerySet[FoiRequest]:
    """Give the requests that the person may know of: their organs', without restricted ones that do not name them."""
    named = RestrictedReader.objects.filter(foi=OuterRef("pk"), user=user)
    return FoiRequest.objects.filter(organ__in=organs_for(user, verb, on=on)).filter(
        Q(restricted=False) | Exists(named)
    )


def flow_events(foi: FoiRequest) -> list[Event]:
    """Give the event list of a request as the kernel reads it; a reply ordered by a ruling continues the list of the old request."""
    before = flow_events(foi.reopens.foi) if foi.reopens else []
    return [*before, *(as_flow_event(event) for event in foi.events.order_by("position"))]


def outcome_of_parts(foi: FoiRequest) -> Outcome:
    """Say in which one row of table 三 an application with parts is counted (`convention:4`)."""
    return combined_outcome([Outcome(part.outcome) for part in foi.parts.all()])


def as_flow_event(event: FoiEvent) -> Event:
    """Turn a stored event into the kernel's."""
    return Event(kind=EventKind(event.kind), on=event.on, facts=event.facts)


def mails_waiting(organ: Organ) -> QuerySet[MailDraft]:
    """Give the mails that nobody has registered or set aside, the oldest first."""
    waiting = (MailDraft.State.UNOPENED, MailDraft.State.OPENED)
    return MailDraft.objects.filter(organ=organ, state__in=waiting).order_by("arrived_at", "pk")


def open_orders(organ: Organ) -> QuerySet[SearchOrder]:
    """Give the orders of the organ's cases that wait for an answer."""
    return SearchOrder.objects.filter(foi__organ=organ, state=SearchOrder.State.OPEN).select_related("foi")


def order_by_token(token: str) -> SearchOrder | None:
    """Find the open order that a link leads to; a used or withdrawn one is not found, like a wrong link."""
    found = SearchOrder.objects.filter(token_index=blind_index(token), state=SearchOrder.State.OPEN)
    return found.select_related("foi__organ").first() if token else None


def search_record(foi: FoiRequest) -> str:
    """Write the answered searches of a case as the record that 不存在 demands (`ogi:36(4)`)."""
    answered = foi.orders.filter(kind=SearchOrder.Kind.SEARCH, state=SearchOrder.State.ANSWERED)
    return "\n".join(
        f"{order.addressee}：检索{order.searched}"
        + (f"；关键词{order.keywords}" if order.keywords else "")
        + f"；{'查到' if order.found else '未查到'}{f'，{order.words}' if order.words else ''}"
        + f"（{order.answered_by}，{order.answered_on:%Y-%m-%d}）"
        for order in answered
    )


def mail_known(organ: Organ, message_id: str) -> bool:
    """Tell whether a mail was read before."""
    return MailDraft.objects.filter(organ=organ, message_id=message_id[:MESSAGE_ID_LENGTH]).exists()


def of_year(year: int) -> QuerySet[FoiRequest]:
    """Give the requests that table 三 of a year counts: received by its end and not closed before its beginning."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return FoiRequest.objects.filter(counted=True, received_on__lte=last).filter(
        Q(closed_on__isnull=True) | Q(closed_on__gte=first)
    )


def table3_counts(year: int, *, organ: Organ | None = None, path: str = "") -> dict[int, dict[tuple[str, str], int]]:
    """
    Count requests by organ id and (row, column) of table 三 in one grouped query (`form2021`, `convention:1`, `convention:2`).

    Rows are `new`, `carry`, the 21 outcome rows and `fwd`; columns are `c1` to `c6`. Cells that count nothing are left out.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    requests = of_year(year)
    if organ is not None:
        requests = requests.filter(organ=organ)
    if path:
        requests = requests.filter(organ__path__startswith=path)
    groups = (
        requests.order_by()
        .values_list(
            "organ_id",
            "applicant_kind",
            "outcome",
            Case(When(received_on__lt=first, then=Value(1)), default=Value(0), output_field=SmallIntegerField()),
            Case(When(closed_on__lte=last, then=Value(1)), default=Value(0), output_field=SmallIntegerField()),
        )
        .annotate(count=Count("id"))
    )
    counts: dict[int, dict[tuple[str, str], int]] = {}
    for organ_id, kind, outcome, carried_in, closed, count in groups:
        cells = counts.setdefault(organ_id, {})
        for cell in _cells_of(kind, outcome, carried_in, closed):
            cells[cell] = cells.get(cell, 0) + count
    return counts


@cache
def _cells_of(kind: str, outcome: str, carried_in: int, closed: int) -> tuple[tuple[str, str], tuple[str, str]]:
    """Give the two cells in which a request is counted: how it came into the year, and how it left."""
    column = COLUMN_OF[kind]
    return ("carry" if carried_in else "new", column), (Outcome(outcome).row if closed else "fwd", column)


def cell_requests(organ: Organ, year: int, row: str, column: str) -> QuerySet[FoiRequest]:
    """Give the requests behind one cell of table 三; `ct` gives every column, `tot` every outcome."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    requests = of_year(year).filter(organ=organ)
    if column != "ct":
        requests = requests.filter(applicant_kind=KIND_OF[column])
    if row == "new":
        return requests.filter(received_on__gte=first)
    if row == "carry":
        return requests.filter(received_on__lt=first)
    if row == "fwd":
        return requests.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=last))
    closed = requests.filter(closed_on__lte=last)
    if row == "tot":
        return closed
    return closed.filter(outcome=Outcome.of_row(row).value)


def first_year(organ: Organ) -> int | None:
    """Give the year of the first request that the organ counts."""
    first = FoiRequest.objects.filter(organ=organ, counted=True, received_on__isnull=False).aggregate(
        first=Min("received_on")
    )
    return first["first"].year if first["first"] else None


def replied_on_time(organ: Organ, year: int) -> int:
    """Count the requests closed in the year by their due date."""
    closed = cell_requests(organ, year, "tot", "ct")
    return closed.filter(Q(due_on__isnull=True) | Q(closed_on__lte=F("due_on"))).count()


def fees_received(organ: Organ, year: int) -> tuple[int, Decimal]:
    """Give how many fee notices went out in the year and how many 元 came in, refunds taken off."""
    noticed = FeeNotice.objects.filter(foi__organ=organ, noticed_on__year=year).count()
    paid = FeeNotice.objects.filter(foi__organ=organ, paid_on__year=year, refunded_on__isnull=True)
    return noticed, paid.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def facts_missing_for_online(organ: Organ) -> list[str]:
    """Name the facts of the guide without which an organ takes no applications on line: whom to ask, where to go."""
    needed = {"公开工作机构": organ.office, "联系电话": organ.phone, "办公地址": organ.address}
    return [name for name, value in needed.items() if not value.strip()]


def online_channel(organ: Organ) -> OnlineChannel | None:
    """Give the organ's channel on line, if it is open and the guide tells applicants where else to turn."""
    if organ.kind == Organ.Kind.VILLAGE or organ.abolished_on is not None or facts_missing_for_online(organ):
        return None
    found: OnlineChannel | None = getattr(organ, "online_channel", None)
    return found


def answers_of(draft: Draft) -> Answers:
    """Read what was filled in."""
    return Answers.read(unseal(draft.answers_sealed))


def draft_by_code(organ: Organ, code: str) -> Draft | None:
    """Find the draft that a code opens; a wrong one takes as long as a right one."""
    draft = Draft.objects.filter(organ=organ, code_index=codes.index_of(code)).select_related("foi").first()
    return draft if codes.matches(code, draft.code_hash if draft else "") else None


def request_by_code(organ: Organ, number: str, code: str) -> FoiRequest | None:
    """
    Find the application with this number, if the code belongs to it; the number alone shows nothing.

    :param number: as people type it: 山河乡公开申〔2026〕12号, 2026-12, 2026 12.
    """
    named = _numbered(organ, number)
    hashed = named.code_hash if named else ""
    return named if codes.matches(code, hashed) and named else None


def _numbered(organ: Organ, number: str) -> FoiRequest | None:
    found = [int(part) for part in re.findall(r"[0-9]+", latin_digits(number))]
    if len(found) < 2 or max(found) > 10**9:
        return None
    year, running = found[-2:]
    requests = FoiRequest.objects.filter(organ=organ, kind=FoiRequest.Kind.APPLICATION, year=year, number=running)
    return requests.select_related("applicant", "organ").first()


def erased_after(foi: FoiRequest) -> date:
    """Give the last day on which the identity copies of a closed application are kept."""
    assert foi.closed_on is not None, "only closed applications have such a day"  # noqa: S101 - the caller asks for closed ones
    rule = deadline(IDENTITY_RULE, on=max(foi.closed_on, date(2021, 11, 1)))
    return rule.due(foi.closed_on, calendar_of(foi.organ)).day


#: A sign in a number that tells of which kind it is; applications need none.
_MATTER_SIGNS = {"更": SideMatter.Kind.RECORD_CORRECTION, "建": SideMatter.Kind.PROMOTION}


def matter_by_code(organ: Organ, number: str, code: str) -> SideMatter | None:
    """Find the correction or suggestion with this number, if the code belongs to it; as slow for a wrong code as for a right one."""
    named = _named_matter(organ, number)
    return named if codes.matches(code, named.code_hash if named else "") and named else None


def tells_of_matter(number: str) -> bool:
    """Tell whether a number is that of a correction or a suggestion."""
    return any(sign in number for sign in _MATTER_SIGNS)


def _named_matter(organ: Organ, number: str) -> SideMatter | None:
    kind = next((kind for sign, kind in _MATTER_SIGNS.items() if sign in number), None)
    found = [int(part) for part in re.findall(r"[0-9]+", latin_digits(number))]
    if kind is None or len(found) < 2 or max(found) > 10**9:
        return None
    matters = SideMatter.objects.filter(organ=organ, kind=kind, year=found[-2], number=found[-1])
    return matters.select_related("organ", "applicant").first()
