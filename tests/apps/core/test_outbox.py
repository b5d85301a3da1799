"""Effects: owed with the event, carried out once after the commit, repeated until they succeed."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gongkai.apps.core import outbox
from gongkai.apps.core.models import Event, Outbox
from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.models import Organ
from tests.factories.core import OutboxFactory
from tests.factories.organs import OrganFactory

State = Outbox.State


class Handler:
    """A handler that counts its calls and fails as often as told."""

    def __init__(self) -> None:
        self.calls: list[int] = []
        self.failures = 0

    def __call__(self, event: Event) -> None:
        self.calls.append(event.pk)
        if self.failures:
            self.failures -= 1
            Organ.objects.filter(pk=event.organ_id).update(short_name="半途")
            raise ConnectionError("对方没有应答")


@pytest.fixture
def handler(monkeypatch: pytest.MonkeyPatch) -> Handler:
    handler = Handler()
    monkeypatch.setitem(outbox._handlers, "test.effect", handler)
    return handler


def happen(organ: Organ) -> Event:
    return append_event(
        organ=organ, kind="test.happened", subject=organ, by=None, on=date(2023, 5, 8), effects=["test.effect"]
    )


@pytest.mark.django_db(transaction=True)
def test_an_effect_waits_for_the_commit(handler: Handler) -> None:
    organ = OrganFactory.create()
    with transaction.atomic():
        event = happen(organ)
        assert handler.calls == []
    assert handler.calls == [event.pk]
    row = Outbox.objects.get()
    assert (row.state, row.attempts, row.finished_at is not None) == (State.SUCCESSFUL, 1, True)


@pytest.mark.django_db(transaction=True)
def test_no_commit_no_effect(handler: Handler) -> None:
    organ = OrganFactory.create()
    with transaction.atomic():
        happen(organ)
        transaction.set_rollback(True)
    assert handler.calls == []
    assert Outbox.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_failure_is_kept_with_its_reason_and_repeated(handler: Handler) -> None:
    organ = OrganFactory.create()
    handler.failures = 2
    happen(organ)
    row = Outbox.objects.get()
    assert (row.state, row.attempts, row.error) == (State.FAILED, 1, "ConnectionError: 对方没有应答")
    organ.refresh_from_db()
    assert organ.short_name != "半途", "what a failed handler wrote is rolled back"
    assert outbox.retry() == (0, 1)
    assert outbox.retry() == (1, 0)
    assert outbox.retry() == (0, 0)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.error) == (State.SUCCESSFUL, 3, "")


@pytest.mark.django_db(transaction=True)
def test_a_finished_effect_is_not_done_again(handler: Handler) -> None:
    happen(OrganFactory.create())
    assert outbox.carry_out(Outbox.objects.get().pk) is True
    assert len(handler.calls) == 1


@pytest.mark.django_db(transaction=True)
def test_an_effect_interrupted_by_a_crash_is_taken_up_again(handler: Handler) -> None:
    happen(OrganFactory.create())
    Outbox.objects.update(state=State.RUNNING, finished_at=None)
    assert outbox.carry_out(Outbox.objects.get().pk) is False
    assert outbox.retry() == (1, 0)
    assert len(handler.calls) == 2


def test_a_name_has_one_handler(handler: Handler) -> None:
    assert outbox.effect("test.effect")(handler) is handler
    with pytest.raises(ValueError, match="已由"):
        outbox.effect("test.effect")(lambda event: None)
    assert "test.effect" in outbox.registered()
    assert {"search.index", "search.remove"} <= outbox.registered()


@pytest.mark.django_db
def test_the_database_keeps_one_effect_per_event() -> None:
    row = OutboxFactory.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxFactory.create(event=row.event)
    with pytest.raises(IntegrityError), transaction.atomic():
        Outbox.objects.filter(pk=row.pk).update(state=State.SUCCESSFUL)
