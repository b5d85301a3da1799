"""What all tests share."""

from hypothesis import HealthCheck, settings

from tests.browsing import browser, database_beside_the_browser

__all__ = ["browser", "database_beside_the_browser"]

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default")
