"""Every step issues its letters in its own transaction; what was issued stays as it was; only the applicant's letters name the applicant."""

import hashlib
import json
import time
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import docx
import pytest
from django.db import transaction

from gongkai.apps.core.audit import verify
from gongkai.apps.core.models import Event as ChainEvent
from gongkai.apps.core.numbering import NotInTransaction
from gongkai.apps.core.sealing import seal, unseal
from gongkai.apps.foi import letters, operations, previews
from gongkai.apps.foi.letters.case import summary
from gongkai.apps.foi.models import ApplicantKind, FeeNotice, FoiRequest, Letter
from gongkai.apps.organs.operations import rename_organ
from gongkai.apps.organs.permissions import NotPermitted
from gongkai.documents.writing import LetterDocument, letter_docx, letter_pdf
from gongkai.law.annual_report.model import OrganKind
from gongkai.law.foi_flow import MOVES, Delivery, EventKind, UnlawfulMove
from gongkai.law.letters import Recipient, letter_kind
from gongkai.law.outcomes import Outcome
from gongkai.law.remedies import remedies
from tests.apps.foi.conftest import Office
from tests.apps.foi.steps import GRANTED, received, reply, submit
from tests.documents.writing import pages
from tests.documents.writing.samples import needs_fonts
from tests.factories.foi import LetterFactory
from tests.factories.organs import OrganFactory, OrganNameFactory

MONDAY = date(2022, 9, 26)
NAME = "演示申请人"
DENIED = {"reasons": "属于人事管理方面的信息", "page_map": "第3页至第5页"}
#: The days around both changes of the law of remedies.
TURNS = (date(2023, 12, 31), date(2024, 1, 1), date(2025, 5, 31), date(2025, 6, 1))


def text_of(letter: Letter) -> str:
    kept = letters.letter_text(letter)
    return "\n".join([kept.title, kept.addressee, *kept.paragraphs, *kept.remedies, *kept.attachments, kept.contact])


def last(foi: FoiRequest, code: str) -> Letter:
    return foi.letters.filter(kind=code).latest("id")


def step(office: Office, foi: FoiRequest, event: EventKind, on: date, **facts: Any) -> None:
    operations.move(foi=foi, event=event, by=office.clerk, on=on, facts=facts)


# -------------------------------------------------------------------------------- each step with its letters


def test_ogi_31_registration_issues_a_receipt_with_both_dates_and_without_a_number(office: Office) -> None:
    foi = received(office, MONDAY)
    receipt = last(foi, "L02")
    assert (receipt.serial, receipt.number, receipt.recipient) == ("", None, "applicant")
    assert unseal(receipt.addressee_sealed) == NAME
    text = text_of(receipt)
    for words in (foi.serial, "2022年9月26日", "2022年10月27日", "20个工作日", "演示征地补偿安置方案", NAME):
        assert words in text
    assert receipt.event is not None
    assert receipt.event.kind == EventKind.REGISTERED


def test_a_receipt_across_an_unannounced_year_says_that_its_date_is_provisional(office: Office) -> None:
    assert "暂计" in text_of(last(received(office, date(2031, 12, 22)), "L02"))


def test_ogi_30_clarification_and_its_lapse(office: Office) -> None:
    foi = received(office, MONDAY)
    facts = {"points_to_clarify": "请写明年份", "clarify_by": "2022-10-21"}
    step(office, foi, EventKind.CLARIFICATION_NOTICE, date(2022, 9, 28), **facts)
    notice = last(foi, "L03")
    assert "请你于2022年10月21日前" in text_of(notice)
    assert "自本机关收到补正的申请之日起计算" in text_of(notice)
    step(office, foi, EventKind.CLARIFICATION_LAPSED, date(2022, 10, 24))
    closing = last(foi, "L27")
    assert notice.serial in text_of(closing)
    assert "2022年10月21日届满" in text_of(closing)
    assert foi.events.last().facts["letter"] == closing.serial


def test_ogi_30_a_late_notice_says_that_the_period_runs_on(office: Office) -> None:
    foi = received(office, MONDAY)
    facts = {"points_to_clarify": "请写明年份", "clarify_by": "2022-11-21"}
    step(office, foi, EventKind.CLARIFICATION_NOTICE, date(2022, 10, 20), **facts)
    assert "不影响原答复期限" in text_of(last(foi, "L03"))


def test_ogi_30_what_is_still_unclear_is_told_with_the_notice(office: Office) -> None:
    foi = received(office, MONDAY)
    facts = {"points_to_clarify": "请写明年份", "clarify_by": "2022-10-21"}
    step(office, foi, EventKind.CLARIFICATION_NOTICE, date(2022, 9, 28), **facts)
    step(office, foi, EventKind.CLARIFIED, date(2022, 10, 10), clarification="2021年前后")
    letter = reply(office, foi, date(2022, 10, 14), Outcome.STILL_UNCLEAR, reasons="没有写明文件名称")
    assert last(foi, "L03").serial in text_of(letter)
    assert "于2022年10月10日收到你补正的申请" in text_of(letter)


def test_ogi_33_2_extension_names_the_new_date_and_the_head(office: Office) -> None:
    foi = received(office, MONDAY)
    operations.extend(
        foi=foi, by=office.clerk, on=date(2022, 10, 20), days=20, reason="材料多", approved_by=office.head
    )
    notice = last(foi, "L05")
    assert "因材料多" in text_of(notice)
    assert "延长后的答复期限至2022年11月24日" in text_of(notice)
    assert notice.approved_by == office.head


def test_ogi_32_consultation_writes_to_the_third_party_and_to_the_applicant(office: Office) -> None:
    foi = received(office, MONDAY)
    step(office, foi, EventKind.THIRD_PARTY_CONSULTED, date(2022, 9, 28), recipient="演示企业", ref="1")
    asked, told = last(foi, "L07"), last(foi, "L08")
    assert (asked.recipient, told.recipient) == ("third_party", "applicant")
    assert unseal(asked.addressee_sealed) == "演示企业"
    assert "15个工作日" in text_of(asked)
    assert "第三方" in text_of(told)
    assert "演示企业" not in text_of(told)
    assert asked.event == told.event


def test_ogi_32_each_third_party_that_objected_gets_the_letter_with_both_remedies(office: Office) -> None:
    foi = received(office, MONDAY)
    asked = (("1", "演示企业甲", False), ("2", "演示企业乙", True), ("3", "演示企业丙", False))
    for ref, name, _ in asked:
        step(office, foi, EventKind.THIRD_PARTY_CONSULTED, date(2022, 9, 28), recipient=name, ref=ref)
    for ref, _, consents in asked:
        step(office, foi, EventKind.THIRD_PARTY_ANSWERED, date(2022, 10, 9), consents=consents, ref=ref)
    step(office, foi, EventKind.THIRD_PARTY_INFORMED, date(2022, 10, 10), disclosure_reasons="涉及公共安全")
    sent = foi.letters.filter(kind="L09")
    assert [unseal(letter.addressee_sealed) for letter in sent] == ["演示企业甲", "演示企业丙"]
    assert all("涉及公共安全" in text_of(letter) and "行政复议" in text_of(letter) for letter in sent)


def test_ogi_34_another_organ_is_asked_by_an_official_letter(office: Office) -> None:
    foi = received(office, MONDAY)
    step(office, foi, EventKind.ORGAN_CONSULTED, date(2022, 9, 28), recipient="示例县演示局", ref="1")
    assert "视为同意公开" in text_of(last(foi, "L10"))
    assert "有关行政机关" in text_of(last(foi, "L08"))


def test_ogi_35_reasons_are_asked_for_and_the_refusal_names_that_notice(office: Office) -> None:
    foi = received(office, MONDAY)
    facts = {"volume_finding": "一年内申请60件", "reasons_by": "2022-10-14"}
    step(office, foi, EventKind.REASONS_REQUESTED, date(2022, 9, 28), **facts)
    assert "一年内申请60件" in text_of(last(foi, "L04"))
    step(office, foi, EventKind.REASONS_GIVEN, date(2022, 10, 10), applicant_reasons="关心")
    letter = reply(office, foi, date(2022, 10, 14), Outcome.UNJUSTIFIED_VOLUME, reasons_weighed="未说明需要")
    assert last(foi, "L04").serial in text_of(letter)
    assert "未说明需要" in text_of(letter)


def test_ogi_35_a_deferral_names_its_date(office: Office) -> None:
    foi = received(office, MONDAY)
    facts = {"volume_finding": "一年内申请60件", "reasons_by": "2022-10-14"}
    step(office, foi, EventKind.REASONS_REQUESTED, date(2022, 9, 28), **facts)
    step(office, foi, EventKind.REASONS_GIVEN, date(2022, 10, 10), applicant_reasons="研究需要")
    step(office, foi, EventKind.DEFERRED, date(2022, 10, 11), reason="件数多", until="2022-12-30")
    assert "延迟至2022年12月30日前" in text_of(last(foi, "L06"))


def test_ogi_42_the_fee_notice_shows_the_reckoning_and_its_lapse_closes(office: Office) -> None:
    foi = received(office, MONDAY)
    operations.notify_fee(foi=foi, by=office.clerk, on=date(2022, 10, 10), mode=FeeNotice.Mode.PER_VOLUME, quantity=44)
    notice = last(foi, "L11")
    for words in ("应缴信息处理费140元", "第31至44页", "20个工作日", "按量计收"):
        assert words in text_of(notice)
    foi.refresh_from_db()
    operations.record_delivery(
        letter=notice, by=office.clerk, on=date(2022, 10, 12), delivery=Delivery.POST, delivered_on=date(2022, 10, 11), proof="演示000000001"
    )  # fmt: skip
    assert foi.fee_notice.due_on == date(2022, 11, 8)
    step(office, foi, EventKind.PAYMENT_LAPSED, date(2022, 11, 9))
    assert notice.serial in text_of(last(foi, "L27"))
    assert "2022年11月8日届满" in text_of(last(foi, "L27"))


def test_ogi_36_5_a_transfer_writes_to_the_applicant_and_to_the_other_organ(office: Office) -> None:
    foi = received(office, MONDAY)
    step(office, foi, EventKind.TRANSFERRED, date(2022, 9, 29), receiving_organ="示例县演示局")
    told, sent = last(foi, "L23"), last(foi, "L30")
    assert "移送该机关" in text_of(told)
    assert "行政复议" in text_of(told)
    assert sent.recipient == Letter.Recipient.ORGAN
    assert foi.events.last().facts["letter"] == told.serial


def test_convention_7_a_withdrawal_is_confirmed_without_remedies(office: Office) -> None:
    foi = received(office, MONDAY)
    step(office, foi, EventKind.WITHDRAWN, date(2022, 9, 29), withdrawal_confirmation="书面撤回")
    assert letters.letter_text(last(foi, "L27")).remedies == ()


def test_convention_4_parts_have_letters_of_their_own_and_a_closing_list(office: Office) -> None:
    foi = received(office, MONDAY)
    first, second = operations.split(foi=foi, by=office.clerk, on=MONDAY, descriptions=["方案", "明细"])
    common: dict[str, Any] = {"by": office.clerk, "on": date(2022, 10, 12), "approved_by": office.head}
    one = operations.reply_part(part=first, outcome=Outcome.GRANTED, facts=GRANTED, **common)
    facts = {"page_map": "第3页人事安排", "secrecy_review": "已审查", "reasons": "人事管理"}
    two = operations.reply_part(part=second, outcome=Outcome.INTERNAL_AFFAIRS, facts=facts, **common)
    assert "答复其中的“方案”" in text_of(one)
    assert "答复其中的“明细”" in text_of(two)
    closing = reply(office, foi, date(2022, 10, 14), Outcome.PARTLY_GRANTED, delivery="direct", signature="签收")
    assert "1. 方案：" in text_of(closing)
    assert one.serial in text_of(closing)
    assert two.serial in text_of(closing)


def test_adr_15_an_ordered_reply_names_its_ruling(office: Office) -> None:
    letter = reply(office, received(office, MONDAY), date(2022, 10, 14))
    ordered = operations.order_new_reply(
        letter=letter, by=office.clerk, on=date(2023, 2, 6), basis="reconsideration", ruling="示例县复决〔2023〕1号"
    )
    again = reply(office, ordered, date(2023, 2, 20))
    assert "根据示例县复决〔2023〕1号，本机关对该申请重新处理" in text_of(again)
    assert "2022年9月26日收到" in text_of(again)


def test_every_move_that_names_a_letter_is_issued_here_or_kept_on_file() -> None:
    named = {
        effect.removeprefix("letter.") for move in MOVES for effect in move.effects if effect.startswith("letter.")
    }
    sent = {letter_kind(name).code for name in named - {"by_outcome"} if letter_kind(name).to is not Recipient.FILE}
    assert sent == {"L02", "L03", "L04", "L05", "L06", "L07", "L08", "L09", "L10", "L11", "L23", "L27", "L30"}


# -------------------------------------------------------------------------------- remedies (pitfall 15)


@pytest.mark.parametrize("on", TURNS, ids=str)
@pytest.mark.parametrize(
    ("outcome", "facts"),
    [
        (Outcome.GRANTED, GRANTED),
        (Outcome.INTERNAL_AFFAIRS, DENIED),
        (Outcome.SPECIAL_ACCESS_REGIME, {"reasons": "另有规定", "query_channel": "不动产登记机构"}),
        (Outcome.NOT_HELD, {"ground": "not_existing", "search_record": "检索档案室"}),
        (Outcome.REPEATED, {"earlier_reply": "演示公复〔2022〕1号"}),
        (
            Outcome.PARTLY_GRANTED,
            {**DENIED, "secrecy_review": "已审查", "withheld_grounds": "人事信息", "delivery_form": "纸质"},
        ),
    ],
    ids=lambda value: value.value if isinstance(value, Outcome) else "",
)
def test_a_decision_carries_exactly_the_remedies_of_its_outcome_and_day(
    office: Office, outcome: Outcome, facts: dict[str, Any], on: date
) -> None:
    foi = received(office, on - timedelta(days=10))
    letter = reply(office, foi, on, outcome, **facts)
    told = remedies(outcome, letter_on=on, organ_kind=OrganKind.TOWNSHIP, delivered_online=False)
    assert letters.letter_text(letter).remedies == told.paragraphs
    assert text_of(letter).count("行政复议决定书之日") == sum("行政复议决定书之日" in each for each in told.paragraphs)
    for other in foi.letters.exclude(pk=letter.pk):
        assert letters.letter_text(other).remedies == ()


def test_arl_24_the_county_above_hears_the_case_by_its_name_of_that_day(office: Office) -> None:
    county = OrganFactory(county=True, name="示例县人民政府")
    OrganNameFactory(organ=county, name="示例县旧府", from_on=date(2010, 1, 1), to_on=date(2022, 12, 31))
    OrganNameFactory(organ=county, name="示例县人民政府", from_on=date(2023, 1, 1))
    office.organ.parent, office.organ.path = county, f"{county.path}{office.organ.code}/"
    office.organ.save()
    assert "向示例县旧府申请行政复议" in text_of(reply(office, received(office, MONDAY), date(2022, 10, 14)))
    foi = received(office, date(2023, 5, 8))
    assert "向示例县人民政府申请行政复议" in text_of(reply(office, foi, date(2023, 5, 19)))


def test_what_the_organ_has_set_stands_in_later_letters_only(office: Office) -> None:
    before = reply(office, received(office, MONDAY), date(2022, 10, 14))
    kept = text_of(before)
    with pytest.raises(NotPermitted):
        operations.set_letters(organ=office.organ, by=office.clerk, on=MONDAY, court="示例县人民法院")
    operations.set_letters(organ=office.organ, by=None, on=MONDAY, court="示例县人民法院", mark="示乡政")
    after = reply(office, received(office, MONDAY), date(2022, 10, 14))
    assert after.serial == "示乡政公复〔2022〕2号"
    assert "向示例县人民法院提起行政诉讼" in text_of(after)
    assert text_of(before) == kept


def test_convention_20_the_organ_may_send_the_whole_to_reconsideration_while_the_law_leaves_it_open(
    office: Office,
) -> None:
    operations.set_letters(organ=office.organ, by=None, on=MONDAY, partly_granted="whole")
    facts = {**DENIED, "secrecy_review": "已审查", "withheld_grounds": "人事信息", "delivery_form": "纸质"}
    for on, count in ((date(2022, 10, 14), 1), (date(2026, 3, 13), 1)):
        letter = reply(office, received(office, on - timedelta(days=4)), on, Outcome.PARTLY_GRANTED, **facts)
        assert len(letters.letter_text(letter).remedies) == count


def test_arl_22_no_decision_on_line_without_the_channel_and_nothing_is_written(office: Office) -> None:
    foi = received(office, date(2026, 3, 2))
    before = (Letter.objects.count(), ChainEvent.objects.count())
    facts = {**GRANTED, "delivery": "online", "sending_record": "演示平台"}
    with pytest.raises(operations.LetterRefused, match="互联网渠道"):
        reply(office, foi, date(2026, 3, 13), **facts)
    assert (Letter.objects.count(), ChainEvent.objects.count()) == before
    operations.set_letters(organ=office.organ, by=None, on=MONDAY, online_link="演示复议平台")
    letter = reply(office, foi, date(2026, 3, 13), **facts)
    assert "演示复议平台" in text_of(letter)
    assert letter.serial.endswith("〔2026〕1号")


# -------------------------------------------------------------------------------- privacy (ogi:15)


def test_ogi_15_only_the_applicants_letters_name_the_applicant(office: Office) -> None:
    foi = operations.receive(
        organ=office.organ,
        by=office.clerk,
        at=received(office, MONDAY).submitted_at,
        channel="in_person",
        applicant=operations.ApplicantData(
            kind=ApplicantKind.NATURAL_PERSON, name="欧阳演示", phone="0000-7654321", address="演示路9号", id_number="演示证件X1"
        ),
        wanted=operations.Wanted(
            title="欧阳演示一户的补偿明细", description="本人欧阳 演示，电话0000-7654321，住演示路9号，证件演示证件x1，要求查看补偿明细"
        ),
    )  # fmt: skip
    facts = {"submitted_on": MONDAY.isoformat(), "submission_record": "签收"}
    operations.confirm_receipt(foi=foi, by=office.clerk, on=MONDAY, facts=facts)
    step(office, foi, EventKind.THIRD_PARTY_CONSULTED, date(2022, 9, 28), recipient="演示企业", ref="1")
    step(office, foi, EventKind.ORGAN_CONSULTED, date(2022, 9, 28), recipient="示例县演示局", ref="2")
    step(office, foi, EventKind.THIRD_PARTY_ANSWERED, date(2022, 9, 29), consents=False, ref="1")
    step(office, foi, EventKind.ORGAN_ANSWERED, date(2022, 9, 29), consents=True, ref="2")
    reasons = {"disclosure_reasons": "欧阳演示提出的事项涉及公共利益"}
    step(office, foi, EventKind.THIRD_PARTY_INFORMED, date(2022, 9, 30), **reasons)
    step(office, foi, EventKind.TRANSFERRED, date(2022, 9, 30), receiving_organ="示例县演示局")
    secrets = ("欧阳演示", "欧阳 演示", "0000-7654321", "演示路9号", "证件X1", "证件x1")
    to_others = foi.letters.exclude(recipient=Letter.Recipient.APPLICANT)
    assert sorted(to_others.values_list("kind", flat=True)) == ["L07", "L09", "L10", "L30"]
    for letter in to_others:
        assert not [secret for secret in secrets if secret in letters.letter_text(letter).json()]
    for letter in foi.letters.filter(recipient=Letter.Recipient.APPLICANT):
        assert letters.letter_text(letter).addressee == "欧阳演示"


def test_names_are_sealed_at_rest_and_absent_from_the_chain(office: Office) -> None:
    letter = reply(office, received(office, MONDAY), date(2022, 10, 14))
    row = Letter.objects.filter(pk=letter.pk).values().get()
    assert NAME not in str(row)
    assert not any(NAME in str(event.facts) for event in ChainEvent.objects.all())
    assert verify().breaks == ()


# -------------------------------------------------------------------------------- numbers


def test_numbers_follow_each_other_in_each_series(office: Office) -> None:
    first, second = received(office, MONDAY), received(office, MONDAY)
    for foi in (first, second):
        facts = {"points_to_clarify": "请写明年份", "clarify_by": "2022-10-21"}
        step(office, foi, EventKind.CLARIFICATION_NOTICE, date(2022, 9, 28), **facts)
    replies = [reply(office, received(office, MONDAY), date(2022, 10, 14)) for _ in range(2)]
    assert [last(foi, "L03").number for foi in (first, second)] == [1, 2]
    assert [letter.number for letter in replies] == [1, 2]
    assert {letter.series for letter in Letter.objects.exclude(number=None)} == {"notice", "reply"}


def test_a_refused_step_takes_no_number(office: Office) -> None:
    foi = received(office, MONDAY)
    with pytest.raises(UnlawfulMove):
        reply(office, foi, date(2022, 10, 14), Outcome.NOT_HELD, ground="not_existing")
    assert reply(office, foi, date(2022, 10, 14)).number == 1


@pytest.mark.django_db(transaction=True)
def test_no_letter_is_issued_outside_a_transaction(office: Office) -> None:
    foi = received(office, MONDAY)
    facts = {"outcome": "granted", "delivery": "direct", "signature": "签收", **GRANTED}
    draft = previews.preview(foi=foi, event=EventKind.REPLIED, by=office.clerk, on=date(2022, 10, 14), facts=facts)[0]
    with pytest.raises(NotInTransaction):
        letters.issue(foi, draft, by=office.clerk)
    with transaction.atomic():
        assert letters.issue(foi, draft, by=office.clerk).number == 1


def test_gbt9704_a_short_name_with_brackets_still_makes_a_good_number(office: Office) -> None:
    office.organ.short_name = "第一街道（演示）"
    office.organ.save()
    assert reply(office, received(office, MONDAY), date(2022, 10, 14)).serial == "一街道演示公复〔2022〕1号"


# -------------------------------------------------------------------------------- what is kept


def files_of(letter: Letter) -> tuple[bytes, bytes]:
    document = letters.letter_document(Letter.objects.get(pk=letter.pk))
    return letter_pdf(document), letter_docx(document)


@needs_fonts
def test_a_letter_does_not_change_after_later_events_renames_or_settings(office: Office) -> None:
    foi = received(office, MONDAY)
    OrganNameFactory(organ=office.organ)
    letter = reply(office, foi, date(2022, 10, 14), Outcome.INTERNAL_AFFAIRS, **DENIED)
    before = files_of(letter)
    rename_organ(
        organ=office.organ, by=None, on=date(2022, 11, 1), name="示例县新演示镇人民政府", short_name="新演示镇"
    )
    operations.set_letters(organ=office.organ, by=None, on=MONDAY, court="示例县人民法院", mark="新")
    operations.order_new_reply(
        letter=letter, by=office.clerk, on=date(2023, 2, 6), basis="lawsuit", ruling="示例法院〔2023〕1号"
    )
    FoiRequest.objects.filter(pk=foi.pk).update(title="改过的名称")
    foi.applicant.name_sealed = seal("改过的姓名")
    foi.applicant.save()
    assert files_of(letter) == before


@needs_fonts
def test_a_letter_does_not_change_with_a_new_rule(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    letter = reply(office, received(office, MONDAY), date(2022, 10, 14))
    before = files_of(letter)

    def broken(*args: object, **kwargs: object) -> None:
        raise AssertionError("asked the rules")

    for name in ("gongkai.law.letter_texts.compose", "gongkai.law.letter_texts.remedies", "gongkai.law.entries.load"):
        monkeypatch.setattr(name, broken)
    assert files_of(letter) == before


def test_the_digest_is_that_of_the_kept_text_and_is_printed(office: Office) -> None:
    letter = reply(office, received(office, MONDAY), date(2022, 10, 14))
    text = unseal(letter.content)
    assert letter.digest == hashlib.sha256(text.encode()).hexdigest()
    assert json.loads(text)["number"] == letter.serial
    document = letters.letter_document(letter)
    assert letter.digest in document.notes[0].replace(" ", "")
    words = "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(letter_docx(document))).paragraphs)
    assert letter.digest[:8] in words
    assert "{" not in words
    issued = ChainEvent.objects.get(kind="foi.letter_issued", subject_id=letter.pk)
    assert issued.facts == {"letter": "L20", "serial": letter.serial, "digest": letter.digest}


def test_a_changed_text_is_refused_and_so_is_a_missing_one(office: Office) -> None:
    letter = reply(office, received(office, MONDAY), date(2022, 10, 14))
    letter.content = seal(unseal(letter.content).replace("可以公开", "不予公开"))
    with pytest.raises(letters.LetterNotKept, match="已被改动"):
        letters.letter_document(letter)
    with pytest.raises(letters.LetterNotKept, match="没有留存文本"):
        letters.letter_document(LetterFactory())


def test_issuing_makes_no_file(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*args: object, **kwargs: object) -> None:
        raise AssertionError("set in type inside the transaction")

    monkeypatch.setattr("gongkai.documents.writing.letters.typeset", forbidden)
    monkeypatch.setattr("gongkai.documents.writing.word_letter.letter_word", forbidden)
    assert reply(office, received(office, MONDAY), date(2022, 10, 14)).digest


@needs_fonts
def test_u4_issued_letters_keep_the_margins_of_gbt9704(office: Office) -> None:
    foi = received(office, MONDAY)
    letter = reply(
        office, foi, date(2022, 10, 14), Outcome.INTERNAL_AFFAIRS, **{**DENIED, "reasons": "人事管理。" * 60}
    )
    for each in foi.letters.all():
        pdf = letter_pdf(letters.letter_document(each))
        for page in range(len(pages.texts(pdf))):
            box = pages.ink(pdf, page)
            assert box.left > 27
            assert box.right < 185
            assert box.top > (36 if page else 29)
            assert box.bottom < 263
    assert NAME in "".join(pages.texts(letter_pdf(letters.letter_document(letter))))


@needs_fonts
def test_a_pdf_takes_little_time_once_the_fonts_are_loaded(office: Office) -> None:
    document = letters.letter_document(reply(office, received(office, MONDAY), date(2022, 10, 14)))
    letter_pdf(document)
    best = min(_timed(replace(document, title=f"告知书{number}")) for number in range(5))
    assert best < 0.1


def _timed(document: LetterDocument) -> float:
    started = time.perf_counter()
    letter_pdf(document)
    return time.perf_counter() - started


# -------------------------------------------------------------------------------- delivery and preview


def test_delivery2016_2_a_reply_carries_its_delivery_and_others_are_recorded(office: Office) -> None:
    foi = received(office, MONDAY)
    receipt, on = last(foi, "L02"), date(2022, 9, 28)
    way: dict[str, Any] = {"letter": receipt, "by": office.clerk, "on": on, "delivery": Delivery.DIRECT}
    for wrong in ({"proof": " ", "delivered_on": on}, {"proof": "签收", "delivered_on": on + timedelta(days=1)}):
        with pytest.raises(operations.FoiError):
            operations.record_delivery(**way, **wrong)
    operations.record_delivery(**way, delivered_on=on, proof="申请人签收")
    receipt.refresh_from_db()
    assert (receipt.delivered_on, receipt.delivery, receipt.delivery_proof) == (on, "direct", "申请人签收")
    with pytest.raises(operations.FoiError, match="不能重复登记"):
        operations.record_delivery(**way, delivered_on=on, proof="申请人签收")
    letter = reply(office, foi, date(2022, 10, 14))
    assert (letter.delivered_on, letter.delivery_proof) == (date(2022, 10, 14), "申请人签收")


def test_ogi_32_the_delivery_of_a_consultation_moves_its_limit(office: Office) -> None:
    foi = received(office, MONDAY)
    step(office, foi, EventKind.THIRD_PARTY_CONSULTED, date(2022, 9, 28), recipient="演示企业", ref="1")
    step(office, foi, EventKind.ORGAN_CONSULTED, date(2022, 9, 28), recipient="示例县演示局", ref="2")
    operations.record_delivery(
        letter=last(foi, "L07"), by=office.clerk, on=date(2022, 9, 30), delivery=Delivery.POST, delivered_on=date(2022, 9, 30), proof="演示1"
    )  # fmt: skip
    assert last(foi, "L07").delivery == "post"
    assert last(foi, "L10").delivered_on is None
    assert foi.events.filter(kind=EventKind.CONSULTATION_DELIVERED, facts__ref="1").count() == 1
    step(office, foi, EventKind.CONSULTATION_DELIVERED, date(2022, 9, 30), evidence="传真回执", ref="2")
    assert last(foi, "L10").delivery_proof == "传真回执"


def test_a_preview_is_what_will_be_issued_and_writes_nothing(office: Office) -> None:
    foi = received(office, MONDAY)
    before = (Letter.objects.count(), ChainEvent.objects.count())
    facts = {"outcome": "internal_affairs", "delivery": "direct", "signature": "申请人签收", **DENIED}
    on = date(2022, 10, 14)
    (draft,) = previews.preview(foi=foi, event=EventKind.REPLIED, by=office.clerk, on=on, facts=facts)
    assert (Letter.objects.count(), ChainEvent.objects.count()) == before
    letter = reply(office, foi, on, Outcome.INTERNAL_AFFAIRS, **DENIED)
    issued, shown = letters.letter_document(letter), letters.draft_document(draft)
    assert replace(issued, number="", notes=()) == shown


def test_ogi_31_the_receipt_is_shown_before_the_day_is_fixed(office: Office) -> None:
    foi = submit(office, MONDAY)
    facts = {"submitted_on": MONDAY.isoformat(), "submission_record": "登记簿签收"}
    (draft,) = previews.preview(
        foi=foi, event=EventKind.RECEIPT_CONFIRMED, by=office.clerk, on=date(2022, 9, 27), facts=facts
    )
    operations.confirm_receipt(foi=foi, by=office.clerk, on=date(2022, 9, 27), facts=facts)
    assert letters.stored(draft) == letters.letter_text(last(foi, "L02"))


def test_a_preview_of_a_fee_reckons_and_a_stranger_sees_none(office: Office) -> None:
    foi = received(office, MONDAY)
    facts = {"mode": "per_volume", "quantity": 44}
    on = date(2022, 10, 10)
    (draft,) = previews.preview(foi=foi, event=EventKind.FEE_NOTICE, by=office.clerk, on=on, facts=facts)
    assert "140元" in "".join(draft.text.paragraphs)
    with pytest.raises(NotPermitted):
        previews.preview(foi=foi, event=EventKind.FEE_NOTICE, by=office.stranger, on=on, facts=facts)


def test_a_summary_repeats_what_was_asked_once_and_cuts_what_is_long() -> None:
    foi = FoiRequest(title="演示方案", document_number="演示〔2020〕1号", description="演示方案的全文")
    assert summary(foi) == "“演示方案的全文”（文号：演示〔2020〕1号）"
    assert summary(FoiRequest(title="方案", description="另一种\n说法")) == "“方案”（特征描述：另一种 说法）"
    assert len(summary(FoiRequest(title="方案", description="长" * 4000))) < 400
