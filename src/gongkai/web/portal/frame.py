"""The frame of an organ's public pages: head, column tree, footer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.queries import existing
from gongkai.apps.publication import queries as publication
from gongkai.apps.reporting import queries as reporting
from gongkai.web.access import today
from gongkai.web.ui.frames import Footer, NavItem, Site


def organ_of(code: str) -> Organ:
    """
    Give the organ with this code that exists today.

    :raises Http404: there is none.
    """
    return get_object_or_404(existing(today()), code=code)


def site_of(organ: Organ, *, here: str) -> Site:
    """Build the frame of an organ's column."""
    return Site(
        name=organ.name,
        home_url=reverse("portal:column", args=[organ.code]),
        subtitle=_("政府信息公开"),
        updated_on=publication.updated_on(organ),
        search_url=reverse("portal:search", args=[organ.code]),
        apply_url=reverse("portal:apply", args=[organ.code]),
        nav=column_nav(organ, here=here),
        footer=Footer(
            organ=organ.name,
            address=organ.address,
            phone=organ.phone,
            hours=organ.office_hours,
            supervise_phone=organ.tip_phone,
            map_url=reverse("portal:home"),
        ),
    )


def column_nav(organ: Organ, *, here: str) -> list[NavItem]:
    """Give the tree of the column in its fixed order (`platform2019`), with counts."""
    total, topics = publication.topic_counts(organ)
    children = [
        NavItem(
            label=topic.label,
            url=reverse("portal:topic", args=[organ.code, topic.code]),
            count=topic.count,
            current=here == f"topic:{topic.code}",
        )
        for topic in topics
    ]
    years = reporting.published_years(organ)
    return [
        NavItem(
            _("公开指南"), reverse("portal:guide", args=[organ.code]), current=here == "guide", count=_checked(organ)
        ),
        NavItem(
            _("公开制度"),
            reverse("portal:rules", args=[organ.code]),
            current=here == "rules",
            count=publication.rule_count(organ),
        ),
        NavItem(
            _("法定主动公开内容"),
            reverse("portal:items", args=[organ.code]),
            current=here == "items",
            count=total,
            children=children,
        ),
        NavItem(_("政策文件库"), reverse("portal:documents", args=[organ.code]), current=here == "documents"),
        NavItem(
            _("年度报告"), reverse("portal:reports", args=[organ.code]), current=here == "reports", count=len(years)
        ),
        NavItem(_("依申请公开"), reverse("portal:apply", args=[organ.code]), current=here == "apply"),
    ]


def _checked(organ: Organ) -> str | None:
    return organ.contact_checked_on.isoformat() if organ.contact_checked_on else None


def page(
    request: HttpRequest, template: str, organ: Organ, *, here: str, crumb: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    """Answer with a page of the organ's column."""
    crumbs = [(organ.short_name, reverse("portal:column", args=[organ.code]))]
    if crumb:
        crumbs.append((crumb, ""))
    context |= {"organ": organ, "site": site_of(organ, here=here), "crumbs": crumbs if crumb else ()}
    return render(request, f"portal/{template}", context, status=status)
