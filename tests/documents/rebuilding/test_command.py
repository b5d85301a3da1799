"""`gongkai scrub` and `gongkai scan` as functions: the JSON shape, the exit codes, nothing half written."""

import json
from pathlib import Path

import pytest

from gongkai.documents.rebuilding.command import BLOCKED, CANNOT, OK, cli_scan, cli_scrub
from gongkai.documents.rebuilding.model import Limits
from gongkai.law.privacy import id_check_character
from tests.documents.rebuilding.corpus import xlsx
from tests.documents.rebuilding.local import in_process

__all__ = ["in_process"]

BODY = "64042319800101123"
NUMBER = BODY + id_check_character(BODY)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A list whose identity numbers stand in a hidden column."""
    book, sheet = xlsx.plain(0)
    sheet["D1"] = "身份证号"
    for row in range(2, 6):
        sheet.cell(row, 4, NUMBER)
    sheet.column_dimensions["D"].hidden = True
    path = tmp_path / "名单.xlsx"
    path.write_bytes(xlsx.saved(book))
    return path


def test_scrubbing_writes_a_clean_file_and_says_what_was_dropped(
    ledger: Path, tmp_path: Path, in_process: None
) -> None:
    out = tmp_path / "公开.xlsx"
    result = cli_scrub(ledger, out)
    assert result.exit_code == OK
    assert out.read_bytes().startswith(b"PK")
    assert isinstance(result.report, dict)
    assert set(result.report) == {"file", "dropped", "findings"}
    assert {"what": "隐藏列", "where": "工作表“公示1”", "count": 5} in result.report["dropped"]
    assert all(set(finding) == {"kind", "where", "masked", "severity"} for finding in result.report["findings"])
    assert NUMBER not in json.dumps(result.report, ensure_ascii=False) + result.text
    assert "去除　工作表“公示1”　隐藏列　5处" in result.text


def test_scanning_tells_of_what_a_file_hides(ledger: Path, in_process: None) -> None:
    result = cli_scan(ledger)
    assert result.exit_code == BLOCKED
    assert isinstance(result.report, dict)
    kinds = {(finding["kind"], finding["severity"]) for finding in result.report["findings"]}
    assert ("id_number", "block") in kinds
    assert NUMBER not in json.dumps(result.report) + result.text
    assert "须处理" in result.text


def test_a_visible_number_blocks_scrubbing_too(tmp_path: Path, in_process: None) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(f"身份证号{NUMBER}\n", encoding="utf-8")
    result = cli_scrub(path, tmp_path)
    assert result.exit_code == BLOCKED
    assert "须处理　第1段　64****" in result.text


def test_a_folder_is_scanned_file_by_file_and_the_worst_decides(ledger: Path, tmp_path: Path, in_process: None) -> None:
    (tmp_path / "坏.rar").write_bytes(b"Rar!\x1a\x07\x00")
    result = cli_scan(tmp_path)
    assert result.exit_code == CANNOT
    assert isinstance(result.report, list)
    assert len(result.report) == 2
    assert [report.get("error", "")[:4] for report in result.report if report["file"].endswith("rar")] == ["只能打开"]


def test_an_empty_folder_is_fine(tmp_path: Path) -> None:
    assert cli_scan(tmp_path).exit_code == OK


def test_nothing_is_written_when_a_file_is_refused(tmp_path: Path, in_process: None) -> None:
    source, out = tmp_path / "a.rar", tmp_path / "out"
    source.write_bytes(b"Rar!\x1a\x07\x00")
    result = cli_scrub(source, out)
    assert result.exit_code == CANNOT
    assert not out.exists()
    assert result.text.count("\n") == 0


def test_missing_files_and_folders_get_one_line(tmp_path: Path, in_process: None) -> None:
    assert cli_scan(tmp_path / "没有").exit_code == CANNOT
    source = tmp_path / "a.txt"
    source.write_text("演示", encoding="utf-8")
    result = cli_scrub(source, tmp_path / "没有" / "b.txt")
    assert result.exit_code == CANNOT
    assert "请核对路径和权限" in result.text


def test_a_file_over_the_limit_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "大.bin"
    with path.open("wb") as file:
        file.truncate(10**9)
    result = cli_scan(path, limits=Limits(size=1000))
    assert result.exit_code == CANNOT


def test_many_findings_are_summed_up(tmp_path: Path, in_process: None) -> None:
    path = tmp_path / "多.txt"
    path.write_text(f"{NUMBER}\n" * 100, encoding="utf-8")
    assert "共100处：id_number 100" in cli_scan(path).text


def test_a_clean_file_says_so(tmp_path: Path, in_process: None) -> None:
    path = tmp_path / "净.txt"
    path.write_text("演示乡公告\n", encoding="utf-8")
    assert "没有发现问题" in cli_scan(path).text
