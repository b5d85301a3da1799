"""Taking a step with an application: the steps of the flow one by one, and the reply."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.apps.foi import operations
from gongkai.apps.foi.models import FeeNotice, FoiPart, FoiRequest, Letter
from gongkai.apps.foi.queries import flow_events, outcome_of_parts
from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.queries import calendar_of
from gongkai.law import foi_flow
from gongkai.law.foi_flow import EventKind, Situation, State, UnlawfulMove
from gongkai.law.outcomes import Outcome, rule
from gongkai.web.access import permitted, person, today
from gongkai.web.workbench import letter_previews
from gongkai.web.workbench.foi_views import REFUSALS, foi_or_404
from gongkai.web.workbench.forms.foi import ReceiptForm, StepForm
from gongkai.web.workbench.forms.replies import Answer, ReplyForm, answer_named, answers
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once
from gongkai.web.workbench.steps import HIDDEN, OWN_PAGES
from gongkai.web.workbench.words import say

#: The step of the flow behind each way to reply.
REPLIES = {
    "letter": EventKind.REPLIED,
    "combined": EventKind.REPLIED,
    "part": EventKind.PART_REPLIED,
    "spot": EventKind.REPLIED_ON_THE_SPOT,
}


@permitted("foi.handle")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def step(request: HttpRequest, code: str, key: str, event: str) -> HttpResponse:
    """Take one step of the flow; the form asks for what the law's data says the step needs."""
    organ, foi = foi_or_404(request, code, key, "foi.handle")
    kind = _kind_or_404(event)
    move = _move_or_404(foi, kind)
    kind_of_form = ReceiptForm if kind is EventKind.RECEIPT_CONFIRMED else StepForm
    form = kind_of_form(request.POST or None, move=move, foi=foi, situation=_situation(foi))
    papers = letter_previews.papers(request, foi, kind, form)
    if request.method == "POST" and papers is None and form.is_valid():
        try:
            target = _take(foi, kind, form, request)
        except REFUSALS as error:
            form.refuse(error)
        else:
            messages.success(request, _("已办理：%(step)s。") % {"step": say(move.label)})
            return redirect("workbench:foi-request", code, target.public_key)
    status = 400 if form.errors else 200
    return page(
        request,
        "foi_step.html",
        organ,
        here="foi",
        trail=_trail(foi, say(move.label)),
        foi=foi,
        move=move,
        form=form,
        papers=papers,
        may_preview=letter_previews.possible(move),
        refusal=_refusal(foi, kind),
        status=status,
    )


def _kind_or_404(event: str) -> EventKind:
    if event not in list(EventKind) or EventKind(event) in OWN_PAGES | HIDDEN:
        raise Http404
    return EventKind(event)


def _move_or_404(foi: FoiRequest, kind: EventKind) -> foi_flow.Move:
    try:
        return foi_flow.apply(State(foi.state), kind)
    except UnlawfulMove:
        raise Http404 from None


def _refusal(foi: FoiRequest, kind: EventKind) -> str:
    """Say why the step cannot be taken now, before anybody types."""
    options = foi_flow.lawful_moves(flow_events(foi), on=today(), calendar=calendar_of(foi.organ))
    return next((option.reason for option in options if option.move.event is kind and not option.allowed), "")


def _situation(foi: FoiRequest) -> Situation:
    return Situation(events=tuple(flow_events(foi)), on=today(), calendar=calendar_of(foi.organ))


def _trail(foi: FoiRequest, label: str) -> list[tuple[str, str]]:
    return [(foi.serial, reverse("workbench:foi-request", args=[foi.organ.code, foi.public_key])), (label, "")]


def _take(foi: FoiRequest, kind: EventKind, form: StepForm, request: HttpRequest) -> FoiRequest:
    """Call the operation of the step; the ones that write more than an event have a verb of their own."""
    by, on, facts = person(request), form.cleaned_data["on"], form.facts()
    if kind is EventKind.REOPENED:
        return _order_new_reply(foi, form, request)
    own: dict[EventKind, Callable[[], object]] = {
        EventKind.RECEIPT_CONFIRMED: lambda: operations.confirm_receipt(foi=foi, by=by, on=on, facts=facts),
        EventKind.EXTENDED: lambda: operations.extend(
            foi=foi, by=by, on=on, days=facts["days"], reason=facts["reason"], approved_by=facts["approved_by"]
        ),
        EventKind.SPLIT: lambda: operations.split(foi=foi, by=by, on=on, descriptions=_lines(facts["parts"])),
        EventKind.FEE_NOTICE: lambda: operations.notify_fee(
            foi=foi, by=by, on=on, mode=FeeNotice.Mode(facts["mode"]), quantity=facts["quantity"]
        ),
        EventKind.FEE_NOTICE_DELIVERED: lambda: operations.note_fee_notice_delivered(
            foi=foi, by=by, on=on, evidence=facts["evidence"]
        ),
        EventKind.FEE_PAID: lambda: operations.take_payment(foi=foi, by=by, on=on),
    }
    own.get(kind, lambda: operations.move(foi=foi, event=kind, by=by, on=on, facts=facts))()
    return foi


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _order_new_reply(foi: FoiRequest, form: StepForm, request: HttpRequest) -> FoiRequest:
    data = form.cleaned_data
    letter = foi.letters.filter(serial=data["old_reply"]).first()
    if letter is None:
        raise operations.FoiError(_("这件申请没有答复文书，不能重新办理。"))
    return operations.order_new_reply(
        letter=letter,
        by=person(request),
        on=data["on"],
        basis=data["basis"],
        ruling=data["ruling"],
        reply_by=data.get("reply_by"),
    )


@permitted("foi.handle")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def reply(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Reply: choose the outcome, then give what it demands; a part of a split application is answered the same way."""
    organ, foi = foi_or_404(request, code, key, "foi.handle")
    part, situation = _part(request, foi), _situation(foi)
    way = _way(request, foi, part)
    answer = _answer(request, foi, situation, way)
    if answer is None:
        return _choose(request, organ, foi, part, situation)
    proposing = "propose" in request.POST
    form = ReplyForm(request.POST or None, foi=foi, answer=answer, situation=situation, way=way, proposing=proposing)
    papers = letter_previews.papers(request, foi, REPLIES[way], form, part=part, decided=_decided(answer, part))
    if request.method == "POST" and papers is None and form.is_valid():
        try:
            if proposing:
                return _propose(request, foi, part, form)
            letter = _reply(request, foi, part, form)
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已答复，文书 %(serial)s。") % {"serial": letter.serial})
            return redirect("workbench:foi-request", code, key)
    status = 400 if form.errors else 200
    return page(
        request,
        "foi_reply.html",
        organ,
        here="foi",
        trail=_trail(foi, _("作出答复")),
        foi=foi,
        form=form,
        answer=answer,
        part=part,
        papers=papers,
        refusal=_refusal(foi, EventKind.PART_REPLIED if part else EventKind.REPLIED),
        status=status,
    )


def _propose(request: HttpRequest, foi: FoiRequest, part: FoiPart | None, form: ReplyForm) -> HttpResponse:
    """Hand the letter to the approver; how it is delivered is proven when it is issued."""
    approver = form.cleaned_data["approved_by"]
    operations.propose(
        foi=foi,
        event=REPLIES[form.way],
        by=person(request),
        at=timezone.now(),
        outcome=Outcome(form.answer.rule.outcome),
        facts=form.facts(),
        approver=approver,
        part=part,
    )
    messages.success(request, _("已送 %(who)s 审批。") % {"who": approver})
    return redirect("workbench:foi-request", foi.organ.code, foi.public_key)


def _decided(answer: Answer, part: FoiPart | None) -> dict[str, str]:
    """Give what the reply decides, as the operation tells the kernel."""
    decided = {"outcome": answer.rule.outcome.value}
    return decided | ({"part": str(part.position)} if part else {})


def _part(request: HttpRequest, foi: FoiRequest) -> FoiPart | None:
    """Give the part that is answered; an answered one, or one that is not there, does not exist here."""
    asked = request.GET.get("part", "")
    if not asked:
        return None
    part = foi.parts.filter(position=int(asked), outcome="").first() if asked.isdigit() else None
    if part is None:
        raise Http404
    return part


def _way(request: HttpRequest, foi: FoiRequest, part: FoiPart | None) -> str:
    if part is not None:
        return "part"
    if foi.parts.exists() and not foi.parts.filter(outcome="").exists():
        return "combined"
    return "spot" if "spot" in request.GET else "letter"


def _answer(request: HttpRequest, foi: FoiRequest, situation: Situation, way: str) -> Answer | None:
    """Give the chosen answer; a split application ends in the one row that its parts make together."""
    if way == "combined":
        return Answer(rule(outcome_of_parts(foi), today()), None, ())
    return answer_named(request.GET.get("outcome", ""), situation.evidence, on=today())


def _choose(
    request: HttpRequest, organ: Organ, foi: FoiRequest, part: FoiPart | None, situation: Situation
) -> HttpResponse:
    asked = "outcome" in request.GET
    return page(
        request,
        "foi_outcome.html",
        organ,
        here="foi",
        trail=_trail(foi, _("选择办理结果")),
        foi=foi,
        groups=answers(situation.evidence, on=today()),
        part=part,
        spot="spot" in request.GET,
        missed=asked,
        refusal=_refusal(foi, EventKind.PART_REPLIED if part else EventKind.REPLIED),
        status=400 if asked else 200,
    )


def _reply(request: HttpRequest, foi: FoiRequest, part: FoiPart | None, form: ReplyForm) -> Letter:
    common: dict[str, Any] = {
        "by": person(request),
        "on": form.cleaned_data["on"],
        "outcome": Outcome(form.answer.rule.outcome),
        "facts": form.facts(),
        "approved_by": form.cleaned_data["approved_by"],
    }
    if part is not None:
        return operations.reply_part(part=part, **common)
    return operations.reply(foi=foi, on_the_spot=form.way == "spot", **common)
