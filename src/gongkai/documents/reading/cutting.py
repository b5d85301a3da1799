"""
Cut figures that have run together.

The digits of a row are cut in every way that gives the right number of cells; the sums of the form then say which cut is the true one.
All searches are bounded: what is too long or has too many ways is refused, never guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

#: Longer rows than this are no rows of a report (six or seven figures of nine digits).
MOST_ROW_DIGITS = 63
MOST_CUTS = 400
MOST_STEPS = 200_000


class TooManyWays(ValueError):
    """The search was given up: too many digits, or too many ways to cut them."""


@dataclass
class Budget:
    """Steps that remain for one report; searches share it, so that many bad rows cost no more than one."""

    steps: int = MOST_STEPS

    def spend(self) -> None:
        """Take one step; raises `TooManyWays` when none is left."""
        self.steps -= 1
        if self.steps < 0:
            raise TooManyWays


def _joined(pieces: Sequence[str]) -> tuple[str, frozenset[int]]:
    """Give all digits, and the places where the source itself separates them."""
    ends, length = set(), 0
    for piece in pieces:
        length += len(piece)
        ends.add(length)
    return "".join(pieces), frozenset(ends)


def _piece_end(digits: str, begin: int, limit: int, ends: frozenset[int]) -> int:
    """Give the furthest end of a figure that begins at `begin`: a zero stands alone, no figure crosses a separator."""
    if digits[begin] == "0":
        return begin + 1
    end = begin + 1
    while end < limit and end not in ends:
        end += 1
    return end


def plain_cuts(pieces: Sequence[str], cells: int, *, most: int = MOST_CUTS) -> list[tuple[int, ...]]:
    """Cut digits into `cells` figures in every way; raises `TooManyWays` above `most`."""
    digits, ends = _joined(pieces)
    if len(digits) > MOST_ROW_DIGITS:
        raise TooManyWays
    found: list[tuple[int, ...]] = []
    _cut_plain(digits, 0, cells, ends, (), found, most)
    return found


def _cut_plain(
    digits: str,
    begin: int,
    left: int,
    ends: frozenset[int],
    head: tuple[int, ...],
    found: list[tuple[int, ...]],
    most: int,
) -> None:
    if left == 0:
        if begin == len(digits):
            if len(found) >= most:
                raise TooManyWays
            found.append(head)
        return
    if len(digits) - begin < left:
        return
    for end in range(begin + 1, _piece_end(digits, begin, len(digits), ends) + 1):
        _cut_plain(digits, end, left - 1, ends, (*head, int(digits[begin:end])), found, most)


def sum_cuts(pieces: Sequence[str], cells: int, budget: Budget) -> list[tuple[int, ...]]:
    """
    Cut digits into `cells` figures so that the last is the sum of the others.

    Raises `TooManyWays` when the digits are too many or the budget is spent.
    """
    digits, ends = _joined(pieces)
    if len(digits) > MOST_ROW_DIGITS:
        raise TooManyWays
    found: list[tuple[int, ...]] = []
    for begin in range(len(digits) - 1, cells - 2, -1):
        if begin + 1 < len(digits) and digits[begin] == "0":
            continue
        _cut_parts(digits, 0, begin, cells - 1, int(digits[begin:]), ends, (), found, budget)
        if begin in ends:
            break
    return found


def _cut_parts(
    digits: str,
    begin: int,
    limit: int,
    left: int,
    rest: int,
    ends: frozenset[int],
    head: tuple[int, ...],
    found: list[tuple[int, ...]],
    budget: Budget,
) -> None:
    """Cut `digits[begin:limit]` into `left` figures that sum to `rest`; `head` is what stands before."""
    budget.spend()
    remaining = limit - begin
    length = len(str(rest))
    # Neither can so few digits sum to so much, nor so many to so little.
    if remaining < left or remaining > left * length or length > remaining - left + 2:
        return
    if left == 1:
        if _piece_end(digits, begin, limit, ends) >= limit and int(digits[begin:limit]) == rest:
            if len(found) >= MOST_CUTS:
                raise TooManyWays
            found.append((*head, rest, sum(head) + rest))
        return
    for end in range(begin + 1, _piece_end(digits, begin, limit, ends) + 1):
        figure = int(digits[begin:end])
        if figure > rest:
            break
        _cut_parts(digits, end, limit, left - 1, rest - figure, ends, (*head, figure), found, budget)


def group_cuts(pieces: Sequence[str], groups: int, cells: int, budget: Budget) -> list[tuple[int, ...]]:
    """Cut digits into `groups` runs of `cells` figures, in each of which the last is the sum of the others (table 四)."""
    digits, ends = _joined(pieces)
    if len(digits) > 3 * MOST_ROW_DIGITS:
        raise TooManyWays
    ways: dict[int, list[tuple[int, ...]]] = {0: [()]}
    for index in range(groups):
        ways = _one_group(digits, ends, ways, (groups - index - 1) * cells, cells, budget)
    return ways.get(len(digits), [])


def _one_group(
    digits: str, ends: frozenset[int], ways: dict[int, list[tuple[int, ...]]], behind: int, cells: int, budget: Budget
) -> dict[int, list[tuple[int, ...]]]:
    """Extend every way that ends at some place by one more run of figures; `behind` digits at least must remain."""
    after: dict[int, list[tuple[int, ...]]] = {}
    last = len(digits) - behind
    for begin, heads in ways.items():
        stops = range(begin + cells, min(last, begin + MOST_ROW_DIGITS) + 1) if behind else [len(digits)]
        for end in stops:
            if end - begin < cells:
                continue
            part = [digits[low:high] for low, high in _between(begin, end, ends)]
            for cut in sum_cuts(part, cells, budget):
                for head in heads:
                    reached = after.setdefault(end, [])
                    if len(reached) >= MOST_CUTS:
                        raise TooManyWays
                    reached.append((*head, *cut))
    return after


def _between(begin: int, end: int, ends: frozenset[int]) -> list[tuple[int, int]]:
    stops = [begin, *sorted(stop for stop in ends if begin < stop < end), end]
    return list(pairwise(stops))
