"""Arithmetic inside running text: lists that must add up, shares, growth."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from gongkai.law.annual_report.text.quantities import Quantity, quantities

_OPENS_LIST = re.compile(
    r"[^0-9，。；：（()）]{0,14}(?:[（(]|[，,。；：:]?(?:其中|包括|具体为|分别为|分别是)[：:，,]?)"
)
_OPEN_ENDED = re.compile("等(?:[）)。；，]|$)|主要(?:包括|有|是)")
_ASIDE = re.compile("含|不含|另|较|比|同比|详见|见")
_REST = re.compile("(?:其他|其余|其它|另有)[^0-9，。；、：]{0,12}$")
_NESTED = re.compile(r"[（(][^（()）]*[）)]")
#: A list that reaches this share of the total is taken to be meant as a whole list.
NEARLY_WHOLE = Decimal("0.9")
#: A list has at most so many figures and characters, and a share refers to one of so many figures before it: the longest sentences seen
#: stay far below, and a text made to be slow costs no more than its length.
MOST_PARTS = 60
MOST_LIST = 1_200
MOST_WHOLES = 120


@dataclass(frozen=True)
class WrongSum:
    """A list whose parts do not make the total that is written before it."""

    start: int
    end: int
    total: Quantity
    parts: tuple[Decimal, ...]

    @property
    def sum(self) -> Decimal:
        """Give what the parts really make."""
        return sum(self.parts, Decimal(0))


def wrong_sums(text: str) -> Iterator[WrongSum]:
    """Find totals followed by a list that does not add up. A list that is only a part of the whole is left alone."""
    found = list(quantities(text))
    for place, total in enumerate(found):
        if total.is_vague or not (total.counts or total.unit in ("元", "期", "场", "人次")) or total.value <= 1:
            continue
        opening = _OPENS_LIST.match(text, total.end)
        if opening is None or total.text.startswith("一") or _ASIDE.match(text, opening.end()):
            continue
        parts = _parts(text, islice(found, place + 1, place + 1 + MOST_PARTS), opening, total)
        if len(parts) >= 2 and not (_adds_up(parts, total, text) or _adds_up_by_groups(parts, total, text)):
            yield WrongSum(total.start, parts[-1].end, total, tuple(part.value for part in parts))


def _parts(text: str, later: Iterable[Quantity], opening: re.Match[str], total: Quantity) -> list[Quantity]:
    """Take the quantities of the list in the unit of the total: up to the closing bracket, else up to the end of the sentence."""
    bracket = opening.group().endswith(("（", "("))
    last = min(len(text), opening.end() + MOST_LIST)
    if bracket:
        end = _closing(text, opening.end(), last)
    else:
        stop = text.find("。", opening.end(), last)
        end = stop if stop >= 0 else last
    inner = _blanked(text[opening.end() : end])
    offset = opening.end()
    parts = []
    for quantity in later:
        if quantity.start >= end:
            break
        visible = inner[quantity.start - offset : quantity.end - offset].strip("　") == quantity.text
        if visible and quantity.start >= offset and _same_unit(quantity, total):
            parts.append(quantity)
    return parts


def _closing(text: str, start: int, last: int) -> int:
    depth = 1
    for place in range(start, last):
        depth += (text[place] in "（(") - (text[place] in "）)")
        if depth == 0:
            return place
    return last


def _blanked(text: str) -> str:
    return _NESTED.sub(lambda match: "　" * len(match.group()), text)


def _same_unit(one: Quantity, other: Quantity) -> bool:
    return one.unit == other.unit or (one.counts and other.counts and {one.unit, other.unit} <= {"件", "宗", "件次"})


def _adds_up(parts: Sequence[Quantity], total: Quantity, text: str) -> bool:
    """
    Tell whether the parts make the total, one list or several after each other (by channel, then by applicant).

    What is less than the total may be a partial list, unless the list closes with 其他 or is nearly whole.
    """
    running = Decimal(0)
    complete = 0
    for part in parts:
        running += part.value
        if running == total.value:
            running, complete = Decimal(0), complete + 1
    if complete or any(part.is_vague for part in parts):
        return True
    if running > total.value:
        return any(part.value > total.value for part in parts) and _is_other_scale(parts, total)
    last = parts[-1]
    closes = _REST.search(text[max(0, last.start - 16) : last.start]) is not None
    open_ended = _OPEN_ENDED.search(text[total.end : last.end + 3]) is not None
    return not (closes or (running >= NEARLY_WHOLE * total.value and not open_ended))


def _adds_up_by_groups(parts: Sequence[Quantity], total: Quantity, text: str) -> bool:
    """Tell whether the first part of each group makes the total: 机构类20条，内有…；工作类11条，其中…"""
    firsts: list[Decimal] = []
    end = 0
    for part in parts:
        if not firsts or "；" in text[end : part.start]:
            firsts.append(part.value)
        end = part.end
    return len(firsts) > 1 and sum(firsts) == total.value


def _is_other_scale(parts: Sequence[Quantity], total: Quantity) -> bool:
    """A list whose first part already exceeds the total counts something else."""
    return parts[0].value > total.value


@dataclass(frozen=True)
class WrongShare:
    """A percentage that none of the possible wholes gives."""

    start: int
    end: int
    words: str
    stated: Decimal
    expected: Decimal
    part: Decimal
    whole: Decimal


_SHARE = re.compile(
    r"[，,、（(]?(?:约|共|分别)?占(?:比|总数|总量|全部|全年|申请|办结|答复|受理|办理|件数|信息|数量|的|为|约|达|到|比例|总)*(?P<percent>[0-9]+(?:\.[0-9]+)?)[%％]"
)


def wrong_shares(text: str, wholes: Iterable[Decimal], tolerance: Decimal) -> Iterator[WrongShare]:
    """Find 占X% that cannot be right: the part over each number before it in the text, and over each of `wholes`."""
    found = [quantity for quantity in quantities(text) if not quantity.is_percentage]
    outside = [whole for whole in wholes if whole]
    for place, part in enumerate(found):
        share = _SHARE.match(text, part.end)
        if share is None or part.is_vague or not part.unit:
            continue
        stated = Decimal(share["percent"])
        earlier = [
            q.value
            for q in found[max(0, place - MOST_WHOLES) : place]
            if _same_unit(q, part) and q.value >= part.value and q.value
        ]
        candidates = [*earlier, *(whole for whole in outside if whole >= part.value)]
        if candidates and not any(_is_share(part.value, whole, stated, tolerance) for whole in candidates):
            whole = _likely_whole(part.value, candidates, stated)
            yield WrongShare(
                part.start,
                share.end(),
                text[part.start : share.end()],
                stated,
                part.value * 100 / whole,
                part.value,
                whole,
            )


def _is_share(part: Decimal, whole: Decimal, stated: Decimal, tolerance: Decimal) -> bool:
    return abs(part * 100 / whole - stated) <= max(tolerance, half_step(stated))


def half_step(stated: Decimal) -> Decimal:
    """Give half of the last place written: 0.05 for 33.9, 0.5 for 34."""
    exponent = stated.as_tuple().exponent
    return Decimal(5).scaleb(min(int(exponent), 0) - 1)


def _likely_whole(part: Decimal, candidates: Sequence[Decimal], stated: Decimal) -> Decimal:
    return min(candidates, key=lambda whole: abs(part * 100 / whole - stated))


@dataclass(frozen=True)
class WrongGrowth:
    """A rate of growth that does not follow from the two numbers beside it."""

    start: int
    end: int
    words: str
    stated: Decimal
    expected: Decimal
    before: Decimal
    after: Decimal


_UP = "增长|增加|上升|提高|提升"
_DOWN = "下降|减少|降低|回落"
_NUM = r"(?<![0-9,.])[0-9][0-9,]{0,14}(?:\.[0-9]{1,8})?"
_FROM_TO = re.compile(
    rf"(?:由|从)(?:20[0-9]{{2}}年|上年度?|去年)?(?:的)?(?P<before>{_NUM})(?P<unit>[件条次个期份项起]|人次|万元|元)?[^0-9。；]{{0,6}}?(?:{_UP}|{_DOWN}|增|降)(?:至|到)"
    rf"(?:20[0-9]{{2}}年|今年)?(?:的)?(?P<after>{_NUM})(?:[件条次个期份项起]|人次|万元|元)?[，,（(]?(?:同比)?(?P<sign>{_UP}|{_DOWN})(?:了)?(?P<percent>[0-9]+(?:\.[0-9]+)?)[%％]"
)
_BY_NUMBER = re.compile(
    rf"(?P<after>{_NUM})(?:[件条次个期份项起]|人次|万元|元)[，,（(]?(?:比|较|与)(?:上年度?|去年|20[0-9]{{2}}年)(?:相比|同期)?[，,]?(?P<sign>{_UP}|{_DOWN})(?:了)?"
    rf"(?P<difference>{_NUM})(?:[件条次个期份项起]|人次|万元|元)[，,、（(]?(?:同比)?(?:增长|增幅|上升|下降|降幅|减少|回落)(?:了|为|达)?(?P<percent>[0-9]+(?:\.[0-9]+)?)[%％]"
)
RATE_AFTER = re.compile(
    rf"(?P<after>{_NUM})(?:件|宗|起|份)(?:[（(][^（()）]*[）)])?[，,（(]?(?:申请数量|申请量|数量|总量)?(?:同比|比上年度?|较上年度?|比去年|较去年|与上年度?相比)[，,]?(?P<sign>{_UP}|{_DOWN})(?:了)?"
    r"(?P<percent>[0-9]+(?:\.[0-9]+)?)[%％]"
)


def number(text: str) -> Decimal:
    """Read a figure with separators."""
    return Decimal(text.replace(",", ""))


def wrong_growth(text: str, tolerance: Decimal) -> Iterator[WrongGrowth]:
    """Find growth from one number to another, or by a difference, that is not the rate written."""
    for pattern in (_FROM_TO, _BY_NUMBER):
        for match in pattern.finditer(text):
            after = number(match["after"])
            if pattern is _FROM_TO:
                before = number(match["before"])
            else:
                difference = number(match["difference"])
                before = after - difference if re.match(_UP, match["sign"]) else after + difference
            yield from check_growth(match, before, after, tolerance)


def check_growth(match: re.Match[str], before: Decimal, after: Decimal, tolerance: Decimal) -> Iterator[WrongGrowth]:
    """Compare the rate that a text states with the one that follows from two numbers."""
    if before <= 0:
        return
    stated = Decimal(match["percent"])
    expected = (after - before) * 100 / before
    signed = stated if re.match(_UP, match["sign"]) else -stated
    if abs(expected - signed) > max(tolerance, half_step(stated)):
        yield WrongGrowth(match.start(), match.end(), match.group(), signed, expected, before, after)
