"""
What a text gives away before it is published: marks of secrecy, and dates that cannot be.

Pure functions over lines; which patterns count as a mark, and what is said about each finding, is data (`text_checks.toml`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai.law.calendar import weekday_name
from gongkai.law.citations import Citation
from gongkai.law.entries import load


@dataclass(frozen=True)
class Spot:
    """A place in a text: the line, from 1, and the characters of it that are meant; `expected` is what should stand there."""

    code: str
    line: int
    found: str
    expected: str = ""


@dataclass(frozen=True)
class Check:
    """What one check says and does."""

    id: str
    label: str
    severity: str
    cites: tuple[Citation, ...]


def check(id: str, *, on: date) -> Check:  # noqa: A002 - the key is called id in the data
    """
    Give the words and the severity of a check.

    :raises NoRuleInForce: there is no such check.
    """
    entry = load("text_checks").get(id, on=on)
    return Check(id=entry.id, label=entry.label, severity=entry["severity"], cites=entry.cites)


def secrecy_marks(text: str, *, on: date) -> list[Spot]:
    """Find marks of secrecy (`secrecy:35`): level, copy number, internal, not to be published; `expected` names the kind of mark."""
    lines = text.split("\n")
    found: dict[tuple[int, str], Spot] = {}
    for mark in _marks(on):
        for number, line in enumerate(lines[: mark.first_lines or None], 1):
            for pattern in mark.patterns:
                hit = pattern.fullmatch(line.strip()) if mark.whole_line else pattern.search(line)
                if hit:
                    found.setdefault((number, mark.label), Spot(mark.id, number, hit[0].strip(), mark.label))
    return sorted(found.values(), key=lambda spot: spot.line)


@dataclass(frozen=True)
class _Mark:
    id: str
    label: str
    patterns: tuple[re.Pattern[str], ...]
    whole_line: bool
    first_lines: int


@cache
def _marks(on: date) -> Sequence[_Mark]:
    return [
        _Mark(
            id=entry.id,
            label=entry.label,
            patterns=tuple(map(re.compile, entry["patterns"])),
            whole_line=bool(entry.values.get("whole_line", False)),
            first_lines=int(entry.values.get("first_lines", 0)),
        )
        for entry in load("text_checks").in_force(on)
        if entry.id.startswith("mark.")
    ]


_DAY = re.compile(r"((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日")
_WEEKDAY = re.compile(r"((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日[（(，,]?\s*(?:星期|周)([一二三四五六日天])")
_PERIOD = re.compile(
    r"((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日[起]?\s*(?:至|到|—+|-|～|~)\s*(?:((?:19|20)\d{2})年)?(?:(\d{1,2})月)?(\d{1,2})日"
)


def date_faults(text: str) -> list[Spot]:
    """Find days that no calendar has, days under the wrong weekday, and periods that end before they begin."""
    return [spot for number, line in enumerate(text.split("\n"), 1) for spot in _faults(number, line)]


def _faults(number: int, line: str) -> Iterator[Spot]:
    for hit in _DAY.finditer(line):
        if _day(hit[1], hit[2], hit[3]) is None:
            yield Spot("text.impossible_date", number, hit[0])
    for hit in _WEEKDAY.finditer(line):
        day = _day(hit[1], hit[2], hit[3])
        if day is not None and weekday_name(day) != hit[4].replace("天", "日"):
            yield Spot("text.weekday", number, hit[0], f"星期{weekday_name(day)}")
    for hit in _PERIOD.finditer(line):
        begin, end = _day(hit[1], hit[2], hit[3]), _day(hit[4] or hit[1], hit[5] or hit[2], hit[6])
        if begin and end and end < begin:
            yield Spot("text.period_backwards", number, hit[0])


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
