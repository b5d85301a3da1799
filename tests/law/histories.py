"""Random lawful histories of an application, and an oracle that counts their days one by one."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gongkai.law.calendar import Calendar
from gongkai.law.foi_flow import Event, EventKind, Situation, State, admit, lawful_moves
from gongkai.law.outcomes import Outcome, combined_outcome

K = EventKind
DAY = timedelta(days=1)
#: Facts that satisfy every demand of every outcome.
EVERYTHING = dict.fromkeys(
    (
        "access_route", "delivery_form", "secrecy_review", "page_map", "withheld_grounds", "reasons", "barring_provision",
        "harm_assessment", "third_party_consultation", "public_interest_reasons", "third_party_informed", "query_channel",
        "search_record", "competent_organ", "petition_channel", "earlier_reply", "reasons_weighed", "lapse_date",
    ),
    "在卷",
)  # fmt: skip
GROUNDS = {Outcome.GRANTED: "disclosable", Outcome.NOT_HELD: "not_ours", Outcome.OTHER: "other_reason"}
PROOFS = {"direct": "signature", "entrusted": "signature", "post": "mail_number", "online": "sending_record"}


def received(day: date) -> list[Event]:
    """An application handed in and registered in person on one day."""
    return [
        Event(K.SUBMITTED, day, {"channel": "in_person"}),
        Event(K.RECEIPT_CONFIRMED, day, {"submission_record": "签收"}),
        Event(K.REGISTERED, day, {"registration_number": "演示1"}),
    ]


@dataclass
class Writer:
    """Writes the facts of the next event so that it can be lawful."""

    rng: random.Random
    now: Situation

    def outcome(self) -> Outcome:
        unfit = {Outcome.LAPSED_UNCLARIFIED, Outcome.LAPSED_UNPAID}
        kinds = {event.kind for event in self.now.events}
        if K.CLARIFIED not in kinds:
            unfit.add(Outcome.STILL_UNCLEAR)
        if not kinds & {K.REASONS_GIVEN, K.REASONS_LAPSED}:
            unfit.add(Outcome.UNJUSTIFIED_VOLUME)
        if self.now.parts and all(part.outcome for part in self.now.parts):
            return combined_outcome(self.now.parts)
        return self.rng.choice([outcome for outcome in Outcome if outcome not in unfit])

    def ref(self, *kinds: EventKind) -> dict[str, Any]:
        refs = [each.ref for each in self.now.open_consultations() if not kinds or each.whom.asked in kinds]
        return {"ref": self.rng.choice(refs)} if refs else {}

    def reply(self) -> dict[str, Any]:
        outcome = self.outcome()
        delivery = self.rng.choice(list(PROOFS))
        return {
            **EVERYTHING,
            "outcome": outcome.value,
            "ground": GROUNDS.get(outcome),
            "letter": f"演示公复〔2022〕{len(self.now.events)}号",
            "delivery": delivery,
            PROOFS[delivery]: "凭证",
            "on_the_spot_record": "当场",
        }

    def until(self) -> date:
        day = (self.now.clock.due_on or self.now.on) + timedelta(days=self.rng.randint(1, 60))
        while not self.now.calendar.is_working(day):
            day += DAY
        return day

    def ahead(self) -> date:
        return self.now.on + timedelta(days=self.rng.randint(1, 40))

    def facts(self, kind: EventKind) -> dict[str, Any]:
        writers: dict[EventKind, Callable[[], dict[str, Any]]] = {
            K.SUBMITTED: lambda: {"channel": "in_person"},
            K.RECEIPT_CONFIRMED: lambda: {"submission_record": "签收", "submitted_on": self.now.on},
            K.REGISTERED: lambda: {"registration_number": "演示1"},
            K.CLARIFICATION_NOTICE: lambda: {"points_to_clarify": "名称", "clarify_by": self.ahead()},
            K.CLARIFIED: lambda: {"clarification": "补正"},
            K.THIRD_PARTY_CONSULTED: lambda: {"recipient": "演示公司", "ref": str(len(self.now.events))},
            K.ORGAN_CONSULTED: lambda: {"recipient": "示例县演示局", "ref": str(len(self.now.events))},
            K.THIRD_PARTY_ANSWERED: lambda: {"consents": False, **self.ref(K.THIRD_PARTY_CONSULTED)},
            K.THIRD_PARTY_LAPSED: lambda: self.ref(K.THIRD_PARTY_CONSULTED),
            K.ORGAN_ANSWERED: lambda: {"consents": True, **self.ref(K.ORGAN_CONSULTED)},
            K.ORGAN_LAPSED: lambda: self.ref(K.ORGAN_CONSULTED),
            K.CONSULTATION_DELIVERED: lambda: {"evidence": "回证", **self.ref()},
            K.EXTENDED: lambda: {"days": self.rng.randint(1, 20), "reason": "量大", "head_approval": "同意"},
            K.REASONS_REQUESTED: lambda: {"volume_finding": "32件", "reasons_by": self.ahead()},
            K.REASONS_GIVEN: lambda: {"applicant_reasons": "研究"},
            K.DEFERRED: lambda: {"reason": "量大", "until": self.until()},
            K.FEE_NOTICE: lambda: {"mode": "per_volume", "amount": 140},
            K.FEE_NOTICE_DELIVERED: lambda: {"evidence": "回证"},
            K.FEE_PAID: lambda: {"amount": 140},
            K.SPLIT: lambda: {"parts": ["甲", "乙"]},
            K.PART_REPLIED: lambda: {**self.reply(), "part": self.rng.choice(["甲", "乙"])},
            K.THIRD_PARTY_INFORMED: lambda: {"disclosure_reasons": "公共利益"},
            K.REPLIED: self.reply,
            K.REPLIED_ON_THE_SPOT: self.reply,
            K.TRANSFERRED: lambda: {"receiving_organ": "示例县演示局", "letter": "演示公复〔2022〕9号"},
            K.WITHDRAWN: lambda: {"withdrawal_confirmation": "确认"},
            K.REOPENED: self.reopened,
        }
        return writers.get(kind, dict)()

    def reopened(self) -> dict[str, Any]:
        closing = next((event for event in reversed(self.now.events) if event.facts.get("letter")), None)
        facts = {"basis": "reconsideration", "ruling": "演示复决1号", "old_reply": "演示不再处理1号"}
        if closing is not None:
            facts["old_reply"] = closing.facts["letter"]
        return facts | ({"reply_by": self.ahead()} if self.rng.random() < 0.5 else {})


#: Steps that are seldom possible; random walks take them when they are.
RARE = {
    K.CLARIFICATION_LAPSED,
    K.PAYMENT_LAPSED,
    K.THIRD_PARTY_LAPSED,
    K.ORGAN_LAPSED,
    K.REASONS_LAPSED,
    K.DEFERRED,
    K.REOPENED,
}
#: Steps that end a history; random walks take them seldom, so that histories grow.
ENDING = {K.REPLIED, K.REPLIED_ON_THE_SPOT, K.TRANSFERRED, K.WITHDRAWN, K.CLARIFICATION_LAPSED, K.PAYMENT_LAPSED}


def random_history(seed: int, calendar: Calendar, *, start: date, steps: int = 12, reopen: bool = True) -> list[Event]:
    """Walk at random through lawful events, each judged by `admit` before it is taken."""
    rng = random.Random(seed)
    events, on = received(start), start
    for _ in range(steps):
        on += timedelta(days=rng.choice([0, 0, 1, 1, 2, 3, 5, 8, 28]))
        options = [option.move for option in lawful_moves(events, on=on, calendar=calendar) if option.allowed]
        kinds = [move.event for move in options if move.event not in ENDING - RARE or rng.random() < 0.1]
        kinds = [kind for kind in kinds if reopen or kind is not K.REOPENED]
        if not kinds:
            continue
        rare = [kind for kind in kinds if kind in RARE]
        kind = rng.choice(rare if rare and rng.random() < 0.4 else kinds)
        event = Event(kind, on, Writer(rng, Situation(tuple(events), on, calendar)).facts(kind))
        try:
            admit(events, event, calendar=calendar)
        except ValueError:
            continue  # the random facts did not fit together; the walk goes on
        events.append(event)
    return events


def close(events: Sequence[Event], calendar: Calendar, *, on: date) -> Iterator[Event]:
    """Bring an application to its end the plain way: take every answer, then let the applicant withdraw."""
    now = Situation(tuple(events), on, calendar)
    if not now.state.final:
        yield Event(K.WITHDRAWN, on, {"withdrawal_confirmation": "确认"})
    if now.state is not State.ARCHIVED:
        yield Event(K.ARCHIVED, on + DAY)


def slow_due(events: Sequence[Event], calendar: Calendar, *, on: date) -> date | None:
    """
    Count the period day by day, as a clerk with a wall calendar does: no formula, no shortcut.

    Written from the regulation alone; shares nothing with `foi_flow.clock` but the calendar's word on single days.
    """
    day, happened = min(event.on for event in events), [event for event in events if event.on <= on]
    oracle = _Counter(calendar, happened)
    while True:
        oracle.pass_day(day, frozen=day > on)
        for event in happened:
            if event.on == day:
                oracle.take(event)
        if day > on and (oracle.fixed or oracle.waiting or oracle.start is None or len(oracle.counted) >= oracle.limit):
            return oracle.answer()
        day += DAY


class _Counter:
    def __init__(self, calendar: Calendar, events: Sequence[Event]) -> None:
        self.calendar = calendar
        self.delivered = {event.facts["ref"]: event.on for event in events if event.kind is K.CONSULTATION_DELIVERED}
        self.start: date | None = None
        self.received: date | None = None
        self.counted: list[date] = []
        self.limit = 0
        self.open: dict[str, date] = {}
        self.waiting = False
        self.fixed: date | None = None

    def pass_day(self, day: date, *, frozen: bool) -> None:
        """Count a day unless it is off or somebody is being asked; the future is taken without open questions."""
        paused = not frozen and any(self.within(15, asked, day) for asked in self.open.values())
        if self.start is not None and not self.waiting and not paused and self.calendar.is_working(day):
            self.counted.append(day)

    def within(self, limit: int, after: date, day: date) -> bool:
        """Tell by walking whether a day lies no later than the last of so many working days."""
        count = 0
        while after < day and count < limit:
            after += DAY
            count += self.calendar.is_working(after)
        return after >= day

    def begin(self, event: Event, limit: int) -> None:
        self.start, self.counted, self.limit = event.on, [], limit

    def take(self, event: Event) -> None:
        match event.kind:
            case K.RECEIPT_CONFIRMED:
                self.received = event.on
                self.begin(event, 20)
            case K.CLARIFICATION_NOTICE:
                assert self.received is not None
                self.waiting = self.within(7, self.received, event.on)
            case K.FEE_NOTICE:
                self.waiting = True
            case K.CLARIFIED | K.FEE_PAID if self.waiting:
                self.waiting = False
                self.begin(event, self.limit)
            case K.THIRD_PARTY_CONSULTED | K.ORGAN_CONSULTED:
                self.open[event.facts["ref"]] = self.delivered.get(event.facts["ref"], event.on)
            case K.THIRD_PARTY_ANSWERED | K.THIRD_PARTY_LAPSED | K.ORGAN_ANSWERED | K.ORGAN_LAPSED:
                del self.open[event.facts["ref"]]
            case K.EXTENDED:
                self.limit += event.facts["days"]
            case K.DEFERRED:
                self.limit = max(self.limit, self.count_to(event.facts["until"], event.on))
            case K.REOPENED:
                self.begin(event, 20)
                self.waiting, self.open = False, {}
                self.fixed = event.facts.get("reply_by")
            case _ if event.kind in ENDING:
                self.open = {}
            case _:
                pass

    def count_to(self, until: date, today: date) -> int:
        """How many days will have been counted on `until`, if nobody is asked from tomorrow on."""
        return len(self.counted) + self.walk(today, until)

    def walk(self, after: date, until: date) -> int:
        count, day = 0, after
        while day < until:
            day += DAY
            count += self.calendar.is_working(day)
        return count

    def answer(self) -> date | None:
        if self.start is None or self.waiting:
            return None
        return self.fixed or self.counted[self.limit - 1]
