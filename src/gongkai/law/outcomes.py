"""
The 21 outcomes of an application: row of table 三, letter, legal ground, and what must be on file before the letter goes out.

The rows themselves are data (`data/outcomes.toml`). An outcome says how an application ended, never where the work stands.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from gongkai.law.annual_report.model import OUTCOME_ROWS, OrganKind
from gongkai.law.citations import Citation
from gongkai.law.entries import Entry, load

if TYPE_CHECKING:
    from gongkai.law.remedies import RemedyText


class Outcome(StrEnum):
    """How an application ended, in the order of table 三."""

    GRANTED = "granted"  # 予以公开
    PARTLY_GRANTED = "partly_granted"  # 部分公开
    STATE_SECRET = "state_secret"  # noqa: S105 - 属于国家秘密, not a password
    BARRED_BY_LAW = "barred_by_law"  # 其他法律行政法规禁止公开
    ENDANGERS_SECURITY_OR_STABILITY = "endangers_security_or_stability"  # 危及“三安全一稳定”
    THIRD_PARTY_RIGHTS = "third_party_rights"  # 保护第三方合法权益
    INTERNAL_AFFAIRS = "internal_affairs"  # 属于三类内部事务信息
    PROCESS_INFORMATION = "process_information"  # 属于四类过程性信息
    ENFORCEMENT_FILE = "enforcement_file"  # 属于行政执法案卷
    SPECIAL_ACCESS_REGIME = "special_access_regime"  # 属于行政查询事项
    NOT_HELD = "not_held"  # 本机关不掌握相关政府信息
    WOULD_NEED_CREATING = "would_need_creating"  # 没有现成信息需要另行制作
    STILL_UNCLEAR = "still_unclear"  # 补正后申请内容仍不明确
    PETITION_OR_COMPLAINT = "petition_or_complaint"  # 信访举报投诉类申请
    REPEATED = "repeated"  # 重复申请
    PUBLISHED_MATERIAL = "published_material"  # 要求提供公开出版物
    UNJUSTIFIED_VOLUME = "unjustified_volume"  # 无正当理由大量反复申请
    CONFIRM_OR_REISSUE = "confirm_or_reissue"  # 要求行政机关确认或重新出具已获取信息
    LAPSED_UNCLARIFIED = "lapsed_unclarified"  # 申请人无正当理由逾期不补正
    LAPSED_UNPAID = "lapsed_unpaid"  # 申请人逾期未按收费通知要求缴纳费用
    OTHER = "other"  # 其他

    @property
    def row(self) -> str:
        """Give the code of the row of table 三: `g`, `p`, `d1` … `o3`."""
        return _rows()[self]

    @classmethod
    def of_row(cls, row: str) -> "Outcome":
        """
        Find the outcome that is counted in this row of table 三.

        :raises ValueError: no outcome is counted there (`new`, `tot` … are sums, not outcomes).
        """
        for outcome, code in _rows().items():
            if code == row:
                return outcome
        raise ValueError(f"“{row}”不是办理结果的行代码，应为 {'、'.join(OUTCOME_ROWS)} 之一。")


class Group(StrEnum):
    """The six groups of 三、本年度办理结果."""

    GRANTED = "granted"  # （一）予以公开
    PARTLY_GRANTED = "partly_granted"  # （二）部分公开
    DENIED = "denied"  # （三）不予公开
    UNAVAILABLE = "unavailable"  # （四）无法提供
    NOT_PROCESSED = "not_processed"  # （五）不予处理
    OTHERWISE_CLOSED = "otherwise_closed"  # （六）其他处理


@dataclass(frozen=True)
class Demand:
    """Something that must be on file before a letter with this outcome goes out; `ask` tells the clerk what to do."""

    id: str
    label: str
    ask: str
    cites: tuple[Citation, ...]


@dataclass(frozen=True)
class Ground:
    """One of several legal reasons that lead to the same row: 不存在 and 非本机关 are both `not_held`."""

    id: str
    label: str
    cites: tuple[Citation, ...]
    demands: tuple[str, ...]
    demands_when: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class OutcomeRule:
    """What the law says about one outcome: `label` is printed in table 三, `name` in a sentence, `letter` is L20 … L27."""

    outcome: Outcome
    row: str
    label: str
    name: str
    group: Group
    group_label: str
    letter: str
    cites: tuple[Citation, ...]
    demands: tuple[str, ...]
    demands_when: Mapping[str, tuple[str, ...]]
    grounds: tuple[Ground, ...]
    evidence: str
    note: str


@dataclass(frozen=True)
class Part:
    """A part of an application, with the office that holds it, its own outcome and letter; open while `outcome` is None."""

    id: str
    holder: str = ""
    outcome: Outcome | None = None
    letter: str = ""


class PartsStillOpen(ValueError):
    """The outcome of the whole was asked for while a part had none."""

    def __init__(self, open_parts: Collection[str]) -> None:
        self.open_parts = tuple(open_parts)
        listed = f"：{'、'.join(self.open_parts)}" if self.open_parts else ""
        super().__init__(f"还有部分没有办理结果{listed}，不能确定整件的办理结果。请先答复各部分。")


@cache
def _rows() -> Mapping[Outcome, str]:
    rules = load("outcomes")
    return {outcome: rules.get(outcome.value, on=_ANY_DAY)["row"] for outcome in Outcome}


#: A day on which the regulation has been in force; the row codes are the same in every period.
_ANY_DAY = date(2021, 1, 1)


@lru_cache(maxsize=512)
def rule(outcome: Outcome, on: date) -> OutcomeRule:
    """
    Give the rule of one outcome as it stood on the day `on`.

    :raises NoRuleInForce: the day lies before the regulation came into force.
    """
    rules = load("outcomes")
    entry = rules.get(outcome.value, on=on)
    return OutcomeRule(
        outcome=outcome,
        row=entry["row"],
        label=entry.label,
        name=entry["name"],
        group=Group(entry["group"]),
        group_label=rules.get(f"group.{entry['group']}", on=on).label,
        letter=entry["letter"],
        cites=entry.cites,
        demands=tuple(entry["demands"]),
        demands_when=_conditions(entry),
        grounds=tuple(_ground(name, on=on) for name in entry.get("grounds", ())),
        evidence=entry.evidence,
        note=entry.note,
    )


def _ground(id: str, *, on: date) -> Ground:  # noqa: A002 - the key is called id in the data
    entry = load("outcomes").get(f"ground.{id}", on=on)
    return Ground(
        id=id, label=entry.label, cites=entry.cites, demands=tuple(entry["demands"]), demands_when=_conditions(entry)
    )


def _conditions(entry: Entry) -> Mapping[str, tuple[str, ...]]:
    return {fact: tuple(demands) for fact, demands in entry.get("demands_when", {}).items()}


def rules(on: date) -> tuple[OutcomeRule, ...]:
    """Give all 21 rules in the order of table 三."""
    return tuple(rule(outcome, on) for outcome in Outcome)


def demand(id: str, *, on: date) -> Demand:  # noqa: A002
    """
    Give one demand with the sentence that asks for it.

    :raises NoRuleInForce: there is no such demand on that day.
    """
    entry = load("outcomes").get(f"demand.{id}", on=on)
    return Demand(id=id, label=entry.label, ask=entry["ask"], cites=entry.cites)


def missing_demands(outcome: Outcome, facts: Mapping[str, Any], *, on: date) -> tuple[Demand, ...]:
    """
    Tell what is still missing before an application may be closed with this outcome; nothing missing is an empty tuple.

    `facts` maps the id of a demand to its record (anything true counts as present). `ground` picks one of several grounds,
    `third_party` and `third_party_objected` tell that somebody else's rights are touched (`ogi:32`).
    """
    found = rule(outcome, on)
    wanted = [*found.demands, *_conditional(found.demands_when, facts)]
    if found.grounds:
        ground = next((ground for ground in found.grounds if ground.id == facts.get("ground")), None)
        if ground is None:
            return (_ask_for_ground(found), *(demand(name, on=on) for name in wanted if not facts.get(name)))
        wanted += [*ground.demands, *_conditional(ground.demands_when, facts)]
    return tuple(demand(name, on=on) for name in dict.fromkeys(wanted) if not facts.get(name))


def _conditional(conditions: Mapping[str, tuple[str, ...]], facts: Mapping[str, Any]) -> list[str]:
    return [name for fact, demands in conditions.items() if facts.get(fact) for name in demands]


def _ask_for_ground(found: OutcomeRule) -> Demand:
    choices = "；".join(f"{ground.label}（{ground.id}）" for ground in found.grounds)
    return Demand(id="ground", label="情形", ask=f"请选择“{found.name}”的具体情形：{choices}。", cites=found.cites)


def combined_outcome(parts: Iterable[Part | Outcome], *, on: date = _ANY_DAY) -> Outcome:
    """
    Give the one row in which an application with several parts is counted.

    Something provided and something withheld is only 部分公开 (`ogi:37` and the words of the form); any other mixture counts in the row
    that stands first in the form (a convention of this project).

    :raises PartsStillOpen: a part has no outcome yet, or there is no part.
    """
    listed = list(parts)
    open_parts = [part.id for part in listed if isinstance(part, Part) and part.outcome is None]
    outcomes = {part.outcome if isinstance(part, Part) else part for part in listed} - {None}
    if open_parts or not outcomes:
        raise PartsStillOpen(open_parts)
    ordered = [outcome for outcome in Outcome if outcome in outcomes]
    groups = {rule(outcome, on).group for outcome in ordered}
    for entry in load("outcomes").in_force(on):
        if entry.id.startswith("combination.") and groups >= set(entry["groups"]) and len(ordered) > 1:
            return Outcome(entry.get("outcome", ordered[0].value))
    return ordered[0]


def remedies(
    outcome: Outcome,
    *,
    letter_on: date,
    organ_kind: OrganKind,
    delivered_online: bool,
    third_party: bool = False,
    **more: Any,
) -> "RemedyText":
    """Give the remedy paragraphs of a letter; see `gongkai.law.remedies.remedies`, which this calls."""
    from gongkai.law.remedies import remedies as remedies_of

    return remedies_of(
        outcome,
        letter_on=letter_on,
        organ_kind=organ_kind,
        delivered_online=delivered_online,
        third_party=third_party,
        **more,
    )
