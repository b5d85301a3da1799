"""What is no report, and what is said of it: one line that names the file, what was found, what to do."""

import io
import zipfile
from pathlib import Path

import pytest

from gongkai.documents.reading import UnreadableReport, read_isolated, read_many, read_report
from gongkai.documents.reading.isolation import read_each
from tests.documents.reading.renderings import TEXTS, pipe_rows
from tests.documents.reading.samples import sample

BUDGET = (
    "示例县演示镇人民政府2023年部门预算\n一、部门基本情况\n二、收入支出预算总体情况\n本年收入合计 1200 万元。\n" * 20
)
GUIDE = "示例县演示镇人民政府政府信息公开指南\n一、公开机构\n二、主动公开的内容\n三、依申请公开的程序\n" * 20
WITHOUT_TABLES = "\n".join(
    ["示例县演示镇人民政府2023年政府信息公开工作年度报告"]
    + [f"{heading}\n见附图。" for heading in sample(1).headings()]
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def archive_of(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "empty", "空"),
        (b" \n\t\n", "empty", "空"),
        (b"\xef\xbb\xbf", "empty", "空"),
        (bytes(range(256)) * 50, "junk", "不是文字"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 100, "wrong_type", "图片"),
        (b"{\\rtf1\\ansi " + b"x" * 100, "wrong_type", "DOCX"),
        (OLE, "wrong_type", "另存为 DOCX"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "密码"),
        (b"%PDF-1.7\n" + b"junk" * 100, "damaged", "PDF"),
        (b"PK\x03\x04" + b"junk" * 100, "damaged", "损坏"),
        (archive_of({"xl/workbook.xml": b"<x/>"}), "wrong_type", "Excel"),
        (archive_of({"photo.jpg": b"x"}), "wrong_type", "没有可读的报告"),
        (archive_of({"a.txt": b"x", "b.txt": b"y"}), "many_reports", "2个文件"),
        (BUDGET.encode(), "no_tables", "可能不是年度报告"),
        (GUIDE.encode(), "no_tables", "可能不是年度报告"),
        (WITHOUT_TABLES.encode(), "no_tables", "图片"),
        ("只有一句话".encode(), "no_tables", "可能不是年度报告"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isascii() else "",
)
def test_what_is_no_report(data: bytes, code: str, words: str) -> None:
    with pytest.raises(UnreadableReport) as caught:
        read_report(data, "某文件.txt")
    assert caught.value.code == code
    assert words in str(caught.value)
    assert str(caught.value).startswith("某文件.txt：")
    assert "\n" not in str(caught.value)


def test_paths(tmp_path: Path) -> None:
    with pytest.raises(UnreadableReport, match="文件夹"):
        read_report(tmp_path)
    with pytest.raises(UnreadableReport, match="打不开"):
        read_report(tmp_path / "没有.txt")
    big = tmp_path / "大.txt"
    with big.open("wb") as file:
        file.truncate(51 * 2**20)
    with pytest.raises(UnreadableReport, match="超过50MB"):
        read_report(big)


def report(seed: int = 1) -> bytes:
    import random

    return pipe_rows(sample(seed), random.Random(seed)).encode()


def test_the_content_tells_the_kind_not_the_name(tmp_path: Path) -> None:
    import random

    path = tmp_path / "年报.docx"
    path.write_bytes(TEXTS["html"](sample(1), random.Random(1)).encode())
    assert read_report(path).kind == "html"


def test_an_archive_with_one_report_is_that_report() -> None:
    read = read_report(archive_of({"2023/年报.txt": report(), "2023/图.jpg": b"x"}), "包.zip")
    assert read.report.organ == sample(1).organ


def folder(path: Path) -> Path:
    (path / "甲").mkdir()
    (path / "甲" / "好.txt").write_bytes(report(1))
    (path / "坏.txt").write_bytes(b"\x00\x01\x02" * 999)
    (path / "包.zip").write_bytes(archive_of({"一.txt": report(2), "二.html": "无".encode(), "里/三.md": report(3)}))
    (path / "图.png").write_bytes(b"x")
    (path / ".隐藏.txt").write_bytes(report(1))
    return path


EXPECTED = ["包.zip/一.txt", "包.zip/二.html", "包.zip/里/三.md", "坏.txt", "甲/好.txt"]


@pytest.mark.parametrize("workers", [0, 2])
def test_a_folder_with_archives_and_bad_files(tmp_path: Path, workers: int) -> None:
    outcomes = list(read_many(folder(tmp_path), workers=workers))
    assert [outcome.name for outcome in outcomes] == EXPECTED
    assert [outcome.read is not None for outcome in outcomes] == [True, False, True, False, True]
    assert [outcome.error.code for outcome in outcomes if outcome.error] == ["no_tables", "junk"]
    assert outcomes[0].read.report.organ == sample(2).organ
    assert outcomes[0].read.evidence_of("table3.new.c1") is not None


def test_a_list_of_files(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("b.txt", "a.txt")]
    for path in paths:
        path.write_bytes(report())
    assert [outcome.name for outcome in read_many(paths)] == ["b.txt", "a.txt"]
    with pytest.raises(UnreadableReport, match="不存在"):
        list(read_many(tmp_path / "没有"))


def test_names_in_an_archive_from_an_old_system() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("年报.txt".encode("gb18030").decode("cp437"))
        archive.writestr(info, report())
    data = buffer.getvalue()
    flagged = data.replace("年报".encode("gb18030").decode("cp437").encode(), b"?")
    assert flagged
    from gongkai.documents.reading.sources.archive import _chinese

    assert _chinese("年报.txt".encode("gb18030").decode("cp437")) == "年报.txt"


def test_a_child_process_reads_and_is_killed_when_it_takes_too_long() -> None:
    assert read_isolated(report(), "好.txt").report.year == sample(1).year
    with pytest.raises(UnreadableReport, match="不是文字"):
        read_isolated(b"\x00\x01\x02" * 999, "坏.txt")
    with pytest.raises(UnreadableReport, match="超过0秒") as caught:
        read_isolated(report(), "慢.txt", seconds=0.0)
    assert caught.value.code == "timeout"


def test_a_child_process_that_runs_out_of_memory_stops_nobody_else() -> None:
    big = b"<p>" + b"<table><tr><td>0</td></tr></table>" * 400_000
    answers = dict(read_each([("大.html", big), ("好.txt", report())], workers=1, seconds=60, megabytes=120))
    assert isinstance(answers["大.html"], UnreadableReport)
    assert not isinstance(answers["好.txt"], UnreadableReport)
