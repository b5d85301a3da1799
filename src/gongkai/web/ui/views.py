"""The switches of the display for browsers without JavaScript, and the gallery of components."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongkai.web.access import public
from gongkai.web.ui import display
from gongkai.web.ui.gallery import specimens


@public
@never_cache
@require_safe
def switch(request: HttpRequest) -> HttpResponse:
    """Set display words or the language on this device and go back; it changes nothing on the server."""
    response = HttpResponseRedirect(_back(request))
    before = request.COOKIES.get(display.COOKIE, "")
    after = display.changed(before, {key: value for key, value in request.GET.items() if isinstance(value, str)})
    if after != before:
        response.set_cookie(
            display.COOKIE, after, max_age=display.COOKIE_AGE, samesite="Lax", secure=request.is_secure()
        )
    language = request.GET.get("lang", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=display.COOKIE_AGE,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response


def _back(request: HttpRequest) -> str:
    for target in (request.GET.get("next", ""), request.headers.get("Referer", "")):
        if url_has_allowed_host_and_scheme(
            target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        ):
            return target
    return "/"


@public
@require_safe
def gallery(request: HttpRequest, face: str = "portal") -> HttpResponse:
    """
    Show every component in every state; in development and tests only.

    :raises Http404: this is a real installation, or there is no such face.
    """
    if not getattr(settings, "UI_GALLERY", settings.DEBUG) or face not in {"portal", "workbench"}:
        raise Http404
    return render(request, f"ui/gallery_{face}.html", specimens(request, face))
