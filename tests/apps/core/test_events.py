"""Events: chained, plain, in the caller's transaction, and in one line even when many write."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.apps.core import outbox
from gongkai.apps.core.audit import verify
from gongkai.apps.core.models import ChainHead, Event, Outbox
from gongkai.apps.core.operations import append_event, event_hash
from gongkai.apps.organs.models import Organ
from tests.factories.core import EventFactory
from tests.factories.organs import OrganFactory, UserFactory

DAY = date(2023, 5, 8)


@pytest.fixture
def organ() -> Organ:
    return OrganFactory.create()


def append(organ: Organ, **facts: Any) -> Event:
    complete: dict[str, Any] = {"kind": "test.happened", "subject": organ, "by": None, "on": DAY}
    return append_event(organ=organ, **(complete | facts))


@pytest.mark.django_db
def test_events_stand_in_a_chain_of_their_organ(organ: Organ) -> None:
    other = OrganFactory.create()
    first, foreign, second = append(organ), append(other), append(organ, facts={"n": 1})
    assert [first.sequence, second.sequence, foreign.sequence] == [1, 2, 1]
    assert (first.previous_hash, second.previous_hash) == ("0" * 64, first.hash)
    head = ChainHead.objects.get(organ=organ)
    assert (head.sequence, head.hash) == (2, second.hash)
    assert (second.subject_type, second.subject_id) == ("organs.organ", organ.pk)


@pytest.mark.django_db
def test_the_hash_survives_the_database_and_the_time_zone(organ: Organ) -> None:
    shanghai = datetime(2023, 5, 8, 20, 0, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    event = append(organ, at=shanghai, by=UserFactory.create(), facts={"标题": "甲", "a": [1, None, True, {"x": 1.5}]})
    again = Event.objects.get(pk=event.pk)
    assert event_hash(again) == event.hash == again.hash


JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**53), 2**53),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=10),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text("abc标题", max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.django_db
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=st.dictionaries(st.text("abcdef标题", min_size=1, max_size=5), JSON, max_size=4))
def test_any_facts_come_back_with_their_hash(organ: Organ, facts: dict[str, Any]) -> None:
    event = append(organ, facts=facts)
    again = Event.objects.get(pk=event.pk)
    assert again.facts == facts
    assert event_hash(again) == event.hash
    assert verify().breaks == ()


@pytest.mark.django_db
@pytest.mark.parametrize("value", [DAY, Decimal(1), {1, 2}, object(), b"x"])
def test_facts_that_are_no_json_are_refused(organ: Organ, value: Any) -> None:
    with pytest.raises(TypeError):
        append(organ, facts={"x": value})
    assert Event.objects.count() == 0


@pytest.mark.django_db
def test_an_event_needs_a_saved_subject(organ: Organ) -> None:
    with pytest.raises(ValueError, match="尚未保存"):
        append(organ, subject=Organ())


@pytest.mark.django_db
def test_an_event_exists_only_with_its_transaction(organ: Organ) -> None:
    append(organ)
    with transaction.atomic():
        append(organ)
        transaction.set_rollback(True)
    assert append(organ).sequence == 2
    assert verify().breaks == ()


@pytest.mark.django_db
def test_unknown_effects_are_refused_with_the_event(organ: Organ) -> None:
    with pytest.raises(outbox.UnknownEffect, match=r"nobody\.knows"), transaction.atomic():
        append(organ, effects=["nobody.knows"])
    assert (Event.objects.count(), Outbox.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_the_database_keeps_one_place_per_event(organ: Organ) -> None:
    EventFactory.create(organ=organ, sequence=1)
    for sequence in (1, 0):
        with pytest.raises(IntegrityError), transaction.atomic():
            EventFactory.create(organ=organ, sequence=sequence)


@pytest.mark.django_db(transaction=True)
def test_sixteen_writers_make_one_unbroken_chain(crew: Callable[[list[Any]], list[Any]]) -> None:
    organ = OrganFactory.create()

    def write(writer: int) -> None:
        for turn in range(8):
            append(
                organ,
                facts={"writer": writer, "turn": turn},
                at=datetime(2023, 5, 8, tzinfo=UTC) + timedelta(seconds=turn),
            )

    crew([lambda n=n: write(n) for n in range(16)])
    [verdict] = crew([verify])
    assert (verdict.events, verdict.chains, verdict.breaks) == (128, 1, ())
