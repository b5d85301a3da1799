"""Yearly counts of decisions, and charges, at the desk."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.apps.organs.models import Organ
from gongkai.apps.publication import operations
from gongkai.apps.publication.errors import PublicationError
from gongkai.apps.publication.models import Charge, DecisionCount
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.workbench.forms.publication import ChargeForm, DecisionsForm, VoidForm
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once

CHARGES_SHOWN = 200


@permitted("report.read")
@require_safe
def counts(request: HttpRequest, code: str) -> HttpResponse:
    """Show yearly decision counts and charges."""
    return _registers(request, organ_or_404(request, code, "report.read"))


@permitted("decision.write")
@require_POST
@once
def new_decisions(request: HttpRequest, code: str) -> HttpResponse:
    """Enter or change how many decisions of a kind were made in a year."""
    organ = organ_or_404(request, code, "decision.write")
    form = _decisions(request.POST)
    if form.is_valid():
        try:
            operations.record_decisions(organ=organ, by=person(request), on=today(), **form.cleaned_data)
        except PublicationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已登记。"))
            return redirect("workbench:counts", code)
    return _registers(request, organ, decisions=form)


@permitted("decision.write")
@require_POST
@once
def new_charge(request: HttpRequest, code: str) -> HttpResponse:
    """Enter a charge."""
    organ = organ_or_404(request, code, "decision.write")
    form = _charge(request.POST)
    if form.is_valid():
        try:
            operations.record_charge(organ=organ, by=person(request), on=today(), **form.cleaned_data)
        except PublicationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已登记。"))
            return redirect("workbench:counts", code)
    return _registers(request, organ, charge=form)


@permitted("decision.write")
@require_POST
@once
def void_charge(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """
    Void a charge that was entered wrongly; it stays on record with its reason.

    :raises Http404: there is none, or it is void already.
    """
    organ = organ_or_404(request, code, "decision.write")
    charge = Charge.objects.filter(organ=organ, pk=pk, voided_on=None).first()
    if charge is None:
        raise Http404
    form = VoidForm(request.POST)
    if form.is_valid():
        operations.void_charge(charge=charge, by=person(request), on=today(), reason=form.cleaned_data["reason"])
        messages.success(request, _("已作废。"))
        return redirect("workbench:counts", code)
    return _registers(request, organ, void=form)


def _decisions(data: object = None) -> DecisionsForm:
    return DecisionsForm(data, initial={"year": today().year}, auto_id="decisions_%s")  # type: ignore[arg-type]  # a QueryDict or nothing


def _charge(data: object = None) -> ChargeForm:
    return ChargeForm(data, initial={"received_on": today()}, auto_id="charge_%s")  # type: ignore[arg-type]  # as above


def _registers(
    request: HttpRequest,
    organ: Organ,
    *,
    decisions: DecisionsForm | None = None,
    charge: ChargeForm | None = None,
    void: VoidForm | None = None,
) -> HttpResponse:
    wrong = any(form.errors for form in (decisions, charge, void) if form is not None)
    return page(
        request,
        "counts.html",
        organ,
        here="counts",
        decisions=decisions or _decisions(),
        charge=charge or _charge(),
        void=void,
        rows=DecisionCount.objects.filter(organ=organ),
        charges=Charge.objects.filter(organ=organ, voided_on=None)[:CHARGES_SHOWN],
        status=400 if wrong else 200,
    )
