"""The embedded profile for a server that is killed: on PostgreSQL where tests run there; `CRASH_LAZY` makes the control that must lose."""

import os

from gongkai.config.embedded import *  # noqa: F403

if os.environ.get("GONGKAI_TEST_PG"):
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "gongkai_crash",
            "USER": os.environ.get("GONGKAI_TEST_PG_USER", "postgres"),
            "HOST": os.environ["GONGKAI_TEST_PG"],
            "PORT": os.environ.get("GONGKAI_TEST_PG_PORT", "5432"),
        }
    }
if os.environ.get("CRASH_LAZY"):
    DATABASES["default"]["ENGINE"] = "tests.journeys.crash.lazy"
#: The tables as the models say; a test that kills a server need not walk through the history of migrations.
MIGRATION_MODULES = {name.rsplit(".", 1)[-1]: None for name in HOUSE_APPS if name.startswith("gongkai.apps")}  # noqa: F405
