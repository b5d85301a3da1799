"""Entries of law: dated, cited, refused when they are not; one known mistake per test."""

import tomllib
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.citations import instruments
from gongkai.law.entries import EVIDENCE, EntryError, NoRuleInForce, Rules, load, read_entries

GOOD: dict[str, Any] = {
    "id": "foi.extension",
    "label": "延长答复期限（上限）",
    "working_days": 20,
    "cites": ["ogi:33.2"],
    "in_force_from": date(2019, 5, 15),
    "verified_on": date(2026, 11, 24),
}


def entries(*tables: dict[str, Any]) -> Any:
    return read_entries({"deadline": list(tables)}, file="deadlines.toml")


def test_an_entry_keeps_its_values_and_citations() -> None:
    (entry,) = entries(GOOD)
    assert entry["working_days"] == 20
    assert [str(cite) for cite in entry.cites] == ["ogi:33.2"]
    assert entry.get("days", 0) == 0


@pytest.mark.parametrize("key", ["id", "label", "cites", "in_force_from", "verified_on"])
def test_an_entry_without_a_common_field_is_refused_by_name(key: str) -> None:
    with pytest.raises(EntryError, match=f"deadlines.toml.*缺少 {key}"):
        entries({name: value for name, value in GOOD.items() if name != key})


def test_an_entry_without_a_citation_is_refused() -> None:
    with pytest.raises(EntryError, match="没有出处"):
        entries({**GOOD, "cites": []})


def test_a_citation_that_does_not_resolve_is_refused() -> None:
    with pytest.raises(EntryError, match=r"foi.extension.*只有3款"):
        entries({**GOOD, "cites": ["ogi:33.9"]})


def test_unknown_evidence_is_refused() -> None:
    with pytest.raises(EntryError, match="evidence 为“sure”"):
        entries({**GOOD, "evidence": "sure"})


def test_a_missing_value_is_a_named_fault_of_the_file() -> None:
    (entry,) = entries(GOOD)
    with pytest.raises(EntryError, match=r"deadlines.toml：“foi.extension”缺少字段 days"):
        entry["days"]


def test_two_periods_of_one_id_must_not_overlap() -> None:
    with pytest.raises(EntryError, match="有效期重叠"):
        Rules(entries(GOOD, {**GOOD, "in_force_from": date(2024, 1, 1)}))


@settings(max_examples=50)
@given(st.dates(date(2019, 5, 15), date(2030, 1, 1)), st.integers(0, 2000))
def test_on_any_day_the_entry_of_that_day_is_given(change: date, offset: int) -> None:
    rules = Rules(
        entries(
            {**GOOD, "in_force_to": change - timedelta(days=1), "working_days": 20}
            if change > GOOD["in_force_from"]
            else {**GOOD, "id": "other"},
            {**GOOD, "in_force_from": change, "working_days": 30},
        )
    )
    on = date(2019, 5, 15) + timedelta(days=offset)
    if on < change:
        assert rules.get("foi.extension", on=on)["working_days"] == 20
    else:
        assert rules.get("foi.extension", on=on)["working_days"] == 30


def test_a_day_without_a_rule_is_refused_with_the_day() -> None:
    rules = Rules(entries(GOOD))
    with pytest.raises(NoRuleInForce, match=r"2019-05-14 没有生效的规则“foi.extension”"):
        rules.get("foi.extension", on=date(2019, 5, 14))
    assert rules.in_force(date(2019, 5, 14)) == []
    assert rules.ids() == ("foi.extension",)


def entry_files() -> list[str]:
    """Give the data files whose tables are all entries; others have a shape and a loader of their own."""
    found = []
    for file in sorted(files("gongkai.law").joinpath("data").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml") and file.name != "instruments.toml":
            raw = tomllib.loads(file.read_text(encoding="utf-8"))
            tables = [table for value in raw.values() if isinstance(value, list) for table in value]
            if tables and all(isinstance(table, dict) and "in_force_from" in table for table in tables):
                found.append(file.name.removesuffix(".toml"))
    return found


@pytest.mark.parametrize("kind", entry_files())
def test_every_rule_file_loads_and_says_how_its_values_were_established(kind: str) -> None:
    rules = list(load(kind))
    assert rules
    assert all(entry.evidence in EVIDENCE for entry in rules)


@pytest.mark.parametrize("kind", entry_files())
def test_no_rule_rests_on_a_text_that_is_out_of_force_all_the_time(kind: str) -> None:
    for entry in load(kind):
        for cite in entry.cites:
            known = instruments()[cite.instrument]
            until = entry.in_force_to or date.max
            assert known.in_force_from <= until, (kind, entry.id, str(cite))
            assert known.in_force_to is None or known.in_force_to >= entry.in_force_from, (kind, entry.id, str(cite))


def test_data_files_are_toml_in_utf8() -> None:
    for entry in files("gongkai.law").joinpath("data").iterdir():
        if entry.name.endswith(".toml"):
            tomllib.loads(entry.read_bytes().decode("utf-8"))
