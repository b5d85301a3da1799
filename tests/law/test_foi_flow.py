"""The table of moves, and worked examples that a jurist can read (`cases/foi_flow.toml`)."""

import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from gongkai.law.calendar import Calendar
from gongkai.law.citations import resolve
from gongkai.law.entries import load
from gongkai.law.foi_flow import (
    MOVES,
    Event,
    EventKind,
    State,
    UnlawfulMove,
    admit,
    apply,
    clock,
    moves_from,
    outcome_of,
    replay,
    replies,
    state_of,
)
from gongkai.law.foi_flow.guards import GUARDS
from gongkai.law.foi_flow.moves import Clockwork, clockwork, fact_label, limit_id
from gongkai.law.letters import letter_kinds
from gongkai.law.outcomes import Outcome

from .histories import received

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "foi_flow.toml").read_text(encoding="utf-8")
)["case"]
NOTIFIED = {"applicant", "third_party", "organ", "handler", "head"}


def calendar(name: str) -> Calendar:
    return Calendar.national() if name == "CN" else Calendar.for_region(name)


def event(table: dict[str, Any]) -> Event:
    facts = {key: value for key, value in table.items() if key not in ("kind", "on", "says")}
    return Event(EventKind(table["kind"]), table["on"], facts)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_worked_example(case: dict[str, Any]) -> None:
    days = calendar(case["calendar"])
    events = [*received(case["received"]), *map(event, case.get("events", []))]
    replay(events, calendar=days)
    now = clock(events, on=case["on"], calendar=days)
    assert now.due_on == case.get("due_on")
    assert now.waits_until == case.get("waits_until")
    assert now.provisional == case.get("provisional", False)
    assert now.overdue == case.get("overdue", False)
    assert sum(pause.working_days for pause in now.pauses) == case.get("moved_by", 0) or "moved_by" not in case
    assert [flag.id for flag in now.flags] == ([case["flag"]] if "flag" in case else [])
    for name in ("used", "left"):
        assert getattr(now, name) == case.get(name, getattr(now, name))
    assert now.status.value == case.get("status", now.status.value)
    assert state_of(events).value == case.get("state", state_of(events).value)
    outcome = outcome_of(events)
    assert (outcome.row if outcome else None) == case.get("row")
    for cite in case["cites"]:
        resolve(cite)


@pytest.mark.parametrize("case", [case for case in CASES if "refused" in case], ids=lambda case: case["title"])
def test_worked_example_refuses_what_the_law_forbids(case: dict[str, Any]) -> None:
    days = calendar(case["calendar"])
    events = [*received(case["received"]), *map(event, case.get("events", []))]
    with pytest.raises(UnlawfulMove) as refused:
        admit(events, event(case["refused"]), calendar=days)
    assert case["refused"]["says"] in str(refused.value)
    assert refused.value.cites


def test_every_state_and_event_of_the_code_stands_in_the_data_and_the_other_way_round() -> None:
    ids = load("moves").ids()
    assert {name for name in ids if name.startswith("state.")} == {f"state.{state.value}" for state in State}
    assert {name for name in ids if name.startswith("event.")} == {f"event.{kind.value}" for kind in EventKind}


def test_states_tell_who_must_act_and_events_their_ground() -> None:
    assert State.CLARIFYING.waits_for == State.AWAITING_PAYMENT.waits_for == "applicant"
    assert State.PROCESSING.waits_for == "organ"
    assert all(state.label and (state.waits_for == "") == state.final for state in State)
    assert all(kind.label and kind.cites for kind in EventKind)


def test_every_move_has_a_ground_a_label_and_known_guards_effects_and_facts() -> None:
    letters = {kind.id for kind in letter_kinds()}
    for move in MOVES:
        assert move.cites, move.id
        assert move.label, move.id
        assert set(move.guards) <= set(GUARDS), move.id
        assert all(fact_label(need) != need for need in move.needs), move.id
        for effect in move.effects:
            kind, _, name = effect.partition(".")
            known = {"letter": letters | {"by_outcome"}, "notify": NOTIFIED, "archive": {"package"}}
            assert name in known[kind], f"{move.id}: {effect}"


def test_every_guard_is_used() -> None:
    assert {name for move in MOVES for name in move.guards} == set(GUARDS)


def test_one_move_at_most_leads_from_a_state_by_an_event() -> None:
    pairs = [(move.source, move.event) for move in MOVES]
    assert len(pairs) == len(set(pairs))


def test_every_event_has_a_move_and_every_state_is_reached() -> None:
    assert {move.event for move in MOVES} == set(EventKind)
    assert {move.target for move in MOVES} | {State.START} == set(State)


def reachable(source: State) -> set[State]:
    found, todo = {source}, [source]
    while todo:
        for move in moves_from(todo.pop()):
            if move.target not in found:
                found.add(move.target)
                todo.append(move.target)
    return found


@pytest.mark.parametrize("state", [state for state in State if not state.final])
def test_no_state_is_a_trap(state: State) -> None:
    assert any(target.final for target in reachable(state))
    assert state is State.START or state in reachable(State.START)


def test_a_final_state_is_left_only_by_archiving_or_opening_again() -> None:
    leaving = {move.event for move in MOVES if move.source.final}
    assert leaving == {EventKind.ARCHIVED, EventKind.REOPENED}


def test_ogi_33_3_every_consultation_pauses_and_every_end_of_one_lets_go() -> None:
    pauses = {kind for kind in EventKind if clockwork(kind) is Clockwork.PAUSE}
    ends = {kind for kind in EventKind if clockwork(kind) is Clockwork.UNPAUSE}
    assert pauses == {EventKind.THIRD_PARTY_CONSULTED, EventKind.ORGAN_CONSULTED}
    assert ends == {EventKind(f"{whom}_{how}") for whom in ("third_party", "organ") for how in ("answered", "lapsed")}


def test_a_closing_move_stops_the_clock_and_no_other_does() -> None:
    for move in MOVES:
        closes = move.target.final and not move.source.final
        assert closes == (clockwork(move.event) is Clockwork.STOP), move.id


@pytest.mark.parametrize("name", ["reply", "extension", "clarification", "third_party", "organ", "confirmation"])
def test_the_limits_of_the_flow_are_deadlines(name: str) -> None:
    assert load("deadlines").get(limit_id(name), on=date(2022, 7, 8))["working_days"] > 0


def test_apply_gives_the_move() -> None:
    move = apply(State.PROCESSING, EventKind.EXTENDED)
    assert (move.target, move.label) == (State.PROCESSING, "延长答复期限")
    assert "head_approval" in move.needs


def test_apply_refuses_and_tells_state_request_ground_and_what_is_lawful() -> None:
    with pytest.raises(UnlawfulMove) as refused:
        apply(State.CLOSED, EventKind.EXTENDED)
    error = refused.value
    assert (error.state, error.event) == (State.CLOSED, EventKind.EXTENDED)
    assert [move.event for move in error.lawful] == [EventKind.ARCHIVED, EventKind.REOPENED]
    text = str(error)
    for words in ("已办结", "延长答复期限", "办理中", "归档", "《条例》第三十三条第二款"):
        assert words in text


def test_every_pair_of_state_and_event_without_a_move_is_refused_with_a_citation() -> None:
    moves = {(move.source, move.event) for move in MOVES}
    for state in State:
        for kind in EventKind:
            if (state, kind) not in moves:
                with pytest.raises(UnlawfulMove) as refused:
                    apply(state, kind)
                assert refused.value.cites


def test_f04_the_new_reply_is_tied_to_the_old_one() -> None:
    case = next(case for case in CASES if case["title"].startswith("判决没有写明日期"))
    first, second = replies([*received(case["received"]), *map(event, case["events"])])
    assert (first.outcome, first.replaces) == (Outcome.PETITION_OR_COMPLAINT, "")
    assert (second.outcome, second.replaces, second.ordered_by) == (
        Outcome.GRANTED,
        first.letter,
        "演示行初〔2022〕1号",
    )


def test_an_application_withdrawn_before_receipt_counts_nowhere() -> None:
    events = [
        Event(EventKind.SUBMITTED, date(2022, 7, 8), {"channel": "internet"}),
        Event(EventKind.WITHDRAWN, date(2022, 7, 9), {"withdrawal_confirmation": "确认"}),
    ]
    replay(events, calendar=Calendar.national())
    assert state_of(events) is State.NOT_RECEIVED
    assert outcome_of(events) is None


def test_the_rules_of_the_flow_carry_no_number_in_code() -> None:
    package = files("gongkai.law").joinpath("foi_flow")
    for module in package.iterdir():
        if module.name.endswith(".py"):
            text = module.read_text(encoding="utf-8")
            assert not any(f"({limit})" in text for limit in (7, 15, 20)), module.name
