"""Statutory content: the list with its filters and as data, and the page of an item with its files."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from urllib.parse import urlencode

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.urls import reverse
from django.utils.dateformat import format as date_format
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.apps.core import files
from gongkai.apps.organs.models import Organ
from gongkai.apps.publication import queries as publication
from gongkai.apps.publication.body import pictures_in
from gongkai.apps.publication.body import shown as shown_text
from gongkai.apps.publication.models import CatalogEntry, DisclosureItem
from gongkai.apps.publication.queries import portal
from gongkai.apps.publication.queries.portal import Wanted
from gongkai.web.access import public, today
from gongkai.web.portal import feeds
from gongkai.web.portal.frame import FeedLink, Head, organ_of, page
from gongkai.web.portal.keeping import kept
from gongkai.web.portal.listing import (
    COLUMNS,
    entry_of,
    feed_links,
    file_of,
    item_url,
    lines_of,
    served_ending,
    standing_of,
)
from gongkai.web.portal.words import content_label, topic_label
from gongkai.web.ui.frames import Chip

#: Years that a filter may name.
YEARS = range(1949, 3000)


@public
@require_safe
@kept
def items(request: HttpRequest, code: str, topic: str = "") -> HttpResponse:
    """
    List an organ's statutory content, newest first; a matter that holds nothing says what belongs there.

    :raises Http404: no such organ or matter.
    """
    organ = organ_of(code)
    wanted = _wanted(request, organ, topic=topic)
    found = portal.statutory_items(organ, wanted)
    stretch = portal.stretch(found, after=request.GET.get("after", ""))
    heading = _matter(wanted.topic, whole=True) if wanted.topic else content_label(organ)
    return page(
        request,
        "items.html",
        organ,
        here=f"topic:{topic}" if topic else "items",
        counted=not topic,
        crumbs=_crumbs(organ, wanted.topic),
        head=Head(column=heading, description=_describe(organ, heading), feeds=_feed_links(organ, wanted)),
        heading=heading,
        wanted=wanted,
        lines=lines_of(stretch.items),
        count=found.count(),
        next_url=_address(request, after=stretch.after) if stretch.after else "",
        first_url=_address(request, after="") if request.GET.get("after") else "",
        kinds=_kind_chips(request, organ, wanted),
        years=_year_chips(request, organ, wanted),
        clear_url=request.path if wanted.kind or wanted.year else "",
        topics=[] if topic else _topics(organ),
        calendar=[] if topic else calendar_of(organ),
        below=portal.topics_below(organ, wanted.topic) if wanted.topic else (),
    )


@public
@require_safe
@kept
def month(request: HttpRequest, code: str, year: int, month: int) -> HttpResponse:
    """
    List everything that an organ published in a month: a page that no longer changes once the month is over.

    :raises Http404: no such organ, no such month, or nothing public in it.
    """
    organ = organ_of(code)
    wanted = _wanted(request, organ, year=year, month=month)
    found = list(portal.statutory_items(organ, wanted))
    if not found:
        raise Http404
    heading = month_label(year, month)
    return page(
        request,
        "month.html",
        organ,
        here="",
        crumbs=[(content_label(organ), reverse("portal:items", args=[code])), (heading, "")],
        head=Head(
            column=content_label(organ),
            description=_describe(organ, heading),
            feeds=feed_links("portal:month-feed", organ, year, month),
        ),
        heading=heading,
        lines=lines_of(found),
    )


@public
@require_safe
def feed(
    request: HttpRequest, code: str, kind: str, topic: str = "", year: int = 0, month: int = 0, block: str = ""
) -> HttpResponseBase:
    """
    Give a list of items as data: all of an organ, of a matter, of a month, or its rules on disclosure.

    The address of the whole list also takes the filters of its page (`topic`, `kind`, `year`).

    :raises Http404: no such organ, matter, month or format.
    """
    organ = organ_of(code)
    if kind not in feeds.FORMATS:
        raise Http404
    wanted = _wanted(request, organ, topic=topic or request.GET.get("topic", ""), year=year, month=month, kind=block)
    found = (
        portal.statutory_items(organ, wanted)
        .select_related("published_version")
        .defer("published_version__body_html", "published_version__body_text")
    )
    stretch = portal.stretch(found, after=request.GET.get("after", ""), limit=feeds.PAGE)
    listed = feeds.DataList(
        title=f"{organ.name} {_data_title(wanted)}",
        author=organ.name,
        url=_page_of(code, wanted),
        columns=COLUMNS,
        entries=[entry_of(item, on=today()) for item in stretch.items],
        count=found.count(),
        everything=partial(_everything, found),
        next_query=_query(request, after=stretch.after) if stretch.after else "",
    )
    return feeds.answer(request, listed, kind)


def _data_title(wanted: Wanted) -> str:
    if wanted.month:
        return f"{wanted.year}年{wanted.month}月"
    return wanted.topic.label if wanted.topic else "法定主动公开内容"


def _page_of(code: str, wanted: Wanted) -> str:
    if wanted.month and wanted.year:
        return reverse("portal:month", args=[code, wanted.year, wanted.month])
    if wanted.topic:
        return reverse("portal:topic", args=[code, wanted.topic.code])
    return reverse("portal:items", args=[code])


@public
@require_safe
@kept
def item(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """
    Show an item; a withdrawn one as a tombstone with date and class of reason, status 410.

    Under the code of an organ that it does not belong to, or no longer, it leads on to its own address.

    :raises Http404: the item was never public.
    """
    shown = publication.public_item(key)
    if shown is None:
        raise Http404
    organ = organ_of(shown.organ.code)
    if organ.code != code:
        return HttpResponsePermanentRedirect(item_url(shown))
    if shown.withdrawn_at is not None:
        crumbs = [(_("已撤回"), "")]
        return page(
            request,
            "item_withdrawn.html",
            organ,
            here="",
            matter=shown.catalog_entry,
            crumbs=crumbs,
            status=410,
            item=shown,
        )
    version = shown.published_version
    if version is None or shown.published_at is None or shown.catalog_entry is None:
        raise Http404
    topic = shown.catalog_entry
    pictures = pictures_in(version.body_html)
    library = portal.entry_of_item(shown, on=today())
    return page(
        request,
        "item.html",
        organ,
        here="",
        matter=topic,
        crumbs=[*_crumbs(organ, topic, link=True), (_("正文"), "")],
        head=Head(
            column=_matter(topic),
            description=shown.abstract or version.body_text[:120],
            article=shown.title,
            published=f"{localtime(shown.published_at):%Y-%m-%d %H:%M}",
            source=shown.source,
            canonical=reverse("portal:item", args=[code, key]),
            keywords=_("、").join(dict.fromkeys((_matter(topic), shown.get_kind_display(), organ.short_name))),
            about=_describe(organ, _matter(topic, whole=True)),
        ),
        item=shown,
        version=version,
        topic=topic,
        topic_label=_matter(topic, whole=True),
        body=readable(shown_text(version.body_html, partial(_picture, shown))),
        files=[file_of(shown, one) for one in version.attachments.all() if one.file.sha256 not in pictures],
        history=publication.public_history(shown),
        explains=portal.explained_by(shown),
        explainers=portal.explainers_of(shown),
        standing=standing_of(library) if library else None,
        beside=_neighbours(shown),
    )


@public
@require_safe
def data(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """
    Give an item as data: its fields, its text, its files with their hashes.

    :raises Http404: no such item, or it is no longer public.
    """
    _organ, shown = _item(code, key)
    version = shown.published_version
    if shown.withdrawn_at is not None or version is None:
        raise Http404
    entry = entry_of(shown, on=today())
    files = [file_of(shown, attachment) for attachment in version.attachments.all()]
    whole = {
        "id": shown.public_key,
        "url": request.build_absolute_uri(entry.url),
        **{name: feeds.plain_value(value) for name, value in entry.fields.items()},
        "summary": shown.abstract,
        "version": version.number,
        "content_html": shown_text(version.body_html, partial(_picture, shown)),
        "content_text": version.body_text,
        "attachments": [
            {"title": one.name, "url": request.build_absolute_uri(one.url), "size": one.size, "sha256": one.digest}
            for one in files
        ],
    }
    answer = JsonResponse(
        whole, json_dumps_params={"ensure_ascii": False}, content_type="application/json; charset=utf-8"
    )
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@public
@require_safe
def attachment(request: HttpRequest, code: str, key: str, position: int, ending: str = "") -> HttpResponse:
    """
    Give a file of an item's published version.

    :raises Http404: no such file; once the item is withdrawn, none of its files exists.
    """
    _organ, shown = _item(code, key)
    if shown.withdrawn_at is not None or shown.published_version is None:
        raise Http404
    found = shown.published_version.attachments.filter(position=position).first()
    if found is None or (ending and ending != served_ending(found)):
        raise Http404
    response = HttpResponse(files.read(found.file), content_type=found.file.media_type)
    response["Content-Disposition"] = content_disposition_header(True, found.file.name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@public
@require_safe
def short(request: HttpRequest, key: str) -> HttpResponse:
    """
    Lead from the short address of an item, as posters and search entries bear it, to its page.

    :raises Http404: the item was never public.
    """
    shown = publication.public_item(key)
    if shown is None:
        raise Http404
    return HttpResponsePermanentRedirect(reverse("portal:item", args=[shown.organ.code, key]))


def _picture(shown: DisclosureItem, sha256: str) -> str:
    """Give the address of a picture of the published text, which is one of its files; empty when it is not."""
    files_of_version = shown.published_version.attachments.all() if shown.published_version else ()
    found = next((one for one in files_of_version if one.file.sha256 == sha256), None)
    return file_of(shown, found).url if found else ""


def calendar_of(organ: Organ) -> list[tuple[int, list[tuple[int, int, str]]]]:
    """Give the years in which the organ published, newest first, each with its months: number, count, address of the page."""
    years: dict[int, list[tuple[int, int, str]]] = {}
    for first, count in portal.months_of(portal.statutory_items(organ)):
        address = reverse("portal:month", args=[organ.code, first.year, first.month])
        years.setdefault(first.year, []).append((first.month, count, address))
    return list(years.items())


def month_label(year: int, month: int) -> str:
    """Name a month in the language of the page."""
    return date_format(date(year, month, 1), _("Y年n月"))


def _neighbours(item: DisclosureItem) -> list[tuple[str, str, str]]:
    """Give the ways on within the matter: label, address, title."""
    earlier, later = portal.neighbours(item)
    return [
        (label, reverse("portal:item", args=[item.organ.code, one.public_key]), one.title)
        for label, one in ((_("前一条"), earlier), (_("后一条"), later))
        if one is not None
    ]


def readable(body_html: str) -> str:
    """Let wide tables of a sanitised body scroll in their own box; nothing else of it is touched."""
    label = _("表格")
    box = f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table class="table">'
    framed = body_html.replace("<table>", box).replace("</table>", "</table></div>")
    return mark_safe(framed)  # noqa: S308 - sanitised when it was saved, and its hash was checked when it was published


def _matter(entry: CatalogEntry, *, whole: bool = False) -> str:
    label = entry.label if whole or not entry.short_label else entry.short_label
    return topic_label(entry.code, label, whole=whole)


def _crumbs(organ: Organ, topic: CatalogEntry | None, *, link: bool = False) -> list[tuple[str, str]]:
    top = (content_label(organ), reverse("portal:items", args=[organ.code]) if topic else "")
    if topic is None:
        return [top]
    return [top, (_matter(topic), reverse("portal:topic", args=[organ.code, topic.code]) if link else "")]


def _topics(organ: Organ) -> list[tuple[str, str, int, date | None]]:
    """Give every matter of the catalogue: code, label, how much it holds, when it last changed."""
    _total, topics = publication.topic_counts(organ)
    return [(one.code, topic_label(one.code, one.full_label, whole=True), one.count, one.updated_on) for one in topics]


def _item(code: str, key: str) -> tuple[Organ, DisclosureItem]:
    organ = organ_of(code)
    shown = publication.public_item(key)
    if shown is None or shown.organ_id != organ.pk:
        raise Http404
    return organ, shown


def _wanted(
    request: HttpRequest, organ: Organ, *, topic: str = "", year: int = 0, month: int = 0, kind: str = ""
) -> Wanted:
    """
    Read the filters: those that are part of the address, then those of the query.

    :raises Http404: a matter or a month that does not exist; other unknown values do not narrow the list.
    """
    kind, asked = kind or request.GET.get("kind", ""), request.GET.get("year", "")
    if not year and asked.isascii() and asked.isdigit():
        year = int(asked)
    entry = portal.topic(organ, topic) if topic else None
    if (topic and entry is None) or (month and not (year in YEARS and 1 <= month <= 12)):
        raise Http404
    return Wanted(
        topic=entry,
        kind=kind if kind in DisclosureItem.Kind.values else "",
        year=year if year in YEARS else None,
        month=month or None,
    )


def _everything(found: Iterable[DisclosureItem]) -> Iterable[feeds.Entry]:
    return (entry_of(item, on=today()) for item in found)


def _describe(organ: Organ, heading: str) -> str:
    return _("%(organ)s的%(heading)s") % {"organ": organ.name, "heading": heading}


def _query(request: HttpRequest, **changes: str | int) -> str:
    query = {name: request.GET.get(name, "") for name in ("topic", "kind", "year", "after")} | changes
    return urlencode({name: value for name, value in query.items() if value})


def _address(request: HttpRequest, **changes: str | int) -> str:
    query = _query(request, **changes)
    return f"{request.path}?{query}" if query else request.path


def _kind_chips(request: HttpRequest, organ: Organ, wanted: Wanted) -> list[Chip]:
    listed = portal.statutory_items(organ, Wanted(topic=wanted.topic, year=wanted.year))
    return [
        Chip(
            str(DisclosureItem.Kind(kind).label),
            _address(request, kind="" if kind == wanted.kind else kind, after=""),
            on=kind == wanted.kind,
            count=count,
        )
        for kind, count in portal.kinds_of(listed)
    ]


def _year_chips(request: HttpRequest, organ: Organ, wanted: Wanted) -> list[Chip]:
    listed = portal.statutory_items(organ, Wanted(topic=wanted.topic, kind=wanted.kind))
    return [
        Chip(
            str(year),
            _address(request, year="" if year == wanted.year else year, after=""),
            on=year == wanted.year,
            count=count,
        )
        for year, count in portal.years_of(listed)
    ]


def _feed_links(organ: Organ, wanted: Wanted) -> list[FeedLink]:
    query = {"kind": wanted.kind, "year": wanted.year}
    if wanted.topic:
        return feed_links("portal:topic-feed", organ, wanted.topic.code, query=query)
    return feed_links("portal:items-feed", organ, query=query)
