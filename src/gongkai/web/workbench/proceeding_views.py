"""Reconsideration and lawsuits at the desk."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.permissions import NotPermitted
from gongkai.apps.proceedings import operations
from gongkai.apps.proceedings.models import Proceeding
from gongkai.web.access import organ_or_404, permitted, person
from gongkai.web.workbench.forms.proceedings import DecideProceedingForm, OpenProceedingForm
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once
from gongkai.web.workbench.reach import known_cases, known_requests

REFUSALS = (operations.ProceedingError, NotPermitted)


@permitted("proceeding.read")
@require_safe
def proceedings(request: HttpRequest, code: str) -> HttpResponse:
    """List the organ's cases, newest first."""
    organ = organ_or_404(request, code, "proceeding.read")
    return page(request, "proceedings.html", organ, here="proceedings", rows=known_cases(request, organ))


@permitted("proceeding.write")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Register a case."""
    organ = organ_or_404(request, code, "proceeding.write")
    form = OpenProceedingForm(
        request.POST or None, requests=known_requests(request, organ), cases=known_cases(request, organ)
    )
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        kind, filed_on = Proceeding.Kind(data.pop("kind")), data.pop("filed_on")
        try:
            case = operations.open_proceeding(organ=organ, kind=kind, by=person(request), on=filed_on, **data)
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已登记 %(serial)s。") % {"serial": case.serial})
            return redirect("workbench:proceeding", code, case.pk)
    trail = [(_("登记案件"), "")]
    status = 400 if form.errors else 200
    return page(request, "proceeding_new.html", organ, here="proceedings", trail=trail, form=form, status=status)


@permitted("proceeding.read")
@require_safe
def proceeding(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show a case."""
    organ, case = _case(request, code, pk, "proceeding.read")
    initial = {"result": case.result, "decided_on": case.decided_on, "new_reply_due_on": case.new_reply_due_on}
    return _show(request, organ, case, DecideProceedingForm(initial=initial))


@permitted("proceeding.write")
@require_POST
@once
def decide(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Record how a case ended."""
    organ, case = _case(request, code, pk, "proceeding.write")
    form = DecideProceedingForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            operations.decide_proceeding(
                case=case,
                result=Proceeding.Result(data["result"]),
                by=person(request),
                on=data["decided_on"],
                new_reply_due_on=data["new_reply_due_on"],
                note=data["note"],
            )
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已记录结果。"))
            return redirect("workbench:proceeding", code, case.pk)
    return _show(request, organ, case, form)


def _show(request: HttpRequest, organ: Organ, case: Proceeding, form: DecideProceedingForm) -> HttpResponse:
    foi = case.letter.foi if case.letter else None
    known = foi is not None and known_requests(request, organ).filter(pk=foi.pk).exists()
    earlier = known_cases(request, organ).filter(pk=case.earlier_id).first() if case.earlier_id else None
    return page(
        request,
        "proceeding.html",
        organ,
        here="proceedings",
        trail=[(case.serial, "")],
        case=case,
        letter=case.letter if known else None,
        reopens=case.letter if known and _orders_a_new_reply(case) else None,
        earlier=earlier,
        form=form,
        status=400 if form.errors else 200,
    )


def _orders_a_new_reply(case: Proceeding) -> bool:
    """A letter that was set aside must be written anew; offered until that has begun."""
    overturned = case.result == Proceeding.Result.OVERTURNED or case.new_reply_due_on is not None
    return overturned and case.letter is not None and not case.letter.reopened_by.exists()


def _case(request: HttpRequest, code: str, pk: int, verb: str) -> tuple[Organ, Proceeding]:
    organ = organ_or_404(request, code, verb)
    case = known_cases(request, organ).filter(pk=pk).select_related("letter__foi").first()
    if case is None:
        raise Http404
    return organ, case
