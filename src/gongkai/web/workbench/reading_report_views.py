"""One report of others at the desk: the form filled, every figure beside the place where it stood."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.apps.core import files
from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.queries import subtree
from gongkai.apps.reporting.collecting import stored
from gongkai.apps.reporting.collecting.current import active, current_tables, open_cells
from gongkai.apps.reporting.collecting.operations import VERB
from gongkai.apps.reporting.models import CollectedReport, Collection
from gongkai.law.annual_report.model import Finding, Severity
from gongkai.web.access import permitted
from gongkai.web.workbench.forms.reading import AssignForm, ReasonForm
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.reading_cell import Corrections, Forms, blanks, cell_shown, open_rows, proof_shown
from gongkai.web.workbench.reading_grids import Look, filled
from gongkai.web.workbench.reading_rows import report_url, state_of
from gongkai.web.workbench.reading_views import HERE, collection_or_404, download


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
        context["cell"] = cell_shown(shown, chosen, corrections, findings, given) if chosen else None
        if request.headers.get("HX-Target") == "cell":
            return render(request, "workbench/reading_cell.html", {**context, "organ": organ})
        context |= _read(organ, shown, chosen, corrections, findings, given)
    context |= {
        "assign": given.get("assign") or assign_form(organ, shown),
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
        "proofs": [proof_shown(table, proof, still_open) for table, proof in reading["proofs"].items()],
        "findings": findings,
        "open_rows": open_rows(shown, still_open, tables.form),
        "blanks": blanks(tables, still_open),
        "zero": given.get("zero") or ReasonForm(auto_id="zero_%s"),
        "corrected": len(held),
    }


def assign_form(organ: Organ, shown: CollectedReport, data: Any = None) -> AssignForm:
    """Give the form that says whose report it is, filled with what is known."""
    initial = {
        "organ": shown.organ_id,
        "organ_name": "" if shown.organ_id else shown.organ_name,
        "year": shown.year,
        "is_roll_up": shown.is_roll_up,
    }
    return AssignForm(data, organs=_organs(organ), initial=initial, auto_id="assign_%s")


def _organs(organ: Organ) -> QuerySet[Organ]:
    return subtree(organ).exclude(kind=Organ.Kind.VILLAGE).order_by("path")


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
