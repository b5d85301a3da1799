"""The WSGI application, for granian or any other server: published pages from their files, everything else from Django."""

import os
import subprocess
import sys
from pathlib import Path

from gongkai.config import environment as env
from gongkai.web.static_site.serving import Application, StaticFirst

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.embedded")


def _django() -> Application:
    from django.core.wsgi import get_wsgi_application

    application: Application = get_wsgi_application()
    return application


def _new_day() -> None:
    """Without a scheduler beside it the embedded server itself has the pages made anew that change with the day."""
    if os.environ["DJANGO_SETTINGS_MODULE"] == "gongkai.config.embedded":
        subprocess.Popen([sys.executable, "-m", "gongkai.cli", "site", "refresh"], stdout=subprocess.DEVNULL)


_data = env.folder("GONGKAI_DATA_DIR", Path.cwd() / "var")
_whole = StaticFirst(env.folder("GONGKAI_SITE_DIR", _data / "site"), _django, new_day=_new_day)
application: Application = _whole if env.flag("GONGKAI_STATIC_SITE", default=True) else _django()
