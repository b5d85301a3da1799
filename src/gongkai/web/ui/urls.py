from django.urls import path

from gongkai.web.ui import views

app_name = "ui"
urlpatterns = [
    path("display", views.switch, name="display"),
    path("gallery", views.gallery, name="gallery"),
    path("gallery/<slug:face>", views.gallery, name="gallery-face"),
]
