"""Small helpers of the workbench templates: `{% load desk %}`."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def at(table: Mapping[Any, Any], key: Any) -> Any:
    """Look a key up; a missing one gives None."""
    return table.get(key)
