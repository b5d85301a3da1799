"""
The frame of the public pages: head, column tree, footer, and what machines read in the head of a page.

Public pages are made without looking at sessions or users: `answer` runs no context processor.
"""

from collections.abc import Sequence
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
from gongkai.apps.publication.models import CatalogEntry
from gongkai.apps.publication.queries import portal
from gongkai.apps.reporting import queries as reporting
from gongkai.web.access import today
from gongkai.web.portal.words import content_label, of_here, reports_label, term, topic_label
from gongkai.web.ui.context import ui
from gongkai.web.ui.frames import Footer, NavItem, Site

#: Kinds of organs that pay benefits, or where people get them.
WITH_BENEFITS = (Organ.Kind.COUNTY, Organ.Kind.TOWNSHIP, Organ.Kind.VILLAGE)


@dataclass(frozen=True)
class FeedLink:
    """A list as data: what kind, and where."""

    label: str
    url: str
    media_type: str


@dataclass(frozen=True)
class Head:
    """
    What machines read in the head of a page: the column, or the article with its time and source (`website2017:5`).

    `description` is that of the page, `about` that of the column where the two differ.
    """

    column: str = ""
    description: str = ""
    about: str = ""
    article: str = ""
    published: str = ""
    source: str = ""
    keywords: str = ""
    canonical: str = ""
    feeds: Sequence[FeedLink] = ()

    def meta(self, *, site_name: str, domain: str) -> list[tuple[str, str]]:
        """Give name and content of each meta element; empty ones are left out."""
        column = self.column or _("政府信息公开")
        words = self.keywords or _("、").join(dict.fromkeys((column, site_name)))
        pairs = (
            ("SiteName", site_name), ("SiteDomain", domain), ("SiteIDCode", settings.SITE_CODE),
            ("ColumnName", column), ("ColumnDescription", self.about or ("" if self.article else self.description) or f"{site_name} {column}"),
            ("ColumnKeywords", words), ("ColumnType", _("政府信息公开")),
            ("ArticleTitle", self.article), ("PubDate", self.published), ("ContentSource", self.source),
            ("Keywords", words if self.article else ""), ("Url", self.canonical if self.article else ""),
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


def site_of(organ: Organ, *, here: str, counted: bool = False, matter: CatalogEntry | None = None) -> Site:
    """
    Build the frame of an organ's column.

    :param counted: with the counts and the day of the last change, which every publication moves; on the few pages that are written
        anew each time anyway.
    :param matter: of a page about one thing, so that its frame stays as it is whatever else the organ publishes.
    """
    return Site(
        name=organ.name,
        home_url=reverse("portal:column", args=[organ.code]),
        subtitle=_("政府信息公开"),
        updated_on=publication.updated_on(organ) if counted else None,
        search_url="" if here == "search" else reverse("portal:search", args=[organ.code]),
        apply_url=reverse("portal:apply", args=[organ.code]),
        nav=column_nav(organ, here=here, counted=counted, matter=matter),
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
        site_code=settings.SITE_CODE,
        icp=settings.SITE_ICP,
        police=settings.SITE_POLICE,
        map_url=reverse("portal:home"),
        data_url=reverse("portal:data"),
        access_url=reverse("portal:access"),
        verify_url=reverse("portal:verify"),
    )


def column_nav(organ: Organ, *, here: str, counted: bool, matter: CatalogEntry | None) -> list[NavItem]:
    """Give the tree of the column in its fixed order (`platform2019:3`), with counts where they are wanted."""

    def place(name: str, label: str, count: int | str | None = None, children: Sequence[NavItem] = ()) -> NavItem:
        shown = count if counted else None
        return NavItem(
            label, reverse(f"portal:{name}", args=[organ.code]), shown, current=here == name, children=children
        )

    village = organ.kind == Organ.Kind.VILLAGE
    checked = organ.contact_checked_on.isoformat() if organ.contact_checked_on else None
    total, matters = (
        (None, [_matter(organ, matter, here=here)]) if matter else _matters(organ, here=here, counted=counted)
    )
    rules = publication.rule_count(organ) if counted and not village else None
    reports = len(reporting.published_years(organ)) if counted and not village else None
    children = existing(today()).filter(parent=organ)
    below = children.count() if counted else int(children.exists())
    return [
        place("guide", _("公开指南"), checked),
        *([] if village else [place("rules", _("公开制度"), rules)]),
        place("items", content_label(organ), total, [*_libraries(organ, here=here, counted=counted), *matters]),
        *([] if village else [place("reports", reports_label(), reports)]),
        *([place("village", _("村务、财务公开"))] if village else []),
        place("apply", term("on_request")),
        *([place("benefits", term("benefit_fund"))] if organ.kind in WITH_BENEFITS else []),
        *([place("below", below_label(organ), below)] if below else []),
    ]


def _libraries(organ: Organ, *, here: str, counted: bool) -> list[NavItem]:
    if organ.kind == Organ.Kind.VILLAGE:
        return []
    documents = portal.library(organ).filter(portal.in_force(on=today())).count() if counted else None
    address = reverse("portal:documents", args=[organ.code])
    return [NavItem(_("政策文件库"), address, documents, current=here == "documents")]


def _matter(organ: Organ, entry: CatalogEntry, *, here: str) -> NavItem:
    label = topic_label(entry.code, entry.short_label or entry.label)
    address = reverse("portal:topic", args=[organ.code, entry.code])
    return NavItem(label, address, current=here == f"topic:{entry.code}")


def _matters(organ: Organ, *, here: str, counted: bool) -> tuple[int, list[NavItem]]:
    """Give how much the organ holds, the matters that hold something, and where to see the empty ones with the reason."""
    total, listed = publication.topic_counts(organ)
    shown = [topic for topic in listed if topic.count or here == f"topic:{topic.code}"]
    matters = [
        NavItem(
            topic_label(topic.code, topic.label),
            reverse("portal:topic", args=[organ.code, topic.code]),
            topic.count if counted else None,
            current=here == f"topic:{topic.code}",
        )
        for topic in shown
    ]
    hidden = len(listed) - len(shown)
    if hidden:
        address = f"{reverse('portal:items', args=[organ.code])}#topics"
        matters.append(NavItem(_("尚无内容的事项"), address, hidden if counted else None))
    return total, matters


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
    counted: bool = False,
    matter: CatalogEntry | None = None,
    **context: Any,
) -> HttpResponse:
    """
    Answer with a page of the organ's column; `crumbs` lead from the column to the page, the last one without address.

    `counted` and `matter` as in `site_of`.
    """
    column = (organ.short_name, reverse("portal:column", args=[organ.code]))
    context |= {
        "organ": organ,
        "site": site_of(organ, here=here, counted=counted, matter=matter),
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
