"""A mailbox on a server, read by IMAP through the standard library."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from django.utils import timezone

from gongkai.integrations.mailbox.accounts import MailboxAccount

TIMEOUT = 30
#: So many mails are read at a time; the rest is read by the next run.
MOST = 200
_ARRIVED = re.compile(rb'INTERNALDATE "([^"]+)"')


class MailboxUnreachable(OSError):
    """The server cannot be reached, or does not let us in; nothing was read."""


class ImapMailbox:
    """
    One folder of one account.

    A mail is marked as seen only by `done`, after it has been kept; what was not kept is given again by the next run.
    """

    def __init__(self, account: MailboxAccount, *, timeout: float = TIMEOUT) -> None:
        self._account, self._timeout = account, timeout
        self._server: imaplib.IMAP4 | None = None

    def __enter__(self) -> "ImapMailbox":
        """
        Connect and open the folder.

        :raises MailboxUnreachable: that is not possible; the message says why, without the password.
        """
        account = self._account
        try:
            if account.secure:
                self._server = imaplib.IMAP4_SSL(
                    account.host, account.port, ssl_context=ssl.create_default_context(), timeout=self._timeout
                )
            else:
                self._server = imaplib.IMAP4(account.host, account.port, timeout=self._timeout)
            self._server.login(account.user, account.password)
            answer, _data = self._server.select(f'"{account.folder}"')
        except (OSError, imaplib.IMAP4.error) as error:
            self.__exit__()
            raise MailboxUnreachable(
                f"邮箱 {account.user}（{account.host}）无法读取：{type(error).__name__}。请核对地址、帐号和授权码。"
            ) from error
        if answer != "OK":
            self.__exit__()
            raise MailboxUnreachable(f"邮箱 {account.user} 里没有文件夹“{account.folder}”。请核对 GONGKAI_MAILBOXES。")
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the server."""
        if self._server is not None:
            with suppress(OSError, imaplib.IMAP4.error):
                self._server.logout()
            self._server = None

    def unseen(self) -> Iterator[tuple[str, bytes, datetime]]:
        """Give the mails that nobody has read: their key on the server, their bytes, the server's time of arrival."""
        assert self._server is not None, "open the mailbox first"  # noqa: S101 - a slip of the caller, not of the server
        _answer, found = self._server.uid("SEARCH", "UNSEEN")
        for key in found[0].split()[:MOST] if found and found[0] else []:
            _answer, parts = self._server.uid("FETCH", key.decode(), "(INTERNALDATE BODY.PEEK[])")
            for part in parts:
                if isinstance(part, tuple):
                    yield key.decode(), part[1], _arrived(part[0])

    def done(self, key: str) -> None:
        """Mark a mail as read on the server."""
        assert self._server is not None, "open the mailbox first"  # noqa: S101 - as above
        self._server.uid("STORE", key, "+FLAGS", r"(\Seen)")


def _arrived(header: bytes) -> datetime:
    found = _ARRIVED.search(header)
    if found is None:
        return timezone.now()
    return datetime.strptime(found[1].decode().strip(), "%d-%b-%Y %H:%M:%S %z")
