"""Dates, numbers and levels of official text."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.documents.writing.text import chinese_date, clean, number_text, outline, title_lines, width_of


def test_gbt9704_a_date_has_arabic_digits_and_no_padding() -> None:
    assert chinese_date(date(2026, 1, 5)) == "2026年1月5日"
    assert chinese_date(None) == ""


@pytest.mark.parametrize(
    ("cell", "text"),
    [(0, "0"), (None, ""), (1808595, "1808595"), (Decimal("59237.2449"), "59237.2449"), (Decimal("0.00"), "0"), (Decimal("1E+3"), "1000")],
)  # fmt: skip
def test_figures_have_neither_separators_nor_trailing_zeros(cell: Decimal | int | None, text: str) -> None:
    assert number_text(cell) == text


@given(st.text())
def test_clean_text_has_no_character_that_a_file_may_not_hold(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert not set(cleaned) & {chr(code) for code in (*range(32), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF)}


def test_gbt9704_7_3_3_levels_are_told_by_their_ordinals() -> None:
    levels = [item.level for item in outline(["一、总则", "（一）范围", "1.条目", "正文。", ""])]
    assert levels == ["h2", "h3", "p", "p"]


def test_a_heading_that_runs_into_its_text_ends_at_the_first_stop() -> None:
    (item,) = outline(["（一）主动公开。全年主动公开政府信息一百二十条，其中门户网站一百条，政务新媒体二十条。"])
    assert (item.level, item.lead) == ("p", "（一）主动公开。")
    assert item.text.startswith("全年")


def test_a_long_sentence_that_begins_like_a_heading_is_text() -> None:
    (item,) = outline(["一、" + "这是一个很长的句子" * 5])
    assert item.level == "p"


def test_a_title_is_broken_before_its_year_and_only_when_it_must() -> None:
    assert title_lines("示例乡2023年政府信息公开工作年度报告") == ("示例乡2023年政府信息公开工作年度报告",)
    long = title_lines("示例县青石乡人民政府2023年政府信息公开工作年度报告")
    assert long == ("示例县青石乡人民政府", "2023年政府信息公开工作年度报告")
    assert all(width_of(line) <= 20 for line in long)


def test_a_long_title_of_a_letter_is_broken_before_what_it_is_about() -> None:
    lines = title_lines("示例县青石乡人民政府关于延长政府信息公开申请答复期限的告知书")
    assert lines == ("示例县青石乡人民政府", "关于延长政府信息公开申请答复期限的告知书")
    assert title_lines("关于延长答复期限" * 3) == ("关于延长答复期限", "关于延长答复期限" * 2)
    assert title_lines("没有合适断点" * 5) == ("没有合适断点" * 5,)
