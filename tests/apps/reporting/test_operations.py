"""A report is drafted, checked, signed, frozen, published, and corrected by a new version only."""

from datetime import UTC, date, datetime

import pytest

from gongkai.apps.organs.permissions import NotPermitted
from gongkai.apps.reporting import operations, queries
from gongkai.apps.reporting.checking import check_report, current_report
from gongkai.apps.reporting.content import version_report
from gongkai.apps.reporting.exports import KINDS, make
from gongkai.apps.reporting.figures import figures
from gongkai.apps.reporting.models import AnnualReport, Improvement, SupervisionResult
from gongkai.documents.writing import digest
from gongkai.law.annual_report.model import errors
from tests.apps.foi.conftest import Office
from tests.apps.foi.steps import received, reply
from tests.apps.reporting.conftest import ON

PUBLISHED = datetime(2024, 1, 20, 2, 0, tzinfo=UTC)


def publish(office: Office, report: AnnualReport, **more: str) -> AnnualReport:
    operations.sign(report=report, by=office.leader, on=date(2024, 1, 18), **more)
    operations.publish(report=report, by=office.clerk, at=PUBLISHED)
    report.refresh_from_db()
    return report


def test_the_draft_of_a_year_without_anything_has_no_error(reported: AnnualReport) -> None:
    assert errors(check_report(reported).findings) == []
    text = "\n".join(section.text for section in current_report(reported).sections)
    assert "全年未收到政府信息公开申请" in text
    assert "未收取信息处理费" in text


def test_the_draft_of_a_busy_year_agrees_with_its_tables(office: Office, reported: AnnualReport) -> None:
    reply(office, received(office, date(2023, 5, 8)), date(2023, 5, 19))
    received(office, date(2023, 12, 20))
    operations.redraft(report=reported, by=office.clerk, on=ON)
    reported.refresh_from_db()
    assert errors(check_report(reported).findings) == []
    assert "新收政府信息公开申请2件" in current_report(reported).sections[0].text


def test_missing_results_of_supervision_block_the_signature(office: Office) -> None:
    report = operations.open_report(organ=office.organ, year=2023, by=office.clerk, on=ON)
    with pytest.raises(operations.ReportBlocked) as blocked:
        operations.sign(report=report, by=office.leader, on=ON)
    assert "S10" in {finding.id for finding in blocked.value.findings}
    assert report.versions.count() == 0


def test_a_text_that_contradicts_the_table_blocks_the_signature(office: Office, reported: AnnualReport) -> None:
    text = reported.draft
    paragraphs = text["sections"][0]["paragraphs"]
    paragraphs[paragraphs.index("（二）依申请公开。") + 1] = "2023年收到政府信息公开申请8件。"
    operations.save_draft(report=reported, by=office.clerk, on=ON, text=text, based_on=reported.draft_number)
    with pytest.raises(operations.ReportBlocked) as blocked:
        operations.sign(report=reported, by=office.leader, on=ON)
    assert "X01" in {finding.id for finding in blocked.value.findings}


def test_only_the_leader_signs(office: Office, reported: AnnualReport) -> None:
    with pytest.raises(NotPermitted):
        operations.sign(report=reported, by=office.clerk, on=ON)


def test_two_editors_never_overwrite_each_other(office: Office, reported: AnnualReport) -> None:
    based_on, text = reported.draft_number, dict(reported.draft)
    operations.save_draft(
        report=reported, by=office.clerk, on=ON, text={**text, "title": "甲的标题"}, based_on=based_on
    )
    with pytest.raises(operations.DraftConflict) as conflict:
        operations.save_draft(
            report=reported, by=office.head, on=ON, text={**text, "title": "乙的标题"}, based_on=based_on
        )
    reported.refresh_from_db()
    assert (reported.draft["title"], conflict.value.yours["title"]) == ("甲的标题", "乙的标题")


def test_signing_freezes_figures_under_one_hash(office: Office, reported: AnnualReport) -> None:
    version = operations.sign(report=reported, by=office.leader, on=date(2024, 1, 18))
    before = version_report(version)
    assert version.digest == digest(before)
    received(office, date(2023, 6, 5))
    version.refresh_from_db()
    assert version_report(version) == before
    assert figures(office.organ, 2023).cell3("new", "ct") == 1


def test_a_signed_report_cannot_be_edited(office: Office, reported: AnnualReport) -> None:
    operations.sign(report=reported, by=office.leader, on=date(2024, 1, 18))
    with pytest.raises(operations.ReportError, match="已经签发"):
        operations.save_draft(
            report=reported, by=office.clerk, on=ON, text=reported.draft, based_on=reported.draft_number
        )


def test_nothing_is_public_before_publication(office: Office, reported: AnnualReport) -> None:
    operations.sign(report=reported, by=office.leader, on=date(2024, 1, 18))
    assert queries.published_years(office.organ) == []
    operations.publish(report=reported, by=office.clerk, at=PUBLISHED)
    assert queries.published_years(office.organ) == [2023]


def test_r05_a_correction_is_a_new_version_with_a_reason(office: Office, reported: AnnualReport) -> None:
    publish(office, reported)
    first = queries.published_version(office.organ, 2023)
    operations.begin_correction(report=reported, by=office.clerk, on=date(2024, 3, 1), reason="补充一处说明")
    assert queries.published_version(office.organ, 2023) == first
    reported.refresh_from_db()
    with pytest.raises(operations.ReportError, match="更正原因"):
        operations.sign(report=reported, by=office.leader, on=date(2024, 3, 2))
    publish(office, reported, reason="补充一处说明")
    second = queries.published_version(office.organ, 2023)
    assert first is not None
    assert second is not None
    assert (second.number, second.reason) == (2, "补充一处说明")
    assert queries.published_version(office.organ, 2023, 1) == first


def test_every_export_carries_the_hash_of_its_version(office: Office, reported: AnnualReport) -> None:
    publish(office, reported)
    version = queries.published_version(office.organ, 2023)
    assert version is not None
    assert version.digest in make(version, "json").data.decode()
    assert version.digest in make(version, "html").data.decode()
    for kind in set(KINDS) - {"pdf"}:
        assert make(version, kind).data == make(version, kind).data, kind


def test_problems_and_measures_come_in_pairs(office: Office, reported: AnnualReport) -> None:
    with pytest.raises(operations.ReportError, match="成对"):
        operations.set_improvements(report=reported, by=office.clerk, on=ON, pairs=[("问题", " ")])
    assert reported.improvements.count() == 1


def test_measures_are_followed_up_in_the_next_report(office: Office, reported: AnnualReport) -> None:
    publish(office, reported)
    measure = Improvement.objects.get(report=reported)
    operations.follow_up(improvement=measure, by=office.clerk, on=ON, kept=Improvement.Kept.KEPT, note="每月5日核对")
    following = operations.open_report(organ=office.organ, year=2024, by=office.clerk, on=date(2025, 1, 6))
    assert "已落实（每月5日核对）" in current_report(following).sections[4].text


def test_an_explained_warning_no_longer_asks(office: Office, reported: AnnualReport) -> None:
    text = {**reported.draft, "title": reported.draft["title"].replace("2023", " 2023 ")}
    operations.save_draft(report=reported, by=office.clerk, on=ON, text=text, based_on=reported.draft_number)
    reported.refresh_from_db()
    warning = next(finding for finding in check_report(reported).findings if finding.severity == "warning")
    operations.explain(
        report=reported, by=office.clerk, on=ON, finding=warning.id, where=warning.where, text="已核实，情况属实"
    )
    after = {(finding.id, finding.where): finding for finding in check_report(reported).findings}
    assert after.get((warning.id, warning.where)) != warning


def test_errors_cannot_be_explained_away(office: Office) -> None:
    report = operations.open_report(organ=office.organ, year=2023, by=office.clerk, on=ON)
    fault = errors(check_report(report).findings)[0]
    with pytest.raises(operations.ReportError, match="错误必须改正"):
        operations.explain(report=report, by=office.clerk, on=ON, finding=fault.id, where=fault.where, text="没有关系")


def test_a_fact_of_supervision_is_never_empty(office: Office) -> None:
    with pytest.raises(operations.ReportError, match="未发生"):
        operations.record_supervision(
            organ=office.organ,
            year=2023,
            kind=SupervisionResult.Kind.ACCOUNTABILITY,
            by=office.clerk,
            on=ON,
            text=" ",
            held=False,
        )


def test_a_report_is_begun_once(office: Office, reported: AnnualReport) -> None:
    with pytest.raises(operations.ReportError, match="已经开始"):
        operations.open_report(organ=office.organ, year=2023, by=office.clerk, on=ON)


def test_a_pair_that_stays_keeps_its_follow_up(office: Office, reported: AnnualReport) -> None:
    """A corrected report must not forget what was recorded of last year's promises."""
    kept = ("部分栏目更新间隔较长", "按月核对栏目并登记更新情况")
    operations.follow_up(
        improvement=reported.improvements.get(), by=office.clerk, on=ON, kept=Improvement.Kept.KEPT, note="按月登记"
    )
    pairs = [("解读形式单一", "增加图解"), kept, kept]
    operations.set_improvements(report=reported, by=office.clerk, on=ON, pairs=pairs)
    rows = reported.improvements.order_by("position").values_list("problem", "kept", "kept_note")
    assert list(rows) == [
        ("解读形式单一", "open", ""),
        ("部分栏目更新间隔较长", "kept", "按月登记"),
        ("部分栏目更新间隔较长", "open", ""),
    ]
    operations.set_improvements(report=reported, by=office.clerk, on=ON, pairs=[kept])
    assert reported.improvements.get().kept == "kept"
