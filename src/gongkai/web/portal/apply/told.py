"""The course of a case in the words of the person who applied; what only concerns the office is left out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.apps.foi.models import FoiEvent
from gongkai.law.foi_flow import EventKind
from gongkai.law.foi_flow.moves import event_entry
from gongkai.law.outcomes import Outcome
from gongkai.web.portal.words import term

Words = Callable[[Mapping[str, Any]], tuple[str, str]]


@dataclass(frozen=True)
class Told:
    """One thing that happened: when, what, what it means for the applicant, on which ground."""

    on: date
    title: str
    meaning: str
    cites: str


#: What happened and what it means, by event; an event that is not named here is not told.
_WORDS: Mapping[EventKind, Words] = {
    EventKind.SUBMITTED: lambda facts: (_("您提交了申请"), ""),
    EventKind.RECEIPT_CONFIRMED: lambda facts: (_("确定了收到之日"), _("答复期限从第二天起算。")),
    EventKind.REGISTERED: lambda facts: (_("已登记，开始办理"), ""),
    EventKind.CLARIFICATION_NOTICE: lambda facts: (
        _("请您补正"),
        _("要补正的：%(points)s。请在 %(day)s 前补正；从收到补正的第二天起重新计算期限。")
        % {"points": facts.get("points_to_clarify", ""), "day": facts.get("clarify_by", "")},
    ),
    EventKind.CLARIFIED: lambda facts: (_("收到了您的补正"), _("答复期限重新起算。")),
    EventKind.CLARIFICATION_LAPSED: lambda facts: (
        _("没有在期限内收到补正"),
        _("本件不再处理；仍需要的，可以重新申请。"),
    ),
    EventKind.THIRD_PARTY_CONSULTED: lambda facts: (
        _("正在征求第三方意见"),
        _("您要的信息涉及别人的权益。征求意见的时间不计入答复期限。"),
    ),
    EventKind.THIRD_PARTY_ANSWERED: lambda facts: (_("第三方已经答复"), _("继续计算期限。")),
    EventKind.THIRD_PARTY_LAPSED: lambda facts: (_("第三方没有按期答复"), _("由本机关决定，继续计算期限。")),
    EventKind.ORGAN_CONSULTED: lambda facts: (
        _("正在征求其他机关意见"),
        _("这项信息由几个机关共同制作。征求意见的时间不计入答复期限。"),
    ),
    EventKind.ORGAN_ANSWERED: lambda facts: (_("其他机关已经答复"), _("继续计算期限。")),
    EventKind.ORGAN_LAPSED: lambda facts: (_("其他机关没有按期答复，视为同意公开"), _("继续计算期限。")),
    EventKind.EXTENDED: lambda facts: (
        _("答复期限延长 %(n)s 个工作日") % {"n": facts.get("days", "")},
        _("原因：%(reason)s") % {"reason": facts.get("reason", "")},
    ),
    EventKind.REASONS_REQUESTED: lambda facts: (
        _("请您说明理由"),
        _("申请的数量、频次较多。请在 %(day)s 前说明理由。") % {"day": facts.get("reasons_by", "")},
    ),
    EventKind.REASONS_GIVEN: lambda facts: (_("收到了您说明的理由"), ""),
    EventKind.REASONS_LAPSED: lambda facts: (_("没有在期限内收到理由"), ""),
    EventKind.DEFERRED: lambda facts: (_("答复延迟到 %(day)s") % {"day": facts.get("until", "")}, ""),
    EventKind.FEE_NOTICE: lambda facts: (
        _("请您缴纳信息处理费 %(yuan)s 元") % {"yuan": facts.get("amount", "")},
        _("缴费前暂停计算期限；逾期不缴，不再处理。"),
    ),
    EventKind.FEE_PAID: lambda facts: (_("收到了您的缴费"), _("答复期限重新起算。")),
    EventKind.PAYMENT_LAPSED: lambda facts: (_("没有在期限内收到缴费"), _("本件不再处理；仍需要的，可以重新申请。")),
    EventKind.PART_REPLIED: lambda facts: (_("答复了其中一部分"), ""),
    EventKind.REPLIED: lambda facts: (_("已经答复"), _outcome(facts)),
    EventKind.REPLIED_ON_THE_SPOT: lambda facts: (_("当场答复"), _outcome(facts)),
    EventKind.TRANSFERRED: lambda facts: (
        _("已移送%(organ)s") % {"organ": facts.get("receiving_organ", "")},
        _("这项信息由该机关负责公开。"),
    ),
    EventKind.WITHDRAWN: lambda facts: (_("您撤回了申请"), ""),
    EventKind.REOPENED: lambda facts: (_("重新办理"), _("依据：%(ruling)s") % {"ruling": facts.get("ruling", "")}),
}


def _outcome(facts: Mapping[str, Any]) -> str:
    return term(Outcome(facts["outcome"]).value) if facts.get("outcome") else ""


def history(events: Iterable[FoiEvent]) -> list[Told]:
    """Tell what happened, the newest first."""
    told = []
    for event in events:
        kind = EventKind(event.kind)
        if kind in _WORDS:
            title, meaning = _WORDS[kind](event.facts)
            told.append(Told(event.on, title, meaning, str(event_entry(kind).cites[0])))
    return told[::-1]
