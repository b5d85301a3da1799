"""Sheets for the board: one page, large type, a code; too much text is refused, not shrunk beyond reading."""

import dataclasses
from datetime import date
from io import BytesIO

import pdfplumber
import pikepdf
import pytest
from lxml import etree

from gongkai.documents.writing import (
    BoardSheet,
    BoardTable,
    Paper,
    SheetTooFull,
    UnevenTable,
    board_sheet_pdf,
    qr_svg,
)

from . import pages
from .samples import needs_fonts

SHEET = BoardSheet(
    organ="柳树湾村（演示）",
    title="临时救助发放名单\n公示7个工作日",
    dated_on=date(2026, 11, 24),
    lines=("12户 18,400元",),
    basis="社会救助暂行办法",
    closes_on=date(2026, 12, 3),
    office="乡民政办",
    phone="0000-1234567",
    url="https://xxgk.example.gov.cn/demo/2026-00031",
    next_on=date(2026, 12, 31),
    number="青公示〔2026〕31号",
)


@needs_fonts
@pytest.mark.parametrize("paper", Paper)
def test_a_sheet_says_whose_what_why_until_when_and_where_to_ask(paper: Paper) -> None:
    (text,) = pages.texts(board_sheet_pdf(SHEET, paper=paper))
    plain = "".join(text.split())
    for part in (
        "柳树湾村（演示）公示",
        "2026年11月24日",
        "临时救助发放名单",
        "12户18,400元",
        "依据：社会救助暂行办法",
        "截止：12月3日（周四）",
        "受理：乡民政办",
        "电话：0000-1234567",
        "下次公示：12月31日",
        "青公示〔2026〕31号",
        "扫码看全文和提意见",
    ):
        assert part in plain


@needs_fonts
@pytest.mark.parametrize(("paper", "width"), [(Paper.A4, 210), (Paper.A3, 297)])
def test_the_sheet_has_the_size_of_the_paper_and_type_to_read_from_two_steps(paper: Paper, width: int) -> None:
    with pdfplumber.open(BytesIO(board_sheet_pdf(SHEET, paper=paper))) as pdf:
        page = pdf.pages[0]
        assert page.width / pages.MM == pytest.approx(width, abs=0.5)
        sizes = [char["size"] for char in page.chars]
    assert min(sizes) >= 19.9 * width / 210
    assert max(sizes) >= 39.9 * width / 210


@needs_fonts
@pytest.mark.parametrize("organ", ["柳树湾村（演示）", "示例县青河乡人民政府（演示）", "演" * 40])
def test_the_day_stands_in_the_largest_type_whoever_hangs_it_up(organ: str) -> None:
    with pdfplumber.open(BytesIO(board_sheet_pdf(dataclasses.replace(SHEET, organ=organ, title="通知")))) as pdf:
        chars = pdf.pages[0].chars
    day = "11月24日"
    text = "".join(char["text"] for char in chars)
    at = text.index(day)
    assert {round(char["size"], 1) for char in chars[at : at + len(day)]} == {48.0}
    assert len({round(char["bottom"]) for char in chars[at : at + len(day)]}) == 1


HOUSEHOLDS = tuple((str(n), f"{n % 5 + 1}组", "演*", f"{n * 68.9:.2f}") for n in range(1, 151))
LIST = BoardTable(
    ("序号", "村组", "户主", "金额（元）"), HOUSEHOLDS, total=("", "合计", "150户", "780,292.50"), figures=(3,)
)


@needs_fonts
@pytest.mark.parametrize("paper", Paper)
def test_a_list_runs_on_over_sheets_that_each_hang_by_themselves(paper: Paper) -> None:
    sheets = [
        "".join(text.split())
        for text in pages.texts(board_sheet_pdf(dataclasses.replace(SHEET, table=LIST), paper=paper))
    ]
    assert len(sheets) > 2
    for number, sheet in enumerate(sheets, start=1):
        assert "柳树湾村（演示）公示" in sheet
        assert "11月24日" in sheet
        assert "序号村组户主金额（元）" in sheet
        assert f"第{number}页，共{len(sheets)}页" in sheet
    assert "电话：0000-1234567" in sheets[0]
    assert "合计150户780,292.50" in sheets[-1]
    whole = "".join(sheets)
    assert all(f"{n}{n % 5 + 1}组演*{n * 68.9:.2f}" in whole for n in range(1, 151))


@needs_fonts
def test_the_heads_of_columns_are_heads_for_screen_readers_too() -> None:
    with pikepdf.open(BytesIO(board_sheet_pdf(dataclasses.replace(SHEET, table=LIST)))) as pdf:
        kinds = _kinds(pdf.Root.StructTreeRoot)
    assert kinds.count("/TH") == len(LIST.columns)


def _kinds(node: pikepdf.Object) -> list[str]:
    if isinstance(node, pikepdf.Array):
        return [kind for part in node for kind in _kinds(part)]
    if not isinstance(node, pikepdf.Dictionary):
        return []
    return [*([str(node["/S"])] if "/S" in node else []), *(_kinds(node["/K"]) if "/K" in node else [])]


@needs_fonts
def test_a_list_for_no_board_and_a_row_without_all_its_cells_are_refused() -> None:
    with pytest.raises(SheetTooFull, match="2001行"):
        board_sheet_pdf(dataclasses.replace(SHEET, table=BoardTable(("户主",), (("演*",),) * 2001)))
    with pytest.raises(UnevenTable, match="第2行有1格，表头有2列"):
        board_sheet_pdf(dataclasses.replace(SHEET, table=BoardTable(("户主", "金额"), (("演*", "1"), ("演*",)))))


@needs_fonts
def test_more_lines_make_smaller_type_and_too_many_are_refused() -> None:
    full = dataclasses.replace(SHEET, lines=tuple(f"第{n}组 发放{n}户" for n in range(12)))
    assert len(pages.texts(board_sheet_pdf(full))) == 1
    with pytest.raises(SheetTooFull, match="一张纸放不下"):
        board_sheet_pdf(dataclasses.replace(SHEET, lines=tuple(f"第{n}组" for n in range(60))))


@needs_fonts
def test_what_is_not_given_is_left_out() -> None:
    bare = BoardSheet(organ="柳树湾村（演示）", title="停水通知", dated_on=date(2026, 11, 24), kind="通知")
    (text,) = pages.texts(board_sheet_pdf(bare))
    assert "：" not in text
    assert "扫码" not in text


@needs_fonts
def test_the_code_has_words_for_those_who_cannot_see_it() -> None:
    with pikepdf.open(BytesIO(board_sheet_pdf(SHEET))) as pdf:
        assert SHEET.url in _alternatives(pdf.Root.StructTreeRoot)


def _alternatives(node: pikepdf.Object) -> str:
    if isinstance(node, pikepdf.Array):
        return "".join(map(_alternatives, node))
    if not isinstance(node, pikepdf.Dictionary):
        return ""
    own = str(node["/Alt"]) if "/Alt" in node else ""
    return own + (_alternatives(node["/K"]) if "/K" in node else "")


@needs_fonts
def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert board_sheet_pdf(SHEET) == board_sheet_pdf(SHEET)


def test_a_code_is_one_drawing_with_a_name_and_without_style_or_script() -> None:
    root = etree.fromstring(qr_svg("https://xxgk.example.gov.cn/", title="扫码查看"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("viewBox")
    assert root[0].text == "扫码查看"
    assert not root.xpath("//*[@style or local-name()='script' or local-name()='style']")


def test_the_same_text_gives_the_same_code_and_another_text_another() -> None:
    assert qr_svg("https://a.example/") == qr_svg("https://a.example/")
    assert qr_svg("https://a.example/") != qr_svg("https://b.example/")


@pytest.mark.parametrize("text", ["", "x" * 5000])
def test_a_code_for_nothing_or_for_too_much_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="二维码内容"):
        qr_svg(text)
