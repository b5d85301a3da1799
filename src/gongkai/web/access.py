"""
Every route says who may use it.

A view is marked `@public` or `@permitted("foi.read")`; a test walks the URL map and refuses a route without a mark. The mark of
a workbench view only checks that the person holds the verb somewhere; which objects it reaches is decided by `organs_for`.
"""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import NotPermitted, organs_for, verbs

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
PUBLIC = "public"


def today() -> date:
    """Give the date in Asia/Shanghai; the faces pass it on as `on=`."""
    return timezone.localdate()


def public(view: View[P]) -> View[P]:
    """Mark a view as open to everybody."""
    view.access = PUBLIC  # type: ignore[attr-defined]  # the mark that tests read
    return view


def permitted(verb: str) -> Callable[[View[P]], View[P]]:
    """
    Mark a view as needing a verb; without sign-in it leads to the sign-in page, without the verb it is refused.

    No browser and no proxy keeps what such a view answers: nobody finds it there after signing out.

    :raises KeyError: there is no such verb (at import, so a slip never reaches a user).
    """
    _ = verbs()[verb]

    def mark(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not organs_for(person(request), verb, on=today()).exists():
                raise NotPermitted(verb=verb)
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response

        protected = cast("View[P]", login_required(cast("Callable[..., Any]", guarded)))
        protected.access = verb  # type: ignore[attr-defined]  # the mark that tests read
        return protected

    return mark


def person(request: HttpRequest) -> User:
    """Give the signed-in person of a workbench request."""
    return cast("User", request.user)


def organ_or_404(request: HttpRequest, code: str, verb: str) -> Organ:
    """
    Give the organ with this code if the person may do `verb` there; otherwise it does not exist for them.

    :raises Http404: no such organ, or not within reach; the two look alike.
    """
    organ = organs_for(person(request), verb, on=today()).filter(code=code).first()
    if organ is None:
        raise Http404
    return organ
