"""Where a case stands for its applicant: what is waited for, from whom, until when; what can be done now."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gongkai.apps.foi.models import FeeNotice, FoiRequest, Letter
from gongkai.apps.foi.queries import flow_events
from gongkai.apps.organs.queries import calendar_of
from gongkai.law import foi_flow
from gongkai.law.deadlines import deadline
from gongkai.law.foi_flow import Clock, State
from gongkai.law.outcomes import Outcome
from gongkai.web.portal.words import term

OPEN = frozenset({State.SUBMITTED, State.RECEIVED, State.PROCESSING, State.CLARIFYING, State.AWAITING_REASONS})
OPEN |= {State.AWAITING_PAYMENT}


@dataclass(frozen=True)
class Relief:
    """A way against the decision, and until when it is open."""

    label: str
    until: date
    over: bool


@dataclass(frozen=True)
class Standing:
    """Everything that the page of a case says about its course."""

    state: State
    clock: Clock
    sentence: str
    kind: str
    fee: FeeNotice | None
    outcome: str
    relief: tuple[Relief, ...]

    @property
    def open(self) -> bool:
        """Tell whether the case still runs, so that it can be withdrawn."""
        return self.state in OPEN

    @property
    def closed(self) -> bool:
        """Tell whether the case was answered or ended."""
        return self.state in (State.CLOSED, State.ARCHIVED)

    @property
    def clarifying(self) -> bool:
        """Tell whether a correction is waited for."""
        return self.state is State.CLARIFYING

    @property
    def awaiting_reasons(self) -> bool:
        """Tell whether reasons are waited for."""
        return self.state is State.AWAITING_REASONS


def standing(foi: FoiRequest, *, on: date) -> Standing:
    """Say where a case stands on a day."""
    events, calendar = flow_events(foi), calendar_of(foi.organ)
    clock, state = foi_flow.clock(events, on=on, calendar=calendar), foi_flow.state_of(events)
    fee = FeeNotice.objects.filter(foi=foi).first()
    sentence, kind = _sentence(foi, state, clock)
    return Standing(state, clock, sentence, kind, fee, foi.outcome, tuple(_relief(foi, on)))


def _sentence(foi: FoiRequest, state: State, clock: Clock) -> tuple[str, str]:
    """Say in a sentence where the case stands, and how urgent that is for the reader."""
    if foi.outcome:
        return _("已办结：%(outcome)s") % {"outcome": term(Outcome(foi.outcome).value)}, "ok"
    waiting = {
        State.SUBMITTED: (_("已提交，等待本机关与您确认收到之日。"), "info"),
        State.CLARIFYING: (_("等您补正，到 %(day)s 为止。") % {"day": clock.waits_until or ""}, "warn"),
        State.AWAITING_REASONS: (_("等您说明理由。"), "warn"),
        State.AWAITING_PAYMENT: (_("等您缴费。"), "warn"),
        State.NOT_RECEIVED: (_("您已撤回。"), "info"),
    }
    if state in waiting:
        return waiting[state]
    day = {"day": clock.due_on or ""}
    if clock.overdue:
        return _("应在 %(day)s 前答复，已经超期。") % day, "danger"
    return _("正在办理，%(day)s 前答复您。") % day, "info"


def _relief(foi: FoiRequest, on: date) -> list[Relief]:
    """Give the ways against the decision and whether they are still open, from the day on which the letter arrived (`arl:20`)."""
    letter = _decision(foi)
    if letter is None or letter.delivered_on is None:
        return []
    calendar, known = calendar_of(foi.organ), letter.delivered_on
    ways = (("reconsideration.filing", _("申请行政复议")), ("lawsuit.direct", _("提起行政诉讼")))
    ends = [(label, deadline(name, on=known).due(known, calendar).day) for name, label in ways]
    return [Relief(label, until, over=until < on) for label, until in ends]


def _decision(foi: FoiRequest) -> Letter | None:
    letters = foi.letters.filter(recipient=Letter.Recipient.APPLICANT).order_by("-id")
    return next((letter for letter in letters if letter.kind.startswith("L2")), None)
