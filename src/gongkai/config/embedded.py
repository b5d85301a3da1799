"""One office, one computer: SQLite, jobs done at once, no service besides the program itself."""

import secrets

from gongkai.config import environment as env
from gongkai.config.base import *


def _secret_key() -> str:
    """Keep one random key beside the data, readable by the owner only."""
    path = DATA_DIR / "secret-key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


DEBUG = False
SECRET_KEY = env.text("GONGKAI_SECRET_KEY", "") or _secret_key()
ALLOWED_HOSTS = env.words("GONGKAI_HOSTS", "127.0.0.1,localhost,[::1]")
DATABASES = {"default": sqlite(env.folder("GONGKAI_DATABASE", DATA_DIR / "gongkai.sqlite3"))}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
