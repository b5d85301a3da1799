"""What an event owes to the static site: the pages that it touches, made anew after the commit."""

from gongkai.apps.core import outbox
from gongkai.apps.core.models import Event
from gongkai.web.static_site import addresses
from gongkai.web.static_site.publishing import refresh

REFRESH, WITHDRAW = "site.refresh", "site.withdraw"


@outbox.effect(REFRESH)
def refresh_pages(event: Event) -> None:
    """Make the pages anew that an event touches; what counts is how things stand now, not when it happened."""
    refresh(addresses.touched_by(event))


@outbox.effect(WITHDRAW)
def withdraw_pages(event: Event) -> None:
    """Take what was withdrawn out of every page; a page that cannot be written anew goes altogether."""
    refresh(addresses.touched_by(event), closing=True)


def follow() -> None:
    """Listen to everything that moves a public page; withdrawals are carried out at once."""
    outbox.follow(REFRESH, *(kind for kind in addresses.TOUCHED if kind != addresses.WITHDRAWN))
    outbox.follow(WITHDRAW, addresses.WITHDRAWN, prompt=True)


def ignore() -> None:
    """Stop listening: for loading very much at once, before a build."""
    outbox.unfollow(REFRESH)
    outbox.unfollow(WITHDRAW)
