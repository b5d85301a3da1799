"""
Read the mailbox of an organ: each mail becomes a proposed registration, never an application by itself.

`Mailbox` is the interface; `ImapMailbox` reads a server by the standard library alone.
"""

from gongkai.integrations.mailbox.accounts import BadMailbox, MailboxAccount, mailboxes
from gongkai.integrations.mailbox.fetching import Fetched, Mailbox, fetch
from gongkai.integrations.mailbox.imap import ImapMailbox, MailboxUnreachable
from gongkai.integrations.mailbox.parsing import parse

__all__ = [
    "BadMailbox",
    "Fetched",
    "ImapMailbox",
    "Mailbox",
    "MailboxAccount",
    "MailboxUnreachable",
    "fetch",
    "mailboxes",
    "parse",
]
