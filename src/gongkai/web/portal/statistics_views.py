"""Public statistics of an organ: how many applications, answered in time or not, with what result, by year; never a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from types import MappingProxyType

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.apps.foi import queries as foi
from gongkai.apps.organs.models import Organ
from gongkai.apps.publication.queries import portal
from gongkai.law import terms
from gongkai.law.annual_report.model import OUTCOME_ROWS
from gongkai.web.access import public, today
from gongkai.web.portal import feeds
from gongkai.web.portal.frame import Head, organ_of, page
from gongkai.web.portal.keeping import kept
from gongkai.web.portal.listing import feed_links

YEARS_SHOWN = 10
#: Results as the form groups them, each with the letter that begins its rows.
RESULTS: Mapping[str, str] = MappingProxyType(
    {"granted": "g", "partly_granted": "p", "denied": "d", "unavailable": "u", "not_processed": "n", "otherwise_closed": "o"}
)  # fmt: skip
COLUMNS = MappingProxyType(
    {
        "year": "年度",
        "new": "新收申请",
        "carried_in": terms.label("carried_in"),
        "closed": "办结",
        "on_time": "按期办结",
        **{result: terms.label(result) for result in RESULTS},
        "carried_out": terms.label("carried_out"),
        "published": "主动公开",
        "published_on_time": "按期公开",
    }
)


@dataclass(frozen=True)
class Year:
    """The figures of one year, by the names of `COLUMNS`."""

    year: int
    figures: Mapping[str, int]

    @property
    def open_results(self) -> list[tuple[str, int]]:
        """Give the results that occurred, by the id of their term."""
        return [(result, self.figures[result]) for result in RESULTS if self.figures[result]]


@public
@require_safe
@kept
def statistics(request: HttpRequest, code: str) -> HttpResponse:
    """
    Show applications and publication in figures, newest year first.

    :raises Http404: no such organ.
    """
    organ = organ_of(code)
    return page(
        request,
        "statistics.html",
        organ,
        here="",
        crumbs=[(_("统计"), "")],
        head=Head(
            column=_("申请和公开的统计"),
            description=_("%(organ)s收到的政府信息公开申请、按期答复和办理结果") % {"organ": organ.name},
            feeds=feed_links("portal:statistics-feed", organ),
        ),
        years=years_of(organ),
        village=organ.kind == Organ.Kind.VILLAGE,
    )


@public
@require_safe
def feed(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    """
    Give the figures as data, a row for each year.

    :raises Http404: no such organ or format.
    """
    organ = organ_of(code)
    if kind not in feeds.FORMATS:
        raise Http404
    address = reverse("portal:statistics", args=[code])
    entries = [_entry(organ, one, address) for one in years_of(organ)]
    title = f"{organ.name} 申请和公开的统计"
    listed = feeds.DataList(title, organ.name, address, COLUMNS, entries, len(entries), lambda: entries)
    return feeds.answer(request, listed, kind)


def years_of(organ: Organ) -> list[Year]:
    """Give every year in which something was received or published, newest first, at most ten."""
    first = min((year for year in (foi.first_year(organ), portal.first_year(organ)) if year), default=None)
    if first is None:
        return []
    last = today().year
    return [_year(organ, year) for year in range(last, max(first, last - YEARS_SHOWN + 1) - 1, -1)]


def _year(organ: Organ, year: int) -> Year:
    cells = foi.table3_counts(year, organ=organ).get(organ.pk, {})
    rows: dict[str, int] = {}
    for (row, _column), count in cells.items():
        rows[row] = rows.get(row, 0) + count
    in_time, published = portal.published_in_time(organ, year)
    results = {
        result: sum(rows.get(row, 0) for row in OUTCOME_ROWS if row.startswith(letter))
        for result, letter in RESULTS.items()
    }
    return Year(
        year,
        {
            "year": year,
            "new": rows.get("new", 0),
            "carried_in": rows.get("carry", 0),
            "closed": sum(results.values()),
            "on_time": foi.replied_on_time(organ, year),
            **results,
            "carried_out": rows.get("fwd", 0),
            "published": published,
            "published_on_time": in_time,
        },
    )


def _entry(organ: Organ, shown: Year, address: str) -> feeds.Entry:
    at = timezone.make_aware(datetime.combine(date(shown.year, 12, 31), time(12)))
    title = f"{organ.name}{shown.year}年"
    return feeds.Entry(
        key=f"{organ.code}-{shown.year}",
        url=f"{address}#y{shown.year}",
        title=title,
        published_at=at,
        changed_at=at,
        summary="",
        fields=dict(shown.figures),
    )
