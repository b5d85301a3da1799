"""Tables from counts: the identities hold for every register that is consistent, and amounts lose nothing."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.annual_report.checks import check_tables
from gongkai.law.annual_report.compile import APPLICANT_COLUMNS, UncountableFacts, compile_tables, wan_yuan
from gongkai.law.annual_report.model import OUTCOME_ROWS, zero_tables
from tests.law.annual_report.samples import bare, suqian

applications = st.lists(
    st.tuples(st.sampled_from(APPLICANT_COLUMNS), st.booleans(), st.sampled_from([*OUTCOME_ROWS, ""])), max_size=60
)


def _counts(register: list[tuple[str, bool, str]]) -> dict[tuple[str, str], int]:
    """Count a register of applications: (applicant, carried in?, outcome or still open)."""
    counts: dict[tuple[str, str], int] = {}
    for column, carried_in, outcome in register:
        for row in ("carry" if carried_in else "new", outcome or "fwd"):
            counts[row, column] = counts.get((row, column), 0) + 1
    return counts


@given(applications)
def test_t301_to_t303_hold_for_every_consistent_register(register: list[tuple[str, bool, str]]) -> None:
    tables = compile_tables(outcome_counts=_counts(register))
    result = check_tables(bare(tables))
    assert not result.errors
    assert tables.cell3("tot", "ct") == sum(bool(outcome) for _, _, outcome in register)
    assert {"T301", "T302", "T303"} <= set(result.passed)


def test_the_published_figures_come_out_of_their_counts() -> None:
    published = suqian(2023)
    counts: dict[tuple[str, str], Any] = {
        (row, column): published.cell3(row, column)
        for row in ("new", "carry", "fwd", *OUTCOME_ROWS)
        for column in APPLICANT_COLUMNS
    }
    cases: dict[str, Any] = {
        f"{kind}.{result}": published.cell4(f"{kind}.{result}") for kind in ("rec", "dir", "aft") for result in "mkow"
    }
    tables = compile_tables(
        outcome_counts=counts,
        document_counts={"government_rule": (2, 0, 11), "normative_document": (109, 489, 597)},
        decision_counts={"license": 1808595, "penalty": 2822652, "coercive_measure": 20163},
        charges_yuan=Decimal("592372449.00"),
        proceedings_counts=cases,
    )
    assert tables == published
    assert tables.as_json() == published.as_json()


def test_convention_14_nothing_counted_is_zero_everywhere() -> None:
    assert compile_tables(outcome_counts={}) == zero_tables()


@pytest.mark.parametrize(
    ("yuan", "expected"),
    [
        ("0", 0),
        ("10000", 1),
        ("592372449.00", Decimal("59237.2449")),
        ("0.01", Decimal("0.000001")),
        ("2950", Decimal("0.295")),
    ],
)
def test_yuan_become_10000_yuan_exactly(yuan: str, expected: object) -> None:
    amount = wan_yuan(Decimal(yuan))
    assert amount == expected
    assert str(amount) == str(expected)


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_no_fen_is_lost(yuan: Decimal) -> None:
    amount = wan_yuan(yuan)
    assert amount is not None
    assert amount * 10000 == yuan
    assert len(str(amount).partition(".")[2]) <= 6


@pytest.mark.parametrize("yuan", ["-1", "0.001", "NaN", "Infinity"])
def test_amounts_that_no_ledger_holds_are_refused(yuan: str) -> None:
    with pytest.raises(UncountableFacts, match="收费"):
        wan_yuan(Decimal(yuan))


@pytest.mark.parametrize(
    "facts",
    [
        {"outcome_counts": {("tot", "c1"): 1}},
        {"outcome_counts": {("g", "ct"): 1}},
        {"outcome_counts": {("g", "c1"): -1}},
        {"outcome_counts": {("g", "c1"): True}},
        {"outcome_counts": {}, "document_counts": {"license": (1, 0, 0)}},
        {"outcome_counts": {}, "document_counts": {"government_rule": (1, 0, -2)}},
        {"outcome_counts": {}, "decision_counts": {"charge": 1}},
        {"outcome_counts": {}, "proceedings_counts": {"rec.t": 1}},
    ],
)
def test_what_is_no_cell_to_count_is_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(UncountableFacts):
        compile_tables(**facts)
