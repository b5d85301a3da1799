"""Proactive disclosure: items and their versions, reviews, channels, the document library, yearly counts, the year's plan."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "gongkai.apps.publication"
    label = "publication"

    def ready(self) -> None:
        """Register the effects of this app."""
        from gongkai.apps.publication import effects  # noqa: F401 - importing it registers the handlers
