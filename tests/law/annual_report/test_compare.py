"""Two reports against each other: cells with growth, sentences paired, everything as plain data."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.annual_report.compare import Kind, as_json, compare, section_turns
from gongkai.law.annual_report.model import Report
from tests.law.annual_report.samples import section, yanshi_report


def with_text(*paragraphs: str) -> Report:
    report = yanshi_report()
    return replace(report, sections=tuple(section(1, *paragraphs) if s.number == 1 else s for s in report.sections))


def kinds(before: Report, after: Report) -> list[Kind]:
    return [turn.kind for one in section_turns(before, after) if one.number == 1 for turn in one.turns]


def test_sentences_are_paired() -> None:
    before = with_text("全年主动公开政府信息30条。", "开设公开栏目五个，定期更新。", "召开会议研究部署公开工作。")
    after = with_text("全年主动公开政府信息45条。", "开设公开栏目六个，每周更新。", "编印图解十二期送到各村。")
    assert kinds(before, after) == [Kind.FIGURES, Kind.CHANGED, Kind.NEW, Kind.GONE]
    assert set(kinds(before, before)) == {Kind.SAME}


def test_pieces_put_together_give_both_sentences() -> None:
    before, after = with_text("开设公开栏目五个，定期更新。"), with_text("开设公开栏目六个，每周更新。")
    (turn,) = (turn for one in section_turns(before, after) if one.number == 1 for turn in one.turns)
    assert "".join(text for kind, text in turn.pieces if kind is not Kind.NEW) == turn.before
    assert "".join(text for kind, text in turn.pieces if kind is not Kind.GONE) == turn.after


def test_growth_is_said_where_there_is_something_to_grow_from() -> None:
    report = yanshi_report()
    assert report.tables is not None
    tables = report.tables.with_cell3("g", "c1", 8)
    changed = replace(
        report, tables=tables.with_cell3("g", "c1", 9).with_cell3("p", "c6", 3).with_cell3("d1", "c1", None)
    )
    found = {change.where: change for change in compare(replace(report, tables=tables), changed).cells}
    growths = [change.growth for change in found.values()]
    assert Decimal("12.5") in growths
    assert None in growths


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["甲事项按期公开。", "乙事项尚未公开。", "全年培训3次。", "全年培训5次。", "丙。"]), max_size=8),
       st.lists(st.sampled_from(["甲事项按期公开。", "乙事项仍未公开。", "全年培训3次。", "丁事项转办。"]), max_size=8))  # fmt: skip
def test_no_sentence_is_lost_or_doubled(old: list[str], new: list[str]) -> None:
    before, after = with_text(*old), with_text(*new)
    turns = [turn for one in section_turns(before, after) if one.number == 1 for turn in one.turns]
    assert [turn.before for turn in turns if turn.before] == old
    assert sorted(turn.after for turn in turns if turn.after) == sorted(new)


def test_a_text_of_thousands_of_sentences_does_not_stall() -> None:
    before = with_text(*(f"第{n}项甲乙丙丁工作完成。" for n in range(300)))
    after = with_text(*(f"另有{n}件戊己庚辛事务办结了。" for n in range(300)))
    assert set(kinds(before, after)) == {Kind.GONE, Kind.NEW}


def test_the_shape_for_programs() -> None:
    shape = as_json(with_text("全年公开3条。"), with_text("全年公开4条。"))
    assert {"format", "before", "after", "likeness", "cells", "sections"} == set(shape)
    assert shape["sections"][0]["sentences"][0]["kind"] in set(Kind)
