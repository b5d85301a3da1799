"""Small helpers of the workbench templates: `{% load desk %}`."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gongkai.apps.publication.models import DisclosureItem
from gongkai.documents.redaction import Box
from gongkai.web.ui.text import english
from gongkai.web.workbench import once, words

register = template.Library()
register.filter("say", words.say)


@register.filter
def spelled(cites: Iterable[Any]) -> list[str]:
    """Write citations in their one spelling, as the citation tags read them."""
    return [str(cite) for cite in cites]


@register.filter
def head_name(name: str) -> str:
    """Name a head field of an item."""
    field: Any = DisclosureItem._meta.get_field(name)
    return str(field.verbose_name)


@register.filter
def spell_duration(took: timedelta) -> str:
    """Write how long something lay: the two largest units."""
    minutes = int(took.total_seconds() // 60)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return _("%(days)s 天 %(hours)s 小时") % {"days": days, "hours": hours}
    return (
        _("%(hours)s 小时 %(minutes)s 分钟") % {"hours": hours, "minutes": rest}
        if hours
        else _("%(n)s 分钟") % {"n": rest}
    )


@register.simple_tag(takes_context=True)
def once_field(context: template.Context) -> SafeString:
    """Write the hidden field that makes a second submission harmless."""
    return format_html('<input type="hidden" name="{}" value="{}">', once.FIELD, context.get("once", ""))


@register.simple_tag
def svg_box(box: Box, width: int, height: int) -> SafeString:
    """Write where a box lies on a page of this size, as the attributes of a rectangle."""
    sides = (box.left * width, box.top * height, (box.right - box.left) * width, (box.bottom - box.top) * height)
    x, y, across, down = (f"{side:.1f}" for side in sides)
    return format_html('x="{}" y="{}" width="{}" height="{}"', x, y, across, down)


@register.simple_tag
def chinese() -> SafeString:
    """Mark text that is Chinese whatever the language of the page, so that it is read out rightly."""
    return SafeString(' lang="zh-CN"') if english() else SafeString("")
