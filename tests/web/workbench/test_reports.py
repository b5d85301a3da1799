"""The yearly report at the desk: begun, written, checked, signed, published, corrected; every cell opens what it counts."""

import re
from typing import Any
from unittest.mock import patch

from django.urls import reverse

from gongkai.apps.organs.models import Role
from gongkai.apps.reporting import operations
from gongkai.apps.reporting.checking import check_report
from gongkai.apps.reporting.models import AnnualReport, Explanation, Improvement, SupervisionResult
from gongkai.law.annual_report.checks import CheckResult
from gongkai.law.annual_report.model import TABLE2_ROWS, TABLE3_COLUMNS, TABLE3_ROWS, TABLE4_CELLS, Finding, Severity
from tests.web.workbench.standing import Standing

WARNING = Finding("T316", Severity.WARNING, "表三", "公开率偏低（演示），请复核。", cites=("ogi:5",))
ERROR = Finding("T301", Severity.ERROR, "表三“一、本年新收”", "不等于各列之和（演示）。")


def found(*findings: Finding) -> Any:
    """Let the checks find exactly this."""
    result = CheckResult(findings, (), ())
    return patch.multiple(
        "gongkai.web.workbench.report_views", check_report=lambda report, **_: result
    ), patch.multiple("gongkai.apps.reporting.operations", check_report=lambda report, **_: result)


class ReportTest(Standing):
    def setUp(self) -> None:
        super().setUp()
        self.browser, self.leader = self.clerk(), self.role(Role.GROUP_LEADER)
        self.year = self.world.today.year - 1

    def finding(self, *findings: Finding) -> None:
        for patched in found(*findings):
            patched.start()
            self.addCleanup(patched.stop)

    def url(self, name: str, *more: object) -> str:
        return reverse(f"workbench:{name}", args=[self.world.own.code, *more])

    def report(self) -> AnnualReport:
        return AnnualReport.objects.get(organ=self.world.own.organ, year=self.year)

    def text(self, **more: Any) -> dict[str, Any]:
        draft = self.report().draft
        sections = {f"section_{s['number']}": "\n".join(s["paragraphs"]) for s in draft["sections"]}
        return {
            "based_on": self.report().draft_number,
            "title": draft["title"],
            "preface": draft["preface"],
            **sections,
            **more,
        }

    # ---- begin and write

    def test_a_report_is_begun_once(self) -> None:
        assert self.browser.post(self.url("report-new"), {"year": "2020"}).status_code == 302
        again = self.browser.post(self.url("report-new"), {"year": "2020"})
        assert again.status_code == 400
        assert 'id="id_year_error"' in again.content.decode()

    def test_the_text_is_edited_and_two_people_never_overwrite_each_other(self) -> None:
        first = self.browser.post(self.url("report-edit", self.year), self.text(preface="甲的引言。"))
        second = self.browser.post(self.url("report-edit", self.year), self.text(preface="乙的引言。", based_on=1))
        page = second.content.decode()
        assert (first.status_code, second.status_code) == (302, 409)
        assert "甲的引言。" in page
        assert ">\n乙的引言。</textarea>" in page
        assert 'name="based_on" value="2"' in page
        assert self.report().draft["preface"] == "甲的引言。"

    def test_the_tables_are_not_typed(self) -> None:
        page = self.browser.get(self.url("report-edit", self.year)).content.decode()
        assert not re.search(r'name="t[234]', page)

    def test_the_three_facts_of_supervision_go_into_section_one(self) -> None:
        facts = {"assessment": "考核两次，合格", "public_appraisal": "满意率演示", "accountability": "未发生"}
        typed = {f"{kind}_text": text for kind, text in facts.items()} | {"assessment_held": "on"}
        assert self.browser.post(self.url("report-supervision", self.year), typed).status_code == 302
        assert "考核两次，合格" in "".join(self.report().draft["sections"][0]["paragraphs"])
        missing = self.browser.post(self.url("report-supervision", self.year), {**typed, "accountability_text": ""})
        assert missing.status_code == 400
        assert SupervisionResult.objects.get(organ=self.world.own.organ, year=self.year, kind="assessment").held

    def test_problems_and_measures_come_in_pairs(self) -> None:
        management = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}
        half = self.browser.post(
            self.url("report-improvements", self.year),
            {**management, "form-0-problem": "一个问题", "form-0-measure": ""},
        )
        assert half.status_code == 400
        assert 'id="id_form-0-measure_error"' in half.content.decode()
        whole = {**management, "form-0-problem": "一个问题", "form-0-measure": "一项措施"}
        assert self.browser.post(self.url("report-improvements", self.year), whole).status_code == 302
        assert "一项措施" in "".join(self.report().draft["sections"][4]["paragraphs"])

    def test_last_years_measures_are_followed_up(self) -> None:
        measure = self.world.own.improvement
        assert measure is not None
        address = self.url("report-follow-up", self.year, measure.pk)
        assert measure.measure in self.browser.get(self.url("report-improvements", self.year)).content.decode()
        assert self.browser.post(address, {"kept": "nonsense"}).status_code == 400
        assert self.browser.post(address, {"kept": "partly", "note": "演示"}).status_code == 302
        assert Improvement.objects.get(pk=measure.pk).kept == "partly"
        assert (
            self.browser.post(self.url("report-follow-up", self.year + 1, measure.pk), {"kept": "kept"}).status_code
            == 404
        )

    def test_the_text_is_drafted_anew_when_asked(self) -> None:
        self.browser.post(self.url("report-edit", self.year), self.text(preface="改过的引言。"))
        assert self.browser.post(self.url("report-redraft", self.year)).status_code == 302
        assert self.report().draft["preface"] != "改过的引言。"

    # ---- findings

    def test_findings_stand_beside_the_report_and_tint_their_cell(self) -> None:
        self.finding(ERROR, WARNING)
        page = self.browser.get(self.url("report", self.year)).content.decode()
        assert "不等于各列之和（演示）" in page
        assert "1 个错误" in page
        assert "1 处提醒待说明" in page
        assert self.url("report-explain", self.year) in page

    def test_a_warning_is_answered_and_an_error_is_not(self) -> None:
        self.finding(ERROR, WARNING)
        typed = {"finding": WARNING.id, "where": WARNING.where, "text": "本年申请集中"}
        assert self.browser.post(self.url("report-explain", self.year), typed).status_code == 302
        assert Explanation.objects.get().text == "本年申请集中"
        wrong = self.browser.post(
            self.url("report-explain", self.year), {**typed, "finding": ERROR.id, "where": ERROR.where}
        )
        assert wrong.status_code == 400
        assert self.browser.post(self.url("report-explain", self.year), {**typed, "text": ""}).status_code == 400

    def test_an_error_keeps_the_report_from_being_signed(self) -> None:
        self.finding(ERROR)
        answer = self.leader.post(self.url("report-sign", self.year))
        assert answer.status_code == 400
        assert "不能签发" in answer.content.decode()
        assert self.report().state == AnnualReport.State.DRAFT

    def test_the_real_checks_run(self) -> None:
        real = check_report(self.report())
        page = self.browser.get(self.url("report", self.year)).content.decode()
        assert all(finding.id in page for finding in real.findings)
        assert real.passed

    # ---- sign, publish, correct

    def released(self) -> None:
        self.finding()
        assert self.leader.post(self.url("report-sign", self.year)).status_code == 302
        assert self.browser.post(self.url("report-publish", self.year)).status_code == 302

    def test_signed_by_a_leader_published_by_the_office_frozen_for_all(self) -> None:
        self.released()
        public = self.client.get(reverse("portal:report", args=[self.world.own.code, self.year]))
        assert public.status_code == 200
        for name in ("report-edit", "report-improvements", "report-supervision"):
            assert self.browser.get(self.url(name, self.year))["Location"] == self.url("report", self.year)
            assert self.browser.post(self.url(name, self.year), self.text()).status_code in (400, 404)
        assert self.leader.post(self.url("report-sign", self.year)).status_code == 400
        assert self.browser.post(self.url("report-publish", self.year)).status_code == 400

    def test_a_correction_is_a_new_version_with_its_reason(self) -> None:
        self.released()
        assert self.browser.post(self.url("report-correct", self.year), {"reason": ""}).status_code == 400
        assert self.browser.post(self.url("report-correct", self.year), {"reason": "数字有误"}).status_code == 302
        without = self.leader.post(self.url("report-sign", self.year), {"reason": ""})
        assert without.status_code == 400
        assert 'id="sign_reason_error"' in without.content.decode()
        assert self.leader.post(self.url("report-sign", self.year), {"reason": "数字有误"}).status_code == 302
        assert self.report().versions.count() == 2

    def test_files_of_a_published_version_are_offered(self) -> None:
        self.released()
        page = self.browser.get(self.url("report", self.year)).content.decode()
        for kind in ("docx", "pdf", "xlsx", "json"):
            assert f"v1.{kind}" in page

    # ---- cells

    def test_every_cell_opens(self) -> None:
        cells = [(2, row, str(place)) for row, places in TABLE2_ROWS.items() for place in range(places)]
        cells += [(3, row, column) for row in TABLE3_ROWS for column in TABLE3_COLUMNS]
        cells += [(4, *code.split(".")) for code in TABLE4_CELLS]
        page = self.browser.get(self.url("report", self.year)).content.decode()
        linked = [cell for cell in cells if self.url("report-cell", self.year, *cell) in page]
        assert len(linked) == len(cells) == 10 + 175 + 15
        for cell in cells[::7]:
            assert self.browser.get(self.url("report-cell", self.year, *cell)).status_code == 200, cell

    def test_a_cell_shows_what_it_counts(self) -> None:
        this_year = self.world.today.year
        page = self.browser.get(self.url("report-cell", this_year, 3, "g", "c1")).content.decode()
        assert self.world.own.requests["closed"].serial in page
        assert self.world.sibling.requests["closed"].serial not in page
        empty = self.browser.get(self.url("report-cell", this_year, 3, "d1", "c2")).content.decode()
        assert "这一格为 0" in empty

    def test_no_other_cell_exists(self) -> None:
        for cell in ((2, "license", "7"), (3, "new", "c9"), (4, "rec", "x"), (5, "new", "c1"), (3, "nonsense", "c1")):
            assert self.browser.get(self.url("report-cell", self.year, *cell)).status_code == 404, cell

    def test_the_villages_have_no_report(self) -> None:
        village = self.world.village
        page = self.client_of(village.clerk).get(reverse("workbench:home", args=[village.code])).content.decode()
        assert "年度报告" not in page

    def test_a_report_that_was_not_begun_is_not_there(self) -> None:
        assert self.browser.get(self.url("report", 2019)).status_code == 404

    def test_operations_stay_the_only_writers(self) -> None:
        """The pages call `sign` itself; what it refuses nobody can do here."""
        with patch.object(operations, "sign", side_effect=operations.ReportError("演示拒绝")):
            assert "演示拒绝" in self.leader.post(self.url("report-sign", self.year)).content.decode()
