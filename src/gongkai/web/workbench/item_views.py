"""Items at the desk: the register, drafting and correcting, one item with its reviews and what can be done now."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.apps.organs.models import Organ
from gongkai.apps.publication import gate, operations, queries
from gongkai.apps.publication.content import heads_of
from gongkai.apps.publication.errors import EditConflict, PublicationError
from gongkai.apps.publication.models import DisclosureItem, ItemVersion
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.ui.frames import Chip
from gongkai.web.workbench.forms.items import ItemForm, act_forms, plain_body
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once

PAGE = 50


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


@permitted("item.write")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Begin an item."""
    organ = organ_or_404(request, code, "item.write")
    initial = {"produced_on": today(), "disclosure_attribute": "proactive", "source": organ.name}
    form = ItemForm(request.POST or None, organ=organ, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            item = operations.draft_item(organ=organ, content=form.content(), by=person(request), at=timezone.now())
        except PublicationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已保存草稿。"))
            return redirect("workbench:item", code, item.public_key)
    trail = [(_("新建公开信息"), "")]
    return page(
        request, "item_edit.html", organ, here="items", trail=trail, form=form, status=400 if form.errors else 200
    )


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
        attachments=version.attachments.select_related("file"),
        reviews=shown.reviews.select_related("by", "version").order_by("-id"),
        versions=shown.versions.select_related("saved_by").order_by("-number"),
        blockers=gate.blockers(shown, on=today()) if _may_be_blocked(shown) else (),
        due=queries.publication_due(shown) if shown.published_at is None and _is_proactive(shown) else None,
        forms=act_forms() | (forms or {}),
        is_author=person(request).pk in gate.authors(shown),
        reviewed_secrecy=version.reviews.filter(round="secrecy_review", by=person(request)).exists(),
        status=400 if wrong else 200,
    )


def _is_proactive(item: DisclosureItem) -> bool:
    return item.disclosure_attribute == DisclosureItem.Attribute.PROACTIVE


def _may_be_blocked(item: DisclosureItem) -> bool:
    """Reviews and approval are on their way anyway; what else is missing is told from the draft on."""
    return item.state == DisclosureItem.State.APPROVED and _is_proactive(item)


@permitted("item.write")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def edit(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Save a new version; a published item is corrected, with its reason."""
    organ, shown = item_or_404(request, code, key, "item.write")
    if shown.state == DisclosureItem.State.WITHDRAWN:
        raise Http404
    version = gate.newest_version(shown)
    form = ItemForm(request.POST or None, organ=organ, version=version, initial=_initial(version))
    corrects = shown.state == DisclosureItem.State.PUBLISHED
    conflict: EditConflict | None = None
    if request.method == "POST" and form.is_valid():
        try:
            _save(shown, form, request, corrects=corrects)
        except EditConflict as error:
            conflict = error
            form = form.on_top_of(error.theirs)
        except PublicationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已保存新版本。"))
            return redirect("workbench:item", code, key)
    return page(
        request,
        "item_edit.html",
        organ,
        here="items",
        trail=[(shown.title, reverse("workbench:item", args=[code, key])), (_("修改"), "")],
        form=form,
        item=shown,
        corrects=corrects,
        conflict=conflict,
        theirs=conflict.theirs if conflict else None,
        rich=plain_body(version.body_html) is None,
        status=409 if conflict else 400 if form.errors else 200,
    )


def _initial(version: ItemVersion) -> dict[str, Any]:
    heads = heads_of(version)
    initial = {name: getattr(heads, name) for name in ItemForm.base_fields if hasattr(heads, name)}
    return {**initial, "body": plain_body(version.body_html) or "", "based_on": version.number}


def _save(item: DisclosureItem, form: ItemForm, request: HttpRequest, *, corrects: bool) -> None:
    based_on, note = form.cleaned_data["based_on"] or 0, form.cleaned_data["note"]
    if corrects:
        operations.correct(
            item=item, based_on=based_on, content=form.content(), reason=note, by=person(request), at=timezone.now()
        )
    else:
        operations.save_version(
            item=item, based_on=based_on, content=form.content(), by=person(request), at=timezone.now(), note=note
        )


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
