"""The period for the reply: random histories against a slow oracle, and what must hold whatever happens."""

import json
import random
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.calendar import Calendar, WorkingDays
from gongkai.law.foi_flow import (
    ClockStatus,
    Event,
    EventKind,
    State,
    admit,
    clock,
    day_sheet,
    lawful_moves,
    outcome_of,
    replay,
    state_of,
)
from gongkai.law.foi_flow.moves import Clockwork, clockwork

from .histories import close, random_history, received, slow_due

K = EventKind
DAY = timedelta(days=1)
CALENDARS = {"CN": Calendar.national(), "NX": Calendar.for_region("NX")}
NATIONAL = CALENDARS["CN"]
days_of_2020s = st.dates(date(2019, 5, 15), date(2026, 6, 30))
seeds = st.integers(0, 2**32)


def later(events: list[Event], calendar: Calendar, days: int = 0) -> date:
    return max(event.on for event in events) + timedelta(days=days)


# -------------------------------------------------------------------------------- the oracle


def assert_equals_the_oracle(seed: int, name: str, start: date) -> None:
    calendar = CALENDARS[name]
    events = random_history(seed, calendar, start=start)
    for on in (later(events, calendar), later(events, calendar, days=9)):
        now = clock(events, on=on, calendar=calendar)
        assert now.due_on == slow_due(events, calendar, on=on), (seed, name, start, on)


@settings(max_examples=30, deadline=None)
@given(seed=seeds, name=st.sampled_from(sorted(CALENDARS)), start=days_of_2020s)
def test_ogi_33_random_lawful_histories_equal_the_slow_oracle(seed: int, name: str, start: date) -> None:
    assert_equals_the_oracle(seed, name, start)


@pytest.mark.drill
@pytest.mark.timeout(1800)
def test_ogi_33_ten_thousand_random_histories_equal_the_slow_oracle() -> None:
    rng = random.Random(33)
    for _ in range(10_000):
        start = date(2019, 5, 15) + timedelta(days=rng.randrange(2600))
        assert_equals_the_oracle(rng.getrandbits(32), rng.choice(sorted(CALENDARS)), start)


def test_the_random_histories_reach_every_state_and_all_but_two_events() -> None:
    kinds, states = set(), set()
    for seed in range(40):
        events = random_history(seed, NATIONAL, start=date(2022, 7, 8), steps=14)
        kinds |= {event.kind for event in events}
        states |= {state_of(events[: index + 1]) for index in range(len(events))}
    assert set(EventKind) - kinds <= {K.PAYMENT_LAPSED, K.REPLIED_ON_THE_SPOT}  # rare; worked examples have them
    assert set(State) - states == {State.START, State.NOT_RECEIVED}


# -------------------------------------------------------------------------------- what must hold


@settings(max_examples=15, deadline=None)
@given(seed=seeds, start=days_of_2020s)
def test_no_lawful_event_moves_the_due_date_backwards(seed: int, start: date) -> None:
    events = random_history(seed, NATIONAL, start=start, reopen=False)
    latest = None
    for index, event in enumerate(events):
        due_on = clock(events[: index + 1], on=event.on, calendar=NATIONAL).due_on
        if due_on is not None:
            assert latest is None or due_on >= latest, (seed, start, event)
            latest = due_on


@settings(max_examples=12, deadline=None)
@given(seed=seeds, start=days_of_2020s)
def test_the_passing_of_days_never_moves_the_due_date_backwards(seed: int, start: date) -> None:
    events = random_history(seed, NATIONAL, start=start)
    last = later(events, NATIONAL)
    found = [clock(events, on=last + timedelta(days=ahead), calendar=NATIONAL).due_on for ahead in range(0, 40, 3)]
    known = [due_on for due_on in found if due_on is not None]
    assert known == sorted(known)
    assert len(known) in (0, len(found))


@settings(max_examples=15, deadline=None)
@given(
    start=days_of_2020s,
    sent_after=st.integers(0, 10),
    answered_after=st.integers(0, 15),
    whom=st.sampled_from(["third_party", "organ"]),
)
def test_a_pause_of_n_working_days_moves_the_due_date_by_n_working_days(
    start: date, sent_after: int, answered_after: int, whom: str
) -> None:
    sent = NATIONAL.add_working_days(start, WorkingDays(sent_after)).day
    answered = NATIONAL.add_working_days(sent, WorkingDays(answered_after)).day
    plain = clock(received(start), on=answered, calendar=NATIONAL)
    paused = clock(
        [
            *received(start),
            Event(EventKind(f"{whom}_consulted"), sent, {"recipient": "演示"}),
            Event(EventKind(f"{whom}_answered"), answered, {"consents": True}),
        ],
        on=answered,
        calendar=NATIONAL,
    )
    assert plain.due_on is not None
    assert paused.due_on == NATIONAL.add_working_days(plain.due_on, WorkingDays(answered_after)).day
    assert sum(pause.working_days for pause in paused.pauses) == answered_after


@st.composite
def consultations(draw: st.DrawFn) -> list[Event]:
    """Up to four consultations that may overlap in any way, each with a name of its own."""
    events = []
    for number in range(draw(st.integers(1, 4))):
        whom = draw(st.sampled_from(["third_party", "organ"]))
        sent = date(2022, 7, 8) + timedelta(days=draw(st.integers(0, 25)))
        answered = sent + timedelta(days=draw(st.integers(0, 30)))
        facts = {"ref": str(number), "recipient": "演示", "consents": True}
        events += [
            Event(EventKind(f"{whom}_consulted"), sent, facts),
            Event(EventKind(f"{whom}_answered"), answered, facts),
        ]
    return events


@settings(max_examples=15, deadline=None)
@given(pauses=consultations(), order=st.randoms(use_true_random=False))
def test_the_order_in_which_pauses_are_entered_does_not_change_the_date(
    pauses: list[Event], order: random.Random
) -> None:
    shuffled = list(pauses)
    order.shuffle(shuffled)
    start, on = received(date(2022, 7, 8)), date(2022, 12, 1)
    found = clock([*start, *pauses], on=on, calendar=NATIONAL)
    assert found.due_on == clock([*start, *shuffled], on=on, calendar=NATIONAL).due_on
    assert found.due_on == slow_due([*start, *sorted(pauses, key=lambda event: event.on)], NATIONAL, on=on)


@settings(max_examples=15, deadline=None)
@given(pauses=consultations())
def test_pauses_never_shorten_and_are_merged(pauses: list[Event]) -> None:
    on = date(2022, 12, 1)
    plain = clock(received(date(2022, 7, 8)), on=on, calendar=NATIONAL)
    found = clock([*received(date(2022, 7, 8)), *pauses], on=on, calendar=NATIONAL)
    assert plain.due_on is not None
    assert found.due_on is not None
    assert found.due_on >= plain.due_on
    for earlier, following in zip(found.pauses, found.pauses[1:], strict=False):
        assert earlier.last + DAY < following.first
    moved = sum(pause.working_days for pause in found.pauses)
    assert found.due_on == NATIONAL.add_working_days(plain.due_on, WorkingDays(moved)).day


@settings(max_examples=15, deadline=None)
@given(start=days_of_2020s, days=st.integers(1, 20))
def test_ogi_33_2_an_extension_moves_the_due_date_by_working_days(start: date, days: int) -> None:
    extended = Event(K.EXTENDED, start, {"days": days, "reason": "量大", "head_approval": "同意"})
    plain = clock(received(start), on=start, calendar=NATIONAL).due_on
    assert plain is not None
    found = clock([*received(start), extended], on=start, calendar=NATIONAL)
    assert found.due_on == NATIONAL.add_working_days(plain, WorkingDays(days)).day
    assert (found.limit, found.extension) == (20 + days, days)


@settings(max_examples=12, deadline=None)
@given(seed=seeds, start=days_of_2020s)
def test_the_figures_of_the_clock_agree_with_each_other(seed: int, start: date) -> None:
    events = random_history(seed, NATIONAL, start=start)
    on = later(events, NATIONAL, days=seed % 50)
    now = clock(events, on=on, calendar=NATIONAL)
    assert all(step.cites for step in now.steps)
    assert all(flag.cites for flag in now.flags)
    if now.due_on is None:
        assert now.left is None
        return
    assert now.left == now.limit - now.used
    assert now.overdue == ((now.stopped_on or on) > now.due_on)
    assert now.overdue <= (now.left <= 0)
    assert (now.status is ClockStatus.STOPPED) == (now.stopped_on is not None)


@settings(max_examples=12, deadline=None)
@given(seed=seeds, start=days_of_2020s)
def test_every_open_application_can_be_brought_to_its_end(seed: int, start: date) -> None:
    events = random_history(seed, NATIONAL, start=start)
    events += close(events, NATIONAL, on=later(events, NATIONAL, days=1))
    replay(events, calendar=NATIONAL)
    assert state_of(events) is State.ARCHIVED
    assert outcome_of(events) is not None


@settings(max_examples=12, deadline=None)
@given(seed=seeds, start=days_of_2020s)
def test_facts_stored_as_json_give_the_same_clock(seed: int, start: date) -> None:
    events = random_history(seed, NATIONAL, start=start)
    stored = [
        Event(event.kind, event.on, json.loads(json.dumps(dict(event.facts), default=date.isoformat)))
        for event in events
    ]
    on = later(events, NATIONAL, days=3)
    assert clock(stored, on=on, calendar=NATIONAL) == clock(events, on=on, calendar=NATIONAL)
    assert replay(stored, calendar=NATIONAL) == replay(events, calendar=NATIONAL)


def test_the_same_events_seen_earlier_know_nothing_of_what_came_later() -> None:
    events = random_history(7, NATIONAL, start=date(2022, 7, 8))
    on = date(2022, 7, 9)
    past = [event for event in events if event.on <= on]
    assert clock(events, on=on, calendar=NATIONAL) == clock(past, on=on, calendar=NATIONAL)


# -------------------------------------------------------------------------------- single points


def test_an_open_consultation_gives_the_earliest_date_still_possible() -> None:
    events = [*received(date(2022, 7, 8)), Event(K.THIRD_PARTY_CONSULTED, date(2022, 7, 11), {"recipient": "演示"})]
    dates = [clock(events, on=date(2022, 7, day), calendar=NATIONAL).due_on for day in (11, 12, 15, 16, 18)]
    assert dates == [date(2022, 8, 5), date(2022, 8, 8), date(2022, 8, 11), date(2022, 8, 11), date(2022, 8, 12)]
    assert clock(events, on=date(2023, 1, 1), calendar=NATIONAL).due_on == date(2022, 8, 26)


def test_delivery_of_the_consultation_gives_the_third_party_its_full_time() -> None:
    events = [
        *received(date(2022, 7, 8)),
        Event(K.THIRD_PARTY_CONSULTED, date(2022, 7, 11), {"recipient": "演示"}),
        Event(K.CONSULTATION_DELIVERED, date(2022, 7, 14), {"evidence": "回证"}),
    ]
    now = clock(events, on=date(2022, 9, 1), calendar=NATIONAL)
    assert now.consultations[0].limit.day == date(2022, 8, 4)
    assert sum(pause.working_days for pause in now.pauses) == 18


def test_two_consultations_without_a_name_are_paired_in_order() -> None:
    events = [
        *received(date(2022, 7, 8)),
        Event(K.THIRD_PARTY_CONSULTED, date(2022, 7, 11), {"recipient": "甲"}),
        Event(K.THIRD_PARTY_CONSULTED, date(2022, 7, 13), {"recipient": "乙"}),
        Event(K.THIRD_PARTY_ANSWERED, date(2022, 7, 15), {"consents": True}),
        Event(K.THIRD_PARTY_ANSWERED, date(2022, 7, 20), {"consents": True}),
    ]
    now = clock(events, on=date(2022, 7, 21), calendar=NATIONAL)
    assert [each.ended_on for each in now.consultations] == [date(2022, 7, 15), date(2022, 7, 20)]
    assert [(pause.first, pause.last) for pause in now.pauses] == [(date(2022, 7, 12), date(2022, 7, 20))]


def test_a_late_reply_is_flagged() -> None:
    reply = Event(K.REPLIED, date(2022, 8, 8), {"outcome": "granted"})
    now = clock([*received(date(2022, 7, 8)), reply], on=date(2022, 9, 1), calendar=NATIONAL)
    assert (now.overdue, now.left, now.stopped_on) == (True, -1, date(2022, 8, 8))
    assert [flag.id for flag in now.flags] == ["late_reply"]


def test_convention_44_an_application_that_nobody_confirms_turns_red_after_two_working_days() -> None:
    submitted = [Event(K.SUBMITTED, date(2022, 7, 8), {"channel": "internet"})]
    flags = {day: clock(submitted, on=date(2022, 7, day), calendar=NATIONAL).flags for day in (8, 12, 13)}
    assert flags[8] == flags[12] == ()
    assert [flag.id for flag in flags[13]] == ["unconfirmed_receipt"]
    assert clock(submitted, on=date(2022, 7, 13), calendar=NATIONAL).due_on is None


def test_fee2020_8_after_payment_the_clock_may_go_on_instead_of_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    def resumed(kind: EventKind) -> Clockwork:
        return Clockwork.RESUME if kind is K.FEE_PAID else clockwork(kind)

    events = [
        *received(date(2022, 7, 8)),
        Event(K.FEE_NOTICE, date(2022, 7, 15), {"mode": "per_volume", "amount": 140}),
        Event(K.FEE_NOTICE_DELIVERED, date(2022, 7, 18), {"evidence": "回证"}),
        Event(K.FEE_PAID, date(2022, 7, 22), {"amount": 140}),
    ]
    assert clock(events, on=date(2022, 7, 22), calendar=NATIONAL).due_on == date(2022, 8, 19)
    monkeypatch.setattr(sys.modules["gongkai.law.foi_flow.clock"], "clockwork", resumed)
    unpaid = [event for event in events if event.kind is not K.FEE_NOTICE]
    assert clock(unpaid, on=date(2022, 7, 22), calendar=NATIONAL).due_on == date(2022, 8, 5)
    assert clock(events, on=date(2022, 7, 22), calendar=NATIONAL).due_on == date(2022, 8, 12)


def test_f04_an_application_opened_again_starts_without_its_old_extension() -> None:
    events = [
        *received(date(2022, 3, 1)),
        Event(K.EXTENDED, date(2022, 3, 2), {"days": 20, "reason": "量大", "head_approval": "同意"}),
        Event(K.REPLIED, date(2022, 3, 10), {"outcome": "granted", "letter": "演示1号"}),
        Event(K.REOPENED, date(2022, 7, 8), {"basis": "lawsuit", "ruling": "演示2号", "old_reply": "演示1号"}),
    ]
    now = clock(events, on=date(2022, 7, 8), calendar=NATIONAL)
    assert (now.limit, now.extension, now.due_on) == (20, 0, date(2022, 8, 5))
    assert (now.restarted_on, now.stopped_on, now.status) == (date(2022, 7, 8), None, ClockStatus.RUNNING)


def test_the_grounds_of_a_date_are_given_once_each() -> None:
    extension = Event(K.EXTENDED, date(2022, 7, 11), {"days": 5, "reason": "量大", "head_approval": "同意"})
    now = clock([*received(date(2022, 7, 8)), extension], on=date(2022, 7, 11), calendar=NATIONAL)
    assert [str(cite) for cite in now.cites] == ["ogi:31", "ogi:33.2"]


@pytest.mark.parametrize("kind", [K.CLARIFICATION_NOTICE, K.DEFERRED, K.FEE_PAID, K.EXTENDED])
def test_a_history_that_could_not_be_is_reckoned_as_it_stands(kind: EventKind) -> None:
    """Imported registers hold such histories; the clock must not fall over them."""
    day = date(2022, 7, 8)
    before_receipt = [Event(K.SUBMITTED, day, {"channel": "internet"}), Event(kind, day, {"until": day})]
    assert clock(before_receipt, on=day, calendar=NATIONAL).due_on is None
    after_receipt = [*received(day), Event(kind, day)]
    found = clock(after_receipt, on=day, calendar=NATIONAL)
    assert found.due_on == (None if kind is K.CLARIFICATION_NOTICE else date(2022, 8, 5))


def test_an_application_from_before_the_regulation_is_not_called_late_by_it() -> None:
    submitted = [Event(K.SUBMITTED, date(2019, 5, 10), {"channel": "internet"})]
    assert clock(submitted, on=date(2019, 6, 10), calendar=NATIONAL).flags == ()


@pytest.mark.parametrize("year", [2019, 2035])
def test_calendars_of_2019_and_2035_do_not_crash(year: int) -> None:
    for name, calendar in CALENDARS.items():
        events = random_history(year, calendar, start=date(year, 6, 3))
        on = later(events, calendar, days=5)
        now = clock(events, on=on, calendar=calendar)
        assert now.provisional == (now.due_on is not None and year == 2035 and not now.fixed_by_ruling), name
        assert day_sheet(events, on=on, calendar=calendar).rows
        assert lawful_moves(events, on=on, calendar=calendar)


def test_a_day_on_which_the_date_is_the_last_is_not_overdue() -> None:
    events = received(date(2022, 7, 8))
    last = clock(events, on=date(2022, 8, 5), calendar=NATIONAL)
    assert (last.overdue, last.left) == (False, 0)
    assert clock(events, on=date(2022, 8, 6), calendar=NATIONAL).overdue
    admit(
        events,
        Event(K.EXTENDED, date(2022, 8, 5), {"days": 1, "reason": "量大", "head_approval": "同意"}),
        calendar=NATIONAL,
    )
