"""What a check may say: passed, found, not checked; registers, explanations, a check that breaks down; the reference page."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import gongkai.law.annual_report.checks as checks
from gongkai.law.annual_report.checks import Context, check, check_tables
from gongkai.law.annual_report.checks.case import Case, kind_by_name
from gongkai.law.annual_report.checks.registry import NotChecked, Rule, check_for, functions, rules
from gongkai.law.annual_report.context import PublicationFacts, RegisterFacts
from gongkai.law.annual_report.model import Finding, OrganKind, Severity, zero_tables
from gongkai.law.annual_report.reference import render
from gongkai.law.citations import resolve
from tests.law.annual_report.samples import bare, filled, suqian, yanshi_report, yanshi_tables

LAW_MD = [
    *(f"S{number:02}" for number in range(1, 12)),
    *(f"N{number:02}" for number in range(1, 5)),
    *(f"T{number}" for first, count in ((301, 16), (201, 8), (401, 7)) for number in range(first, first + count)),
    *(f"X{number:02}" for number in range(1, 16)),
    *(f"R{number:02}" for number in range(1, 6)),
    *(f"P{number:02}" for number in range(1, 4)),
]


def test_every_check_of_the_law_paper_is_there_as_data_and_function() -> None:
    assert set(LAW_MD) <= set(rules())
    assert set(functions()) == set(rules())
    for rule in rules().values():
        assert rule.formula
        assert rule.label
        for citation in rule.cites:
            resolve(citation)


def test_a_check_is_registered_once() -> None:
    with pytest.raises(LookupError, match="S01"):
        check_for("S01")(functions()["S01"])


def test_every_check_ends_in_exactly_one_of_three_ways() -> None:
    for report in (yanshi_report(), bare(suqian(2023), year=2023), bare(None)):
        result = check(report)
        told = {finding.id for finding in result.findings} | {item.id for item in result.not_checked}
        assert told | set(result.passed) == set(rules())
        assert not told & set(result.passed)


def _broken(case: Case, rule: Rule) -> Iterator[Finding | NotChecked]:
    yield rule.finding("表三", "先发现一处")
    raise ZeroDivisionError("坏了")


def test_pitfall_10_a_check_that_breaks_down_is_not_checked_and_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "functions", lambda: {**functions(), "T306": _broken})
    result = check(yanshi_report())
    (crashed,) = [item for item in result.not_checked if item.crashed]
    assert crashed.id == "T306"
    assert "ZeroDivisionError：坏了" in crashed.reason
    assert "T306" not in result.passed
    assert [finding.message for finding in result.findings] == ["先发现一处"]
    assert not result.errors
    assert result.blocks


def test_a_report_of_ones_own_without_its_register_is_unfinished() -> None:
    published = check(yanshi_report())
    assert not published.blocks
    own = check(yanshi_report(), Context(as_compiled=True))
    assert own.blocks
    assert "T315" in {item.id for item in own.unfinished}
    facts = RegisterFacts(
        tables=yanshi_tables(),
        lacking={"search_record": []},
        overdue_open=[],
        replied_late=0,
        published=412,
        documents_published_late=[],
        fees_yuan=Decimal(0),
    )
    complete = check(yanshi_report(), Context(as_compiled=True, register=facts))
    assert not complete.blocks
    assert complete.findings == ()


@pytest.mark.parametrize(
    ("row", "needs", "id_"),
    [
        ("d1", "secrecy_review", "T308"),
        ("d4", "third_party_consultation", "T309"),
        ("n4", "reasons_asked", "T310"),
        ("u3", "clarification", "T311"),
        ("o1", "lapse_notice", "T311"),
        ("o2", "fee_notice", "T312"),
        ("n2", "earlier_reply", "T313"),
        ("u1", "search_record", "T314"),
    ],
)
def test_ogi_17_to_39_papers_must_be_on_file(row: str, needs: str, id_: str) -> None:
    tables = filled(
        {("new", "c1"): 2, ("new", "ct"): 2, (row, "c1"): 2, (row, "ct"): 2, ("tot", "c1"): 2, ("tot", "ct"): 2}
    )
    report = replace(yanshi_report(), tables=tables)

    def ids(lacking: dict[str, list[str]]) -> tuple[set[str], set[str]]:
        result = check(report, Context(register=RegisterFacts(lacking=lacking)), only=[id_])
        return {finding.id for finding in result.findings}, {item.id for item in result.not_checked}

    assert ids({needs: ["清河申〔2024〕3号"]}) == ({id_}, set())
    assert ids({needs: []}) == (set(), set())
    assert ids({}) == (set(), {id_})


def test_ogi_33_2_overdue_applications_are_listed_by_number() -> None:
    numbers = [f"清河申〔2024〕{number}号" for number in range(1, 13)]
    (finding,) = check(
        bare(zero_tables()), Context(register=RegisterFacts(overdue_open=numbers)), only=["T307"]
    ).findings
    assert "〔2024〕10号等12件" in finding.message


def test_table_two_against_registers() -> None:
    tables = zero_tables().with_row2("penalty", (3,)).with_row2("charge", (2,))
    facts = RegisterFacts(
        tables=tables,
        enforcement_empowered=False,
        charge_list_published=False,
        documents_published_late=["清政规发〔2024〕1号"],
    )
    report = bare(tables, kind=OrganKind.TOWNSHIP)
    found = {
        f.id: f.message for f in check(report, Context(register=facts), only=["T204", "T205", "T206", "T207"]).findings
    }
    assert set(found) == {"T205", "T206", "T207"}
    assert "20个工作日" in found["T205"]
    assert "赋权" in found["T206"]


def test_rates_are_silent_for_few_applications() -> None:
    strict = Context(thresholds={"disclosure_rate": Decimal("0.9"), "overturned_rate": Decimal("0.05")})
    findings = check(bare(suqian(2024)), strict, only=["T316"]).findings
    assert [finding.where for finding in findings] == ["表三", "表四"]
    assert all(finding.severity is Severity.INFO for finding in findings)
    few = filled({("tot", "ct"): 29, ("u1", "ct"): 29})
    assert check(bare(few), only=["T316"]).findings == ()


def test_a_warning_is_answered_and_shown_as_explained() -> None:
    before = zero_tables().with_row2("normative_document", (0, 0, 9))
    tables = zero_tables().with_row2("normative_document", (0, 0, 7))
    context = Context(previous=before)
    (open_warning,) = check_tables(bare(tables), context).open_warnings
    assert open_warning.id == "T201"
    for key in ("T201", f"T201/{open_warning.where}"):
        result = check_tables(bare(tables), replace(context, explanations={key: "清理后重新分类"}))
        (finding,) = result.findings
        assert finding.explanation == "清理后重新分类"
        assert finding.as_json()["explanation"] == "清理后重新分类"
        assert result.open_warnings == []
    assert "explanation" not in open_warning.as_json()
    elsewhere = check_tables(bare(tables), replace(context, explanations={"T201/表二“规章”": "无关"}))
    assert elsewhere.open_warnings


def test_an_error_cannot_be_explained_away_unless_the_rule_says_so() -> None:
    broken = suqian(2024).with_cell3("g", "c1", 1)
    stays = check_tables(bare(broken), Context(explanations={"T301": "说明", "T302": "说明"}))
    assert {finding.id for finding in stays.errors} == {"T301", "T302"}
    merged = Context(previous=suqian(2024), explanations={"T304": "两镇合并，上年结转按合并数填列"})
    chain = check_tables(bare(suqian(2024)), merged)
    assert "T304" not in {finding.id for finding in chain.errors}
    assert {finding.severity for finding in chain.findings if finding.id == "T304"} == {Severity.WARNING}


@pytest.mark.parametrize(
    ("kind", "published", "late"),
    [
        (OrganKind.DEPARTMENT, date(2025, 1, 31), False),
        (OrganKind.DEPARTMENT, date(2025, 2, 1), True),
        (OrganKind.COUNTY, date(2025, 3, 31), False),
        (OrganKind.COUNTY, date(2025, 4, 1), True),
        (OrganKind.TOWNSHIP, date(2025, 2, 3), True),
    ],
)
def test_ogi_49_published_in_time(kind: OrganKind, published: date, late: bool) -> None:
    report = replace(bare(zero_tables(), kind=kind), published_on=published)
    assert bool(check(report, only=["P01"]).findings) is late
    local = Context(publication=PublicationFacts(due_on=date(2025, 12, 31)))
    assert check(report, local, only=["P01"]).findings == ()


def test_convention_16_publication() -> None:
    good = PublicationFacts(
        reachable=True, downloadable=True, missing_years=[], hashes={"page": "a", "file": "a", "data": "a"}
    )
    assert check(bare(zero_tables()), Context(publication=good), only=["P02", "P03"]).passed == ("P02", "P03")
    bad = PublicationFacts(reachable=False, downloadable=False, missing_years=[2022], hashes={"page": "a", "file": "b"})
    findings = check(bare(zero_tables()), Context(publication=bad), only=["P02", "P03"]).findings
    assert [finding.id for finding in findings] == ["P02", "P02", "P02", "P03"]


def test_convention_28_published_figures_change_only_in_a_revision() -> None:
    frozen = PublicationFacts(frozen=suqian(2024))
    changed = bare(suqian(2024).with_cell3("g", "c1", 1))
    (finding,) = check(changed, Context(publication=frozen), only=["R05"]).findings
    assert (finding.found, finding.expected) == ("1", "1408")
    revision = Context(publication=replace(frozen, is_revision=True))
    assert check(changed, revision, only=["R05"]).findings == ()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("隆德县山河乡", OrganKind.TOWNSHIP),
        ("演示县清河镇人民政府", OrganKind.TOWNSHIP),
        ("演示市东街街道办事处", OrganKind.TOWNSHIP),
        ("淮安市洪泽区人民政府", OrganKind.COUNTY),
        ("宿迁市人民政府（全市汇总）", OrganKind.PREFECTURE),
        ("宁夏回族自治区人民政府", OrganKind.PROVINCE),
        ("沭阳县发展和改革局", OrganKind.DEPARTMENT),
        ("演示", None),
    ],
)
def test_the_kind_of_organ_by_its_name(name: str, kind: OrganKind | None) -> None:
    assert kind_by_name(name) is kind


def test_the_reference_page_is_current() -> None:
    page = Path(__file__).parents[3] / "docs" / "reference" / "checks.md"
    assert page.read_text(encoding="utf-8") == render(), "请运行 python -m gongkai.law.annual_report.reference"
