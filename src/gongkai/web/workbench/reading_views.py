"""The reading desk: many files in, a list of organs with state and findings, the figures added up, everything out again."""

from collections.abc import Sequence
from time import monotonic
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.apps.organs.models import Organ
from gongkai.apps.reporting import earlier
from gongkai.apps.reporting.collecting import exports, operations, queries, reading
from gongkai.apps.reporting.collecting.checking import check_collection
from gongkai.apps.reporting.collecting.current import by_report
from gongkai.apps.reporting.collecting.intake import unpack
from gongkai.apps.reporting.collecting.operations import VERB, CollectingError
from gongkai.apps.reporting.models import CellCorrection, CollectedReport, Collection
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.ui.frames import Chip, NavItem
from gongkai.web.workbench import reading_rows
from gongkai.web.workbench.forms.reading import CollectionForm, FilesForm, RenameForm
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once

HERE = "reading"
PER_PAGE = 100
SORTS = {"organ": "organ_name", "year": "year", "errors": "errors", "warnings": "warnings"}
State = CollectedReport.State
#: What the chips of the list leave in it.
SHOWN: dict[str, Q] = {
    "refused": Q(state=State.REFUSED),
    "open": Q(open_cells__gt=0),
    "unnamed": queries.UNNAMED,
    "faulty": Q(errors__gt=0),
    "proved": Q(state=State.PROVED),
    "aside": Q(set_aside_at__isnull=False),
}


@permitted(VERB)
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, code: str) -> HttpResponse:
    """List the collections; begin one with its first files."""
    organ = organ_or_404(request, code, VERB)
    if request.method != "POST":
        return _index(request, organ, CollectionForm())
    response = _open(request, organ)
    _read_on(request)
    return response


def _index(request: HttpRequest, organ: Organ, form: CollectionForm) -> HttpResponse:
    found = queries.with_counts(queries.visible_to(person(request), on=today()).filter(organ=organ))
    status = 400 if form.errors else 200
    shown = Paginator(found, 30).get_page(request.GET.get("page"))
    return page(request, "reading.html", organ, here=HERE, form=form, collections=shown, status=status)


@once
def _open(request: HttpRequest, organ: Organ) -> HttpResponse:
    """Open a collection and take its files; a second submission leads to the same collection."""
    form = CollectionForm(request.POST, request.FILES)
    if not form.is_valid():
        return _index(request, organ, form)
    at = timezone.now()
    name = form.cleaned_data["name"] or _("%(day)s 收到的年报") % {"day": f"{timezone.localtime(at):%Y-%m-%d %H:%M}"}
    collection = operations.open_collection(organ=organ, name=name, by=person(request), at=at)
    _take(request, collection, form)
    return redirect("workbench:reading-collection", organ.code, collection.pk)


def _take(request: HttpRequest, collection: Collection, form: FilesForm) -> None:
    received = operations.receive(
        collection=collection, incoming=unpack(form.contents()), by=person(request), at=timezone.now()
    )
    request.collected = collection  # type: ignore[attr-defined]  # `_read_on` goes on with it after the commit
    if received.known:
        words = ngettext(
            "%(n)s 个文件已经在这一批里，没有重复接收。",
            "%(n)s 个文件已经在这一批里，没有重复接收。",
            len(received.known),
        )
        messages.info(request, words % {"n": len(received.known)})


def _read_on(request: HttpRequest) -> None:
    """Read what was just taken, then check it, for as long as a page may take; the page comes back for the rest."""
    collection: Collection | None = getattr(request, "collected", None)
    if collection is None:
        return
    by, at, end = person(request), timezone.now(), monotonic() + reading.SECONDS
    reading.read_waiting(collection=collection, by=by, at=at)
    if not collection.reports.filter(state=State.WAITING).exists():
        check_collection(collection=collection, by=by, at=at, seconds=max(1.0, end - monotonic()), anew=False)


@permitted(VERB)
@require_POST
def add(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take more files into a collection."""
    organ, collection = collection_or_404(request, code, pk)
    response = _add(request, organ, collection)
    _read_on(request)
    return response


@once
def _add(request: HttpRequest, organ: Organ, collection: Collection) -> HttpResponse:
    form = FilesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _collection(request, organ, collection, form=form)
    _take(request, collection, form)
    return redirect("workbench:reading-collection", organ.code, collection.pk)


@permitted(VERB)
@require_POST
def read_on(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Go on reading what still waits."""
    organ, collection = collection_or_404(request, code, pk)
    request.collected = collection  # type: ignore[attr-defined]  # see `_read_on`
    _read_on(request)
    return redirect("workbench:reading-collection", organ.code, collection.pk)


@permitted(VERB)
@require_POST
def check(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Check every report anew."""
    organ, collection = collection_or_404(request, code, pk)
    count = check_collection(collection=collection, by=person(request), at=timezone.now(), seconds=reading.SECONDS)
    words = ngettext("已重新核对 %(n)s 份报告。", "已重新核对 %(n)s 份报告。", count)
    messages.success(request, words % {"n": count})
    return redirect("workbench:reading-collection", organ.code, collection.pk)


@permitted(VERB)
@require_POST
def rename(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Give a collection another name."""
    organ, collection = collection_or_404(request, code, pk)
    try:
        operations.rename_collection(
            collection=collection, name=request.POST.get("name", ""), by=person(request), at=timezone.now()
        )
    except CollectingError as error:
        messages.error(request, str(error))
    return redirect("workbench:reading-collection", organ.code, collection.pk)


@permitted(VERB)
@require_safe
def collection(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """List the files of a collection with their organs, states and findings."""
    organ, shown = collection_or_404(request, code, pk)
    return _collection(request, organ, shown)


def _collection(request: HttpRequest, organ: Organ, shown: Collection, form: FilesForm | None = None) -> HttpResponse:
    show = request.GET.get("show", "")
    found = _sorted(request, queries.rows(shown).filter(SHOWN.get(show, Q())))
    listed = Paginator(found.annotate(proofs=F("reading__proofs")), PER_PAGE).get_page(request.GET.get("page"))
    corrections = by_report(CellCorrection.objects.filter(report__in=list(listed)))
    counted = queries.counts(shown)
    return collection_page(
        request,
        "reading_collection.html",
        organ,
        shown,
        tab="organs",
        counted=counted,
        rows=[reading_rows.row(report, organ.code, corrections.get(report.pk, [])) for report in listed],
        listed=listed,
        chips=_chips(counted, show),
        form=form or FilesForm(),
        rename=RenameForm(initial={"name": shown.name}),
        status=400 if form is not None and form.errors else 200,
    )


def _sorted(request: HttpRequest, found: QuerySet[CollectedReport]) -> QuerySet[CollectedReport]:
    asked = request.GET.get("sort", "")
    name = SORTS.get(asked.removeprefix("-"))
    return found.order_by(("-" if asked.startswith("-") else "") + name, "position") if name else found


def _chips(counted: dict[str, int], show: str) -> list[Chip]:
    labels = (
        ("refused", _("未能读取")),
        ("open", _("有未定的格")),
        ("unnamed", _("单位或年度不明")),
        ("faulty", _("有错误")),
        ("proved", _("读取并证明")),
        ("aside", _("已移出")),
    )
    chips = [
        Chip(label, "?" if name == show else f"?show={name}", on=name == show, count=counted[name])
        for name, label in labels
        if counted[name] or name == show
    ]
    return chips if len(chips) > 1 or show else []


def collection_page(
    request: HttpRequest,
    template: str,
    organ: Organ,
    shown: Collection,
    *,
    tab: str,
    trail: Sequence[tuple[str, str]] = (),
    **context: Any,
) -> HttpResponse:
    """Answer with a page of a collection: its name, its tabs, and what the page itself shows."""
    counted = context.setdefault("counted", None) or queries.counts(shown)
    context["counted"] = counted
    tabs = (
        ("organs", _("单位"), "reading-collection", counted["files"], False),
        ("findings", _("问题"), "reading-findings", counted["errors"] + counted["warnings"], bool(counted["errors"])),
        ("sums", _("汇总"), "reading-sums", None, False),
        ("changes", _("更正记录"), "reading-changes", None, False),
    )
    items = [
        NavItem(
            label, reverse(f"workbench:{route}", args=[organ.code, shown.pk]), count, current=name == tab, alert=alert
        )
        for name, label, route, count, alert in tabs
    ]
    own = (shown.name, reverse("workbench:reading-collection", args=[organ.code, shown.pk]) if trail else "")
    return page(
        request, template, organ, here=HERE, trail=[own, *trail], collection=shown, tabs=items, tab=tab, **context
    )


@permitted(VERB)
@require_safe
def changes(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """List what people put right, assigned and set aside."""
    organ, shown = collection_or_404(request, code, pk)
    listed = Paginator(queries.corrections_of(shown), PER_PAGE).get_page(request.GET.get("page"))
    return collection_page(
        request,
        "reading_changes.html",
        organ,
        shown,
        tab="changes",
        listed=listed,
        rows=[reading_rows.change(correction, organ.code) for correction in listed],
        assigned=queries.rows(shown).filter(assigned_at__isnull=False).order_by("-assigned_at"),
        aside=queries.rows(shown).filter(set_aside_at__isnull=False).select_related("set_aside_by"),
    )


MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
}


@permitted(VERB)
@require_safe
def export(request: HttpRequest, code: str, pk: int, kind: str) -> HttpResponse:
    """
    Give everything about a collection as a file.

    :raises Http404: no such kind of file.
    """
    _organ, shown = collection_or_404(request, code, pk)
    if kind not in MEDIA:
        raise Http404
    make = exports.collection_xlsx if kind == "xlsx" else exports.collection_json
    return download(make(shown, at=timezone.now()), f"{shown.name}.{kind}", MEDIA[kind])


def download(data: bytes | str, name: str, media_type: str) -> HttpResponse:
    """Answer with a file that is saved, never shown."""
    response = HttpResponse(data, content_type=media_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def collection_or_404(request: HttpRequest, code: str, pk: int) -> tuple[Organ, Collection]:
    """
    Give the organ and its collection, if the person may open it.

    :raises Http404: no such collection, or not within reach.
    """
    organ = organ_or_404(request, code, VERB)
    found = Collection.objects.filter(organ=organ, pk=pk).select_related("organ", "opened_by").first()
    if found is None:
        raise Http404
    return organ, found


@permitted(VERB)
@require_POST
def adopt(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take the reports over as years before this system."""
    _organ, shown = collection_or_404(request, code, pk)
    try:
        taken = earlier.adopt(collection=shown, by=person(request), at=timezone.now())
    except operations.CollectingError as error:
        messages.error(request, str(error))
    else:
        done = [one for one in taken if not one.reason]
        messages.success(request, _("%(n)s 份已用作历年报告。") % {"n": len(done)})
        for one in (one for one in taken if one.reason):
            messages.warning(request, f"{one.name}：{one.reason}")
    return redirect("workbench:reading-collection", code, pk)
