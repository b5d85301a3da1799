"""A form that is sent twice does its work once."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.apps.foi.models import FoiRequest
from gongkai.apps.organs.models import Organ, Role
from tests.apps.conftest import crew as crew  # noqa: PLC0414 - the fixture is offered here too
from tests.web.workbench.standing import Standing
from tests.web.workbench.world import appoint, found


def walk_in(token: str, on: str) -> dict[str, str]:
    """What a walk-in's form sends; that it is no repetition is said, so that only the token can hold a second record back."""
    return {
        "once": token,
        "submitted_on": on,
        "submission_record": "窗口签收",
        "kind": "natural_person",
        "name": "演示申请人",
        "title": "演示信息",
        "like": "no",
    }


class OnceTest(Standing):
    def setUp(self) -> None:
        super().setUp()
        self.address = reverse("workbench:foi-new", args=[self.world.own.code])
        self.before = FoiRequest.objects.count()

    def typed(self, token: str, name: str = "演示申请人", **more: str) -> dict[str, str]:
        return walk_in(token, "2026-03-24") | {"name": name, **more}

    def token(self, page: str) -> str:
        found = re.search(r'name="once" value="([^"]+)"', page)
        assert found, "the form has no token"
        return found[1]

    def test_the_second_submission_leads_to_the_first_record(self) -> None:
        browser = self.clerk()
        token = self.token(browser.get(self.address).content.decode())
        first = browser.post(self.address, self.typed(token))
        second = browser.post(self.address, self.typed(token, name="另一人"))
        assert first.status_code == second.status_code == 302
        assert first["Location"] == second["Location"]
        assert FoiRequest.objects.count() == self.before + 1
        assert "已经提交过" in browser.get(second["Location"]).content.decode()

    def test_fifty_submissions_make_one_record(self) -> None:
        browser = self.clerk()
        for _ in range(50):
            browser.post(self.address, self.typed("fifty"))
        assert FoiRequest.objects.count() == self.before + 1
        assert FoiRequest.objects.latest("pk").events.filter(kind="receipt_confirmed").count() == 1

    def test_a_form_of_two_matters_sent_again_leads_to_the_first_of_them(self) -> None:
        browser = self.clerk()
        both = self.typed("matters", title_2="演示第二项")
        first, second = browser.post(self.address, both), browser.post(self.address, both)
        assert first["Location"] == second["Location"]
        assert FoiRequest.objects.count() == self.before + 2

    def test_a_fax_sent_again_leads_to_the_day_of_receipt(self) -> None:
        browser, address = self.clerk(), f"{self.address}?channel=fax"
        first, second = browser.post(address, self.typed("fax")), browser.post(address, self.typed("fax"))
        assert first["Location"] == second["Location"]
        assert first["Location"].endswith("/step/receipt_confirmed/")
        assert FoiRequest.objects.count() == self.before + 1

    def test_a_form_that_asked_about_a_repetition_makes_one_record_once_answered(self) -> None:
        browser = self.clerk()
        browser.post(self.address, self.typed("earlier"))
        assert browser.post(self.address, self.typed("asked", like="")).status_code == 400
        for _ in range(2):
            assert browser.post(self.address, self.typed("asked")).status_code == 302
        assert FoiRequest.objects.count() == self.before + 2

    def test_two_forms_make_two_records(self) -> None:
        browser = self.clerk()
        browser.post(self.address, self.typed("one"))
        browser.post(self.address, self.typed("two"))
        assert FoiRequest.objects.count() == self.before + 2

    def test_without_a_token_every_submission_counts(self) -> None:
        browser = self.clerk()
        browser.post(self.address, self.typed(""))
        browser.post(self.address, self.typed(""))
        assert FoiRequest.objects.count() == self.before + 2

    def test_a_refused_form_may_be_sent_again(self) -> None:
        browser = self.clerk()
        assert browser.post(self.address, self.typed("again", name="")).status_code == 400
        assert browser.post(self.address, self.typed("again")).status_code == 302
        assert FoiRequest.objects.count() == self.before + 1

    def test_the_token_of_another_session_is_not_known_here(self) -> None:
        self.clerk().post(self.address, self.typed("shared"))
        self.clerk().post(self.address, self.typed("shared"))
        assert FoiRequest.objects.count() == self.before + 2

    def test_only_the_newest_submissions_are_remembered(self) -> None:
        browser = self.clerk()
        for number in range(25):
            browser.post(self.address, self.typed(f"token{number}"))
        assert len(browser.session["once"]) == 20


def test_fifty_clicks_at_the_same_time_make_one_record(crew: Any) -> None:
    """The session's row is locked, so that the second click waits for the first."""
    office = found("990101001", Organ.Kind.TOWNSHIP, "示例县青河乡人民政府（演示）", "青河乡")
    user = appoint(office, Role.CLERK, "clerk")
    first = Client()
    first.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    cookie = first.cookies["sessionid"].value
    typed = walk_in("together", timezone.localdate().isoformat())

    def click() -> tuple[int, str]:
        browser = Client()
        browser.cookies["sessionid"] = cookie
        answer = browser.post(reverse("workbench:foi-new", args=[office.code]), typed)
        return answer.status_code, answer.headers.get("Location", "")

    answers = set(crew([click] * 50))
    assert len(answers) == 1
    assert {status for status, _address in answers} == {302}
    assert crew([FoiRequest.objects.count]) == [1]
