"""Items at the desk: the register, drafting, the reviews that each version passes, publication and withdrawal."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.apps.organs.models import Organ
from gongkai.apps.publication import gate, operations, queries
from gongkai.apps.publication.content import heads_of
from gongkai.apps.publication.errors import EditConflict, PublicationError
from gongkai.apps.publication.models import DisclosureItem, ItemVersion, Review
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.ui.frames import Chip
from gongkai.web.workbench.forms.publication import ItemForm, ReviewForm, WithdrawForm, plain_body
from gongkai.web.workbench.frame import page

PAGE = 50
SECRECY = (
    Review.Conclusion.MAY_PUBLISH,
    Review.Conclusion.MUST_NOT,
    Review.Conclusion.PARTLY,
    Review.Conclusion.REFERRED,
)
PLAIN = (Review.Conclusion.PASSED, Review.Conclusion.RETURNED)


@permitted("item.read")
@require_safe
def items(request: HttpRequest, code: str) -> HttpResponse:
    """List the organ's items by state, newest first."""
    organ = organ_or_404(request, code, "item.read")
    known = queries.visible_to(person(request), on=today()).filter(organ=organ).select_related("catalog_entry")
    chosen = request.GET.get("state", "")
    shown = known.filter(state=chosen) if chosen in DisclosureItem.State.values else known
    base = reverse("workbench:items", args=[code])
    chips = [
        Chip(
            str(state.label),
            base if chosen == state.value else f"{base}?state={state.value}",
            on=chosen == state.value,
            count=known.filter(state=state).count(),
        )
        for state in DisclosureItem.State
    ]
    rows = Paginator(shown.order_by("-id"), PAGE).get_page(request.GET.get("page"))
    return page(request, "items.html", organ, here="items", rows=rows, chips=chips)


@permitted("item.write")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Begin an item."""
    organ = organ_or_404(request, code, "item.write")
    initial = {"produced_on": today(), "disclosure_attribute": "proactive", "source": organ.name}
    form = ItemForm(request.POST or None, organ=organ, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            item = operations.draft_item(organ=organ, content=form.content(), by=person(request), at=timezone.now())
        except PublicationError as error:
            _refuse(form, error)
        else:
            messages.success(request, _("已保存草稿。"))
            return redirect("workbench:item", code, item.public_key)
    return page(request, "item_edit.html", organ, here="items", form=form, status=400 if form.errors else 200)


@permitted("item.read")
@require_safe
def item(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show one item: its newest version, the reviews that it passed, what stands in the way, what can be done now."""
    organ, shown = _item(request, code, key, "item.read")
    version = gate.newest_version(shown)
    return page(
        request,
        "item.html",
        organ,
        here="items",
        item=shown,
        version=version,
        heads=heads_of(version),
        reviews=shown.reviews.select_related("by", "version"),
        versions=shown.versions.select_related("saved_by").order_by("-number"),
        blockers=gate.blockers(shown, on=today()) if shown.state == DisclosureItem.State.APPROVED else (),
        secrecy=ReviewForm(conclusions=SECRECY),
        approval=ReviewForm(conclusions=PLAIN),
        withdraw=WithdrawForm(),
        is_drafter=shown.versions.filter(saved_by=person(request)).exists(),
    )


@permitted("item.write")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Save a new version; a published item is corrected, with its reason."""
    organ, shown = _item(request, code, key, "item.write")
    version = gate.newest_version(shown)
    body = plain_body(version.body_html)
    heads = heads_of(version)
    initial = {name: getattr(heads, name) for name in ItemForm.base_fields if hasattr(heads, name)}
    form = ItemForm(
        request.POST or None, organ=organ, initial={**initial, "body": body or "", "based_on": version.number}
    )
    corrects = shown.state == DisclosureItem.State.PUBLISHED
    conflict: EditConflict | None = None
    if request.method == "POST" and form.is_valid() and body is not None:
        try:
            _save(shown, form, request, corrects=corrects)
        except EditConflict as error:
            conflict = error
        except PublicationError as error:
            _refuse(form, error)
        else:
            messages.success(request, _("已保存新版本。"))
            return redirect("workbench:item", code, key)
    status = 409 if conflict else 400 if form.errors else 200
    return page(
        request,
        "item_edit.html",
        organ,
        here="items",
        form=form,
        item=shown,
        corrects=corrects,
        conflict=conflict,
        rich=body is None,
        status=status,
    )


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


def _refuse(form: ItemForm, error: PublicationError) -> None:
    form.add_error(error.field if error.field in form.fields else None, str(error))


@permitted("item.write")
@require_POST
def submit(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Hand an item in for review."""
    _organ, shown = _item(request, code, key, "item.write")
    return _act(
        request, shown, _("已提交审查。"), lambda: operations.submit(item=shown, by=person(request), at=timezone.now())
    )


@permitted("item.review_secrecy")
@require_POST
def review_secrecy(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Record the secrecy review of the version that was looked at."""
    _organ, shown = _item(request, code, key, "item.review_secrecy")
    version = _seen(request, shown)
    return _act(
        request,
        shown,
        _("已记录保密审查结论。"),
        lambda: operations.review(
            item=shown,
            version=version,
            review_round=Review.Round.SECRECY_REVIEW,
            conclusion=request.POST.get("conclusion", ""),
            by=person(request),
            at=timezone.now(),
            note=request.POST.get("note", ""),
        ),
    )


@permitted("item.approve")
@require_POST
def approve(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Approve or return the version that was looked at."""
    _organ, shown = _item(request, code, key, "item.approve")
    version = _seen(request, shown)
    passed = request.POST.get("conclusion") == Review.Conclusion.PASSED.value
    return _act(
        request,
        shown,
        _("已审批。") if passed else _("已退回。"),
        lambda: operations.approve(
            item=shown,
            version=version,
            by=person(request),
            at=timezone.now(),
            passed=passed,
            note=request.POST.get("note", ""),
        ),
    )


@permitted("item.approve")
@require_POST
def publish(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Publish; the time is the server's."""
    _organ, shown = _item(request, code, key, "item.approve")
    return _act(
        request, shown, _("已发布。"), lambda: operations.publish(item=shown, by=person(request), at=timezone.now())
    )


@permitted("item.withdraw")
@require_POST
def withdraw(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Withdraw a published item; a tombstone stays."""
    _organ, shown = _item(request, code, key, "item.withdraw")
    return _act(
        request,
        shown,
        _("已撤回，原地址保留撤回说明。"),
        lambda: operations.withdraw(
            item=shown,
            ground=request.POST.get("ground", ""),
            by=person(request),
            at=timezone.now(),
            note=request.POST.get("note", ""),
        ),
    )


def _seen(request: HttpRequest, item: DisclosureItem) -> ItemVersion:
    """Give the version that the person looked at, so that nobody approves what was saved meanwhile."""
    number = request.POST.get("version", "")
    version = item.versions.filter(number=int(number)).first() if number.isdigit() else None
    if version is None:
        raise Http404
    return version


def _item(request: HttpRequest, code: str, key: str, verb: str) -> tuple[Organ, DisclosureItem]:
    organ = organ_or_404(request, code, verb)
    shown = queries.visible_to(person(request), on=today()).filter(organ=organ, public_key=key).first()
    if shown is None:
        raise Http404
    return organ, shown


def _act(request: HttpRequest, item: DisclosureItem, done: str, operation: Callable[[], Any]) -> HttpResponse:
    try:
        operation()
    except PublicationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("workbench:item", item.organ.code, item.public_key)
