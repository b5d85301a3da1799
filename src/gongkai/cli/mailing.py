"""Read the mailboxes of the settings, one after the other; one that cannot be read does not hold up the others."""

from django.conf import settings
from django.utils import timezone

from gongkai.apps.organs.models import Organ
from gongkai.cli.errors import CallError
from gongkai.integrations.mailbox import BadMailbox, ImapMailbox, MailboxAccount, MailboxUnreachable, fetch, mailboxes


def fetch_all() -> int:
    """
    Read every mailbox and print what was kept.

    :raises CallError: the setting cannot be read, or there is none.
    """
    try:
        accounts = mailboxes(settings.MAILBOXES)
    except BadMailbox as error:
        raise CallError(str(error)) from error
    if not accounts:
        raise CallError("没有设置邮箱。请设置环境变量 GONGKAI_MAILBOXES，写法见 docs/reference/settings.md。")
    return max([_fetch_one(account) for account in accounts])


def _fetch_one(account: MailboxAccount) -> int:
    organ = Organ.objects.filter(code=account.organ_code).first()
    if organ is None:
        print(f"{account.organ_code}：没有这个机关，邮箱未读取。")
        return 1
    try:
        with ImapMailbox(account) as mailbox:
            done = fetch(mailbox, organ=organ, at=timezone.now())
    except MailboxUnreachable as error:
        print(f"{organ.name}：{error}")
        return 1
    print(f"{organ.name}：新收 {done.kept} 封，已有 {done.known} 封，未能收存 {done.failed} 封。")
    return 1 if done.failed else 0
