"""Applying on line without scripts: page by page, the receipt, the case by number and code."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from lxml import html

from gongkai.apps.core.models import Event
from gongkai.apps.core.sealing import unseal
from gongkai.apps.foi import operations
from gongkai.apps.foi.models import Draft, FoiRequest, OnlineChannel, SideMatter, SuggestionTally
from gongkai.law.foi_flow import EventKind
from tests.web.conftest import TODAY
from tests.web.portal.world import World

PERSON = {"name": "王演示", "id_type": "居民身份证", "id_number": "64042319900101011X"}
PAGES: list[tuple[str, dict[str, str]]] = [
    ("who", {"kind": "natural_person"}),
    ("identity", PERSON),
    ("contact", {"phone": "0000-7654321", "address": "演示村1号", "email": ""}),
    ("what", {"title": "演示水渠工程结算", "document_number": "", "description": "2025年"}),
    ("delivery", {"delivery_form": "电子", "delivery_channel": "网上下载"}),
    ("help", {"help_needed": "", "help_other": ""}),
    ("agent", {"agent": "no", "agent_name": "", "agent_id_number": "", "agent_phone": ""}),
]


@pytest.fixture
def open_world(world: World) -> World:
    """The county with its township taking applications on line."""
    operations.open_online_channel(organ=world.township, by=None, on=date(2026, 2, 2))
    return world


def begin(reader: Client, world: World) -> str:
    answer = reader.post(f"{world.base}apply/start/")
    assert answer.status_code == 302
    return re.sub(r"who/$", "", answer.headers["Location"])


def fill(reader: Client, base: str, pages: list[tuple[str, dict[str, str]]] = PAGES) -> None:
    for name, sent in pages:
        answer = reader.post(f"{base}{name}/", sent)
        assert answer.status_code == 302, (name, text(answer))


def text(answer: Any) -> str:
    page = html.fromstring(answer.content)
    return " ".join(" ".join(node.text_content().split()) for node in page.xpath("//main"))


def test_a_person_applies_and_gets_a_receipt(open_world: World, reader: Client) -> None:
    base = begin(reader, open_world)
    fill(reader, base)
    assert "演示水渠工程结算" in text(reader.get(f"{base}check/"))
    done = reader.post(f"{base}check/")
    receipt = reader.get(done.headers["Location"])
    foi = FoiRequest.objects.get(organ=open_world.township)
    told = text(receipt)
    assert foi.serial in told
    assert "2026-04-22" in told  # twenty working days after 24 March, Qingming and the days of rest left out
    assert foi.received_on == TODAY
    assert unseal(foi.applicant.name_sealed) == "王演示"
    code = re.search(r"\d{4} \d{4} \d{4} \d{4}", told)
    assert code is not None
    assert Draft.objects.get(foi=foi).answers_sealed == ""
    assert receipt.headers["Cache-Control"] == "private, no-store"


def test_sent_twice_it_is_one_application(open_world: World, reader: Client) -> None:
    base = begin(reader, open_world)
    fill(reader, base)
    first, second = reader.post(f"{base}check/"), reader.post(f"{base}check/")
    assert first.headers["Location"] == second.headers["Location"]
    assert reader.get(f"{base}what/").headers["Location"] == first.headers["Location"]  # the back button
    assert FoiRequest.objects.filter(organ=open_world.township).count() == 1


def test_another_device_goes_on_with_the_code_and_nothing_typed_is_lost(open_world: World, reader: Client) -> None:
    base = begin(reader, open_world)
    shown = text(reader.get(f"{base}who/"))
    code = re.search(r"\d{4} \d{4} \d{4} \d{4}", shown)
    assert code is not None
    fill(reader, base, PAGES[:1])
    wrong = reader.post(f"{base}identity/", {**PERSON, "id_number": "640423199001010118"})
    assert wrong.status_code == 400
    assert "校验码对不上" in text(wrong)
    other = Client(headers={"accept-language": "zh-hans"})
    assert "apply/resume/" in other.get(f"{base}identity/").headers["Location"]
    back = other.post(f"{open_world.base}apply/resume/", {"code": code[0].replace(" ", "-")})
    assert back.headers["Location"] == f"{base}identity/"
    page = html.fromstring(other.get(back.headers["Location"]).content)
    assert page.xpath("//input[@name='name']/@value") == ["王演示"]
    assert page.xpath("//input[@name='id_number']/@value") == ["640423199001010118"]


def test_the_case_opens_with_number_and_code_only(open_world: World, reader: Client) -> None:
    base = begin(reader, open_world)
    fill(reader, base)
    receipt = text(reader.get(reader.post(f"{base}check/").headers["Location"]))
    code = re.search(r"\d{4} \d{4} \d{4} \d{4}", receipt)
    assert code is not None
    foi = FoiRequest.objects.get(organ=open_world.township)
    stranger, address = Client(headers={"accept-language": "zh-hans"}), f"{open_world.base}apply/status/"
    case = f"{open_world.base}apply/case/{foi.public_key}/"
    assert stranger.get(case).headers["Location"] == address
    assert stranger.get(f"{open_world.base}apply/case/nobody/").headers["Location"] == address
    no_code = stranger.post(address, {"number": foi.serial, "code": "0000 0000 0000 0000"})
    no_number = stranger.post(address, {"number": "2026-999", "code": "0000 0000 0000 0000"})
    assert (no_code.status_code, no_number.status_code) == (400, 400)
    assert re.sub(r"csrf\S+|value=\S+", "", text(no_code)) == re.sub(r"csrf\S+|value=\S+", "", text(no_number))
    right = stranger.post(address, {"number": f"2026 {foi.number}", "code": code[0]})
    assert right.headers["Location"] == case
    assert "正在办理" in text(stranger.get(case))


def test_guessing_is_stopped(open_world: World, reader: Client) -> None:
    address = f"{open_world.base}apply/status/"
    answers = [reader.post(address, {"number": "2026-1", "code": f"{n:016}"}).status_code for n in range(12)]
    assert answers == [400] * 10 + [429] * 2


def test_an_organ_that_has_not_opened_the_channel_says_how_else_to_apply(world: World, reader: Client) -> None:
    assert reader.get(f"{world.base}apply/start/").headers["Location"] == f"{world.base}apply/"
    assert "网上申请尚未开通" in text(reader.get(f"{world.base}apply/"))
    OnlineChannel.objects.create(organ=world.township, opened_on=TODAY)
    world.township.phone = ""
    world.township.save()
    with pytest.raises(operations.FoiError, match="联系电话"):
        operations.open_online_channel(organ=world.township, by=None, on=TODAY)
    assert reader.get(f"{world.base}apply/start/").status_code == 302


def test_what_is_public_already_is_offered_before(open_world: World, reader: Client) -> None:
    base = begin(reader, open_world)
    fill(reader, base, PAGES[:3])
    title = {"title": open_world.notice.title, "document_number": "", "description": ""}
    onward = reader.post(f"{base}what/", title)
    assert onward.headers["Location"] == f"{base}already/"
    assert open_world.notice.title in text(reader.get(f"{base}already/"))
    enough = reader.post(f"{base}already/", {"enough": "yes"})
    assert "left=gone" in enough.headers["Location"]
    assert not Draft.objects.exists()
    tally = SuggestionTally.objects.get()
    assert (tally.shown, tally.satisfied, tally.went_on) == (1, 1, 0)
    piece = reader.get(f"{open_world.base}apply/suggest/", {"q": open_world.notice.title[:6]})
    assert open_world.notice.title in re.sub(r"<[^>]+>", "", piece.content.decode())


def test_an_applicant_corrects_and_withdraws(open_world: World, reader: Client) -> None:
    base = begin(reader, open_world)
    fill(reader, base)
    reader.get(reader.post(f"{base}check/").headers["Location"])
    foi = FoiRequest.objects.get(organ=open_world.township)
    case = f"{open_world.base}apply/case/{foi.public_key}/"
    ask = {"points_to_clarify": "写明是哪一段", "clarify_by": "2026-04-10"}
    operations.move(foi=foi, event=EventKind.CLARIFICATION_NOTICE, by=None, on=TODAY, facts=ask)
    page = reader.get(case)
    assert "写明是哪一段" in text(page)
    assert reader.post(f"{case}clarify/", {"words": " "}).status_code == 400
    assert reader.post(f"{case}clarify/", {"words": "柳树湾段"}).status_code == 302
    foi.refresh_from_db()
    assert foi.state == "processing"
    letter = foi.letters.get(kind="L03")
    assert reader.get(f"{case}letters/{letter.pk}.docx").content[:2] == b"PK"
    assert Event.objects.filter(kind="foi.letter_opened", subject_id=letter.pk).count() == 1
    assert reader.get(f"{case}withdraw/").status_code == 200
    reader.post(f"{case}withdraw/")
    assert "您撤回了申请" in text(reader.get(case))
    assert reader.post(f"{case}rate/", {"score": "5", "words": "好"}).status_code == 302
    assert foi.satisfaction.score == 5
    assert "第几个工作日" in text(reader.get(f"{case}days/"))


@pytest.mark.parametrize(("page", "sign"), [("record", "更正"), ("suggestion", "公开建议")])
def test_a_correction_or_a_suggestion_is_taken_once_and_followed(
    open_world: World, reader: Client, page: str, sign: str
) -> None:
    address = f"{open_world.base}apply/{page}/"
    key = html.fromstring(reader.get(address).content).xpath("//input[@name='key']/@value")[0]
    sent = {"key": key, "name": "王演示", "phone": "0000-7654321", "title": "演示承包地面积", "words": "应为5亩"}
    assert reader.post(address, {**sent, "words": "😀"}).status_code == 400
    reader.post(address, sent)
    shown = text(reader.get(reader.post(address, sent).headers["Location"]))
    matter = SideMatter.objects.get()
    code = re.search(r"\d{4} \d{4} \d{4} \d{4}", shown)
    assert code is not None
    assert matter.serial in shown
    assert sign in matter.serial
    stranger = Client(headers={"accept-language": "zh-hans"})
    found = stranger.post(f"{open_world.base}apply/status/", {"number": matter.serial, "code": code[0]})
    assert "已经收到" in text(stranger.get(found.headers["Location"]))
    assert not FoiRequest.objects.exists()
