"""Take a raw mail apart: who wrote, when it arrived, what it says as plain text, what is attached."""

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any, cast

from lxml import html

from gongkai.apps.foi.operations import Mail

#: More text than this is no letter; the rest is cut off and said so.
TEXT_LENGTH = 20_000
_BLANK_LINES = re.compile(r"\n{3,}")
_ADDRESS = re.compile(r"(?:rfc822\s*;\s*)?<?([^\s<>;]+@[^\s<>;]+)>?", re.IGNORECASE)


def parse(raw: bytes, *, arrived_at: datetime) -> Mail:
    """
    Read a mail as it came from the server.

    :param arrived_at: the server's own time of arrival; the date that the sender wrote is only taken where it lies earlier.
    """
    message = message_from_bytes(raw, policy=policy.default)
    sender, address = _first_address(message, "from")
    return Mail(
        message_id=_header(message, "message-id") or f"sha256:{hashlib.sha256(raw).hexdigest()}",
        sender=sender,
        address=address,
        subject=_header(message, "subject"),
        text=_text(message),
        arrived_at=min(arrived_at, _sent_at(message) or arrived_at),
        attachments=list(_attachments(message)),
        returned=_returned(message),
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        value = message[name]
    except (ValueError, IndexError, AttributeError):  # headers that the library cannot read are no headers
        return ""
    return " ".join(str(value or "").split())


def _first_address(message: EmailMessage, name: str) -> tuple[str, str]:
    found = getaddresses([_header(message, name)])
    return found[0] if found else ("", "")


def _sent_at(message: EmailMessage) -> datetime | None:
    try:
        sent = parsedate_to_datetime(_header(message, "date"))
    except (ValueError, TypeError, IndexError):
        return None
    return sent if sent.tzinfo else sent.replace(tzinfo=UTC)


def _text(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    text = _decoded(cast("EmailMessage", body))
    if body.get_content_type() == "text/html":
        text = _plain(text)
    text = _BLANK_LINES.sub("\n\n", text.replace("\r\n", "\n")).strip()
    return text if len(text) <= TEXT_LENGTH else f"{text[:TEXT_LENGTH]}\n（正文过长，以下略去）"


def _decoded(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    for charset in (part.get_content_charset() or "utf-8", "gb18030"):
        try:
            return raw.decode(charset)
        except (LookupError, UnicodeDecodeError):
            continue
    return raw.decode("utf-8", errors="replace")


def _plain(text: str) -> str:
    """Give what a reader of an HTML mail sees as text; scripts, styles and what is hidden are left out."""
    if not text.strip():
        return ""
    tree: Any = html.fromstring(text)
    for gone in tree.xpath("//script|//style|//head|//*[contains(translate(@style,' ',''),'display:none')]"):
        if gone.getparent() is not None:
            gone.drop_tree()
    for block in tree.xpath("//br|//p|//div|//tr|//li"):
        block.tail = f"\n{block.tail or ''}"
    return str(tree.text_content())


def _attachments(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    for number, part in enumerate(message.iter_attachments(), start=1):
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload and not part.get_content_type().startswith("message/"):
            yield part.get_filename() or f"附件{number}", payload


def _returned(message: EmailMessage) -> list[str]:
    """Give the addresses of a report that a mail could not be delivered (RFC 3464)."""
    if message.get_content_type() != "multipart/report":
        return []
    found: list[str] = []
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            groups: Any = part.get_payload()
            for group in groups if isinstance(groups, list) else []:
                if str(group.get("Action", "")).strip().lower() == "failed":
                    found += _ADDRESS.findall(str(group.get("Final-Recipient", "")))
    return found
