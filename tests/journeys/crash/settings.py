"""The embedded profile for a server that is killed: on PostgreSQL where tests run there; `CRASH_LAZY` makes the control that must lose."""

import os

from gongkai.config.embedded import *

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
