"""
The frame of the public pages: head, column tree, footer, and what machines read in the head of a page.

Public pages are made without looking at sessions or users: `answer` runs no context processor.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.queries import existing
from gongkai.apps.publication import queries as publication
from gongkai.apps.publication.queries import portal
from gongkai.apps.reporting import queries as reporting
from gongkai.web.access import today
from gongkai.web.portal.words import content_label, of_here, reports_label, term, topic_label
from gongkai.web.ui.context import ui
from gongkai.web.ui.frames import Footer, NavItem, Site


@dataclass(frozen=True)
class FeedLink:
    """A list as data: what kind, and where."""

    label: str
    url: str
    media_type: str


@dataclass(frozen=True)
class Head:
    """What machines read in the head of a page: the column, or the article with its time and source (`website2017:5`)."""

    column: str = ""
    description: str = ""
    article: str = ""
    published: str = ""
    source: str = ""
    keywords: str = ""
    canonical: str = ""
    feeds: Sequence[FeedLink] = ()

    def meta(self, *, site_name: str, domain: str) -> list[tuple[str, str]]:
        """Give name and content of each meta element; empty ones are left out."""
        column_type = _("政府信息公开") if self.column else ""
        pairs = (
            ("SiteName", site_name), ("SiteDomain", domain), ("SiteIDCode", getattr(settings, "SITE_CODE", "")),
            ("ColumnName", self.column), ("ColumnDescription", "" if self.article else self.description),
            ("ColumnKeywords", self.keywords), ("ColumnType", column_type),
            ("ArticleTitle", self.article), ("PubDate", self.published), ("ContentSource", self.source),
            ("Url", self.canonical if self.article else ""),
            ("description", self.description),
        )  # fmt: skip
        return [(name, content) for name, content in pairs if content]


def organ_of(code: str) -> Organ:
    """
    Give the organ with this code; one that was abolished keeps its pages, for what was public stays public.

    :raises Http404: there is none, or it is not founded yet.
    """
    organ = Organ.objects.filter(code=code, founded_on__lte=today()).select_related("parent").first()
    if organ is None:
        raise Http404
    return organ


def site_of(organ: Organ, *, here: str) -> Site:
    """Build the frame of an organ's column."""
    return Site(
        name=organ.name,
        home_url=reverse("portal:column", args=[organ.code]),
        subtitle=_("政府信息公开"),
        updated_on=publication.updated_on(organ),
        search_url="" if here == "search" else reverse("portal:search", args=[organ.code]),
        apply_url=reverse("portal:apply", args=[organ.code]),
        nav=column_nav(organ, here=here),
        footer=replace(
            _footer(),
            organ=organ.name,
            address=organ.address,
            phone=organ.phone,
            hours=organ.office_hours,
            supervise_phone=organ.tip_phone,
        ),
    )


def installation(*, here: str = "") -> Site:
    """Build the frame of pages that belong to no organ."""
    return Site(
        name=_("政府信息公开"),
        home_url=reverse("portal:home"),
        subtitle=_("各机关的公开专栏"),
        search_url="" if here == "search" else reverse("portal:search-all"),
        footer=_footer(),
    )


def _footer() -> Footer:
    return Footer(
        site_code=getattr(settings, "SITE_CODE", ""),
        map_url=reverse("portal:home"),
        data_url=reverse("portal:data"),
        access_url=reverse("portal:access"),
    )


def column_nav(organ: Organ, *, here: str) -> list[NavItem]:
    """Give the tree of the column in its fixed order (`platform2019:3`), with counts."""

    def place(name: str, label: str, count: int | str | None = None, children: Sequence[NavItem] = ()) -> NavItem:
        return NavItem(
            label, reverse(f"portal:{name}", args=[organ.code]), count, current=here == name, children=children
        )

    total, topics = publication.topic_counts(organ)
    below = existing(today()).filter(parent=organ).count()
    checked = organ.contact_checked_on.isoformat() if organ.contact_checked_on else None
    village = organ.kind == Organ.Kind.VILLAGE
    return [
        place("guide", _("公开指南"), checked),
        *([] if village else [place("rules", _("公开制度"), publication.rule_count(organ))]),
        place("items", content_label(organ), total, _matters(organ, topics, here=here)),
        *([] if village else [place("reports", reports_label(), len(reporting.published_years(organ)))]),
        place("apply", term("on_request")),
        *([place("below", below_label(organ), below)] if below else []),
    ]


def _matters(organ: Organ, topics: Iterable[publication.TopicCount], *, here: str) -> list[NavItem]:
    """Give the library, the matters that hold something, and where to see the empty ones with the reason."""
    listed = list(topics)
    shown = [topic for topic in listed if topic.count or here == f"topic:{topic.code}"]
    documents = portal.library(organ).filter(portal.in_force(on=today())).count()
    library = NavItem(
        _("政策文件库"), reverse("portal:documents", args=[organ.code]), documents, current=here == "documents"
    )
    libraries = [] if organ.kind == Organ.Kind.VILLAGE else [library]
    matters = [
        NavItem(
            topic_label(topic.code, topic.label),
            reverse("portal:topic", args=[organ.code, topic.code]),
            topic.count,
            current=here == f"topic:{topic.code}",
        )
        for topic in shown
    ]
    hidden = len(listed) - len(shown)
    all_url = f"{reverse('portal:items', args=[organ.code])}#topics"
    return [*libraries, *matters, *([NavItem(_("尚无内容的事项"), all_url, hidden)] if hidden else [])]


def below_label(organ: Organ) -> str:
    """Name what lies below an organ in its column tree: 本乡村庄 for a township, 部门和乡镇 for a county."""
    if organ.kind == Organ.Kind.TOWNSHIP:
        return of_here(organ, _("村庄"))
    return _("下级机关")


def page(
    request: HttpRequest,
    template: str,
    organ: Organ,
    *,
    here: str,
    crumbs: Sequence[tuple[str, str]] = (),
    head: Head | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Answer with a page of the organ's column; `crumbs` lead from the column to the page, the last one without address."""
    column = (organ.short_name, reverse("portal:column", args=[organ.code]))
    context |= {
        "organ": organ,
        "site": site_of(organ, here=here),
        "crumbs": [(_("首页"), reverse("portal:home")), column, *crumbs] if crumbs else (),
    }
    return answer(request, template, context, head=head, status=status)


def plain_page(
    request: HttpRequest,
    template: str,
    *,
    here: str = "",
    crumbs: Sequence[tuple[str, str]] = (),
    head: Head | None = None,
    **context: Any,
) -> HttpResponse:
    """Answer with a page that belongs to no organ."""
    context |= {
        "site": installation(here=here),
        "crumbs": [(_("首页"), reverse("portal:home")), *crumbs] if crumbs else (),
    }
    return answer(request, template, context, head=head)


def answer(
    request: HttpRequest, template: str, context: dict[str, Any], *, head: Head | None = None, status: int = 200
) -> HttpResponse:
    """Render without context processors, so that neither session nor user is looked up."""
    shown = head or Head()
    site = context.get("site")
    address = request.build_absolute_uri(shown.canonical or request.path)
    context |= {
        "request": request,
        "today": today(),
        "address": address,
        "feeds": shown.feeds,
        "meta": replace(shown, canonical=address).meta(site_name=site.name if site else "", domain=request.get_host()),
        **ui(request),
    }
    return HttpResponse(render_to_string(f"portal/{template}", context), status=status)
