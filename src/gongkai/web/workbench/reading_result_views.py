"""What a collection of reports amounts to: what was found in all of them, and their figures added up."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.apps.organs.models import Organ
from gongkai.apps.reporting.collecting import cells, queries, stored
from gongkai.apps.reporting.collecting.cells import Place
from gongkai.apps.reporting.collecting.current import read_tables
from gongkai.apps.reporting.collecting.operations import VERB
from gongkai.apps.reporting.collecting.sums import Departure, Sums, sums, years_of
from gongkai.apps.reporting.models import CollectedReport, Collection
from gongkai.law.annual_report.checks import rules
from gongkai.law.annual_report.forms import form
from gongkai.law.annual_report.model import Finding, FormVersion, Severity
from gongkai.web.access import permitted, today
from gongkai.web.ui import anchors, grids
from gongkai.web.ui.frames import Chip
from gongkai.web.workbench.reading_grids import Look, linked, place_of
from gongkai.web.workbench.reading_rows import report_url
from gongkai.web.workbench.reading_views import collection_or_404, collection_page

#: Findings of one check that are printed; a check that fires on everything is told by its number.
MOST_OF_A_KIND = 200
#: The name of a table as the sums have it, by its number.
NAMES = {2: "二", 3: "三", 4: "四"}


@dataclass
class Kind:
    """All findings of one check, with the reports they are about."""

    id: str
    label: str
    severity: Severity
    cites: Sequence[str]
    found: list[tuple[CollectedReport, Finding, str]] = field(default_factory=list)

    @property
    def shown(self) -> list[tuple[CollectedReport, Finding, str]]:
        """Give the findings that are printed."""
        return self.found[:MOST_OF_A_KIND]

    @property
    def reports(self) -> int:
        """Give in how many reports something was found."""
        return len({report.pk for report, _, _ in self.found})


@permitted(VERB)
@require_safe
def findings(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """List what was found in all reports, by weight and by check."""
    organ, shown = collection_or_404(request, code, pk)
    counted = queries.counts(shown)
    wanted = request.GET.get("severity", "")
    kinds = [kind for kind in _kinds(organ, shown) if not wanted or kind.severity.value == wanted]
    labels = (("error", _("错误"), "errors"), ("warning", _("提醒"), "warnings"), ("info", _("提示"), "hints"))
    chips = [
        Chip(label, "?" if name == wanted else f"?severity={name}", on=name == wanted, count=counted[count])
        for name, label, count in labels
    ]
    return collection_page(
        request, "reading_findings.html", organ, shown, tab="findings", counted=counted, kinds=kinds, chips=chips
    )


def _kinds(organ: Organ, shown: Collection) -> list[Kind]:
    kinds: dict[tuple[str, Severity], Kind] = {}
    for report in queries.findings_of(shown):
        url, version = report_url(report, organ.code), read_tables(report).form
        for raw in report.findings:
            finding = stored.finding_in(raw)
            rule = rules().get(finding.id)
            label = rule.label if rule else ""
            kind = kinds.setdefault(
                (finding.id, finding.severity), Kind(finding.id, label, finding.severity, finding.cites)
            )
            kind.found.append((report, finding, f"{url}{_at(finding, version)}"))
    weights = list(Severity)
    return sorted(kinds.values(), key=lambda kind: (weights.index(kind.severity), -len(kind.found), kind.id))


def _at(finding: Finding, version: FormVersion) -> str:
    """Give the rest of an address that leads to the place of a finding on the page of its report."""
    place, anchor = place_of(finding.where), anchors.anchor(finding.where)
    return f"?cell={cells.key_of(place, version)}#{anchor}" if place else f"#{anchor}"


@permitted(VERB)
@require_safe
def figures(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """
    Add the reports of a year up; a cell shows what each organ has in it.

    :raises Http404: there is no such cell, or the year is no number.
    """
    organ, shown = collection_or_404(request, code, pk)
    years = years_of(shown)
    year = _year(request, years)
    if year is None:
        return collection_page(request, "reading_sums.html", organ, shown, tab="sums", sums=None)
    found = sums(shown, year, on=today())
    chosen = request.GET.get("cell", "")
    context: dict[str, Any] = {"sums": found, "cell": _cell(found, chosen, organ), "chosen": chosen}
    if request.headers.get("HX-Target") == "cell":
        return render(request, "workbench/reading_sum_cell.html", {**context, "organ": organ, "collection": shown})
    return collection_page(
        request,
        "reading_sums.html",
        organ,
        shown,
        tab="sums",
        year=year,
        years=[Chip(str(known), f"?year={known}", on=known == year, count=count) for known, count in sorted(years)],
        grids=_grids(found, shown, organ, chosen),
        departures=[(report, found.departures(report)) for report in found.stated],
        left_out=[(report, report_url(report, organ.code), why) for report, why in found.left_out],
        **context,
    )


def _year(request: HttpRequest, years: Sequence[tuple[int, int]]) -> int | None:
    asked = request.GET.get("year", "")
    if asked and not asked.isdecimal():
        raise Http404
    return int(asked) if asked else years[0][0] if years else None


def _grids(found: Sums, shown: Collection, organ: Organ, chosen: str) -> dict[int, Any]:
    url = reverse("workbench:reading-sums", args=[organ.code, shown.pk])
    marks: dict[int, dict[tuple[str, str], tuple[str, str]]] = defaultdict(dict)
    for report in found.stated:
        for gap in found.departures(report):
            table, row, column = gap.place
            number = next(number for number, name in NAMES.items() if name == table)
            marks[number][row, column] = ("danger", _departure(gap))
    made = grids.all_tables(form(found.tables.form), found.tables, marks=marks)
    look = Look(url, f"&year={found.year}#cell", chosen=chosen)
    return {number: linked(grid, found.tables, look) for number, grid in zip(NAMES, made, strict=True)}


def _departure(gap: Departure) -> str:
    return _("汇总报告填%(stated)s，各单位之和为%(total)s") % {"stated": gap.stated, "total": gap.total}


@dataclass(frozen=True)
class SumCell:
    """A cell of the sum with what each organ has in it."""

    name: str
    total: Any
    shares: Sequence[tuple[CollectedReport, Any, str, float]]
    stated: Sequence[tuple[CollectedReport, Any]]


def _cell(found: Sums, chosen: str, organ: Organ) -> SumCell | None:
    if not chosen:
        return None
    version = found.tables.form
    try:
        place: Place = cells.place_of(chosen, version)
    except cells.UnknownCell:
        raise Http404 from None
    total = cells.value_at(found.tables, place)
    shares = found.shares(NAMES[place.table], place.row, place.column)
    largest = max((float(share.value) for share in shares if share.value), default=0.0)
    return SumCell(
        name=cells.name_of(place, version),
        total=total,
        shares=[
            (
                share.report,
                share.value,
                f"{report_url(share.report, organ.code)}?cell={chosen}#cell",
                100 * float(share.value or 0) / largest if largest else 0.0,
            )
            for share in shares
        ],
        stated=[(report, cells.value_at(found.figures[report.pk], place)) for report in found.stated],
    )
