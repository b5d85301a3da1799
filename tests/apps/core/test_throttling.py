"""Limits: never more than allowed, also at the same time; what is refused or given back costs nothing."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gongkai.apps.core.models import Attempt
from gongkai.apps.core.throttling import Allowance, Exhausted, refund, spend

NOON = datetime(2026, 3, 24, 4, 0, tzinfo=UTC)
THREE = Allowance("test", 3, timedelta(hours=1))


@pytest.mark.django_db
def test_the_allowance_is_spent_and_comes_back_with_time() -> None:
    for minute in range(3):
        spend(THREE, "a", at=NOON + timedelta(minutes=minute))
    with pytest.raises(Exhausted) as refused:
        spend(THREE, "a", at=NOON + timedelta(minutes=10))
    assert refused.value.until == NOON + timedelta(hours=1)
    assert Attempt.objects.count() == 3, "a refused attempt is not counted, so nobody can prolong the wait"
    spend(THREE, "b", at=NOON + timedelta(minutes=10))
    spend(THREE, "a", at=NOON + timedelta(hours=1))
    with pytest.raises(Exhausted):
        spend(THREE, "a", at=NOON + timedelta(hours=1))


@pytest.mark.django_db
def test_what_is_given_back_was_never_spent() -> None:
    for _ in range(10):
        refund(spend(THREE, "a", at=NOON))
    assert Attempt.objects.count() == 0


@pytest.mark.django_db
def test_the_table_does_not_say_who_tried() -> None:
    spend(THREE, "zhang.san", at=NOON)
    assert "zhang" not in str(Attempt.objects.values().get())


@pytest.mark.django_db(transaction=True)
def test_sixteen_at_once_never_pass_more_than_the_allowance(crew: Callable[..., Any]) -> None:
    def attempt() -> bool:
        try:
            spend(THREE, "a", at=NOON)
        except Exhausted:
            return False
        return True

    assert sum(crew([attempt] * 16)) <= 3
    assert sum(crew([attempt] * 16)) <= 3
