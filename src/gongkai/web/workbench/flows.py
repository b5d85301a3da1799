"""The event lists and clocks of many applications at once, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.apps.foi.models import FoiEvent, FoiRequest, Letter
from gongkai.apps.foi.queries import as_flow_event
from gongkai.law import foi_flow
from gongkai.law.calendar import Calendar
from gongkai.law.foi_flow import Clock, Event, State


@dataclass(frozen=True)
class Running:
    """An application with its events, its clock as of today, and its state."""

    foi: FoiRequest
    events: tuple[Event, ...]
    clock: Clock
    state: State


def running(requests: Iterable[FoiRequest], *, on: date, calendar: Calendar) -> list[Running]:
    """Reckon the clocks of these applications as of the day `on`."""
    listed = list(requests)
    events = events_of(listed)
    return [
        Running(
            foi=foi,
            events=tuple(events[foi.pk]),
            clock=foi_flow.clock(events[foi.pk], on=on, calendar=calendar),
            state=foi_flow.state_of(events[foi.pk]),
        )
        for foi in listed
    ]


def events_of(requests: Iterable[FoiRequest]) -> dict[int, list[Event]]:
    """Give the event list of each application as the kernel reads it; an ordered reply continues that of the old application."""
    chains = _chains(requests)
    stored: dict[int, list[Event]] = defaultdict(list)
    wanted = {link for chain in chains.values() for link in chain}
    for event in FoiEvent.objects.filter(foi__in=wanted).order_by("foi_id", "position"):
        stored[event.foi_id].append(as_flow_event(event))
    return {key: [event for link in chain for event in stored[link]] for key, chain in chains.items()}


def _chains(requests: Iterable[FoiRequest]) -> dict[int, list[int]]:
    """Give for each application those that it continues, the oldest first; one query for each step back."""
    chains = {foi.pk: [foi.pk] for foi in requests}
    letters = {foi.pk: foi.reopens_id for foi in requests if foi.reopens_id}
    while letters:
        before = {
            letter.pk: letter.foi for letter in Letter.objects.filter(pk__in=letters.values()).select_related("foi")
        }
        for key, letter_id in letters.items():
            chains[key].insert(0, before[letter_id].pk)
        letters = {key: earlier for key, letter_id in letters.items() if (earlier := before[letter_id].reopens_id)}
    return chains
