"""Small helpers of the workbench templates: `{% load desk %}`."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gongkai.web.ui.text import english
from gongkai.web.workbench import once, words

register = template.Library()
register.filter("say", words.say)


@register.filter
def spelled(cites: Iterable[Any]) -> list[str]:
    """Write citations in their one spelling, as the citation tags read them."""
    return [str(cite) for cite in cites]


@register.simple_tag(takes_context=True)
def once_field(context: template.Context) -> SafeString:
    """Write the hidden field that makes a second submission harmless."""
    return format_html('<input type="hidden" name="{}" value="{}">', once.FIELD, context.get("once", ""))


@register.simple_tag
def chinese() -> SafeString:
    """Mark text that is Chinese whatever the language of the page, so that it is read out rightly."""
    return SafeString(' lang="zh-CN"') if english() else SafeString("")
