"""Charts: nothing leaves the drawing, nothing is hidden from the table, user text is escaped, no style attributes."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gongkai.web.ui import charts
from gongkai.web.ui.charts import Bar, Case, Chart, ClockBar, Line, Mark, Segment
from gongkai.web.ui.charts.clock import REFERENCE
from gongkai.web.ui.charts.svg import text_width

START = date(2026, 11, 2)
KINDS = ["used", "current", "paused", "left", "over"]
EVIL = "<script>alert(1)</script>\"'&"
VALUES = st.one_of(st.integers(0, 10**7), st.floats(0, 10**6, allow_nan=False))
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
SVG = "{http://www.w3.org/2000/svg}"


def parsed(chart: Chart) -> etree._Element:
    """Read the drawing as XML, which fails where anything was not escaped."""
    root = etree.fromstring(str(chart.svg))
    assert root.tag == f"{SVG}svg"
    assert root.find(f"{SVG}title").text == chart.title
    assert root.find(f"{SVG}desc").text
    assert root.xpath("//@style") == []
    assert root.xpath("//*[local-name()='script']") == []
    return root


def shares(root: etree._Element, *names: str) -> list[float]:
    found = [root.xpath(f"//@{name}") for name in names]
    return [float(str(value).rstrip("%")) for values in found for value in values if str(value).endswith("%")]


def inside(root: etree._Element) -> None:
    assert all(0 <= value <= 100.01 for value in shares(root, "x", "x1", "x2", "cx", "width"))
    for box in root.iter(f"{SVG}rect"):
        if str(box.get("x", "")).endswith("%"):
            assert float(box.get("x")[:-1]) + float(box.get("width")[:-1]) <= 100.4


@given(st.lists(st.tuples(NAMES, VALUES), max_size=12))
def test_bars_stay_inside_and_their_table_is_complete(items: list[tuple[str, float]]) -> None:
    chart = charts.bars("公开情况", [Bar(name, value) for name, value in items])
    inside(parsed(chart))
    assert [row.label for row in chart.rows] == [name for name, _ in items]


@given(st.lists(VALUES, min_size=2, max_size=8))
def test_bars_start_at_zero_and_keep_their_proportion(values: list[float]) -> None:
    root = parsed(charts.bars("图", [Bar(str(place), value) for place, value in enumerate(values)]))
    widths = [float(box.get("width")[:-1]) for box in root.iter(f"{SVG}rect")][1::2]
    largest = max(values)
    for value, width in zip(values, widths, strict=True):
        assert width == pytest.approx(max(widths) * value / largest if largest else 0, abs=0.02)


@given(st.lists(st.tuples(NAMES, st.lists(VALUES, min_size=3, max_size=3)), max_size=6))
def test_stacked_bars_stay_inside(rows: list[tuple[str, list[float]]]) -> None:
    chart = charts.stacked_bars("结果", series=("甲", "乙", "丙"), rows=rows)
    inside(parsed(chart))
    assert len(chart.rows) == len(rows)
    assert all(len(row.cells) == len(chart.columns) - 1 for row in chart.rows)


@given(st.lists(st.tuples(NAMES, st.one_of(st.none(), VALUES)), min_size=1, max_size=12))
def test_columns_say_where_a_year_is_missing(points: list[tuple[str, float | None]]) -> None:
    chart = charts.columns("历年", points)
    root = parsed(chart)
    inside(root)
    gaps = sum(value is None for _, value in points)
    assert sum(row.cells == ("缺",) for row in chart.rows) == gaps
    assert len(list(root.iter(f"{SVG}rect"))) == len(points) - gaps


@given(st.lists(st.lists(st.one_of(st.none(), VALUES), min_size=5, max_size=5), min_size=1, max_size=6))
def test_lines_stay_inside_and_break_at_gaps(series: list[list[float | None]]) -> None:
    chart = charts.lines("趋势", "12345", [Line(f"线{place}", values) for place, values in enumerate(series)])
    root = parsed(chart)
    inside(root)
    assert len(list(root.iter(f"{SVG}circle"))) == sum(value is not None for values in series for value in values)
    heights = [float(y) for y in root.xpath("//@cy")]
    assert all(0 <= y <= 200 for y in heights)


def test_names_at_the_ends_of_lines_do_not_lie_on_one_another() -> None:
    chart = charts.lines("趋势", ("1", "2"), [Line(name, (1, 5)) for name in "甲乙丙"])
    at = sorted(float(one.get("y")) for one in parsed(chart).iter(f"{SVG}text") if one.text[0] in "甲乙丙")
    assert all(after - before >= 16 for before, after in pairwise(at))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: charts.lines("图", ("1",), [Line("甲", (1, 2))]), "有2个点，应有1个"),
        (lambda: charts.lines("图", ("1",), [Line(str(n), (1,)) for n in range(7)]), "最多6条"),
        (lambda: charts.stacked_bars("图", series="1234567", rows=[]), "最多6组"),
        (lambda: charts.stacked_bars("图", series="12", rows=[("甲", (1,))]), "应有2个"),
        (lambda: charts.clock_bar(ClockBar(())), "至少要有一段"),
    ],
)
def test_wrong_data_is_refused_with_what_was_expected(call, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        call()


def segments(lengths: list[tuple[int, str, str]]) -> list[Segment]:
    made, day = [], START
    for length, kind, label in lengths:
        made.append(Segment(day, day + timedelta(days=length), kind, label, length))
        day += timedelta(days=length)
    return made


LENGTHS = st.lists(st.tuples(st.integers(0, 60), st.sampled_from(KINDS), NAMES), min_size=1, max_size=7)


@given(LENGTHS, st.integers(0, 200))
def test_the_clock_keeps_proportions_and_leaves_no_gap(lengths: list[tuple[int, str, str]], due: int) -> None:
    made = segments(lengths)
    chart = charts.clock_bar(ClockBar(made, (Mark(START + timedelta(days=due), "到期"),)))
    root = parsed(chart)
    inside(root)
    boxes = [box for box in root.iter(f"{SVG}rect") if str(box.get("class", "")).startswith("seg-")]
    assert [box.get("class") for box in boxes] == [f"seg-{segment.kind}" for segment in made]
    for before, after in pairwise(boxes):
        end = float(before.get("x")[:-1]) + float(before.get("width")[:-1])
        assert float(after.get("x")[:-1]) == pytest.approx(end, abs=0.03)
    assert len(chart.rows) == len(made) + 1
    assert len(chart.narrow) == len(made) + 1


def test_ogi_32_a_pause_is_hatched_and_said_in_words() -> None:
    made = segments([(10, "used", "收到"), (14, "paused", "征求第三方意见（不计入）"), (5, "current", "")])
    chart = charts.clock_bar(ClockBar(made))
    root = parsed(chart)
    (box,) = [one for one in root.iter(f"{SVG}rect") if one.get("class") == "seg-paused"]
    pattern = root.find(f".//{SVG}pattern").get("id")
    assert box.get("fill") == f"url(#{pattern})"
    assert "暂停 14 个工作日" in root.find(f"{SVG}desc").text


@given(LENGTHS)
def test_labels_of_the_clock_do_not_lie_on_one_another(lengths: list[tuple[int, str, str]]) -> None:
    root = parsed(charts.clock_bar(ClockBar(segments(lengths))))
    labels = [one for one in root.iter(f"{SVG}text") if re.match(r"\d\d-\d\d ", one.text)]
    spans: dict[str, list[tuple[float, float]]] = {}
    for one in labels:
        at, width = float(one.get("x")[:-1]) * REFERENCE / 100, text_width(one.text)
        left = at - width if one.get("text-anchor") == "end" else at
        spans.setdefault(one.get("y"), []).append((left, left + width))
    for row in spans.values():
        row.sort()
        assert all(before[1] <= after[0] for before, after in pairwise(row))


def test_deadlines_of_many_cases_share_one_axis() -> None:
    cases = [
        Case(f"申请{n}", segments([(5 * n, "used", "")]), START + timedelta(days=5 * n), "", f"/{n}") for n in (1, 2)
    ]
    chart = charts.deadline_timeline("时限", cases, on=START + timedelta(days=3))
    root = parsed(chart)
    inside(root)
    one, two = (float(box.get("width")[:-1]) for box in root.iter(f"{SVG}rect") if box.get("class"))
    assert two == pytest.approx(2 * one, abs=0.02)
    assert [row.href for row in chart.rows] == ["/1", "/2"]


@pytest.mark.parametrize(
    "chart",
    [
        charts.bars(EVIL, [Bar(EVIL, 1, EVIL)]),
        charts.stacked_bars(EVIL, series=(EVIL,), rows=[(EVIL, (1,))]),
        charts.columns(EVIL, [(EVIL, 1)]),
        charts.lines(EVIL, (EVIL,), [Line(EVIL, (1,))], unit=EVIL),
        charts.clock_bar(ClockBar(segments([(9, "used", EVIL)]), (Mark(START, EVIL),), title=EVIL)),
        charts.deadline_timeline(EVIL, [Case(EVIL, segments([(9, "used", EVIL)]), START, EVIL)], on=START),
    ],
)
def test_text_of_users_is_escaped(chart: Chart) -> None:
    parsed(chart)
    assert "<script" not in chart.svg


def test_the_same_data_give_the_same_bytes() -> None:
    one, two = (charts.bars("图", [Bar("甲", 1)]) for _ in range(2))
    assert (one.svg, one.uid) == (two.svg, two.uid)
    assert charts.bars("图", [Bar("甲", 2)]).uid != one.uid


def test_a_chart_without_data_says_so() -> None:
    assert "没有数据" in charts.bars("图", []).svg
