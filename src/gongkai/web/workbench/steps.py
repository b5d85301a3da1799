"""The steps that the law allows with an application, as links."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.apps.foi.models import FoiRequest
from gongkai.apps.organs.models import Organ
from gongkai.law import foi_flow
from gongkai.law.calendar import Calendar
from gongkai.law.foi_flow import EventKind, Option
from gongkai.web.workbench.due import Action
from gongkai.web.workbench.flows import Running
from gongkai.web.workbench.words import say

#: Steps with a page of their own.
OWN_PAGES = frozenset({EventKind.REPLIED, EventKind.REPLIED_ON_THE_SPOT})
#: Steps that a person never takes by hand here.
HIDDEN = frozenset({EventKind.SUBMITTED, EventKind.REGISTERED, EventKind.PART_REPLIED})
#: What the list of what is due offers, in this order.
QUICK = (
    EventKind.RECEIPT_CONFIRMED, EventKind.THIRD_PARTY_ANSWERED, EventKind.ORGAN_ANSWERED, EventKind.CLARIFIED,
    EventKind.CLARIFICATION_LAPSED, EventKind.REASONS_GIVEN, EventKind.FEE_PAID, EventKind.REPLIED, EventKind.EXTENDED,
)  # fmt: skip
QUICK_SHOWN = 2


def step_url(organ: Organ, foi: FoiRequest, event: EventKind) -> str:
    """Give the page on which a step is taken."""
    if event in OWN_PAGES:
        spot = "?spot=1" if event is EventKind.REPLIED_ON_THE_SPOT else ""
        return reverse("workbench:foi-reply", args=[organ.code, foi.public_key]) + spot
    return reverse("workbench:foi-step", args=[organ.code, foi.public_key, event.value])


def options(row: Running, *, on: date, calendar: Calendar) -> list[Option]:
    """Give every step with leave or the reason why not, without those that nobody takes by hand."""
    found = foi_flow.lawful_moves(row.events, on=on, calendar=calendar)
    return [option for option in found if option.move.event not in HIDDEN]


def quick(row: Running, organ: Organ, *, on: date, calendar: Calendar) -> tuple[Action, ...]:
    """Give the one or two steps that are most likely next."""
    allowed = {option.move.event: option.move.label for option in options(row, on=on, calendar=calendar) if option.allowed}
    short = {EventKind.REPLIED: _("写答复"), EventKind.EXTENDED: _("延期…")}
    events = list(_likely(allowed))[:QUICK_SHOWN]
    return tuple(
        Action(short.get(event, say(allowed[event])), step_url(organ, row.foi, event), primary=place == 0)
        for place, event in enumerate(events)
    )


def _likely(allowed: Iterable[EventKind]) -> Iterable[EventKind]:
    return (event for event in QUICK if event in set(allowed))
