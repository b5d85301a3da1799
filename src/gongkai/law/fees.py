"""
信息处理费: both tariffs with the reckoning behind them, the mode chosen once, the last day of payment (`ogi:42`, `fee2020`).

Charging is optional and one application is charged by one tariff only. Amounts are in yuan.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from gongkai.law.calendar import Calendar, DueDate
from gongkai.law.citations import Citation, chinese
from gongkai.law.deadlines import deadline
from gongkai.law.entries import Entry, load


class FeeMode(StrEnum):
    """The two ways to charge (`fee2020:3`)."""

    PER_ITEM = "per_item"  # 按件计收
    PER_VOLUME = "per_volume"  # 按量计收


_LABELS = {FeeMode.PER_ITEM: "按件计收", FeeMode.PER_VOLUME: "按量计收"}


@dataclass(frozen=True)
class Band:
    """One step of the reckoning: units `first` to `last`, `count` of them charged at `yuan` each, together `amount` yuan."""

    first: int
    last: int
    count: int
    yuan: int
    amount: Decimal


@dataclass(frozen=True)
class FeeQuote:
    """What is charged, in yuan, and how it comes about."""

    mode: FeeMode
    label: str
    unit: str
    units: int
    amount: Decimal
    bands: tuple[Band, ...]
    base: str
    cites: tuple[Citation, ...]

    @property
    def reckoning(self) -> str:
        """Write the sum in one line, for the notice: 第31至44页，14页×10元＝140元。"""
        steps = [
            f"第{band.first}至{band.last}{self.unit}，{band.count}{self.unit}×{band.yuan}元＝{band.amount}元"
            for band in self.bands
        ]
        return f"{'；'.join(steps)}；合计{self.amount}元。" if steps else "合计0元。"


@dataclass(frozen=True)
class ChargeableItem:
    """Items of one application that count towards the month: whose, received when by law, how many, withdrawn when."""

    applicant: str
    received_on: date
    count: int = 1
    withdrawn_on: date | None = None


class BothFeeModes(ValueError):
    """One application was to be charged by a second tariff (`fee2020:3`)."""

    def __init__(self, *, chosen: FeeMode, asked: FeeMode, cites: tuple[Citation, ...]) -> None:
        self.chosen, self.asked, self.cites = chosen, asked, cites
        super().__init__(
            f"本件已选择{_LABELS[chosen]}，不能改为{_LABELS[asked]}：同一申请不得同时按件、按量计收，"
            f"发出收费通知后也不更换。请按{_LABELS[chosen]}办理。（依据：{'、'.join(map(chinese, cites))}）"
        )


def per_item(items_in_month: int, *, on: date, already: int = 0) -> FeeQuote:
    """
    Reckon the charge by items: all of one applicant in one calendar month, added up (`fee2020:4`).

    :param items_in_month: items of the month including these.
    :param already: items of the month that were reckoned before; only the others are charged.
    :raises ValueError: a count below 0, or more items already reckoned than there are.
    :raises NoRuleInForce: before 2021-01-01 there was no tariff.
    """
    return _quote(FeeMode.PER_ITEM, items_in_month, already=already, on=on)


def per_volume(pages: int, *, on: date) -> FeeQuote:
    """
    Reckon the charge by pages of one application, A4, single-sided (`fee2020:5`).

    :raises ValueError: a count below 0.
    :raises NoRuleInForce: before 2021-01-01 there was no tariff.
    """
    return _quote(FeeMode.PER_VOLUME, pages, already=0, on=on)


def choose_mode(asked: FeeMode, *, chosen: FeeMode | None, on: date) -> FeeMode:
    """
    Fix the tariff of an application, once.

    :raises BothFeeModes: another one was chosen before.
    """
    if chosen is not None and chosen is not asked:
        raise BothFeeModes(chosen=chosen, asked=asked, cites=load("fees").get("fee.mode", on=on).cites)
    return asked


def items_in_month(items: Iterable[ChargeableItem], *, applicant: str, month: date, on: date) -> int:
    """
    Count the items of one applicant in the calendar month of the day `month`, by legal receipt date.

    An agent's clients are different applicants; a withdrawn item counts until the day of withdrawal (both conventions).
    """
    return sum(
        item.count
        for item in items
        if item.applicant == applicant
        and (item.received_on.year, item.received_on.month) == (month.year, month.month)
        and item.received_on <= on
        and (item.withdrawn_on is None or on < item.withdrawn_on)
    )


def payment_due(notice_received_on: date, *, calendar: Calendar) -> DueDate:
    """Give the last day of payment: twenty working days from the day after the notice was received."""
    return deadline("foi.fee_payment", on=notice_received_on).due(notice_received_on, calendar)


def payment_lapses_on(notice_received_on: date, *, calendar: Calendar) -> date:
    """Give the first day on which the application may be closed as `lapsed_unpaid`: the day after the last day of payment."""
    return payment_due(notice_received_on, calendar=calendar).day + timedelta(days=1)


def _quote(mode: FeeMode, units: int, *, already: int, on: date) -> FeeQuote:
    entry = _tariff(mode, on=on)
    if not 0 <= already <= units:
        raise ValueError(
            f"{entry.label}的{entry['unit']}数应为不小于0的整数，已计数不能多于总数；现为总数{units}、已计{already}。"
        )
    bands = tuple(_bands(entry, after=already, until=units))
    return FeeQuote(
        mode=mode,
        label=entry.label,
        unit=entry["unit"],
        units=units,
        amount=sum((band.amount for band in bands), Decimal(0)),
        bands=bands,
        base=entry["base"],
        cites=entry.cites,
    )


def _bands(entry: Entry, *, after: int, until: int) -> Iterator[Band]:
    for first, last, yuan in _tariff_bands(entry):
        if first > until:
            return
        start, end = max(first, after + 1), until if last is None else min(last, until)
        if start <= end:
            count = end - start + 1
            yield Band(first=start, last=end, count=count, yuan=yuan, amount=Decimal(count * yuan))


def _tariff_bands(entry: Entry) -> Iterator[tuple[int, int | None, int]]:
    last, yuan = 0, 0
    for band in entry["bands"]:
        yield band["first"], band.get("last"), band["yuan"]
        last, yuan = band.get("last", 0), band["yuan"]
    if (then := entry.get("then")) is not None:
        while True:
            first, last, yuan = last + 1, last + then["size"], yuan + then["step"]
            yield first, last, yuan


def _tariff(mode: FeeMode, *, on: date) -> Entry:
    return load("fees").get(f"fee.{mode.value}", on=on)
