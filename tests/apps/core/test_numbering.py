"""Numbers: unique and gapless per organ, kind and year, whoever writes at the same time."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from gongkai.apps.core.models import Counter
from gongkai.apps.core.numbering import NotInTransaction, next_number
from gongkai.apps.organs.models import Organ
from tests.factories.organs import OrganFactory

WRITERS, EACH = 16, 10


@pytest.mark.django_db
def test_numbers_count_up_by_organ_kind_and_year() -> None:
    first, second = OrganFactory.create(), OrganFactory.create()
    assert [next_number(organ=first, kind="a", year=2023) for _ in range(3)] == [1, 2, 3]
    assert next_number(organ=first, kind="b", year=2023) == 1
    assert next_number(organ=first, kind="a", year=2024) == 1
    assert next_number(organ=second, kind="a", year=2023) == 1
    assert next_number(organ=first, kind="a", year=2023) == 4


@pytest.mark.django_db
def test_a_number_that_is_not_used_is_not_lost() -> None:
    organ = OrganFactory.create()
    with transaction.atomic():
        next_number(organ=organ, kind="a", year=2023)
        transaction.set_rollback(True)
    assert next_number(organ=organ, kind="a", year=2023) == 1


@pytest.mark.django_db(transaction=True)
def test_a_number_outside_a_transaction_is_refused() -> None:
    with pytest.raises(NotInTransaction, match="同一事务"):
        next_number(organ=OrganFactory.create(), kind="a", year=2023)
    assert Counter.objects.count() == 0


def take(organ: Organ, failing: bool) -> list[int]:
    """Take numbers, one transaction each; a failing writer gives every second one back."""
    taken = []
    for turn in range(EACH):
        fails = failing and turn % 2 == 1
        with transaction.atomic():
            number = next_number(organ=organ, kind="index_number", year=2023)
            transaction.set_rollback(fails)
        if not fails:
            taken.append(number)
    return taken


@pytest.mark.django_db(transaction=True)
def test_sixteen_writers_take_numbers_without_gap_or_double(crew: Callable[[list[Any]], list[list[int]]]) -> None:
    organ = OrganFactory.create()
    taken = crew([lambda failing=n % 4 == 0: take(organ, failing) for n in range(WRITERS)])
    numbers = sorted(number for part in taken for number in part)
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) == WRITERS * EACH - WRITERS // 4 * (EACH // 2)


@pytest.mark.django_db(transaction=True)
def test_the_first_number_of_a_year_is_given_once_to_many(crew: Callable[[list[Any]], list[int]]) -> None:
    organ = OrganFactory.create()

    def first(year: int) -> int:
        with transaction.atomic():
            return next_number(organ=organ, kind="a", year=year)

    for year in range(2020, 2024):
        assert sorted(crew([lambda y=year: first(y) for _ in range(8)])) in ([*range(1, 9)],)
