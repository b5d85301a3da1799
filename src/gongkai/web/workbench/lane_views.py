"""What people do with an item beside the ordinary way: urgent, timed, revoked, explained; and its proof rounds."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.apps.organs.models import Organ
from gongkai.apps.publication import gate, operations
from gongkai.apps.publication.models import DisclosureItem
from gongkai.web.access import permitted, person, today
from gongkai.web.workbench.forms.lanes import lane_forms
from gongkai.web.workbench.item_act_views import Operation, act, seen
from gongkai.web.workbench.item_views import item_or_404, show
from gongkai.web.workbench.once import once


@permitted("item.write")
@require_POST
@once
def urgent(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Put an item on the urgent lane."""
    at = item_or_404(request, code, key, "item.write")
    by, now = person(request), timezone.now()
    return _act(
        request, at, "urgent", _("已转入紧急办理；各道关口不变。"),
        lambda data: operations.mark_urgent(
            item=at[1], since=data["urgent_since"], reason=data["urgent_reason"], by=by, at=now
        ),
    )  # fmt: skip


@permitted("item.approve")
@require_POST
@once
def release(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Set or take back the time of release."""
    at = item_or_404(request, code, key, "item.approve")
    by, now = person(request), timezone.now()
    done = _("已设定定时发布。") if request.POST.get("release_at") else _("已取消定时发布。")
    return _act(
        request, at, "release", done,
        lambda data: operations.schedule_release(item=at[1], release_at=data["release_at"], by=by, at=now),
    )  # fmt: skip


@permitted("item.withdraw")
@require_POST
@once
def takedown(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Set or take back the time of taking down."""
    at = item_or_404(request, code, key, "item.withdraw")
    by, now = person(request), timezone.now()
    done = _("已设定定时撤下。") if request.POST.get("takedown_at") else _("已取消定时撤下。")
    return _act(
        request, at, "takedown", done,
        lambda data: operations.schedule_takedown(item=at[1], takedown_at=data["takedown_at"], by=by, at=now),
    )  # fmt: skip


@permitted("item.write")
@require_POST
@once
def revoked(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Record that a published penalty decision was revoked (`penalty:48.2`)."""
    at = item_or_404(request, code, key, "item.write")
    by, now = person(request), timezone.now()
    return _act(
        request, at, "revoked", _("已登记，请在三个工作日内撤回并公开说明理由。"),
        lambda data: operations.record_revocation(item=at[1], revoked_on=data["revoked_on"], by=by, at=now),
    )  # fmt: skip


@permitted("item.write")
@require_POST
@once
def explains(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Tie an explainer to its policy."""
    at = item_or_404(request, code, key, "item.write")
    by = person(request)
    return _act(
        request, at, "explains", _("已关联，两个页面互相链接。"),
        lambda data: operations.link_explainer(explainer=at[1], explains=data["explains"], by=by, on=today()),
    )  # fmt: skip


@permitted("item.proof")
@require_POST
@once
def proof(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Record the next proof round of the version that was looked at; where none is waited for, that is said."""
    organ, item = item_or_404(request, code, key, "item.proof")
    version = seen(request, item)
    wanted = gate.next_round(item, version)
    if wanted is None:
        form = lane_forms(organ, request.POST)["proof"]
        form.add_error(None, _("这一版本已被校对过，或者本机关不另设校对。"))
        return show(request, organ, item, {"proof": form})
    return _act(
        request,
        (organ, item),
        "proof",
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


def _act(
    request: HttpRequest, at: tuple[Organ, DisclosureItem], name: str, done: str, operation: Operation
) -> HttpResponse:
    organ, item = at
    return act(request, organ, item, name, lane_forms(organ, request.POST)[name], done, operation)
