"""Read a mailbox and keep each mail once; one that cannot be kept does not hold up the others."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils import timezone

from gongkai.apps.core import uploads
from gongkai.apps.core.models import Upload
from gongkai.apps.foi import operations
from gongkai.apps.foi.models import MailDraft
from gongkai.apps.foi.queries import mail_known
from gongkai.apps.organs.models import Organ
from gongkai.integrations.mailbox.parsing import parse

log = logging.getLogger(__name__)


class Mailbox(Protocol):
    """What can be read: mails nobody has read, and the mark that one has been kept."""

    def unseen(self) -> Iterator[tuple[str, bytes, datetime]]:
        """Give key, bytes and time of arrival of each mail."""
        ...

    def done(self, key: str) -> None:
        """Mark a mail as kept."""
        ...


@dataclass(frozen=True)
class Fetched:
    """What a run did: mails kept, mails known before, mails that could not be kept and stay unread on the server."""

    kept: int = 0
    known: int = 0
    failed: int = 0


def fetch(mailbox: Mailbox, *, organ: Organ, at: datetime) -> Fetched:
    """Keep every unread mail as a proposed registration; a mail is marked as read only after it was kept."""
    kept = known = failed = 0
    for key, raw, arrived_at in mailbox.unseen():
        try:
            mail = _keep(organ, parse(raw, arrived_at=arrived_at), at)
        except Exception:
            log.exception("mail %s of %s could not be kept", key, organ.code)
            failed += 1
            continue
        mailbox.done(key)
        kept, known = (kept + 1, known) if mail else (kept, known + 1)
    return Fetched(kept, known, failed)


def _keep(organ: Organ, mail: operations.Mail, at: datetime) -> MailDraft | None:
    """Take the attachments in, outside any transaction, then keep the mail with them."""
    if mail_known(organ, mail.message_id):
        return None
    files = [(name, _taken(organ, name, data, at)) for name, data in mail.attachments]
    return operations.take_mail(organ=organ, by=None, at=at, mail=mail, files=files)


def _taken(organ: Organ, name: str, data: bytes, at: datetime) -> Upload | str:
    try:
        return uploads.take(
            organ=organ, name=name, data=data, by=None, on=timezone.localdate(at), at=at, purpose="application"
        )
    except uploads.UploadRefused as refusal:
        return str(refusal)
