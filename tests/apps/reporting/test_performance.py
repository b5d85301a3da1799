"""The numbers of an organ's work on applications, against cases counted by hand."""

from datetime import date

import pytest

from gongkai.apps.reporting.performance import performance
from tests.apps.foi.conftest import Office
from tests.apps.foi.steps import received, reply

pytestmark = pytest.mark.django_db


def test_years_are_counted_by_hand(office: Office) -> None:
    reply(office, received(office, date(2023, 5, 8)), date(2023, 5, 19))
    reply(office, received(office, date(2023, 6, 5)), date(2023, 6, 6))
    received(office, date(2023, 12, 20))
    found = performance(office.organ, years=2, on=date(2024, 1, 10))
    before, now = found.years
    assert (before.year, before.closed, before.on_time, before.share, before.backlog) == (2023, 2, 2, 100, 1)
    assert before.median_days == 5.0
    assert (now.closed, now.share, now.median_days, now.backlog) == (0, None, None, 1)
    assert found.oldest_days == 21


def test_without_applications_there_is_nothing_to_say(office: Office) -> None:
    found = performance(office.organ, years=3, on=date(2024, 1, 10))
    assert [one.backlog for one in found.years] == [0, 0, 0]
    assert found.oldest_days is None
