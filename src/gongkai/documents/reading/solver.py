"""
Choose among the possible contents of the rows of table 三 by its own arithmetic.

The results (一)–(六) add up to (七) in every column, and 一 + 二 = 三(七) + 四. Where exactly one combination of the rows satisfies both, it is
proved; where several do, only the rows that are the same in all of them are taken.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.documents.reading.cutting import TooManyWays
from gongkai.law.annual_report.model import OUTCOME_ROWS, Cell

Vector = tuple[int | Decimal, ...]
#: Sums kept while rows are added up; real reports need a handful.
MOST_SUMS = 20_000
MOST_SOLUTIONS = 64


@dataclass(frozen=True)
class Solution:
    """
    What the arithmetic says: the rows it settles, how many combinations satisfy it (0: the source itself does not add up), and
    whether both identities hold for every column (`proved`).
    """

    rows: Mapping[str, tuple[Cell, ...]]
    count: int
    proved: bool


def addends(cells: Sequence[Cell]) -> Vector:
    """Give cells to add up, blanks as nothing."""
    return tuple(0 if cell is None else cell for cell in cells)


def solve(choices: Mapping[str, Sequence[tuple[Cell, ...]]], absent: frozenset[str]) -> Solution:
    """
    Settle the rows; `choices` gives the possible contents of each row, `absent` the rows that the form of the source does not have.

    Raises `TooManyWays` when the combinations are beyond reason.
    """
    outcomes = [row for row in OUTCOME_ROWS if row not in absent]
    rest = ("new", "carry", "tot", "fwd")
    if any(not choices.get(row) for row in (*outcomes, *rest)):
        return Solution(_single(choices), 0, proved=False)
    if all(len(choices[row]) == 1 for row in (*outcomes, *rest)):
        rows = _single(choices)
        proved = balanced(rows, outcomes)
        return Solution(rows, int(proved), proved=proved)
    found = _combinations(choices, outcomes)
    if not found:
        return Solution(_balanced(choices), 0, proved=False)
    return Solution(_common(found), len(found), proved=len(found) == 1)


def balanced(rows: Mapping[str, tuple[Cell, ...]], outcomes: Sequence[str]) -> bool:
    """Tell whether the results add up to the total, and 一 + 二 to (七) + 四, in every column; blanks count as nothing."""
    total, new, carry, forward = (addends(rows[row]) for row in ("tot", "new", "carry", "fwd"))
    summed = tuple(map(sum, zip(*(addends(rows[row]) for row in outcomes), strict=True)))
    return summed == total and all(a + b == c + d for a, b, c, d in zip(new, carry, total, forward, strict=True))


def _single(choices: Mapping[str, Sequence[tuple[Cell, ...]]]) -> dict[str, tuple[Cell, ...]]:
    """Take the rows that have one possible content by themselves."""
    return {row: ways[0] for row, ways in choices.items() if len(ways) == 1}


def _combinations(
    choices: Mapping[str, Sequence[tuple[Cell, ...]]], outcomes: Sequence[str]
) -> list[dict[str, tuple[Cell, ...]]]:
    found: list[dict[str, tuple[Cell, ...]]] = []
    sums = _sums(choices, outcomes)
    for total in choices["tot"]:
        for chosen in sums.get(addends(total), []):
            for balance in _balances(choices, total):
                found.append({**dict(zip(outcomes, chosen, strict=True)), "tot": total, **balance})
                if len(found) > MOST_SOLUTIONS:
                    raise TooManyWays
    return found


def _sums(
    choices: Mapping[str, Sequence[tuple[Cell, ...]]], outcomes: Sequence[str]
) -> dict[Vector, list[tuple[tuple[Cell, ...], ...]]]:
    """Add up the outcome rows in every combination; sums above the largest total are dropped on the way."""
    limit = tuple(max(column) for column in zip(*(addends(total) for total in choices["tot"]), strict=True))
    sums: dict[Vector, list[tuple[tuple[Cell, ...], ...]]] = {(0,) * len(limit): [()]}
    for row in outcomes:
        after: dict[Vector, list[tuple[tuple[Cell, ...], ...]]] = {}
        held = 0
        for vector, ways in sums.items():
            for choice in choices[row]:
                added = tuple(map(sum, zip(vector, addends(choice), strict=True)))
                if any(value > most for value, most in zip(added, limit, strict=True)):
                    continue
                reached = after.setdefault(added, [])
                reached += [(*way, choice) for way in ways[: MOST_SOLUTIONS + 1 - len(reached)]]
                held += len(ways)
                if held > MOST_SUMS:
                    raise TooManyWays
        sums = after
    return sums


def _balances(
    choices: Mapping[str, Sequence[tuple[Cell, ...]]], total: tuple[Cell, ...]
) -> list[dict[str, tuple[Cell, ...]]]:
    """Give the ways in which 一 + 二 = (七) + 四."""
    if len(choices["new"]) * len(choices["carry"]) * len(choices["fwd"]) > MOST_SUMS:
        raise TooManyWays
    return [
        {"new": new, "carry": carry, "fwd": forward}
        for new in choices["new"]
        for carry in choices["carry"]
        for forward in choices["fwd"]
        if all(
            a + b == c + d
            for a, b, c, d in zip(addends(new), addends(carry), addends(total), addends(forward), strict=True)
        )
    ]


def _balanced(choices: Mapping[str, Sequence[tuple[Cell, ...]]]) -> dict[str, tuple[Cell, ...]]:
    """Where the results do not add up, take what the rows themselves and 一 + 二 = (七) + 四 still settle."""
    rows = _single(choices)
    balances = [
        {**balance, "tot": total} for total in choices["tot"] for balance in _balances(choices, total)
    ]  # fmt: skip
    if balances:
        rows |= _common(balances)
    return rows


def _common(found: Sequence[Mapping[str, tuple[Cell, ...]]]) -> dict[str, tuple[Cell, ...]]:
    """Keep the rows on which all combinations agree."""
    first = found[0]
    return {row: cells for row, cells in first.items() if all(other[row] == cells for other in found)}
