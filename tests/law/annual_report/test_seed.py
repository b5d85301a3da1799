"""Every fault of the seed year's report is found by general methods, and no fault of arithmetic is invented."""

import pytest

from gongkai.law.annual_report.checks import CheckResult, check
from gongkai.law.annual_report.model import Finding, Severity
from tests.law.annual_report.seed import STAND_IN, seed_report, split_report


@pytest.fixture(scope="module", params=["seed", "stand-in"])
def result(request: pytest.FixtureRequest) -> CheckResult:
    report = seed_report() if request.param == "seed" else split_report(STAND_IN.read_text(encoding="utf-8"))
    return check(report)


def _of(result: CheckResult, id_: str) -> list[Finding]:
    return [finding for finding in result.findings if finding.id == id_]


@pytest.mark.parametrize(
    ("found", "expected", "times"),
    [("府信息公开", "政府信息公开", 1), ("领班班子", "领导班子", 1), ("小微权利", "小微权力", 2)],
)
def test_wrong_terms_are_found(result: CheckResult, found: str, expected: str, times: int) -> None:
    hits = [finding for finding in _of(result, "X11") if finding.found == found]
    assert [finding.expected for finding in hits] == [expected] * times
    assert all(found in finding.message and expected in finding.message for finding in hits)


def test_no_other_word_is_suspected(result: CheckResult) -> None:
    assert len(_of(result, "X11")) == 4


def test_the_full_stop_inside_the_motto_is_found(result: CheckResult) -> None:
    assert any("。" in finding.found and "误用句号" in finding.message for finding in _of(result, "X14"))


def test_four_fields_announced_as_three_are_found(result: CheckResult) -> None:
    (finding,) = [finding for finding in _of(result, "X12") if "三大" in finding.message]
    assert (finding.found, finding.expected) == ("4项", "3项")


def test_the_broken_paragraph_is_found(result: CheckResult) -> None:
    assert any("真正发" in finding.message and "挥实效" in finding.message for finding in _of(result, "X14"))


def test_ogi_50_1_4_the_three_missing_results_are_found(result: CheckResult) -> None:
    assert [finding.expected for finding in _of(result, "S10")] == ["工作考核结果", "社会评议结果", "责任追究结果"]
    assert all(finding.severity is Severity.ERROR for finding in _of(result, "S10"))


def test_the_contradiction_about_staff_is_found(result: CheckResult) -> None:
    assert any("不固定" in finding.message and "专门负责" in finding.message for finding in _of(result, "X12"))


@pytest.mark.parametrize(
    ("id_", "word"),
    [
        ("S02", "空格"),
        ("S11", "联系方式"),
        ("X06", "条"),
        ("X06", "残疾人两项补贴"),
        ("X09", "将对"),
        ("X18", "举报电话"),
        ("X18", "举报时限"),
        ("X19", "我乡镇"),
    ],
)
def test_the_other_faults_are_found(result: CheckResult, id_: str, word: str) -> None:
    assert any(word in finding.message for finding in _of(result, id_))


def test_no_fault_of_arithmetic_is_found(result: CheckResult) -> None:
    assert not [finding for finding in result.findings if finding.id.startswith(("T", "N"))]
    assert {"T301", "T302", "T303", "T305", "T401", "X01", "X05"} <= set(result.passed)


def test_the_only_errors_are_the_missing_results(result: CheckResult) -> None:
    assert {finding.id for finding in result.errors} == {"S10"}
    assert result.blocks


def test_what_lacks_its_input_is_not_called_passed(result: CheckResult) -> None:
    not_checked = {item.id for item in result.not_checked}
    assert {"T304", "T315", "T407", "R01", "P02"} <= not_checked
    assert not not_checked & set(result.passed)
    assert not result.unfinished
