"""Lists as they are really published: what a reader of five lists of four offices over three years can put together about a person."""

import random
import re
from collections import defaultdict
from datetime import date

import pytest

from gongkai.documents.personal_data import MaskedTable, mask_table
from gongkai.law.privacy import candidates, county_scheme, id_check_character, profile

AREA, ON = "640423", date(2026, 11, 24)
#: List by list: the office's profile, and the headings that the office happens to use.
LISTS = (
    ("list.online", ("序号", "姓名", "身份证号", "一卡通账号", "补贴金额")),
    ("subsistence_allowance.online", ("编号", "户主姓名", "证件号码", "住址", "保障标准")),
    ("disability_subsidy.board", ("序号", "姓名", "公民身份号码", "残疾证号", "标准")),
    ("benefit_fund.online", ("序号", "户主", "身份证号码", "联系电话", "面积")),
    ("list.board", ("序号", "姓名", "身份证号", "致困原因", "补贴金额")),
)


def people(count: int, seed: int = 7) -> list[str]:
    """Made-up identity numbers of one county."""
    rng = random.Random(seed)
    bodies = [
        f"{AREA}{rng.randrange(1940, 2006)}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}{rng.randrange(1000):03d}"
        for _ in range(count)
    ]
    return [body + id_check_character(body) for body in bodies]


def published(numbers: list[str], chosen: tuple[str, ...]) -> list[MaskedTable]:
    scheme = county_scheme(*chosen, on=ON)
    asked = ["id_number"] if chosen else []
    return [
        mask_table(
            [heads, *([str(at), "演示甲", number, f"62284{at:014d}", "120"] for at, number in enumerate(numbers))],
            profile(name, on=ON, scheme=scheme, also_shows=asked),
            on=ON,
        )
        for name, heads in LISTS
    ]


def attack(numbers: list[str], lists: list[MaskedTable]) -> list[int]:
    """Put every readable character of a number together, person by person, and count what is left."""
    seen: dict[str, dict[int, str]] = defaultdict(dict)
    for table in lists:
        for number, row in zip(numbers, table.rows[1:], strict=True):
            for cell in row:
                if match := re.fullmatch(r"([0-9X]{0,17})\*+([0-9X]{0,17})", str(cell or "")):
                    seen[number] |= dict(enumerate(match[1]))
                    seen[number] |= {18 - len(match[2]) + at: letter for at, letter in enumerate(match[2])}
    return [candidates(seen[number], area=AREA, birth_years=[int(number[6:10])]) for number in numbers]


@pytest.mark.parametrize("chosen", [(), ("mask.id_number.last_two",)])
def test_nothing_is_recoverable_from_what_was_really_published(chosen: tuple[str, ...]) -> None:
    numbers = people(1000)
    lists = published(numbers, chosen)
    shown = "\n".join(str(cell) for table in lists for row in table.rows for cell in row)
    assert not any(number in shown for number in numbers)
    assert not re.search(r"\d{11}", shown)
    assert min(attack(numbers, lists)) >= 1000


def test_the_attack_wins_when_every_office_masks_in_its_own_way() -> None:
    """Positive control: the same reader, lists with the masks that offices use today."""
    numbers = people(200)
    shapes = ((6, 4), (14, 0), (6, 4), (10, 4), (14, 0))
    rows = [
        (("身份证号",), *((f"{number[:first]}****{number[18 - last :] if last else ''}",) for number in numbers))
        for first, last in shapes
    ]
    lists = [MaskedTable(table, (), 0, 0) for table in rows]
    assert sum(count == 1 for count in attack(numbers, lists)) > 150
