"""Where the desk shows the pictures of a text: by their hash, to people who may see the organ's items."""

from django.urls import reverse
from django.utils.safestring import mark_safe

from gongkai.apps.organs.models import Organ
from gongkai.apps.publication import body


def at_desk(organ: Organ, html: str) -> str:
    """Give a safe text with its pictures as the desk shows it."""
    return body.shown(html, lambda sha256: reverse("workbench:picture", args=[organ.code, sha256]))


def shown_at_desk(organ: Organ, html: str) -> str:
    """Give a safe text to be printed in a page of the desk."""
    return mark_safe(at_desk(organ, html))  # noqa: S308 - sanitised when it was saved
