"""
Settings that every profile shares, cut by concern.

Everything an operator may change comes from the environment (`docs/reference/settings.md`); the profiles only say what is
different about one computer (embedded), many (production) and tests.
"""

from pathlib import Path

from gongkai.config import environment as env

PACKAGE = Path(__file__).resolve().parent.parent

# -- where things are kept -------------------------------------------------------------------------------------------------------

DATA_DIR = env.folder("GONGKAI_DATA_DIR", Path.cwd() / "var")
FILES_DIR = env.folder("GONGKAI_FILES_DIR", DATA_DIR / "files")
STATIC_SITE_DIR = env.folder("GONGKAI_SITE_DIR", DATA_DIR / "site")
#: Published pages are written to STATIC_SITE_DIR as files; their links to themselves begin with SITE_URL.
STATIC_SITE = env.flag("GONGKAI_STATIC_SITE", default=True)
SITE_URL = env.text("GONGKAI_SITE_URL", "http://127.0.0.1:8000").rstrip("/")
#: 政府网站标识码, ICP 备案号, 公安备案号: at the foot of every public page, where they are set.
SITE_CODE = env.text("GONGKAI_SITE_CODE", "")
SITE_ICP = env.text("GONGKAI_SITE_ICP", "")
SITE_POLICE = env.text("GONGKAI_SITE_POLICE", "")
#: The office's own fonts first; the open ones after them.
FONT_DIRS = [Path(word) for word in env.words("GONGKAI_FONT_DIRS")] + [
    DATA_DIR / "fonts",
    Path("/usr/share/fonts/opentype/noto"),
    Path("/usr/share/fonts/truetype/noto"),
]

# -- what is installed -----------------------------------------------------------------------------------------------------------

HOUSE_APPS = [
    "gongkai.apps.core",
    "gongkai.apps.organs",
    "gongkai.apps.publication",
    "gongkai.apps.foi",
    "gongkai.apps.benefits",
    "gongkai.apps.villages",
    "gongkai.apps.proceedings",
    "gongkai.apps.reporting",
    "gongkai.apps.outreach",
    "gongkai.apps.supervision",
    "gongkai.web.ui",
    "gongkai.web.uploads",
    "gongkai.web.portal",
    "gongkai.web.static_site",
    "gongkai.web.workbench",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_cotton",
    *HOUSE_APPS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gongkai.web.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "gongkai.web.ui.middleware.LanguageOfDevice",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gongkai.web.middleware.Refusals",
]
ROOT_URLCONF = "gongkai.web.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongkai.web.context.house",
                "gongkai.web.ui.context.ui",
            ],
        },
    },
]

FORM_RENDERER = "gongkai.web.ui.forms.Renderer"
#: Set by `serve --demo`: every page says that what it shows is invented.
DEMONSTRATION = env.flag("GONGKAI_DEMONSTRATION", default=False)

# -- data ------------------------------------------------------------------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "organs.User"


def sqlite(path: Path) -> dict[str, object]:
    """Describe a SQLite database that loses nothing it acknowledged: WAL, immediate transactions, full synchronisation."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000;",
        },
    }


#: Keys of sealed personal data, `name=base64(32 bytes)` separated by commas; the first seals, all open.
DATA_KEYS = env.text("GONGKAI_DATA_KEYS", "")
DATA_CIPHER = env.text("GONGKAI_DATA_CIPHER", "aes")

# -- language and time -----------------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# -- accounts --------------------------------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/desk/"
LOGIN_URL = "/accounts/login/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "gongkai.web.accounts.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # office computers are shared
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
MFA_ADAPTER = "allauth.mfa.adapter.DefaultMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "公开 Gongkai"
#: How many proxies of one's own stand in front; the address of a visitor is the one that the outermost of them saw.
PROXIES = env.number("GONGKAI_PROXIES", 0)
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
#: How many applications one network may hand in on line within an hour; it may begin three times as many drafts.
APPLICATIONS_PER_HOUR = env.number("GONGKAI_APPLICATIONS_PER_HOUR", 30)

# -- sessions and cookies --------------------------------------------------------------------------------------------------------

SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# -- files and static ------------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# -- jobs ------------------------------------------------------------------------------------------------------------------------

TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
#: Mailboxes that are read for applications: `code=imaps://user:password@host/INBOX`, separated by blanks.
MAILBOXES = env.text("GONGKAI_MAILBOXES", "")
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

# -- logs ------------------------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("GONGKAI_LOG_LEVEL", "WARNING")},
}
