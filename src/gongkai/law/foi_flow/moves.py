"""
States, events and lawful moves of an application, read from `data/moves.toml`; `apply` gives the move or refuses.

State says where the work stands; the outcome (which of the 21 rows it ended in) and everything about time are read from the events.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from gongkai.law.citations import Citation, chinese
from gongkai.law.entries import Entry, load
from gongkai.law.outcomes import Outcome

#: Written in the data for a move that leaves the state as it is.
SAME = "same"


class State(StrEnum):
    """Where the work stands."""

    START = "start"  # 尚未提交
    SUBMITTED = "submitted"  # 已提交，待确定收到之日
    RECEIVED = "received"  # 已收到，待登记
    PROCESSING = "processing"  # 办理中
    CLARIFYING = "clarifying"  # 等待申请人补正
    AWAITING_REASONS = "awaiting_reasons"  # 等待申请人说明理由
    AWAITING_PAYMENT = "awaiting_payment"  # 等待申请人缴费
    CLOSED = "closed"  # 已办结
    ARCHIVED = "archived"  # 已归档
    NOT_RECEIVED = "not_received"  # 未收到前撤回，不计入统计

    @property
    def label(self) -> str:
        """Give the words a clerk reads."""
        return _entry(f"state.{self.value}").label

    @property
    def final(self) -> bool:
        """Tell whether the work is done; only a ruling opens an application again."""
        return bool(_entry(f"state.{self.value}")["final"])

    @property
    def waits_for(self) -> str:
        """Tell who must act: `applicant`, `organ`, or nobody."""
        return str(_entry(f"state.{self.value}")["waits_for"])


class EventKind(StrEnum):
    """What may happen to an application."""

    SUBMITTED = "submitted"  # 提交申请
    RECEIPT_CONFIRMED = "receipt_confirmed"  # 确定收到之日
    REGISTERED = "registered"  # 登记
    CLARIFICATION_NOTICE = "clarification_notice"  # 发出补正告知书
    CLARIFIED = "clarified"  # 收到补正的申请
    CLARIFICATION_LAPSED = "clarification_lapsed"  # 逾期不补正
    THIRD_PARTY_CONSULTED = "third_party_consulted"  # 书面征求第三方意见
    THIRD_PARTY_ANSWERED = "third_party_answered"  # 收到第三方意见
    THIRD_PARTY_LAPSED = "third_party_lapsed"  # 第三方逾期未提出意见
    ORGAN_CONSULTED = "organ_consulted"  # 征求其他机关意见
    ORGAN_ANSWERED = "organ_answered"  # 收到其他机关意见
    ORGAN_LAPSED = "organ_lapsed"  # 其他机关逾期，视为同意公开
    CONSULTATION_DELIVERED = "consultation_delivered"  # 征求意见书送达
    EXTENDED = "extended"  # 延长答复期限
    REASONS_REQUESTED = "reasons_requested"  # 发出说明理由告知书
    REASONS_GIVEN = "reasons_given"  # 收到申请人说明的理由
    REASONS_LAPSED = "reasons_lapsed"  # 申请人逾期未说明理由
    DEFERRED = "deferred"  # 确定延迟答复的合理期限
    FEE_NOTICE = "fee_notice"  # 发出收费通知书
    FEE_NOTICE_DELIVERED = "fee_notice_delivered"  # 申请人收到收费通知书
    FEE_PAID = "fee_paid"  # 申请人缴费
    PAYMENT_LAPSED = "payment_lapsed"  # 逾期不缴费
    SPLIT = "split"  # 拆分为几部分办理
    PART_REPLIED = "part_replied"  # 答复其中一部分
    THIRD_PARTY_INFORMED = "third_party_informed"  # 书面告知第三方决定公开
    REPLIED = "replied"  # 作出答复
    REPLIED_ON_THE_SPOT = "replied_on_the_spot"  # 当场答复
    TRANSFERRED = "transferred"  # 告知并移送负责公开的机关
    WITHDRAWN = "withdrawn"  # 申请人撤回
    ARCHIVED = "archived"  # 归档
    REOPENED = "reopened"  # 依裁决或者整改要求重新办理

    @property
    def label(self) -> str:
        """Give the words a clerk reads."""
        return event_entry(self).label

    @property
    def cites(self) -> tuple[Citation, ...]:
        """Give the ground of the event."""
        return event_entry(self).cites


class Clockwork(StrEnum):
    """What an event does to the period for the reply."""

    NOTHING = ""
    START = "start"
    SUSPEND = "suspend"
    SUSPEND_IF_TIMELY = "suspend_if_timely"
    RESTART = "restart"
    RESUME = "resume"
    PAUSE = "pause"
    UNPAUSE = "unpause"
    EXTEND = "extend"
    DEFER = "defer"
    REOPEN = "reopen"
    STOP = "stop"


@dataclass(frozen=True)
class Event:
    """
    Something that happened to an application on the legal day `on`.

    `facts` are what the event brought, by the names of `[facts]` in moves.toml; a date may be a `date` or its ISO text, so that facts
    stored as JSON can be used as they are.
    """

    kind: EventKind
    on: date
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Move:
    """One lawful step: from `source` by `event` to `target`; `outcome` is set where the step itself decides the row of table 三."""

    id: str
    source: State
    event: EventKind
    target: State
    label: str
    cites: tuple[Citation, ...]
    needs: tuple[str, ...]
    guards: tuple[str, ...]
    effects: tuple[str, ...]
    outcome: Outcome | None = None


class UnlawfulMove(ValueError):
    """Something was asked for that the law does not allow now: what state, what was asked, why not, what is lawful instead."""

    def __init__(
        self,
        *,
        state: State,
        event: EventKind,
        reasons: Sequence[str],
        cites: Sequence[Citation],
        lawful: Sequence[Move] | None = None,
    ) -> None:
        self.state, self.event, self.reasons, self.cites = state, event, tuple(reasons), tuple(cites)
        self.lawful = moves_from(state) if lawful is None else tuple(lawful)
        super().__init__(
            f"申请现为“{state.label}”，不能“{event.label}”：{''.join(self.reasons)}"
            f"{self._instead()}（依据：{'、'.join(map(chinese, self.cites))}）"
        )

    def _instead(self) -> str:
        if any(move.event is self.event for move in self.lawful):
            return ""  # the step itself is right, only its facts are not
        labels = "、".join(f"“{move.label}”" for move in self.lawful)
        return f"现在可以选择的操作：{labels}。" if labels else "现在没有可以进行的操作。"


def fact_label(name: str) -> str:
    """Give the Chinese label of a fact, as forms and refusals show it."""
    return str(_raw()["facts"].get(name, name))


def fact_date(facts: Mapping[str, Any], name: str) -> date | None:
    """
    Read a date among the facts, stored as a date or as ISO text; None where it is missing.

    :raises ValueError: the value is no date.
    """
    value = facts.get(name)
    if value is None or value == "":
        return None
    try:
        return value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(f"“{fact_label(name)}”应为日期（如 2026-01-05），现为“{value}”。") from None


def apply(state: State, event: EventKind) -> Move:
    """
    Give the move that leads from a state by an event, without regard to dates and facts; `admit` looks at those too.

    :raises UnlawfulMove: no such move starts in this state.
    """
    move = _table().get((state, event))
    if move is None:
        possible = "、".join(f"“{move.source.label}”" for move in MOVES if move.event is event)
        raise UnlawfulMove(
            state=state, event=event, reasons=[f"这一步只能在{possible}时进行。"], cites=event_entry(event).cites
        )
    return move


def moves_from(state: State) -> tuple[Move, ...]:
    """Give every move that starts in a state, in the order of the data."""
    return tuple(move for move in MOVES if move.source is state)


def state_of(events: Iterable[Event]) -> State:
    """
    Walk through the events in their order and give the state they lead to.

    :raises UnlawfulMove: an event is not possible in the state reached.
    """
    state = State.START
    for event in events:
        state = apply(state, event.kind).target
    return state


def outcome_of(events: Sequence[Event]) -> Outcome | None:
    """Give the row of table 三 in which the application counts now, or None while it is open or was never received."""
    state, outcome = State.START, None
    for event in events:
        move = apply(state, event.kind)
        if not move.target.final:
            outcome = None
        elif not state.final:
            outcome = closing_outcome(move, event.facts)
        state = move.target
    return outcome


def closing_outcome(move: Move, facts: Mapping[str, Any]) -> Outcome | None:
    """Give the outcome a closing move leads to: its own, or the one among the facts."""
    return move.outcome or (Outcome(facts["outcome"]) if facts.get("outcome") else None)


def event_entry(kind: EventKind) -> Entry:
    """Give the entry of moves.toml about an event, with its effect on the clock."""
    return _entry(f"event.{kind.value}")


@cache
def clockwork(kind: EventKind) -> Clockwork:
    """Tell what an event does to the period for the reply."""
    return Clockwork(event_entry(kind)["clock"])


def limit_id(name: str) -> str:
    """Give the id in deadlines.toml of a limit: `reply`, `extension`, `clarification`, `third_party`, `organ`, `confirmation`."""
    return str(_raw()["limits"][name])


def rows(table: str) -> Mapping[str, Entry]:
    """Give the entries of one table of moves.toml by their id without the name of the table: channel, delivery, reopening."""
    return _tables()[table]


@cache
def _raw() -> Mapping[str, Any]:
    text = files("gongkai.law").joinpath("data/moves.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


@cache
def _tables() -> Mapping[str, Mapping[str, Entry]]:
    tables: dict[str, dict[str, Entry]] = {}
    for entry in load("moves"):
        table, _, name = entry.id.partition(".")
        tables.setdefault(table, {})[name] = entry
    return tables


def _entry(id: str) -> Entry:  # noqa: A002 - the key is called id in the data
    table, _, name = id.partition(".")
    return _tables()[table][name]


def _read_moves() -> tuple[Move, ...]:
    return tuple(
        Move(
            id=name,
            source=State(source),
            event=EventKind(entry["event"]),
            target=State(source if entry["target"] == SAME else entry["target"]),
            label=entry.label,
            cites=entry.cites,
            needs=tuple(entry["needs"]),
            guards=tuple(entry["guards"]),
            effects=tuple(entry["effects"]),
            outcome=Outcome(entry["outcome"]) if entry.get("outcome") else None,
        )
        for name, entry in _tables()["move"].items()
        for source in entry["sources"]
    )


#: Every lawful step, one for each state it may start in.
MOVES: tuple[Move, ...] = _read_moves()


@cache
def _table() -> Mapping[tuple[State, EventKind], Move]:
    return {(move.source, move.event): move for move in MOVES}
