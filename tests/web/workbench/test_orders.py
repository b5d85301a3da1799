"""Search orders: given before the legal day, answered once by a link or an account, chased once a day, told in the reply."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from gongkai.apps.core.models import Event
from gongkai.apps.core.sealing import unseal
from gongkai.apps.foi.models import FoiFile, SearchOrder
from gongkai.apps.organs.models import Role
from tests.web.conftest import TODAY
from tests.web.workbench.standing import Standing

ANSWER = {"found": "no", "searched": "2023年民政档案柜", "keywords": "低保", "answered_by": "演示检索人"}


class OrderTest(Standing):
    def setUp(self) -> None:
        super().setUp()
        self.browser, self.foi = self.clerk(), self.world.own.requests["split"]

    def url(self, name: str, *more: object) -> str:
        return reverse(f"workbench:{name}", args=[self.foi.organ.code, self.foi.public_key, *more])

    def give(self, **more: Any) -> Any:
        sent = {"kind": "search", "addressee": "民政办", "question": "请检索", "due_on": TODAY.isoformat(), **more}
        return self.browser.post(self.url("foi-order-new"), sent)

    def given(self, **more: Any) -> SearchOrder:
        assert self.give(**more).status_code == 302
        return SearchOrder.objects.latest("pk")

    def link(self, order: SearchOrder) -> str:
        return reverse("portal:order", args=[unseal(order.token_sealed)])

    def test_the_link_is_shown_used_once_and_becomes_the_search_record(self) -> None:
        order = self.given()
        assert self.link(order) in self.browser.get(self.url("foi-order", order.pk)).content.decode()
        page = Client().get(self.link(order)).content.decode()
        assert "请检索" in page
        assert "演示申请人" not in page, "the applicant is nobody's business there"
        assert self.foi.serial not in page
        assert Client().post(self.link(order), {**ANSWER, "answered_by": ""}).status_code == 400
        assert Client().post(self.link(order), ANSWER).status_code == 200
        assert Client().get(self.link(order)).status_code == 404
        assert Client().post(self.link(order), ANSWER).status_code == 404
        record = SearchOrder.objects.get(pk=order.pk)
        assert (record.state, record.found, record.answered_on) == ("answered", False, TODAY)
        reply = self.browser.get(self.url("foi-reply") + "?part=1&outcome=not_held/not_existing").content.decode()
        assert "检索2023年民政档案柜；关键词低保；未查到" in reply

    def test_what_was_found_comes_back_rebuilt(self) -> None:
        from django.core.files.uploadedfile import SimpleUploadedFile

        order = self.given()
        file = SimpleUploadedFile("名单.txt", "演示名单".encode())
        assert Client().post(self.link(order), {**ANSWER, "found": "yes", "file": file}).status_code == 200
        assert FoiFile.objects.get(foi=self.foi).kind == FoiFile.Kind.FOUND

    def test_a_day_that_leaves_no_time_is_refused(self) -> None:
        assert self.foi.due_on is not None
        for day in (self.foi.due_on, self.foi.due_on + timedelta(days=9), TODAY - timedelta(days=1)):
            assert self.give(due_on=day.isoformat()).status_code == 400

    def test_somebody_with_an_account_answers_from_the_list_of_what_is_due(self) -> None:
        officer = self.world.own.person(Role.BUSINESS_OFFICER)
        order = self.given(person=officer.pk)
        browser, address = (
            self.client_of(officer),
            reverse("workbench:order-mine", args=[self.foi.organ.code, order.pk]),
        )
        assert address in browser.get(reverse("workbench:home", args=[self.foi.organ.code])).content.decode()
        assert self.clerk().get(address).status_code == 404, "it is not the clerk who was asked"
        assert browser.post(address, ANSWER).status_code == 302
        assert SearchOrder.objects.get(pk=order.pk).state == "answered"

    def test_chasing_is_once_a_day_and_in_the_history(self) -> None:
        order = self.given()
        address = reverse("workbench:foi-chase", args=[self.foi.organ.code])
        self.browser.post(address)
        self.browser.post(address)
        assert SearchOrder.objects.get(pk=order.pk).chased == 1
        assert Event.objects.filter(kind="foi.order_chased", subject_id=self.foi.pk).count() == 1

    def test_a_withdrawn_order_leads_nowhere(self) -> None:
        order = self.given()
        self.browser.post(self.url("foi-order", order.pk))
        assert Client().get(self.link(order)).status_code == 404

    def test_notes_are_sealed_and_stay_with_the_handlers(self) -> None:
        self.browser.post(self.url("foi-notes"), {"text": "演示秘密备注"})
        assert "演示秘密备注" in self.browser.get(self.url("foi-notes")).content.decode()
        assert self.role(Role.GROUP_LEADER).get(self.url("foi-notes")).status_code == 403
        assert "演示秘密" not in self.foi.notes.get().text_sealed
