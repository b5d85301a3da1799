"""Words of the public pages that come from data: terms of the glossary, matters of the catalogue, periods of law."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.apps.organs.models import Organ
from gongkai.law import terms
from gongkai.law.deadlines import Deadline
from gongkai.web.ui.text import english


def term(term_id: str) -> str:
    """Give a legal label in the language of the page, as it stands at the head of something."""
    return capfirst(terms.label(term_id, "en" if english() else "zh"))


@cache
def english_names() -> Mapping[str, Any]:
    """Load the working English names of the matters that the law names, by code, and of the sections of a report, by number."""
    raw = tomllib.loads(files("gongkai.web.portal").joinpath("data/english_names.toml").read_text(encoding="utf-8"))
    return {f"{group}.{item}": names for group, items in raw.items() for item, names in items.items()}


def section_heading(number: int, heading: str) -> str:
    """Give the heading of a section of a report in the language of the page."""
    return str(english_names().get(f"sections.{number}", heading)) if english() else heading


def topic_label(code: str, label: str, *, whole: bool = False) -> str:
    """Give the label of a matter in the language of the page; an organ's own matters have only the one they were given."""
    names = english_names().get(code) if english() else None
    return names["label" if whole else "short"] if names else label


def reports_label() -> str:
    """Name the column of yearly reports."""
    return pgettext("栏目", "年度报告")


def content_label(organ: Organ) -> str:
    """Name what an organ publishes by itself: 法定主动公开内容; a village, which is no organ, has 村务公开."""
    return term("village_affairs" if organ.kind == Organ.Kind.VILLAGE else "statutory_content")


def period(deadline: Deadline) -> str:
    """Write a period of law: 20 个工作日, 60 日, 6 个月."""
    number = {"n": deadline.amount}
    match deadline.unit:
        case "working_days":
            return _("%(n)s 个工作日") % number
        case "months":
            return _("%(n)s 个月") % number
        case "hours":
            return _("%(n)s 小时") % number
        case _:
            return _("%(n)s 日") % number


def of_here(organ: Organ, words: str) -> str:
    """Lead words with how pages speak of the organ: 本乡村庄, 本县公开得怎么样; English does without."""
    last = organ.short_name[-1:]
    place = f"本{last}" if last in "省市县区乡镇村局委办厅处" else "本机关"
    return words if english() else f"{place}{words}"
