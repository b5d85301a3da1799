from django.apps import AppConfig


class FoiConfig(AppConfig):
    name = "gongkai.apps.foi"
    label = "foi"
