"""How often one network may try codes, begin drafts, and hand applications in."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from gongkai.apps.core.throttling import Allowance, Exhausted, refund, spend
from gongkai.web.networks import network_of

P = ParamSpec("P")
Found = TypeVar("Found")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
#: Wrong codes of one network; a right one is given back.
CODES = Allowance("foi.code", 10, timedelta(minutes=10))


def drafts() -> Allowance:
    """Give how many drafts one network may begin."""
    return Allowance("foi.draft", 3 * settings.APPLICATIONS_PER_HOUR, timedelta(hours=1))


def applications() -> Allowance:
    """Give how many applications one network may hand in."""
    return Allowance("foi.submit", settings.APPLICATIONS_PER_HOUR, timedelta(hours=1))


def too_many(request: HttpRequest, allowance: Allowance) -> bool:
    """Use one attempt of an allowance; tell whether there was none left."""
    try:
        spend(allowance, network_of(request), at=timezone.now())
    except Exhausted:
        return True
    return False


def tried(request: HttpRequest, look_up: Callable[[], Found | None]) -> Found | None:
    """
    Look something up by a code; only codes that open nothing are counted.

    :raises Exhausted: this network has tried too many.
    """
    attempt = spend(CODES, network_of(request), at=timezone.now())
    found = look_up()
    if found is not None:
        refund(attempt)
    return found


def private(view: View[P]) -> View[P]:
    """Let no browser, proxy or search engine keep the answers of a view."""

    @wraps(view)
    def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return cast("View[P]", answered)
