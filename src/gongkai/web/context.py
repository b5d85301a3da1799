"""What every template knows."""

from typing import Any

from django.http import HttpRequest

from gongkai.web.access import today


def house(request: HttpRequest) -> dict[str, Any]:
    """Give today's date and the nonce that inline scripts of this answer need."""
    return {"today": today(), "csp_nonce": getattr(request, "csp_nonce", "")}
