"""Register what came to the counter, by post, fax or mail: one application for each matter, its receipt proven at once where it can be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.apps.foi.models import FoiLink, FoiRequest, MailDraft
from gongkai.apps.foi.operations.flow import FoiError, record
from gongkai.apps.foi.operations.intake import ApplicantData, Wanted, confirm_receipt, receive
from gongkai.apps.foi.operations.mails import become
from gongkai.apps.foi.operations.papers import Paper, kept
from gongkai.apps.foi.operations.people import link
from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import require
from gongkai.law import foi_flow
from gongkai.law.foi_flow import EventKind
from gongkai.law.outcomes import Outcome, missing_demands, rule


@dataclass(frozen=True)
class Registration:
    """
    One form as it arrived: who, what (each matter becomes an application of its own), how, with which proof and papers.

    :param facts: dates and records of the channel; with all of them the day of receipt is fixed at once.
    :param repeats: the earlier application that the first matter repeats.
    """

    channel: str
    applicant: ApplicantData
    wanted: Sequence[Wanted]
    facts: Mapping[str, Any] = field(default_factory=dict)
    papers: Sequence[Paper] = ()
    repeats: FoiRequest | None = None
    mail: MailDraft | None = None


@transaction.atomic
def register(*, organ: Organ, by: User | None, at: datetime, now: datetime, form: Registration) -> list[FoiRequest]:
    """
    Register a form: each of its matters becomes an application (一事一申请), tied to the first.

    :param at: when it was submitted; `now` is the moment of the registration.
    :raises FoiError: nobody applies, nothing is asked for, or a file was refused; nothing is written.
    :raises foi_flow.ImpossibleDay: the proof contradicts the days.
    """
    on = timezone.localdate(now)
    if not form.wanted:
        raise FoiError("请填写所需政府信息的名称、文号或者特征描述，至少一项。")
    made = [
        receive(organ=organ, by=by, at=at, channel=form.channel, applicant=form.applicant, wanted=wanted)
        for wanted in form.wanted
    ]
    for foi in made:
        for paper in form.papers:
            kept(foi, paper, by=by, at=now)
        if form.mail is not None:
            become(form.mail, foi, first=foi is made[0], by=by, at=now)
        if foi is not made[0]:
            link(source=foi, target=made[0], relation=FoiLink.Relation.SPLIT_FROM, by=by, on=on)
        if proves_receipt(form.channel, form.facts):
            confirm_receipt(foi=foi, by=by, on=on, facts=form.facts)
    if form.repeats is not None:
        link(source=made[0], target=form.repeats, relation=FoiLink.Relation.REPEATED, by=by, on=on)
    return list(FoiRequest.objects.filter(pk__in=[foi.pk for foi in made]).order_by("pk"))


def proves_receipt(channel: str, facts: Mapping[str, Any]) -> bool:
    """
    Tell whether the proof of the channel is complete (`ogi:31`).

    :raises foi_flow.ImpossibleDay: the days contradict one another.
    """
    return foi_flow.receipt_date(foi_flow.SubmissionChannel(channel), facts).day is not None


@dataclass(frozen=True)
class OldCase:
    """A closed application of an older register: its number there, and the number of the letter that closed it."""

    number: str
    applicant: ApplicantData
    wanted: Wanted
    received_on: date
    closed_on: date
    outcome: Outcome
    letter: str


#: What stands for papers that lie in the old file.
ON_OLD_FILE = "见原案卷（旧台账导入）"


@transaction.atomic
def take_over(*, organ: Organ, by: User | None, on: date, old: OldCase) -> FoiRequest:
    """
    Take a closed application over from an older register: its days and its outcome count, its letters stay where they are.

    :raises FoiError: it was taken over before, or ended by a step that has to be entered by hand.
    :raises foi_flow.UnlawfulMove: its days contradict the law's flow.
    """
    require(by, "foi.register", organ, on=on)
    if old.outcome in (Outcome.LAPSED_UNCLARIFIED, Outcome.LAPSED_UNPAID):
        raise FoiError("逾期不补正、逾期不缴费的，须逐步登记通知和期限，请手工登记。")
    if FoiRequest.objects.filter(organ=organ, events__facts__old_number=old.number).exists():
        raise FoiError(f"原登记号“{old.number}”已经导入过。")
    day = old.received_on.isoformat()
    proof = {"submitted_on": day, "submission_record": ON_OLD_FILE}
    foi = receive(
        organ=organ,
        by=None,  # asked above as of today: whoever takes an old register over need not have held the post then
        at=datetime.combine(old.received_on, time(4), tzinfo=UTC),
        channel=foi_flow.SubmissionChannel.IN_PERSON.value,
        applicant=old.applicant,
        wanted=old.wanted,
        facts={"submission_record": ON_OLD_FILE, "old_number": old.number},
    )
    record(foi, EventKind.RECEIPT_CONFIRMED, by=by, on=old.received_on, facts=proof)
    record(foi, EventKind.REGISTERED, by=by, on=old.received_on, facts={"registration_number": old.number})
    facts: dict[str, Any] = {"outcome": old.outcome.value, "letter": old.letter, "delivery": "direct"}
    facts["signature"] = ON_OLD_FILE
    if grounds := rule(old.outcome, old.closed_on).grounds:
        facts["ground"] = grounds[-1].id
    for demand in missing_demands(old.outcome, facts, on=old.closed_on):
        facts[demand.id] = ON_OLD_FILE
    record(foi, EventKind.REPLIED, by=by, on=old.closed_on, facts=facts)
    return FoiRequest.objects.get(pk=foi.pk)
