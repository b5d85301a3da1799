from django.apps import AppConfig


class ProceedingsConfig(AppConfig):
    name = "gongkai.apps.proceedings"
    label = "proceedings"
