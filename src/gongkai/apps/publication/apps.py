from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "gongkai.apps.publication"
    label = "publication"
