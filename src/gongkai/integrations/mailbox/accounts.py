"""Which mailboxes are read, and for which organs: `640423207=imaps://user:password@host:993/INBOX`, separated by blanks."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

SECURE_PORT, PLAIN_PORT = 993, 143


class BadMailbox(ValueError):
    """A mailbox in the settings that cannot be read; the message never repeats the password."""


@dataclass(frozen=True)
class MailboxAccount:
    """One mailbox: the organ's code, the server, the account. `secure` is TLS from the first byte."""

    organ_code: str
    host: str
    port: int
    user: str
    password: str
    folder: str
    secure: bool

    def __repr__(self) -> str:
        return f"MailboxAccount({self.organ_code!r}, {self.user!r} @ {self.host!r})"


def mailboxes(setting: str) -> list[MailboxAccount]:
    """
    Read the setting.

    :raises BadMailbox: an entry is not written as it must be.
    """
    return [_account(number, entry) for number, entry in enumerate(setting.split(), start=1)]


def _account(number: int, entry: str) -> MailboxAccount:
    code, _, address = entry.partition("=")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise BadMailbox(f"GONGKAI_MAILBOXES 第{number}项的端口无法识别。") from error
    if not code or parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
        raise BadMailbox(
            f"GONGKAI_MAILBOXES 第{number}项无法识别。应写作“机关代码=imaps://帐号:密码@主机:端口/文件夹”，"
            "帐号和密码里的 @、:、/ 用 %40、%3A、%2F 代替。"
        )
    secure = parts.scheme == "imaps"
    return MailboxAccount(
        organ_code=code,
        host=parts.hostname,
        port=port or (SECURE_PORT if secure else PLAIN_PORT),
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        secure=secure,
    )
