"""
Lists of people who receive benefits: how long they are on notice, how long they stand, how an amount is reckoned, what keeps them in.

A list goes out only with an impact assessment of its programme, a review and an approval by two further people, an office that takes
objections, and a last day (`pipl:55`, `ogi:15`, `onecard2020:1`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from gongkai.law.calendar import Calendar
from gongkai.law.citations import Citation, chinese
from gongkai.law.deadlines import Deadline, add_months, deadline
from gongkai.law.entries import Entry, load

#: An amount may differ from the reckoned one by this much, for rounding.
TOLERANCE = Decimal("0.01")


@dataclass(frozen=True)
class ProgramKind:
    """A kind of benefit: its profiles for the two audiences, its period of notice, how many months a result with names may stand."""

    id: str
    label: str
    term: str
    online: str
    board: str
    notice: str
    result_months: int
    unit: str
    sensitive: bool
    cites: tuple[Citation, ...]


@dataclass(frozen=True)
class Gate:
    """One reason why a list must not go out."""

    code: str
    message: str
    cites: tuple[Citation, ...]


@dataclass(frozen=True)
class RowCheck:
    """One thing that may be wrong with a row; `blocks` stops the list until it is mended."""

    id: str
    label: str
    blocks: bool
    cites: tuple[Citation, ...]


@dataclass(frozen=True)
class AmountRule:
    """How a programme reckons what somebody gets, in yuan: standard × quantity or persons × months, at most the ceiling."""

    standard: Decimal | None = None
    unit: str = "sum"
    ceiling: Decimal | None = None

    def expected(self, *, quantity: Decimal | None, months: int = 1) -> Decimal | None:
        """Give what should be paid; None where the programme has no standard or the row says no quantity."""
        if self.standard is None or self.unit == "sum":
            return None
        count = Decimal(1) if self.unit == "months" else quantity
        if count is None:
            return None
        whole = (self.standard * count * months).quantize(Decimal("0.01"))
        return whole if self.ceiling is None else min(whole, self.ceiling)

    def judge(self, amount: Decimal, *, quantity: Decimal | None, months: int = 1) -> str:
        """Give the id of the check that an amount fails, or an empty text (`onecard2020:1`)."""
        if self.ceiling is not None and amount > self.ceiling + TOLERANCE:
            return "row.over_ceiling"
        expected = self.expected(quantity=quantity, months=months)
        if expected is None or abs(amount - expected) <= TOLERANCE:
            return ""
        return "row.over_standard" if amount > expected else "row.under_standard"


@dataclass(frozen=True)
class ListFacts:
    """What is known of a list when it is asked whether it may go out; people by any stable name."""

    basis: str
    assessed: bool
    blocking_problems: int
    unexplained_problems: int
    hash: str
    drafted_by: str
    reviewed_hash: str = ""
    reviewed_by: str = ""
    approved_hash: str = ""
    approved_by: str = ""
    office: str = ""
    phone: str = ""


@cache
def program_kinds(on: date) -> Mapping[str, ProgramKind]:
    """Give every kind of programme known on the day `on`, by id."""
    found = (entry for entry in load("benefits").in_force(on) if entry.id.startswith("program."))
    return MappingProxyType({entry.id: _kind(entry) for entry in found})


def program_kind(id: str, *, on: date) -> ProgramKind:  # noqa: A002 - the key is called id in the data
    """
    Give one kind of programme.

    :raises NoRuleInForce: there is none on that day.
    """
    return _kind(load("benefits").get(id, on=on))


@cache
def row_checks(on: date) -> Mapping[str, RowCheck]:
    """Give every check of rows, by id."""
    found = (entry for entry in load("benefits").in_force(on) if entry.id.startswith("row."))
    return MappingProxyType(
        {entry.id: RowCheck(entry.id, entry.label, entry["blocks"], entry.cites) for entry in found}
    )


@cache
def column_headings(on: date) -> Mapping[str, str]:
    """Give the heading of every column that a list may have beside the personal ones, with the name of its field."""
    found = (entry for entry in load("benefits").in_force(on) if entry.id.startswith("column."))
    return MappingProxyType(
        {heading: entry.id.removeprefix("column.") for entry in found for heading in entry["headings"]}
    )


def notice_period(kind: ProgramKind, *, on: date) -> Deadline:
    """Give how long a list of this kind is on notice."""
    return deadline(kind.notice, on=on)


def notice_ends(kind: ProgramKind, *, starts_on: date, calendar: Calendar) -> date:
    """
    Give the last day of the notice; the day of posting is not counted.

    A notice that would end on a day off is open until the next working day, so that somebody is there to take objections.
    """
    last = notice_period(kind, on=starts_on).due(starts_on, calendar).day
    return calendar.first_working_day(last).day


def result_ends(kind: ProgramKind, *, starts_on: date) -> date:
    """Give the longest day until which a result with names may stand."""
    return add_months(starts_on, kind.result_months)


def kept_until(made_on: date) -> date:
    """Give the day until which an impact assessment must be kept at least (`pipl:56.2`)."""
    return add_months(made_on, int(deadline("keep.impact_assessment", on=made_on).amount))


def gates(facts: ListFacts, *, on: date) -> list[Gate]:
    """Give every reason why the list must not go out on the day `on`; none opens the gate."""
    entries = {entry.id: entry for entry in load("benefits").in_force(on)}
    return [_gate(entries[f"gate.{code}"]) for code in _shut(facts)]


def _shut(facts: ListFacts) -> Iterator[str]:
    if not facts.basis.strip():
        yield "no_basis"
    if not facts.assessed:
        yield "no_assessment"
    if facts.blocking_problems:
        yield "open_problems"
    elif facts.unexplained_problems:
        yield "unexplained"
    if not facts.reviewed_hash:
        yield "no_review"
    elif not facts.approved_hash:
        yield "no_approval"
    if {facts.reviewed_hash, facts.approved_hash} - {"", facts.hash}:
        yield "changed"
    people = [person for person in (facts.drafted_by, facts.reviewed_by, facts.approved_by) if person]
    if len(set(people)) < len(people):
        yield "same_person"
    if not (facts.office.strip() and facts.phone.strip()):
        yield "no_contact"


def written(gates_shut: list[Gate]) -> str:
    """Write the reasons one after the other, each with its ground."""
    return "".join(f"{gate.message}（{'、'.join(map(chinese, gate.cites))}）" for gate in gates_shut)


def working_days_left(last: date, *, on: date, calendar: Calendar) -> int:
    """Count the working days from `on` to the last day, both included; 0 when it is over."""
    return calendar.working_days_between(on - timedelta(days=1), last) if on <= last else 0


def _kind(entry: Entry) -> ProgramKind:
    return ProgramKind(
        id=entry.id,
        label=entry.label,
        term=entry["term"],
        online=entry["online"],
        board=entry["board"],
        notice=entry["notice"],
        result_months=entry["result_months"],
        unit=entry["unit"],
        sensitive=entry["sensitive"],
        cites=entry.cites,
    )


def _gate(entry: Entry) -> Gate:
    return Gate(entry.id.removeprefix("gate."), entry.label, entry.cites)
