"""Applications at the desk: registered, every step of the flow taken, answered whole and in parts, opened again."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import time_machine
from django.test import Client
from django.urls import reverse

from gongkai.apps.foi.models import FeeNotice, FoiRequest
from gongkai.apps.organs.models import Role
from gongkai.law.foi_flow import MOVES, EventKind, State
from gongkai.law.outcomes import Outcome
from gongkai.web.workbench.forms.replies import answers
from gongkai.web.workbench.steps import HIDDEN, OWN_PAGES
from tests.web.workbench.standing import Standing, written
from tests.web.workbench.world import received

#: Every step that has a form; a test sees that each is taken by some test.
BY_FORM = {move.event for move in MOVES} - HIDDEN - OWN_PAGES


class FoiTest(Standing):
    def setUp(self) -> None:
        super().setUp()
        self.browser = self.clerk()
        self.head = str(self.world.own.person(Role.OFFICE_HEAD).pk)

    def url(self, name: str, foi: FoiRequest | None = None, *more: str) -> str:
        return reverse(f"workbench:{name}", args=[self.world.own.code, *([foi.public_key] if foi else []), *more])

    def fresh(self, on: date = date(2026, 3, 16)) -> FoiRequest:
        return received(self.world.own, "演示新申请", on)

    def now(self, foi: FoiRequest) -> FoiRequest:
        return FoiRequest.objects.get(pk=foi.pk)

    def step(self, foi: FoiRequest, kind: EventKind, **facts: Any) -> Any:
        address = self.url("foi-step", foi, kind.value)
        assert self.browser.get(address).status_code == 200
        answer = self.browser.post(address, {"on": facts.pop("on", "2026-03-24"), **facts})
        assert answer.status_code == 302, re.findall(r'class="summary".*?</ul>', answer.content.decode(), re.S)
        return answer

    def at(self, day: str) -> Any:
        travelling = time_machine.travel(f"{day} 10:00:00+08:00", tick=False)
        travelling.start()
        self.addCleanup(travelling.stop)
        self.browser = self.clerk()
        return travelling

    # ---- registration

    def walk_in(self, **more: str) -> dict[str, str]:
        """What somebody at the counter fills in; the rest stands there already."""
        form = self.browser.get(self.url("foi-new")).content.decode()
        given = dict(re.findall(r'<input type="(?:text|date|tel|email)" name="(\w+)" value="([^"]*)"', form))
        chosen = {"kind": "natural_person", "id_type": "演示证件"}
        return {**given, **chosen, "name": "演示申请人", "id_number": "演示证件", "title": "演示合同", **more}

    def test_a_walk_in_is_registered_with_its_proof_on_one_page(self) -> None:
        answer = self.browser.post(self.url("foi-new"), self.walk_in())
        foi = FoiRequest.objects.latest("pk")
        assert answer["Location"] == self.url("foi-request", foi)
        assert (foi.state, foi.received_on) == (State.PROCESSING, date(2026, 3, 24))

    def test_what_must_be_confirmed_is_registered_and_led_on_to_the_day_of_receipt(self) -> None:
        answer = self.browser.post(self.url("foi-new") + "?channel=fax", self.walk_in())
        foi = FoiRequest.objects.latest("pk")
        assert answer["Location"] == self.url("foi-step", foi, "receipt_confirmed")
        assert foi.state == State.SUBMITTED
        record = {"confirmed_on": "2026-03-24", "confirmation_record": "电话确认"}
        self.step(foi, EventKind.RECEIPT_CONFIRMED, **record)
        assert self.now(foi).received_on == date(2026, 3, 24)

    def test_every_channel_asks_for_its_own_proof(self) -> None:
        wanted = {"post_signed": "signature_record", "oral": "applicant_signature", "internet": "confirmation_record"}
        for channel, field in wanted.items():
            page = self.browser.get(self.url("foi-new") + f"?channel={channel}").content.decode()
            assert f'name="{field}"' in page, channel

    def test_a_repetition_is_shown_with_the_earlier_reply_before_it_is_registered(self) -> None:
        earlier = self.world.own.requests["closed"]
        again = self.walk_in(title=earlier.title)
        number = FoiRequest.objects.count()
        answer = self.browser.post(self.url("foi-new"), again)
        page = answer.content.decode()
        assert answer.status_code == 400
        assert f'value="{earlier.public_key}"' in page
        assert self.world.own.letters["closed"].serial in page
        assert FoiRequest.objects.count() == number
        self.browser.post(self.url("foi-new"), {**again, "like": earlier.public_key})
        foi = FoiRequest.objects.latest("pk")
        assert foi.links_out.get().target == earlier
        reply = self.browser.get(self.url("foi-reply", foi) + "?outcome=repeated/").content.decode()
        assert self.world.own.letters["closed"].serial in reply, "the number of the earlier reply is filled in"

    def test_one_form_of_two_matters(self) -> None:
        number = FoiRequest.objects.count()
        self.browser.post(self.url("foi-new"), self.walk_in(title_2="演示第二项"))
        assert FoiRequest.objects.count() == number + 2

    def test_a_wrong_check_digit_is_explained(self) -> None:
        answer = self.browser.post(
            self.url("foi-new"), self.walk_in(id_type="居民身份证", id_number="640422199001011234")
        )
        assert "校验位" in answer.content.decode()

    def test_a_mail_is_opened_and_becomes_an_application(self) -> None:
        mail = self.world.own.mail
        assert mail is not None
        assert self.browser.get(self.url("foi-mails")).status_code == 200
        self.browser.get(reverse("workbench:foi-mail", args=[self.world.own.code, mail.pk]))
        mail.refresh_from_db()
        assert mail.state == "opened"
        self.browser.post(self.url("foi-new") + f"?mail={mail.pk}", self.walk_in(title="演示邮件申请"))
        mail.refresh_from_db()
        assert mail.foi == FoiRequest.objects.latest("pk")

    def test_five_fields_and_more_are_filled_in_already(self) -> None:
        page = self.browser.get(self.url("foi-new")).content.decode()
        filled = re.findall(r'<input type="(?:text|date|tel|email)" name="\w+" value="[^"]+"', page)
        assert len(filled) + len(re.findall(r"<option[^>]* selected", page)) >= 5

    def test_a_purpose_is_never_asked(self) -> None:
        page = self.browser.get(self.url("foi-new")).content.decode()
        assert not re.search(r'name="(purpose|use|reason)"', page)

    def test_without_a_name_or_anything_wanted_it_is_refused_beside_the_fields(self) -> None:
        answer = self.browser.post(self.url("foi-new"), self.walk_in(name="", title=""))
        page = answer.content.decode()
        assert answer.status_code == 400
        assert 'id="id_name_error"' in page
        assert 'id="id_title_error"' in page
        assert 'value="演示证件"' in page

    def test_a_day_ahead_is_refused(self) -> None:
        answer = self.browser.post(self.url("foi-new"), self.walk_in(submitted_on="2026-03-25"))
        assert 'id="id_submitted_on_error"' in answer.content.decode()

    def test_an_earlier_day_is_kept(self) -> None:
        self.browser.post(self.url("foi-new"), self.walk_in(submitted_on="2026-03-20"))
        assert FoiRequest.objects.latest("pk").submitted_at.date() == date(2026, 3, 20)

    # ---- steps

    def test_clarification(self) -> None:
        foi = self.fresh()
        self.step(foi, EventKind.CLARIFICATION_NOTICE, points_to_clarify="年度", clarify_by="2026-04-07")
        self.step(foi, EventKind.CLARIFIED, clarification="2025年")
        silent = self.fresh()
        self.step(silent, EventKind.CLARIFICATION_NOTICE, points_to_clarify="年度", clarify_by="2026-04-07")
        self.at("2026-04-09")
        self.step(silent, EventKind.CLARIFICATION_LAPSED, on="2026-04-09")
        assert self.now(silent).outcome == Outcome.LAPSED_UNCLARIFIED

    def test_third_parties(self) -> None:
        foi = self.fresh()
        for name in ("演示企业甲", "演示企业乙"):
            self.step(foi, EventKind.THIRD_PARTY_CONSULTED, recipient=name)
        page = self.browser.get(self.url("foi-step", foi, "third_party_answered")).content.decode()
        assert "演示企业甲" in page, "with two open, the form asks which"
        self.step(foi, EventKind.CONSULTATION_DELIVERED, ref="1", evidence="签收")
        self.step(foi, EventKind.THIRD_PARTY_ANSWERED, ref="1", consents="no")
        self.at("2026-04-20")
        self.step(foi, EventKind.THIRD_PARTY_LAPSED, on="2026-04-20")
        self.step(foi, EventKind.THIRD_PARTY_INFORMED, on="2026-04-20", disclosure_reasons="公共利益")

    def test_other_organs(self) -> None:
        foi = self.fresh()
        self.step(foi, EventKind.ORGAN_CONSULTED, recipient="演示局")
        self.step(foi, EventKind.ORGAN_ANSWERED, consents="yes")
        silent = self.fresh()
        self.step(silent, EventKind.ORGAN_CONSULTED, recipient="演示局")
        self.step(silent, EventKind.CONSULTATION_DELIVERED, evidence="签收")
        self.at("2026-04-20")
        self.step(silent, EventKind.ORGAN_LAPSED, on="2026-04-20")

    def test_extension(self) -> None:
        foi = self.fresh()
        before = self.now(foi).due_on
        self.step(foi, EventKind.EXTENDED, days="5", reason="材料较多", approved_by=self.head)
        assert self.now(foi).due_on > before

    def test_too_long_an_extension_is_refused_in_the_words_of_the_law(self) -> None:
        foi = self.fresh()
        with written() as statements:
            answer = self.browser.post(
                self.url("foi-step", foi, "extended"),
                {"on": "2026-03-24", "days": "21", "reason": "材料较多", "approved_by": self.head},
            )
        assert answer.status_code == 400
        page = answer.content.decode()
        assert "延长期限应为1至20个工作日" in page
        assert 'id="id_days_error"' in page, "the refusal stands beside its field"
        assert statements == []

    def test_a_period_that_does_not_lie_ahead_is_refused_beside_its_field(self) -> None:
        answer = self.browser.post(
            self.url("foi-step", self.fresh(), "clarification_notice"),
            {"on": "2026-03-24", "points_to_clarify": "年度", "clarify_by": "2026-03-24"},
        )
        assert answer.status_code == 400
        assert 'id="id_clarify_by_error"' in answer.content.decode()

    def test_one_part_is_no_split(self) -> None:
        answer = self.browser.post(
            self.url("foi-step", self.fresh(), "split"), {"on": "2026-03-24", "parts": "只有一部分"}
        )
        assert 'id="id_parts_error"' in answer.content.decode()

    def test_only_those_whose_post_allows_it_can_have_approved(self) -> None:
        answer = self.browser.post(
            self.url("foi-step", self.fresh(), "extended"),
            {"on": "2026-03-24", "days": "5", "reason": "x", "approved_by": str(self.world.own.clerk.pk)},
        )
        assert 'id="id_approved_by_error"' in answer.content.decode()

    def test_reasons_and_deferral(self) -> None:
        foi = self.fresh()
        self.step(foi, EventKind.REASONS_REQUESTED, volume_finding="一月三十件", reasons_by="2026-03-31")
        self.step(foi, EventKind.REASONS_GIVEN, applicant_reasons="科研")
        self.step(foi, EventKind.DEFERRED, reason="数量大", until="2026-05-20")
        silent = self.fresh()
        self.step(silent, EventKind.REASONS_REQUESTED, volume_finding="一月三十件", reasons_by="2026-03-31")
        self.at("2026-04-01")
        self.step(silent, EventKind.REASONS_LAPSED, on="2026-04-01")

    def test_fees(self) -> None:
        foi = self.fresh()
        self.step(foi, EventKind.FEE_NOTICE, mode="per_volume", quantity="60")
        self.step(foi, EventKind.FEE_NOTICE_DELIVERED, evidence="签收")
        self.step(foi, EventKind.FEE_PAID)
        assert FeeNotice.objects.get(foi=foi).paid_on == date(2026, 3, 24)
        assert "元" in self.browser.get(self.url("foi-request", foi)).content.decode()
        silent = self.fresh()
        self.step(silent, EventKind.FEE_NOTICE, mode="per_item", quantity="12")
        self.step(silent, EventKind.FEE_NOTICE_DELIVERED, evidence="签收")
        self.at("2026-04-28")
        self.step(silent, EventKind.PAYMENT_LAPSED, on="2026-04-28")
        assert self.now(silent).outcome == Outcome.LAPSED_UNPAID

    def test_withdrawal_transfer_and_archive(self) -> None:
        early = self.world.own.requests["submitted"]
        self.step(early, EventKind.WITHDRAWN, withdrawal_confirmation="书面确认")
        assert self.now(early).state == State.NOT_RECEIVED
        foi = self.fresh()
        self.step(foi, EventKind.TRANSFERRED, receiving_organ="演示局")
        self.step(foi, EventKind.ARCHIVED)
        assert self.now(foi).state == State.ARCHIVED

    def test_a_step_of_another_state_does_not_exist(self) -> None:
        foi = self.fresh()
        for kind in ("clarified", "receipt_confirmed", "registered", "replied", "nonsense"):
            assert self.browser.get(self.url("foi-step", foi, kind)).status_code == 404, kind

    def test_a_step_that_cannot_be_taken_says_so_before_anybody_types(self) -> None:
        foi = self.fresh()
        self.step(foi, EventKind.EXTENDED, days="5", reason="材料较多", approved_by=self.head)
        page = self.browser.get(self.url("foi-step", foi, "extended")).content.decode()
        assert "延长过一次" in page
        assert "data-save" not in page

    def test_every_step_with_a_form_is_taken_by_a_test(self) -> None:
        source = Path(__file__).read_text(encoding="utf-8")
        taken = {EventKind[name] for name in re.findall(r"self\.step\(\s*\w+,\s*EventKind\.(\w+)", source)}
        assert BY_FORM - taken == set()

    # ---- the reply

    def answered(self, foi: FoiRequest, outcome: str, **facts: str) -> Any:
        letter = {"on": "2026-03-24", "delivery": "direct", "proof": "签收", "approved_by": self.head}
        return self.browser.post(f"{self.url('foi-reply', foi)}?outcome={outcome}", {**letter, **facts})

    def test_the_outcome_is_chosen_first_and_then_what_it_demands(self) -> None:
        foi = self.fresh()
        page = self.browser.get(self.url("foi-reply", foi)).content.decode()
        assert page.count('name="outcome"') == sum(len(group) for _label, group in answers({}, on=date(2026, 3, 24)))
        form = self.browser.get(f"{self.url('foi-reply', foi)}?outcome=partly_granted/").content.decode()
        for demand in ("secrecy_review", "page_map", "withheld_grounds", "reasons", "delivery_form"):
            assert f'name="{demand}"' in form
        answer = self.answered(foi, "granted/disclosable", secrecy_review="可以公开", delivery_form="纸质")
        assert answer.status_code == 302
        assert self.now(foi).outcome == Outcome.GRANTED

    def test_an_unknown_outcome_is_asked_for_again(self) -> None:
        answer = self.browser.get(f"{self.url('foi-reply', self.fresh())}?outcome=nonsense")
        assert answer.status_code == 400
        assert 'role="alert"' in answer.content.decode()

    def test_a_demand_that_is_not_met_is_refused_beside_its_field(self) -> None:
        foi = self.fresh()
        answer = self.answered(foi, "granted/disclosable", delivery_form="纸质")
        assert answer.status_code == 400
        assert 'id="id_secrecy_review_error"' in answer.content.decode()
        assert self.now(foi).closed_on is None

    def test_parts_have_their_own_answers_and_make_one_outcome_together(self) -> None:
        foi = self.fresh()
        self.step(foi, EventKind.SPLIT, parts="合同\n付款凭证")
        page = self.browser.get(self.url("foi-request", foi)).content.decode()
        assert "答复这一部分" in page
        first = self.browser.post(
            f"{self.url('foi-reply', foi)}?part=1&outcome=granted/disclosable",
            {"on": "2026-03-24", "approved_by": self.head, "secrecy_review": "可以公开", "delivery_form": "纸质"},
        )
        second = self.browser.post(
            f"{self.url('foi-reply', foi)}?part=2&outcome=internal_affairs/",
            {"on": "2026-03-24", "approved_by": self.head, "reasons": "内部事务", "page_map": "全部"},
        )
        assert (first.status_code, second.status_code) == (302, 302)
        assert self.browser.get(f"{self.url('foi-reply', foi)}?part=1").status_code == 404
        assert self.answered(foi, "").status_code == 302
        assert self.now(foi).outcome == Outcome.PARTLY_GRANTED

    def test_a_look_at_the_letter_changes_nothing_and_the_step_may_follow(self) -> None:
        foi = self.fresh()
        self.step(foi, EventKind.SPLIT, parts="合同\n付款凭证")
        address = f"{self.url('foi-reply', foi)}?part=1&outcome=granted/disclosable"
        typed = {
            "once": "look", "on": "2026-03-24", "approved_by": self.head, "secrecy_review": "可以公开", "delivery_form": "纸质",
        }  # fmt: skip
        with written() as statements:
            look = self.browser.post(address, {**typed, "preview": "1"})
        assert look.status_code == 200
        assert statements == []
        assert foi.serial in look.content.decode()
        assert self.browser.post(address, typed).status_code == 302

    def test_the_whole_waits_for_its_parts(self) -> None:
        foi = self.world.own.requests["split"]
        answer = self.answered(foi, "granted/disclosable", secrecy_review="可以公开", delivery_form="纸质")
        assert answer.status_code == 400
        assert "还有部分没有答复" in answer.content.decode()

    def test_a_reply_on_the_spot(self) -> None:
        foi = received(self.world.own, "当场", date(2026, 3, 24))
        address = f"{self.url('foi-reply', foi)}?spot=1&outcome=granted/already_public"
        assert 'name="on_the_spot_record"' in self.browser.get(address).content.decode()
        answer = self.browser.post(
            address,
            {"on": "2026-03-24", "approved_by": self.head, "access_route": "专栏", "on_the_spot_record": "窗口"},
        )
        assert answer.status_code == 302

    def test_a_ruling_opens_the_case_again_as_a_request_of_its_own(self) -> None:
        foi, letter = self.world.own.requests["closed"], self.world.own.letters["closed"]
        answer = self.step(
            foi, EventKind.REOPENED, basis="reconsideration", ruling="示例复决〔2026〕1号", old_reply=letter.serial,
            reply_by="2026-04-07",
        )  # fmt: skip
        again = FoiRequest.objects.get(reopens=letter)
        assert answer["Location"] == self.url("foi-request", again)
        page = self.browser.get(answer["Location"]).content.decode()
        assert "依裁判重新答复" in page
        assert foi.serial in page
        assert not again.counted

    # ---- reading

    def test_the_page_shows_clock_history_and_only_lawful_steps(self) -> None:
        page = self.browser.get(self.url("foi-request", self.world.own.requests["consulted"])).content.decode()
        assert "<svg" in page
        assert "征求意见" in page
        assert self.url("foi-step", self.world.own.requests["consulted"], "third_party_answered") in page
        assert self.url("foi-reply", self.world.own.requests["consulted"]) not in page, (
            "no reply while somebody is asked"
        )
        assert "还有" in page
        assert "种步骤现在不能办" in page

    def test_who_only_reads_gets_no_steps(self) -> None:
        browser = self.role(Role.GROUP_LEADER)
        page = browser.get(self.url("foi-request", self.world.own.requests["processing"])).content.decode()
        assert "您的职责只能查看" in page
        assert "/step/" not in page

    def test_the_same_applicant_is_found(self) -> None:
        page = self.browser.get(self.url("foi-request", self.world.own.requests["processing"])).content.decode()
        assert self.world.own.requests["closed"].serial in page

    def test_the_sheet_counts_every_day(self) -> None:
        page = self.browser.get(self.url("foi-sheet", self.world.own.requests["processing"])).content.decode()
        numbers = [int(number) for number in re.findall(r'class="num"[^>]*>(\d+)<', page)]
        assert numbers == list(range(1, 21))

    def test_lists_filter_and_say_when_they_are_empty(self) -> None:
        own = self.world.own
        late = self.browser.get(self.url("foi") + "?show=late").content.decode()
        assert "没有申请" in late
        assert own.requests["closed"].serial in self.browser.get(self.url("foi") + "?show=2026").content.decode()
        self.at("2026-04-28")
        late = self.browser.get(self.url("foi") + "?show=late").content.decode()
        assert own.requests["processing"].serial in late
        assert "超期" in late

    def test_a_stranger_gets_nothing(self) -> None:
        for name in ("foi-request", "foi-sheet", "foi-reply"):
            assert Client().get(self.url(name, self.world.own.requests["processing"])).status_code == 302
