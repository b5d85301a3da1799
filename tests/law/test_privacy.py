"""Masks and profiles of lists: what may be shown, one scheme for a county, nothing recoverable by joining."""

import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from gongkai.law.citations import resolve
from gongkai.law.entries import load
from gongkai.law.privacy import (
    CountyScheme,
    Mask,
    MaskShowsTooMuch,
    MixedMasks,
    candidates,
    check_ceiling,
    county_scheme,
    id_check_character,
    kinds,
    mask_name,
    masks,
    profile,
    profiles,
    public_fields,
    to_village_group,
)

ON = date(2026, 11, 24)
AREA = "640423"
KINDS = {
    "id_number",
    "mobile",
    "landline",
    "bank_card",
    "disability_card",
    "address",
    "name_in_list",
    "minor",
    "health",
    "email",
    "plate",
    "other",
}


def numbers(count: int, seed: int = 7) -> list[str]:
    """Made-up identity numbers of one county, deterministic."""
    rng = random.Random(seed)
    found = []
    for _ in range(count):
        born = date(1940, 1, 1) + timedelta(days=rng.randrange(26000))
        body = f"{AREA}{born:%Y%m%d}{rng.randrange(1000):03d}"
        found.append(body + id_check_character(body))
    return found


def test_every_kind_has_label_severity_and_a_citation_that_resolves() -> None:
    assert set(kinds(ON)) == KINDS
    for kind in kinds(ON).values():
        assert kind.label
        assert kind.severity in {"block", "advise"}
        assert kind.advice
        for cite in kind.cites:
            resolve(cite)


def test_pipl_28_1_sensitive_kinds_block() -> None:
    assert all(kind.severity == "block" for kind in kinds(ON).values() if kind.sensitive)


@given(st.integers(0, 999), st.dates(date(1920, 1, 1), date(2020, 12, 31)))
def test_the_check_character_is_that_of_an_independent_library(serial: int, born: date) -> None:
    body = f"{AREA}{born:%Y%m%d}{serial:03d}"
    assert ric.calc_check_digit(body + "0") == id_check_character(body)


def test_no_list_shows_a_digit_by_default() -> None:
    for name in profiles(ON):
        chosen = profile(name, on=ON)
        assert chosen.mask_for("id_number") is None
        assert chosen.mask_for("bank_card") is None
        assert chosen.mask_for("mobile") is None
        assert chosen.mask_for("health") is None
        assert chosen.minors == "omit"


def test_an_office_that_insists_gets_the_mask_of_its_county() -> None:
    silent = profile("list.online", on=ON, also_shows=["id_number"]).mask_for("id_number")
    assert silent is not None
    assert silent.apply("640423198001011234") == ""
    scheme = county_scheme("mask.id_number.last_two", on=ON)
    shown = profile("list.online", on=ON, scheme=scheme, also_shows=["id_number"]).mask_for("id_number")
    assert shown is not None
    assert shown.apply("640423198001011234") == "****34"


def test_pipl_28_1_health_is_shown_by_no_scheme() -> None:
    with pytest.raises(ValueError, match="健康、残疾和致困原因不得在名单中显示"):
        profile("list.board", on=ON, also_shows=["health"])


@pytest.mark.parametrize(("first", "last"), [(6, 4), (2, 3), (0, 4), (3, 2)])
def test_the_usual_masks_show_too_much(first: int, last: int) -> None:
    with pytest.raises(MaskShowsTooMuch, match="超过上限"):
        check_ceiling("id_number", first=first, last=last, on=ON)


def test_a_second_scheme_in_the_county_is_refused() -> None:
    scheme = county_scheme(on=ON)
    scheme.admit(masks(ON)["mask.id_number.none"])
    with pytest.raises(MixedMasks, match="可以拼出完整号码"):
        scheme.admit(masks(ON)["mask.id_number.last_two"])
    with pytest.raises(MixedMasks):
        county_scheme("mask.id_number.none", "mask.id_number.last_two", on=ON)
    with pytest.raises(LookupError, match="没有名为"):
        county_scheme("mask.id_number.first_six", on=ON)


def test_every_entry_is_cited_and_every_heading_belongs_to_one_field() -> None:
    assert all(entry.cites for entry in load("privacy"))
    headings = [heading for entry in load("privacy") for heading in entry.get("headings", ())]
    assert len(headings) == len(set(headings))
    assert public_fields(ON)["补贴金额"] == "amount"


@pytest.mark.parametrize(
    ("name", "masked"),
    [("王芳", "王*"), ("马志强", "马**"), ("欧阳兰", "欧阳*"), ("阿依古丽·买买提", "阿**"), ("王", "王*")],
)
def test_names_keep_the_surname(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("隆德县山河乡二滩村三组12号", "隆德县山河乡二滩村三组"),
        ("山河乡石庙村第4村民小组56号", "山河乡石庙村第4村民小组"),
        ("沙塘镇新民村56号", "沙塘镇新民村"),
        ("城关镇文化路18号楼2单元301室", "城关镇"),
        ("幸福小区3栋", ""),
    ],
)
def test_addresses_end_at_the_village_group(address: str, shown: str) -> None:
    assert to_village_group(address) == shown


def test_masks_of_short_and_empty_values() -> None:
    mask = masks(ON)["mask.bank_card.last_two"]
    assert mask.apply("") == ""
    assert mask.apply("12") == "****"
    assert mask.positions(18) == {16, 17}


def test_measured_candidates_of_the_usual_mask() -> None:
    """First six and last four, birth year known: a few dozen; only the last two: thousands; nothing: hundreds of thousands."""
    few = candidates({**dict(enumerate(AREA)), 14: "1", 15: "2", 16: "3", 17: "4"}, area=AREA, birth_years=[1980])
    assert 20 <= few <= 50
    assert candidates({16: "3", 17: "4"}, area=AREA, birth_years=[1980]) > 3000
    assert candidates({}, area=AREA, birth_years=[1980]) == 366_000
    assert candidates({0: "1"}, area=AREA, birth_years=[1980]) == 0


def joined(lists: Iterable[dict[str, frozenset[int]]]) -> dict[str, set[int]]:
    """What one reader knows about each person after reading all lists."""
    seen: dict[str, set[int]] = defaultdict(set)
    for published in lists:
        for number, positions in published.items():
            seen[number] |= positions
    return seen


def attack(lists: Iterable[dict[str, frozenset[int]]]) -> list[int]:
    """Candidates left per person, the county and the birth year being known."""
    return [
        candidates({at: number[at] for at in positions}, area=AREA, birth_years=[int(number[6:10])])
        for number, positions in joined(lists).items()
    ]


def published(people: list[str], offices: Iterable[Mask | None], rng: random.Random) -> list[dict[str, frozenset[int]]]:
    """Five lists over three years, each office with its own mask, each list with most of the people."""
    return [
        {number: mask.positions(18) if mask else frozenset() for number in people if rng.random() < 0.9 or mask is None}
        for mask in offices
    ]


@pytest.mark.parametrize("chosen", [(), ("mask.id_number.last_two",)])
def test_nothing_is_recoverable_by_joining_five_lists_of_four_offices(chosen: tuple[str, ...]) -> None:
    people = numbers(1000)
    scheme = county_scheme(*chosen, on=ON)
    asked = ["id_number"] if chosen else []
    names = [
        "list.online",
        "subsistence_allowance.online",
        "disability_subsidy.board",
        "benefit_fund.online",
        "list.board",
    ]
    offices = [profile(name, on=ON, scheme=scheme, also_shows=asked).mask_for("id_number") for name in names]
    left = attack(published(people, offices, random.Random(3)))
    assert len(left) == 1000
    assert min(left) >= 1000


def test_the_same_attack_wins_against_the_masks_in_common_use() -> None:
    """Positive control: what offices do today gives every number back."""

    def free(first: int, last: int) -> Mask:
        return Mask("x", "x", "id_number", "characters", first, last, default=False, cites=())

    people = numbers(1000)
    offices = [free(6, 4), free(14, 0), free(6, 4), free(10, 4), free(14, 0)]
    left = attack(published(people, offices, random.Random(3)))
    assert sum(count == 1 for count in left) > 900
    with pytest.raises(MixedMasks):
        CountyScheme({"id_number": free(6, 4)}).admit(free(14, 0))
