"""The public addresses; an address once given stays."""

from django.urls import path

from gongkai.web.portal import law_views

app_name = "portal"
urlpatterns = [
    path("law/", law_views.instruments, name="law"),
    path("law/<slug:instrument>/", law_views.instrument, name="law-instrument"),
    path("law/<slug:instrument>/<int:number>/", law_views.article, name="law-article"),
]
