"""The remedy paragraphs: every dated variant, every kind of organ, the open questions (ogi:51, arl:20–arl:24, fs2025-8:1)."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gongkai.law import outcomes
from gongkai.law.annual_report.model import OrganKind
from gongkai.law.citations import resolve
from gongkai.law.entries import NoRuleInForce
from gongkai.law.outcomes import Outcome
from gongkai.law.remedies import (
    MissingOnlineChannel,
    NoSuchSwitch,
    NotAnOrgan,
    RemedyNames,
    RemedyText,
    remedies,
    remedies_for_silence,
)

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "remedies.toml").read_text(encoding="utf-8")
)["case"]
NAMES = RemedyNames(reconsideration_organ="示例县人民政府", court="示例县人民法院")
PERIODS = {
    "until 2023": date(2023, 12, 31),
    "from 2024-01-01": date(2024, 1, 1),
    "until 2025-05-31": date(2025, 5, 31),
    "from 2025-06-01": date(2025, 6, 1),
}
REFUSALS_14_16 = [outcome for outcome in Outcome if outcome.row in ("d1", "d2", "d3", "d4", "d5", "d6", "d7")]


def text(outcome: Outcome, on: date, **more: Any) -> RemedyText:
    facts: dict[str, Any] = {"organ_kind": OrganKind.TOWNSHIP, "delivered_online": False, "names": NAMES, **more}
    return remedies(outcome, letter_on=on, **facts)


def shape(paragraph: str) -> str:
    part = (
        "part" if paragraph.startswith("对不予公开的部分，") else "rest" if paragraph.startswith("对其他内容，") else ""
    )
    if "应当先申请行政复议" in paragraph:
        return "prior-part" if part else "prior"
    assert "也可以自收到本告知书之日起6个月内" in paragraph
    return part or "either"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_worked_example(case: dict[str, Any]) -> None:
    found = text(
        Outcome(case["outcome"]),
        case["letter_on"],
        switches=case.get("switches", {}),
        withheld=[Outcome(ground) for ground in case.get("withheld", [])],
    )
    assert [shape(paragraph) for paragraph in found.paragraphs] == case["shape"]
    assert found.prior_reconsideration == any(word.startswith("prior") for word in case["shape"])
    for cite in found.cites:
        resolve(cite)


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("on", PERIODS.values(), ids=PERIODS)
def test_every_outcome_on_every_side_of_every_date(outcome: Outcome, on: date) -> None:
    found = text(outcome, on)
    wide = on in (PERIODS["from 2024-01-01"], PERIODS["until 2025-05-31"])
    prior = on.year >= 2024 and (
        outcome in REFUSALS_14_16
        or outcome is Outcome.PARTLY_GRANTED
        or (wide and outcome is Outcome.SPECIAL_ACCESS_REGIME)
    )
    assert found.prior_reconsideration == prior
    assert all("{" not in paragraph for paragraph in found.paragraphs)
    assert all("60日" in paragraph and "示例县人民法院" in paragraph for paragraph in found.paragraphs)
    statute = "arl2017" if on.year < 2024 else "arl"
    assert statute in {cite.instrument for cite in found.cites}
    assert {"arl", "arl2017"} - {statute} not in [{cite.instrument} for cite in found.cites]
    assert ("fs2025-8" in {cite.instrument for cite in found.cites}) == (prior and on >= PERIODS["from 2025-06-01"])


@pytest.mark.parametrize("outcome", REFUSALS_14_16)
def test_arl_34_after_the_decision_there_are_fifteen_days(outcome: Outcome) -> None:
    (paragraph,) = text(outcome, date(2026, 1, 15)).paragraphs
    assert "自收到行政复议决定书之日起15日内" in paragraph
    assert "6个月" not in paragraph


@pytest.mark.parametrize("on", PERIODS.values(), ids=PERIODS)
def test_ogi_32_a_third_party_has_both_ways(on: date) -> None:
    found = text(Outcome.THIRD_PARTY_RIGHTS, on, third_party=True)
    assert [shape(paragraph) for paragraph in found.paragraphs] == ["either"]
    assert not found.prior_reconsideration


@pytest.mark.parametrize(
    ("kind", "on", "organ"),
    [
        (OrganKind.TOWNSHIP, date(2023, 12, 31), "县级人民政府"),
        (OrganKind.TOWNSHIP, date(2026, 1, 15), "县级人民政府"),
        (OrganKind.COUNTY, date(2026, 1, 15), "设区的市级人民政府"),
        (OrganKind.PREFECTURE, date(2026, 1, 15), "省级人民政府"),
        (OrganKind.PROVINCE, date(2026, 1, 15), "本级人民政府"),
        (OrganKind.DEPARTMENT, date(2023, 12, 31), "本级人民政府或者上一级主管部门"),
        (OrganKind.DEPARTMENT, date(2026, 1, 15), "本级人民政府"),
    ],
)
def test_arl_24_who_hears_the_case(kind: OrganKind, on: date, organ: str) -> None:
    found = text(Outcome.GRANTED, on, organ_kind=kind, names=RemedyNames())
    assert organ in found.reconsideration_organ
    assert ("主管部门" in found.reconsideration_organ) == (kind is OrganKind.DEPARTMENT and on.year < 2024)
    assert found.reconsideration_organ in found.paragraphs[0]
    assert "有管辖权的人民法院" in found.paragraphs[0]


def test_a_village_decides_nothing() -> None:
    with pytest.raises(NotAnOrgan, match="不是行政机关"):
        text(Outcome.GRANTED, date(2026, 1, 15), organ_kind=OrganKind.VILLAGE)


def test_before_the_regulation_there_is_no_rule() -> None:
    with pytest.raises(NoRuleInForce):
        text(Outcome.GRANTED, date(2019, 5, 14))
    with pytest.raises(NoRuleInForce):
        remedies_for_silence(on=date(2018, 1, 2), organ_kind=OrganKind.TOWNSHIP)


@pytest.mark.parametrize("link", ["", "  "])
def test_arl_22_delivery_on_line_needs_an_on_line_channel(link: str) -> None:
    with pytest.raises(MissingOnlineChannel, match="《行政复议法》第二十二条"):
        text(Outcome.GRANTED, date(2024, 1, 1), delivered_online=True, online_link=link)


def test_arl_22_the_channel_stands_in_the_letter() -> None:
    found = text(Outcome.GRANTED, date(2024, 1, 1), delivered_online=True, online_link="https://fy.example.gov.cn")
    assert "https://fy.example.gov.cn" in found.paragraphs[-1]
    assert "arl:22" in map(str, found.cites)
    assert len(text(Outcome.GRANTED, date(2023, 12, 31), delivered_online=True).paragraphs) == 1


@pytest.mark.parametrize(
    ("on", "switches"),
    [
        (date(2023, 12, 31), {"not_held": True}),
        (date(2023, 12, 31), {"partly_granted": "whole"}),
        (date(2025, 6, 1), {"not_held": True}),
        (date(2024, 6, 15), {"state_secret": False}),
        (date(2024, 6, 15), {"partly_granted": "half"}),
    ],
)
def test_only_what_the_law_leaves_open_can_be_switched(on: date, switches: dict[str, Any]) -> None:
    with pytest.raises(NoSuchSwitch, match="不能按"):
        text(Outcome.GRANTED, on, switches=switches)


@pytest.mark.parametrize("on", PERIODS.values(), ids=PERIODS)
def test_no_reply_in_time_leaves_either_way(on: date) -> None:
    found = remedies_for_silence(on=on, organ_kind=OrganKind.TOWNSHIP, names=NAMES)
    assert not found.prior_reconsideration
    assert "示例县人民政府" in found.paragraphs[0]
    assert "apl:47" in map(str, found.cites)


def test_fs2025_8_a_note_for_the_clerk_where_courts_are_said_to_decline() -> None:
    assert text(Outcome.REPEATED, date(2026, 1, 15)).notes
    assert not text(Outcome.REPEATED, date(2024, 1, 15)).notes
    assert not text(Outcome.GRANTED, date(2026, 1, 15)).notes


def test_the_outcome_gives_its_remedies_by_the_same_name() -> None:
    facts: dict[str, Any] = {"organ_kind": OrganKind.TOWNSHIP, "delivered_online": False}
    on = date(2026, 1, 15)
    assert outcomes.remedies(Outcome.GRANTED, letter_on=on, **facts) == remedies(Outcome.GRANTED, letter_on=on, **facts)
