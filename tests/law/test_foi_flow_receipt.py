"""The day of receipt by channel and proof (ogi:31), the day of the reply by way of delivery (delivery2016:2)."""

from datetime import date
from typing import Any

import pytest

from gongkai.law.calendar import Calendar
from gongkai.law.foi_flow import (
    Delivery,
    Event,
    EventKind,
    ImpossibleDay,
    SubmissionChannel,
    UnlawfulMove,
    admit,
    confirmation_due,
    receipt_date,
    reply_date,
)
from gongkai.law.foi_flow.moves import rows

C = SubmissionChannel
DAY = date(2022, 7, 8)
#: For each channel what proves the day, and the article that says so.
PROOF: dict[SubmissionChannel, tuple[dict[str, Any], str]] = {
    C.IN_PERSON: ({"submitted_on": DAY, "submission_record": "签收"}, "ogi:31(1)"),
    C.ORAL: ({"submitted_on": DAY, "written_by": "演示员", "applicant_signature": "签名"}, "ogi:29.1"),
    C.POST_SIGNED: ({"signed_on": DAY, "signature_record": "签收单"}, "ogi:31(2)"),
    C.POST_ORDINARY: ({"confirmed_on": DAY, "confirmation_record": "电话记录"}, "ogi:31(2)"),
    C.INTERNET: ({"confirmed_on": DAY, "confirmation_record": "短信记录"}, "ogi:31(3)"),
    C.FAX: ({"confirmed_on": DAY, "confirmation_record": "电话记录"}, "ogi:31(3)"),
}


def test_every_channel_of_the_code_stands_in_the_data_and_here() -> None:
    assert set(rows("channel")) == {channel.value for channel in C} == {channel.value for channel in PROOF}


@pytest.mark.parametrize("channel", C)
def test_ogi_31_with_its_proof_every_channel_has_a_day_of_receipt(channel: SubmissionChannel) -> None:
    facts, article = PROOF[channel]
    proven = receipt_date(channel, facts)
    assert proven.day == DAY
    assert proven.missing == ()
    assert article in map(str, proven.cites)
    assert channel.label in proven.explanation


@pytest.mark.parametrize(("channel", "left_out"), [(channel, name) for channel in C for name in PROOF[channel][0]])
def test_ogi_31_without_any_part_of_its_proof_there_is_no_day(channel: SubmissionChannel, left_out: str) -> None:
    facts = {name: value for name, value in PROOF[channel][0].items() if name != left_out}
    proven = receipt_date(channel, facts)
    assert proven.day is None
    assert proven.missing == (left_out,)
    assert "还缺" in proven.explanation


def test_ogi_31_3_the_click_is_not_the_day_of_receipt() -> None:
    assert receipt_date(C.INTERNET, {"submitted_on": DAY}).day is None
    assert receipt_date(C.INTERNET, {"submitted_on": DAY, "automatic_receipt": "回执1"}).day is None


def test_ogi_31_3_an_automatic_receipt_counts_if_the_applicant_was_told_so() -> None:
    told = {"submitted_on": DAY, "automatic_receipt": "回执1", "told_automatic": True}
    assert receipt_date(C.INTERNET, told).day == DAY
    assert receipt_date(C.FAX, told).day is None


@pytest.mark.parametrize(
    ("channel", "earlier"),
    [
        (C.POST_SIGNED, "posted_on"),
        (C.POST_ORDINARY, "posted_on"),
        (C.POST_ORDINARY, "arrived_on"),
        (C.INTERNET, "submitted_on"),
        (C.FAX, "submitted_on"),
    ],
)
def test_a_day_before_the_postmark_or_the_submission_is_refused(channel: SubmissionChannel, earlier: str) -> None:
    facts = PROOF[channel][0]
    assert receipt_date(channel, {**facts, earlier: DAY}).day == DAY
    with pytest.raises(ImpossibleDay, match="早于"):
        receipt_date(channel, {**facts, earlier: date(2022, 7, 9)})


@pytest.mark.parametrize("channel", C)
def test_a_day_in_the_future_is_refused(channel: SubmissionChannel) -> None:
    facts = PROOF[channel][0]
    assert receipt_date(channel, facts, on=DAY).day == DAY
    with pytest.raises(ImpossibleDay, match="晚于今天"):
        receipt_date(channel, facts, on=date(2022, 7, 7))


def test_dates_may_come_as_text_and_nonsense_is_named() -> None:
    assert receipt_date(C.IN_PERSON, {"submitted_on": "2022-07-08", "submission_record": "签收"}).day == DAY
    with pytest.raises(ValueError, match="“提交日期”应为日期"):
        receipt_date(C.IN_PERSON, {"submitted_on": "2022-13-08", "submission_record": "签收"})


def test_the_confirmation_has_a_clock_of_its_own_where_one_is_needed() -> None:
    national = Calendar.national()
    due = {channel: confirmation_due(channel, DAY, calendar=national) for channel in C}
    assert {channel for channel, day in due.items() if day is not None} == {C.POST_ORDINARY, C.INTERNET, C.FAX}
    internet = due[C.INTERNET]
    assert internet is not None
    assert internet.day == date(2022, 7, 12)


def test_no_proof_no_registration() -> None:
    submitted = [Event(EventKind.SUBMITTED, DAY, {"channel": "internet"})]
    with pytest.raises(UnlawfulMove, match="与申请人确认的记录"):
        admit(submitted, Event(EventKind.RECEIPT_CONFIRMED, DAY, {}), calendar=Calendar.national())
    with pytest.raises(UnlawfulMove, match="已收到，待登记"):
        admit(submitted, Event(EventKind.REGISTERED, DAY, {"registration_number": "1"}), calendar=Calendar.national())


def test_the_day_registered_must_be_the_day_the_proof_gives() -> None:
    submitted = [Event(EventKind.SUBMITTED, DAY, {"channel": "internet"})]
    facts = {"confirmed_on": "2022-07-12", "confirmation_record": "电话记录"}
    with pytest.raises(UnlawfulMove, match="登记的日期2022-07-11与此不符"):
        admit(submitted, Event(EventKind.RECEIPT_CONFIRMED, date(2022, 7, 11), facts), calendar=Calendar.national())
    move = admit(submitted, Event(EventKind.RECEIPT_CONFIRMED, date(2022, 7, 12), facts), calendar=Calendar.national())
    assert move.id == "confirm_receipt"


@pytest.mark.parametrize(
    ("delivery", "facts"),
    [
        (Delivery.DIRECT, {"signed_on": DAY, "signature": "签名"}),
        (Delivery.ENTRUSTED, {"signed_on": DAY, "signature": "签名"}),
        (Delivery.POST, {"posted_on": DAY, "mail_number": "演示1"}),
        (Delivery.ONLINE, {"sent_on": DAY, "sending_record": "记录"}),
    ],
)
def test_delivery2016_2_the_day_of_the_reply_and_its_proof(delivery: Delivery, facts: dict[str, Any]) -> None:
    assert reply_date(delivery, facts).day == DAY
    for name in facts:
        assert reply_date(delivery, {**facts, name: ""}).missing == (name,)
    with pytest.raises(ImpossibleDay, match="晚于今天"):
        reply_date(delivery, facts, on=date(2022, 7, 1))
    assert delivery.online == (delivery is Delivery.ONLINE)
    assert delivery.label
