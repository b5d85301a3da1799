from django.apps import AppConfig


class OrgansConfig(AppConfig):
    name = "gongkai.apps.organs"
    label = "organs"
