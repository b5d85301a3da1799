"""The tabs of the place where information leaves the page: boards, reading places, accounts."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.apps.organs.models import Organ
from gongkai.web.ui.frames import NavItem


def tabs(organ: Organ, here: str) -> list[NavItem]:
    """Give the tabs with the present one marked."""
    named = (("boards", _("公开栏")), ("supplies", _("查阅场所")))
    return [
        NavItem(label, reverse(f"workbench:{route}", args=[organ.code]), current=route == here)
        for route, label in named
    ]
