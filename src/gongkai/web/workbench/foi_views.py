"""Applications at the desk: the register, one case with its clock and lawful next steps, the day sheet."""

from collections.abc import Sequence
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.apps.core.sealing import unseal
from gongkai.apps.foi import operations, severance
from gongkai.apps.foi.models import FeeNotice, FoiRequest
from gongkai.apps.foi.queries import open_orders
from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import NotPermitted, may
from gongkai.apps.organs.queries import calendar_of, staff
from gongkai.law import foi_flow
from gongkai.law.foi_flow import ImpossibleDay, SubmissionChannel, UnlawfulMove
from gongkai.web.access import organ_or_404, permitted, today
from gongkai.web.ui import clocks
from gongkai.web.ui.frames import Chip
from gongkai.web.workbench import steps
from gongkai.web.workbench.flows import Running, running
from gongkai.web.workbench.foi_facts import day_told, told
from gongkai.web.workbench.forms.replies import answers
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.reach import known_requests
from gongkai.web.workbench.tally import DONE

PAGE = 50
RELATED_SHOWN = 5
REFUSALS = (UnlawfulMove, ImpossibleDay, operations.FoiError, NotPermitted)


@permitted("foi.read")
@require_safe
def requests(request: HttpRequest, code: str) -> HttpResponse:
    """List the organ's applications: open ones by what is left, or those of a year."""
    organ = organ_or_404(request, code, "foi.read")
    known = known_requests(request, organ).select_related("holder", "organ")
    asked = request.GET.get("show", "open")
    rows = _year(request, known, int(asked)) if asked.isdigit() else _open(request, organ, known, asked)
    return page(
        request,
        "foi.html",
        organ,
        here="foi",
        rows=rows,
        chips=_chips(organ, known, asked),
        handlers=people_who_handle(organ),
        waiting_orders=open_orders(organ).filter(foi__in=known).count(),
    )


def people_who_handle(organ: Organ) -> list[User]:
    """Give the people who may handle applications here."""
    people = {post.user_id: post.user for post in staff(organ, on=today())}
    return [user for user in people.values() if may(user, "foi.handle", organ, on=today())]


def _open(request: HttpRequest, organ: Organ, known: QuerySet[FoiRequest], asked: str) -> Page[Running]:
    """Give the open ones with their clocks as of today, the most urgent first; `late` keeps those that are late."""
    found = running(known.exclude(state__in=DONE), on=today(), calendar=calendar_of(organ))
    rows = [row for row in found if row.clock.overdue] if asked == "late" else found
    ordered = sorted(rows, key=lambda row: (row.clock.due_on is None, row.clock.due_on or date.max, row.foi.pk))
    return Paginator(ordered, PAGE).get_page(request.GET.get("page"))


def _year(request: HttpRequest, known: QuerySet[FoiRequest], year: int) -> Page[Running]:
    shown = Paginator(known.filter(year=year).order_by("-number"), PAGE).get_page(request.GET.get("page"))
    listed: Sequence[FoiRequest] = list(shown.object_list)
    shown.object_list = [Running(foi, (), None, foi_flow.State(foi.state)) for foi in listed]  # type: ignore[arg-type, misc]  # closed ones need no clock
    return shown  # type: ignore[return-value]  # the same page, with its rows wrapped


def _chips(organ: Organ, known: QuerySet[FoiRequest], asked: str) -> list[Chip]:
    base = reverse("workbench:foi", args=[organ.code])
    years = known.order_by("-year").values_list("year", flat=True).distinct()
    return [
        Chip(_("在办"), f"{base}?show=open", on=asked == "open", count=known.exclude(state__in=DONE).count()),
        Chip(_("超期"), f"{base}?show=late", on=asked == "late"),
        *(Chip(str(year), f"{base}?show={year}", on=asked == str(year)) for year in years),
    ]


@permitted("foi.read")
@require_safe
def detail(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show one application: facts, what happened, the clock, what the law allows next."""
    organ, foi = foi_or_404(request, code, key, "foi.read")
    calendar = calendar_of(organ)
    row = running([foi], on=today(), calendar=calendar)[0]
    choices = steps.choices(row, organ, on=today(), calendar=calendar)
    known = known_requests(request, organ)
    applicant = foi.applicant
    return page(
        request,
        "foi_request.html",
        organ,
        here="foi",
        trail=[(foi.serial, "")],
        foi=foi,
        applicant={
            name: unseal(getattr(applicant, f"{name}_sealed")) for name in ("name", "phone", "address", "email")
        },
        channel=SubmissionChannel(foi.channel).label,
        state=row.state,
        clock=row.clock,
        bar=clocks.chart(row.clock, on=today(), calendar=calendar),
        history=[told(event) for event in foi.events.select_related("by").order_by("-position")],
        likely=choices.likely,
        more=choices.more,
        refused=choices.refused,
        groups=[group for group, _answers in answers({}, on=today())],
        letters=foi.letters.all(),
        proposals=foi.proposals.exclude(state="replaced").select_related("approver"),
        orders=foi.orders.all(),
        note_count=foi.notes.count(),
        severable=severance.KINDS,
        files=foi.files.select_related("file", "added_by"),
        parts=foi.parts.select_related("letter"),
        fee=FeeNotice.objects.filter(foi=foi).first(),
        links=foi.links_out.filter(target__in=known).select_related("target"),
        cases=foi_cases(foi),
        before=known.filter(letters=foi.reopens_id).first() if foi.reopens_id else None,
        related=_same_applicant(foi, known),
    )


def foi_cases(foi: FoiRequest) -> Sequence[object]:
    """Give the reconsiderations and lawsuits about the letters of an application."""
    from gongkai.apps.proceedings.models import Proceeding

    return list(Proceeding.objects.filter(letter__foi=foi))


def _same_applicant(foi: FoiRequest, known: QuerySet[FoiRequest]) -> QuerySet[FoiRequest]:
    """Give the newest other applications of the same name (`ogi:36(6)`: a repeated application is told so)."""
    same = known.filter(applicant__name_index=foi.applicant.name_index).exclude(pk=foi.pk)
    return same.order_by("-submitted_at")[:RELATED_SHOWN]


@permitted("foi.read")
@require_safe
def sheet(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show the day sheet (期限说明单): each calendar day, whether it counts, and why."""
    organ, foi = foi_or_404(request, code, key, "foi.read")
    calendar = calendar_of(organ)
    events = running([foi], on=today(), calendar=calendar)[0].events
    laid_out = foi_flow.day_sheet(events, on=max(today(), foi.closed_on or today()), calendar=calendar)
    trail = [(foi.serial, reverse("workbench:foi-request", args=[code, key])), (_("期限说明单"), "")]
    rows = [day_told(row) for row in laid_out.rows]
    return page(request, "foi_sheet.html", organ, here="foi", trail=trail, foi=foi, sheet=laid_out, rows=rows)


def foi_or_404(request: HttpRequest, code: str, key: str, verb: str) -> tuple[Organ, FoiRequest]:
    """
    Give a request that the person may know of; a restricted one does not exist for others.

    :raises Http404: no such organ or application, or not within reach; all look alike.
    """
    organ = organ_or_404(request, code, verb)
    known = known_requests(request, organ, verb).select_related("organ", "applicant", "reopens", "holder")
    foi = known.filter(public_key=key).first()
    if foi is None:
        raise Http404
    return organ, foi
