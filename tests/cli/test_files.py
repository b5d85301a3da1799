"""`gongkai check` and `gongkai read`: one file, many files, and everything that is no report."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from gongkai.cli import CANNOT, FOUND_ERRORS, OK, main
from gongkai.cli.progress import Bar
from gongkai.documents.reading.many import count_files
from tests.apps.reporting import handed_over


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "东乡.docx"
    path.write_bytes(handed_over.as_docx(handed_over.made("示例县演示东乡人民政府", 11)))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with reports of two years of one organ, one of another, an archive, and a file that is no report."""
    inside = tmp_path / "年报"
    inside.mkdir()
    east = "示例县演示东乡人民政府"
    (inside / "东2023.txt").write_bytes(handed_over.as_text(handed_over.made(east, 21, 2023)))
    (inside / "东2022.txt").write_bytes(handed_over.as_text(handed_over.made(east, 22, 2022)))
    (inside / "西.html").write_bytes(handed_over.as_html(handed_over.made("示例县演示西乡人民政府", 23)))
    south = handed_over.as_docx(handed_over.made("示例县演示南乡人民政府", 24))
    (inside / "南.zip").write_bytes(handed_over.zipped({"南.docx": south, "图.png": b"\x89PNG"}))
    (inside / "预算.txt").write_bytes(handed_over.NOT_A_REPORT)
    return inside


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    """Give what was refused: one line on the error stream, nothing on the other."""
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.strip().splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("gongkai: ")
    assert "Traceback" not in err
    return lines[0]


# -- one file --------------------------------------------------------------------------------------------------------------------


def test_one_file_keeps_its_shape(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["check", str(report), "--json"])
    shape = json.loads(capsys.readouterr().out)
    made = handed_over.made("示例县演示东乡人民政府", 11)
    assert {"file", "organ", "year", "form", "table2", "table3", "table4", "findings"} <= set(shape)
    assert (shape["organ"], shape["year"], shape["form"]) == ("示例县演示东乡人民政府", 2023, "2021")
    assert [len(shape["table3"]), len(shape["table4"])] == [25, 15]
    assert shape["table3"][-2] == list(made.tables.row3("tot") or ())
    assert code == (FOUND_ERRORS if any(one["severity"] == "error" for one in shape["findings"]) else OK)
    assert shape["evidence"]["table3.tot.ct"]["confidence"] == "read"


def test_one_file_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = handed_over.as_text(handed_over.made("示例县演示东乡人民政府", 11)).decode()
    path = tmp_path / "东乡.txt"
    path.write_text(text.replace("扎实推进各项工作", "领班班子扎实推进各项工作"), encoding="utf-8")
    assert main(["check", str(path)]) == FOUND_ERRORS
    out = capsys.readouterr().out
    assert out.startswith("示例县演示东乡人民政府　2023年")
    assert "[错误]" in out
    assert "领班班子" in out
    assert "处问题。" in out


def test_reading_tells_where_every_figure_stood(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(report)]) == OK
    shape = json.loads(capsys.readouterr().out)
    assert shape["evidence"]["table3.tot.ct"]["where"]
    assert shape["findings"] == []


def test_last_year_is_held_against_this_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    organ = "示例县演示东乡人民政府"
    now, before = tmp_path / "今.txt", tmp_path / "去.txt"
    now.write_bytes(handed_over.as_text(handed_over.made(organ, 21, 2023)))
    before.write_bytes(handed_over.as_text(handed_over.made(organ, 22, 2022)))
    main(["check", str(now), "--previous", str(before), "--json"])
    chained = {finding["id"] for finding in json.loads(capsys.readouterr().out)["findings"]}
    main(["check", str(now), "--json"])
    alone = {finding["id"] for finding in json.loads(capsys.readouterr().out)["findings"]}
    assert chained - alone


def test_an_archive_with_one_document_in_it_is_a_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packed = tmp_path / "一份.zip"
    packed.write_bytes(
        handed_over.zipped({"东.txt": handed_over.as_text(handed_over.made("示例县演示东乡人民政府", 11))})
    )
    main(["check", str(packed), "--json"])
    (shape,) = json.loads(capsys.readouterr().out)
    assert shape["organ"] == "示例县演示东乡人民政府"


# -- many files ------------------------------------------------------------------------------------------------------------------


def test_a_folder_gives_a_table_and_one_bad_file_does_not_stop_the_rest(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(folder)]) == CANNOT
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert lines[0].split() == ["单位", "年度", "读取情况", "错误", "提示", "参考", "文件和说明"]
    assert len(lines) == 7
    assert sum("读取并证明" in line for line in lines) == 4
    assert "南.zip/南.docx" in out
    assert "未找到政府信息公开年度报告的三张表" in out
    assert lines[-1].startswith("共 5 个文件，1 个未能读取，发现错误 ")
    assert err == ""


def test_many_files_give_a_list(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder), "--json"]) == CANNOT
    shapes = {shape["file"]: shape for shape in json.loads(capsys.readouterr().out)}
    assert set(shapes) == {"东2022.txt", "东2023.txt", "西.html", "南.zip/南.docx", "预算.txt"}
    assert shapes["预算.txt"] == {
        "file": "预算.txt",
        "error": {"code": "no_tables", "message": shapes["预算.txt"]["error"]["message"]},
    }
    assert shapes["西.html"]["table3"][0]


def test_years_given_together_are_chained_whatever_their_order(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    years = [str(folder / name) for name in ("东2023.txt", "东2022.txt")]
    assert main(["check", *years, "--json"]) in (OK, FOUND_ERRORS)
    later, _earlier = json.loads(capsys.readouterr().out)
    main(["check", years[0], "--json"])
    alone = json.loads(capsys.readouterr().out)
    assert {finding["id"] for finding in later["findings"]} - {finding["id"] for finding in alone["findings"]}


def test_copies_among_many_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(folder), "--json"])
    shapes = json.loads(capsys.readouterr().out)
    assert any(finding["id"] == "X10" for shape in shapes for finding in shape.get("findings", ()))


def test_reading_many_gives_a_table_or_a_list(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(folder / "西.html"), str(folder / "南.zip")]) == OK
    assert capsys.readouterr().out.splitlines()[0].split() == ["单位", "年度", "读取情况", "文件和说明"]
    assert main(["read", str(folder / "西.html"), str(folder / "南.zip"), "--json"]) == OK
    assert all(shape["evidence"] for shape in json.loads(capsys.readouterr().out))


def test_a_workbook_holds_every_report_and_finding(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import openpyxl

    target = tmp_path / "结果.xlsx"
    main(["check", str(folder), "--xlsx", str(target)])
    book = openpyxl.load_workbook(BytesIO(target.read_bytes()))
    assert len(list(book["报告"].values)) == 6
    assert len(list(book["问题"].values)) > 5
    capsys.readouterr()
    assert main(["check", str(folder), "--xlsx", str(tmp_path)]) == CANNOT
    assert "无法写入" in capsys.readouterr().err


# -- what is no report -----------------------------------------------------------------------------------------------------------


def encrypted_pdf() -> bytes:
    import pikepdf

    out = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(out, encryption=pikepdf.Encryption(owner="演示owner", user="演示user", R=6))
    return out.getvalue()


def workbook() -> bytes:
    import openpyxl

    out = BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


BAD: dict[str, Any] = {
    "表格.xlsx": (workbook, "Excel"),
    "改了名.docx": (workbook, "Excel"),
    "图.pdf": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "图片"),
    "空.txt": (lambda: b"", "空"),
    "空白.txt": (lambda: b" \n\t\r\n", "空"),
    "乱码.txt": (lambda: bytes(range(256)) * 400, "请"),
    "乱码.pdf": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40, "请"),
    "断.docx": (lambda: handed_over.as_docx(handed_over.made("示例县演示东乡人民政府", 11))[:9000], "请"),
    "预算.txt": (lambda: handed_over.NOT_A_REPORT, "不是年度报告"),
    "只有字.txt": (lambda: "本报告依据条例编制。".encode() * 500, "不是年度报告"),
    "加密.docx": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "密码",
    ),
    "加密.pdf": (encrypted_pdf, "密码"),
    "旧.doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "DOCX"),
    "压缩.rar": (lambda: b"Rar!\x1a\x07" + bytes(99), "RAR"),
}


@pytest.mark.parametrize("name", sorted(BAD))
@pytest.mark.parametrize("command", ["check", "read"])
def test_what_is_no_report_is_refused_in_one_line(
    command: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, words = BAD[name]
    (tmp_path / name).write_bytes(make())
    assert main([command, str(tmp_path / name)]) == CANNOT
    line = one_line(capsys)
    assert name in line
    assert words in line


@pytest.mark.parametrize("size", [50 * 2**20, 50 * 2**20 + 4])
def test_fifty_megabytes_of_text_are_refused_in_one_line(
    size: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "大.txt"
    path.write_bytes(("政府信息公开工作年度报告的文字。".encode() * (size // 48 + 1))[:size])
    assert main(["check", str(path)]) == CANNOT
    assert "大.txt" in one_line(capsys)


@pytest.mark.parametrize(
    "words", [["check"], ["check", "--previous", "x", "a", "b"], ["read", "没有.txt"], ["check", "a.txt", "没有"]]
)
def test_a_wrong_call_is_refused_in_one_line(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == CANNOT
    one_line(capsys)


def test_an_empty_folder_is_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path)]) == CANNOT
    assert "没有找到可读的报告" in one_line(capsys)


def test_an_archive_without_a_report_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "图.zip").write_bytes(handed_over.zipped({"图.png": b"\x89PNG"}))
    assert main(["check", str(tmp_path / "图.zip")]) == CANNOT
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    assert len((out + err).strip().splitlines()) <= 3


def test_files_are_checked_without_loading_django(folder: Path) -> None:
    code = (
        "import sys; from gongkai.cli import main\n"
        f"if __name__ == '__main__':\n    main(['check', {str(folder)!r}, '--xlsx', {str(folder / 'x.xlsx')!r}]); print('django' in sys.modules)"
    )
    script = folder.parent / "run.py"
    script.write_text(code, encoding="utf-8")
    ran = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "False"
    assert ran.stderr == ""


# -- marks in place --------------------------------------------------------------------------------------------------------------


def test_a_page_shows_every_finding_in_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = handed_over.made("示例县演示东乡人民政府", 11)
    text = handed_over.as_text(replace(made, tables=made.tables.with_cell4("rec.t", 77))).decode()
    path, page = tmp_path / "东乡.txt", tmp_path / "东乡.html"
    path.write_text(text.replace("扎实推进各项工作", "领班班子扎实推进各项工作"), encoding="utf-8")
    assert main(["check", str(path), "--html", str(page), "--json"]) == FOUND_ERRORS
    shape = json.loads(capsys.readouterr().out)
    shown = page.read_text(encoding="utf-8")
    assert '<mark class="warning">领班班子</mark>' in shown
    assert re.search(r'<td class="figure marked error"[^>]*><a href="#f\d+">77', shown)
    places = re.findall(r'id="f(\d+)"', shown)
    assert sorted(map(int, places)) == list(range(1, len(shape["findings"]) + 1))
    assert "<script" not in shown


def test_open_cells_say_so_on_the_page(tmp_path: Path) -> None:
    path, page = tmp_path / "连写.txt", tmp_path / "连写.html"
    path.write_bytes(handed_over.glued_open("示例县演示东乡人民政府"))
    main(["check", str(path), "--html", str(page)])
    assert page.read_text(encoding="utf-8").count(">未定</td>") == 3


def test_a_page_is_for_one_report(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder), "--html", str(tmp_path / "x.html")]) == CANNOT
    assert "--xlsx" in one_line(capsys)


def test_json_in_a_folder_is_left_alone_unless_it_holds_a_page(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "数据.json").write_text('{"organ": "示例县"}', encoding="utf-8")
    page = handed_over.as_html(handed_over.made("示例县演示北乡人民政府", 25)).decode()
    (folder / "网页.json").write_text(json.dumps({"content": page}), encoding="utf-8")
    main(["check", str(folder), "--json"])
    files = {shape["file"] for shape in json.loads(capsys.readouterr().out)}
    assert "网页.json" in files
    assert "数据.json" not in files


def test_a_bar_shows_on_a_terminal_only(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Bar("读取", 3) as bar:
        bar.step("甲")
    assert capsys.readouterr().err == ""
    with Bar("读取", 3) as bar:
        bar.shown = True
        bar.step("甲")
    err = capsys.readouterr().err
    assert "1/3" in err
    assert err.endswith("\r\x1b[K")
    assert count_files([folder]) == 5


def test_two_files_are_compared(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, after = str(folder / "东2022.txt"), str(folder / "东2023.txt")
    assert main(["compare", before, after]) == OK
    assert "正文相似" in capsys.readouterr().out
    assert main(["compare", before, after, "--json"]) == OK
    assert json.loads(capsys.readouterr().out)["format"] == "gongkai-comparison-1"
    assert main(["compare", before, str(folder / "没有.txt")]) == CANNOT
