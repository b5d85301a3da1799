"""The drawing of a clock tells the same days as the law does."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from gongkai.law.calendar import Calendar
from gongkai.law.foi_flow.clock import clock
from gongkai.law.foi_flow.moves import Event, EventKind
from gongkai.web.ui import clocks

CALENDAR = Calendar.national()
RECEIVED = date(2026, 10, 21)


def history(*events: tuple[str, date, dict[str, object]]) -> list[Event]:
    start = [
        Event(EventKind.SUBMITTED, RECEIVED, {"channel": "internet"}),
        Event(EventKind.RECEIPT_CONFIRMED, RECEIVED, {}),
    ]
    return [*start, *(Event(EventKind(kind), on, facts) for kind, on, facts in events)]


def drawn(events: list[Event], on: date) -> list[tuple[str, int | None]]:
    read = clock(events, on=on, calendar=CALENDAR)
    return [(one.kind, one.days) for one in clocks.segments(read, on=on, calendar=CALENDAR)]


def test_ogi_33_a_plain_clock_is_used_and_left() -> None:
    assert drawn(history(), date(2026, 11, 4)) == [("current", 10), ("left", 10)]


def test_ogi_32_a_consultation_is_drawn_as_a_pause() -> None:
    asked, answered = date(2026, 11, 4), date(2026, 11, 18)
    events = history(("third_party_consulted", asked, {"ref": "a"}), ("third_party_answered", answered, {"ref": "a"}))
    assert drawn(events, date(2026, 11, 24)) == [("used", 10), ("paused", 10), ("current", 4), ("left", 6)]


def test_ogi_30_a_clarification_starts_the_clock_again() -> None:
    events = history(("clarification_notice", date(2026, 10, 23), {}), ("clarified", date(2026, 11, 4), {}))
    assert drawn(events, date(2026, 11, 6)) == [("paused", None), ("current", 2), ("left", 18)]


def test_waiting_for_the_applicant_is_no_use_of_the_period() -> None:
    events = history(("clarification_notice", date(2026, 10, 23), {}))
    assert drawn(events, date(2026, 10, 26)) == [("paused", None)]


def test_what_is_late_is_drawn_after_the_due_date() -> None:
    read = clock(history(), on=date(2026, 11, 24), calendar=CALENDAR)
    assert drawn(history(), date(2026, 11, 24)) == [("current", 20), ("over", 4)]
    assert read.left == -4


def test_before_receipt_there_is_nothing_to_draw() -> None:
    read = clock(history()[:1], on=RECEIVED, calendar=CALENDAR)
    assert clocks.chart(read, on=RECEIVED, calendar=CALENDAR) is None


@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(0, 25)), max_size=3),
    st.integers(0, 90),
    st.booleans(),
)
def test_ogi_33_days_of_the_drawing_are_the_days_of_the_clock(
    consultations: list[tuple[int, int]], today: int, replied: bool
) -> None:
    on = RECEIVED + timedelta(days=today)
    events = []
    for number, (sent, took) in enumerate(consultations):
        asked = RECEIVED + timedelta(days=sent)
        events.append(("third_party_consulted", asked, {"ref": str(number)}))
        events.append(("third_party_answered", asked + timedelta(days=took), {"ref": str(number)}))
    if replied:
        events.append(("replied", on, {}))
    read = clock(history(*events), on=on, calendar=CALENDAR)
    assume(read.started_on is not None)
    parts = clocks.segments(read, on=on, calendar=CALENDAR)
    running = sum(part.days or 0 for part in parts if part.kind in ("used", "current", "over"))
    assert running == read.used
    late = sum(part.days or 0 for part in parts if part.kind == "over")
    assert late == max(0, -(read.left or 0))
    assert all(before.end == after.start for before, after in pairwise(parts))
    assert all(part.start <= part.end for part in parts)
    assert clocks.chart(read, on=on, calendar=CALENDAR)
