"""What people do to a collected report: put figures right, say whose it is, leave it out."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.apps.organs.models import Organ
from gongkai.apps.reporting.collecting import cells, operations, stored
from gongkai.apps.reporting.collecting.cells import Place
from gongkai.apps.reporting.collecting.checking import check_after_correction, check_collection
from gongkai.apps.reporting.collecting.current import current_tables, open_cells, read_tables
from gongkai.apps.reporting.collecting.operations import VERB, CollectingError
from gongkai.apps.reporting.collecting.reading import SECONDS
from gongkai.apps.reporting.models import CollectedReport, Collection
from gongkai.law.annual_report.model import FormVersion
from gongkai.web.access import permitted, person
from gongkai.web.workbench.forms.reading import CellForm, ReasonForm, WayForm
from gongkai.web.workbench.once import once
from gongkai.web.workbench.reading_cell import way_words
from gongkai.web.workbench.reading_report_views import assign_form, report_or_404, show
from gongkai.web.workbench.reading_rows import report_url


@permitted(VERB)
@require_POST
@once
def correct(request: HttpRequest, code: str, pk: int, report: int) -> HttpResponse:
    """Put a figure in the place of the one that was read."""
    organ, collection, shown = report_or_404(request, code, pk, report)
    key = request.POST.get("cell", "")
    form = CellForm(request.POST, auto_id="cell_%s")
    return _correct(
        request, organ, collection, shown, key, {"correct": form}, lambda data: {key: data["value"]}, field="value"
    )


@permitted(VERB)
@require_POST
@once
def choose(request: HttpRequest, code: str, pk: int, report: int) -> HttpResponse:
    """Take one of the possible contents of a row, after a look at the source."""
    organ, collection, shown = report_or_404(request, code, pk, report)
    key = request.POST.get("cell", "")
    form_version = read_tables(shown).form if shown.tables else FormVersion.F2021
    row = cells.row_key(_place(key, form_version))
    ways = stored.candidates(shown.reading or {"proofs": {}}).get(row, ())
    form = WayForm(request.POST, ways=list(map(way_words, ways)), auto_id="way_%s")
    keys = cells.cells_of_row(row, form_version)

    def typed(data: Mapping[str, Any]) -> dict[str, str]:
        return dict(zip(keys, map(cells.written, ways[data["way"]]), strict=True))

    return _correct(request, organ, collection, shown, key, {"way": form}, typed, field="way")


@permitted(VERB)
@require_POST
@once
def zero(request: HttpRequest, code: str, pk: int, report: int) -> HttpResponse:
    """Say that the blank cells of a table mean 0."""
    organ, collection, shown = report_or_404(request, code, pk, report)
    form = ReasonForm(request.POST, auto_id="zero_%s")
    table = request.POST.get("table", "")

    def typed(_data: Mapping[str, Any]) -> dict[str, str]:
        if shown.tables is None:
            return {}
        corrections = list(shown.corrections.all())
        tables, still_open = current_tables(shown, corrections), open_cells(shown, corrections)
        blank = [place for place in cells.places(tables.form) if cells.value_at(tables, place) is None]
        keys = [cells.key_of(place, tables.form) for place in blank if f"table{place.table}" == table]
        return {key: "0" for key in keys if key not in still_open}

    return _correct(request, organ, collection, shown, "", {"zero": form}, typed, field="reason")


def _correct(
    request: HttpRequest,
    organ: Organ,
    collection: Collection,
    shown: CollectedReport,
    key: str,
    forms: Mapping[str, Any],
    typed: Callable[[Mapping[str, Any]], Mapping[str, str]],
    *,
    field: str,
) -> HttpResponse:
    (form,) = forms.values()
    if form.is_valid():
        by, at = person(request), timezone.now()
        try:
            rows = operations.correct(
                report=shown, typed=typed(form.cleaned_data), reason=form.cleaned_data["reason"], by=by, at=at
            )
        except (CollectingError, cells.NotAFigure, cells.UnknownCell) as error:
            form.add_error(field, str(error))
        else:
            check_after_correction(report=shown, by=by, at=at)
            messages.success(request, _("已记录更正 %(n)s 格，并重新核对。") % {"n": len(rows)})
            return _back(organ, shown, key)
    return show(request, organ, collection, shown, chosen=key, forms=forms)


@permitted(VERB)
@require_POST
@once
def withdraw(request: HttpRequest, code: str, pk: int, report: int) -> HttpResponse:
    """Let the reading of a cell hold again."""
    organ, collection, shown = report_or_404(request, code, pk, report)
    key = request.POST.get("cell", "")
    form = ReasonForm(request.POST, auto_id="withdraw_%s")
    if form.is_valid():
        by, at = person(request), timezone.now()
        try:
            operations.withdraw_correction(report=shown, cell=key, reason=form.cleaned_data["reason"], by=by, at=at)
        except CollectingError as error:
            messages.error(request, str(error))
            return redirect(report_url(shown, organ.code))
        check_after_correction(report=shown, by=by, at=at)
        messages.success(request, _("已恢复原读数，并重新核对。"))
        return _back(organ, shown, key)
    return show(request, organ, collection, shown, chosen=key, forms={"withdraw": form})


@permitted(VERB)
@require_POST
@once
def assign(request: HttpRequest, code: str, pk: int, report: int) -> HttpResponse:
    """Say whose report it is, and of which year."""
    organ, collection, shown = report_or_404(request, code, pk, report)
    form = assign_form(organ, shown, request.POST)
    if form.is_valid():
        by, at = person(request), timezone.now()
        try:
            operations.assign(report=shown, by=by, at=at, **form.cleaned_data)
        except CollectingError as error:
            form.add_error("organ", str(error))
        else:
            check_collection(collection=collection, by=by, at=at, seconds=SECONDS)
            messages.success(request, _("已指定单位和年度，并重新核对这一批报告。"))
            return _back(organ, shown)
    return show(request, organ, collection, shown, forms={"assign": form})


@permitted(VERB)
@require_POST
@once
def set_aside(request: HttpRequest, code: str, pk: int, report: int) -> HttpResponse:
    """Leave a file out of sums and comparisons."""
    organ, collection, shown = report_or_404(request, code, pk, report)
    form = ReasonForm(request.POST, auto_id="aside_%s")
    if form.is_valid():
        by, at = person(request), timezone.now()
        operations.set_aside(report=shown, reason=form.cleaned_data["reason"], by=by, at=at)
        check_collection(collection=collection, by=by, at=at, seconds=SECONDS)
        messages.success(request, _("已移出：不再参加汇总和比对，仍保留在列表里。"))
        return _back(organ, shown)
    return show(request, organ, collection, shown, forms={"aside": form})


@permitted(VERB)
@require_POST
@once
def take_back(request: HttpRequest, code: str, pk: int, report: int) -> HttpResponse:
    """Let a file that was set aside count again."""
    organ, collection, shown = report_or_404(request, code, pk, report)
    by, at = person(request), timezone.now()
    operations.take_back(report=shown, by=by, at=at)
    check_collection(collection=collection, by=by, at=at, seconds=SECONDS)
    messages.success(request, _("已移回，重新参加汇总和比对。"))
    return _back(organ, shown)


def _place(key: str, form: FormVersion) -> Place:
    try:
        return cells.place_of(key, form)
    except cells.UnknownCell:
        raise Http404 from None


def _back(organ: Organ, shown: CollectedReport, key: str = "") -> HttpResponse:
    url = report_url(shown, organ.code)
    if not key:
        return redirect(url)
    place = cells.place_of(key, read_tables(shown).form)
    return redirect(f"{url}?cell={key}#t{place.table}-{place.row}-{place.column}")
