"""The panel of findings before publication (C03), and how two versions differ."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.apps.publication import comparing, gate, operations, queries
from gongkai.apps.publication.checks import BLOCK
from gongkai.apps.publication.content import heads_of
from gongkai.apps.publication.errors import PublicationError
from gongkai.apps.publication.models import DisclosureItem, ItemVersion
from gongkai.web.access import permitted, person, today
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.item_views import item_or_404
from gongkai.web.workbench.once import once
from gongkai.web.workbench.pictures import shown_at_desk


@permitted("item.read")
@require_safe
def check(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show every finding about the newest version beside the lines they stand in."""
    organ, item = item_or_404(request, code, key, "item.read")
    version = gate.newest_version(item)
    found = queries.findings(item, on=today(), version=version)
    at_line: dict[int, list[str]] = {}
    for finding in found:
        if finding.line:
            at_line.setdefault(finding.line, []).append(finding.severity)
    lines = [
        (number, text, BLOCK if BLOCK in at_line.get(number, ()) else "advise" if number in at_line else "")
        for number, text in enumerate(version.body_text.split("\n"), 1)
        if text
    ]
    return page(
        request,
        "item_check.html",
        organ,
        here="items",
        trail=[(item.title, reverse("workbench:item", args=[code, key])), (_("发布前检查"), "")],
        item=item,
        version=version,
        findings=found,
        blocking=sum(finding.severity == BLOCK for finding in found),
        lines=lines,
        editable=item.state in (*OPEN, DisclosureItem.State.PUBLISHED),
        can_mask=item.state in OPEN and any(finding.id == "text.personal_data" for finding in found),
    )


OPEN = (
    DisclosureItem.State.DRAFT, DisclosureItem.State.SUBMITTED, DisclosureItem.State.REVIEWED, DisclosureItem.State.APPROVED,
)  # fmt: skip


@permitted("item.write")
@require_POST
@once
def mask(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Mask every personal datum of the text at once, as a new version."""
    organ, item = item_or_404(request, code, key, "item.write")
    based_on = gate.newest_version(item).number
    try:
        operations.mask_text(item=item, based_on=based_on, by=person(request), at=timezone.now())
    except PublicationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已遮盖正文中的个人信息，成为新的一版。"))
    return redirect("workbench:item-check", organ.code, item.public_key)


@permitted("item.read")
@require_safe
def version(request: HttpRequest, code: str, key: str, number: int) -> HttpResponse:
    """
    Show a version exactly as it was seen, and what it changed against another (`?against=`).

    :raises Http404: there is no such version.
    """
    organ, item = item_or_404(request, code, key, "item.read")
    shown = _version(item, number)
    against = request.GET.get("against", "")
    before = (
        _version(item, int(against))
        if against.isdecimal() and len(against) < 6
        else comparing.agreed_before(item, shown)
    )
    return page(
        request,
        "item_version.html",
        organ,
        here="items",
        trail=[
            (item.title, reverse("workbench:item", args=[code, key])),
            (_("第 %(n)s 版") % {"n": shown.number}, ""),
        ],
        item=item,
        version=shown,
        heads=heads_of(shown),
        body=shown_at_desk(organ, shown.body_html),
        intact=queries.intact(shown),
        reviews=shown.reviews.select_related("by"),
        change=comparing.compare(before, shown) if before else None,
        numbers=item.versions.exclude(pk=shown.pk).order_by("number").values_list("number", flat=True),
    )


def _version(item: DisclosureItem, number: int) -> ItemVersion:
    found = item.versions.select_related("saved_by", "item").filter(number=number).first()
    if found is None:
        raise Http404
    return found
