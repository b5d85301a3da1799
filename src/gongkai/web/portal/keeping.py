"""
Keep whole pages of a column until something happens at the organ.

Every change of an organ is an event in its chain, so the length of the chain tells whether a page made before still holds: a withdrawn
item is gone from every page with the very transaction that withdraws it. What hangs on other organs (the number of villages) may lag by
`SECONDS`.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Concatenate, ParamSpec, cast

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from gongkai.apps.organs.models import Organ
from gongkai.web.access import today
from gongkai.web.ui import display

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
SECONDS = 60
#: Set in the environment of a request that wants nothing made before.
FRESH = "gongkai.fresh"


def kept(view: View[P]) -> View[P]:
    """Answer again with the page made before, for the same address, reader's settings, day and state of the organ."""

    @wraps(view)
    def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        # Anybody can make up queries without end; and the publisher of the static site wants the page as it is now.
        if request.GET or request.META.get(FRESH):
            return view(request, *args, **kwargs)
        key = _key(request, str(kwargs["code"]))
        made = cache.get(key)
        if made is not None:
            content, status = made
            return HttpResponse(content, status=status)
        response = view(request, *args, **kwargs)
        cache.set(key, (response.content, response.status_code), SECONDS)
        return response

    return cast("View[P]", answered)


def _key(request: HttpRequest, code: str) -> str:
    state = Organ.objects.filter(code=code).values_list("pk", "chain_head__sequence").first()
    settings = display.words(request.COOKIES.get(display.COOKIE, ""))
    parts = (request.scheme, request.get_host(), request.path, get_language(), settings, today(), state)
    return f"portal:{sha256(repr(parts).encode()).hexdigest()}"
