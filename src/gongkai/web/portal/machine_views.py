"""What only machines read: site maps, and the feed of changes."""

from datetime import date
from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from gongkai.apps.core.models import Event
from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.queries import existing
from gongkai.apps.publication.models import DisclosureItem
from gongkai.apps.publication.queries import portal
from gongkai.web.access import public, today
from gongkai.web.portal.frame import organ_of

#: So many addresses a site map may hold.
LONGEST = 50_000
CHANGES = 100
#: What the public calls the three steps in the life of an item.
KINDS = {"item.published": "published", "item.corrected": "corrected", "item.withdrawn": "withdrawn"}
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"


@public
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Lead to the site map of every organ."""
    organs = list(existing(today()))
    changed = portal.changed_on(organs)
    lines = [
        _line(request, "sitemap", reverse("portal:organ-sitemap", args=[organ.code]), changed.get(organ.pk))
        for organ in organs
    ]
    return _xml("sitemapindex", lines)


@public
@require_safe
def organ_sitemap(request: HttpRequest, code: str) -> HttpResponse:
    """
    Give the addresses of an organ's column and of its newest items.

    :raises Http404: no such organ.
    """
    organ = organ_of(code)
    names = ["column", "guide", "items", "apply", "statistics"]
    names += [] if organ.kind == Organ.Kind.VILLAGE else ["rules", "documents", "reports"]
    lines = [_line(request, "url", reverse(f"portal:{name}", args=[code]), None) for name in names]
    items = portal.statutory_items(organ).values_list("public_key", "published_at", "corrected_at")
    for key, published, corrected in items[: LONGEST - len(lines)]:
        changed = localtime(corrected or published).date()
        lines.append(_line(request, "url", reverse("portal:item", args=[code, key]), changed))
    return _xml("urlset", lines)


@public
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """
    Give what was published, corrected and withdrawn last on the whole site, newest first.

    `before` leads on to older changes; a withdrawn item is named by its key alone.
    """
    events = Event.objects.filter(kind__in=KINDS).order_by("-pk").select_related("organ")
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        events = events.filter(pk__lt=int(before))
    found = list(events[: CHANGES + 1])
    items = DisclosureItem.objects.in_bulk([event.subject_id for event in found])
    shown = [(event, items[event.subject_id]) for event in found[:CHANGES] if event.subject_id in items]
    whole = {
        "changes": [_change(request, event, item) for event, item in shown],
        **({"next_url": _older(request, found[CHANGES - 1].pk)} if len(found) > CHANGES else {}),
    }
    answer = JsonResponse(
        whole, json_dumps_params={"ensure_ascii": False}, content_type="application/json; charset=utf-8"
    )
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _change(request: HttpRequest, event: Event, item: DisclosureItem) -> dict[str, str]:
    address = reverse("portal:item", args=[event.organ.code, item.public_key])
    gone = item.withdrawn_at is not None
    return {
        "change": KINDS[event.kind],
        "at": localtime(event.at).isoformat(timespec="seconds"),
        "id": item.public_key,
        "url": request.build_absolute_uri(address),
        "organ_code": event.organ.code,
        **({} if gone else {"title": item.title, "index_number": item.index_number}),
    }


def _older(request: HttpRequest, pk: int) -> str:
    return request.build_absolute_uri(f"{reverse('portal:changes')}?before={pk}")


def _line(request: HttpRequest, element: str, address: str, changed: date | None) -> str:
    place = escape(request.build_absolute_uri(address))
    last = f"<lastmod>{changed.isoformat()}</lastmod>" if changed else ""
    return f"<{element}><loc>{place}</loc>{last}</{element}>"


def _xml(root: str, lines: list[str]) -> HttpResponse:
    body = "\n".join(lines)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{SCHEMA}">\n{body}\n</{root}>\n'
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
