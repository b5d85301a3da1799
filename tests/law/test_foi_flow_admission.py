"""What may be done now: every reason at once, nothing unlawful admitted, every option with its ground."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.calendar import Calendar
from gongkai.law.foi_flow import Event, EventKind, Situation, UnlawfulMove, admit, clock, lawful_moves, state_of
from gongkai.law.foi_flow.moves import MOVES, moves_from

from .histories import Writer, random_history, received

K = EventKind
NATIONAL = Calendar.national()
START = date(2022, 7, 8)


def refusal(
    events: list[Event], kind: EventKind, on: date, facts: dict[str, Any] | None = None, *, today: date | None = None
) -> str:
    with pytest.raises(UnlawfulMove) as refused:
        admit(events, Event(kind, on, facts or {}), calendar=NATIONAL, on=today)
    assert refused.value.cites
    return str(refused.value)


def test_a_refusal_gives_every_reason_at_once() -> None:
    text = refusal(received(START), K.EXTENDED, date(2022, 10, 28), {"days": 21})
    for words in ("原因、公开工作机构负责人同意的记录", "答复期限已于2022-08-05届满", "延长期限应为1至20个工作日"):
        assert words in text


def test_a_refusal_lists_what_is_lawful_only_if_the_step_itself_is_not() -> None:
    only_facts = refusal(received(START), K.EXTENDED, START, {"days": 5})
    assert "现在可以选择的操作" not in only_facts
    assert "现在可以选择的操作" in refusal(received(START), K.FEE_PAID, START)


def test_events_do_not_go_back_in_time_or_into_the_future() -> None:
    events = [*received(START), Event(K.THIRD_PARTY_CONSULTED, date(2022, 7, 12), {"recipient": "演示"})]
    withdrawal = {"withdrawal_confirmation": "确认"}
    assert "早于此前的办理（2022-07-12）" in refusal(events, K.WITHDRAWN, date(2022, 7, 11), withdrawal)
    assert "晚于今天（2022-07-13）" in refusal(
        events, K.WITHDRAWN, date(2022, 7, 14), withdrawal, today=date(2022, 7, 13)
    )


def test_an_answer_may_be_entered_late_with_its_own_day() -> None:
    events = [
        *received(START),
        Event(K.THIRD_PARTY_CONSULTED, date(2022, 7, 11), {"recipient": "演示"}),
        Event(K.EXTENDED, date(2022, 7, 20), {"days": 5, "reason": "量大", "head_approval": "同意"}),
    ]
    answer = Event(K.THIRD_PARTY_ANSWERED, date(2022, 7, 18), {"consents": True})
    assert admit(events, answer, calendar=NATIONAL).id == "take_third_party_answer"
    now = clock([*events, answer], on=date(2022, 7, 20), calendar=NATIONAL)
    assert now.consultations[0].ended_on == date(2022, 7, 18)
    early = Event(K.THIRD_PARTY_ANSWERED, date(2022, 7, 9), {"consents": True})
    with pytest.raises(UnlawfulMove, match="没有未结束的征求意见"):
        admit(events, early, calendar=NATIONAL)


@pytest.mark.parametrize(
    ("kind", "facts", "words"),
    [
        (K.CLARIFICATION_NOTICE, {"points_to_clarify": "名称", "clarify_by": START}, "请给出合理的期限"),
        (K.CLARIFICATION_NOTICE, {"points_to_clarify": "名称", "clarify_by": "下周"}, "应为日期"),
        (K.EXTENDED, {"days": "5", "reason": "量大", "head_approval": "同意"}, "现填“5”"),
        (K.EXTENDED, {"days": 0, "reason": "量大", "head_approval": "同意"}, "现填“0”"),
        (K.EXTENDED, {"days": True, "reason": "量大", "head_approval": "同意"}, "现填“True”"),
        (K.FEE_NOTICE, {"mode": "per_page", "amount": 140}, "应为 per_item、per_volume 之一"),
        (K.FEE_NOTICE, {"mode": "per_volume", "amount": 0}, "不需要发收费通知"),
        (K.FEE_NOTICE, {"mode": "per_volume", "amount": "许多"}, "不需要发收费通知"),
        (K.SPLIT, {"parts": ["甲"]}, "两个以上不同的部分"),
        (K.SPLIT, {"parts": ["甲", "甲"]}, "两个以上不同的部分"),
        (K.PART_REPLIED, {"part": "甲", "outcome": "granted", "letter": "1"}, "没有待答复的部分“甲”"),
        (K.THIRD_PARTY_INFORMED, {"disclosure_reasons": "公共利益"}, "第三方没有不同意"),
        (K.DEFERRED, {"reason": "量大", "until": "2022-09-30"}, "请申请人说明理由"),
        (K.REPLIED, {"outcome": "denied", "letter": "1", "delivery": "post", "mail_number": "1"}, "不是办理结果"),
        (K.REPLIED, {"outcome": "lapsed_unpaid", "letter": "1", "delivery": "post"}, "逾期不缴费，不再处理"),
        (K.REPLIED, {"outcome": "other", "ground": "withdrawn", "letter": "1", "delivery": "post"}, "申请人撤回"),
        (K.REPLIED, {"outcome": "repeated", "letter": "1", "delivery": "express"}, "送达方式"),
        (K.REPLIED, {"outcome": "repeated", "letter": "1", "delivery": "post", "mail_number": "1"}, "此前的答复文号"),
    ],
)
def test_bad_facts_are_refused_with_a_sentence_that_helps(kind: EventKind, facts: dict[str, Any], words: str) -> None:
    assert words in refusal(received(START), kind, START, facts)


def test_two_open_consultations_need_names_of_their_own() -> None:
    events = [*received(START), Event(K.THIRD_PARTY_CONSULTED, START, {"recipient": "甲"})]
    assert "请另填编号" in refusal(events, K.ORGAN_CONSULTED, START, {"recipient": "乙"})
    admit(events, Event(K.ORGAN_CONSULTED, START, {"recipient": "乙", "ref": "2"}), calendar=NATIONAL)


def test_a_consultation_is_delivered_once() -> None:
    delivered = Event(K.CONSULTATION_DELIVERED, START, {"evidence": "回证"})
    events = [*received(START), Event(K.ORGAN_CONSULTED, START, {"recipient": "甲"}), delivered]
    assert "已经登记" in refusal(events, K.CONSULTATION_DELIVERED, START, {"evidence": "回证"})


def fee_noticed(on: date) -> list[Event]:
    return [*received(START), Event(K.FEE_NOTICE, on, {"mode": "per_volume", "amount": 140})]


def test_fee2020_7_without_proof_of_delivery_nothing_lapses() -> None:
    events = fee_noticed(START)
    assert "请先登记送达" in refusal(events, K.PAYMENT_LAPSED, date(2022, 12, 1))
    delivered = Event(K.FEE_NOTICE_DELIVERED, date(2022, 7, 11), {"evidence": "回证"})
    assert "已经登记" in refusal([*events, delivered], K.FEE_NOTICE_DELIVERED, date(2022, 7, 12), {"evidence": "x"})
    admit([*events, delivered], Event(K.PAYMENT_LAPSED, date(2022, 12, 1)), calendar=NATIONAL)


def test_fee2020_6_a_fee_notice_comes_within_the_period_and_only_once() -> None:
    fee = {"mode": "per_volume", "amount": 140}
    assert "答复期限已于2022-08-05届满" in refusal(received(START), K.FEE_NOTICE, date(2022, 8, 8), fee)
    paid = [
        *fee_noticed(date(2022, 7, 11)),
        Event(K.FEE_NOTICE_DELIVERED, date(2022, 7, 11), {"evidence": "回证"}),
        Event(K.FEE_PAID, date(2022, 7, 12), {"amount": 140}),
    ]
    assert "不能再次收费或者改变计收方式" in refusal(paid, K.FEE_NOTICE, date(2022, 7, 13), {**fee, "mode": "per_item"})


def test_fee2020_before_2021_there_was_no_tariff() -> None:
    start = date(2020, 11, 2)
    fee = {"mode": "per_volume", "amount": 140}
    assert "没有生效的信息处理费标准" in refusal(received(start), K.FEE_NOTICE, start, fee)


def reasons(*more: Event) -> list[Event]:
    request = {"volume_finding": "32件", "reasons_by": "2022-07-15"}
    return [*received(START), Event(K.REASONS_REQUESTED, START, request), *more]


def test_ogi_35_reasons_are_asked_once_and_waited_for() -> None:
    assert "期限到2022-07-15届满" in refusal(reasons(), K.REASONS_LAPSED, date(2022, 7, 15))
    lapsed = reasons(Event(K.REASONS_LAPSED, date(2022, 7, 16)))
    again = {"volume_finding": "33件", "reasons_by": "2022-07-29"}
    assert "已于2022-07-08请申请人说明理由" in refusal(lapsed, K.REASONS_REQUESTED, date(2022, 7, 18), again)
    reply = {"outcome": "unjustified_volume", "reasons_weighed": "未说明", "letter": "1", "delivery": "direct"}
    admit(lapsed, Event(K.REPLIED, date(2022, 7, 18), {**reply, "signature": "签收"}), calendar=NATIONAL)
    assert "说明理由告知书" in refusal(reasons(), K.REPLIED, date(2022, 7, 18), {**reply, "signature": "签收"})


def test_ogi_35_a_deferral_ends_later_on_a_working_day_and_bars_an_extension() -> None:
    given_reasons = reasons(Event(K.REASONS_GIVEN, date(2022, 7, 12), {"applicant_reasons": "研究"}))
    on = date(2022, 7, 13)
    assert "不晚于现在的答复期限" in refusal(given_reasons, K.DEFERRED, on, {"reason": "量大", "until": "2022-08-05"})
    assert "不是工作日" in refusal(given_reasons, K.DEFERRED, on, {"reason": "量大", "until": "2022-09-10"})
    deferred = Event(K.DEFERRED, on, {"reason": "量大", "until": "2022-09-13"})
    admit(given_reasons, deferred, calendar=NATIONAL)
    extension = {"days": 5, "reason": "量大", "head_approval": "同意"}
    assert "已于2022-07-13确定延迟" in refusal([*given_reasons, deferred], K.EXTENDED, on, extension)


def test_while_the_applicant_must_act_there_is_nothing_to_extend() -> None:
    notice = Event(K.CLARIFICATION_NOTICE, START, {"points_to_clarify": "名称", "clarify_by": "2022-07-22"})
    extension = {"days": 5, "reason": "量大", "head_approval": "同意"}
    assert "正在等待申请人" in refusal([*received(START), notice], K.EXTENDED, date(2022, 7, 11), extension)


def split(*more: Event) -> list[Event]:
    return [*received(START), Event(K.SPLIT, START, {"parts": [{"id": "甲", "holder": "演示局"}, "乙"]}), *more]


def part(name: str, outcome: str, **facts: str) -> Event:
    return Event(K.PART_REPLIED, START, {"part": name, "outcome": outcome, "letter": f"演示{name}", **facts})


def test_f03_parts_are_answered_one_by_one_and_make_one_row() -> None:
    withheld = part("乙", "internal_affairs", reasons="人事", page_map="全文")
    reply = {"outcome": "granted", "letter": "1", "delivery": "direct", "signature": "签收"}
    assert "还有部分没有答复：甲、乙" in refusal(split(), K.REPLIED, START, reply)
    assert "区分处理明细" in refusal(split(), K.PART_REPLIED, START, dict(part("乙", "internal_affairs").facts))
    both = split(part("甲", "granted", ground="already_public", access_route="网站"), withheld)
    assert "应计“partly_granted”" in refusal(both, K.REPLIED, START, reply)
    admit(both, Event(K.REPLIED, START, {**reply, "outcome": "partly_granted"}), calendar=NATIONAL)
    assert Situation(tuple(both), START, NATIONAL).parts[0].holder == "演示局"
    assert "已经拆分" in refusal(both, K.SPLIT, START, {"parts": ["丙", "丁"]})


def closed() -> list[Event]:
    facts = {
        "outcome": "repeated",
        "earlier_reply": "1",
        "letter": "演示5号",
        "delivery": "direct",
        "signature": "签收",
    }
    return [*received(START), Event(K.REPLIED, date(2022, 7, 20), facts)]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"old_reply": "演示5号"}, "复议决定、判决或者整改通知的文号"),
        ({"ruling": "1", "basis": "whim", "old_reply": "演示5号"}, "重新办理的依据"),
        ({"ruling": "1", "old_reply": "演示6号"}, "原答复的文号是“演示5号”"),
        ({"ruling": "1", "old_reply": "演示5号", "reply_by": "2022-10-10"}, "请给出合理的期限"),
    ],
)
def test_f04_opening_again_needs_a_ruling_and_the_old_reply(facts: dict[str, str], words: str) -> None:
    assert words in refusal(closed(), K.REOPENED, date(2022, 10, 10), {"basis": "reconsideration", **facts})


# -------------------------------------------------------------------------------- options


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32), ahead=st.integers(0, 60))
def test_every_option_has_a_ground_and_a_reason_exactly_if_it_is_refused(seed: int, ahead: int) -> None:
    events = random_history(seed, NATIONAL, start=START)
    on = max(event.on for event in events) + timedelta(days=ahead)
    options = lawful_moves(events, on=on, calendar=NATIONAL)
    assert {option.move.event for option in options} == set(EventKind)
    assert len(options) == len(set(EventKind))
    for option in options:
        assert option.cites
        assert option.allowed == (option.reason == "")
    here = {move.event for move in moves_from(state_of(events))}
    assert all(option.move.event in here for option in options if option.allowed)


def unlawful_is_refused(seed: int) -> int:
    """Throw every event at a random history; what the options refuse, `admit` refuses too, with a citation."""
    rng = random.Random(seed)
    events = random_history(seed, NATIONAL, start=START, steps=rng.randrange(10))
    on = max(event.on for event in events) + timedelta(days=rng.randrange(40))
    refused = 0
    for option in lawful_moves(events, on=on, calendar=NATIONAL):
        if option.allowed:
            continue
        kind = option.move.event
        facts = Writer(rng, Situation(tuple(events), on, NATIONAL)).facts(kind)
        with pytest.raises(UnlawfulMove) as refusal:
            admit(events, Event(kind, on, facts), calendar=NATIONAL)
        assert refusal.value.cites
        refused += 1
    return refused


def test_random_unlawful_moves_are_refused_with_a_citation() -> None:
    assert sum(unlawful_is_refused(seed) for seed in range(8)) > 100


@pytest.mark.drill
def test_five_thousand_random_unlawful_moves_are_refused_with_a_citation() -> None:
    assert sum(unlawful_is_refused(seed) for seed in range(400)) >= 5000


def test_a_late_clarification_notice_is_allowed_with_a_warning() -> None:
    def option(on: date) -> Any:
        options = lawful_moves(received(START), on=on, calendar=NATIONAL)
        return next(option for option in options if option.move.event is K.CLARIFICATION_NOTICE)

    assert option(date(2022, 7, 19)).warning == ""
    late = option(date(2022, 7, 20))
    assert late.allowed
    assert "不会重新起算" in late.warning


def test_a_new_application_can_only_be_submitted() -> None:
    options = lawful_moves([], on=START, calendar=NATIONAL)
    assert [option.move.event for option in options if option.allowed] == [K.SUBMITTED]
    assert len({move.id for move in MOVES}) > len(EventKind) - 1
