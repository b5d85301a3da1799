"""The app of the faces of uploads: templates, script and styles."""

from django.apps import AppConfig


class UploadsConfig(AppConfig):
    name = "gongkai.web.uploads"
    label = "web_uploads"
