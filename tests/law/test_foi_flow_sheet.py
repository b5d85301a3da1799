"""期限说明单: every day of the period, and the last counting one is the due date."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.calendar import Calendar, DayKind
from gongkai.law.foi_flow import Event, EventKind, clock, day_sheet

from .histories import random_history, received, slow_due

NATIONAL, NINGXIA = Calendar.national(), Calendar.for_region("NX")
DAY = timedelta(days=1)


def assert_sheet_holds(seed: int, calendar: Calendar, start: date) -> None:
    events = random_history(seed, calendar, start=start)
    on = max(event.on for event in events) + timedelta(days=seed % 12)
    sheet = day_sheet(events, on=on, calendar=calendar)
    days = [row.day for row in sheet.rows]
    assert days == [days[0] + timedelta(days=index) for index in range(len(days))]
    assert [row.number for row in sheet.counting] == list(range(1, len(sheet.counting) + 1))
    assert all(row.number is None for row in sheet.rows if not row.counts)
    assert sheet.due_on == slow_due(events, calendar, on=on)
    if sheet.due_on is None:
        assert sheet.counting == ()
        return
    now = clock(events, on=on, calendar=calendar)
    assert len(sheet.counting) == sheet.limit
    assert days[-1] == sheet.due_on
    assert now.fixed_by_ruling or sheet.counting[-1].day == sheet.due_on
    assert sum(row.info.counts and bool(row.pause) for row in sheet.rows) == sum(p.working_days for p in now.pauses)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32), ningxia=st.booleans(), start=st.dates(date(2019, 5, 15), date(2026, 6, 30)))
def test_the_counting_rows_are_the_limit_and_the_last_one_is_the_due_date(
    seed: int, ningxia: bool, start: date
) -> None:
    assert_sheet_holds(seed, NINGXIA if ningxia else NATIONAL, start)


@pytest.mark.drill
@pytest.mark.timeout(3600)
def test_the_sheet_holds_for_many_random_cases() -> None:
    rng = random.Random(1)
    for _ in range(10_000):
        start = date(2019, 5, 15) + timedelta(days=rng.randrange(2600))
        assert_sheet_holds(rng.getrandbits(32), rng.choice([NATIONAL, NINGXIA]), start)


@pytest.mark.parametrize(
    ("start", "national", "ningxia"),
    [
        (date(2022, 7, 8), date(2022, 8, 5), date(2022, 8, 9)),
        (date(2022, 9, 26), date(2022, 10, 27), date(2022, 10, 27)),
        (date(2022, 4, 29), date(2022, 5, 31), date(2022, 5, 31)),
        (date(2022, 7, 9), date(2022, 8, 5), date(2022, 8, 9)),
    ],
)
def test_ogi_33_2_the_vectors_of_2022(start: date, national: date, ningxia: date) -> None:
    for calendar, due_on in ((NATIONAL, national), (NINGXIA, ningxia)):
        sheet = day_sheet(received(start), on=start, calendar=calendar)
        assert (sheet.due_on, sheet.counting[-1].day, len(sheet.counting)) == (due_on, due_on, 20)


def test_a_row_tells_what_the_day_is_and_by_which_notice() -> None:
    rows = {row.day: row for row in day_sheet(received(date(2022, 7, 8)), on=date(2022, 7, 8), calendar=NINGXIA).rows}
    assert rows[date(2022, 7, 8)].events == ("提交申请", "确定收到之日", "登记")
    assert not rows[date(2022, 7, 8)].counts
    assert rows[date(2022, 7, 9)].info.kind is DayKind.WEEKEND
    holiday = rows[date(2022, 7, 11)]
    assert holiday.info.kind is DayKind.REGIONAL_HOLIDAY
    assert "古尔邦节" in holiday.info.name
    assert holiday.info.notice
    assert rows[date(2022, 7, 13)].number == 1


def test_a_paused_working_day_names_its_pause() -> None:
    events = [
        *received(date(2022, 7, 8)),
        Event(EventKind.THIRD_PARTY_CONSULTED, date(2022, 7, 11), {"recipient": "演示公司"}),
        Event(EventKind.THIRD_PARTY_ANSWERED, date(2022, 7, 15), {"consents": True}),
    ]
    rows = {row.day: row for row in day_sheet(events, on=date(2022, 7, 15), calendar=NATIONAL).rows}
    assert [rows[date(2022, 7, day)].number for day in (11, 12, 15, 18)] == [1, None, None, 2]
    assert rows[date(2022, 7, 12)].pause == "书面征求第三方意见"
    assert rows[date(2022, 7, 15)].events == ("收到第三方意见",)


def test_days_before_the_restart_do_not_count() -> None:
    events = [
        *received(date(2022, 7, 8)),
        Event(EventKind.CLARIFICATION_NOTICE, date(2022, 7, 12), {"clarify_by": date(2022, 7, 22)}),
        Event(EventKind.CLARIFIED, date(2022, 7, 15), {"clarification": "补正"}),
    ]
    sheet = day_sheet(events, on=date(2022, 7, 15), calendar=NATIONAL)
    assert sheet.rows[0].day == date(2022, 7, 8)
    assert sheet.counting[0].day == date(2022, 7, 18)
    waiting = day_sheet(events, on=date(2022, 7, 14), calendar=NATIONAL)
    assert (waiting.due_on, waiting.counting, waiting.rows[-1].day) == (None, (), date(2022, 7, 14))


def test_before_receipt_there_is_nothing_to_lay_out() -> None:
    submitted = [Event(EventKind.SUBMITTED, date(2022, 7, 8), {"channel": "internet"})]
    assert day_sheet(submitted, on=date(2022, 7, 20), calendar=NATIONAL).rows == ()
