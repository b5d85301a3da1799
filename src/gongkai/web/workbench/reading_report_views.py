"""One report of others at the desk: the form filled, every figure beside the place where it stood, and put right by hand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.apps.core import files
from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.queries import subtree
from gongkai.apps.reporting.collecting import cells, operations, stored
from gongkai.apps.reporting.collecting.cells import Place
from gongkai.apps.reporting.collecting.checking import check_after_correction, check_collection
from gongkai.apps.reporting.collecting.current import active, cells_of_row, current_tables, open_cells, read_tables
from gongkai.apps.reporting.collecting.operations import VERB, CollectingError
from gongkai.apps.reporting.collecting.reading import SECONDS
from gongkai.apps.reporting.models import CellCorrection, CollectedReport, Collection
from gongkai.law.annual_report.model import TABLE3_COLUMNS, Cell, Finding, FormVersion, Severity, Tables
from gongkai.web.access import permitted, person
from gongkai.web.workbench.forms.reading import AssignForm, CellForm, ReasonForm, WayForm
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once
from gongkai.web.workbench.reading_grids import Look, filled, place_of
from gongkai.web.workbench.reading_rows import CONFIDENCE, TABLES, report_url, state_of
from gongkai.web.workbench.reading_views import HERE, collection_or_404, download

Forms = Mapping[str, BaseForm]
Corrections = Sequence[CellCorrection]


@permitted(VERB)
@require_safe
def report(request: HttpRequest, code: str, pk: int, report: int) -> HttpResponse:
    """Show a report; `?cell=` opens one of its cells."""
    organ, collection, shown = report_or_404(request, code, pk, report)
    return show(request, organ, collection, shown, chosen=request.GET.get("cell", ""))


def show(
    request: HttpRequest,
    organ: Organ,
    collection: Collection,
    shown: CollectedReport,
    *,
    chosen: str = "",
    forms: Forms | None = None,
) -> HttpResponse:
    """Answer with the page of a report; forms that were refused keep what was typed."""
    given = dict(forms or {})
    context: dict[str, Any] = {
        "collection": collection,
        "report": shown,
        "state": state_of(shown),
        "chosen": chosen,
    }
    if shown.tables is not None:
        corrections = list(shown.corrections.select_related("by"))
        findings = sorted(map(stored.finding_in, shown.findings), key=lambda one: list(Severity).index(one.severity))
        context["cell"] = _cell(shown, chosen, corrections, findings, given) if chosen else None
        if request.headers.get("HX-Target") == "cell":
            return render(request, "workbench/reading_cell.html", {**context, "organ": organ})
        context |= _read(organ, shown, chosen, corrections, findings, given)
    context |= {
        "assign": given.get("assign") or _assign_form(organ, shown),
        "aside": given.get("aside") or ReasonForm(auto_id="aside_%s"),
    }
    where = [(collection.name, _collection_url(organ, collection)), (shown.organ_name or shown.name, "")]
    status = 400 if any(form.errors for form in given.values()) else 200
    return page(request, "reading_report.html", organ, here=HERE, trail=where, status=status, **context)


def _collection_url(organ: Organ, collection: Collection) -> str:
    return reverse("workbench:reading-collection", args=[organ.code, collection.pk])


def _read(
    organ: Organ,
    shown: CollectedReport,
    chosen: str,
    corrections: Corrections,
    findings: Sequence[Finding],
    given: Forms,
) -> dict[str, Any]:
    """Give what the page of a report that could be read shows besides the cell."""
    tables, reading = current_tables(shown, corrections), shown.reading or {}
    still_open, held = open_cells(shown, corrections), frozenset(active(corrections))
    return {
        "reading": reading,
        "tables": tables,
        "grids": filled(tables, findings, Look(report_url(shown, organ.code), "#cell", still_open, held, chosen)),
        "proofs": [_proof(table, proof, still_open) for table, proof in reading["proofs"].items()],
        "findings": findings,
        "open_rows": _open_rows(shown, still_open, tables.form),
        "blanks": _blanks(tables, still_open),
        "zero": given.get("zero") or ReasonForm(auto_id="zero_%s"),
        "corrected": len(held),
    }


#: The colour of a table by how far it is proved.
_PROVED = {"proved": "ok", "read": "info", "refused": "warn", "missing": "danger"}


def _proof(table: str, proof: Mapping[str, Any], still_open: frozenset[str]) -> tuple[str | Promise, str, str]:
    """Give the name of a table, the colour and the words of how far it is proved."""
    filled = proof["standing"] == "refused" and not any(key.startswith(table) for key in still_open)
    words = _("读不准的格已由人工填写") if filled else proof["words"]
    return TABLES[table], "info" if filled else _PROVED[proof["standing"]], words


def _open_rows(shown: CollectedReport, still_open: frozenset[str], form: FormVersion) -> list[tuple[str, str, int]]:
    """Give the rows with open cells: the key of the first of them, its name, and the number of candidates."""
    rows = []
    for row, ways in stored.candidates(shown.reading or {"proofs": {}}).items():
        keys = [key for key in cells_of_row(row, form) if key in still_open]
        if keys:
            rows.append((keys[0], cells.name_of(cells.place_of(keys[0], form), form), len(ways)))
    return rows


def _blanks(tables: Tables, still_open: frozenset[str]) -> list[tuple[str, str | Promise, int]]:
    """Give for each table its name and how many of its cells hold nothing in the source."""
    counted = dict.fromkeys(TABLES, 0)
    for place in cells.places(tables.form):
        if cells.value_at(tables, place) is None and cells.key_of(place, tables.form) not in still_open:
            counted[f"table{place.table}"] += 1
    return [(table, TABLES[table], count) for table, count in counted.items() if count]


@dataclass(frozen=True)
class Shown:
    """A cell beside the form: what stands in it, how that was established, where it stood, who changed it."""

    key: str
    name: str
    value: str
    is_open: bool
    read: str
    how: str | Promise
    kind: str
    where: str
    passage: stored.Passage | None
    remark: str
    correction: CellCorrection | None
    history: Corrections
    findings: Sequence[Finding]
    ways: Sequence[Sequence[Cell]]
    heads: Sequence[str]
    way_form: BaseForm | None
    form: BaseForm
    withdraw: BaseForm
    anchor: str


def _cell(
    shown: CollectedReport,
    key: str,
    corrections: Corrections,
    findings: Sequence[Finding],
    given: Forms,
) -> Shown:
    tables = current_tables(shown, corrections)
    try:
        place = cells.place_of(key, tables.form)
    except cells.UnknownCell:
        raise Http404 from None
    reading = shown.reading or {}
    evidence = reading["evidence"].get(key)
    held, still_open = active(corrections).get(key), key in open_cells(shown, corrections)
    how, kind = CONFIDENCE[evidence["confidence"]] if evidence else (_("原文没有这一格"), "neutral")
    before = read_tables(shown)
    read = cells.value_at(before, place)
    if evidence and read is None and evidence["confidence"] != "refused":
        how, kind = _("原文空白，没有当作0"), "neutral"
    row = cells.row_key(place)
    ways = stored.candidates(reading).get(row, ())
    written = cells.written(cells.value_at(tables, place))
    return Shown(
        key=key,
        name=cells.name_of(place, tables.form),
        value=_("未定") if still_open else written or _("空白"),
        is_open=still_open,
        read=_("未定") if key in open_cells(shown, []) else cells.written(read) or _("空白"),
        how=how,
        kind=kind,
        where=evidence["where"] if evidence else "",
        passage=stored.passage(shown.text, evidence["span"]) if evidence else None,
        remark=reading["remarks"].get(key, ""),
        correction=held,
        history=[correction for correction in reversed(corrections) if correction.cell == key],
        findings=[finding for finding in findings if place_of(finding.where) == place],
        ways=ways if still_open else (),
        heads=_heads(row, tables.form),
        way_form=(given.get("way") or WayForm(ways=list(map(_way, ways)), auto_id="way_%s"))
        if ways and still_open
        else None,
        form=given.get("correct") or CellForm(initial={"value": written}, auto_id="cell_%s"),
        withdraw=given.get("withdraw") or ReasonForm(auto_id="withdraw_%s"),
        anchor=f"t{place.table}-{place.row}-{place.column}",
    )


def _way(cells_of_way: Sequence[Cell]) -> str:
    return " / ".join(cells.written(cell) or "—" for cell in cells_of_way)


def _heads(row: str, form: FormVersion) -> list[str]:
    """Give the short names of the cells of a row, as its candidates are printed under them."""
    keys = cells_of_row(row, form)
    if row == "table4" or len(keys) == 1:
        return []
    names = [cells.name_of(cells.place_of(key, form), form) for key in keys]
    return [name.rsplit("”", 1)[-1].removesuffix("列") for name in names] if len(keys) <= len(TABLE3_COLUMNS) else []


def _assign_form(organ: Organ, shown: CollectedReport, data: Any = None) -> AssignForm:
    initial = {
        "organ": shown.organ_id,
        "organ_name": "" if shown.organ_id else shown.organ_name,
        "year": shown.year,
        "is_roll_up": shown.is_roll_up,
    }
    return AssignForm(data, organs=_organs(organ), initial=initial, auto_id="assign_%s")


def _organs(organ: Organ) -> QuerySet[Organ]:
    return subtree(organ).exclude(kind=Organ.Kind.VILLAGE).order_by("path")


# -- what people do --------------------------------------------------------------------------------------------------------------


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
    form = WayForm(request.POST, ways=list(map(_way, ways)), auto_id="way_%s")
    keys = cells_of_row(row, form_version)

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
    form = _assign_form(organ, shown, request.POST)
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


@permitted(VERB)
@require_safe
def source(request: HttpRequest, code: str, pk: int, report: int) -> HttpResponse:
    """
    Show the text of the source as it was read, with the place of one cell marked.

    :raises Http404: there is no text.
    """
    organ, collection, shown = report_or_404(request, code, pk, report)
    if not shown.text or shown.reading is None:
        raise Http404
    key = request.GET.get("cell", "")
    evidence = shown.reading["evidence"].get(key)
    begin, end = evidence["span"] if evidence else (0, 0)
    where = [
        (collection.name, _collection_url(organ, collection)),
        (shown.organ_name or shown.name, report_url(shown, organ.code)),
        (_("原文"), ""),
    ]
    parts = [stored.shown(part) for part in (shown.text[:begin], shown.text[begin:end], shown.text[end:])]
    return page(
        request,
        "reading_source.html",
        organ,
        here=HERE,
        trail=where,
        report=shown,
        parts=parts,
        evidence=evidence,
        key=key,
    )


@permitted(VERB)
@require_safe
def original(request: HttpRequest, code: str, pk: int, report: int) -> HttpResponse:
    """
    Give the file as it was handed over; it is saved, never shown.

    :raises Http404: the file was not kept, or its bytes are gone.
    """
    _organ, _collection, shown = report_or_404(request, code, pk, report)
    if shown.file is None:
        raise Http404
    try:
        data = files.read(shown.file)
    except OSError:
        raise Http404 from None
    return download(data, shown.file.name, "application/octet-stream")


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


def report_or_404(request: HttpRequest, code: str, pk: int, report: int) -> tuple[Organ, Collection, CollectedReport]:
    """
    Give the organ, the collection and the report in it, if the person may open them.

    :raises Http404: no such report, or not within reach.
    """
    organ, collection = collection_or_404(request, code, pk)
    found = collection.reports.filter(pk=report).select_related("organ", "file", "assigned_by", "set_aside_by").first()
    if found is None:
        raise Http404
    found.collection = collection
    return organ, collection, found
