"""The steps that the law allows with an application, as links."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.apps.foi.models import FoiRequest
from gongkai.apps.organs.models import Organ
from gongkai.law import foi_flow
from gongkai.law.calendar import Calendar
from gongkai.law.foi_flow import EventKind, Option, fact_label
from gongkai.web.workbench.due import Action
from gongkai.web.workbench.flows import Running
from gongkai.web.workbench.words import say

#: Facts that the program fills in itself.
UNSAID = frozenset({"letter", "amount", "old_reply"})
#: Steps with a page of their own.
OWN_PAGES = frozenset({EventKind.REPLIED, EventKind.REPLIED_ON_THE_SPOT})
#: Steps that a person never takes by hand here.
HIDDEN = frozenset({EventKind.SUBMITTED, EventKind.REGISTERED, EventKind.PART_REPLIED})
#: What is shown first on the page of an application, in this order; the rest is folded away.
FIRST = (
    EventKind.RECEIPT_CONFIRMED, EventKind.THIRD_PARTY_ANSWERED, EventKind.THIRD_PARTY_LAPSED, EventKind.ORGAN_ANSWERED,
    EventKind.ORGAN_LAPSED, EventKind.CLARIFIED, EventKind.CLARIFICATION_LAPSED, EventKind.REASONS_GIVEN,
    EventKind.REASONS_LAPSED, EventKind.FEE_NOTICE_DELIVERED, EventKind.FEE_PAID, EventKind.PAYMENT_LAPSED,
    EventKind.REPLIED_ON_THE_SPOT, EventKind.REPLIED, EventKind.EXTENDED, EventKind.CLARIFICATION_NOTICE,
    EventKind.THIRD_PARTY_CONSULTED, EventKind.ARCHIVED, EventKind.REOPENED,
)  # fmt: skip
FIRST_SHOWN = 5
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


@dataclass(frozen=True)
class Shown:
    """One step on the page of an application: what it needs, on which ground, or why it cannot be taken now."""

    event: EventKind
    label: str
    url: str
    cites: tuple[str, ...]
    needs: str
    warning: str
    refusal: str
    chosen: bool = False

    @property
    def replies(self) -> bool:
        """Tell whether it is the reply, beside which the kinds of outcomes are offered."""
        return self.event is EventKind.REPLIED


@dataclass(frozen=True)
class Choices:
    """The steps of an application as its page shows them."""

    likely: list[Shown]
    more: list[Shown]
    refused: list[Shown]


def choices(row: Running, organ: Organ, *, on: date, calendar: Calendar) -> Choices:
    """Sort the steps: a few that are likely next, the rest, and those of this state that cannot be taken now."""
    found = options(row, on=on, calendar=calendar)
    allowed = [_shown(option, organ, row.foi) for option in found if option.allowed]
    ordered = sorted(allowed, key=lambda step: FIRST.index(step.event) if step.event in FIRST else len(FIRST))
    first = [step for step in ordered if step.event in FIRST][:FIRST_SHOWN]
    likely = [replace(step, chosen=place == 0) for place, step in enumerate(first)] or ordered
    shown = {step.event for step in likely}
    return Choices(
        likely=likely,
        more=[step for step in ordered if step.event not in shown],
        refused=[
            _shown(option, organ, row.foi) for option in found if not option.allowed and option.move.source is row.state
        ],
    )


def _shown(option: Option, organ: Organ, foi: FoiRequest) -> Shown:
    move = option.move
    return Shown(
        event=move.event,
        label=say(move.label),
        url=step_url(organ, foi, move.event),
        cites=tuple(str(cite) for cite in option.cites[:1]),
        needs=_("、").join(say(fact_label(name)) for name in move.needs if name not in UNSAID),
        warning=option.warning,
        refusal=option.reason,
    )


def quick(row: Running, organ: Organ, *, on: date, calendar: Calendar) -> tuple[Action, ...]:
    """Give the one or two steps that are most likely next."""
    allowed = {
        option.move.event: option.move.label for option in options(row, on=on, calendar=calendar) if option.allowed
    }
    short = {EventKind.REPLIED: _("写答复"), EventKind.EXTENDED: _("延期…")}
    events = list(_likely(allowed))[:QUICK_SHOWN]
    return tuple(
        Action(short.get(event, say(allowed[event])), step_url(organ, row.foi, event), primary=place == 0)
        for place, event in enumerate(events)
    )


def _likely(allowed: Iterable[EventKind]) -> Iterable[EventKind]:
    return (event for event in QUICK if event in set(allowed))
