"""Village affairs at the desks and in public: entered with a photograph, signed, read, asked about, watched."""

from collections.abc import Iterator
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from gongkai.apps.organs.models import Organ, Role, User
from gongkai.apps.villages import operations
from gongkai.apps.villages.models import VillageDisclosure, VillageQuestion, VillageReminder
from tests.documents.rebuilding.local import run_here
from tests.factories.organs import OrganFactory, person

pytestmark = pytest.mark.django_db
NOW = "2026-03-03 12:00:00+08:00"


@pytest.fixture(autouse=True)
def standing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("gongkai.documents.rebuilding.whole.sandbox.run", run_here)
    with time_machine.travel(NOW, tick=False):
        yield


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def picture() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (40, 40), "white").save(out, "JPEG")
    return SimpleUploadedFile("IMG_0001.jpg", out.getvalue(), "image/jpeg")


def hall() -> tuple[Organ, User, User, User]:
    from datetime import date

    township = OrganFactory.create()
    village = OrganFactory.create(village=True, parent=township, short_name="柳树湾村", founded_on=date(2025, 10, 1))
    accountant = person(village, Role.VILLAGE_CLERK)
    operations.enter_publisher(
        organ=village, kind="committee", name="柳树湾村村民委员会", by=accountant, on=date(2026, 3, 3)
    )
    return village, accountant, person(village, Role.VILLAGE_SUPERVISOR), person(township, Role.CLERK)


def test_from_the_phone_to_the_villagers_question() -> None:
    village, accountant, supervisor, _clerk = hall()
    data = {
        "matter": "matter.finances", "day": "2026-02-10", "text": "2月收支", "lines": "水费收入，1200，\n修路灯，，860.50",
        "photo": picture(), "once": "a",
    }  # fmt: skip
    answer = client_of(accountant).post(reverse("workbench:village-new", args=[village.code]), data)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    one = VillageDisclosure.objects.get()
    assert one.lines == [["水费收入", "1200", ""], ["修路灯", "", "860.50"]]
    public = reverse("portal:village-item", args=[village.code, one.public_key])
    assert Client().get(public).status_code == 404
    sign = reverse("workbench:village-sign", args=[village.code, one.public_key])
    client_of(supervisor).post(sign, {"seen_hash": one.hash, "conclusion": "passed"})
    page = Client().get(public).content.decode()
    assert "860.50" in page
    assert "村务监督委员会已审签" in page
    assert Client().get(reverse("portal:village-photo", args=[village.code, one.public_key, 1])).status_code == 200
    assert Client().get(reverse("portal:village-photo", args=[village.code, one.public_key, 2])).status_code == 404

    asked = Client().post(reverse("portal:village-ask", args=[village.code, one.public_key]), {"text": "谁修的灯？"})
    assert "已经收到" in asked.content.decode()
    question = VillageQuestion.objects.get()
    assert "谁修的灯" not in Client().get(public).content.decode()
    client_of(accountant).post(
        reverse("workbench:village-answer", args=[village.code, one.public_key, question.pk]),
        {"text": "县电力公司", "public": "on"},
    )
    page = Client().get(public).content.decode()
    assert "谁修的灯" in page
    assert "县电力公司" in page


def test_the_village_page_says_what_is_there_what_is_late_and_what_comes_next() -> None:
    village, _accountant, _supervisor, _clerk = hall()
    page = Client().get(reverse("portal:village", args=[village.code])).content.decode()
    assert "下次公开：" in page
    assert "逾期" in page
    assert len(page.encode()) < 100_000
    powers = Client().get(reverse("portal:village-powers", args=[village.code])).content.decode()
    assert "宅基地申请" in powers
    assert Client().get(reverse("portal:village", args=[village.parent.code])).status_code == 404
    assert Client().get(reverse("portal:village-section", args=[village.code, "finances"])).status_code == 200
    assert Client().get(reverse("portal:village-section", args=[village.code, "x"])).status_code == 404


def test_the_township_sees_who_is_late_and_reminds() -> None:
    village, _accountant, _supervisor, clerk = hall()
    address = reverse("workbench:village", args=[village.parent.code])
    assert "逾期" in client_of(clerk).get(address).content.decode()
    remind = reverse("workbench:village-remind", args=[village.parent.code])
    client_of(clerk).post(remind, {"village": village.code, "matter": "matter.finances", "period": "2026-01-01"})
    assert VillageReminder.objects.get().organ == village
    client_of(clerk).post(remind, {"village": "x", "period": "2026-01-01"})
    assert VillageReminder.objects.count() == 1


def test_a_refusal_stands_beside_its_field() -> None:
    village, accountant, supervisor, _clerk = hall()
    client, address = client_of(accountant), reverse("workbench:village-new", args=[village.code])
    wrong = client.post(address, {"matter": "matter.finances", "day": "2026-02-10", "lines": "a,b,c,d"})
    assert wrong.status_code == 400
    assert "每行最多三项" in wrong.content.decode()
    missing = client.post(address, {"matter": "matter.party_dues", "day": "2026-02-10", "text": "x"})
    assert "还没有登记" in missing.content.decode()
    appraisal = reverse("workbench:village-appraisal", args=[village.code])
    votes = {"year": 2025, "held_on": "2026-01-08", "present": 10, "satisfied": 50, "fair": 8, "dissatisfied": 2}
    assert "超过参加人数" in client_of(supervisor).post(appraisal, votes).content.decode()
    assert client_of(supervisor).post(appraisal, {**votes, "present": 60}).status_code == 302
