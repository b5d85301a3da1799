"""Take applications in, and fix the day on which they were received (`ogi:29`, `ogi:31`, `ogi:45`)."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.apps.core.numbering import next_number
from gongkai.apps.core.sealing import blind_index, seal
from gongkai.apps.foi.models import Applicant, ApplicantKind, FoiEvent, FoiRequest, Letter
from gongkai.apps.foi.operations.flow import FoiError, advance, locked
from gongkai.apps.foi.operations.people import keep_among
from gongkai.apps.foi.queries import flow_events
from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import require
from gongkai.law import foi_flow
from gongkai.law.foi_flow import EventKind

NUMBER_KINDS = {FoiRequest.Kind.APPLICATION: "foi", FoiRequest.Kind.ORDERED_REPLY: "foi_ordered"}
SERIAL_WORDS = {FoiRequest.Kind.APPLICATION: "公开申", FoiRequest.Kind.ORDERED_REPLY: "公开重"}


@dataclass(frozen=True)
class ApplicantData:
    """What an applicant must state (`ogi:29.2(1)`); there is no field for a purpose."""

    kind: ApplicantKind
    name: str
    id_type: str = ""
    id_number: str = ""
    representative: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""
    agent: str = ""


@dataclass(frozen=True)
class Wanted:
    """What information is wanted and in which form (`ogi:29.2(2)`, `ogi:29.2(3)`)."""

    title: str
    document_number: str = ""
    description: str = ""
    delivery_form: str = ""
    delivery_channel: str = ""
    help_needed: str = ""


@transaction.atomic
def receive(
    *,
    organ: Organ,
    by: User | None,
    at: datetime,
    channel: str,
    applicant: ApplicantData,
    wanted: Wanted,
    facts: Mapping[str, Any] | None = None,
    readers: Iterable[User] | None = None,
    code_hash: str = "",
) -> FoiRequest:
    """
    Take in an application as submitted; the clock starts only with `confirm_receipt` (`ogi:31`).

    :param facts: what proves the submission, by channel; see `law/data/moves.toml`.
    :param readers: makes the case restricted: only these people may know that it exists.
    :param code_hash: the hash of the code with which the applicant follows the case on line.
    :raises FoiError: the applicant has no name, or nothing is asked for.
    """
    on = timezone.localdate(at)
    require(by, "foi.register", organ, on=on)
    foi = enter(
        organ=organ,
        by=by,
        at=at,
        channel=channel,
        applicant=applicant,
        wanted=wanted,
        readers=readers,
        code_hash=code_hash,
    )
    advance(
        foi,
        EventKind.SUBMITTED,
        by=by,
        on=on,
        facts={"channel": channel, "submitted_on": on.isoformat(), **(facts or {})},
    )
    return foi


def enter(
    *,
    organ: Organ,
    by: User | None,
    at: datetime,
    channel: str,
    applicant: ApplicantData,
    wanted: Wanted,
    readers: Iterable[User] | None = None,
    code_hash: str = "",
) -> FoiRequest:
    """
    Write an application down with its number, before the first step of its flow.

    :raises FoiError: the applicant has no name, or nothing is asked for.
    """
    if not applicant.name.strip():
        raise FoiError("请填写申请人的姓名或名称。")
    if not (wanted.title.strip() or wanted.description.strip()):
        raise FoiError("请填写所需政府信息的名称、文号或者特征描述，至少一项。")
    foi = _create(
        organ=organ,
        kind=FoiRequest.Kind.APPLICATION,
        year=timezone.localdate(at).year,
        applicant=keep_applicant(organ, applicant),
        channel=channel,
        submitted_at=at,
        wanted=wanted,
        written_down_by=by if channel == "oral" else None,
        holder=by,
        code_hash=code_hash,
    )
    if readers is not None:
        keep_among(foi, readers)
    return foi


@transaction.atomic
def confirm_receipt(*, foi: FoiRequest, by: User | None, on: date, facts: Mapping[str, Any] | None = None) -> FoiEvent:
    """
    Fix the day of receipt by the rule of the channel, with its proof (`ogi:31`), and register the application (`ogi:45`).

    :raises foi_flow.UnlawfulMove: the proof is missing; the application stays submitted.
    """
    foi = locked(foi, "foi.register", by=by, on=on)
    submitted = flow_events(foi)[0]
    known = {**submitted.facts, **(facts or {})}
    proven = foi_flow.receipt_date(foi_flow.SubmissionChannel(foi.channel), known, on=on)
    event = advance(foi, EventKind.RECEIPT_CONFIRMED, by=by, on=proven.day or on, facts=known)
    advance(foi, EventKind.REGISTERED, by=by, on=on, facts={"registration_number": foi.serial})
    return event


@transaction.atomic
def order_new_reply(
    *, letter: Letter, by: User | None, on: date, basis: str, ruling: str, reply_by: date | None = None
) -> FoiRequest:
    """
    Open the case again by a ruling: a request of its own, tied to the old letter and not counted anew (docs/adr/0015).

    :param basis: `reconsideration`, `lawsuit`, `supervision` or `self_correction`.
    :raises foi_flow.UnlawfulMove: the old request is not closed, or the ruling's date is not later.
    """
    old = FoiRequest.objects.select_for_update().select_related("organ", "applicant").get(pk=letter.foi_id)
    require(by, "foi.register", old.organ, on=on)
    wanted = Wanted(
        old.title, old.document_number, old.description, old.delivery_form, old.delivery_channel, old.help_needed
    )
    foi = _create(
        organ=old.organ,
        kind=FoiRequest.Kind.ORDERED_REPLY,
        year=on.year,
        applicant=old.applicant,
        channel=old.channel,
        submitted_at=timezone.now(),
        wanted=wanted,
        holder=by,
        reopens=letter,
        ruling=ruling,
        restricted=old.restricted,
        counted=False,
    )
    if old.restricted:
        keep_among(foi, [reader.user for reader in old.readers.select_related("user")])
    facts: dict[str, Any] = {"basis": basis, "ruling": ruling, "old_reply": letter.serial}
    if reply_by is not None:
        facts["reply_by"] = reply_by.isoformat()
    advance(foi, EventKind.REOPENED, by=by, on=on, facts=facts)
    return foi


def _create(
    *, organ: Organ, kind: FoiRequest.Kind, year: int, wanted: Wanted, applicant: Applicant, **fields: Any
) -> FoiRequest:
    number = next_number(organ=organ, kind=NUMBER_KINDS[kind], year=year)
    return FoiRequest.objects.create(
        organ=organ,
        kind=kind,
        year=year,
        number=number,
        serial=f"{organ.short_name}{SERIAL_WORDS[kind]}〔{year}〕{number}号",
        public_key=secrets.token_urlsafe(12),
        applicant=applicant,
        applicant_kind=applicant.kind,
        title=wanted.title.strip() or wanted.description.strip()[:60],
        document_number=wanted.document_number,
        description=wanted.description,
        delivery_form=wanted.delivery_form,
        delivery_channel=wanted.delivery_channel,
        help_needed=wanted.help_needed,
        state=foi_flow.State.START.value,
        **fields,
    )


def keep_applicant(organ: Organ, data: ApplicantData) -> Applicant:
    return Applicant.objects.create(
        organ=organ,
        kind=data.kind,
        name_sealed=seal(data.name.strip()),
        name_index=blind_index(data.name),
        id_type=data.id_type,
        id_number_sealed=seal(data.id_number),
        id_number_index=blind_index(data.id_number),
        representative_sealed=seal(data.representative),
        phone_sealed=seal(data.phone),
        address_sealed=seal(data.address),
        email_sealed=seal(data.email),
        agent_sealed=seal(data.agent),
    )
