"""What people do with a list: explain, hand in, review, approve, make public, take down, answer objections, mend and correct."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.apps.benefits import operations
from gongkai.apps.benefits.errors import BenefitError
from gongkai.apps.benefits.models import BankReturn, BenefitBatch, Objection, PublicNotice
from gongkai.apps.benefits.operations.batches import Wanted
from gongkai.apps.organs.models import Organ
from gongkai.web.access import permitted, person, today
from gongkai.web.workbench.forms import lists as forms
from gongkai.web.workbench.list_views import batch_or_404, show, taken
from gongkai.web.workbench.once import once

Operation = Callable[[dict[str, Any]], Any]


def _act(
    request: HttpRequest, at: tuple[Organ, BenefitBatch], name: str, form: forms.ListForm, done: str, act: Operation
) -> HttpResponse:
    """Carry out one operation and go back to the list; a refusal stands beside its form, with what was typed."""
    organ, batch = at
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except BenefitError as error:
            form.refuse(error)
        else:
            messages.success(request, done)
            return redirect("workbench:list", organ.code, batch.public_key)
    return show(request, organ, batch, {name: form})


def _notice(batch: BenefitBatch) -> PublicNotice:
    notice = PublicNotice.objects.filter(batch=batch).first()
    if notice is None:
        raise Http404
    return notice


@permitted("benefit.write")
@require_POST
@once
def explain(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Write down what was found out about doubtful rows."""
    at = batch_or_404(request, code, key, "benefit.write")
    form = forms.ExplainForm(request.POST, auto_id="explain_%s")
    by, now = person(request), timezone.now()
    return _act(
        request, at, "explain", form, _("已记录处理意见。"),
        lambda data: operations.explain(batch=at[1], text=data["text"], by=by, at=now),
    )  # fmt: skip


@permitted("benefit.write")
@require_POST
@once
def submit(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Hand a list in."""
    organ, batch = batch_or_404(request, code, key, "benefit.write")
    try:
        operations.submit(batch=batch, by=person(request), at=timezone.now())
    except BenefitError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已提交审查。"))
    return redirect("workbench:list", organ.code, key)


@permitted("benefit.review")
@require_POST
@once
def review(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Record the review of secrecy and personal data."""
    at = batch_or_404(request, code, key, "benefit.review")
    return _look(request, at, operations.review)


@permitted("benefit.approve")
@require_POST
@once
def approve(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Approve or return a list."""
    at = batch_or_404(request, code, key, "benefit.approve")
    return _look(request, at, operations.approve)


def _look(request: HttpRequest, at: tuple[Organ, BenefitBatch], look: Callable[..., Any]) -> HttpResponse:
    form = forms.LookForm(request.POST, auto_id="look_%s")
    by, now = person(request), timezone.now()
    return _act(
        request, at, "look", form, _("已记录结论。"),
        lambda data: look(
            batch=at[1], seen_hash=data["seen_hash"], passed=data["conclusion"] == "passed", note=data["note"], by=by, at=now
        ),
    )  # fmt: skip


@permitted("benefit.approve")
@require_POST
@once
def open_notice(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Make a list public."""
    at = batch_or_404(request, code, key, "benefit.approve")
    form = forms.OpenForm(request.POST, auto_id="open_%s")
    by, now = person(request), timezone.now()
    return _act(
        request, at, "open", form, _("已公开。请打印公开栏名单并张贴。"),
        lambda data: operations.open_notice(batch=at[1], by=by, at=now, **data),
    )  # fmt: skip


@permitted("benefit.take_down")
@require_POST
@once
def close(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Take a list down."""
    at = batch_or_404(request, code, key, "benefit.take_down")
    notice = _notice(at[1])
    form = forms.CloseForm(request.POST, auto_id="close_%s")
    by, now = person(request), timezone.now()
    return _act(
        request, at, "close", form, _("已撤下，个人名单不再公开，统计数保留。"),
        lambda data: operations.close_notice(notice=notice, by=by, at=now, **data),
    )  # fmt: skip


@permitted("benefit.review")
@require_POST
@once
def objection(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Register an objection that came by telephone, letter or in person."""
    at = batch_or_404(request, code, key, "benefit.review")
    notice = _notice(at[1])
    form = forms.ObjectionForm(request.POST, auto_id="objection_%s")
    by = person(request)
    return _act(
        request, at, "objection", form, _("已登记异议。"),
        lambda data: operations.object_to(notice=notice, by=by, on=today(), **data),
    )  # fmt: skip


@permitted("benefit.review")
@require_POST
@once
def answer(request: HttpRequest, code: str, key: str, pk: int) -> HttpResponse:
    """
    Close an objection.

    :raises Http404: the list has no such objection.
    """
    organ, batch = batch_or_404(request, code, key, "benefit.review")
    one = Objection.objects.filter(notice__batch=batch, pk=pk).first()
    if one is None:
        raise Http404
    form = forms.AnswerForm(request.POST)
    if form.is_valid():
        try:
            operations.answer_objection(objection=one, by=person(request), on=today(), **form.cleaned_data)
        except BenefitError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("已记录处理结果。"))
    else:
        messages.error(request, _("请选择处理结果并写明答复。"))
    return redirect("workbench:list", organ.code, key)


@permitted("benefit.write")
@require_POST
def again(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Upload a mended file: it replaces a list that is not public yet, and corrects one that is."""
    organ, batch = batch_or_404(request, code, key, "benefit.write")
    form = forms.AgainForm(request.POST, request.FILES, auto_id="again_%s")
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            return taken(request, batch.organ, form.cleaned_data["file"], lambda: _anew(request, batch, reason))
        except BenefitError as error:
            form.refuse(error)
    return show(request, organ, batch, {"again": form})


def _anew(request: HttpRequest, batch: BenefitBatch, reason: str) -> Wanted:
    """Say what the new file is; a list that is not public yet makes room for it."""
    public, corrects = PublicNotice.objects.filter(batch=batch).exists(), batch.corrects
    if not public:
        operations.correct(batch=batch, by=person(request), at=timezone.now(), reason=reason)
    return Wanted(
        program=batch.program,
        period_from=batch.period_from,
        period_to=batch.period_to,
        purpose=batch.purpose,
        compares=batch.compares,
        corrects=batch if public else corrects,
        reason=reason,
    )


@permitted("benefit.write")
@require_POST
@once
def returned(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Record a payment that the bank sent back (F28)."""
    at = batch_or_404(request, code, key, "benefit.write")
    form = forms.ReturnForm(request.POST, auto_id="returned_%s")
    by = person(request)
    return _act(
        request, at, "returned", form, _("已登记银行退回。"),
        lambda data: operations.record_return(batch=at[1], by=by, on=today(), **data),
    )  # fmt: skip


@permitted("benefit.write")
@require_POST
@once
def settle(request: HttpRequest, code: str, key: str, pk: int) -> HttpResponse:
    """
    Record how a returned payment was settled.

    :raises Http404: the list has no such return.
    """
    organ, batch = batch_or_404(request, code, key, "benefit.write")
    entry = BankReturn.objects.filter(batch=batch, pk=pk).first()
    if entry is None:
        raise Http404
    try:
        operations.settle_return(
            entry=entry, settlement=request.POST.get("settlement", ""), by=person(request), on=today()
        )
    except BenefitError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已记录处理情况。"))
    return redirect("workbench:list", organ.code, key)
