"""A hundred ordinary files: every visible word and number is in the result, and other programs open it."""

import io
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import docx as python_docx
import openpyxl
import pypdfium2
import pytest
import typst
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.table import Table, TableStyleInfo
from python_calamine import CalamineWorkbook

from gongkai.documents.rebuilding import Rebuilt, rebuild
from tests.documents.rebuilding.corpus import ods, old_excel, xls
from tests.documents.rebuilding.local import in_process

__all__ = ["in_process"]

_FORMATS = ("General", "0.00", "#,##0", "0%", "yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "@", '#,##0.00"元"', "h:mm")


def workbook(variant: int) -> bytes:
    """A list as offices make it: title over merged cells, white headings on blue, borders, dates, money, a second sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = f"名单{variant}"
    sheet["A1"] = f"演示乡2026年第{variant}季度补贴发放公示"
    sheet.merge_cells("A1:F1")
    sheet["A1"].font = Font(size=16, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center", vertical="center")
    sheet.append(["序号", "村名", "姓名", "金额", "日期", "备注"])
    for cell in sheet[2]:
        cell.font = Font(color="FFFFFFFF", bold=True)
        cell.fill = PatternFill("solid", fgColor="FF4472C4")
        cell.border = Border(left=Side(style="thin"))
    for at in range(1, 12 + variant):
        sheet.append(
            [at, f"{'一二三四五'[at % 5]}号村", "马演示", 100.5 + at, date(2026, 1 + at % 12, 1 + at % 28), None]
        )
        row = sheet.max_row
        sheet.cell(row, 4).number_format = ("#,##0.00", "0.0", '#,##0.00"元"')[variant % 3]
        sheet.cell(row, 5).number_format = ("yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "yyyy/m/d")[variant % 3]
    sheet.cell(3, 6, "第一行\n第二行").alignment = Alignment(wrap_text=True)
    sheet.cell(4, 6, "=SUM(D3:D5)" if variant % 5 == 4 else "红字").font = Font(color="FFFF0000")
    sheet.column_dimensions["C"].width = 18
    if variant % 3 == 0:
        other = book.create_sheet("统计")
        for at, code in enumerate(_FORMATS, 1):
            special = {"@": "文本", "#,##0": 1234, "h:mm": time(10, 30)}
            value: object = date(2026, 3, 4) if code.startswith("y") else special.get(code, 0.25)
            other.cell(at, 1, value).number_format = code
    if variant % 4 == 1:
        table = book.create_sheet("表格")
        for row_values in (["项目", "数量"], ["低保", 3], ["特困", 4]):
            table.append(row_values)
        styled = Table(displayName=f"T{variant}", ref="A1:B3")
        styled.tableStyleInfo = TableStyleInfo(name="TableStyleMedium2", showRowStripes=True)
        table.add_table(styled)
        table["A1"].font = Font(color="FFFFFFFF")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def values_of(data: bytes) -> dict[str, dict[str, object]]:
    """Read every value of a workbook by another library; numbers as they are, texts as they are."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return {
        sheet.title: {
            cell.coordinate: float(cell.value) if isinstance(cell.value, int) else cell.value
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        for sheet in book
    }


@pytest.mark.parametrize("variant", range(34))
def test_workbooks_keep_every_value(variant: int, in_process: None) -> None:
    data = workbook(variant)
    result = rebuild(data, "名单.xlsx")
    before, after = values_of(data), values_of(result.data)
    assert after == before
    formats = openpyxl.load_workbook(io.BytesIO(result.data))[f"名单{variant}"]
    assert formats["D3"].number_format == ("#,##0.00", "0.0", '#,##0.00"元"')[variant % 3]
    assert [str(area) for area in formats.merged_cells.ranges] == ["A1:F1"]
    assert formats["A1"].font.bold
    assert formats.column_dimensions["C"].width == pytest.approx(18, abs=1)
    assert CalamineWorkbook.from_filelike(io.BytesIO(result.data)).sheet_names == list(before)


@pytest.mark.parametrize("variant", range(12))
def test_old_workbooks_keep_every_value(variant: int, in_process: None) -> None:
    book = xls.plain(variant)
    book.sheets[0].merges.append((6 + variant, 0, 6 + variant, 2))
    book.sheets[0].cells[6 + variant, 0] = ("合计说明", 0)
    data = xls.saved(book)
    other = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    result = rebuild(data, "名单.xls")
    ours = CalamineWorkbook.from_filelike(io.BytesIO(result.data)).get_sheet_by_index(0).to_python()
    assert ours == other
    assert result.name == "名单.xlsx"


def test_a_long_string_table_of_an_old_workbook_runs_over_records(in_process: None) -> None:
    """Records end after 8,224 bytes; strings go on in the next record, with or without a change of width."""
    words = [f"第{at}号家庭的情况说明" * 8 for at in range(200)]
    sheet = old_excel.OldSheet(cells={(at, 0): (word, 0) for at, word in enumerate(words)})
    whole = old_excel.stream(old_excel.OldBook([sheet]))
    result = rebuild(old_excel.compound({"Workbook": cut_string_table(whole)}), "a.xls")
    assert result.text.split("\n") == words


def cut_string_table(stream: bytes) -> bytes:
    """Cut the one long record of strings into pieces of at most 8,224 bytes, as Excel does."""
    out, at, shift = b"", 0, 0
    while at < len(stream):
        number = int.from_bytes(stream[at : at + 2], "little")
        length = int.from_bytes(stream[at + 2 : at + 4], "little")
        if number == 0xFC:
            data, end = stream[at + 4 :], strings_length(stream[at + 4 :])
            pieces = list(pieces_of(data[:end]))
            out += old_excel.record(0xFC, pieces[0]) + b"".join(old_excel.record(0x3C, piece) for piece in pieces[1:])
            at += 4 + length if length == end else 4 + (end & 0xFFFF)
            shift = len(out)
            continue
        out += stream[at : at + 4 + length]
        at += 4 + length
    assert shift
    return moved_sheets(out)


def strings_length(data: bytes) -> int:
    at = 8
    for _ in range(int.from_bytes(data[4:8], "little")):
        at += 3 + 2 * int.from_bytes(data[at : at + 2], "little")
    return at


def pieces_of(data: bytes) -> Iterator[bytes]:
    """Cut inside the letters of strings; behind such a cut a byte says that letters stay wide."""
    start, at = 0, 8
    piece = b""
    for _ in range(int.from_bytes(data[4:8], "little")):
        letters = int.from_bytes(data[at : at + 2], "little")
        end = at + 3 + 2 * letters
        while len(piece) + end - start > 8000:
            cut = start + 8000 - len(piece)
            cut -= (cut - at - 3) % 2
            if cut <= at + 3:
                cut = at
                yield piece + data[start:cut]
                piece, start = b"", cut
                continue
            yield piece + data[start:cut]
            piece, start = b"\x01", cut
        at = end
    yield piece + data[start:]


def moved_sheets(stream: bytes) -> bytes:
    """Write the true places of the sheets, which the longer table has moved."""
    begins, at, sheets = [], 0, []
    while at < len(stream):
        number = int.from_bytes(stream[at : at + 2], "little")
        if number == 0x809:
            begins.append(at)
        elif number == 0x85:
            sheets.append(at + 4)
        at += 4 + int.from_bytes(stream[at + 2 : at + 4], "little")
    changed = bytearray(stream)
    for place, begin in zip(sheets, begins[1:], strict=True):
        changed[place : place + 4] = begin.to_bytes(4, "little")
    return bytes(changed)


@pytest.mark.parametrize("variant", range(10))
def test_open_workbooks_keep_every_value(variant: int, in_process: None) -> None:
    rows = ods.row(
        ods.cell("1,234.50", kind="float", more=' office:value="1234.5"'),
        ods.cell("2026年3月4日", kind="date", more=' office:date-value="2026-03-04"'),
        ods.cell("25.0%", kind="percentage", more=' office:value="0.25"'),
    )
    result = rebuild(ods.book(variant, rows=rows), "名单.ods")
    lines = result.text.split("\n")
    assert lines[0] == "序号\t姓名\t金额"
    assert lines[1] == "1\t马演示\t100"
    assert lines[-1] == "1234.50\t2026年3月4日\t25.0%"
    ours = CalamineWorkbook.from_filelike(io.BytesIO(result.data)).get_sheet_by_index(0).to_python()
    assert ours[-1] == [1234.5, "2026年3月4日", 0.25]


def document(variant: int) -> bytes:
    made = python_docx.Document()
    made.add_heading(f"演示乡公告第{variant}号", 1)
    for at in range(3 + variant % 4):
        paragraph = made.add_paragraph(f"第{at}段，根据《条例》第三十三条第二款，")
        paragraph.add_run("加粗的文字").bold = True
        paragraph.add_run("\t制表\n换行")
    made.add_heading("一、工作情况", 2)
    made.add_paragraph("第一项", style="List Number")
    made.add_paragraph("第二项", style="List Bullet")
    table = made.add_table(3, 3, style="Table Grid")
    for at in range(9):
        table.cell(at // 3, at % 3).text = f"单元{at}"
    if variant % 2:
        table.cell(0, 0).merge(table.cell(0, 1)).text = "合并单元"
    made.sections[0].header.paragraphs[0].text = "演示乡人民政府"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def texts_of(data: bytes) -> tuple[list[str], list[list[str]], list[str]]:
    """Read a document by another library: paragraphs, tables, styles of headings."""
    made = python_docx.Document(io.BytesIO(data))
    paragraphs = [paragraph.text for paragraph in made.paragraphs]
    tables = [[cell.text for cell in row.cells] for table in made.tables for row in table.rows]
    headings = [paragraph.style.name for paragraph in made.paragraphs if paragraph.style.name.startswith("Heading")]
    return paragraphs, tables, headings


@pytest.mark.parametrize("variant", range(28))
def test_documents_keep_every_word(variant: int, in_process: None) -> None:
    data = document(variant)
    result = rebuild(data, "公告.docx")
    assert texts_of(result.data) == texts_of(data)
    opened = python_docx.Document(io.BytesIO(result.data))
    assert opened.sections[0].header.paragraphs[0].text == "演示乡人民政府"
    assert any(run.bold for run in opened.paragraphs[1].runs)


@pytest.mark.parametrize("variant", range(8))
def test_pdf_files_keep_every_word_and_stay_text(variant: int, in_process: None) -> None:
    source = "".join(
        f"= Part {page}\nLorem number {variant * 100 + page} with #strong[bold] and #text(fill: red)[red] words.\n"
        f"#table(columns: 2, [Item], [Amount], [Grain], [{page * 37}])\n#pagebreak(weak: true)\n"
        for page in range(1 + variant % 3)
    )
    data = typst.compile(source.encode())
    result = rebuild(data, "公告.pdf")
    before = [page.get_textpage().get_text_range().split() for page in pypdfium2.PdfDocument(data)]
    after = [page.get_textpage().get_text_range().split() for page in pypdfium2.PdfDocument(result.data)]
    assert after == before
    assert len(result.preview.pages) == len(before)
    assert not any("转为图片" in item.what for item in result.dropped)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_tables_of_plain_text_keep_every_cell(encoding: str, in_process: None) -> None:
    text = "序号,姓名,金额\n1,马演示,100.5\n2,“王,演示”,-3\n"
    result = rebuild(text.encode(encoding), "名单.csv")
    assert result.kind == "csv"
    assert result.data.decode("utf-8-sig").replace("\r\n", "\n") == text
    plain = rebuild("演示乡公告\n内容见附件。\n".encode(encoding), "说明.txt")
    assert plain.data.decode() == "演示乡公告\n内容见附件。\n"


def test_formulas_in_plain_tables_are_made_harmless(in_process: None) -> None:
    result = rebuild("姓名,备注\n甲,=1+1\n乙,-5\n丙,@x\n丁,\uff1dcmd\n".encode(), "a.csv")
    assert result.data.decode("utf-8-sig").split("\r\n")[1:5] == ["甲,'=1+1", "乙,-5", "丙,'@x", "丁,'\uff1dcmd"]


def test_a_clean_file_reports_no_blocking_finding(in_process: None) -> None:
    result: Rebuilt = rebuild(document(1), "公告.docx")
    assert not result.blocking


@pytest.mark.drill
@pytest.mark.skipif(shutil.which("soffice") is None, reason="没有安装 LibreOffice，不能试着打开")
def test_libreoffice_opens_every_clean_file(tmp_path: Path, in_process: None) -> None:
    made = [(f"w{variant}.xlsx", rebuild(workbook(variant), "名单.xlsx").data) for variant in range(34)]
    made += [(f"o{variant}.xlsx", rebuild(xls.saved(xls.plain(variant)), "名单.xls").data) for variant in range(12)]
    made += [(f"d{variant}.docx", rebuild(document(variant), "公告.docx").data) for variant in range(28)]
    for name, data in made:
        (tmp_path / name).write_bytes(data)
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir"]
    subprocess.run([*command, str(tmp_path), *sorted(map(str, tmp_path.glob("*.*")))], check=True, capture_output=True)
    missing = [name for name, _ in made if not (tmp_path / name).with_suffix(".pdf").is_file()]
    assert missing == []
