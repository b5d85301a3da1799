"""Tests: SQLite in memory by default, PostgreSQL when GONGKAI_TEST_PG names a socket folder or host."""

import os
import tempfile
from pathlib import Path

from gongkai.config.base import *

SECRET_KEY = "only-for-tests"  # noqa: S105 - the tests' own key
DEBUG = False
ALLOWED_HOSTS = ["*"]
DATA_DIR = Path(tempfile.gettempdir()) / f"gongkai-tests-{os.getpid()}"
FILES_DIR = DATA_DIR / "files"
STATIC_SITE_DIR = DATA_DIR / "site"
STATIC_SITE = False  # most tests publish without looking at files; those that do switch it on
SITE_URL = "http://testserver"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
DATABASES: dict[str, dict[str, object]]
if os.environ.get("GONGKAI_TEST_PG"):
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": os.environ.get("GONGKAI_TEST_PG_NAME", "postgres"),
            "USER": os.environ.get("GONGKAI_TEST_PG_USER", "postgres"),
            "HOST": os.environ["GONGKAI_TEST_PG"],
            "PORT": os.environ.get("GONGKAI_TEST_PG_PORT", "5432"),
        }
    }
else:
    DATABASES = {"default": sqlite(DATA_DIR / "test.sqlite3")}
    DATA_DIR.mkdir(parents=True, exist_ok=True)
