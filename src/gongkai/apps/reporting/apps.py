from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "gongkai.apps.reporting"
    label = "reporting"
