"""What the layouts know on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from gongkai.web.ui import display


def ui(request: HttpRequest) -> dict[str, Any]:
    """Give the display words of this device, the language of the page and whether the data are a demonstration."""
    chosen = display.words(request.COOKIES.get(display.COOKIE, ""))
    english = (get_language() or "").startswith("en")
    return {
        "ui": {
            "html_class": " ".join(chosen),
            "chosen": dict.fromkeys(chosen, True),
            "lang": "en" if english else "zh-CN",
            "english": english,
            "path": request.get_full_path(),
            "demo": getattr(settings, "DEMONSTRATION", False),
        }
    }
