from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "gongkai.apps.core"
    label = "core"
