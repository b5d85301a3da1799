"""The numbers beside the menu: few and cheap queries, for they are counted on every page."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from gongkai.apps.organs.models import Organ
from gongkai.apps.publication.models import DisclosureItem
from gongkai.law.foi_flow import State
from gongkai.web.access import person, today
from gongkai.web.workbench.reach import known_requests

#: Who acts next on an item in this state, by verb.
NEXT_VERB = {
    DisclosureItem.State.DRAFT: "item.write",
    DisclosureItem.State.SUBMITTED: "item.review_secrecy",
    DisclosureItem.State.REVIEWED: "item.approve",
    DisclosureItem.State.APPROVED: "item.approve",
}
#: States of an application in which nothing is to be done any more.
DONE = (State.CLOSED.value, State.ARCHIVED.value, State.NOT_RECEIVED.value)


@dataclass(frozen=True)
class Tally:
    """A count of the menu; `urgent` paints it red, `words` are read out with it."""

    count: int = 0
    urgent: bool = False
    words: str = ""


def tally(request: HttpRequest, organ: Organ, held: frozenset[str]) -> dict[str, Tally]:
    """Count open applications, and the items that wait for this person."""
    counts: dict[str, Tally] = {}
    if "foi.read" in held:
        late = Q(due_on__lt=today())
        found = (
            known_requests(request, organ)
            .exclude(state__in=DONE)
            .aggregate(all=Count("pk"), late=Count("pk", filter=late))
        )
        words = _("件在办，%(late)s 件超期") % {"late": found["late"]}
        counts["foi"] = Tally(found["all"], bool(found["late"]), words)
    if states := [state for state, verb in NEXT_VERB.items() if verb in held]:
        mine = Q(drafted_by=person(request))
        items = DisclosureItem.objects.filter(organ=organ, state__in=states)
        waiting = items.exclude(~Q(state=DisclosureItem.State.DRAFT) & mine).count()
        counts["items"] = Tally(waiting, words=_("条等您办理"))
    return counts
