"""What every template knows."""

from typing import Any

from django.http import HttpRequest

from gongkai.apps.organs.permissions import posts_held
from gongkai.web.access import today


def house(request: HttpRequest) -> dict[str, Any]:
    """Give today's date and, for a signed-in person, the posts held today."""
    user = getattr(request, "user", None)
    held = list(posts_held(user, on=today())) if user is not None and user.is_authenticated else []
    return {"today": today(), "posts": held, "csp_nonce": getattr(request, "csp_nonce", "")}
