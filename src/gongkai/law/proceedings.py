"""
Reconsideration and lawsuits: which cell of table 四 a case counts in, and the dates the law sets for it.

How a case that is pending on 31 December counts again next year is a convention: a year shows the cases of that year together with
those still open from the year before, each with its state at the end of the year.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from gongkai.law.calendar import Calendar, DueDate
from gongkai.law.citations import Citation
from gongkai.law.deadlines import deadline
from gongkai.law.entries import Entry, NoRuleInForce, load


class ProceedingKind(StrEnum):
    """The three column groups of table 四."""

    RECONSIDERATION = "reconsideration"  # 行政复议
    DIRECT = "direct"  # 未经复议直接起诉
    AFTER_RECONSIDERATION = "after_reconsideration"  # 复议后起诉


class ProceedingResult(StrEnum):
    """The four results of table 四."""

    UPHELD = "upheld"  # 结果维持
    OVERTURNED = "overturned"  # 结果纠正
    OTHER_RESULT = "other_result"  # 其他结果
    PENDING = "pending"  # 尚未审结


@dataclass(frozen=True)
class Disposition:
    """How a decision or judgment reads; `orders_new_reply` means that the application may have to be opened again."""

    id: str
    label: str
    kinds: tuple[ProceedingKind, ...]
    result: ProceedingResult
    orders_new_reply: bool
    cites: tuple[Citation, ...]


@dataclass(frozen=True)
class StatutoryDate:
    """The last day of a period, what it is for, whose it is, and on which ground."""

    id: str
    label: str
    who: str
    due: DueDate
    cites: tuple[Citation, ...]


class WrongDisposition(ValueError):
    """A way to decide that does not exist in this kind of proceedings."""

    def __init__(self, *, kind: ProceedingKind, disposition: str) -> None:
        self.kind, self.disposition = kind, disposition
        choices = "、".join(f"{each.label}（{each.id}）" for each in dispositions() if kind in each.kinds)
        super().__init__(f"“{disposition}”不是“{label(kind)}”的结案方式。可以选择：{choices}。")


def label(value: ProceedingKind | ProceedingResult) -> str:
    """Give the words of the form for a kind or a result."""
    return _entry(value).label


def cell(kind: ProceedingKind, result: ProceedingResult) -> str:
    """Give the cell of table 四: `rec.m`."""
    return f"{_entry(kind)['code']}.{_entry(result)['code']}"


def _entry(value: ProceedingKind | ProceedingResult) -> Entry:
    table = "kind" if isinstance(value, ProceedingKind) else "result"
    return load("proceedings").get(f"{table}.{value.value}", on=_ANY_DAY)


#: Kinds, results and dispositions have one period only; their words do not depend on the day.
_ANY_DAY = date(2021, 1, 1)


@cache
def dispositions() -> tuple[Disposition, ...]:
    """Give every way a case may be decided, in the order of the data."""
    return tuple(
        Disposition(
            id=entry.id.removeprefix("disposition."),
            label=entry.label,
            kinds=tuple(ProceedingKind(kind) for kind in entry["kinds"]),
            result=ProceedingResult(entry["result"]),
            orders_new_reply=entry.get("orders", False),
            cites=entry.cites,
        )
        for entry in load("proceedings").in_force(_ANY_DAY)
        if entry.id.startswith("disposition.")
    )


def result_of(kind: ProceedingKind, disposition: str | None) -> ProceedingResult:
    """
    Give the result in which a decided case counts; without a disposition it is still pending.

    :raises WrongDisposition: there is no such way to decide this kind of case.
    """
    if disposition is None:
        return ProceedingResult.PENDING
    for each in dispositions():
        if each.id == disposition and kind in each.kinds:
            return each.result
    raise WrongDisposition(kind=kind, disposition=disposition)


def cell_in_year(
    kind: ProceedingKind, *, year: int, accepted_on: date, decided_on: date | None, result: ProceedingResult
) -> str | None:
    """
    Give the cell of table 四 in which a case counts in a year, or None where it does not belong to the year.

    A case accepted by the end of the year counts in its result if decided within the year, as pending if still open on 31 December,
    and no more once it was decided in an earlier year.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    if accepted_on > last or (decided_on is not None and decided_on < first):
        return None
    if decided_on is None or decided_on > last:
        return cell(kind, ProceedingResult.PENDING)
    return cell(kind, result)


def statutory_dates(
    kind: ProceedingKind,
    days: Mapping[str, date],
    *,
    calendar: Calendar,
    simple: bool = False,
    extended: bool = False,
) -> tuple[StatutoryDate, ...]:
    """
    Reckon every period whose first day is known, earliest last day first.

    :param days: the dates of the case by name: `letter_received_on`, `accepted_on`, `copy_received_on`, `decision_received_on`,
        `complaint_received_on`, `judgment_received_on`.
    :param simple: the reconsideration goes by the simple procedure (`arl:53.1(4)`).
    :param extended: the reconsideration organ has prolonged its period, where the law lets it.
    """
    procedures = ("any", "simple" if simple else "ordinary")
    found = [
        _statutory_date(entry, days[entry["starts_on"]], calendar=calendar, extended=extended)
        for entry in load("proceedings").in_force(_ANY_DAY)
        if entry.id.startswith("period.")
        and kind.value in entry["kinds"]
        and entry["procedure"] in procedures
        and entry["starts_on"] in days
    ]
    return tuple(sorted((period for period in found if period is not None), key=lambda period: period.due.day))


def _statutory_date(entry: Entry, start: date, *, calendar: Calendar, extended: bool) -> StatutoryDate | None:
    try:
        period = deadline(entry["deadline"], on=start)
    except NoRuleInForce:
        return None  # the period did not exist yet, such as the simple procedure before 2024
    due, cites = period.due(start, calendar), [*entry.cites, *period.cites]
    if extended and (name := entry.get("extension")) is not None:
        extension = deadline(name, on=start)
        due = extension.due(start + timedelta(days=int(period.amount)), calendar)
        cites += extension.cites
    return StatutoryDate(
        id=entry.id.removeprefix("period."),
        label=entry.label,
        who=entry["who"],
        due=due,
        cites=tuple(dict.fromkeys(cites)),
    )
