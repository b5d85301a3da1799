"""Fix-all: what blocked is gone, everything else stays, in every kind; nothing that was struck can be found again in the file."""

import io
from datetime import date
from typing import Any

import docx as python_docx
import openpyxl
import pytest
import typst

from gongkai.documents.rebuilding import Refused, rebuild
from gongkai.documents.rebuilding.masking import Masked, Plan, mask
from gongkai.law.privacy import id_check_character
from tests.documents.personal_data.planting import tables
from tests.documents.rebuilding.finding import holds
from tests.documents.rebuilding.local import in_process

__all__ = ["in_process"]
pytestmark = pytest.mark.usefixtures("in_process")

ON = date(2026, 11, 24)
HEADS = ["序号", "村名", "姓名", "身份证号", "一卡通账号", "联系电话", "年龄", "致困原因", "补贴金额", "备注"]
FONTS = ["/usr/share/fonts/opentype/noto", "/usr/share/fonts/truetype/noto"]


def identity(number: int) -> str:
    body = f"640423{1950 + number % 50}0{1 + number % 9}1{number % 10}{number % 1000:03d}"
    return body + id_check_character(body)


def ledger(rows: int = 12) -> list[list[Any]]:
    made: list[list[Any]] = [HEADS]
    for n in range(rows):
        name, note = f"马{'志国秀玉建'[n % 5]}强", "可联系本人手机13911112222，夜间勿扰" if n == 3 else None
        account, phone = f"62284{n:014d}", f"1390000{n:04d}"
        made.append([n + 1, "二号村", name, identity(n), account, phone, 9 if n == 5 else 40 + n, "患病", 120.5, note])
    return made


def secrets() -> list[str]:
    return [text for row in ledger()[1:] for text in (row[3], row[4], row[5])]


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单"
    sheet["A1"] = "演示乡2026年补贴发放公示"
    sheet.merge_cells("A1:J1")
    for row in ledger():
        sheet.append(row)
    book.create_sheet("说明")["A1"] = "本人手机号码13922223333，其他不变"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def comma_separated() -> bytes:
    return "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in ledger()).encode()


def document() -> bytes:
    made = python_docx.Document()
    made.add_paragraph("关于补贴发放的通知")
    paragraph = made.add_paragraph("领取人身份证号：")
    paragraph.add_run(identity(3)[:9]).bold = True
    paragraph.add_run(identity(3)[9:] + "，请知悉。")
    table = made.add_table(len(ledger()), len(HEADS))
    for at, row in enumerate(ledger()):
        for column, cell in enumerate(row):
            table.cell(at, column).text = "" if cell is None else str(cell)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def pages() -> bytes:
    cells = ", ".join(f"[{cell or ''}]" for row in ledger() for cell in (row[2], row[3], row[5]))
    text = f'#set page(width: 14cm, height: 14cm)\n#set text(font: "Noto Sans CJK SC", 9pt)\n身份证号 {identity(77)}，请核对。\n\n'
    return typst.compile(
        f"{text}#table(columns: 3, {cells})\n#pagebreak()\n第二页没有个人信息".encode(), font_paths=FONTS
    )


FILES = {
    "名单.xlsx": workbook,
    "名单.csv": comma_separated,
    "通知.docx": document,
    "名单.pdf": pages,
    "通知.txt": f"演示通知\n身份证号{identity(1)}，银行卡号6228480402564890018\n".encode,
}


def masked(name: str, profile: str = "") -> tuple[bytes, Masked]:
    before = rebuild(FILES[name](), name, on=ON)
    assert before.blocking, "the file must hold something to mask"
    return before.data, mask(before.data, before.name, before.kind, plan=Plan(ON, profile))


@pytest.mark.parametrize("name", FILES)
def test_what_blocked_is_gone_from_text_and_bytes(name: str) -> None:
    before, done = masked(name)
    assert not done.rebuilt.blocking, [finding for finding in done.rebuilt.findings if finding.severity == "block"]
    assert done.told
    shown = [secret for secret in (*secrets(), identity(77), "13922223333") if holds(before, secret)]
    assert shown or name == "通知.txt"
    assert not any(holds(done.rebuilt.data, secret) or secret in done.rebuilt.text for secret in shown)
    assert not any(secret in str(done.told) for secret in shown)


@pytest.mark.parametrize("name", ["名单.xlsx", "名单.csv", "通知.docx"])
def test_what_is_not_at_fault_stays(name: str) -> None:
    _, done = masked(name)
    assert all(word in done.rebuilt.text for word in ("二号村", "马志强", "120.5", "身份证号"))
    assert "可联系本人手机****，夜间勿扰" in done.rebuilt.text
    assert "（未成年人）" in done.rebuilt.text


def test_a_number_over_two_looks_is_struck_in_both(tmp_path: Any) -> None:
    _, done = masked("通知.docx")
    assert "领取人身份证号：****，请知悉。" in done.rebuilt.text


def test_a_list_gets_its_public_form_and_keeps_its_look() -> None:
    _, done = masked("名单.xlsx", "list.online")
    sheet = openpyxl.load_workbook(io.BytesIO(done.rebuilt.data))["名单"]
    assert [cell.value for cell in sheet[2]] == ["序号", "村名", "姓名", "补贴金额"]
    assert [cell.value for cell in sheet[3]] == [1, "二号村", "马**", 120.5]
    assert sheet["A1"].value == "演示乡2026年补贴发放公示"
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:D1"]
    assert "本人手机号码****，其他不变" in done.rebuilt.text
    told = {item.what for item in done.told}
    assert "去掉“身份证号”一列：公民身份号码不公开" in told
    assert done.rebuilt.findings == ()


def test_pages_without_personal_data_keep_their_text() -> None:
    _, done = masked("名单.pdf")
    assert "第二页没有个人信息" in done.rebuilt.text
    assert len(done.rebuilt.preview.pages) == 2
    assert any("第1页" in place for place in done.rebuilt.unread)
    assert not any("第2页" in place for place in done.rebuilt.unread)


def test_marks_stand_on_the_numbers() -> None:
    preview = rebuild(pages(), "名单.pdf", on=ON).preview
    first, second = preview.marks
    assert second == ()
    assert len([mark for mark in first if mark.severity == "block"]) == 1 + 2 * 12
    assert all(0 <= mark.left < mark.left + mark.width <= 1 for mark in first)


@pytest.mark.parametrize(("kind", "words"), [("png", "图片"), ("jpeg", "图片"), ("zip", "压缩包")])
def test_pictures_and_archives_are_for_people(kind: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        mask(b"x", "x", kind, plan=Plan(ON))


def test_planted_lists_come_out_without_anything_that_blocks() -> None:
    for planted in tables(12, seed=5):
        rows = "\n".join(",".join(f'"{cell}"' for cell in row) for row in planted.rows).encode()
        before = rebuild(rows, "名单.csv", on=ON)
        done = mask(before.data, before.name, before.kind, plan=Plan(ON))
        assert not done.rebuilt.blocking, [finding for finding in done.rebuilt.findings if finding.severity == "block"]


def test_with_the_strokes_disabled_the_same_test_finds_the_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Positive control."""
    monkeypatch.setattr("gongkai.documents.rebuilding.masking.sheets.struck_cell", lambda text, kind, plan: text)
    before, done = masked("名单.xlsx")
    assert done.rebuilt.blocking
    assert holds(before, identity(3))
    assert holds(done.rebuilt.data, identity(3))
