"""Reconsideration and lawsuits at the desk."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.apps.foi.queries import visible_to
from gongkai.apps.proceedings import operations
from gongkai.apps.proceedings.models import Proceeding
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.workbench.forms.proceedings import DecideProceedingForm, OpenProceedingForm
from gongkai.web.workbench.frame import page


@permitted("proceeding.read")
@require_http_methods(["GET", "HEAD"])
def proceedings(request: HttpRequest, code: str) -> HttpResponse:
    """List the organ's cases, newest first."""
    organ = organ_or_404(request, code, "proceeding.read")
    return page(request, "proceedings.html", organ, here="proceedings", rows=Proceeding.objects.filter(organ=organ))


@permitted("proceeding.write")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Register a case."""
    organ = organ_or_404(request, code, "proceeding.write")
    form = OpenProceedingForm(request.POST or None, organ=organ)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        kind, filed_on = Proceeding.Kind(data.pop("kind")), data.pop("filed_on")
        try:
            case = operations.open_proceeding(organ=organ, kind=kind, by=person(request), on=filed_on, **data)
        except operations.ProceedingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已登记 %(serial)s。") % {"serial": case.serial})
            return redirect("workbench:proceeding", code, case.pk)
    return page(
        request, "proceeding_new.html", organ, here="proceedings", form=form, status=400 if form.errors else 200
    )


@permitted("proceeding.read")
@require_http_methods(["GET", "HEAD", "POST"])
def proceeding(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show a case; record how it ended."""
    organ = organ_or_404(request, code, "proceeding.read")
    case = Proceeding.objects.filter(organ=organ, pk=pk).select_related("letter__foi", "earlier").first()
    if case is None:
        raise Http404
    form = DecideProceedingForm(request.POST or None, initial={"result": case.result, "decided_on": case.decided_on})
    if request.method == "POST" and form.is_valid():
        organ_or_404(request, code, "proceeding.write")
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
        except operations.ProceedingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已记录结果。"))
            return redirect("workbench:proceeding", code, case.pk)
    known = case.letter is not None and visible_to(person(request), on=today()).filter(pk=case.letter.foi_id).exists()
    return page(
        request,
        "proceeding.html",
        organ,
        here="proceedings",
        case=case,
        letter=case.letter if known else None,
        form=form,
        status=400 if form.errors else 200,
    )
