"""The document library: what binds today, and the chain of what replaced what."""

from collections.abc import Iterable
from datetime import date, datetime, time
from functools import partial
from types import MappingProxyType

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.apps.organs.models import Organ
from gongkai.apps.publication.models import NormativeDocument
from gongkai.apps.publication.queries import portal
from gongkai.law import terms
from gongkai.web.access import public, today
from gongkai.web.portal import feeds
from gongkai.web.portal.frame import FeedLink, Head, organ_of, page
from gongkai.web.portal.keeping import kept
from gongkai.web.portal.listing import feed_links, item_url, standing_of
from gongkai.web.portal.words import term
from gongkai.web.ui.frames import NavItem

#: What a reader may ask for: what binds today (default), what no longer does, or all.
SHOWN = ("", "ended", "all")
COLUMNS = MappingProxyType(
    {
        "number": terms.label("document_number"),
        "title": "名称",
        "kind": "类别",
        "issued_on": "制发日期",
        "effective_on": "施行日期",
        "expires_on": "有效期至",
        "repealed_on": "废止日期",
        "validity": terms.label("validity"),
        "replaced_by": "替代文件",
    }
)


@public
@require_safe
@kept
def documents(request: HttpRequest, code: str, show: str = "") -> HttpResponse:
    """
    List the organ's documents, by default those in force.

    :raises Http404: no such organ.
    """
    organ = organ_of(code)
    shown = _show(request, show)
    found = _chosen(organ, shown)
    return page(
        request,
        "documents.html",
        organ,
        here="documents",
        crumbs=[(_("政策文件库"), "")],
        head=Head(
            column=_("政策文件库"),
            description=_("规章和行政规范性文件及其有效性"),
            feeds=_feeds(organ, shown),
        ),
        shown=shown,
        tabs=_tabs(organ, shown),
        rows=[_row(document) for document in found],
    )


@public
@require_safe
def feed(request: HttpRequest, code: str, kind: str, show: str = "") -> HttpResponseBase:
    """
    Give the library as data, with the same choice (`show`) as its page.

    :raises Http404: no such organ or format.
    """
    organ = organ_of(code)
    if kind not in feeds.FORMATS:
        raise Http404
    entries = [_entry(document) for document in _chosen(organ, _show(request, show))]
    listed = feeds.DataList(
        title=f"{organ.name} 政策文件库",
        author=organ.name,
        url=reverse("portal:documents", args=[code]),
        columns=COLUMNS,
        entries=entries,
        count=len(entries),
        everything=partial(_all, entries),
    )
    return feeds.answer(request, listed, kind)


def _all(entries: Iterable[feeds.Entry]) -> Iterable[feeds.Entry]:
    return entries


def _chosen(organ: Organ, shown: str) -> QuerySet[NormativeDocument]:
    found, binding = portal.library(organ), portal.in_force(on=today())
    if shown == "all":
        return found
    return found.exclude(binding) if shown == "ended" else found.filter(binding)


def _show(request: HttpRequest, show: str) -> str:
    """
    Read the choice from the address; older addresses have it in the query.

    :raises Http404: the path names a choice that there is not.
    """
    if show and show not in SHOWN:
        raise Http404
    shown = show or request.GET.get("show", "")
    return shown if shown in SHOWN else ""


def _feeds(organ: Organ, shown: str) -> list[FeedLink]:
    if shown:
        return feed_links("portal:documents-shown-feed", organ, shown)
    return feed_links("portal:documents-feed", organ)


def _tabs(organ: Organ, shown: str) -> list[NavItem]:
    labels = {"": _("现行有效"), "ended": _("失效、废止和尚未施行"), "all": _("全部")}
    return [
        NavItem(label, shelf(organ, choice), count=_chosen(organ, choice).count(), current=choice == shown)
        for choice, label in labels.items()
    ]


def shelf(organ: Organ, choice: str = "") -> str:
    """Give the address of the library, or of what no longer binds, or of all."""
    if choice:
        return reverse("portal:documents-shown", args=[organ.code, choice])
    return reverse("portal:documents", args=[organ.code])


def _row(document: NormativeDocument) -> dict[str, object]:
    entry = portal.library_entry(document, on=today())
    return {
        "standing": standing_of(entry),
        "document": document,
        "title": entry.item.title if entry.item else document.title,
        "url": item_url(entry.item) if entry.item else "",
        "kind": term(document.kind),
    }


def _entry(document: NormativeDocument) -> feeds.Entry:
    entry = portal.library_entry(document, on=today())
    changed = document.repealed_on if document.repealed_on and document.repealed_on <= today() else document.issued_on
    return feeds.Entry(
        key=document.number,
        url=item_url(entry.item) if entry.item else shelf(document.organ, "all"),
        title=entry.item.title if entry.item else document.title,
        published_at=_noon(document.issued_on),
        changed_at=_noon(changed),
        summary="",
        fields={
            "number": document.number,
            "title": entry.item.title if entry.item else document.title,
            "kind": document.kind,
            "issued_on": document.issued_on,
            "effective_on": document.effective_on,
            "expires_on": document.expires_on,
            "repealed_on": document.repealed_on,
            "validity": entry.validity.value,
            "replaced_by": entry.replaced_by.number if entry.replaced_by else "",
        },
    )


def _noon(day: date) -> datetime:
    """Feeds want an instant: noon of the day."""
    return timezone.make_aware(datetime.combine(day, time(12)))
