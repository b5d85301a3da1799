"""Lists in running text: 一是…二是…, （一）…（二）…, 1.…2.…, and A、B、C三大领域."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from gongkai.law.annual_report.text.quantities import chinese_value

_NUMERAL = "[一二三四五六七八九十]{1,3}"
_STYLES = (
    re.compile(rf"(?:^|(?<=[。；：，、！？\n”）]))(?P<number>{_NUMERAL})是", re.MULTILINE),
    re.compile(rf"(?:^|(?<=[。；：\n]))第(?P<number>{_NUMERAL})[，、]", re.MULTILINE),
    re.compile(rf"(?:^|(?<=[。；：\n]))[（(](?P<number>{_NUMERAL})[）)]", re.MULTILINE),
    re.compile(r"(?:^|(?<=[。；：\n]))(?P<number>[0-9]{1,2})[.、](?![0-9])", re.MULTILINE),
)


@dataclass(frozen=True)
class Listing:
    """A numbered list: where it begins, the numbers of its items, and their places."""

    start: int
    numbers: tuple[int, ...]
    places: tuple[int, ...]
    style: int

    @property
    def gap(self) -> tuple[int, int] | None:
        """Give the first two neighbours that do not follow each other, or None."""
        pairs = zip(self.numbers, self.numbers[1:], strict=False)
        return next(((one, other) for one, other in pairs if other != one + 1), None)


@lru_cache(maxsize=256)
def listings(text: str) -> tuple[Listing, ...]:
    """Find numbered lists of every style; each begins with its item 1."""
    return tuple(_listings(text))


def _listings(text: str) -> Iterator[Listing]:
    for style, pattern in enumerate(_STYLES):
        numbers: list[int] = []
        places: list[int] = []
        for match in pattern.finditer(text):
            number = chinese_value(match["number"]) if not match["number"].isdigit() else int(match["number"])
            if number == 1 and numbers:
                yield Listing(places[0], tuple(numbers), tuple(places), style)
                numbers, places = [], []
            numbers.append(number)
            places.append(match.start())
        if numbers:
            yield Listing(places[0], tuple(numbers), tuple(places), style)


def count_listed(text: str) -> int:
    """Count the items of the longest list of the style 一是 (else of another style); 0 where nothing is listed."""
    found = list(listings(text))
    first = [len(listing.numbers) for listing in found if listing.style == 0]
    return max(first or [len(listing.numbers) for listing in found], default=0)


#: Names with a number in them are no longer than this (残疾人两项补贴).
LONGEST_NAME = 8
_MEASURES = "大|个|项|类|种|级|方面"
_ANNOUNCED = re.compile(
    rf"(?<![0-9一二三四五六七八九十百])(?P<number>[二两三四五六七八九十]{{1,2}}|[2-9]|1[0-9])(?P<measure>{_MEASURES})(?P<noun>[一-鿿]{{0,8}})"
)


#: What 三级 counts when it counts the levels listed before it; 三级智力残疾 is a grade.
_LEVELS_OF_OFFICE = re.compile(
    "联动|联审|审核|审查|网络|体系|管理|政府|干部|书记|公开|平台|机构|把关|协同|贯通|服务|监督|网格"
)


@dataclass(frozen=True)
class Announced:
    """A number that is said to be that of a list: 三大领域 with four names before it, 五方面 with six items after it."""

    start: int
    end: int
    number: int
    words: str
    listed: int
    items: tuple[str, ...] = ()


def announced_before(text: str, verbs: re.Pattern[str], words: Collection[str]) -> Iterator[Announced]:
    """
    Find numbers that close a list: A、B、C三大领域.

    A number after a verb (设立3个…) closes none, nor does one that belongs to a name (残疾人两项补贴); `words` are the names.
    """
    for match in _ANNOUNCED.finditer(text):
        if not (match["noun"] or match["measure"] == "方面") or _in_name(text, match.start(), words):
            continue
        if match["measure"] == "级" and not _LEVELS_OF_OFFICE.match(match["noun"]):
            continue
        items, is_open = _items_before(text, match.start(), _head_noun(match["measure"] + match["noun"]))
        number = _number(match["number"])
        if len(items) < 2 or verbs.search(items[-1]):
            continue
        if len(items) > number or (len(items) < number and not is_open):
            words = match["number"] + match["measure"] + _short_noun(match["noun"])
            yield Announced(match.start(), match.end(), number, words, len(items), items)


def announced_after(text: str) -> Iterator[Announced]:
    """Find numbers that open a list: 以下五方面工作：一是…"""
    found = [listing for listing in listings(text) if listing.style in (0, 1, 3)]
    for match in _ANNOUNCED.finditer(text):
        colon = re.compile(r"[^。；：\n]{0,16}[：。]\n?").match(text, match.end() - len(match["noun"]))
        if colon is None:
            continue
        listing = next((item for item in found if colon.end() - 1 <= item.start <= colon.end() + 1), None)
        number = _number(match["number"])
        if listing is not None and len(listing.numbers) > 1 and len(listing.numbers) != number:
            words = match["number"] + match["measure"] + _short_noun(match["noun"])
            yield Announced(match.start(), match.end(), number, words, len(listing.numbers))


def _in_name(text: str, at: int, words: Collection[str]) -> bool:
    return any(
        text[start : start + size] in words
        for size in range(3, LONGEST_NAME + 1)
        for start in range(max(0, at - size + 2), at + 1)
    )


def _number(text: str) -> int:
    return int(text) if text.isdigit() else chinese_value(text)


def _short_noun(noun: str) -> str:
    return noun[:2]


def _head_noun(phrase: str) -> str:
    """Give the two characters that name the kind of thing counted: 领域 of 大领域加大…, 方面 of 方面."""
    return phrase[-2:] if phrase.endswith("方面") and len(phrase) == 2 else phrase[1:3]


def _items_before(text: str, end: int, noun: str) -> tuple[tuple[str, ...], bool]:
    """
    Give the names listed right before `end`, and whether the list says 等.

    A short clause before the list counts as one more name where it ends with the same noun: 在民生领域，公共监管、…三大领域.
    """
    begin = max(text.rfind(sign, 0, end) for sign in "。；：！？\n（(“”") + 1
    clauses = text[begin:end].split("，")
    last = clauses[-1]
    is_open = last.endswith(("等", "等等", "等共"))
    items = [item for item in re.split(r"、|以及|和(?!谐|美|平)|及(?!时)|与", last.rstrip("等共")) if item]
    if len(items) > 1 and noun:
        for clause in reversed(clauses[:-1]):
            if not (clause.endswith(noun) and len(clause) <= 8 and "、" not in clause):
                break
            items.insert(0, clause)
    return tuple(items), is_open
