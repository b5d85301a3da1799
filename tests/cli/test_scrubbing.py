"""Safe files on the command line: what was dropped, what was found, never the value itself."""

import json
from pathlib import Path

import openpyxl
import pytest

from gongkai.cli import CANNOT, FOUND_ERRORS, OK, main

#: A made-up number with the right shape and check digit.
PLANTED = "110101199003070134"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["姓名", "补贴金额", "身份证号"])
    sheet.append(["演示甲", 100, PLANTED])
    sheet.column_dimensions["C"].hidden = True
    path = tmp_path / "名单.xlsx"
    book.save(path)
    return path


def test_scrub_drops_the_hidden_column_and_says_so(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "公开.xlsx"
    code = main(["scrub", str(workbook), "-o", str(out), "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert code == OK
    assert set(answer) == {"file", "dropped", "findings"}
    assert any("隐藏" in item["what"] for item in answer["dropped"])
    shown = openpyxl.load_workbook(out).active
    assert shown is not None
    assert PLANTED not in str(list(shown.values))
    assert PLANTED.encode() not in out.read_bytes()


def test_scan_finds_the_number_and_never_prints_it(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", str(workbook), "--json"]) == FOUND_ERRORS
    printed = capsys.readouterr().out
    answer = json.loads(printed)
    assert "id_number" in {finding["kind"] for finding in answer["findings"]}
    assert PLANTED not in printed
    assert main(["scan", str(workbook)]) == FOUND_ERRORS
    assert PLANTED not in capsys.readouterr().out


def test_scan_takes_a_folder(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", str(workbook.parent), "--json"]) == FOUND_ERRORS
    assert len(json.loads(capsys.readouterr().out)) == 1


@pytest.mark.parametrize(
    ("name", "data"), [("空.xlsx", b""), ("坏.docx", b"PK\x03\x04junk"), ("乱.pdf", bytes(range(256)) * 40)]
)
def test_what_cannot_be_processed_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert main(["scrub", str(path), "-o", str(tmp_path / "out.bin")]) == CANNOT
    captured = capsys.readouterr()
    assert len(captured.err.strip().splitlines()) == 1
    assert "Traceback" not in captured.err
    assert not (tmp_path / "out.bin").exists()


def test_a_missing_file_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    assert main(["scan", str(tmp_path / "没有.xlsx")]) == CANNOT
    assert main(["scrub", __file__, "-o", str(tmp_path / "没有" / "out.xlsx")]) == CANNOT
