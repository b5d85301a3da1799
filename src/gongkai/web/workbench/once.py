"""One submission, one record: a form carries a token, and the session remembers where the first submission led."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
#: The name of the hidden field, and of the memory in the session.
FIELD = "once"
#: Older submissions of a session are forgotten.
KEPT = 20


def token() -> str:
    """Make the token of one rendered page."""
    return secrets.token_urlsafe(12)


def once(view: View[P]) -> View[P]:
    """
    Let a second submission of the same form lead where the first one led, without doing anything.

    The session's row is locked meanwhile, so that a double click waits for the first click; a view that answers with its form again
    has done nothing and may be tried again.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        sent = request.POST.get(FIELD, "") if request.method == "POST" else ""
        if not sent:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            known = _locked_memory(request)
            if sent in known:
                messages.info(request, _("这张表单已经提交过，没有重复办理。"))
                return HttpResponseRedirect(known[sent])
            response = view(request, *args, **kwargs)
            if isinstance(response, HttpResponseRedirect):
                _remember(request, {**known, sent: response.url})
            return response

    return cast("View[P]", guarded)


def _locked_memory(request: HttpRequest) -> dict[str, str]:
    row = Session.objects.select_for_update().filter(session_key=request.session.session_key).first()
    kept: Any = (row.get_decoded() if row else request.session).get(FIELD, {})
    return dict(kept)


def _remember(request: HttpRequest, known: dict[str, str]) -> None:
    request.session[FIELD] = dict(list(known.items())[-KEPT:])
    request.session.save()
