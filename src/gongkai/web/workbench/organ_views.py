"""Organs, people, the permission table, and the audit of the hash chains."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongkai.apps.core.audit import verify
from gongkai.apps.core.models import Event
from gongkai.apps.organs.models import Role
from gongkai.apps.organs.permissions import grants, organs_for, verbs
from gongkai.apps.organs.queries import staff, subtree
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.words import event_label, say

EVENTS_SHOWN = 100


@permitted("organ.read")
@require_safe
def organ(request: HttpRequest, code: str) -> HttpResponse:
    """Show an organ: contact facts, people and their posts, what stands below it."""
    shown = organ_or_404(request, code, "organ.read")
    below = organs_for(person(request), "organ.read", on=today()) & subtree(shown).exclude(pk=shown.pk)
    return page(
        request, "organ.html", shown, here="organ", staff=staff(shown, on=today()), below=below, names=shown.names.all()
    )


@permitted("organ.read")
@require_safe
def permissions(request: HttpRequest, code: str) -> HttpResponse:
    """Show the permission table as it is in force: verbs down, roles across."""
    shown = organ_or_404(request, code, "organ.read")
    table = grants()
    rows = [(verb, say(label), [verb in table[role].verbs for role in Role]) for verb, label in verbs().items()]
    columns = [(say(role.label), table[role].scope) for role in Role]
    return page(request, "permissions.html", shown, here="permissions", rows=rows, columns=columns)


@permitted("audit.read")
@require_safe
def audit(request: HttpRequest, code: str) -> HttpResponse:
    """Show the newest events of the organ's chain and, when asked, check every chain."""
    shown = organ_or_404(request, code, "audit.read")
    events = Event.objects.filter(organ=shown).select_related("by").order_by("-sequence")[:EVENTS_SHOWN]
    verdict = verify() if "verify" in request.GET else None
    rows = [(event, event_label(event.kind)) for event in events]
    return page(request, "audit.html", shown, here="audit", rows=rows, verdict=verdict)
