"""Applications at the desk: the register, one case with its clock and lawful next steps, the day sheet."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.apps.core.sealing import unseal
from gongkai.apps.foi import operations
from gongkai.apps.foi.models import ApplicantKind, FeeNotice, FoiPart, FoiRequest
from gongkai.apps.foi.queries import flow_events, visible_to
from gongkai.apps.organs.models import Organ
from gongkai.law import foi_flow
from gongkai.law.calendar import Calendar
from gongkai.law.foi_flow import EventKind, ImpossibleDay, Option, State, UnlawfulMove
from gongkai.law.outcomes import Outcome, rule
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.ui.frames import Chip
from gongkai.web.workbench.clock import bar_of
from gongkai.web.workbench.forms.foi import OutcomeForm, ReceiptForm, ReceiveForm, ReplyForm, StepForm, situation_of
from gongkai.web.workbench.frame import page

PAGE = 50
#: Steps with a page of their own.
OWN_PAGES = {EventKind.REPLIED, EventKind.REPLIED_ON_THE_SPOT}
#: Steps that a person never takes by hand here.
HIDDEN = {EventKind.SUBMITTED, EventKind.REGISTERED, EventKind.PART_REPLIED}
REFUSALS = (UnlawfulMove, ImpossibleDay, operations.FoiError)


@permitted("foi.read")
@require_safe
def requests(request: HttpRequest, code: str) -> HttpResponse:
    """List the organ's applications: open ones by due date, or those of a year."""
    organ = organ_or_404(request, code, "foi.read")
    known = visible_to(person(request), on=today()).filter(organ=organ).select_related("holder")
    chosen = request.GET.get("show", "open")
    open_ones = known.filter(closed_on__isnull=True).exclude(state=State.NOT_RECEIVED.value)
    shown = {
        "open": open_ones.order_by("due_on", "id"),
        "late": open_ones.filter(due_on__lt=today()).order_by("due_on"),
    }.get(chosen)
    if shown is None:
        shown = known.filter(year=int(chosen)) if chosen.isdigit() else known
    calendar = operations.calendar_of(organ)
    rows = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    left = {foi.pk: None if foi.closed_on or not foi.due_on else _left(calendar, foi.due_on) for foi in rows}
    years = known.order_by("-year").values_list("year", flat=True).distinct()
    base = reverse("workbench:foi", args=[code])
    chips = [
        Chip(_("在办"), f"{base}?show=open", on=chosen == "open", count=open_ones.count()),
        Chip(_("超期"), f"{base}?show=late", on=chosen == "late", count=open_ones.filter(due_on__lt=today()).count()),
        *(Chip(str(year), f"{base}?show={year}", on=chosen == str(year)) for year in years),
    ]
    return page(request, "foi.html", organ, here="foi", rows=rows, left=left, chips=chips)


def _left(calendar: Calendar, due_on: date) -> int:
    if due_on >= today():
        return calendar.working_days_between(today(), due_on)
    return -calendar.working_days_between(due_on, today())


@permitted("foi.register")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Register an application that came to the counter, by post, fax or mail."""
    organ = organ_or_404(request, code, "foi.register")
    form = ReceiveForm(request.POST or None, initial={"submitted_on": today(), "channel": "in_person"})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        applicant = {name: data[name] for name in form.APPLICANT} | {"kind": ApplicantKind(data["kind"])}
        moment = (
            timezone.now()
            if data["submitted_on"] == today()
            else datetime.combine(data["submitted_on"], time(4), tzinfo=UTC)
        )
        try:
            foi = operations.receive(
                organ=organ,
                by=person(request),
                at=moment,
                channel=data["channel"],
                applicant=operations.ApplicantData(**applicant),
                wanted=operations.Wanted(**{name: data[name] for name in form.WANTED}),
            )
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已登记 %(serial)s。请接着确定收到之日。") % {"serial": foi.serial})
            return redirect("workbench:foi-request", code, foi.public_key)
    return page(request, "foi_new.html", organ, here="foi", form=form, status=400 if form.errors else 200)


@permitted("foi.read")
@require_safe
def detail(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show one application: facts, what happened, the clock, what the law allows next."""
    organ, foi = _foi(request, code, key, "foi.read")
    events, calendar = flow_events(foi), operations.calendar_of(organ)
    clock = foi_flow.clock(events, on=today(), calendar=calendar)
    options = [
        option
        for option in foi_flow.lawful_moves(events, on=today(), calendar=calendar)
        if option.move.event not in HIDDEN
    ]
    now = foi_flow.state_of(events)
    return page(
        request,
        "foi_request.html",
        organ,
        here="foi",
        foi=foi,
        applicant=unseal(foi.applicant.name_sealed),
        phone=unseal(foi.applicant.phone_sealed),
        channel=foi_flow.SubmissionChannel(foi.channel).label,
        state=now,
        clock=clock,
        bar=bar_of(clock, on=today()),
        history=[(event, foi_flow.EventKind(event.kind)) for event in reversed(foi.events.select_related("by"))],
        allowed=[(option, _step_url(foi, option)) for option in options if option.allowed],
        refused=[option for option in options if not option.allowed and option.move.source is now],
        letters=foi.letters.all(),
        parts=foi.parts.select_related("letter"),
        links=foi.links_out.select_related("target"),
    )


def _step_url(foi: FoiRequest, option: Option) -> str:
    code, key, event = foi.organ.code, foi.public_key, option.move.event
    if event in OWN_PAGES:
        return reverse("workbench:foi-reply", args=[code, key]) + (
            "?spot=1" if event is EventKind.REPLIED_ON_THE_SPOT else ""
        )
    return reverse("workbench:foi-step", args=[code, key, event.value])


@permitted("foi.read")
@require_safe
def sheet(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show the day sheet (期限说明单): each calendar day, whether it counts, and why."""
    organ, foi = _foi(request, code, key, "foi.read")
    laid_out = foi_flow.day_sheet(
        flow_events(foi), on=max(today(), foi.closed_on or today()), calendar=operations.calendar_of(organ)
    )
    return page(request, "foi_sheet.html", organ, here="foi", foi=foi, sheet=laid_out)


@permitted("foi.handle")
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, code: str, key: str, event: str) -> HttpResponse:
    """
    Take one step of the flow; the form asks for the facts that the law wants.

    :raises Http404: there is no such step.
    """
    organ, foi = _foi(request, code, key, "foi.handle")
    if event not in list(EventKind) or EventKind(event) in OWN_PAGES | HIDDEN:
        raise Http404
    kind = EventKind(event)
    if kind is EventKind.REOPENED and foi.closed_on is None:
        raise Http404
    move = _move(foi, kind)
    kind_of_form = ReceiptForm if kind is EventKind.RECEIPT_CONFIRMED else StepForm
    form = kind_of_form(request.POST or None, move=move, foi=foi, today=today())
    if request.method == "POST" and form.is_valid():
        try:
            target = _take(foi, kind, form, request)
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已办理：%(step)s。") % {"step": move.label})
            return redirect("workbench:foi-request", code, target.public_key)
    return page(
        request, "foi_step.html", organ, here="foi", foi=foi, move=move, form=form, status=400 if form.errors else 200
    )


def _move(foi: FoiRequest, kind: EventKind) -> foi_flow.Move:
    try:
        return foi_flow.apply(State(foi.state), kind)
    except UnlawfulMove:
        raise Http404 from None


def _take(foi: FoiRequest, kind: EventKind, form: StepForm, request: HttpRequest) -> FoiRequest:
    """Call the operation of the step; the ones that write more than an event have a verb of their own."""
    by, on, facts = person(request), form.cleaned_data["on"], form.facts()
    own: dict[EventKind, Callable[[], object]] = {
        EventKind.RECEIPT_CONFIRMED: lambda: operations.confirm_receipt(foi=foi, by=by, on=on, facts=facts),
        EventKind.EXTENDED: lambda: operations.extend(
            foi=foi, by=by, on=on, days=facts["days"], reason=facts["reason"], approved_by=facts["approved_by"]
        ),
        EventKind.SPLIT: lambda: operations.split(
            foi=foi, by=by, on=on, descriptions=[line.strip() for line in facts["parts"].splitlines() if line.strip()]
        ),
        EventKind.FEE_NOTICE: lambda: operations.notify_fee(
            foi=foi, by=by, on=on, mode=FeeNotice.Mode(facts["mode"]), quantity=facts["quantity"]
        ),
        EventKind.FEE_NOTICE_DELIVERED: lambda: operations.note_fee_notice_delivered(
            foi=foi, by=by, on=on, evidence=facts["evidence"]
        ),
        EventKind.FEE_PAID: lambda: operations.take_payment(foi=foi, by=by, on=on),
    }
    if kind is EventKind.REOPENED:
        reply_by = form.cleaned_data.get("reply_by")
        letter = foi.letters.filter(serial=facts["old_reply"]).first() or foi.letters.last()
        if letter is None:
            raise operations.FoiError(_("这件申请没有答复文书，不能重新办理。"))
        return operations.order_new_reply(
            letter=letter, by=by, on=on, basis=facts["basis"], ruling=facts["ruling"], reply_by=reply_by
        )
    own.get(kind, lambda: operations.move(foi=foi, event=kind, by=by, on=on, facts=facts))()
    return foi


@permitted("foi.handle")
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Reply: choose the outcome, then give what it demands; a part of a split application is answered the same way."""
    organ, foi = _foi(request, code, key, "foi.handle")
    part = (
        foi.parts.filter(position=request.GET["part"], outcome="").first()
        if request.GET.get("part", "").isdigit()
        else None
    )
    asked = request.GET.get("outcome", "")
    if asked not in list(Outcome):
        form = OutcomeForm(request.GET if "outcome" in request.GET else None, on=today())
        return page(
            request, "foi_outcome.html", organ, here="foi", foi=foi, form=form, part=part, spot="spot" in request.GET
        )
    outcome = Outcome(asked)
    situation = situation_of(foi, on=today(), calendar=operations.calendar_of(organ))
    reply_form = ReplyForm(request.POST or None, foi=foi, outcome=outcome, situation=situation, today=today())
    if request.method == "POST" and reply_form.is_valid():
        try:
            letter = _reply(request, foi, part, outcome, reply_form)
        except REFUSALS as error:
            reply_form.add_error(None, str(error))
        else:
            messages.success(request, _("已答复，文书 %(serial)s。") % {"serial": letter.serial})
            return redirect("workbench:foi-request", code, key)
    status = 400 if reply_form.errors else 200
    return page(
        request,
        "foi_reply.html",
        organ,
        here="foi",
        foi=foi,
        form=reply_form,
        outcome=rule(outcome, today()),
        part=part,
        status=status,
    )


def _reply(request: HttpRequest, foi: FoiRequest, part: FoiPart | None, outcome: Outcome, form: ReplyForm) -> Any:
    common = {
        "by": person(request),
        "on": form.cleaned_data["on"],
        "outcome": outcome,
        "facts": form.facts(),
        "approved_by": form.cleaned_data["approved_by"],
    }
    if part is not None:
        return operations.reply_part(part=part, **common)
    return operations.reply(foi=foi, on_the_spot="spot" in request.GET, **common)


def _foi(request: HttpRequest, code: str, key: str, verb: str) -> tuple[Organ, FoiRequest]:
    """Give a request that the person may know of; a restricted one does not exist for others."""
    organ = organ_or_404(request, code, verb)
    known = visible_to(person(request), on=today(), verb=verb).filter(organ=organ)
    foi = known.select_related("organ", "applicant", "reopens__foi", "holder").filter(public_key=key).first()
    if foi is None:
        raise Http404
    return organ, foi
