"""Search within an organ's subtree, or in all of the installation; the results as a feed, so that a question can be subscribed to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.apps.core.search import SearchHit, SearchPage, search, suggest
from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.queries import existing
from gongkai.apps.publication.effects import FORM_TAG, SEARCH_KIND, VALIDITY_TAG
from gongkai.apps.publication.models import CatalogEntry, DisclosureItem
from gongkai.apps.publication.queries import Validity, portal
from gongkai.web.access import public, today
from gongkai.web.portal import feeds
from gongkai.web.portal.frame import FeedLink, Head, organ_of, page, plain_page
from gongkai.web.portal.listing import badge_of, item_url, validity_label
from gongkai.web.portal.words import term, topic_label
from gongkai.web.ui.frames import Chip

SHOWN = 20
#: How far back a reader may look, in days.
PERIODS: Mapping[str, int] = {"month": 31, "half": 183, "year": 366, "three": 3 * 366}
#: Below so many results near words are offered.
FEW = 1
KINDS_OWN = frozenset(DisclosureItem.Kind.values)
VALIDITIES = tuple(one.value for one in Validity)


@dataclass(frozen=True)
class Question:
    """
    What a reader asked: words, where they must stand, since and until when, of which form and validity, in which order.

    `exact` looks for the words as they are written; `organ` is the code of one organ of the subtree; `before` is the place in the list
    to go on from.
    """

    words: str
    field: Literal["all", "title"] = "all"
    exact: bool = False
    period: str = ""
    first: date | None = None
    last: date | None = None
    organ: str = ""
    form: str = ""
    validity: str = ""
    order: Literal["relevance", "date"] = "relevance"
    before: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Question":
        """Read the question from an address; unknown values ask for everything."""

        def get(name: str) -> str:
            return (request.GET.get(name) or "").strip()

        return cls(
            words=get("q"),
            field="title" if get("in") == "title" else "all",
            exact=get("exact") == "1",
            period=get("period") if get("period") in PERIODS else "",
            first=_day(get("from")),
            last=_day(get("to")),
            organ=get("organ"),
            form=get("form") if get("form") in KINDS_OWN else "",
            validity=get("validity") if get("validity") in VALIDITIES else "",
            order="date" if get("sort") == "date" else "relevance",
            before=get("before"),
        )

    @property
    def since(self) -> date | None:
        """Give the first day looked at."""
        return self.first or (today() - timedelta(days=PERIODS[self.period]) if self.period else None)

    @property
    def tags(self) -> list[str]:
        """Give how the search is narrowed beyond words and days."""
        form = [f"{FORM_TAG}{self.form}"] if self.form else []
        return [*form, *([f"{VALIDITY_TAG}{self.validity}"] if self.validity else [])]

    @property
    def narrowed(self) -> bool:
        """Tell whether anything but the words narrows the search."""
        narrowing = (self.exact, self.period, self.first, self.last, self.organ, self.form, self.validity)
        return self.field == "title" or any(narrowing)

    def query(self, **changes: str) -> str:
        """Write the question as the query of an address, with changes."""
        shown = {
            "q": self.words,
            "in": "title" if self.field == "title" else "",
            "exact": "1" if self.exact else "",
            "period": self.period,
            "from": self.first.isoformat() if self.first else "",
            "to": self.last.isoformat() if self.last else "",
            "organ": self.organ,
            "form": self.form,
            "validity": self.validity,
            "sort": "date" if self.order == "date" else "",
        } | changes
        return urlencode({name: value for name, value in shown.items() if value})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


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
        **_shown(request, question, found, organ),
        all_url=f"{reverse('portal:search-all')}?{question.query(organ='')}",
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
    question = replace(Question.of(request), order="date", before="")
    found = ask(question, organ=organ, limit=feeds.PAGE)
    results = results_of(found.hits)
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


def ask(question: Question, *, organ: Organ | None = None, limit: int = SHOWN) -> SearchPage:
    """Put the question to the search; an organ chosen by the reader must lie within the column that is searched."""
    chosen = _chosen(question, organ) or organ
    return search(
        question.words,
        organs_path=chosen.path if chosen else None,
        tags=question.tags,
        limit=limit,
        before=question.before or None,
        field=question.field,
        since=question.since,
        until=question.last,
        exact=question.exact,
        order=question.order,
    )


def _chosen(question: Question, organ: Organ | None) -> Organ | None:
    found = Organ.objects.filter(code=question.organ).first() if question.organ else None
    return found if found is not None and (organ is None or found.path.startswith(organ.path)) else None


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


def _shown(request: HttpRequest, question: Question, found: SearchPage, organ: Organ | None = None) -> dict[str, Any]:
    def at(**changes: str) -> str:
        return f"{request.path}?{question.query(**changes)}"

    results = results_of(found.hits)
    near = [] if found.count >= FEW or question.before else _near(question, organ)
    return {
        "question": question,
        "found": found,
        "results": results,
        "near": [(words, at(q=words)) for words in near],
        "exact_url": at(exact="1"),
        "filters": _chips(question, at),
        "choices": _choices(question, organ),
        "next_url": at(before=found.next) if found.next else "",
        "first_url": at() if question.before else "",
        "clear_url": f"{request.path}?{urlencode({'q': question.words})}" if question.narrowed else "",
    }


def _chips(question: Question, at: Callable[..., str]) -> list[Chip]:
    labels = {"month": _("一个月内"), "half": _("半年内"), "year": _("一年内"), "three": _("三年内")}
    title_only, by_date = question.field == "title", question.order == "date"
    return [
        Chip(_("只看标题"), at(**{"in": "" if title_only else "title"}), on=title_only),
        Chip(_("一字不差"), at(exact="" if question.exact else "1"), on=question.exact),
        Chip(_("按时间排序"), at(sort="" if by_date else "date"), on=by_date),
        *(
            Chip(label, at(period="" if name == question.period else name), on=name == question.period)
            for name, label in labels.items()
        ),
    ]


@dataclass(frozen=True)
class Choice:
    """A field of the search form in which one of several values is chosen: its name, its label, values with labels, the chosen one."""

    name: str
    label: str
    values: Sequence[tuple[str, str]]
    chosen: str


def _choices(question: Question, organ: Organ | None) -> list[Choice]:
    below = existing(today()).filter(path__startswith=organ.path) if organ else existing(today())
    organs = [(one.code, one.short_name) for one in below.exclude(kind=Organ.Kind.VILLAGE)]
    validities = [(one.value, validity_label(one)) for one in Validity]
    return [
        Choice("organ", _("机关"), organs, question.organ),
        Choice("form", _("体裁"), [(value, str(label)) for value, label in DisclosureItem.Kind.choices], question.form),
        Choice("validity", term("validity"), validities, question.validity),
    ]


def _near(question: Question, organ: Organ | None) -> list[str]:
    """Give queries near to one that found nothing; matters of the catalogue are words that may have been meant."""
    if not question.words:
        return []
    labels = CatalogEntry.objects.filter(retired_on__isnull=True).exclude(short_label="")
    known = labels.values_list("short_label", flat=True)
    return suggest(question.words, organs_path=organ.path if organ else None, known=known)


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
