"""The desk itself: where a person lands, and what is due there."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from gongkai.apps.foi.models import FoiRequest
from gongkai.apps.foi.operations import calendar_of
from gongkai.apps.foi.queries import flow_events, visible_to
from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.permissions import NotPermitted, organs_for, posts_held
from gongkai.apps.publication import queries as publication
from gongkai.apps.publication.models import DisclosureItem
from gongkai.apps.reporting.models import AnnualReport
from gongkai.law import foi_flow
from gongkai.law.annual_report.model import OrganKind
from gongkai.law.deadlines import report_deadline
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.ui import strip
from gongkai.web.workbench.frame import page, verbs_at

STRIP_DAYS = 20
WAITING = (
    DisclosureItem.State.DRAFT,
    DisclosureItem.State.SUBMITTED,
    DisclosureItem.State.REVIEWED,
    DisclosureItem.State.APPROVED,
)


@dataclass(frozen=True)
class OpenRequest:
    """An open application with its clock as of today."""

    foi: FoiRequest
    clock: foi_flow.Clock
    state: foi_flow.State

    @property
    def urgency(self) -> tuple[bool, int]:
        """Sort what runs out first to the top, what waits for the applicant to the end."""
        return (self.clock.left is None, self.clock.left or 0)


@dataclass(frozen=True)
class DueReport:
    """Last year's report while it is not published."""

    year: int
    report: AnnualReport | None
    due_on: date


@permitted("desk.open")
@require_safe
def arrive(request: HttpRequest) -> HttpResponse:
    """Lead a person to the desk of the first post held today."""
    post = posts_held(person(request), on=today()).order_by("organ__path").first()
    if post is None:
        raise NotPermitted(verb="desk.open")
    return redirect("workbench:home", post.organ.code)


@permitted("desk.open")
@require_safe
def home(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is due at an organ: applications by working days left, items waiting for somebody, the report."""
    organ = organ_or_404(request, code, "desk.open")
    held = verbs_at(person(request), organ)
    due = _applications(request, organ) if "foi.read" in held else []
    waiting = _items(request, organ) if "item.read" in held else []
    report = _report(organ) if "report.read" in held else None
    calendar = calendar_of(organ)
    marks: dict[date, list[str]] = {}
    for row in due:
        if row.clock.due_on:
            urgent = row.clock.left is not None and row.clock.left <= 0
            marks.setdefault(row.clock.due_on, []).append("danger" if urgent else "info")
    days = strip.days(calendar, today(), STRIP_DAYS, due=marks)
    late = sum(row.clock.overdue for row in due)
    others = organs_for(person(request), "desk.open", on=today()).exclude(pk=organ.pk)
    return page(
        request, "home.html", organ, here="home", due=due, waiting=waiting, report=report, days=days, late=late, others=others,
        withheld=publication.due_for_reassessment(on=today(), organ=organ) if "item.read" in held else (),
    )  # fmt: skip


def _applications(request: HttpRequest, organ: Organ) -> list[OpenRequest]:
    """Give the open applications with their clocks as of today, the most urgent first."""
    calendar = calendar_of(organ)
    still_open = visible_to(person(request), on=today()).filter(organ=organ, closed_on__isnull=True)
    rows = [
        OpenRequest(foi, foi_flow.clock(flow_events(foi), on=today(), calendar=calendar), foi_flow.State(foi.state))
        for foi in still_open.exclude(state=foi_flow.State.NOT_RECEIVED.value).select_related("reopens__foi")
    ]
    return sorted(rows, key=lambda row: row.urgency)


def _items(request: HttpRequest, organ: Organ) -> list[DisclosureItem]:
    return list(
        publication.visible_to(person(request), on=today())
        .filter(organ=organ, state__in=WAITING)
        .order_by("-state", "drafted_at")[:50]
    )


def _report(organ: Organ) -> DueReport | None:
    """Tell how the report of last year stands, until it is published."""
    kind = OrganKind(organ.kind)
    if kind is OrganKind.VILLAGE:
        return None
    year = today().year - 1
    report = AnnualReport.objects.filter(organ=organ, year=year).first()
    if report is not None and report.state == AnnualReport.State.PUBLISHED:
        return None
    due = report_deadline(kind, year=year).due(date(year, 12, 31), calendar_of(organ))
    return DueReport(year, report, due.day)
