"""Orders inside a case at the desk: given, shown with their link, chased, taken back, answered by people with an account; notes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.apps.core.sealing import unseal
from gongkai.apps.foi import operations
from gongkai.apps.foi.models import FoiRequest, SearchOrder
from gongkai.apps.foi.queries import open_orders
from gongkai.apps.organs.models import Organ
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.order_answers import AnswerForm, answered
from gongkai.web.workbench.foi_views import REFUSALS, foi_or_404
from gongkai.web.workbench.forms.orders import NoteForm, OrderForm
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once


@permitted("foi.handle")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def give(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Give an order to a section or a village."""
    organ, foi = foi_or_404(request, code, key, "foi.handle")
    usual = {"question": _("请检索：%(title)s") % {"title": foi.title}}
    form = OrderForm(request.POST or None, organ=organ, on=today(), initial=usual)
    if request.method == "POST" and form.is_valid():
        try:
            order = operations.give_order(foi=foi, by=person(request), on=today(), asked=form.asked())
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已交办。没有帐号的，把专用链接发给对方，或者打印任务单。"))
            return redirect("workbench:foi-order", code, key, order.pk)
    trail = [*_trail(foi), (_("交办"), "")]
    status = 400 if form.errors else 200
    return page(request, "foi_order_new.html", organ, here="foi", trail=trail, foi=foi, form=form, status=status)


@permitted("foi.handle")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def order(request: HttpRequest, code: str, key: str, pk: int) -> HttpResponse:
    """Show an order with its link and its answer; a POST takes it back."""
    organ, foi, found = _order_or_404(request, code, key, pk)
    if request.method == "POST":
        try:
            operations.withdraw_order(order=found, by=person(request), on=today())
        except REFUSALS as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("已撤回，链接失效。"))
        return redirect("workbench:foi-request", code, key)
    open_now = found.state == SearchOrder.State.OPEN
    address = reverse("portal:order", args=[unseal(found.token_sealed)]) if open_now else ""
    return page(
        request,
        "foi_order.html",
        organ,
        here="foi",
        trail=[*_trail(foi), (found.addressee, "")],
        foi=foi,
        order=found,
        link=request.build_absolute_uri(address) if address else "",
    )


@permitted("foi.handle")
@require_POST
def chase(request: HttpRequest, code: str) -> HttpResponse:
    """Chase every order that is due; once a day is enough."""
    organ = organ_or_404(request, code, "foi.handle")
    chased = operations.chase_orders(organ=organ, by=person(request), on=today())
    if chased:
        names = _("、").join(dict.fromkeys(one.addressee for one in chased))
        messages.success(request, _("已催办 %(n)s 项：%(names)s。") % {"n": len(chased), "names": names})
    else:
        messages.info(request, _("没有到期而今天还没有催办的任务。"))
    return redirect("workbench:foi", code)


@permitted("desk.open")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def mine(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Answer an order that names the person who is signed in; for anybody else it does not exist."""
    organ = organ_or_404(request, code, "desk.open")
    found = open_orders(organ).filter(pk=pk, person=person(request)).first()
    if found is None:
        raise Http404
    form = AnswerForm(
        request.POST or None, request.FILES or None, order=found, initial={"answered_by": str(person(request))}
    )
    if request.method == "POST" and form.is_valid() and answered(form, found, by=person(request)):
        messages.success(request, _("已回复，谢谢。"))
        return redirect("workbench:home", code)
    status = 400 if form.errors else 200
    trail = [(_("交办的任务"), "")]
    return page(
        request, "foi_order_answer.html", organ, here="home", trail=trail, order=found, form=form, status=status
    )


@permitted("foi.handle")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def note(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Write a note, and read those that were written."""
    organ, foi = foi_or_404(request, code, key, "foi.handle")
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.write_note(foi=foi, by=person(request), at=timezone.now(), text=form.cleaned_data["text"])
        messages.success(request, _("已记下。"))
        return redirect("workbench:foi-notes", code, key)
    notes = [
        {"by": each.written_by, "at": each.written_at, "text": unseal(each.text_sealed)}
        for each in foi.notes.select_related("written_by")
    ]
    trail = [*_trail(foi), (_("备注"), "")]
    status = 400 if form.errors else 200
    return page(
        request, "foi_notes.html", organ, here="foi", trail=trail, foi=foi, form=form, notes=notes, status=status
    )


def _order_or_404(request: HttpRequest, code: str, key: str, pk: int) -> tuple[Organ, FoiRequest, SearchOrder]:
    organ, foi = foi_or_404(request, code, key, "foi.handle")
    found = foi.orders.filter(pk=pk).select_related("asked_by", "foi__organ").first()
    if found is None:
        raise Http404
    return organ, foi, found


def _trail(foi: FoiRequest) -> list[tuple[str, str]]:
    return [(foi.serial, reverse("workbench:foi-request", args=[foi.organ.code, foi.public_key]))]
