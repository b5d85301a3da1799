from django.apps import AppConfig
from django.conf import settings


class StaticSiteConfig(AppConfig):
    name = "gongkai.web.static_site"
    label = "static_site"

    def ready(self) -> None:
        """Register the effects; they are owed only where pages are written to files."""
        from gongkai.web.static_site import effects

        if settings.STATIC_SITE:
            effects.follow()
