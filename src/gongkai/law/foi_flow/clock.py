"""
The period for the reply as a pure function of the events: due date, pauses, what is used and left, and why (`ogi:30`–`ogi:35`).

Nothing here is stored and nothing is checked; an unlawful history is reckoned as it stands. Days inside a consultation do not count, from
the day after it was sent to the day of the answer or the end of the time allowed; overlapping ones are merged (`convention:17`).
While a consultation is open the due date is the earliest still possible, and moves on with every day until the answer is there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from gongkai.law.calendar import Calendar, DueDate, WorkingDays
from gongkai.law.citations import Citation, chinese
from gongkai.law.deadlines import Deadline, deadline
from gongkai.law.entries import NoRuleInForce
from gongkai.law.fees import payment_due
from gongkai.law.foi_flow.moves import Clockwork, Event, EventKind, clockwork, event_entry, fact_date, limit_id
from gongkai.law.foi_flow.pauses import ONE_DAY, Consultation, Pause, consultations, merge, span, taken_out


class ClockStatus(StrEnum):
    """How the period stands."""

    NOT_STARTED = "not_started"  # 收到之日未定
    RUNNING = "running"  # 计算中
    PAUSED = "paused"  # 征求意见，不计
    SUSPENDED = "suspended"  # 等待申请人，之后重新起算
    STOPPED = "stopped"  # 已办结


@dataclass(frozen=True)
class Step:
    """One step of the explanation, with its ground."""

    on: date
    text: str
    cites: tuple[Citation, ...]


@dataclass(frozen=True)
class Flag:
    """Something that is not forbidden but will be asked about: a late notice, an unconfirmed application."""

    id: str
    text: str
    cites: tuple[Citation, ...]


@dataclass(frozen=True)
class Clock:
    """
    How the period stands on a day; numbers are working days.

    `due_on` is None while nothing runs: before receipt, and while the applicant must clarify or pay (`waits_until` then says how long
    he may take). `left` is negative when the reply is late. A stopped clock keeps the figures of the day it stopped.
    """

    status: ClockStatus
    received_on: date | None
    started_on: date | None
    restarted_on: date | None
    due_on: date | None
    provisional: bool
    limit: int
    extension: int
    used: int
    left: int | None
    overdue: bool
    stopped_on: date | None
    waits_until: date | None
    fixed_by_ruling: bool
    pauses: tuple[Pause, ...]
    consultations: tuple[Consultation, ...]
    flags: tuple[Flag, ...]
    steps: tuple[Step, ...]
    due: DueDate | None

    @property
    def cites(self) -> tuple[Citation, ...]:
        """Give every ground of the date, each once."""
        return tuple(dict.fromkeys(cite for step in self.steps for cite in step.cites))


def clock(events: Iterable[Event], *, on: date, calendar: Calendar) -> Clock:
    """
    Reckon the period from the events up to the day `on`; later events are not seen.

    :raises NoRuleInForce: the application was received before the regulation came into force.
    """
    known = known_events(events, on=on)
    tally = _Tally(calendar=calendar, events=known)
    for event in known:
        tally.take(event)
    return tally.clock(on)


def known_events(events: Iterable[Event], *, on: date) -> list[Event]:
    """Give the events up to a day in the order of their days; on one day a question stands before its answer."""
    return sorted((event for event in events if event.on <= on), key=lambda event: (event.on, _is_answer(event)))


def _is_answer(event: Event) -> bool:
    return clockwork(event.kind) is Clockwork.UNPAUSE or event.kind is EventKind.CONSULTATION_DELIVERED


@dataclass
class _Tally:
    """The running state while the events are walked through."""

    calendar: Calendar
    events: Sequence[Event]
    received_on: date | None = None
    started_on: date | None = None
    restarted_on: date | None = None
    limit: int = 0
    extension: int = 0
    fixed_due: date | None = None
    suspended: Event | None = None
    stopped_on: date | None = None
    waits: list[Pause] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)

    @cached_property
    def consultations(self) -> tuple[Consultation, ...]:
        """Pair them once; what is known of them now also holds for the days that have passed."""
        return tuple(consultations(self.events, calendar=self.calendar))

    def take(self, event: Event) -> None:
        """Let one event work on the clock."""
        match clockwork(event.kind):
            case Clockwork.START:
                self._start(event)
            case Clockwork.SUSPEND:
                self._suspend(event)
            case Clockwork.SUSPEND_IF_TIMELY:
                self._suspend_if_timely(event)
            case Clockwork.RESTART:
                self._restart(event)
            case Clockwork.RESUME:
                self._resume(event)
            case Clockwork.EXTEND:
                self._extend(event)
            case Clockwork.DEFER:
                self._defer(event)
            case Clockwork.REOPEN:
                self._reopen(event)
            case Clockwork.STOP:
                self.stopped_on = event.on
                self._explain(event, f"{event.kind.label}，办结。")
            case _:
                pass  # pauses are paired afterwards; the others leave the clock alone

    def _period(self, name: str, on: date) -> Deadline:
        return deadline(limit_id(name), on=on)

    def _start(self, event: Event) -> None:
        self.received_on = self.started_on = event.on
        period = self._period("reply", event.on)
        self.limit = period.working_days.count
        self._explain(event, f"收到申请，自次日起计算{period.working_days}。", period.cites)

    def _suspend(self, event: Event) -> None:
        self.suspended = event
        self._explain(event, f"{event.kind.label}，等待申请人。")

    def _suspend_if_timely(self, event: Event) -> None:
        if self.received_on is None:
            return
        period = self._period("clarification", self.received_on)
        last = period.due(self.received_on, self.calendar).day
        if event.on <= last:
            self._suspend(event)
            return
        text = f"{event.kind.label}晚于{_day(last)}（收到之日起{period.working_days}），答复期限不重新起算，继续计算。"
        self.flags.append(Flag(id="late_clarification_notice", text=text, cites=event_entry(event.kind).cites))
        self._explain(event, text)

    def _restart(self, event: Event) -> None:
        if self.suspended is None:
            self._explain(event, f"{event.kind.label}，答复期限继续计算。")
            return
        self.suspended = None
        self.started_on = self.restarted_on = event.on
        self._explain(event, f"{event.kind.label}，自次日起重新计算{WorkingDays(self.limit)}。")

    def _resume(self, event: Event) -> None:
        if self.suspended is None:
            return
        entry = event_entry(self.suspended.kind)
        self.waits.append(
            Pause(
                first=self.suspended.on + ONE_DAY, last=event.on, label=entry.label, cites=event_entry(event.kind).cites
            )
        )
        self.suspended = None
        self._explain(event, f"{event.kind.label}，答复期限继续计算。")

    def _extend(self, event: Event) -> None:
        days = int(event.facts.get("days", 0))
        self.limit += days
        self.extension += days
        self._explain(event, f"{event.kind.label}{WorkingDays(days)}，共{WorkingDays(self.limit)}。")

    def _defer(self, event: Event) -> None:
        until = fact_date(event.facts, "until")
        if self.started_on is None or until is None:
            return
        self.limit = max(self.limit, self._counted(until, self._pauses(event.on)))
        self._explain(event, f"{event.kind.label}，答复期限延至{_day(until)}。")

    def _reopen(self, event: Event) -> None:
        self.started_on = self.restarted_on = event.on
        self.stopped_on = self.suspended = None
        self.extension = 0
        self.fixed_due = fact_date(event.facts, "reply_by")
        if self.fixed_due is not None:
            self.limit = self.calendar.working_days_between(event.on, self.fixed_due)
            self._explain(event, f"{event.kind.label}，应于{_day(self.fixed_due)}前答复。")
            return
        period = self._period("reply", event.on)
        self.limit = period.working_days.count
        self._explain(event, f"{event.kind.label}，自次日起计算{period.working_days}。", period.cites)

    def _explain(self, event: Event, text: str, cites: Sequence[Citation] = ()) -> None:
        grounds = dict.fromkeys([*event_entry(event.kind).cites, *cites])
        self.steps.append(Step(on=event.on, text=text, cites=tuple(grounds)))

    def _pauses(self, until: date) -> tuple[Pause, ...]:
        """Merge what does not count after the clock started, as seen on the day `until`."""
        if self.started_on is None:
            return ()
        found = [*self.waits, *(span(each, until) for each in self.consultations)]
        first = self.started_on + ONE_DAY
        return merge(replace(each, first=max(each.first, first)) for each in found)

    def _counted(self, until: date, pauses: Iterable[Pause]) -> int:
        """Count the working days from the start up to and including `until` that no pause takes out."""
        if self.started_on is None or until <= self.started_on:
            return 0
        counted = self.calendar.working_days_between(self.started_on, until)
        return counted - sum(taken_out(pause, until, self.calendar) for pause in pauses)

    def _due(self, pauses: Sequence[Pause]) -> DueDate | None:
        if self.started_on is None or self.suspended is not None:
            return None
        if self.fixed_due is not None:
            return DueDate(self.fixed_due)
        out = 0
        while True:
            due = self.calendar.add_working_days(self.started_on, WorkingDays(self.limit + out))
            again = sum(taken_out(pause, due.day, self.calendar) for pause in pauses)
            if again == out:
                return due
            out = again

    def clock(self, on: date) -> Clock:
        """Read the clock on a day."""
        until = self.stopped_on or on
        pauses = () if self.fixed_due is not None else self._pauses(until)
        due = self._due(pauses)
        used = self._counted(until, pauses)
        pauses = tuple(
            replace(pause, working_days=taken_out(pause, due.day if due else pause.last, self.calendar))
            for pause in pauses
        )
        return Clock(
            status=self._status(on, pauses),
            received_on=self.received_on,
            started_on=self.started_on,
            restarted_on=self.restarted_on,
            due_on=due.day if due else None,
            provisional=due.provisional if due else False,
            limit=self.limit,
            extension=self.extension,
            used=used,
            left=self.limit - used if due else None,
            overdue=due is not None and until > due.day,
            stopped_on=self.stopped_on,
            waits_until=self._waits_until(),
            fixed_by_ruling=self.fixed_due is not None,
            pauses=pauses,
            consultations=self.consultations,
            flags=(*self.flags, *self._late_flags(on, due)),
            steps=(*self.steps, *_pause_steps(pauses), *self._due_step(due)),
            due=due,
        )

    def _status(self, on: date, pauses: Sequence[Pause]) -> ClockStatus:
        if self.stopped_on is not None:
            return ClockStatus.STOPPED
        if self.started_on is None:
            return ClockStatus.NOT_STARTED
        if self.suspended is not None:
            return ClockStatus.SUSPENDED
        return ClockStatus.PAUSED if any(pause.first <= on <= pause.last for pause in pauses) else ClockStatus.RUNNING

    def _waits_until(self) -> date | None:
        if self.stopped_on is not None:
            return None
        waiting = waiting_until(self.events, calendar=self.calendar)
        return waiting.day if waiting else None

    def _late_flags(self, on: date, due: DueDate | None) -> list[Flag]:
        flags = []
        if self.stopped_on is not None and due is not None and self.stopped_on > due.day:
            text = f"{_day(self.stopped_on)}办结，晚于答复期限{_day(due.day)}。"
            flags.append(Flag(id="late_reply", text=text, cites=self._period("reply", due.day).cites))
        if self.received_on is None and self.stopped_on is None and self.events:
            flags += _unconfirmed(self.events[0], on, self.calendar)
        return flags

    def _due_step(self, due: DueDate | None) -> list[Step]:
        if due is None or self.started_on is None:
            return []
        open_end = f"（暂定，尚缺{'、'.join(map(str, due.missing))}）" if due.provisional else ""
        return [Step(on=due.day, text=f"答复期限届满：{_day(due.day)}{open_end}。", cites=self.steps[0].cites)]


def waiting_until(events: Iterable[Event], *, calendar: Calendar) -> DueDate | None:
    """
    Give the last day on which the applicant may clarify, give reasons or pay, from ordered events; None while he need not act.

    A fee notice that is not known to be delivered has no such day.
    """
    waiting: DueDate | None = None
    for event in events:
        match event.kind:
            case EventKind.CLARIFICATION_NOTICE:
                waiting = _told(event, "clarify_by")
            case EventKind.REASONS_REQUESTED:
                waiting = _told(event, "reasons_by")
            case EventKind.FEE_NOTICE:
                delivered_on = fact_date(event.facts, "delivered_on")
                waiting = payment_due(delivered_on, calendar=calendar) if delivered_on else None
            case EventKind.FEE_NOTICE_DELIVERED:
                waiting = payment_due(event.on, calendar=calendar)
            case EventKind.CLARIFIED | EventKind.REASONS_GIVEN | EventKind.REASONS_LAPSED | EventKind.FEE_PAID:
                waiting = None
            case _ if clockwork(event.kind) is Clockwork.STOP:
                waiting = None
            case _:
                pass
    return waiting


def _told(event: Event, name: str) -> DueDate | None:
    day = fact_date(event.facts, name)
    return DueDate(day) if day else None


def _pause_steps(pauses: Iterable[Pause]) -> list[Step]:
    return [
        Step(
            on=pause.first,
            text=f"{pause.label}，{_day(pause.first)}至{_day(pause.last)}不计入，扣除{WorkingDays(pause.working_days)}。",
            cites=pause.cites,
        )
        for pause in pauses
    ]


def _unconfirmed(submitted: Event, on: date, calendar: Calendar) -> list[Flag]:
    try:
        period = deadline(limit_id("confirmation"), on=submitted.on)
    except NoRuleInForce:
        return []
    last = period.due(submitted.on, calendar).day
    if on <= last:
        return []
    grounds = "、".join(map(chinese, period.cites))
    text = f"申请{_day(submitted.on)}提交，至今没有确定收到之日，已超过{period.working_days}（{grounds}）。请立即与申请人确认。"
    return [Flag(id="unconfirmed_receipt", text=text, cites=period.cites)]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
