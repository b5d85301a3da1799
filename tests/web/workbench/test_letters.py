"""Letters at the desk: shown as issued, given as files, delivered; previewed beside the step; nobody else's to see."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse

from gongkai.apps.core.models import Event
from gongkai.apps.foi import operations
from gongkai.apps.foi.models import ApplicantKind, FoiRequest, Letter, LetterSettings
from gongkai.apps.organs.models import Organ, Role, User
from gongkai.law.foi_flow import EventKind
from gongkai.law.outcomes import Outcome
from tests.documents.writing.samples import needs_fonts
from tests.factories.organs import OrganFactory, PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
MONDAY, TODAY = date(2026, 3, 9), date(2026, 3, 24)
DENIED = {"reasons": "属于人事管理方面的信息", "page_map": "第3页"}


@dataclass
class Counter:
    """A township with an application received and a clerk who is signed in."""

    organ: Organ
    people: dict[Role, User]
    foi: FoiRequest
    client: Client

    def url(self, name: str, *args: object) -> str:
        return reverse(f"workbench:{name}", args=[self.organ.code, self.foi.public_key, *args])

    def letter(self, code: str) -> Letter:
        return self.foi.letters.filter(kind=code).latest("id")


@pytest.fixture
def counter() -> Counter:
    county = OrganFactory(county=True, name="示例县人民政府（演示）")
    organ = OrganFactory(parent=county, area_code="990101")
    roles = (Role.CLERK, Role.OFFICE_HEAD, Role.GROUP_LEADER, Role.SYSTEM_ADMIN)
    people = {role: PostFactory(organ=organ, role=role, from_on=date(2010, 1, 1)).user for role in roles}
    foi = operations.receive(
        organ=organ,
        by=people[Role.CLERK],
        at=datetime.combine(MONDAY, time(2), tzinfo=UTC),
        channel="in_person",
        applicant=operations.ApplicantData(kind=ApplicantKind.NATURAL_PERSON, name="演示申请人"),
        wanted=operations.Wanted(title="演示安置方案"),
    )
    facts = {"submitted_on": MONDAY.isoformat(), "submission_record": "签收"}
    operations.confirm_receipt(foi=foi, by=people[Role.CLERK], on=MONDAY, facts=facts)
    client = Client()
    client.force_login(people[Role.CLERK])
    return Counter(organ, people, FoiRequest.objects.get(pk=foi.pk), client)


def replied(counter: Counter) -> Letter:
    return operations.reply(
        foi=counter.foi,
        by=counter.people[Role.CLERK],
        on=TODAY,
        outcome=Outcome.INTERNAL_AFFAIRS,
        facts={"delivery": "direct", "signature": "申请人签收", **DENIED},
        approved_by=counter.people[Role.OFFICE_HEAD],
    )


def test_the_application_links_its_letters_and_each_opens_as_issued(counter: Counter) -> None:
    letter = replied(counter)
    listed = counter.client.get(counter.url("foi-request")).content.decode()
    assert counter.url("letter", letter.pk) in listed
    shown = counter.client.get(counter.url("letter", letter.pk)).content.decode()
    for words in (
        letter.serial,
        "演示申请人：",
        "向示例县人民政府（演示）提出",
        "属于人事管理方面的信息",
        letter.digest[:8],
        "申请人签收",
    ):
        assert words in shown


@needs_fonts
def test_files_are_the_same_each_time_and_hold_the_letter(counter: Counter) -> None:
    letter = replied(counter)
    for form, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        answers = [counter.client.get(counter.url("letter-file", letter.pk, form)) for _ in range(2)]
        assert answers[0].content == answers[1].content
        assert answers[0].content.startswith(begins)
        assert "attachment" in answers[0]["Content-Disposition"]
        assert answers[0]["Cache-Control"] == "private, no-store"
    words = "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(answers[0].content)).paragraphs)
    assert "演示申请人：" in words
    assert counter.client.get(counter.url("letter-file", letter.pk, "exe")).status_code == 404


def test_delivery_is_recorded_once_with_its_proof(counter: Counter) -> None:
    receipt = counter.letter("L02")
    url = counter.url("letter-delivery", receipt.pk)
    assert counter.client.get(url).status_code == 200
    wrong = counter.client.post(url, {"delivery": "post", "delivered_on": "2026-03-01", "proof": "演示1"})
    assert wrong.status_code == 400
    assert "成文日期" in wrong.content.decode()
    data = {"delivery": "post", "delivered_on": "2026-03-10", "proof": "演示000000001"}
    assert counter.client.post(url, data).status_code == 302
    receipt.refresh_from_db()
    assert (receipt.delivery, receipt.delivered_on) == ("post", date(2026, 3, 10))
    assert counter.client.post(url, data).status_code == 400


def test_a_step_shows_its_letter_beside_the_form_and_takes_nothing(counter: Counter) -> None:
    url = counter.url("foi-step", EventKind.CLARIFICATION_NOTICE.value)
    assert 'name="preview"' in counter.client.get(url).content.decode()
    before = (Letter.objects.count(), Event.objects.count())
    data = {"points_to_clarify": "请写明年份", "clarify_by": "2026-04-10", "on": TODAY.isoformat()}
    shown = counter.client.post(url, {**data, "preview": "1"})
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "请你于2026年4月10日前" in text
    assert "（签发时取号）" in text
    assert 'value="2026-04-10"' in text
    assert (Letter.objects.count(), Event.objects.count()) == before
    assert counter.client.post(url, data).status_code == 302
    assert counter.letter("L03").serial


def test_a_preview_of_an_incomplete_form_asks_for_the_rest(counter: Counter) -> None:
    url = counter.url("foi-step", EventKind.CLARIFICATION_NOTICE.value)
    shown = counter.client.post(url, {"on": TODAY.isoformat(), "preview": "1"})
    assert shown.status_code == 400
    assert "表单填写完整后才能预览" in shown.content.decode()


def reply_data(counter: Counter, **more: Any) -> dict[str, Any]:
    return {
        **DENIED,
        "delivery": "direct",
        "proof": "申请人签收",
        "on": TODAY.isoformat(),
        "approved_by": counter.people[Role.OFFICE_HEAD].pk,
        **more,
    }


def test_a_reply_shows_its_letter_with_the_remedies_before_it_goes_out(counter: Counter) -> None:
    url = f"{counter.url('foi-reply')}?outcome=internal_affairs/"
    text = counter.client.post(url, reply_data(counter, preview="1")).content.decode()
    assert "应当先申请行政复议" in text
    assert counter.foi.letters.filter(kind="L22").count() == 0
    assert counter.client.post(url, reply_data(counter)).status_code == 302
    assert counter.letter("L22").serial


def test_arl_22_a_reply_on_line_without_the_channel_is_refused_in_words(counter: Counter) -> None:
    url = f"{counter.url('foi-reply')}?outcome=internal_affairs/"
    for extra in ({}, {"preview": "1"}):
        answer = counter.client.post(url, reply_data(counter, delivery="online", **extra))
        assert answer.status_code == 400
        assert "互联网渠道" in answer.content.decode()
    assert counter.foi.letters.filter(kind="L22").count() == 0


def test_the_receipt_is_shown_before_the_day_is_fixed(counter: Counter) -> None:
    foi = operations.receive(
        organ=counter.organ,
        by=counter.people[Role.CLERK],
        at=datetime.combine(TODAY, time(1), tzinfo=UTC),
        channel="in_person",
        applicant=operations.ApplicantData(kind=ApplicantKind.NATURAL_PERSON, name="演示乙"),
        wanted=operations.Wanted(title="演示明细"),
    )
    url = reverse("workbench:foi-step", args=[counter.organ.code, foi.public_key, "receipt_confirmed"])
    data = {"on": TODAY.isoformat(), "submitted_on": TODAY.isoformat(), "submission_record": "签收", "preview": "1"}
    assert "政府信息公开申请登记回执" in counter.client.post(url, data).content.decode()
    assert foi.letters.count() == 0


def test_a_transfer_asks_for_the_organ_only_and_numbers_its_letter_itself(counter: Counter) -> None:
    url = counter.url("foi-step", EventKind.TRANSFERRED.value)
    assert 'name="letter"' not in counter.client.get(url).content.decode()
    data = {"receiving_organ": "示例县演示局", "on": TODAY.isoformat()}
    assert "关于移送政府信息公开申请的函" in counter.client.post(url, {**data, "preview": "1"}).content.decode()
    assert counter.client.post(url, data).status_code == 302
    assert {"L23", "L30"} <= set(counter.foi.letters.values_list("kind", flat=True))


def test_letters_are_seen_by_those_who_may_see_the_case(counter: Counter) -> None:
    letter = replied(counter)
    pages = [counter.url("letter", letter.pk), counter.url("letter-file", letter.pk, "docx")]
    stranger = Client()
    stranger.force_login(PostFactory(organ=OrganFactory(), role=Role.CLERK).user)
    leader = Client()
    leader.force_login(counter.people[Role.GROUP_LEADER])
    for url in pages:
        assert stranger.get(url).status_code == 404
        assert leader.get(url).status_code == 200
        assert Client().get(url).status_code == 302
    assert leader.get(counter.url("letter-delivery", counter.letter("L02").pk)).status_code == 403
    operations.restrict(foi=counter.foi, by=counter.people[Role.OFFICE_HEAD], on=TODAY, readers=[])
    assert [counter.client.get(url).status_code for url in pages] == [404, 404]


def test_a_letter_of_another_case_does_not_open_here(counter: Counter) -> None:
    other = letter_of_another(counter)
    assert counter.client.get(counter.url("letter", other.pk)).status_code == 404


def letter_of_another(counter: Counter) -> Letter:
    foi = operations.receive(
        organ=counter.organ,
        by=counter.people[Role.CLERK],
        at=datetime.combine(MONDAY, time(3), tzinfo=UTC),
        channel="in_person",
        applicant=operations.ApplicantData(kind=ApplicantKind.NATURAL_PERSON, name="演示丙"),
        wanted=operations.Wanted(title="另一件"),
    )
    facts = {"submitted_on": MONDAY.isoformat(), "submission_record": "签收"}
    operations.confirm_receipt(foi=foi, by=counter.people[Role.CLERK], on=MONDAY, facts=facts)
    return foi.letters.get()


def test_a_letter_without_its_text_says_so(counter: Counter) -> None:
    letter = replied(counter)
    Letter.objects.filter(pk=letter.pk).update(content="")
    assert "没有留存文本" in counter.client.get(counter.url("letter", letter.pk)).content.decode()
    assert counter.client.get(counter.url("letter-file", letter.pk, "docx")).status_code == 302


def test_settings_are_kept_by_whoever_keeps_the_rules(counter: Counter) -> None:
    url = reverse("workbench:letter-settings", args=[counter.organ.code])
    assert counter.client.get(url).status_code == 403
    admin = Client()
    admin.force_login(counter.people[Role.SYSTEM_ADMIN])
    assert admin.get(url).status_code == 200
    assert admin.post(url, {"mark": "示乡政", "court": "示例县人民法院"}).status_code == 302
    kept = LetterSettings.objects.get(organ=counter.organ)
    assert (kept.mark, kept.court) == ("示乡政", "示例县人民法院")
