"""
Lists as data: JSON Feed, Atom and CSV of the same rows, so that the three always count alike.

JSON and Atom come in pages that name the next one; CSV is streamed whole.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.timezone import localtime

FORMATS = ("json", "csv", "atom")
MEDIA_TYPES = {
    "json": "application/feed+json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
}
#: How many entries a page of JSON or Atom holds.
PAGE = 100
#: What a spreadsheet would take for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
#: Control characters that XML cannot hold.
_UNPRINTABLE = {code: None for code in range(32) if code not in (9, 10, 13)}

Value = str | int | date | datetime | None


@dataclass(frozen=True)
class Entry:
    """One row: its permanent key and address, its title, its times, and the fields beyond them."""

    key: str
    url: str
    title: str
    published_at: datetime
    changed_at: datetime
    summary: str
    fields: Mapping[str, Value]


@dataclass(frozen=True)
class DataList:
    """
    A list as data.

    `url` is its page, `columns` names the fields and their Chinese headings, `entries` are those of this page, `count` counts the whole
    list, `next_query` leads on (empty at the end), `everything` gives all entries for the CSV.
    """

    title: str
    author: str
    url: str
    columns: Mapping[str, str]
    entries: Sequence[Entry]
    count: int
    everything: Callable[[], Iterable[Entry]]
    next_query: str = ""
    updated_at: datetime | None = None


def answer(request: HttpRequest, listed: DataList, kind: str) -> HttpResponseBase:
    """Give the list in one of the `FORMATS`; anybody's script may read it."""
    makers: dict[str, Callable[[HttpRequest, DataList], HttpResponseBase]] = {"json": _json, "csv": _csv, "atom": _atom}
    response = makers[kind](request, listed)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _json(request: HttpRequest, listed: DataList) -> HttpResponseBase:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": listed.title,
        "home_page_url": request.build_absolute_uri(listed.url),
        "feed_url": request.build_absolute_uri(),
        "language": "zh-CN",
        **({"next_url": _next(request, listed)} if listed.next_query else {}),
        "_list": {"count": listed.count, "columns": dict(listed.columns)},
        "items": [
            {
                "id": entry.key,
                "url": request.build_absolute_uri(entry.url),
                "title": entry.title,
                **({"summary": entry.summary} if entry.summary else {}),
                "content_text": entry.summary or entry.title,
                "date_published": _moment(entry.published_at),
                "date_modified": _moment(entry.changed_at),
                "_fields": {name: plain_value(value) for name, value in entry.fields.items()},
            }
            for entry in listed.entries
        ],
    }
    return JsonResponse(feed, json_dumps_params={"ensure_ascii": False}, content_type=MEDIA_TYPES["json"])


def _atom(request: HttpRequest, listed: DataList) -> HttpResponseBase:
    feed = _Atom(
        title=_printable(listed.title),
        link=request.build_absolute_uri(listed.url),
        description="",
        author_name=_printable(listed.author),
        language="zh-CN",
        feed_url=request.build_absolute_uri(),
        next_url=_next(request, listed) if listed.next_query else "",
        latest=listed.updated_at,
    )
    for entry in listed.entries:
        address = request.build_absolute_uri(entry.url)
        feed.add_item(
            title=_printable(entry.title),
            link=address,
            description=_printable(escape(entry.summary)),
            unique_id=address,
            pubdate=entry.published_at,
            updateddate=entry.changed_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=MEDIA_TYPES["atom"])


class _Atom(Atom1Feed):
    """An Atom feed in pages (RFC 5005)."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if self.feed["next_url"]:
            handler.addQuickElement("link", "", {"rel": "next", "href": self.feed["next_url"]})

    def latest_post_date(self) -> datetime:
        """Give when the list last changed; an empty list never did."""
        return self.feed["latest"] or super().latest_post_date()


def _csv(request: HttpRequest, listed: DataList) -> HttpResponseBase:
    response = StreamingHttpResponse(_lines(request, listed), content_type=MEDIA_TYPES["csv"])
    response["Content-Disposition"] = 'attachment; filename="list.csv"'
    return response


def _lines(request: HttpRequest, listed: DataList) -> Iterator[str]:
    yield "\ufeff" + _line([*listed.columns.values(), "网址"])
    for entry in listed.everything():
        cells = [_cell(entry.fields.get(name)) for name in listed.columns]
        yield _line([*cells, request.build_absolute_uri(entry.url)])


def _line(cells: Sequence[str]) -> str:
    out = StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _cell(value: Value) -> str:
    """Write a cell; text that a spreadsheet would compute is led by an apostrophe."""
    text = _written(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA_STARTS) else text


def _written(value: Value) -> str:
    if isinstance(value, datetime):
        return f"{localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def plain_value(value: Value) -> str | int | None:
    """Write a value of a field as JSON holds it: days and moments by ISO 8601."""
    if isinstance(value, datetime):
        return _moment(value)
    return value.isoformat() if isinstance(value, date) else value


def _moment(value: datetime) -> str:
    return localtime(value).isoformat(timespec="seconds")


def _printable(text: str) -> str:
    return text.translate(_UNPRINTABLE)


def _next(request: HttpRequest, listed: DataList) -> str:
    return request.build_absolute_uri(f"{request.path}?{listed.next_query}")
