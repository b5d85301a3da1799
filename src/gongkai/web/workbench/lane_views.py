"""What people do with an item beside the ordinary way: urgent, timed, revoked, explained; and its proof rounds."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.apps.publication import gate, operations
from gongkai.web.access import permitted, person, today
from gongkai.web.workbench.forms.lanes import lane_forms
from gongkai.web.workbench.item_act_views import act, seen
from gongkai.web.workbench.item_views import item_or_404, show
from gongkai.web.workbench.once import once


@permitted("item.write")
@require_POST
@once
def urgent(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Put an item on the urgent lane."""
    organ, item = item_or_404(request, code, key, "item.write")
    form = lane_forms(organ, request.POST)["urgent"]
    return act(
        request,
        organ,
        item,
        "urgent",
        form,
        _("已转入紧急办理；各道关口不变。"),
        lambda data: operations.mark_urgent(
            item=item, since=data["urgent_since"], reason=data["urgent_reason"], by=person(request), at=timezone.now()
        ),
    )


@permitted("item.approve")
@require_POST
@once
def release(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Set or take back the time of release."""
    organ, item = item_or_404(request, code, key, "item.approve")
    form = lane_forms(organ, request.POST)["release"]
    return act(
        request,
        organ,
        item,
        "release",
        form,
        _("已设定定时发布。") if request.POST.get("release_at") else _("已取消定时发布。"),
        lambda data: operations.schedule_release(
            item=item, release_at=data["release_at"], by=person(request), at=timezone.now()
        ),
    )


@permitted("item.withdraw")
@require_POST
@once
def takedown(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Set or take back the time of taking down."""
    organ, item = item_or_404(request, code, key, "item.withdraw")
    form = lane_forms(organ, request.POST)["takedown"]
    return act(
        request,
        organ,
        item,
        "takedown",
        form,
        _("已设定定时撤下。") if request.POST.get("takedown_at") else _("已取消定时撤下。"),
        lambda data: operations.schedule_takedown(
            item=item, takedown_at=data["takedown_at"], by=person(request), at=timezone.now()
        ),
    )


@permitted("item.write")
@require_POST
@once
def revoked(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Record that a published penalty decision was revoked (`penalty:48.2`)."""
    organ, item = item_or_404(request, code, key, "item.write")
    form = lane_forms(organ, request.POST)["revoked"]
    return act(
        request,
        organ,
        item,
        "revoked",
        form,
        _("已登记，请在三个工作日内撤回并公开说明理由。"),
        lambda data: operations.record_revocation(
            item=item, revoked_on=data["revoked_on"], by=person(request), at=timezone.now()
        ),
    )


@permitted("item.write")
@require_POST
@once
def explains(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Tie an explainer to its policy."""
    organ, item = item_or_404(request, code, key, "item.write")
    form = lane_forms(organ, request.POST)["explains"]
    return act(
        request,
        organ,
        item,
        "explains",
        form,
        _("已关联，两个页面互相链接。"),
        lambda data: operations.link_explainer(
            explainer=item, explains=data["explains"], by=person(request), on=today()
        ),
    )


@permitted("item.proof")
@require_POST
@once
def proof(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Record the next proof round of the version that was looked at; where none is waited for, that is said."""
    organ, item = item_or_404(request, code, key, "item.proof")
    version = seen(request, item)
    wanted = gate.next_round(item, version)
    form = lane_forms(organ, request.POST)["proof"]
    if wanted is None:
        form.add_error(None, _("这一版本已被校对过，或者本机关不另设校对。"))
        return show(request, organ, item, {"proof": form})
    return act(
        request,
        organ,
        item,
        "proof",
        form,
        _("已记录校对结论。"),
        lambda data: operations.review(
            item=item,
            version=version,
            review_round=wanted.value,
            conclusion=data["conclusion"],
            by=person(request),
            at=timezone.now(),
            note=data["note"],
        ),
    )
