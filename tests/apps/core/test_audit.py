"""The audit sees a changed, a removed, an inserted event, and a cut tail; nothing else alarms it."""

from datetime import date
from typing import Any

import pytest

from gongkai.apps.core.audit import verify
from gongkai.apps.core.models import ChainHead, Event
from gongkai.apps.core.operations import append_event, event_hash
from gongkai.apps.organs.models import Organ
from tests.factories.organs import OrganFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organ() -> Organ:
    organ = OrganFactory.create()
    for place in range(5):
        append_event(
            organ=organ,
            kind="test.happened",
            subject=organ,
            by=UserFactory.create(),
            on=date(2023, 5, 8),
            facts={"place": place},
        )
    return organ


def reasons() -> list[tuple[int, str]]:
    return [(fault.sequence, fault.reason) for fault in verify().breaks]


def test_an_untouched_chain_holds(organ: Organ) -> None:
    verdict = verify()
    assert (verdict.events, verdict.chains, verdict.breaks) == (5, 1, ())


@pytest.mark.parametrize(
    "change",
    [
        {"facts": {"place": 99}},
        {"kind": "test.else"},
        {"on": date(2023, 5, 9)},
        {"by": None},
        {"subject_id": 999},
        {"subject_type": "organs.user"},
        {"at": "2023-05-08T00:00:00.000001+00:00"},
    ],
)
def test_any_changed_field_is_seen(organ: Organ, change: dict[str, Any]) -> None:
    Event.objects.filter(organ=organ, sequence=3).update(**change)
    assert reasons() == [(3, "内容被改动")]


def test_a_change_with_a_new_hash_breaks_the_next_link(organ: Organ) -> None:
    event = Event.objects.get(organ=organ, sequence=3)
    event.facts = {"place": 99}
    event.hash = event_hash(event)
    event.save()
    assert reasons() == [(4, "与前一事件的哈希不相接")]


def test_a_removed_event_is_seen(organ: Organ) -> None:
    Event.objects.filter(organ=organ, sequence=3).delete()
    assert (3, "第3号事件缺失") in reasons()


def test_a_cut_tail_is_seen(organ: Organ) -> None:
    Event.objects.filter(organ=organ, sequence=5).delete()
    assert reasons() == [(5, "链尾与登记的不符")]


def test_a_whole_chain_removed_is_seen(organ: Organ) -> None:
    Event.objects.filter(organ=organ).delete()
    assert reasons() == [(5, "事件全部缺失")]


def test_an_appended_forgery_is_seen(organ: Organ) -> None:
    last = Event.objects.get(organ=organ, sequence=5)
    forged = Event(
        organ=organ,
        sequence=6,
        at=last.at,
        on=last.on,
        kind="forged",
        subject_type="x",
        subject_id=1,
        previous_hash=last.hash,
    )
    forged.hash = event_hash(forged)
    forged.save()
    assert reasons() == [(7, "链尾与登记的不符")]


def test_a_removed_head_is_seen(organ: Organ) -> None:
    ChainHead.objects.filter(organ=organ).delete()
    assert reasons() == [(6, "链尾与登记的不符")]


def test_other_chains_are_not_blamed(organ: Organ) -> None:
    other = OrganFactory.create()
    append_event(organ=other, kind="test.happened", subject=other, by=None, on=date(2023, 5, 8))
    Event.objects.filter(organ=other).update(kind="changed")
    assert {fault.organ_id for fault in verify().breaks} == {other.pk}
