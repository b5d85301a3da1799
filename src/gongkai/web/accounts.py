"""
How people get accounts, by appointment and never by signing up; and how signing in is slowed down for those who guess.

Guessing is limited per account and per network. A browser in which a person has signed in before is known by a signed cookie and has an
allowance of its own, so that somebody who guesses at an account from elsewhere cannot lock its owner out.
"""

import secrets
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.apps.core.models import Attempt
from gongkai.apps.core.throttling import Allowance, Exhausted, refund, spend
from gongkai.web.networks import network_of

HOUR = timedelta(hours=1)
#: Together at most 20 passwords an hour are verified for one account, whoever asks.
PER_ACCOUNT = Allowance("sign-in.account", 15, HOUR)
PER_DEVICE = Allowance("sign-in.device", 5, HOUR)
#: An office behind one address shares this; only failures count.
PER_NETWORK = Allowance("sign-in.network", 60, HOUR)

DEVICE_COOKIE = "gongkai_device"
DEVICE_AGE = timedelta(days=180)
#: Office computers are shared; the oldest name gives way.
PEOPLE_PER_DEVICE = 8


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Close the sign-up page; slow down those who guess."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Answer no, always: accounts are made by the security administrator."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """
        Spend one attempt before a password is verified.

        :raises ValidationError: too many wrong passwords for this account, or from this network.
        """
        try:
            self._spent = _spend(request, str(credentials.get("username", "")).casefold())
        except Exhausted as refused:
            minutes = max(1, -(-int((refused.until - timezone.now()).total_seconds()) // 60))
            raise ValidationError(
                _(
                    "密码输错次数过多。请约 %(minutes)s 分钟后再试，或改用此前登录过的电脑、手机；忘记密码的，请找本单位安全管理员重置。"
                )
                % {"minutes": minutes}
            ) from refused

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Verify the password; what was right costs nothing."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is not None:
            refund(*self._spent)
        return user

    def _rollback_login_failed_rl_usage(self) -> None:
        """Do nothing: the library's own counters are not used."""

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **options: Any) -> HttpResponse:
        """Let this browser be known as one of the person's own."""
        response: HttpResponse = super().post_login(request, user, **options)
        device, people = _device(request)
        people = [name for name in people if name != user.get_username().casefold()]
        people = [*people, user.get_username().casefold()][-PEOPLE_PER_DEVICE:]
        response.set_cookie(
            DEVICE_COOKIE,
            signing.dumps([device, people], salt=DEVICE_COOKIE, compress=True),
            max_age=DEVICE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response


def _spend(request: HttpRequest, username: str) -> list[Attempt]:
    device, people = _device(request)
    now = timezone.now()
    if username in people:
        return [spend(PER_DEVICE, f"{device}\n{username}", at=now)]
    network = spend(PER_NETWORK, network_of(request), at=now)
    try:
        return [network, spend(PER_ACCOUNT, username, at=now)]
    except Exhausted:
        refund(network)
        raise


def _device(request: HttpRequest) -> tuple[str, list[str]]:
    """Read who has signed in here before; an unknown, old or altered cookie makes a new device."""
    try:
        device, people = signing.loads(request.COOKIES.get(DEVICE_COOKIE, ""), salt=DEVICE_COOKIE, max_age=DEVICE_AGE)
    except signing.BadSignature:
        return secrets.token_urlsafe(12), []
    return device, people
