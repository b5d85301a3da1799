"""
Reports made up at random, printed in every way in which reports are met, and read again: equal, or refused, never wrong.

The variations carry the numbers under which they are described in the renderings.
"""

import random
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gongkai.documents.reading import Confidence, Standing, read_report
from gongkai.law.annual_report.model import TABLE3_ROWS, FormVersion
from tests.documents.reading.renderings import TEXTS, glued, one_cell_per_line
from tests.documents.reading.samples import Sample, sample, with_fault
from tests.documents.reading.variations import ENCODINGS, TEXT_CHANGES, equal_or_refused, without_zeros

seeds = st.integers(0, 100_000)
FORMS = (FormVersion.F2021, FormVersion.F2021, FormVersion.F2019)
#: Labels and figures stand apart: read only where every sum holds.
APART = {"column_major", "labels_apart"}
#: Printed without separators that survive a blank cell: blanks make the row unreadable, which is then said.
BLANKS_VANISH = {
    "one_cell_per_line", "layout", "html_flat", "headless", "heads_cut", "contents_first", "in_one_line", "by_commas", *APART,
}  # fmt: skip
#: Rows whose leading tabs are lost at random: with nothing but totals no row tells which column is which.
TOTALS_VANISH = BLANKS_VANISH | {"tabs"}


def make(seed: int) -> Sample:
    return sample(seed, version=FORMS[seed % len(FORMS)])


@pytest.mark.parametrize("name", TEXTS)
@settings(max_examples=6)
@given(seed=seeds)
def test_every_printing_is_read_in_full(name: str, seed: int) -> None:
    made = make(seed)
    read = read_report(TEXTS[name](made, random.Random(seed)).encode(), name)
    assert equal_or_refused(read.report.tables, made.tables) == ([], [])
    assert read.proofs["table3"].standing is read.proofs["table4"].standing is Standing.PROVED
    assert (read.report.organ, read.report.year) == (made.organ, made.year)


@pytest.mark.parametrize("name", [name for name in TEXTS if name != "headless"])
def test_title_preface_and_sections_come_with_the_tables(name: str) -> None:
    made = make(4)
    read = read_report(TEXTS[name](made, random.Random(4)).encode(), name)
    assert read.report.title == made.title
    assert [section.number for section in read.report.sections] == [1, 2, 3, 4, 5, 6]
    assert made.preface() in read.report.preface
    for number in (1, 5, 6):
        assert "".join(made.prose(number)) in "".join(read.report.section(number).paragraphs).replace("。 ", "。")
    assert read.period is not None
    assert read.period[0].year == made.year


@settings(max_examples=60)
@given(seed=seeds)
def test_run_together_cells_are_equal_or_refused(seed: int) -> None:
    made = make(seed)
    read = read_report(glued(made, random.Random(seed)).encode())
    wrong, blank = equal_or_refused(read.report.tables, made.tables)
    assert not wrong
    if read.proofs["table3"].standing is Standing.PROVED:
        assert not [key for key, _, _ in blank if key[0] in TABLE3_ROWS]
        assert read.evidence_of("table3.new.c1").confidence in (Confidence.SOLVED, Confidence.READ)


@pytest.mark.parametrize("name", [*TEXTS, "glued"])
@settings(max_examples=5)
@given(seed=seeds, faults=st.integers(1, 3))
@example(seed=14491, faults=2)
def test_a_report_with_faults_is_read_as_it_is_printed(name: str, seed: int, faults: int) -> None:
    rng = random.Random(seed)
    made = make(seed)
    for _ in range(faults):
        made = with_fault(made, rng)
    printed = {**TEXTS, "glued": glued}[name](made, rng)
    read = read_report(printed.encode(), name)
    wrong, blank = equal_or_refused(read.report.tables, made.tables)
    assert not wrong
    if name not in {"glued", *APART}:
        assert not blank
        undone = made.tables == make(seed).tables  # a second fault can take back the first
        assert read.proofs["table3"].standing is (Standing.PROVED if undone else Standing.READ)


@pytest.mark.parametrize("change", TEXT_CHANGES)
@pytest.mark.parametrize("name", [name for name in TEXTS if name not in {"html_in_script", "headless", *APART}])
def test_careless_typing_changes_no_figure(name: str, change: str) -> None:
    for seed in (1, 2):
        made, rng = make(seed), random.Random(seed)
        read = read_report(TEXT_CHANGES[change](TEXTS[name](made, rng), rng).encode(), name)
        assert equal_or_refused(read.report.tables, made.tables) == ([], []), seed


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", ["one_cell_per_line", "tabs", "html", "pieces"])
def test_encodings(name: str, encoding: str) -> None:
    made = make(3)
    printed = TEXTS[name](made, random.Random(3))
    if name == "html" and encoding == "gb18030":
        printed = printed.replace('charset="utf-8"', 'charset="gb2312"')
    read = read_report(ENCODINGS[encoding](printed), name)
    assert equal_or_refused(read.report.tables, made.tables) == ([], [])
    assert read.report.title == made.title


#: Blank cells strewn at random leave nothing by which a blank figure could be told from padding.
@pytest.mark.parametrize("how", ["all", "some", "totals"])
@pytest.mark.parametrize("name", [*(name for name in TEXTS if name != "seventeen_columns"), "glued"])
def test_blanks_for_zeros_are_no_zeros_and_shift_nothing(name: str, how: str) -> None:
    for seed in (1, 2, 5):
        rng = random.Random(seed)
        made = without_zeros(make(seed), rng, how)
        printed = {**TEXTS, "glued": glued}[name](made, rng)
        read = read_report(printed.encode(), name)
        wrong, blank = equal_or_refused(read.report.tables, made.tables)
        assert not wrong, seed
        vanishing = TOTALS_VANISH if how == "totals" else BLANKS_VANISH | {"tabs"} if how == "some" else BLANKS_VANISH
        if name not in vanishing | {"glued"}:
            assert not blank, seed


@pytest.mark.parametrize("sign", ["/", "—", "-", "无"])
@pytest.mark.parametrize("name", ["one_cell_per_line", "pipe_rows", "pipe_behind", "html", "tabs"])
def test_signs_for_nothing_are_told_from_zero(name: str, sign: str) -> None:
    made = make(1)
    row = made.tables.row3("new")
    printed = TEXTS[name](made, random.Random(1))
    head, _, tail = printed.partition("一、本年新收政府信息公开申请数量")
    first = str(row[0])
    printed = head + "一、本年新收政府信息公开申请数量" + tail.replace(first, sign, 1)
    read = read_report(printed.encode(), name)
    assert read.report.tables.row3("new") == (None, *row[1:])
    assert read.remarks["table3.new.c1"] == sign
    assert any("未按0处理" in note for note in read.notes)


@pytest.mark.parametrize("beside", ["（含上年结转1件）", "件", " (注：另有口头咨询2次)"])
@pytest.mark.parametrize("name", ["pipe_rows", "html", "pieces"])
def test_a_figure_with_a_remark_gives_the_figure_and_keeps_the_remark(name: str, beside: str) -> None:
    made = make(1)
    row = made.tables.row3("new")
    printed = TEXTS[name](made, random.Random(1))
    printed = with_beside(printed, str(row[0]), beside)
    read = read_report(printed.encode(), name)
    assert read.report.tables.row3("new") == row
    assert read.remarks["table3.new.c1"].strip() == beside.strip()


def with_beside(printed: str, figure: str, beside: str) -> str:
    """Write something beside the first figure behind the first label of table 三."""
    label = "本年新收政府信息公开申请数量"
    at = printed.rindex(label) + len(label)
    return printed[:at] + printed[at:].replace(figure, figure + beside, 1)


def test_a_wrong_unit_of_the_charge_is_converted_and_told() -> None:
    made = make(1)
    charge = str(made.tables.table2["charge"][0])
    printed = TEXTS["pipe_rows"](made, random.Random(1))
    label = "行政事业性收费 | "
    assert label + charge in printed
    read = read_report(printed.replace(label + charge, label + "2400元").encode())
    assert str(read.report.tables.table2["charge"][0]) == "0.24"
    assert any("已换算为万元" in note for note in read.notes)


def test_normative_documents_run_together_are_settled_by_the_text() -> None:
    made = make(1)
    issued, repealed, in_force = made.tables.table2["normative_document"]
    told = f"全年制发行政规范性文件{issued}件，废止行政规范性文件{repealed}件，现行有效行政规范性文件{in_force}件。"
    printed = glued(made, random.Random(1)).replace("（二）依申请公开情况", told + "（二）依申请公开情况")
    read = read_report(printed.encode())
    assert read.report.tables.table2["normative_document"] == (issued, repealed, in_force)


def test_an_undivided_sixth_group_stands_at_its_third_row() -> None:
    made = sample(8, undivided=True)
    for name, printing in TEXTS.items():
        tables = read_report(printing(made, random.Random(8)).encode(), name).report.tables
        assert tables.row3("o1") is tables.row3("o2") is None, name
        assert tables.row3("o3") == made.tables.row3("o3"), name
        assert tables.row3("tot") == made.tables.row3("tot"), name


def test_a_lost_label_between_two_others_is_read_by_its_place() -> None:
    made = sample(2, undivided=False)
    printed = one_cell_per_line(made, random.Random(2)).replace("4.保护第三方合法权益", "")
    read = read_report(printed.encode())
    assert read.report.tables.row3("d4") == made.tables.row3("d4")
    assert read.evidence_of("table3.d4.c1").confidence is Confidence.PLACED


def test_a_row_that_is_not_there_is_told_from_a_blank_one() -> None:
    made = sample(2, undivided=False)
    lines = [line for line in TEXTS["pipe_rows"](made, random.Random(2)).splitlines() if "重复申请" not in line]
    tables = read_report("\n".join(lines).encode()).report.tables
    assert tables.row3("n2") is None
    assert tables.row3("n3") == made.tables.row3("n3")


@pytest.mark.drill
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("name", [*TEXTS, "glued"])
def test_three_hundred_reports_in_every_printing(name: str) -> None:
    printing: Callable[[Sample, random.Random], str] = {**TEXTS, "glued": glued}[name]
    for seed in range(300):
        rng = random.Random(seed)
        made = make(seed)
        for _ in range(seed % 4):
            made = with_fault(made, rng)
        wrong, blank = equal_or_refused(read_report(printing(made, rng).encode(), name).report.tables, made.tables)
        assert not wrong, seed
        assert name in {"glued", *APART} or not blank, seed
