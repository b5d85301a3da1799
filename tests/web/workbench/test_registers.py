"""The smaller registers at the desk: documents, counts and charges, the plan, cases; and the organ's own pages."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from gongkai.apps.core.models import Event
from gongkai.apps.foi import operations as foi
from gongkai.apps.organs import operations as organs
from gongkai.apps.organs.models import Organ, Role
from gongkai.apps.proceedings.models import Proceeding
from gongkai.apps.publication.models import Charge, DecisionCount, NormativeDocument, PlanEvidence, PlanTask
from gongkai.apps.supervision.models import ColumnLimit, NoChange
from tests.web.workbench.standing import Standing


class Registers(Standing):
    def setUp(self) -> None:
        super().setUp()
        self.browser = self.clerk()

    def url(self, name: str, *more: object) -> str:
        return reverse(f"workbench:{name}", args=[self.world.own.code, *more])

    def refused(self, answer: Any, field: str) -> None:
        """See that a form came back with the refusal beside a field."""
        assert answer.status_code == 400
        assert f'id="{field}_error"' in answer.content.decode()


class DocumentTest(Registers):
    def typed(self, **more: str) -> dict[str, str]:
        given = {
            "kind": "normative_document",
            "number": "演政发〔2026〕9号",
            "title": "演示办法",
            "issued_on": "2026-03-02",
        }
        return {**given, **more}

    def test_a_document_is_entered_once(self) -> None:
        assert self.browser.post(self.url("document-new"), self.typed()).status_code == 302
        self.refused(self.browser.post(self.url("document-new"), self.typed()), "id_number")
        assert NormativeDocument.objects.filter(number="演政发〔2026〕9号").count() == 1

    def test_dates_out_of_order_are_refused_beside_the_date(self) -> None:
        self.refused(
            self.browser.post(self.url("document-new"), self.typed(effective_on="2026-01-01")), "id_effective_on"
        )

    def test_a_document_is_repealed_and_shown_as_repealed(self) -> None:
        document = self.world.own.document
        assert document is not None
        address = self.url("document-repeal", document.pk)
        assert document.number in self.browser.get(address).content.decode()
        self.refused(self.browser.post(address, {"repealed_on": "2020-01-01", "reason": "清理"}), "id_repealed_on")
        assert self.browser.post(address, {"repealed_on": "2026-03-20", "reason": "清理"}).status_code == 302
        assert "废止" in self.browser.get(self.url("documents")).content.decode()
        assert self.browser.get(address).status_code == 404, "there is nothing to repeal any more"

    def test_who_only_reads_sees_no_form(self) -> None:
        page = self.role(Role.GROUP_LEADER).get(self.url("documents")).content.decode()
        assert 'name="number"' not in page


class CountTest(Registers):
    def test_a_count_is_entered_and_changed(self) -> None:
        typed = {"year": "2025", "kind": "penalty", "count": "4", "source": "台账"}
        self.browser.post(self.url("decisions-new"), typed)
        self.browser.post(self.url("decisions-new"), {**typed, "count": "5"})
        assert DecisionCount.objects.get(organ=self.world.own.organ, kind="penalty").count == 5
        self.refused(self.browser.post(self.url("decisions-new"), {**typed, "source": ""}), "decisions_source")
        self.refused(self.browser.post(self.url("decisions-new"), {**typed, "year": "2027"}), "decisions_year")

    def test_a_charge_is_entered_and_voided_with_a_reason(self) -> None:
        typed = {"charge_item": "考试费", "amount_yuan": "12.50", "received_on": "2026-03-02"}
        assert self.browser.post(self.url("charge-new"), typed).status_code == 302
        self.refused(self.browser.post(self.url("charge-new"), {**typed, "amount_yuan": "0"}), "charge_amount_yuan")
        charge = Charge.objects.get(amount_yuan=Decimal("12.50"))
        assert self.browser.post(self.url("charge-void", charge.pk), {"reason": ""}).status_code == 400
        assert self.browser.post(self.url("charge-void", charge.pk), {"reason": "重复"}).status_code == 302
        assert self.browser.post(self.url("charge-void", charge.pk), {"reason": "重复"}).status_code == 404

    def test_two_forms_on_one_page_share_no_id(self) -> None:
        page = self.browser.get(self.url("counts")).content.decode()
        assert page.count('id="decisions_source"') == page.count('id="charge_source"') == 1


class PlanTest(Registers):
    def setUp(self) -> None:
        super().setUp()
        own = self.world.own
        assert own.plan
        assert own.point
        assert own.task
        self.year, self.point, self.task = own.plan.year, own.point, own.task

    def test_a_plan_grows_by_points_and_tasks(self) -> None:
        assert self.browser.post(self.url("plan-new"), {"year": "2025", "title": "演示要点"}).status_code == 302
        self.refused(self.browser.post(self.url("plan-new"), {"year": "2025", "title": "演示要点"}), "id_year")
        assert self.browser.post(self.url("plan-point", 2025), {"heading": "一条"}).status_code == 302
        self.refused(self.browser.post(self.url("plan-point", 2025), {"heading": ""}), "point_heading")
        typed = {"text": "一项", "due_on": "2026-06-30"}
        assert self.browser.post(self.url("plan-task", self.year, self.point.pk), typed).status_code == 302
        self.refused(
            self.browser.post(self.url("plan-task", self.year, self.point.pk), {"text": "x"}),
            f"task{self.point.pk}_due_on",
        )

    def test_done_needs_evidence_and_nothing_is_written_by_halves(self) -> None:
        address = self.url("plan-state", self.year, self.task.pk)
        answer = self.browser.post(address, {"state": "done", "note": "", "evidence": ""})
        self.refused(answer, f"state{self.task.pk}_evidence")
        refused = self.browser.post(address, {"state": "not_done", "note": "", "evidence": "会议记录"})
        self.refused(refused, f"state{self.task.pk}_note")
        assert not PlanEvidence.objects.filter(task=self.task).exists()
        assert self.browser.post(address, {"state": "done", "evidence": "会议记录"}).status_code == 302
        assert PlanTask.objects.get(pk=self.task.pk).state == "done"
        assert "会议记录" in self.browser.get(self.url("plan", self.year)).content.decode()

    def test_an_unknown_year_is_not_there(self) -> None:
        assert self.browser.get(self.url("plan", 2019)).status_code == 404


class CaseTest(Registers):
    def test_a_case_is_registered_decided_and_leads_to_the_new_reply(self) -> None:
        own = self.world.own
        typed = {
            "kind": "direct",
            "filed_on": "2026-03-23",
            "forum": "演示法院",
            "subject": "不服",
            "letter": str(own.letters["closed"].pk),
        }
        answer = self.browser.post(self.url("proceeding-new"), typed)
        case = Proceeding.objects.latest("pk")
        assert answer["Location"] == self.url("proceeding", case.pk)
        address = self.url("proceeding-decide", case.pk)
        too_early = self.browser.post(address, {"result": "upheld", "decided_on": "2026-03-01"})
        assert too_early.status_code == 400
        assert "作出日期不能早于受理日期" in too_early.content.decode()
        self.browser.post(
            address, {"result": "overturned", "decided_on": "2026-03-24", "new_reply_due_on": "2026-04-10"}
        )
        page = self.browser.get(self.url("proceeding", case.pk)).content.decode()
        assert "需要重新答复" in page
        assert self.url("foi-step", own.requests["closed"].public_key, "reopened") in page
        foi.order_new_reply(
            letter=own.letters["closed"], by=own.clerk, on=date(2026, 3, 24), basis="lawsuit", ruling="演示判决"
        )
        assert "需要重新答复" not in self.browser.get(self.url("proceeding", case.pk)).content.decode()

    def test_an_earlier_case_that_does_not_fit_is_refused(self) -> None:
        typed = {"kind": "after_reconsideration", "filed_on": "2026-03-24", "forum": "法院", "subject": "不服"}
        pending = str(self.world.own.cases["open"].pk)
        assert self.browser.post(self.url("proceeding-new"), {**typed, "earlier": pending}).status_code == 400

    def test_only_letters_of_the_own_organ_are_offered(self) -> None:
        page = self.browser.get(self.url("proceeding-new")).content.decode()
        assert self.world.own.letters["closed"].serial in page
        assert self.world.sibling.letters["closed"].serial not in page


class OrganTest(Registers):
    def test_the_organ_shows_people_and_what_stands_below(self) -> None:
        page = self.browser.get(self.url("organ")).content.decode()
        assert str(self.world.own.clerk) in page
        assert "演示人员former" not in page, "who has left is not shown"
        county = self.client_of(self.world.county.person(Role.COUNTY_OFFICE))
        below = county.get(reverse("workbench:organ", args=[self.world.county.code])).content.decode()
        assert self.world.own.organ.name in below

    def test_the_permission_table_is_the_one_in_force(self) -> None:
        page = self.browser.get(self.url("permissions")).content.decode()
        assert page.count("<code>") == len(self.verbs())

    def verbs(self) -> list[str]:
        from gongkai.apps.organs.permissions import verbs

        return list(verbs())

    def test_the_audit_names_events_and_finds_a_change(self) -> None:
        auditor = self.client_of(self.world.county.person(Role.AUDIT_ADMIN))
        page = auditor.get(self.url("audit")).content.decode()
        assert "起草公开信息" in page
        assert "全部相符" in auditor.get(self.url("audit") + "?verify=1").content.decode()
        event = Event.objects.filter(organ=self.world.own.organ).order_by("sequence")[3]
        Event.objects.filter(pk=event.pk).update(kind="item.forged")
        assert "哈希链不符" in auditor.get(self.url("audit") + "?verify=1").content.decode()

    def test_an_organ_without_anything_says_so_on_every_page(self) -> None:
        empty = organs.found_organ(
            by=None, on=date(2026, 1, 1), code="990101009", kind=Organ.Kind.TOWNSHIP, name="空乡（演示）", short_name="空乡",
            parent=self.world.county.organ, area_code="990101",
        )  # fmt: skip
        user = self.world.own.clerk
        for role in (Role.CLERK, Role.OFFICE_HEAD):
            organs.appoint(user=user, organ=empty, role=role, by=None, on=self.world.today)
        browser = self.client_of(user)
        for name in ("items", "documents", "counts", "plans", "foi", "proceedings", "reports", "home", "week"):
            answer = browser.get(reverse(f"workbench:{name}", args=[empty.code]))
            assert answer.status_code == 200, name
            if name != "home":
                assert 'class="empty' in answer.content.decode(), name

    def test_the_account_page_leads_to_the_other_desks(self) -> None:
        page = self.client_of(self.world.county.person(Role.COUNTY_OFFICE)).get(
            reverse("workbench:account", args=[self.world.county.code])
        )
        for desk in (self.world.own, self.world.sibling, self.world.village):
            assert reverse("workbench:home", args=[desk.code]) in page.content.decode()
        alone = self.browser.get(self.url("account")).content.decode()
        assert "您只在本机关任职" in alone


class FreshnessTest(Standing):
    def test_one_click_says_that_nothing_changed_and_the_column_shows_the_reason(self) -> None:
        address = reverse("workbench:freshness", args=[self.world.own.code])
        client = self.clerk()
        sent = {"column": "home", "reason": "本期没有新的内容"}
        response = client.post(reverse("workbench:freshness-no-change", args=[self.world.own.code]), sent, follow=True)
        assert response.redirect_chain[-1][0] == address
        assert NoChange.objects.get().reason == "本期没有新的内容"
        assert "M01" in response.content.decode()

    def test_the_county_sees_its_townships_with_words_in_the_cells(self) -> None:
        county = self.world.county
        page = self.client_of(county.person(Role.COUNTY_OFFICE)).get(reverse("workbench:freshness", args=[county.code]))
        text = page.content.decode()
        assert 'class="heat"' in text
        assert "青河乡" in text
        assert "空白" in text

    def test_limits_are_changed_only_by_whoever_keeps_the_rules(self) -> None:
        address = reverse("workbench:freshness-limits", args=[self.world.own.code])
        sent = {"column": "home", "warn_after": 3, "red_after": 7}
        assert self.clerk().post(address, sent).status_code == 403
        assert self.role(Role.SYSTEM_ADMIN).post(address, sent).status_code == 302
        assert ColumnLimit.objects.get().red_after == 7
