"""The URL map of the whole product."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("ui/", include("gongkai.web.ui.urls")),
    path("desk/", include("gongkai.web.workbench.urls")),
    path("", include("gongkai.web.portal.urls")),
]
