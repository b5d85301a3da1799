"""A list at the desks of village and township: uploaded on a phone, reviewed, public, objected to, corrected, taken down."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from gongkai.apps.benefits import exports
from gongkai.apps.benefits.models import BenefitBatch, Objection, PublicNotice, RegisterEntry
from gongkai.apps.core.models import Event
from gongkai.apps.organs.models import User
from gongkai.documents.rebuilding import lists
from gongkai.documents.writing.fonts import MissingFonts, font_set
from tests.documents.rebuilding.local import run_here
from tests.factories.benefits import NOON, Village, identity_number, people, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def standing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(lists.sandbox, "run", run_here)
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def place() -> Village:
    return Village.build()


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def file_of(rows: list[list[Any]], **more: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile("名单.xlsx", workbook(rows, **more))


def upload(place: Village, file: SimpleUploadedFile, **more: Any) -> Any:
    data = {
        "program": place.program.pk, "purpose": "notice", "period_from": "2026-01-01", "period_to": "2026-12-31",
        "file": file, "once": "one", **more,
    }  # fmt: skip
    return client_of(place.accountant).post(reverse("workbench:list-new", args=[place.village.code]), data)


def act(user: User, desk: str, name: str, key: str, *more: Any, **data: Any) -> Any:
    answer = client_of(user).post(reverse(f"workbench:{name}", args=[desk, key, *more]), data)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return answer


def test_from_the_accountants_phone_to_the_take_down(place: Village) -> None:
    village, township = place.village.code, place.township.code
    assert upload(place, file_of(people(6, village="柳树湾村"))).status_code == 302
    batch = BenefitBatch.objects.get()
    key = batch.public_key
    page = client_of(place.accountant).get(reverse("workbench:list", args=[village, key])).content.decode()
    assert "遮盖前后" in page
    assert identity_number(1000) in page  # the accountant sees the own ledger
    act(place.accountant, village, "list-submit", key)
    act(place.reviewer, township, "list-review", key, seen_hash=batch.hash, conclusion="passed")
    act(place.leader, township, "list-approve", key, seen_hash=batch.hash, conclusion="passed")
    act(place.leader, township, "list-open", key, office="综合办公室", phone="0000-1234567")

    public = reverse("portal:benefit-list", args=[village, key])
    shown = Client().get(public).content.decode()
    assert "王**" in shown
    assert "马国强" not in shown
    assert "马**" not in Client().get(f"{public}?q=王").content.decode()
    receipt = Client().post(reverse("portal:objection", args=[village, key]), {"text": "第2行面积不对"})
    objection = Objection.objects.get()
    assert objection.code in receipt.content.decode()
    act(place.head, township, "list-answer", key, objection.pk, outcome="upheld", answer="属实，更正")

    rows = people(6, village="柳树湾村")
    rows[1][7], rows[1][8] = 1, 120.0
    again = {"reason": "异议第1件成立", "file": file_of(rows), "once": "two"}
    client_of(place.accountant).post(reverse("workbench:list-again", args=[village, key]), again)
    fresh = BenefitBatch.objects.get(corrects=batch)
    act(place.accountant, village, "list-submit", fresh.public_key)
    act(place.reviewer, township, "list-review", fresh.public_key, seen_hash=fresh.hash, conclusion="passed")
    act(place.leader, township, "list-approve", fresh.public_key, seen_hash=fresh.hash, conclusion="passed")
    act(place.leader, township, "list-open", fresh.public_key, office="综合办公室", phone="0000-1234567")
    assert "名单已经撤下" in Client().get(public).content.decode()
    assert "收到异议1件，成立1件" in Client().get(public).content.decode()

    act(place.leader, township, "list-close", fresh.public_key, ending="privacy", note="本人要求")
    gone = Client().get(reverse("portal:benefit-list", args=[village, fresh.public_key])).content.decode()
    assert "王**" not in gone
    assert "6 人（户）" in gone


def test_a_second_click_makes_no_second_list(place: Village) -> None:
    client = client_of(place.accountant)
    data = {
        "program": place.program.pk, "purpose": "notice", "period_from": "2026-01-01", "period_to": "2026-12-31",
        "once": "same",
    }  # fmt: skip
    for _ in range(2):
        client.post(
            reverse("workbench:list-new", args=[place.village.code]),
            {**data, "file": file_of(people(2, village="柳树湾村"))},
        )
    assert BenefitBatch.objects.count() == 1


def hidden(_book: Any, sheet: Any) -> None:
    sheet.set_column(4, 4, None, None, {"hidden": True})


def test_a_refused_file_says_where_beside_the_field_and_leaves_nothing(place: Village) -> None:
    answer = upload(place, file_of(people(3, village="柳树湾村"), change=hidden))
    assert answer.status_code == 400
    assert "工作表“名单” 隐藏列里有公民身份号码" in answer.content.decode()
    assert not BenefitBatch.objects.exists()


def test_problems_are_downloaded_mended_and_uploaded_again(place: Village) -> None:
    rows = people(3, village="柳树湾村")
    rows[1][4] = "123"
    upload(place, file_of(rows))
    batch = BenefitBatch.objects.get()
    address = reverse("workbench:list-problems", args=[place.village.code, batch.public_key])
    data = client_of(place.accountant).get(address).content
    table = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    assert table[1][:4] == ["名单", "3", "E", "身份证号"]
    again = {"reason": "改正号码", "file": file_of(people(3, village="柳树湾村")), "once": "x"}
    client_of(place.accountant).post(
        reverse("workbench:list-again", args=[place.village.code, batch.public_key]), again
    )
    batch.refresh_from_db()
    assert batch.state == "replaced"
    assert BenefitBatch.objects.exclude(pk=batch.pk).get().problem_counts == {}


def test_the_board_sheet_holds_names_but_no_numbers(place: Village) -> None:
    try:
        font_set(settings.FONT_DIRS)
    except MissingFonts:
        pytest.skip("没有中文字体")
    notice = place.public()
    address = reverse("workbench:list-sheet", args=[place.village.code, notice.batch.public_key, "a3"])
    answer = client_of(place.accountant).get(address)
    assert answer.headers["Content-Type"] == "application/pdf"
    import pypdfium2

    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.content))
    assert "马国强" in text
    assert "0000-1234567" in text
    assert not any(value in text for value in (identity_number(1000), "13900001000"))
    assert Event.objects.filter(kind="list.sheet_taken").count() == 1


def test_exports_follow_their_mapping_and_only_the_internal_one_holds_numbers(place: Village) -> None:
    notice = place.public()
    for platform, holds in (("small_power", False), ("funds_311", True)):
        address = reverse("workbench:list-export", args=[place.township.code, notice.batch.public_key, platform, "csv"])
        text = client_of(place.clerk).get(address).content.decode()
        assert text.lstrip("\ufeff").splitlines()[0] == ",".join(
            heading for heading, _field in exports.platforms()[platform].columns
        )
        assert (identity_number(1000) in text) is holds
        assert len(text.splitlines()) == 7
    assert Event.objects.filter(kind="list.exported").count() == 2


def test_complaints_come_back_from_the_platform(place: Village) -> None:
    file = SimpleUploadedFile(
        "导出.csv", "受理编号,投诉事项,办理状态,更新时间,满意度\n演示001,补贴,已办结,2026-03-01,满意\n".encode()
    )
    address = reverse("workbench:list-complaints", args=[place.township.code])
    client = client_of(place.clerk)
    assert client.post(address, {"platform": "small_power", "file": file}).status_code == 302
    assert "已办结" in client.get(address).content.decode()
    wrong = SimpleUploadedFile("x.csv", "甲,乙\n1,2\n".encode())
    assert "没有找到" in client.post(address, {"platform": "small_power", "file": wrong}).content.decode()


def test_the_register_keeps_fingerprints(place: Village) -> None:
    file = SimpleUploadedFile("注销.csv", f"姓名,身份证号\n马国强,{identity_number(1000)}\n".encode())
    data = {"kind": "deceased", "source": "演示通报", "file": file}
    client_of(place.clerk).post(reverse("workbench:list-register", args=[place.township.code]), data)
    assert identity_number(1000) not in RegisterEntry.objects.get().print
    assert place.list_of(2).problem_counts == {"row.deceased": 1}


def test_the_county_sees_every_list_and_takes_it_down_in_one_click(place: Village) -> None:
    from gongkai.apps.organs.models import Role
    from tests.factories.organs import person

    county = person(place.county, Role.COUNTY_OFFICE)
    notice = place.public()
    client, address = client_of(county), reverse("workbench:list-safety", args=[place.county.code])
    assert "姓名只显示姓" in client.get(address).content.decode()
    client.post(reverse("workbench:list-look", args=[place.county.code]))
    assert "没有问题" in client.get(address).content.decode()
    client.post(reverse("workbench:list-unpublish", args=[place.county.code, notice.batch.public_key]))
    assert PublicNotice.objects.get().ending == "privacy"


class TestPublic:
    def test_three_taps_from_the_village_to_the_names(self, place: Village) -> None:
        notice = place.public()
        column = Client().get(reverse("portal:column", args=[place.village.code])).content.decode()
        benefits = reverse("portal:benefits", args=[place.village.code])
        assert benefits in column
        listed = Client().get(benefits).content.decode()
        assert reverse("portal:benefit-list", args=[place.village.code, notice.batch.public_key]) in listed
        assert "马**" not in listed

    def test_the_code_of_the_board_opens_large_type(self, place: Village) -> None:
        key = place.public().batch.public_key
        answer = Client().get(reverse("portal:list-short", args=[key]))
        assert answer.cookies["gk_display"].value == "elder"
        assert Client().get(reverse("portal:list-short", args=["zzzzzzzzzzzz"])).status_code == 404

    def test_the_own_record_needs_both_and_tries_are_limited(self, place: Village) -> None:
        place.public()
        address = reverse("portal:own-record", args=[place.village.code])
        right = {"number": identity_number(1001), "phone": "139 0000 1001"}
        assert "240" in Client().post(address, right).content.decode()
        wrong = {**right, "phone": "13900001002"}
        pages = [Client().post(address, wrong).content.decode() for _ in range(5)]
        assert "没有查到" in pages[0]
        assert "次数过多" in pages[-1]
        assert "次数过多" in Client().post(address, right).content.decode()
        facts = str(list(Event.objects.filter(kind="list.own_record_asked").values_list("facts", flat=True)))
        assert identity_number(1001) not in facts

    def test_over_is_over(self, place: Village) -> None:
        notice = place.public()
        address = reverse("portal:benefit-list", args=[place.village.code, notice.batch.public_key])
        with time_machine.travel(NOON + timedelta(days=20), tick=False):
            assert "马**" not in Client().get(address).content.decode()
            late = Client().post(
                reverse("portal:objection", args=[place.village.code, notice.batch.public_key]), {"text": "迟到"}
            )
            assert Objection.objects.count() == 0
            assert late.status_code == 400

    def test_a_list_belongs_to_its_place(self, place: Village) -> None:
        from tests.factories.organs import OrganFactory

        notice = place.public()
        other = OrganFactory.create()
        address = reverse("portal:benefit-list", args=[other.code, notice.batch.public_key])
        assert Client().get(address).status_code == 404
