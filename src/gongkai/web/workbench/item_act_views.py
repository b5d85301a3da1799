"""What people do with an item: hand in, review, approve, publish, withdraw, look again at what is withheld."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.apps.organs.models import Organ
from gongkai.apps.publication import operations
from gongkai.apps.publication.errors import PublicationError
from gongkai.apps.publication.models import DisclosureItem, ItemVersion, Review
from gongkai.web.access import permitted, person
from gongkai.web.workbench.forms.items import ActForm, act_forms
from gongkai.web.workbench.forms.lanes import SecrecyForm
from gongkai.web.workbench.item_views import item_or_404, show
from gongkai.web.workbench.once import once

#: What is done with what was typed.
Operation = Callable[[dict[str, Any]], Any]


def act(
    request: HttpRequest,
    organ: Organ,
    item: DisclosureItem,
    name: str,
    form: ActForm,
    done: str,
    operation: Operation,
) -> HttpResponse:
    """Carry out one operation and go back to the item; a refusal stands beside its form, with what was typed."""
    if form.is_valid():
        try:
            operation(form.cleaned_data)
        except PublicationError as error:
            form.refuse(error)
        else:
            messages.success(request, done)
            return redirect("workbench:item", organ.code, item.public_key)
    return show(request, organ, item, {name: form})


def _act(
    request: HttpRequest, organ: Organ, item: DisclosureItem, name: str, done: str, operation: Operation
) -> HttpResponse:
    return act(request, organ, item, name, act_forms(request.POST)[name], done, operation)


@permitted("item.write")
@require_POST
@once
def submit(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Hand an item in for review."""
    organ, item = item_or_404(request, code, key, "item.write")
    return _act(
        request,
        organ,
        item,
        "submit",
        _("已提交审查。"),
        lambda data: operations.submit(item=item, by=person(request), at=timezone.now()),
    )


@permitted("item.review_secrecy")
@require_POST
@once
def review_secrecy(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Record the secrecy review of the version that was looked at."""
    organ, item = item_or_404(request, code, key, "item.review_secrecy")
    version = seen(request, item)
    form = SecrecyForm(request.POST, auto_id="secrecy_%s")
    return act(
        request,
        organ,
        item,
        "secrecy",
        form,
        _("已记录保密审查结论。"),
        lambda data: operations.review(
            item=item,
            version=version,
            review_round=Review.Round.SECRECY_REVIEW,
            conclusion=data["conclusion"],
            by=person(request),
            at=timezone.now(),
            note=data["note"],
            answers=form.answers(),
        ),
    )


@permitted("item.approve")
@require_POST
@once
def approve(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Approve or return the version that was looked at."""
    organ, item = item_or_404(request, code, key, "item.approve")
    version = seen(request, item)
    passed = request.POST.get("conclusion") == Review.Conclusion.PASSED.value
    return _act(
        request,
        organ,
        item,
        "approval",
        _("已审批。") if passed else _("已退回。"),
        lambda data: operations.approve(
            item=item,
            version=version,
            by=person(request),
            at=timezone.now(),
            passed=passed,
            note=data["note"],
        ),
    )


@permitted("item.approve")
@require_POST
@once
def publish(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Publish; the time is the server's."""
    organ, item = item_or_404(request, code, key, "item.approve")
    return _act(
        request,
        organ,
        item,
        "publish",
        _("已发布。"),
        lambda data: operations.publish(item=item, by=person(request), at=timezone.now()),
    )


@permitted("item.withdraw")
@require_POST
@once
def withdraw(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Withdraw a published item; a tombstone stays."""
    organ, item = item_or_404(request, code, key, "item.withdraw")
    return _act(
        request,
        organ,
        item,
        "withdraw",
        _("已撤回，原地址保留撤回说明。"),
        lambda data: operations.withdraw(
            item=item, ground=data["ground"], by=person(request), at=timezone.now(), note=data["note"]
        ),
    )


@permitted("item.write")
@require_POST
@once
def reassess(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Record the yearly look at something withheld (`ogi:18`)."""
    organ, item = item_or_404(request, code, key, "item.write")
    return _act(
        request,
        organ,
        item,
        "reassess",
        _("已记录评估结果。"),
        lambda data: operations.reassess_withheld(
            item=item,
            release=data["decision"] == "release",
            reason=data["reason"],
            by=person(request),
            at=timezone.now(),
        ),
    )


@permitted("item.write")
@require_POST
@once
def drop_correction(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Give a correction up; the published version stays as it is."""
    organ, item = item_or_404(request, code, key, "item.write")
    return _act(
        request,
        organ,
        item,
        "drop",
        _("已放弃更正，公开的版本没有变化。"),
        lambda data: operations.drop_correction(
            item=item, reason=data["reason"], by=person(request), at=timezone.now()
        ),
    )


def seen(request: HttpRequest, item: DisclosureItem) -> ItemVersion:
    """Give the version that the person looked at, so that nobody approves what was saved meanwhile."""
    number = request.POST.get("version", "")
    version = item.versions.filter(number=int(number)).first() if number.isdigit() else None
    if version is None:
        raise Http404
    return version
