"""信息处理费: both tariffs, every step edge, one mode only, the last day of payment (ogi:42, fee2020)."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.calendar import Calendar
from gongkai.law.entries import NoRuleInForce
from gongkai.law.fees import (
    BothFeeModes,
    ChargeableItem,
    FeeMode,
    choose_mode,
    items_in_month,
    payment_due,
    payment_lapses_on,
    per_item,
    per_volume,
)

ON = date(2023, 6, 1)
CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "fees.toml").read_text(encoding="utf-8")
)["case"]
VECTORS = [(case, units, yuan) for case in CASES for units, yuan in case["vectors"]]


@pytest.mark.parametrize(("case", "units", "yuan"), VECTORS, ids=lambda value: str(value)[:12])
def test_worked_example(case: dict[str, Any], units: int, yuan: int) -> None:
    quote = (per_item if case["mode"] == "per_item" else per_volume)(units, on=ON)
    assert quote.amount == Decimal(yuan)
    assert quote.label == case["title"]
    assert set(case["cites"]) <= {str(cite) for cite in quote.cites}


def slow_per_item(items: int) -> int:
    return sum(0 if n <= 10 else 100 if n <= 30 else 100 * (1 + (n - 21) // 10) for n in range(1, items + 1))


def slow_per_volume(pages: int) -> int:
    return sum(0 if n <= 30 else 10 if n <= 100 else 20 if n <= 200 else 40 for n in range(1, pages + 1))


@given(st.integers(0, 1500))
def test_both_tariffs_equal_a_count_one_by_one(units: int) -> None:
    assert per_item(units, on=ON).amount == slow_per_item(units)
    assert per_volume(units, on=ON).amount == slow_per_volume(units)


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_month_may_be_reckoned_in_one_go_or_application_by_application(first: int, second: int) -> None:
    total = first + second
    assert per_item(first, on=ON).amount + per_item(total, on=ON, already=first).amount == per_item(total, on=ON).amount


@given(st.integers(0, 400), st.integers(0, 400))
def test_the_breakdown_covers_every_unit_once_and_adds_up(already: int, more: int) -> None:
    quote = per_item(already + more, on=ON, already=already)
    units = [unit for band in quote.bands for unit in range(band.first, band.last + 1)]
    assert units == list(range(already + 1, already + more + 1))
    assert sum(band.amount for band in quote.bands) == quote.amount
    assert all(band.amount == band.count * band.yuan for band in quote.bands)


def test_the_reckoning_reads_as_in_a_notice() -> None:
    quote = per_volume(44, on=ON)
    assert quote.reckoning == "第1至30页，30页×0元＝0元；第31至44页，14页×10元＝140元；合计140元。"
    assert per_volume(0, on=ON).reckoning == "合计0元。"
    assert {str(cite) for cite in quote.cites} >= {"ogi:42", "fee2020:5"}


@pytest.mark.parametrize(("units", "already"), [(-1, 0), (5, 6), (5, -1)])
def test_impossible_counts_are_refused(units: int, already: int) -> None:
    with pytest.raises(ValueError, match="不小于0的整数"):
        per_item(units, on=ON, already=already)


def test_before_2021_there_is_no_tariff() -> None:
    with pytest.raises(NoRuleInForce):
        per_volume(40, on=date(2020, 12, 31))
    assert per_volume(40, on=date(2021, 1, 1)).amount == 100


def test_fee2020_3_both_modes_on_one_application_are_refused() -> None:
    assert choose_mode(FeeMode.PER_ITEM, chosen=None, on=ON) is FeeMode.PER_ITEM
    assert choose_mode(FeeMode.PER_ITEM, chosen=FeeMode.PER_ITEM, on=ON) is FeeMode.PER_ITEM
    with pytest.raises(BothFeeModes) as refused:
        choose_mode(FeeMode.PER_VOLUME, chosen=FeeMode.PER_ITEM, on=ON)
    for words in ("已选择按件计收", "不能改为按量计收", "第三条"):
        assert words in str(refused.value)


def test_fee2020_4_items_are_counted_by_applicant_and_calendar_month_of_legal_receipt() -> None:
    items = [
        ChargeableItem("甲", date(2023, 1, 31), 4),
        ChargeableItem("甲", date(2023, 2, 1), 3),
        ChargeableItem("乙", date(2023, 1, 31), 9),
        ChargeableItem("甲", date(2022, 1, 15), 8),
    ]
    later = date(2023, 3, 1)
    assert items_in_month(items, applicant="甲", month=date(2023, 1, 1), on=later) == 4
    assert items_in_month(items, applicant="甲", month=date(2023, 2, 28), on=later) == 3
    assert items_in_month(items, applicant="乙", month=date(2023, 1, 1), on=later) == 9
    assert items_in_month(items, applicant="甲", month=date(2023, 1, 1), on=date(2023, 1, 30)) == 0


def test_convention_22_a_withdrawn_item_counts_until_it_is_withdrawn() -> None:
    items = [ChargeableItem("甲", date(2023, 1, 5), 2, withdrawn_on=date(2023, 1, 20))]
    counts = [
        items_in_month(items, applicant="甲", month=date(2023, 1, 1), on=date(2023, 1, day)) for day in (5, 19, 20)
    ]
    assert counts == [2, 2, 0]


def test_fee2020_7_the_last_day_of_payment_and_the_day_of_lapse() -> None:
    national = Calendar.national()
    assert payment_due(date(2022, 7, 18), calendar=national).day == date(2022, 8, 15)
    assert payment_lapses_on(date(2022, 7, 18), calendar=national) == date(2022, 8, 16)
