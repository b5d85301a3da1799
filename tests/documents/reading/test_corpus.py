"""
Real reports, where the folder with them is there: every cell right, or blank with its candidates, none wrong.

The folder is no part of the project; without it these tests are skipped. No file of it is treated specially anywhere.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from gongkai.documents.reading import ReadReport, Standing, as_json, read_many, read_report
from gongkai.law.annual_report.model import TABLE3_ROWS, FormVersion

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
CORPUS, SEED = SHARED / "corpus", SHARED / "seed" / "shanhe-2023-annual-report.txt"
ROWS2 = {
    "规章": "government_rule", "行政规范性文件": "normative_document", "行政许可": "license", "行政处罚": "penalty",
    "行政强制": "coercive_measure", "行政事业性收费": "charge", "规范性文件": "normative_document", "其他对外管理服务事项": "other_services",
    "政府集中采购": "procurement",
}  # fmt: skip
#: Rows that one report alone cannot settle: the figures have run together and the text does not name them.
AMBIGUOUS = {("014", "normative_document")}

corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="没有真实年报语料目录 ../shared/corpus，跳过符合性测试")
seed = pytest.mark.skipif(not SEED.is_file(), reason="没有种子年报 ../shared/seed，跳过")


def truths() -> list[Any]:
    found = []
    for path in sorted(CORPUS.glob("truth/*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        found += [pytest.param(CORPUS / name, truth, id=name) for name in truth["files"] if (CORPUS / name).is_file()]
    return found or [pytest.param(None, None, id="none")]


def fragments() -> list[Any]:
    found = [
        pytest.param(path.with_suffix(".txt"), json.loads(path.read_text(encoding="utf-8")), id=path.stem)
        for path in sorted(CORPUS.glob("fragments/*.json"))
    ]
    return found or [pytest.param(None, None, id="none")]


def cells2(answer: dict[str, Any], row: str) -> list[Any]:
    cells = answer["table2"][row]
    return cells if isinstance(cells, list) else [cells]


def blank(cell: Any) -> Any:
    return None if cell == "/" else cell


def check_table2(answer: dict[str, Any], truth: dict[str, Any], case: str) -> None:
    for label, expected in truth.items():
        row = ROWS2[label]
        found = cells2(answer, row)
        if (case, row) in AMBIGUOUS:
            assert found == [None] * len(found)
            continue
        assert found == [blank(cell) for cell in (expected if isinstance(expected, list) else [expected])], label


@corpus
@pytest.mark.parametrize(("path", "truth"), truths())
def test_every_cell_of_a_real_report(path: Path, truth: dict[str, Any]) -> None:
    read = read_report(path)
    answer = as_json(read, evidence=True)
    assert answer["year"] == truth["year"]
    for row, expected in zip(answer["table3"], truth["table3"], strict=True):
        assert row == expected["values"], expected["label"]
    assert answer["table4"] == truth["table4"]
    if truth["table2"]:
        check_table2(answer, truth["table2"], truth["case"])
    assert [section.number for section in read.report.sections] == [1, 2, 3, 4, 5, 6]
    same_organ(read, truth["organ"])


def same_organ(read: ReadReport, expected: str) -> None:
    core = expected.partition("（")[0].removesuffix("人民政府").removesuffix("管委会")
    found = read.report.organ.removesuffix("人民政府").replace("沐", "沭")
    assert found
    assert found in core or core in found


@corpus
@pytest.mark.parametrize(
    ("path", "truth"), [case for case in truths() if case.values[1] and case.values[1].get("table2_old_format")]
)
def test_the_rows_of_the_old_form_are_kept(path: Path, truth: dict[str, Any]) -> None:
    tables = read_report(path).report.tables
    assert tables is not None
    assert tables.form is FormVersion.F2019
    for label, expected in truth["table2_old_format"].items():
        found = tables.extra[ROWS2[label]]
        if isinstance(expected, list):
            plain = [int(str(cell).removesuffix("元")) for cell in expected]
            assert list(found) in (plain, [None] * len(plain)), label
        else:
            assert set(found) == {None}, label


@corpus
@pytest.mark.parametrize(("path", "truth"), fragments())
def test_every_cell_of_a_fragment(path: Path, truth: dict[str, Any]) -> None:
    read = read_report(path)
    answer = as_json(read)
    for index, expected in truth.get("rows", {}).items():
        assert answer["table3"][int(index)] == expected, TABLE3_ROWS[int(index)]
    check_table2(answer, truth.get("table2", {}), "")
    if "整表无数值" in truth.get("expect", ""):
        assert any("没有任何数值" in note for note in read.notes)
        assert answer["form"] == "2019"


@corpus
def test_a_folder_is_read_as_a_whole() -> None:
    outcomes = list(read_many(CORPUS))
    assert len(outcomes) == sum(path.is_file() and path.suffix != ".json" for path in CORPUS.rglob("*"))
    assert all(outcome.error or outcome.read for outcome in outcomes)
    assert all("\n" not in str(outcome.error) for outcome in outcomes if outcome.error)


@seed
def test_the_seed() -> None:
    read = read_report(SEED)
    report, tables = read.report, read.report.tables
    assert tables is not None
    assert report.title == "隆德县山河乡 2023 年政府信息公开工作年度报告"
    assert (report.organ, report.year) == ("隆德县山河乡", 2023)
    assert [section.number for section in report.sections] == [1, 2, 3, 4, 5, 6]
    assert [cell for cells in tables.table2.values() for cell in cells] == [0] * 10
    assert tables.table3 == ((0,) * 7,) * 25
    assert tables.table4 == (0,) * 15
    assert read.proofs["table3"].standing is Standing.PROVED
    assert read.proofs["table4"].standing is Standing.PROVED
    assert not read.refused
    assert "挥实效。" in report.section(5).paragraphs
    assert report.section(2).paragraphs == report.section(3).paragraphs == report.section(4).paragraphs == ()
