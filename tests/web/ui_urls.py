"""The URL map for tests of the interface base alone: accounts, gallery, and stand-ins for the faces."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path


def form_page(request: HttpRequest) -> HttpResponse:
    return render(request, "layouts/portal.html")


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken on purpose")


urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("ui/", include("gongkai.web.ui.urls")),
    path("breaks", breaks),
    path("", form_page),
]
