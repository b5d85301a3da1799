"""A county or a province: PostgreSQL, worker processes, a proxy with TLS in front. Every secret comes from the environment."""

from gongkai.config import environment as env
from gongkai.config.base import *

DEBUG = False
SECRET_KEY = env.text("GONGKAI_SECRET_KEY")
ALLOWED_HOSTS = env.words("GONGKAI_HOSTS")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": env.text("GONGKAI_PG_NAME", "gongkai"),
        "USER": env.text("GONGKAI_PG_USER", "gongkai"),
        "PASSWORD": env.text("GONGKAI_PG_PASSWORD", ""),
        "HOST": env.text("GONGKAI_PG_HOST", ""),
        "PORT": env.text("GONGKAI_PG_PORT", ""),
        "OPTIONS": {"pool": True},
    }
}
INSTALLED_APPS = [*INSTALLED_APPS, "django_tasks_db"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = env.number("GONGKAI_PROXIES", 1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.flag("GONGKAI_HTTPS_ONLY", default=True)
SESSION_COOKIE_SECURE = SECURE_SSL_REDIRECT
CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
SECURE_HSTS_SECONDS = env.number("GONGKAI_HSTS_SECONDS", 31_536_000)
