"""Search within an organ's subtree, or in all of the installation; the results as a feed, so that a question can be subscribed to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.apps.core.search import SearchHit, SearchPage, search
from gongkai.apps.organs.models import Organ
from gongkai.apps.publication.effects import SEARCH_KIND
from gongkai.apps.publication.models import DisclosureItem
from gongkai.apps.publication.queries import portal
from gongkai.web.access import public, today
from gongkai.web.portal import feeds
from gongkai.web.portal.frame import FeedLink, Head, organ_of, page, plain_page
from gongkai.web.portal.listing import badge_of, item_url
from gongkai.web.portal.words import topic_label
from gongkai.web.ui.frames import Chip

SHOWN = 20
#: How far back a reader may look, in days.
PERIODS: Mapping[str, int] = {"month": 31, "half": 183, "year": 366, "three": 3 * 366}


@dataclass(frozen=True)
class Question:
    """What a reader asked: words, where they must stand, since when, and from which place of the list on."""

    words: str
    field: Literal["all", "title"]
    period: str
    before: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Question":
        """Read the question from an address; unknown values ask for everything."""
        get = request.GET.get
        return cls(
            words=(get("q") or "").strip(),
            field="title" if get("in") == "title" else "all",
            period=get("period", "") if get("period", "") in PERIODS else "",
            before=get("before", ""),
        )

    @property
    def since(self) -> date | None:
        """Give the first day looked at."""
        return today() - timedelta(days=PERIODS[self.period]) if self.period else None

    def query(self, **changes: str) -> str:
        """Write the question as the query of an address, with changes."""
        shown = {"q": self.words, "in": "title" if self.field == "title" else "", "period": self.period} | changes
        return urlencode({name: value for name, value in shown.items() if value})


@dataclass(frozen=True)
class Result:
    """One thing found, as it is shown."""

    url: str
    title: SafeString
    snippet: SafeString
    on: date
    meta: str
    badge: str = ""
    kind: str = "neutral"


@public
@require_safe
def search_organ(request: HttpRequest, code: str) -> HttpResponse:
    """
    Search an organ's column and those of the organs below it.

    :raises Http404: no such organ.
    """
    organ = organ_of(code)
    question = Question.of(request)
    found = ask(question, organ=organ)
    return page(
        request,
        "search.html",
        organ,
        here="search",
        crumbs=[(_("检索"), "")],
        head=Head(column=_("检索"), feeds=_feeds(question, organ)),
        **_shown(request, question, found),
        all_url=f"{reverse('portal:search-all')}?{question.query()}",
    )


@public
@require_safe
def search_all(request: HttpRequest) -> HttpResponse:
    """Search the columns of all organs."""
    question = Question.of(request)
    found = ask(question)
    return plain_page(
        request,
        "search_all.html",
        here="search",
        crumbs=[(_("检索"), "")],
        head=Head(column=_("检索"), feeds=_feeds(question, None)),
        **_shown(request, question, found),
    )


@public
@require_safe
def feed(request: HttpRequest, kind: str, code: str = "") -> HttpResponseBase:
    """
    Give the results as data, the newest first, so that new ones can be subscribed to.

    :raises Http404: no such organ or format.
    """
    organ = organ_of(code) if code else None
    if kind not in feeds.FORMATS:
        raise Http404
    question = Question.of(request)
    found = search(
        question.words,
        organs_path=organ.path if organ else None,
        limit=feeds.PAGE,
        field=question.field,
        since=question.since,
    )
    results = sorted(results_of(found.hits), key=lambda result: result.on, reverse=True)
    entries = [_entry(result) for result in results]
    home = reverse("portal:search", args=[code]) if code else reverse("portal:search-all")
    listed = feeds.DataList(
        title=f"检索“{question.words}”",
        author=organ.name if organ else "政府信息公开",
        url=f"{home}?{question.query()}",
        columns={"title": "名称", "published_on": "发布日期", "about": "说明"},
        entries=entries,
        count=len(entries),
        everything=lambda: entries,
    )
    return feeds.answer(request, listed, kind)


def ask(question: Question, *, organ: Organ | None = None) -> SearchPage:
    """Put the question to the search."""
    return search(
        question.words,
        organs_path=organ.path if organ else None,
        limit=SHOWN,
        before=question.before or None,
        field=question.field,
        since=question.since,
    )


def results_of(hits: tuple[SearchHit, ...]) -> list[Result]:
    """Show what was found; an item that is no longer public is left out, whatever the index says."""
    items = portal.by_ids([hit.object_id for hit in hits if hit.kind == SEARCH_KIND])
    shown = []
    for hit in hits:
        if hit.kind != SEARCH_KIND:
            shown.append(_of_report(hit))
        elif (item := items.get(hit.object_id)) is not None:
            shown.append(_of_item(hit, item))
    return shown


def _of_item(hit: SearchHit, item: DisclosureItem) -> Result:
    topic = item.catalog_entry
    parts = (hit.organ_name, topic_label(topic.code, topic.short_label or topic.label) if topic else "", hit.number)
    badge, kind = badge_of(item, on=today())
    return Result(
        item_url(item),
        hit.title_html,
        hit.snippet_html,
        hit.published_on,
        " · ".join(part for part in parts if part),
        badge,
        kind,
    )


def _of_report(hit: SearchHit) -> Result:
    return Result(hit.url, hit.title_html, hit.snippet_html, hit.published_on, f"{hit.organ_name} · {_('年度报告')}")


def _shown(request: HttpRequest, question: Question, found: SearchPage) -> dict[str, Any]:
    def at(**changes: str) -> str:
        return f"{request.path}?{question.query(**changes)}"

    labels = {"month": _("一个月内"), "half": _("半年内"), "year": _("一年内"), "three": _("三年内")}
    title_only = question.field == "title"
    return {
        "question": question,
        "found": found,
        "results": results_of(found.hits),
        "filters": [
            Chip(_("只看标题"), at(**{"in": "" if title_only else "title"}), on=title_only),
            *(
                Chip(label, at(period="" if name == question.period else name), on=name == question.period)
                for name, label in labels.items()
            ),
        ],
        "next_url": at(before=found.next) if found.next else "",
        "first_url": at() if question.before else "",
    }


def _feeds(question: Question, organ: Organ | None) -> list[FeedLink]:
    if not question.words:
        return []
    name, before = ("portal:search-feed", [organ.code]) if organ else ("portal:search-all-feed", [])
    return [
        FeedLink(
            label, f"{reverse(name, args=[*before, kind])}?{question.query()}", feeds.MEDIA_TYPES[kind].split(";", 1)[0]
        )
        for kind, label in (("atom", "RSS"), ("json", "JSON"), ("csv", "CSV"))
    ]


def _entry(result: Result) -> feeds.Entry:
    at = timezone.make_aware(datetime.combine(result.on, time(12)))
    title = plain(result.title)
    return feeds.Entry(
        key=result.url,
        url=result.url,
        title=title,
        published_at=at,
        changed_at=at,
        summary=plain(result.snippet),
        fields={"title": title, "published_on": result.on, "about": result.meta},
    )


def plain(html: str) -> str:
    """Give the text of a title or snippet without its marks."""
    from html import unescape

    return unescape(html.replace("<mark>", "").replace("</mark>", ""))
