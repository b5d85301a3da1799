"""Approval of letters: three taps, the difference and the risk before the eyes, nothing issued but what was approved."""

from typing import Any

from django.urls import reverse

from gongkai.apps.foi.models import FoiRequest, Proposal
from gongkai.apps.organs.models import Role
from tests.web.workbench.standing import Standing

REPLY = {
    "delivery": "direct", "delivery_form": "纸质", "secrecy_review": "可以公开", "on": "2026-03-24", "propose": "1",
}  # fmt: skip


class ApprovalTest(Standing):
    def setUp(self) -> None:
        super().setUp()
        self.foi = self.world.own.requests["processing"]
        self.head = self.world.own.person(Role.OFFICE_HEAD)
        self.browser = self.clerk()

    def url(self, name: str, *more: object) -> str:
        return reverse(f"workbench:{name}", args=[self.foi.organ.code, *more])

    def propose(self, **more: Any) -> Proposal:
        address = self.url("foi-reply", self.foi.public_key) + "?outcome=granted/disclosable"
        answer = self.browser.post(address, {**REPLY, "approved_by": self.head.pk, **more})
        assert answer.status_code == 302, answer.content.decode()
        return Proposal.objects.latest("pk")

    def decide(self, proposal: Proposal, **sent: str) -> Any:
        return self.role(Role.OFFICE_HEAD).post(
            self.url("approval", proposal.pk), {"digest": proposal.digest, **sent}, follow=True
        )

    def test_from_the_list_to_the_decision_it_is_two_taps_and_the_clerk_issues(self) -> None:
        proposal = self.propose()
        leader = self.role(Role.OFFICE_HEAD)
        assert self.url("approval", proposal.pk) in leader.get(self.url("home")).content.decode(), "one"
        page = leader.get(self.url("approval", proposal.pk)).content.decode()
        assert len(page.encode()) < 150_000
        assert 'name="approve"' in page, "two"
        assert "（签发时取号）" in page
        self.decide(proposal, approve="1")
        issue = self.url("foi-issue", self.foi.public_key, proposal.pk)
        assert issue in self.browser.get(self.url("home")).content.decode()
        assert self.browser.post(issue, {"proof": "申请人签收"}).status_code == 302
        closed = FoiRequest.objects.get(pk=self.foi.pk)
        letter = closed.letters.latest("pk")
        assert (closed.outcome, letter.approved_by, letter.delivery_proof) == ("granted", self.head, "申请人签收")
        proposal.refresh_from_db()
        assert (proposal.state, proposal.letter) == ("issued", letter)

    def test_a_returned_letter_says_why_and_the_next_one_shows_what_changed(self) -> None:
        first = self.propose()
        self.decide(first, chip="理由不充分")
        first.refresh_from_db()
        assert (first.state, first.reason) == ("returned", "理由不充分")
        assert "理由不充分" in self.browser.get(self.url("foi-request", self.foi.public_key)).content.decode()
        second = self.propose(delivery_form="电子")
        page = self.role(Role.OFFICE_HEAD).get(self.url("approval", second.pk)).content.decode()
        assert 'class="change added"' in page
        assert "上次退回：理由不充分" in page

    def test_returned_without_a_reason_or_on_another_text_nothing_is_decided(self) -> None:
        proposal = self.propose()
        assert "写明理由" in self.decide(proposal, reason=" ").content.decode()
        assert "有改动" in self.decide(proposal, approve="1", digest="0" * 64).content.decode()
        proposal.refresh_from_db()
        assert proposal.state == "waiting"

    def test_nobody_approves_what_they_wrote(self) -> None:
        self.browser = self.role(Role.OFFICE_HEAD)
        address = self.url("foi-reply", self.foi.public_key) + "?outcome=granted/disclosable"
        answer = self.browser.post(address, {**REPLY, "approved_by": self.head.pk})
        assert "不能审批自己" in answer.content.decode()

    def test_what_is_not_approved_is_not_issued(self) -> None:
        proposal = self.propose()
        issue = self.url("foi-issue", self.foi.public_key, proposal.pk)
        assert "不能出具" in self.browser.post(issue, {"proof": "签收"}).content.decode()
        Proposal.objects.filter(pk=proposal.pk).update(
            digest="1" * 64, state="approved", decided_at="2026-03-24T02:00Z"
        )
        assert "重新送审" in self.browser.post(issue, {"proof": "签收"}).content.decode()
        assert FoiRequest.objects.get(pk=self.foi.pk).closed_on is None

    def test_decisions_are_listed_with_the_hash_that_was_seen(self) -> None:
        proposal = self.propose()
        self.decide(proposal, approve="1")
        assert proposal.digest[:8] in self.role(Role.OFFICE_HEAD).get(self.url("approvals")).content.decode()
