"""
The conditions of the moves, by the names that stand under `guards` in moves.toml.

A guard gets the situation and the facts of the new event, and returns None or a sentence that tells why not and what to do. Facts are
None where somebody only asks what is possible; a guard about facts then has nothing to say.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from gongkai.law.citations import chinese
from gongkai.law.deadlines import deadline
from gongkai.law.entries import NoRuleInForce
from gongkai.law.fees import FeeMode, per_volume
from gongkai.law.foi_flow.clock import ClockStatus
from gongkai.law.foi_flow.moves import EventKind, fact_date, fact_label, limit_id, rows
from gongkai.law.foi_flow.pauses import Consulted
from gongkai.law.foi_flow.receipt import Delivery, SubmissionChannel, receipt_date, reply_date
from gongkai.law.foi_flow.situation import Situation
from gongkai.law.outcomes import Outcome, combined_outcome, missing_demands

Facts = Mapping[str, Any] | None
Guard = Callable[[Situation, Facts], str | None]

GUARDS: dict[str, Guard] = {}


def guard(check: Guard) -> Guard:
    """Register a guard under its own name."""
    GUARDS[check.__name__] = check
    return check


# -------------------------------------------------------------------------------- receipt (ogi:31)


@guard
def receipt_proven(now: Situation, facts: Facts) -> str | None:
    """Refuse a day of receipt that the channel's proof does not give."""
    submitted = now.last(EventKind.SUBMITTED)
    if facts is None or submitted is None:
        return None
    known = {"submitted_on": submitted.on, **submitted.facts, **facts}
    return _receipt_refusal(now, known)


@guard
def receipt_proven_if_told(now: Situation, facts: Facts) -> str | None:
    """Refuse an unproven day of receipt of the corrected application, where its channel is told."""
    return _receipt_refusal(now, {"submitted_on": now.on, **facts}) if facts and facts.get("channel") else None


def _receipt_refusal(now: Situation, facts: Mapping[str, Any]) -> str | None:
    proven = receipt_date(SubmissionChannel(facts["channel"]), facts)
    if proven.day is None:
        return f"{proven.explanation}请补齐后再登记。"
    return None if proven.day == now.on else f"{proven.explanation}登记的日期{now.on:%Y-%m-%d}与此不符，请改正。"


# -------------------------------------------------------------------------------- clarification (ogi:30)


@guard
def no_clarification_yet(now: Situation, facts: Facts) -> str | None:
    """Allow one notice per application."""
    earlier = now.last(EventKind.CLARIFICATION_NOTICE)
    return f"已于{earlier.on:%Y-%m-%d}告知补正，补正只能一次性告知；仍不明确的，请作出答复。" if earlier else None


@guard
def clarify_by_is_later(now: Situation, facts: Facts) -> str | None:
    """Demand a period that lies ahead."""
    return _lies_ahead(now, facts, "clarify_by")


@guard
def clarification_period_over(now: Situation, facts: Facts) -> str | None:
    """Wait until the period that the notice gave has ended."""
    return _wait(now, "补正期限")


def _lies_ahead(now: Situation, facts: Facts, name: str) -> str | None:
    day = fact_date(facts, name) if facts else None
    if day is None or day > now.on:
        return None
    return f"“{fact_label(name)}”{day:%Y-%m-%d}不晚于告知之日{now.on:%Y-%m-%d}，请给出合理的期限。"


def _wait(now: Situation, what: str) -> str | None:
    last = now.clock.waits_until
    if last is None:
        return f"{what}尚未确定（没有送达记录），不能按逾期处理。请先登记送达。"
    return f"{what}到{last:%Y-%m-%d}届满，次日起才算逾期。" if now.on <= last else None


# -------------------------------------------------------------------------------- consultation (ogi:32, ogi:34)


@guard
def consultation_name_is_free(now: Situation, facts: Facts) -> str | None:
    """Demand a name of its own for each of several open consultations."""
    if facts is None or not now.open_consultations(ref=str(facts.get("ref", ""))):
        return None
    return f"已有一次未结束的征求意见使用同一“{fact_label('ref')}”，请另填编号以便区分。"


@guard
def third_party_is_asked(now: Situation, facts: Facts) -> str | None:
    """Demand an open consultation of a third party."""
    return _is_asked(now, facts, Consulted.THIRD_PARTY)


@guard
def organ_is_asked(now: Situation, facts: Facts) -> str | None:
    """Demand an open consultation of another organ."""
    return _is_asked(now, facts, Consulted.ORGAN)


def _is_asked(now: Situation, facts: Facts, whom: Consulted | None) -> str | None:
    ref = None if facts is None else str(facts.get("ref", ""))
    if now.open_consultations(whom, ref):
        return None
    named = f"编号为“{ref}”的" if ref else ""
    return f"没有{named}未结束的征求意见。请先登记征求意见，或者核对编号。"


@guard
def third_party_period_over(now: Situation, facts: Facts) -> str | None:
    """Give the third party its time."""
    return _period_over(now, facts, Consulted.THIRD_PARTY)


@guard
def organ_period_over(now: Situation, facts: Facts) -> str | None:
    """Give the other organ its time."""
    return _period_over(now, facts, Consulted.ORGAN)


def _period_over(now: Situation, facts: Facts, whom: Consulted) -> str | None:
    ref = None if facts is None else str(facts.get("ref", ""))
    asked = now.open_consultations(whom, ref)
    if not asked or any(each.limit.day < now.on for each in asked):
        return None
    return f"对方可以在{min(each.limit.day for each in asked):%Y-%m-%d}前提出意见，次日起才算逾期。"


@guard
def organ_delivery_known(now: Situation, facts: Facts) -> str | None:
    """Take silence for consent only where the letter is known to have arrived."""
    ref = None if facts is None else str(facts.get("ref", ""))
    asked = now.open_consultations(Consulted.ORGAN, ref)
    if not asked or any(each.delivered_on for each in asked):
        return None
    return "期限自对方收到征求意见书之日起算，现在没有送达记录，不能视为同意。请先登记送达。"


@guard
def consultation_is_open(now: Situation, facts: Facts) -> str | None:
    """Demand an open consultation that is not known to be delivered yet."""
    refusal = _is_asked(now, facts, None)
    ref = None if facts is None else str(facts.get("ref", ""))
    if refusal or any(each.delivered_on is None for each in now.open_consultations(ref=ref)):
        return refusal
    return "这次征求意见的送达已经登记。"


@guard
def third_party_objected(now: Situation, facts: Facts) -> str | None:
    """Demand an objection; without one there is nothing to tell."""
    return None if now.evidence["third_party_objected"] else "第三方没有不同意公开的意见，不需要此项告知。"


@guard
def no_open_consultation(now: Situation, facts: Facts) -> str | None:
    """Wait for the answer or the end of the time before deciding."""
    asked = now.open_consultations()
    if not asked:
        return None
    last = max(each.limit.day for each in asked)
    if now.on > last:
        return f"征求意见的期限已于{last:%Y-%m-%d}届满，请先登记逾期未提出意见。"
    return f"正在征求意见，对方可以在{last:%Y-%m-%d}前答复。请收到意见或者期满后再作决定。"


# -------------------------------------------------------------------------------- extension and deferral (ogi:33.2, ogi:35)


@guard
def clock_runs(now: Situation, facts: Facts) -> str | None:
    """Demand a due date."""
    if now.clock.due_on is not None:
        return None
    suspended = now.clock.status is ClockStatus.SUSPENDED
    return "正在等待申请人，答复期限没有计算。" if suspended else "收到之日未定，答复期限没有计算。"


@guard
def not_overdue(now: Situation, facts: Facts) -> str | None:
    """Refuse what must be done within the period for the reply."""
    due_on = now.clock.due_on
    if due_on is None or now.on <= due_on:
        return None
    return f"答复期限已于{due_on:%Y-%m-%d}届满，{now.on:%Y-%m-%d}不能再办理。请尽快作出答复。"


@guard
def no_ruling_date(now: Situation, facts: Facts) -> str | None:
    """Respect the date that a ruling has set."""
    return "答复日期已由裁决确定，不能改变。" if now.clock.fixed_by_ruling else None


@guard
def not_extended_yet(now: Situation, facts: Facts) -> str | None:
    """Allow one extension."""
    earlier = now.last(EventKind.EXTENDED)
    return f"已于{earlier.on:%Y-%m-%d}延长过一次，不能再次延长。" if earlier else None


@guard
def not_deferred_yet(now: Situation, facts: Facts) -> str | None:
    """Allow one deferral, and no extension on top of it."""
    earlier = now.last(EventKind.DEFERRED)
    return f"已于{earlier.on:%Y-%m-%d}确定延迟答复期限，不能再改变。" if earlier else None


@guard
def extension_within_limit(now: Situation, facts: Facts) -> str | None:
    """Grant at most what the regulation grants, in whole working days."""
    if facts is None or "days" not in facts:
        return None
    limit, days = deadline(limit_id("extension"), on=now.on), facts["days"]
    if isinstance(days, int) and not isinstance(days, bool) and 1 <= days <= limit.working_days.count:
        return None
    return f"延长期限应为1至{limit.working_days}的整数，现填“{days}”。请改正。"


@guard
def reasons_were_given(now: Situation, facts: Facts) -> str | None:
    """Defer only for an applicant who gave reasons."""
    if now.happened(EventKind.REASONS_GIVEN):
        return None
    return "只有请申请人说明理由并认为理由合理的，才能确定延迟答复的期限。"


@guard
def deferral_is_later_working_day(now: Situation, facts: Facts) -> str | None:
    """Demand a working day after the present due date."""
    until, due_on = (fact_date(facts, "until") if facts else None), now.clock.due_on
    if until is None or due_on is None:
        return None
    if until <= due_on:
        return f"延迟到{until:%Y-%m-%d}，不晚于现在的答复期限{due_on:%Y-%m-%d}。请改为更晚的日期。"
    return None if now.calendar.is_working(until) else f"{until:%Y-%m-%d}不是工作日，请改为工作日。"


@guard
def no_reasons_request_yet(now: Situation, facts: Facts) -> str | None:
    """Ask for reasons once."""
    earlier = now.last(EventKind.REASONS_REQUESTED)
    return f"已于{earlier.on:%Y-%m-%d}请申请人说明理由。" if earlier else None


@guard
def reasons_by_is_later(now: Situation, facts: Facts) -> str | None:
    """Demand a period that lies ahead."""
    return _lies_ahead(now, facts, "reasons_by")


@guard
def reasons_period_over(now: Situation, facts: Facts) -> str | None:
    """Wait until the period that the notice gave has ended."""
    return _wait(now, "说明理由的期限")


# -------------------------------------------------------------------------------- fee (ogi:42, fee2020)


@guard
def no_fee_notice_yet(now: Situation, facts: Facts) -> str | None:
    """Charge once, by one tariff."""
    earlier = now.last(EventKind.FEE_NOTICE)
    return f"已于{earlier.on:%Y-%m-%d}发出收费通知，不能再次收费或者改变计收方式。" if earlier else None


@guard
def fee_is_due(now: Situation, facts: Facts) -> str | None:
    """Demand a tariff in force, one of its modes, and an amount above nothing."""
    try:
        tariff = per_volume(0, on=now.on)
    except NoRuleInForce:
        return "当时没有生效的信息处理费标准，不能收费。"
    if facts is None or "mode" not in facts or "amount" not in facts:
        return None
    if facts["mode"] not in list(FeeMode):
        return f"“{fact_label('mode')}”应为 {'、'.join(FeeMode)} 之一，现为“{facts['mode']}”。"
    if _amount(facts["amount"]) > 0:
        return None
    return f"金额“{facts['amount']}”不大于0，不需要发收费通知。（{'、'.join(map(chinese, tariff.cites))}）"


def _amount(value: Any) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return Decimal(0)


@guard
def fee_notice_not_delivered_yet(now: Situation, facts: Facts) -> str | None:
    """Register the delivery once; the period for payment runs from it."""
    return "收费通知的送达已经登记。" if now.clock.waits_until is not None else None


@guard
def payment_in_time(now: Situation, facts: Facts) -> str | None:
    """Accept payment until the end of the last day."""
    last = now.clock.waits_until
    return f"缴费期限已于{last:%Y-%m-%d}届满，视为放弃申请，请按逾期不缴费处理。" if last and now.on > last else None


@guard
def payment_period_over(now: Situation, facts: Facts) -> str | None:
    """Wait until the last day of payment has passed."""
    return _wait(now, "缴费期限")


# -------------------------------------------------------------------------------- parts (ogi:37)


@guard
def not_split_yet(now: Situation, facts: Facts) -> str | None:
    """Split once, and close a split application by a reply."""
    return "申请已经拆分，请逐部分答复。" if now.parts else None


@guard
def parts_are_several(now: Situation, facts: Facts) -> str | None:
    """Demand two or more different parts."""
    if not facts or "parts" not in facts:
        return None
    parts = [part["id"] if isinstance(part, Mapping) else part for part in facts["parts"]]
    if len(set(parts)) >= 2 and len(set(parts)) == len(parts):
        return None
    return f"拆分应有两个以上不同的部分，现为 {len(parts)} 个（{'、'.join(map(str, parts))}）。"


@guard
def part_is_open(now: Situation, facts: Facts) -> str | None:
    """Answer each part once."""
    open_parts = [part.id for part in now.parts if part.outcome is None]
    if facts is None or "part" not in facts:
        return None if open_parts else "没有待答复的部分。"
    if facts["part"] in open_parts:
        return None
    return f"没有待答复的部分“{facts['part']}”；待答复的有：{'、'.join(open_parts) or '无'}。"


@guard
def parts_answered(now: Situation, facts: Facts) -> str | None:
    """Close a split application when every part is answered, in the row that its parts make together."""
    open_parts = [part.id for part in now.parts if part.outcome is None]
    if open_parts:
        return f"还有部分没有答复：{'、'.join(open_parts)}。请先逐部分答复。"
    if not now.parts or not facts or not facts.get("outcome"):
        return None
    combined = combined_outcome(now.parts, on=now.on)
    given = facts["outcome"]
    return None if given == combined else f"各部分合并后应计“{combined.value}”，现为“{given}”。请改正。"


# -------------------------------------------------------------------------------- the reply (ogi:33, ogi:36)

#: Rows that have a step of their own, so that nobody arrives there by a reply.
_BY_OTHER_STEPS = {
    Outcome.LAPSED_UNCLARIFIED: "逾期不补正的，请用“逾期不补正，不再处理”办理。",
    Outcome.LAPSED_UNPAID: "逾期不缴费的，请用“逾期不缴费，不再处理”办理。",
}


@guard
def outcome_is_a_reply(now: Situation, facts: Facts) -> str | None:
    """Demand one of the rows that a reply may lead to."""
    if not facts or not facts.get("outcome"):
        return None
    if facts["outcome"] not in list(Outcome):
        return f"“{facts['outcome']}”不是办理结果，应为 {'、'.join(Outcome)} 之一。"
    if facts["outcome"] == Outcome.OTHER and facts.get("ground") == "withdrawn":
        return "申请人撤回的，请用“申请人撤回”办理。"
    return _BY_OTHER_STEPS.get(Outcome(facts["outcome"]))


@guard
def demands_met(now: Situation, facts: Facts) -> str | None:
    """Demand what the outcome demands; a split application has met it part by part."""
    if not facts or facts.get("outcome") not in list(Outcome) or (now.parts and "part" not in facts):
        return None
    missing = missing_demands(Outcome(facts["outcome"]), {**now.evidence, **facts}, on=now.on)
    return "".join(f"缺少{demand.label}：{demand.ask}" for demand in missing) or None


@guard
def delivery_proven(now: Situation, facts: Facts) -> str | None:
    """Demand the proof of delivery, and the day that it gives."""
    if not facts or not facts.get("delivery"):
        return None
    entry = rows("delivery").get(facts["delivery"])
    if entry is None:
        return f"“{fact_label('delivery')}”应为 {'、'.join(Delivery)} 之一，现为“{facts['delivery']}”。"
    proven = reply_date(Delivery(facts["delivery"]), {entry["reply_day"]: now.on, **facts})
    if proven.day is None:
        return f"{proven.explanation}请补齐送达凭证。"
    return None if proven.day == now.on else f"{proven.explanation}登记的日期{now.on:%Y-%m-%d}与此不符，请改正。"


@guard
def is_receipt_day(now: Situation, facts: Facts) -> str | None:
    """Call a reply on the spot only what is given on the day of receipt."""
    received_on = now.clock.received_on
    if received_on is None or now.on == received_on:
        return None
    return f"当场答复只能在收到申请的当日（{received_on:%Y-%m-%d}）。请用“作出答复”办理。"


# -------------------------------------------------------------------------------- opening again (ogi:47, ogi:51)


@guard
def basis_is_known(now: Situation, facts: Facts) -> str | None:
    """Demand one of the grounds on which an application is opened again."""
    if not facts or not facts.get("basis") or facts["basis"] in rows("reopening"):
        return None
    choices = "、".join(f"{entry.label}（{name}）" for name, entry in rows("reopening").items())
    return f"“{fact_label('basis')}”现为“{facts['basis']}”，应为：{choices}。"


@guard
def reply_by_is_later(now: Situation, facts: Facts) -> str | None:
    """Demand that the date of the ruling lies ahead, where it sets one."""
    return _lies_ahead(now, facts, "reply_by")


@guard
def old_reply_is_ours(now: Situation, facts: Facts) -> str | None:
    """Tie the new work to the reply that it replaces."""
    closing = next((event for event in reversed(now.events) if event.facts.get("letter")), None)
    if not facts or closing is None or facts.get("old_reply") in (None, "", closing.facts["letter"]):
        return None
    return f"原答复的文号是“{closing.facts['letter']}”，现填“{facts['old_reply']}”。请核对。"
