"""The page behind the link of a search order: whoever holds it answers once, without an account."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongkai.apps.foi.models import SearchOrder
from gongkai.apps.foi.queries import order_by_token
from gongkai.web.access import public
from gongkai.web.order_answers import AnswerForm, answered


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest, token: str) -> HttpResponse:
    """
    Answer a search order by its link; a used, withdrawn or wrong link leads nowhere, and all look alike.

    :raises Http404: there is no open order behind the link.
    """
    found = order_by_token(token)
    if found is None:
        raise Http404
    form = AnswerForm(request.POST or None, request.FILES or None, order=found)
    if request.method == "POST" and form.is_valid() and answered(form, found, by=None):
        return _page(request, found, None)
    return _page(request, found, form)


def _page(request: HttpRequest, found: SearchOrder, form: forms.Form | None) -> HttpResponse:
    """Show the order, or the thanks; nothing of the applicant is told."""
    status = 400 if form is not None and form.errors else 200
    response = render(
        request, "portal/order.html", {"order": found, "organ": found.foi.organ, "form": form}, status=status
    )
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
