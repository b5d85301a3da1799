"""Check the hash chains: no event changed, none removed, none inserted, no tail cut off."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from gongkai.apps.core.models import ChainHead, Event
from gongkai.apps.core.operations import event_hash

GENESIS = "0" * 64


@dataclass(frozen=True)
class Break:
    """A place where a chain does not hold."""

    organ_id: int
    sequence: int
    reason: str


@dataclass(frozen=True)
class Verdict:
    """What the check saw: events and chains read, and the places that do not hold."""

    events: int
    chains: int
    breaks: tuple[Break, ...]


def verify() -> Verdict:
    """Read every chain once, in order."""
    heads = {head.organ_id: head for head in ChainHead.objects.all()}
    breaks: list[Break] = []
    events = 0
    stream = Event.objects.order_by("organ_id", "sequence").iterator(chunk_size=2000)
    for organ_id, chain in groupby(stream, key=lambda event: event.organ_id):
        count, found = _verify_chain(organ_id, chain, heads.pop(organ_id, None))
        events += count
        breaks += found
    breaks += [Break(organ_id, head.sequence, "事件全部缺失") for organ_id, head in heads.items() if head.sequence]
    return Verdict(events=events, chains=ChainHead.objects.count(), breaks=tuple(breaks))


def _verify_chain(organ_id: int, chain: Iterator[Event], head: ChainHead | None) -> tuple[int, list[Break]]:
    breaks: list[Break] = []
    expected, previous = 1, GENESIS
    for event in chain:
        if event.sequence != expected:
            breaks.append(Break(organ_id, expected, f"第{expected}号事件缺失"))
        elif event.previous_hash != previous:
            breaks.append(Break(organ_id, event.sequence, "与前一事件的哈希不相接"))
        if event.hash != event_hash(event):
            breaks.append(Break(organ_id, event.sequence, "内容被改动"))
        expected, previous = event.sequence + 1, event.hash
    if head is None or (head.sequence, head.hash) != (expected - 1, previous):
        breaks.append(Break(organ_id, expected, "链尾与登记的不符"))
    return expected - 1, breaks
