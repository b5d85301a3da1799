"""Mails of the organ's mailbox: kept as proposals, opened, registered as applications or set aside with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from gongkai.apps.core import uploads
from gongkai.apps.core.models import Upload
from gongkai.apps.core.operations import append_event
from gongkai.apps.core.sealing import blind_index, seal, unseal
from gongkai.apps.foi.models import FoiFile, FoiRequest, Letter, MailAttachment, MailDraft
from gongkai.apps.foi.operations.flow import FoiError
from gongkai.apps.foi.operations.papers import file_with
from gongkai.apps.foi.queries import MESSAGE_ID_LENGTH, mail_known
from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import require

DONE = (MailDraft.State.REGISTERED, MailDraft.State.SET_ASIDE)
#: How many of the newest letters sent on line a bounced mail may be about.
LETTERS_LOOKED_AT = 200


@dataclass(frozen=True)
class Mail:
    """
    A mail as a mailbox gives it.

    :param attachments: (name, bytes) as they were sent.
    :param returned: addresses that the mail says could not be reached; it is then a report of the mail system, no letter.
    """

    message_id: str
    sender: str
    address: str
    subject: str
    text: str
    arrived_at: datetime
    attachments: Sequence[tuple[str, bytes]] = ()
    returned: Sequence[str] = ()


@transaction.atomic
def take_mail(
    *, organ: Organ, by: User | None, at: datetime, mail: Mail, files: Sequence[tuple[str, Upload | str]] = ()
) -> MailDraft | None:
    """
    Keep a mail as a proposed registration; None where it was read before.

    A report that a mail could not be delivered is tied to the letter that went to that address.

    :param files: its attachments by name, each taken in before, or the sentence with which it was refused.
    """
    on = timezone.localdate(at)
    require(by, "foi.register", organ, on=on)
    if mail_known(organ, mail.message_id):
        return None
    kept = MailDraft.objects.create(
        organ=organ,
        message_id=mail.message_id[:MESSAGE_ID_LENGTH],
        sender_sealed=seal(mail.sender or mail.address),
        address_sealed=seal(mail.address),
        subject_sealed=seal(mail.subject),
        text_sealed=seal(mail.text),
        arrived_at=mail.arrived_at,
        fetched_at=at,
        bounced_letter=_letter_sent_to(organ, mail.returned),
    )
    for name, upload in files:
        _attach(kept, name, upload)
    append_event(organ=organ, kind="foi.mail_read", subject=kept, by=by, on=on, facts={"files": len(files)})
    return kept


def _attach(mail: MailDraft, name: str, upload: Upload | str) -> None:
    if isinstance(upload, str):
        MailAttachment.objects.create(mail=mail, name=name[:255], refusal=upload[:400])
        return
    uploads.claim(upload=upload, subject=mail)
    MailAttachment.objects.create(mail=mail, name=upload.name, file=upload.derivative)


def _letter_sent_to(organ: Organ, addresses: Sequence[str]) -> Letter | None:
    """Find the newest letter sent on line to one of these addresses."""
    wanted = {blind_index(address.lower()) for address in addresses}
    if not wanted:
        return None
    sent = Letter.objects.filter(foi__organ=organ, delivery="online").select_related("foi__applicant").order_by("-pk")
    return next(
        (
            letter
            for letter in sent[:LETTERS_LOOKED_AT]
            if blind_index(unseal(letter.foi.applicant.email_sealed).lower()) in wanted
        ),
        None,
    )


@transaction.atomic
def open_mail(*, mail: MailDraft, by: User, on: date) -> MailDraft:
    """Record that somebody has opened a mail; from then on it is no longer reported as unopened."""
    require(by, "foi.register", mail.organ, on=on)
    mail = MailDraft.objects.select_for_update().select_related("organ").get(pk=mail.pk)
    if mail.state == MailDraft.State.UNOPENED:
        mail.state, mail.opened_by = MailDraft.State.OPENED, by
        mail.save(update_fields=["state", "opened_by"])
        append_event(organ=mail.organ, kind="foi.mail_opened", subject=mail, by=by, on=on)
    return mail


@transaction.atomic
def set_mail_aside(*, mail: MailDraft, by: User, on: date, reason: str) -> MailDraft:
    """
    Say that a mail is no application, and why.

    :raises FoiError: there is no reason, or the mail was dealt with already.
    """
    require(by, "foi.register", mail.organ, on=on)
    mail = _undone(mail)
    if not reason.strip():
        raise FoiError("请写明为什么不作为申请登记，例如“广告”“信访事项，已转信访窗口”。")
    mail.state, mail.reason = MailDraft.State.SET_ASIDE, reason.strip()[:200]
    mail.save(update_fields=["state", "reason"])
    append_event(organ=mail.organ, kind="foi.mail_set_aside", subject=mail, by=by, on=on, facts={"reason": mail.reason})
    return mail


def become(mail: MailDraft, foi: FoiRequest, *, first: bool, by: User | None, at: datetime) -> None:
    """
    Let a mail become an application, in the caller's transaction; further matters of the same mail get its files only.

    :raises FoiError: the mail was dealt with already.
    """
    if first:
        mail = _undone(mail)
        mail.state, mail.foi = MailDraft.State.REGISTERED, foi
        mail.save(update_fields=["state", "foi"])
        facts = {"mail": mail.pk, "arrived_at": mail.arrived_at.isoformat()}
        append_event(
            organ=foi.organ, kind="foi.mail_registered", subject=foi, by=by, on=timezone.localdate(at), facts=facts
        )
    for each in mail.attachments.filter(file__isnull=False).select_related("file"):
        if each.file is not None:
            file_with(foi, each.file, FoiFile.Kind.ATTACHMENT, by=by, at=at)


def _undone(mail: MailDraft) -> MailDraft:
    mail = MailDraft.objects.select_for_update().select_related("organ").get(pk=mail.pk)
    if mail.state in DONE:
        raise FoiError(f"这封邮件{mail.get_state_display()}，不能再办理。请刷新邮件列表。")
    return mail
