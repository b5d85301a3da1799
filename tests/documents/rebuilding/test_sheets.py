"""What makes a cell visible: number formats, colours, references, conditions, gaps, merged cells."""

import random
from datetime import date
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formatting.rule import DataBarRule

from gongkai.documents.rebuilding.letters import seen
from gongkai.documents.rebuilding.model import Limits
from gongkai.documents.rebuilding.sheets import colors, references, xlsx_rows, xlsx_sheet, xlsx_strings
from gongkai.documents.rebuilding.sheets.biff import rk_number
from gongkai.documents.rebuilding.sheets.conditions import Rule
from gongkai.documents.rebuilding.sheets.grid import Axis, Book, Look, Merges, Sheet
from gongkai.documents.rebuilding.sheets.number_formats import display, is_date, sections, shown, to_datetime
from gongkai.documents.rebuilding.sheets.ods_cells import value_of
from gongkai.documents.rebuilding.sheets.plain import harmless
from gongkai.documents.rebuilding.sheets.visible import FAR_ROWS, Hidden, only_visible
from gongkai.documents.rebuilding.sheets.xlsx import read_xlsx
from gongkai.documents.rebuilding.sheets.xlsx_styles import Difference, Style
from gongkai.documents.rebuilding.xml_parts import parse

DAY = 46085.4375  # 2026-03-04 10:30


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [
        (5.0, ";;;", None),
        ("字", ";;;", None),
        ("字", ";;", "字"),
        (0.0, "0;-0;;@", None),
        (-1.0, "0;;0", None),
        (5.0, '"已核"', "已核"),
        (640423198001011234.0, "0,,,,", 640423000000000000.0),
        (12.3456, "0.00", 12.35),
        (0.12345, "0.0%", 0.123),
        (12.3456, "General", 12.3456),
        (12.3456, "0.00E+00", 12.3456),
        (5.0, "[>100]0;[<=100]", None),
        (500.0, '[>100]0;"少"', 500.0),
        (DAY, "yyyy-mm-dd", 46085.0),
        (DAY, 'yyyy"年"m"月"', 46082.0),
        (DAY, "yyyy", 46023.0),
        (DAY, "h:mm", 0.4375),
        (DAY, "[h]:mm", DAY),
        (DAY, "yyyy-mm-dd hh:mm", DAY),
        ("字", '"编号"@', "字"),
        ("字", "0.00", "字"),
        ("字", '0;0;0;"—"', "—"),
    ],
)
def test_only_what_the_format_shows_goes_on(value: str | float, code: str, seen: str | float | None) -> None:
    found = shown(value, code).value
    assert found == (pytest.approx(seen) if isinstance(seen, float) else seen)


def test_words_of_sections_that_do_not_show_are_gone() -> None:
    assert shown(5.0, '0;"秘密";0').code == "0;;0"
    assert shown(-5.0, '0"元";-0"负"').code == '0;-0"负"'
    assert shown(5.0, "[White]0").color == colors.WHITE


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (3.0, "General", "3"),
        (3.25, "General", "3.25"),
        (3.2, "0.00", "3.20"),
        (0.256, "0%", "26%"),
        (1234567.0, "0,", "1235"),
        (DAY, "yyyy-mm-dd", "2026-03-04"),
        (DAY, "yyyy/m/d h:mm", "2026-03-04 10:30"),
        (DAY, 'm"月"', "2026-03"),
        (0.4375, "h:mm", "10:30"),
        (0.4375, "h:mm:ss", "10:30:00"),
        (True, "General", "TRUE"),
        ("字", "0.00", "字"),
        (1e300, "yyyy-mm-dd", "1e+300"),
    ],
)
def test_values_are_written_as_a_reader_sees_them(value: str | float | bool, code: str, text: str) -> None:
    assert display(value, code) == text


def test_formats_of_dates_are_told_from_others() -> None:
    assert is_date("yyyy-mm-dd")
    assert is_date('[$-804]yyyy"年"m"月"d"日"')
    assert is_date("[h]:mm")
    assert not is_date("0.00")
    assert not is_date("General")
    assert not is_date('#,##0"天"')
    assert to_datetime(1e12) is None
    found = to_datetime(DAY)
    assert found is not None
    assert found.date() == date(2026, 3, 4)


@given(st.text(max_size=40), st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=10)))
def test_any_format_can_be_read(code: str, value: str | float) -> None:
    sections(code)
    found = shown(value, code)
    if found.value is not None:
        display(found.value, found.code)


@given(st.integers(0, 16_383))
def test_columns_are_counted_as_sheets_count_them(number: int) -> None:
    from gongkai.documents.personal_data.table import letters

    assert references.column_number(letters(number)) == number


def test_references() -> None:
    assert references.cell("$B$7") == (6, 1)
    assert references.cell("XFD1048577") is None
    assert references.cell("b7") is None
    assert references.area("C3:A1") == (0, 0, 2, 2)
    assert references.area("A1") == (0, 0, 0, 0)
    assert references.areas("A1:B2 x C3") == [(0, 0, 1, 1), (2, 2, 2, 2)]


@pytest.mark.parametrize(
    ("letters", "ground", "readable"),
    [
        ("FFFFFF", "FFFFFF", False),
        ("F5F5F5", "FFFFFF", False),
        ("FFFFE8", "FFFFFF", False),
        ("FFFF00", "FFFFFF", True),
        ("D9D9D9", "FFFFFF", True),
        ("000000", "000000", False),
        ("FFFFFF", "4472C4", True),
    ],
)
def test_letters_on_their_ground(letters: str, ground: str, readable: bool) -> None:
    first, second = colors.from_hex(letters), colors.from_hex(ground)
    assert first is not None
    assert second is not None
    assert colors.can_be_read(first, second) is readable


def test_colours_by_palette_theme_and_tint() -> None:
    theme = colors.OFFICE_THEME
    assert colors.resolve(parse(b'<c indexed="10"/>', "x"), theme) == (255, 0, 0)
    assert colors.resolve(parse(b'<c indexed="64"/>', "x"), theme) is None
    assert colors.resolve(parse(b'<c theme="0" tint="-0.5"/>', "x"), theme) == (128, 128, 128)
    assert colors.resolve(parse(b'<c rgb="FF112233"/>', "x"), theme) == (17, 34, 51)
    assert colors.resolve(parse(b'<c rgb="x"/>', "x"), theme) is None
    assert len(colors.PALETTE) == 64


def rule(kind: str, operator: str = "", *formulas: str) -> Rule:
    return Rule([(0, 0, 9, 9)], Difference(colors.WHITE, None, None), kind, operator, formulas)


@pytest.mark.parametrize(
    ("found", "value", "hidden"),
    [
        (rule("cellIs", "equal", "0"), 0.0, True),
        (rule("cellIs", "equal", "0"), 5.0, False),
        (rule("cellIs", "between", "1", "3"), 2.0, True),
        (rule("cellIs", "between", "1", "3"), 4.0, False),
        (rule("cellIs", "equal", "0"), "字", False),
        (rule("expression", "", "ISERROR(A1)"), "#N/A", True),
        (rule("expression", "", "ISERROR(A1)"), 5.0, False),
        (rule("expression", "", "A1=B1"), 5.0, True),
        (rule("containsBlanks"), 5.0, False),
    ],
)
def test_conditions_that_whiten(found: Rule, value: str | float, hidden: bool) -> None:
    style = Style(Look(), colors.BLACK, colors.WHITE)
    assert found.hides(1, 1, value, style) is hidden
    assert not found.hides(50, 1, value, style)


def test_a_number_behind_a_bar_is_not_seen() -> None:
    book = openpyxl.Workbook()
    book.active.append(["项目", 640423])
    bar = DataBarRule(start_type="min", end_type="max", color="FF638EC6", showValue=False)
    book.active.conditional_formatting.add("B1:B9", bar)
    out = BytesIO()
    book.save(out)
    found = read_xlsx(out.getvalue(), Limits())
    assert [cell[1] for cell in found.sheets[0].rows[0]] == ["项目"]
    assert ("工作表“Sheet” 条件格式隐藏的内容", "640423.0") in found.hidden or found.dropped[
        "条件格式隐藏的内容", "工作表“Sheet”"
    ] == 1


def visible(
    rows: dict[int, list[tuple[int, str | float, int]]],
    *,
    merges: list[tuple[int, int, int, int]] | None = None,
    hidden: Hidden | None = None,
) -> tuple[Sheet, Book]:
    book = Book(looks=[Look()])
    sheet = Sheet(
        "表", rows={row: [(c, v, k) for c, v, k in cells] for row, cells in rows.items()}, merges=merges or []
    )
    return only_visible(sheet, hidden or Hidden(), book), book


def test_rows_and_columns_close_up() -> None:
    hidden = Hidden()
    hidden.columns[1] = "隐藏列"
    hidden.rows[1] = "隐藏行"
    sheet, book = visible(
        {0: [(0, "a", 0), (1, "密", 0), (2, "c", 0)], 1: [(0, "密", 0)], 2: [(2, "d", 0)]}, hidden=hidden
    )
    assert sheet.rows == {0: [(0, "a", 0), (1, "c", 0)], 1: [(1, "d", 0)]}
    assert book.dropped == {("隐藏列", "工作表“表”"): 1, ("隐藏行", "工作表“表”"): 1}
    assert book.hidden == [("工作表“表” 隐藏列", "密"), ("工作表“表” 隐藏行", "密")]


def test_a_merged_area_shows_its_face_where_it_is_first_visible() -> None:
    hidden = Hidden()
    hidden.columns[0] = "隐藏列"
    sheet, _ = visible({0: [(0, "面", 0), (1, "下", 0)], 1: [(2, "x", 0)]}, merges=[(0, 0, 0, 2)], hidden=hidden)
    assert sheet.rows[0] == [(0, "面", 0)]
    assert sheet.merges == [(0, 0, 0, 1)]


def test_cells_behind_a_long_gap_are_left_out() -> None:
    sheet, book = visible({0: [(0, "a", 0)], FAR_ROWS + 5: [(0, "密", 0)], 1: [(0, "b", 0), (90, "密", 0)]})
    assert sheet.rows == {0: [(0, "a", 0)], 1: [(0, "b", 0)]}
    assert book.dropped.total() == 2


def test_cells_out_of_order_and_doubled() -> None:
    sheet, _ = visible({0: [(2, "c", 0), (0, "a", 0), (2, "d", 0)]})
    assert sheet.rows == {0: [(0, "a", 0), (2, "c", 0)]}


def test_merged_areas_that_lie_over_each_other() -> None:
    sheet, _ = visible({row: [(0, "a", 0), (3, "b", 0)] for row in range(4)}, merges=[(0, 0, 1, 1), (1, 1, 2, 2)])
    assert sheet.merges == [(0, 0, 1, 1)]
    merges = Merges([(0, 0, 1, 1)])
    assert merges.covers(1, 1)
    assert not merges.covers(0, 0)
    assert merges.face_of(0, 0) == (0, 0, 1, 1)


def test_numbers_of_what_stays() -> None:
    axis = Axis([0, 2, 3])
    assert (len(axis), axis.new(3), 1 in axis, axis.complete) == (3, 2, False, False)
    assert axis.span(1, 3) == (1, 2)
    assert axis.span(1, 1) is None


@pytest.mark.parametrize(
    ("packed", "value"),
    [(0x3FF00000, 1.0), (0x40590001, 1.0), ((12345 << 2) | 2, 12345.0), ((12345 << 2) | 3, 123.45), (0xFFFFFFFE, -1.0)],
)
def test_packed_numbers_of_old_workbooks(packed: int, value: float) -> None:
    assert rk_number(packed) == pytest.approx(value)


@pytest.mark.parametrize(
    ("attributes", "text", "value"),
    [
        ('value-type="float" value="5"', "5", 5.0),
        ('value-type="float" value="5"', "密", 5.0),
        ('value-type="float" value="5"', "6", 5.0),
        ('value-type="float" value="5.126"', "5.13", 5.13),
        ('value-type="float" value="x"', "密", ""),
        ('value-type="date" date-value="1980-05-03"', "1980年", "1980年"),
        ('value-type="date" date-value="1980-05-03"', "密640423", "1980-05-03"),
        ('value-type="boolean" boolean-value="true"', "TRUE", True),
        ('value-type="string"', "字", "字"),
    ],
)
def test_open_cells_show_what_their_program_shows(attributes: str, text: str, value: object) -> None:
    assert value_of(parse(f"<c {attributes}/>".encode(), "x"), text)[0] == value


@given(st.text(max_size=60))
def test_no_cell_of_a_plain_table_begins_like_a_formula(cell: str) -> None:
    written = harmless(cell)
    assert not written.startswith(("=", "@", "\t", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20"))
    assert written in (cell, f"'{cell}")


@given(st.text(max_size=60))
def test_unseen_characters_are_taken_out(text: str) -> None:
    clean, count = seen(text)
    assert len(clean) + count == len(text)
    assert seen(clean) == (clean, 0)


def test_rare_private_characters_and_wide_blanks_stay() -> None:
    assert seen("马\ue000\u3000甲\n乙\t") == ("马\ue000\u3000甲\n乙\t", 0)
    assert seen("a\u200b\u202e\ufeff\u2800\ufe0f\U000e0101b\0") == ("ab", 7)


def mixed_workbook(seed: int) -> bytes:
    """A workbook as spreadsheet programs write it, with every kind of cell."""
    rng = random.Random(seed)
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("表")
    looks = [
        book.add_format(),
        book.add_format({"num_format": ";;;"}),
        book.add_format({"font_color": "white"}),
        book.add_format({"num_format": "yyyy-mm-dd"}),
    ]
    for at in range(rng.randrange(3, 40)):
        for column in range(rng.randrange(0, 8)):
            value = rng.choice(
                (rng.random() * 1e6, f"字<{at}>&\"'", "多\n行", "  空 ", True, f"=A{at + 1}+1", "", "\u200b零宽")
            )
            sheet.write(at, column, value, rng.choice(looks))
        if rng.random() < 0.2:
            sheet.set_row(at, rng.choice((0.5, 20)), None, {"hidden": rng.random() < 0.5})
    book.close()
    return out.getvalue()


@pytest.mark.parametrize("seed", range(12))
def test_the_pattern_reads_what_the_xml_parser_reads(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = mixed_workbook(seed)
    fast = read_xlsx(data, Limits())
    monkeypatch.setattr(xlsx_sheet, "plain_rows", lambda data: None)
    monkeypatch.setattr(xlsx_strings, "_plain_strings", lambda data: None)
    slow = read_xlsx(data, Limits())
    assert fast.sheets == slow.sheets
    assert fast.dropped == slow.dropped
    assert sorted(fast.hidden) == sorted(slow.hidden)


@pytest.mark.parametrize(
    "body",
    [
        '<row r="1"><c r="A1"><v>1</v></c><!-- x --></row>',
        '<row r="1"><c r="A1"><v>&#49;</v></c></row>',
        '<row r="1"><c r="A1"><v><![CDATA[1]]></v></c></row>',
        '<row r="1"><c r="A1"><v>&amp;</v></c></row>',
        '<row r="1"><c r="A1" x="1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><f>1</f><v>1</v></c></row>',
        "<row r='1'><c r='A1'><v>1</v></c></row>",
        '<row r="1"><c r="A1"><v>1</v></c></row>x',
        "<?pi?>",
    ],
)
def test_the_pattern_leaves_every_other_shape_to_the_xml_parser(body: str) -> None:
    sheet = f'<?xml version="1.0"?><worksheet><sheetData>{body}</sheetData></worksheet>'
    assert xlsx_rows.plain_rows(sheet.encode()) is None
    plain = '<?xml version="1.0"?><worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
    found = xlsx_rows.plain_rows(plain.encode())
    assert found is not None
    assert found[1] == b'<?xml version="1.0"?><worksheet><sheetData/></worksheet>'
