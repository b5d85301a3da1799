"""Quantities in running text: 3 条, 1,136件, 4.5万人次, 二十件, 33.9%."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

UNITS = (
    "个百分点|万元|亿元|人次|件次|条次|元|件|条|起|例|宗|份|次|期|个|项|场|批|篇|家|户|名|人|册|页|处|部|场次|则|%|％"
)
#: Units in which applications, items and cases are counted; they stand for each other.
COUNTING_UNITS = frozenset({"件", "条", "起", "例", "宗", "份", "件次", "次", "个", "项", "则"})
_ARABIC = r"(?P<arabic>[0-9]{1,3}(?:[,，][0-9]{3})+(?![0-9])|[0-9]+(?:\.[0-9]+)?)"
_CHINESE = r"(?<![第零〇一二两三四五六七八九十百千])(?P<chinese>[零〇一二两三四五六七八九十百千]+)"
_SCALES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10000, "亿": 100000000}
_PATTERN = re.compile(
    rf"(?<![0-9.〔\[-])(?:{_ARABIC}(?P<scale>[百千万亿]?)(?P<vague>[余多]?)(?P<unit>{UNITS})?"
    rf"|{_CHINESE}(?P<scale2>万?)(?P<vague2>[余多]?)(?P<unit2>{UNITS}))"
)
_DIGITS = {**{digit: value for value, digit in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2}


@dataclass(frozen=True)
class Quantity:
    """A number in a text: its value with the unit 万 worked in, its unit, whether it is said to be about so much."""

    value: Decimal
    unit: str
    start: int
    end: int
    text: str
    is_vague: bool = False
    decimals: int = 0

    @property
    def is_percentage(self) -> bool:
        """Tell whether this is a percentage."""
        return self.unit in "%％" and self.unit != ""

    @property
    def counts(self) -> bool:
        """Tell whether this counts things in one of the usual units."""
        return self.unit in COUNTING_UNITS


_WIDE_DIGITS = {0xFF10 + digit: str(digit) for digit in range(10)}


def narrow(text: str) -> str:
    """Write full-width digits in half width; nothing else changes, and every place keeps its number."""
    return text.translate(_WIDE_DIGITS)


def quantities(text: str) -> Iterator[Quantity]:
    """
    Find every quantity in a text with digits in half width (`narrow`).

    Chinese numerals count only before a unit; years and dates are left out.
    """
    for match in _PATTERN.finditer(text):
        arabic = match["arabic"]
        if arabic is None:
            value, unit, scale, vague = (
                Decimal(chinese_value(match["chinese"])),
                match["unit2"],
                match["scale2"],
                match["vague2"],
            )
        else:
            unit, scale, vague = match["unit"] or "", match["scale"], match["vague"]
            value = Decimal(arabic.replace(",", "").replace("，", ""))
            if not unit and text[match.end() : match.end() + 1] in ("年", "月", "日", "时", "号", "〕", "-", "."):
                continue
        if unit in ("万元", "亿元"):
            scale = unit[0]
        yield Quantity(
            value=value * _SCALES[scale or ""],
            unit="元" if unit.endswith("元") else unit,
            start=match.start(),
            end=match.end(),
            text=match.group(),
            is_vague=bool(vague),
            decimals=len(arabic.partition(".")[2]) if arabic else 0,
        )


def chinese_value(text: str) -> int:
    """Read a Chinese numeral up to 千: 二十三 is 23, 一百零五 is 105, 十 is 10."""
    if not any(character in _SCALES for character in text):
        return int("".join(str(_DIGITS[digit]) for digit in text))
    total = pending = 0
    for character in text:
        if character in _DIGITS:
            pending = _DIGITS[character]
        else:
            total += (pending or 1) * _SCALES[character]
            pending = 0
    return total + pending
