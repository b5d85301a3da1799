"""A draft becomes one application; its code is kept as a hash; nothing that names a person lies open in the database."""

import secrets
import sqlite3
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.utils import timezone

from gongkai.apps.core import audit, codes
from gongkai.apps.foi import operations, queries
from gongkai.apps.foi.answers import Answers, problems
from gongkai.apps.foi.models import Draft, FoiRequest, SideMatter
from gongkai.apps.organs.models import Organ
from gongkai.documents.personal_data.credit_code import ALPHABET, check_character, is_credit_code
from gongkai.law.privacy import id_check_character
from tests.apps.conftest import Crew
from tests.apps.foi.conftest import Office
from tests.factories.organs import OrganFactory

NOW = datetime.fromisoformat("2026-03-24T10:00:00+08:00")
NAME, ID, PHONE, ADDRESS = "欧阳密名", "64042319900101011X", "13912345678", "密址巷七号"
ANSWERS = {
    "kind": "natural_person", "name": NAME, "id_type": "居民身份证", "id_number": ID, "phone": PHONE, "address": ADDRESS,
    "title": "演示水渠工程结算", "delivery_form": "电子", "delivery_channel": "网上下载", "agent": "no",
}  # fmt: skip


@pytest.fixture
def organ(db: None) -> Organ:
    """A township that takes applications on line."""
    township = OrganFactory(area_code="640423999", office="综合办公室", phone="0000-1234567", address="演示路1号")
    operations.open_online_channel(organ=township, by=None, on=date(2026, 1, 5))
    return township


def drafted(organ: Organ, **changed: str) -> tuple[Draft, str]:
    draft, code = operations.start_draft(organ=organ, by=None, at=NOW)
    operations.save_answers(draft=draft, by=None, at=NOW, **{**ANSWERS, **changed})
    return draft, code


def test_a_draft_is_handed_in_once_however_often_it_is_sent(crew: Crew[FoiRequest], transactional_db: None) -> None:
    organ = OrganFactory(area_code="640423999", office="综合办公室", phone="0000-1234567", address="演示路1号")
    operations.open_online_channel(organ=organ, by=None, on=date(2026, 1, 5))
    draft, _code = drafted(organ)
    made = crew([lambda: operations.submit(draft=draft, by=None, at=NOW) for _ in range(8)])
    assert len({foi.pk for foi in made}) == 1


def test_submission_receipt_and_registration_stand_in_the_history(organ: Organ) -> None:
    draft, _code = drafted(organ)
    foi = operations.submit(draft=draft, by=None, at=NOW)
    foi.refresh_from_db()
    assert [event.kind for event in foi.events.order_by("position")] == ["submitted", "receipt_confirmed", "registered"]
    assert (foi.state, foi.received_on, foi.due_on) == ("processing", date(2026, 3, 24), date(2026, 4, 22))
    letter = foi.letters.get()
    assert letter.kind == "L02"
    assert letter.event == foi.events.get(kind="registered")
    assert audit.verify().breaks == ()
    before = (foi.state, foi.received_on, foi.due_on, foi.outcome)
    operations.reindex(foi=foi, by=None, on=date(2026, 3, 24))
    foi.refresh_from_db()
    assert before == (foi.state, foi.received_on, foi.due_on, foi.outcome)


def test_without_the_automatic_receipt_the_day_waits_for_both_sides(organ: Organ) -> None:
    operations.open_online_channel(organ=organ, by=None, on=date(2026, 1, 6), automatic_receipt=False)
    draft, _code = drafted(Organ.objects.get(pk=organ.pk))
    foi = operations.submit(draft=draft, by=None, at=NOW)
    foi.refresh_from_db()
    assert (foi.state, foi.received_on, foi.due_on) == ("submitted", None, None)
    facts = {"confirmed_on": "2026-03-25", "confirmation_record": "电话确认"}
    operations.confirm_receipt(foi=foi, by=None, on=date(2026, 3, 25), facts=facts)
    foi.refresh_from_db()
    assert foi.received_on == date(2026, 3, 25)


def test_what_is_not_complete_is_refused_and_nothing_is_written(organ: Organ) -> None:
    draft, _code = drafted(organ, title="", agent="")
    with pytest.raises(operations.NotComplete) as refused:
        operations.submit(draft=draft, by=None, at=NOW)
    assert [problem.field for problem in refused.value.problems] == ["title", "agent"]
    assert not FoiRequest.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"id_number": "640423199001010118"}, "id_number"),
        ({"id_number": "64042319900230011X"}, "id_number"),  # 30 February
        ({"id_number": "123"}, "id_number"),
        ({"kind": "commercial_enterprise", "credit_code": "91640423MA7600000X", "representative": "甲"}, "credit_code"),
        ({"kind": "commercial_enterprise", "credit_code": "9164", "representative": "甲"}, "credit_code"),
        ({"name": "王😀"}, "name"),
        ({"name": "\ue000"}, "name"),
        ({"phone": "123"}, "phone"),
        ({"email": "a@b"}, "email"),
        ({"delivery_channel": "邮寄", "address": ""}, "delivery_channel"),
        ({"title": " ", "description": "", "document_number": ""}, "title"),
    ],
)
def test_bad_input_is_named_by_its_field_and_says_what_to_do(changed: dict[str, str], field: str) -> None:
    found = problems(Answers(**{**ANSWERS, **changed}))
    assert [problem.field for problem in found] == [field]
    assert len(found[0].message) > 6


@pytest.mark.parametrize("name", ["𬭎䶮", "阿卜杜拉·买买提", "O'Brien-李", "\U00031350"])
def test_rare_characters_in_names_are_taken(name: str) -> None:
    assert problems(Answers(**{**ANSWERS, "name": name})) == []


def test_the_check_character_of_a_credit_code() -> None:
    first = "91640423MA76ABCD0"
    right = first + check_character(first)
    assert is_credit_code(right)
    assert sum(is_credit_code(first + sign) for sign in ALPHABET) == 1
    assert id_check_character(ID[:17]) == ID[17]


def test_nothing_that_names_the_person_lies_open_in_the_database(
    transactional_db: None, organ: Organ, tmp_path: Path
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("looks into the bytes of the SQLite file")
    draft, code = drafted(organ)
    foi = operations.submit(draft=draft, by=None, at=NOW)
    waiting, second = drafted(organ)
    operations.rate(foi=_closed(foi), by=None, score=4, words=f"{NAME}谢谢", at=NOW)
    said = operations.MatterWords("演示记录", f"{NAME}的面积有误")
    person = operations.ApplicantData(kind="natural_person", name=NAME, phone=PHONE)  # type: ignore[arg-type]  # its value
    operations.take_matter(
        organ=organ, kind=SideMatter.Kind.RECORD_CORRECTION, key="k" * 20, by=None, at=NOW, applicant=person, said=said
    )
    file = tmp_path / "copy.sqlite3"
    copy = sqlite3.connect(file)
    connection.connection.backup(copy)
    copy.close()
    body = file.read_bytes()
    planted = [NAME, ID, PHONE, ADDRESS, code, codes.grouped(code), second]
    assert [word for word in planted if word.encode() in body] == []
    assert "演示水渠工程结算".encode() in body  # the search does see what lies open
    assert waiting.key.encode() in body


def _closed(foi: FoiRequest) -> FoiRequest:
    operations.withdraw(foi=foi, by=None, at=NOW)
    return FoiRequest.objects.get(pk=foi.pk)


def guesses(organ: Organ, count: int) -> int:
    return sum(queries.request_by_code(organ, "2026-1", codes.new_code()) is not None for _ in range(count))


def test_guessing_hits_nothing_and_the_right_code_does(organ: Organ) -> None:
    draft, code = drafted(organ)
    foi = operations.submit(draft=draft, by=None, at=NOW)
    assert guesses(organ, 40) == 0
    assert queries.request_by_code(organ, foi.serial, code) == foi
    assert queries.request_by_code(organ, "", code) is None
    assert queries.draft_by_code(organ, code) == draft


@pytest.mark.drill
@pytest.mark.timeout(7200)
def test_a_hundred_thousand_guesses_hit_nothing(organ: Organ) -> None:
    operations.submit(draft=drafted(organ)[0], by=None, at=NOW)
    assert guesses(organ, 100_000) == 0


def test_a_check_that_never_looks_at_the_code_would_be_seen(organ: Organ) -> None:
    operations.submit(draft=drafted(organ)[0], by=None, at=NOW)
    with patch("gongkai.apps.core.codes.matches", lambda code, hashed: bool(hashed)):
        assert guesses(organ, 3) == 3


def test_a_code_is_read_as_people_write_it() -> None:
    code = codes.new_code()
    spaced = codes.grouped(code)
    wide = code.translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    assert {codes.typed(text) for text in (code, spaced, spaced.replace(" ", "-"), wide)} == {code}
    assert codes.typed(code[:-1]) == codes.typed(code + "1") == codes.typed("abc") == ""


def test_old_drafts_are_thrown_away_and_fresh_ones_stay(organ: Organ) -> None:
    old, _code = drafted(organ)
    Draft.objects.filter(pk=old.pk).update(saved_at=NOW - timedelta(days=31))
    fresh, _code = drafted(organ)
    assert list(Draft.objects.values_list("pk", flat=True)) == [fresh.pk]


def test_a_channel_needs_its_facts_and_no_village_has_one(db: None) -> None:
    bare = OrganFactory(area_code="640423999", phone="")
    with pytest.raises(operations.FoiError, match="联系电话"):
        operations.open_online_channel(organ=bare, by=None, on=date(2026, 1, 5))
    with pytest.raises(operations.NotTakenOnline):
        operations.start_draft(organ=bare, by=None, at=timezone.now())


def test_a_correction_is_a_kind_of_its_own_with_its_letter(office: Office) -> None:
    key = secrets.token_urlsafe(18)
    said = operations.MatterWords("承包地面积记录", "我家承包地登记为3亩，证书上是5亩")
    person = operations.ApplicantData(kind="natural_person", name=NAME, phone=PHONE)  # type: ignore[arg-type]  # its value
    given: dict[str, Any] = {"organ": office.organ, "kind": SideMatter.Kind.RECORD_CORRECTION, "key": key, "by": None}

    def take() -> tuple[SideMatter, str]:
        return operations.take_matter(**given, at=NOW, applicant=person, said=said)

    (first, lost), (second, code) = take(), take()
    assert first == second
    assert SideMatter.objects.count() == 1
    assert queries.matter_by_code(office.organ, f"更正2026-{first.number}", lost) is None
    assert queries.matter_by_code(office.organ, f"更正2026-{first.number}", code) == first
    assert not FoiRequest.objects.exists()  # table 三 counts none
    answer: dict[str, Any] = {"by": office.clerk, "on": date(2026, 3, 27), "approved_by": office.head}
    with pytest.raises(operations.FoiError, match="不能以"):
        operations.answer_matter(matter=second, result=SideMatter.Result.PUBLISHED, words="", **answer)
    done = operations.answer_matter(
        matter=second, result=SideMatter.Result.CORRECTED, words="经核对证书，面积已更正为5亩", **answer
    )
    assert "公" in done.letter_serial
    assert done.letter_digest
    with pytest.raises(operations.FoiError, match="不能重复"):
        operations.answer_matter(matter=second, result=SideMatter.Result.CORRECTED, words="", **answer)


def test_a_suggestion_is_answered_with_its_letter(office: Office) -> None:
    person = operations.ApplicantData(kind="natural_person", name=NAME, phone=PHONE)  # type: ignore[arg-type]  # its value
    matter, _code = operations.take_matter(
        organ=office.organ, kind=SideMatter.Kind.PROMOTION, key="s" * 20, by=None, at=NOW, applicant=person,
        said=operations.MatterWords("演示水渠工程结算", "几个村都想看"),
    )  # fmt: skip
    done = operations.answer_matter(
        matter=matter, by=office.clerk, on=date(2026, 3, 27), result=SideMatter.Result.WILL_PUBLISH,
        words="自本答复之日起二十个工作日内公开", approved_by=office.head,
    )  # fmt: skip
    assert done.letter_serial.endswith("号")
