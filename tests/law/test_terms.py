"""The glossary: one row per concept, no doubles, no forbidden words, and a row for every enum of the kernel."""

import importlib
import pkgutil
import re
from enum import StrEnum
from typing import Any

import pytest

import gongkai.law
from gongkai.law.annual_report.model import TABLE3_COLUMNS, TABLE3_ROWS
from gongkai.law.citations import CitationError
from gongkai.law.terms import TermError, UnknownTerm, label, read_terms, terms

#: Enums that no reader ever sees: versions of a form, instructions of a rule file to the program.
WITHOUT_ROWS = {"FormVersion", "Clockwork", "Edit", "Kind"}
ROW: dict[str, Any] = {"id": "tip", "zh": "举报", "en": "tip", "cites": ["ogi:51"], "not": ["report"]}


def enums() -> list[type[StrEnum]]:
    modules = [
        importlib.import_module(found.name) for found in pkgutil.walk_packages(gongkai.law.__path__, "gongkai.law.")
    ]
    return [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, StrEnum) and value.__module__ == module.__name__
    ]


def test_a_label_stands_in_both_languages() -> None:
    assert label("granted") == "予以公开"
    assert label("granted", "en") == "granted"


def test_an_unknown_identifier_is_named() -> None:
    with pytest.raises(UnknownTerm, match="术语表中没有“purpose_of_use”"):
        label("purpose_of_use")


def test_every_row_is_complete_and_cited() -> None:
    for term in terms().values():
        assert term.zh
        assert term.en
        assert term.cites


def test_labels_are_chinese_and_english() -> None:
    for term in terms().values():
        assert re.search(r"[\u4e00-\u9fff]", term.zh), term.id
        assert not re.search(r"[\u4e00-\u9fff]", term.en), term.id


def test_a_double_row_is_refused() -> None:
    with pytest.raises(TermError, match="“tip”重复"):
        read_terms([ROW, ROW])


def test_an_identifier_with_a_forbidden_word_is_refused() -> None:
    with pytest.raises(TermError, match="不得使用的词 report"):
        read_terms([{**ROW, "id": "tip_report"}])


def test_an_identifier_in_chinese_or_with_capitals_is_refused() -> None:
    for wrong in ("举报", "Tip", "tip-off"):
        with pytest.raises(TermError, match="不是合格的标识"):
            read_terms([{**ROW, "id": wrong}])


def test_an_incomplete_row_is_refused() -> None:
    with pytest.raises(TermError, match="“tip”缺少 zh"):
        read_terms([{**ROW, "zh": ""}])


def test_a_citation_that_does_not_resolve_is_refused() -> None:
    with pytest.raises(CitationError):
        read_terms([{**ROW, "cites": ["ogi:99"]}])


def test_a_row_without_citation_is_our_own_naming() -> None:
    (term,) = read_terms([{**ROW, "cites": []}]).values()
    assert [str(cite) for cite in term.cites] == ["convention:60"]


@pytest.mark.parametrize("row", [*TABLE3_ROWS, *TABLE3_COLUMNS])
def test_table_3_has_a_label_for_every_row_and_column(row: str) -> None:
    assert label(f"table3.{row}")


def test_outcome_labels_are_those_of_the_form_without_their_numbers() -> None:
    outcomes = importlib.import_module("gongkai.law.outcomes")
    for outcome in outcomes.Outcome:
        printed = re.sub(r"^(（.）|\d\.)|（区分处理.*", "", label(f"table3.{outcome.row}"))
        assert label(outcome.value) == printed


def test_every_enum_member_of_the_kernel_has_a_row_or_a_rule() -> None:
    from gongkai.law.index import all_rules  # an enum may carry its labels in a rule file of its own

    known = set(terms()) | {rule.id for rule in all_rules()} | {rule.id.rpartition(".")[2] for rule in all_rules()}
    missing = {
        f"{enum.__name__}.{member.value}"
        for enum in enums()
        if enum.__name__ not in WITHOUT_ROWS
        for member in enum
        if member.value not in known
    }
    assert not missing, "请在 law/data/terms.toml 中登记（读者看不到的枚举列入 WITHOUT_ROWS）：" + "、".join(
        sorted(missing)
    )
