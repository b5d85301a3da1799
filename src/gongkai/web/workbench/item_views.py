"""Items at the desk: the register, and one item with its reviews and what can be done now."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.apps.organs.models import Organ
from gongkai.apps.publication import gate, queries
from gongkai.apps.publication.checks import BLOCK
from gongkai.apps.publication.content import heads_of
from gongkai.apps.publication.models import DisclosureItem, ItemVersion, Review
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.ui.frames import Chip
from gongkai.web.workbench.attachment_rows import rows_of
from gongkai.web.workbench.forms.items import act_forms
from gongkai.web.workbench.forms.lanes import SecrecyForm, lane_forms
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.pictures import shown_at_desk

PAGE = 50
#: What is on its way is checked; what is public or gone was.
CHECKED = (
    DisclosureItem.State.DRAFT,
    DisclosureItem.State.SUBMITTED,
    DisclosureItem.State.REVIEWED,
    DisclosureItem.State.APPROVED,
)


@permitted("item.read")
@require_safe
def items(request: HttpRequest, code: str) -> HttpResponse:
    """List the organ's items by state, newest first."""
    organ = organ_or_404(request, code, "item.read")
    known = queries.visible_to(person(request), on=today()).filter(organ=organ)
    asked = request.GET.get("state", "")
    shown = known.filter(state=asked) if asked in DisclosureItem.State.values else known
    counts = dict(known.order_by().values_list("state").annotate(count=Count("pk")))
    base = reverse("workbench:items", args=[code])
    chips = [
        Chip(
            str(state.label),
            base if asked == state.value else f"{base}?state={state.value}",
            on=asked == state.value,
            count=counts.get(state.value, 0),
        )
        for state in DisclosureItem.State
    ]
    newest = shown.select_related("catalog_entry").order_by("-id")
    rows = Paginator(newest, PAGE).get_page(request.GET.get("page"))
    return page(request, "items.html", organ, here="items", rows=rows, chips=chips, filtered=asked)


@permitted("item.read")
@require_safe
def item(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show one item: its newest version, the reviews that it passed, what stands in the way, what can be done now."""
    organ, shown = item_or_404(request, code, key, "item.read")
    return show(request, organ, shown)


def show(
    request: HttpRequest, organ: Organ, shown: DisclosureItem, forms: dict[str, Any] | None = None
) -> HttpResponse:
    """Answer with the page of an item; forms that were refused keep what was typed."""
    version = gate.newest_version(shown)
    found = queries.findings(shown, on=today(), version=version) if shown.state in CHECKED else []
    wrong = any(form.errors for form in (forms or {}).values())
    return page(
        request,
        "item.html",
        organ,
        here="items",
        trail=[(shown.title, "")],
        item=shown,
        version=version,
        heads=heads_of(version),
        body=shown_at_desk(organ, version.body_html),
        imported=queries.import_of(shown),
        file_rows=rows_of(version, on=today()),
        reviews=shown.reviews.select_related("by", "version").order_by("-id"),
        versions=shown.versions.select_related("saved_by").order_by("-number"),
        blockers=gate.blockers(shown, on=today()) if _may_be_blocked(shown) else (),
        due=queries.publication_due(shown) if shown.published_at is None and _is_proactive(shown) else None,
        forms=act_forms() | {"secrecy": SecrecyForm(auto_id="secrecy_%s")} | lane_forms(organ) | (forms or {}),
        next_round=next_round_of(shown, version),
        urgent=queries.urgent_clock(shown),
        blocking=sum(one.severity == BLOCK for one in found),
        advising=sum(one.severity != BLOCK for one in found),
        explainers=shown.explainers.all(),
        is_author=person(request).pk in gate.authors(shown),
        reviewed_secrecy=version.reviews.filter(round="secrecy_review", by=person(request)).exists(),
        status=400 if wrong else 200,
    )


def next_round_of(item: DisclosureItem, version: ItemVersion) -> str:
    """Name the proof round that the version waits for; empty when it waits for none."""
    wanted = gate.next_round(item, version)
    return str(Review.Round(wanted.value).label) if wanted else ""


def _is_proactive(item: DisclosureItem) -> bool:
    return item.disclosure_attribute == DisclosureItem.Attribute.PROACTIVE


def _may_be_blocked(item: DisclosureItem) -> bool:
    """Reviews and approval are on their way anyway; what else is missing is told from the draft on."""
    return item.state == DisclosureItem.State.APPROVED and _is_proactive(item)


def item_or_404(request: HttpRequest, code: str, key: str, verb: str) -> tuple[Organ, DisclosureItem]:
    """
    Give an item within reach.

    :raises Http404: no such organ or item, or not within reach; all look alike.
    """
    organ = organ_or_404(request, code, verb)
    known = queries.visible_to(person(request), on=today()).filter(organ=organ)
    shown = known.select_related("organ", "responsible", "catalog_entry").filter(public_key=key).first()
    if shown is None:
        raise Http404
    return organ, shown
