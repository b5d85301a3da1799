"""
Every period of law by its id: how long, in what unit, on which ground, and the last day it leads to.

The limits themselves stand in `data/deadlines.toml`; whoever needs a date asks `deadline(id, on=…).due(start, calendar)`.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gongkai.law.annual_report.model import OrganKind
from gongkai.law.calendar import Calendar, DueDate, WorkingDays
from gongkai.law.citations import Citation
from gongkai.law.entries import Entry, EntryError, load

UNITS = ("working_days", "days", "months", "hours", "month_day", "next_quarter_day")


class WrongUnit(TypeError):
    """A period was used as if it were counted in another unit."""

    def __init__(self, *, period: "Deadline", wanted: str) -> None:
        self.period, self.wanted = period, wanted
        super().__init__(f"“{period.label}”（{period.id}）按 {period.unit} 计算，不能当作 {wanted} 使用。")


@dataclass(frozen=True)
class Deadline:
    """A period: its length in its own unit, what it starts from, and where it stands in the law."""

    id: str
    label: str
    unit: str
    amount: int | str
    starts: str
    ends_on_working_day: bool
    cites: tuple[Citation, ...]
    evidence: str
    note: str

    @property
    def working_days(self) -> WorkingDays:
        """
        Give the length of a period of working days.

        :raises WrongUnit: the period is counted otherwise.
        """
        if self.unit != "working_days":
            raise WrongUnit(period=self, wanted="working_days")
        return WorkingDays(int(self.amount))

    def due(self, start: date, calendar: Calendar) -> DueDate:
        """
        Give the last day of the period; the day `start` itself is not counted.

        A yearly date falls in the year after `start`, a quarterly one in the quarter after it.

        :raises WrongUnit: the period is counted in hours.
        """
        if self.unit == "working_days":
            return calendar.add_working_days(start, self.working_days)
        last = self._last_day(start)
        return calendar.first_working_day(last) if self.ends_on_working_day else DueDate(last)

    def due_at(self, start: datetime) -> datetime:
        """
        Give the end of a period of hours.

        :raises WrongUnit: the period is counted in days.
        """
        if self.unit != "hours":
            raise WrongUnit(period=self, wanted="hours")
        return start + timedelta(hours=int(self.amount))

    def _last_day(self, start: date) -> date:
        match self.unit:
            case "days":
                return start + timedelta(days=int(self.amount))
            case "months":
                return add_months(start, int(self.amount))
            case "month_day":
                return date.fromisoformat(f"{start.year + 1}-{self.amount}")
            case "next_quarter_day":
                quarter_ends = start.replace(day=1, month=(start.month - 1) // 3 * 3 + 3)
                return add_months(quarter_ends, 1).replace(day=int(self.amount))
            case _:
                raise WrongUnit(period=self, wanted="days")


def add_months(start: date, months: int) -> date:
    """Go forward by months to the day of the same number, or to the last day of a shorter month."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def deadline(id: str, *, on: date) -> Deadline:  # noqa: A002 - the key is called id in the data
    """
    Give the period with this id as it was on the day `on`.

    :raises NoRuleInForce: no such period was in force.
    """
    return _read(load("deadlines").get(id, on=on))


def deadlines(*, on: date) -> list[Deadline]:
    """Give every period in force on the day `on`, in the order of the file."""
    return [_read(entry) for entry in load("deadlines").in_force(on)]


def report_deadline(organ_kind: OrganKind, *, year: int) -> Deadline:
    """
    Give the deadline of the yearly report for `year` by kind of organ (`ogi:49`); a township's is a convention.

    :raises NoRuleInForce: this kind of organ files no report.
    """
    return deadline(f"report.{organ_kind.value}", on=date(year, 12, 31))


def _read(entry: Entry) -> Deadline:
    units = [unit for unit in UNITS if entry.get(unit) is not None]
    if len(units) != 1:
        raise EntryError(f"{entry.file}：“{entry.id}”应当且只应当写明一种单位（{'、'.join(UNITS)}）。")
    return Deadline(
        id=entry.id,
        label=entry.label,
        unit=units[0],
        amount=entry[units[0]],
        starts=entry["starts"],
        ends_on_working_day=entry.get("ends_on_working_day", False),
        cites=entry.cites,
        evidence=entry.evidence,
        note=entry.note,
    )
