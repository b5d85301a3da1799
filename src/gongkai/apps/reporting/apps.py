from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "gongkai.apps.reporting"
    label = "reporting"

    def ready(self) -> None:
        """Register the effects of this app."""
        from gongkai.apps.reporting import effects  # noqa: F401 - importing it registers the handlers
