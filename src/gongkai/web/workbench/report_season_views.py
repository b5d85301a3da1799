"""The reporting season at the desk of whoever adds up: who has reported, who is late, the sum, and what goes to the next level."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.apps.organs.models import Organ
from gongkai.apps.reporting.collecting import cells
from gongkai.apps.reporting.collecting.stored import finding_in
from gongkai.apps.reporting.models import ReceivedPackage, Season, SeasonReport, SigningKey, TrustedKey
from gongkai.apps.reporting.season import operations, queries
from gongkai.apps.reporting.season.arrivals import report_of
from gongkai.apps.reporting.season.exports import season_xlsx
from gongkai.apps.reporting.season.ground import VERB, SeasonError
from gongkai.apps.reporting.season.members import adds_up
from gongkai.apps.reporting.season.summing import Total, total_of
from gongkai.documents.packages import key_id
from gongkai.law.annual_report.forms import form as form_of
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.ui import grids
from gongkai.web.ui.frames import NavItem
from gongkai.web.workbench.forms.seasons import ChangeForm, CloseForm, PackageForm, SeasonForm, TrustForm
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once
from gongkai.web.workbench.reading_grids import Look, linked, marks_of

READ = "roll_up.read"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@permitted(READ)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def seasons(request: HttpRequest, code: str) -> HttpResponse:
    """List the seasons, and open that of a year."""
    organ = organ_or_404(request, code, VERB if request.method == "POST" else READ)
    form = SeasonForm(request.POST or None, initial={"year": today().year - 1})
    if request.method == "POST" and form.is_valid():
        year = form.cleaned_data["year"]
        try:
            operations.open_season(organ=organ, year=year, by=person(request), at=timezone.now())
        except SeasonError as error:
            form.add_error("year", str(error))
        else:
            return redirect("workbench:season", code, year)
    rows = Season.objects.filter(organ=organ).select_related("opened_by", "closed_by")
    return page(
        request,
        "seasons.html",
        organ,
        here="seasons",
        rows=rows,
        form=form,
        adds_up=adds_up(organ),
        status=400 if form.errors else 200,
    )


def season_or_404(request: HttpRequest, code: str, year: int, verb: str = READ) -> tuple[Organ, Season]:
    """
    Give a season within reach.

    :raises Http404: no such organ or season, or not within reach; all look alike.
    """
    organ = organ_or_404(request, code, verb)
    season = Season.objects.filter(organ=organ, year=year).select_related("organ").first()
    if season is None:
        raise Http404
    return organ, season


def season_page(
    request: HttpRequest, organ: Organ, season: Season, template: str, *, tab: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Answer with a page of a season, with its tabs."""
    labels = (("season", _("报送情况")), ("season-sums", _("汇总")), ("season-exchange", _("数据包")))
    arguments = [organ.code, season.year]
    tabs = [NavItem(label, reverse(f"workbench:{name}", args=arguments), current=name == tab) for name, label in labels]
    trail = [(str(season.year), reverse("workbench:season", args=arguments) if tab != "season" else "")]
    trail += [] if tab == "season" else [(str(next((item.label for item in tabs if item.current), "")), "")]
    return page(
        request, template, organ, here="seasons", trail=trail, status=status, season=season, tabs=tabs, **context
    )


@permitted(READ)
@require_safe
def season(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show who has reported, who has not and by how many days, and what was found."""
    organ, shown = season_or_404(request, code, year)
    return show(request, organ, shown)


def show(request: HttpRequest, organ: Organ, shown: Season, forms: Mapping[str, Any] | None = None) -> HttpResponse:
    """Answer with the list of a season; forms that were refused keep what was typed."""
    given = dict(forms or {})
    lines = queries.overview(shown, on=today())
    return season_page(
        request,
        organ,
        shown,
        "season.html",
        tab="season",
        lines=lines,
        arrived=sum(line.report is not None for line in lines),
        missing=[line for line in lines if line.report is None],
        late=sum(line.days_late > 0 for line in lines),
        faulty=sum(bool(line.report and line.report.errors) for line in lines),
        changes=shown.changes.select_related("by"),
        own=organ.annual_reports.filter(year=shown.year).first(),
        change=given.get("change") or ChangeForm(auto_id="change_%s"),
        close=given.get("close") or CloseForm(auto_id="close_%s"),
        act=given.get("act"),
        status=400 if given else 200,
    )


@permitted(READ)
@require_safe
def sums(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """
    Add up; a cell shows what each organ has in it.

    :raises Http404: there is no such cell.
    """
    organ, shown = season_or_404(request, code, year)
    total = total_of(shown)
    chosen = request.GET.get("cell", "")
    context: dict[str, Any] = {"total": total, "cell": _share(organ, shown, total, chosen), "chosen": chosen}
    if request.headers.get("HX-Target") == "cell":
        return render(request, "workbench/season_cell.html", {**context, "organ": organ, "season": shown})
    return season_page(
        request,
        organ,
        shown,
        "season_sums.html",
        tab="season-sums",
        grids=_grids(organ, shown, total, chosen),
        **context,
    )


def _grids(organ: Organ, shown: Season, total: Total, chosen: str) -> dict[int, Any]:
    made = grids.all_tables(form_of(total.tables.form), total.tables)
    look = Look(reverse("workbench:season-sums", args=[organ.code, shown.year]), "#cell", chosen=chosen)
    return {number: linked(grid, total.tables, look) for number, grid in zip((2, 3, 4), made, strict=True)}


def _share(organ: Organ, shown: Season, total: Total, chosen: str) -> dict[str, Any] | None:
    if not chosen:
        return None
    version = total.tables.form
    try:
        place = cells.place_of(chosen, version)
    except cells.UnknownCell:
        raise Http404 from None
    shares = total.shares(str(place.table), place.row, place.column)
    largest = max((float(value or 0) for _report, value in shares), default=0.0)
    lines = [
        (
            report,
            value,
            reverse("workbench:season-report", args=[organ.code, shown.year, report.code]),
            100 * float(value or 0) / largest,
        )
        for report, value in shares
    ]
    return {"name": cells.name_of(place, version), "total": cells.value_at(total.tables, place), "shares": lines}


@permitted(READ)
@require_safe
def report(request: HttpRequest, code: str, year: int, member: str) -> HttpResponse:
    """
    Show one organ's report as the season counts it: text, figures, findings, where it came from.

    :raises Http404: it has not arrived.
    """
    organ, shown = season_or_404(request, code, year)
    row = SeasonReport.objects.filter(season=shown, code=member).select_related("organ").first()
    if row is None:
        raise Http404
    read = report_of(row, shown.year)
    findings = [finding_in(finding) for finding in row.findings]
    if read.tables is None:
        raise Http404
    made = grids.all_tables(form_of(read.tables.form), read.tables, marks=marks_of(findings))
    return page(
        request,
        "season_report.html",
        organ,
        here="seasons",
        trail=[(str(shown.year), reverse("workbench:season", args=[code, year])), (row.name, "")],
        season=shown,
        row=row,
        current=read,
        findings=findings,
        grids=dict(zip((2, 3, 4), made, strict=True)),
    )


@permitted(READ)
@require_safe
def exchange(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show keys, packages that came, and what goes to the next level."""
    organ, shown = season_or_404(request, code, year)
    return exchange_page(request, organ, shown)


def exchange_page(
    request: HttpRequest, organ: Organ, shown: Season, forms: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Answer with the page of packages; forms that were refused keep what was typed."""
    given = dict(forms or {})
    own = SigningKey.objects.filter(organ=organ, retired_at__isnull=True).first()
    trusted = TrustedKey.objects.filter(organ=organ, revoked_at__isnull=True)
    return season_page(
        request,
        organ,
        shown,
        "season_exchange.html",
        tab="season-exchange",
        own=own,
        own_name=key_id(own.public) if own and len(own.public) == 44 else "",
        trusted=[(key, key_id(key.public) if len(key.public) == 44 else "") for key in trusted],
        packages=ReceivedPackage.objects.filter(organ=organ, year=shown.year).select_related("received_by"),
        form=given.get("package") or PackageForm(),
        trust=given.get("trust") or TrustForm(),
        act=given.get("act"),
        status=400 if given else 200,
    )


@permitted(READ)
@require_safe
def export(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Give the season as a workbook: a row for each report and finding, and the sum with what each organ has."""
    organ, shown = season_or_404(request, code, year)
    response = HttpResponse(season_xlsx(shown), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="season-{organ.code}-{year}.xlsx"'
    return response
