"""What the law sets for applicants, as rows for people: time limits, fees, ways to hand in; every value comes from the law's data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gongkai.apps.organs.models import Organ
from gongkai.law.citations import Citation
from gongkai.law.deadlines import Deadline, deadline
from gongkai.law.entries import load
from gongkai.law.outcomes import Outcome, rule
from gongkai.web.portal.words import period


@dataclass(frozen=True)
class Limit:
    """One time limit: what for, how long, from when, on which ground."""

    label: str | Promise
    period: str
    starts: str | Promise
    cites: str


@dataclass(frozen=True)
class Rate:
    """One step of a tariff: which units, and what each of them costs in yuan."""

    first: int
    last: int | None
    yuan: int


@dataclass(frozen=True)
class Tariff:
    """One of the two tariffs: what is counted, and its steps; `block` and `step` say how it goes on after the last one."""

    label: str | Promise
    unit: str | Promise
    base: str | Promise
    rates: tuple[Rate, ...]
    block: int
    step: int
    cites: str


#: The limits an applicant lives by, in the order in which they may matter: id, what for, from when.
FOR_APPLICANTS = (
    ("foi.clarification", gettext_lazy("告知您需要补正什么"), gettext_lazy("收到申请之日")),
    ("foi.reply", gettext_lazy("答复"), gettext_lazy("收到申请之日；补正的，从收到补正之日重新起算")),
    ("foi.extension", gettext_lazy("延长答复（上限，须经负责人同意并告知您）"), gettext_lazy("原期限届满之日")),
    (
        "foi.third_party_consultation",
        gettext_lazy("第三方提出意见（不计入答复期限）"),
        gettext_lazy("第三方收到征求意见书之日"),
    ),
    ("foi.fee_payment", gettext_lazy("缴纳信息处理费（逾期视为放弃）"), gettext_lazy("您收到收费通知之日")),
    ("reconsideration.filing", gettext_lazy("申请行政复议"), gettext_lazy("知道答复之日")),
    ("lawsuit.direct", gettext_lazy("直接提起行政诉讼"), gettext_lazy("知道答复之日")),
    ("lawsuit.after_reconsideration", gettext_lazy("复议后提起行政诉讼"), gettext_lazy("收到复议决定书之日")),
)


def for_applicants(*, on: date) -> list[Limit]:
    """Give the time limits that concern an applicant on the day `on`."""
    found = ((deadline(name, on=on), label, starts) for name, label, starts in FOR_APPLICANTS)
    return [Limit(label, period(limit), starts, _written(limit.cites)) for limit, label, starts in found]


def reply(*, on: date) -> Deadline:
    """Give the limit for answering (`ogi:33.2`)."""
    return deadline("foi.reply", on=on)


def check_overdue(organ: Organ, *, on: date) -> bool:
    """Tell whether the contact facts were last checked longer ago than they should be (`ogi:12.1`)."""
    if organ.contact_checked_on is None:
        return True
    return (on - organ.contact_checked_on).days > int(deadline("publication.guide_check", on=on).amount)


TARIFFS = (
    (
        "fee.per_item",
        gettext_lazy("按件计收"),
        pgettext_lazy("申请", "件"),
        gettext_lazy("同一申请人一个自然月内的申请累计"),
    ),
    ("fee.per_volume", gettext_lazy("按量计收"), gettext_lazy("页"), gettext_lazy("每件申请单独计算，A4 纸单面为一页")),
)


def tariffs(*, on: date) -> list[Tariff]:
    """Give both tariffs of the information fee as they stand on the day `on` (`ogi:42`, `fee2020:3`)."""
    return [_tariff(name, label, unit, base, on=on) for name, label, unit, base in TARIFFS]


def _tariff(name: str, label: Promise, unit: Promise, base: Promise, *, on: date) -> Tariff:
    entry = load("fees").get(name, on=on)
    rates = tuple(Rate(band["first"], band.get("last"), band["yuan"]) for band in entry["bands"])
    then = entry.get("then") or {"size": 0, "step": 0}
    return Tariff(label, unit, base, rates, then["size"], then["step"], _written(entry.cites))


def withheld_reasons(*, on: date) -> Iterator[tuple[str, str]]:
    """Give what may be withheld, label and ground, in the order of table 三."""
    for outcome in (
        Outcome.STATE_SECRET,
        Outcome.BARRED_BY_LAW,
        Outcome.ENDANGERS_SECURITY_OR_STABILITY,
        Outcome.THIRD_PARTY_RIGHTS,
        Outcome.INTERNAL_AFFAIRS,
        Outcome.PROCESS_INFORMATION,
        Outcome.ENFORCEMENT_FILE,
    ):
        yield outcome.value, _written(rule(outcome, on).cites)


def reconsideration_organ(organ: Organ) -> Organ | None:
    """Give the government above an organ, which decides its reconsiderations (`arl:24`); None where it is not in this installation."""
    above = organ.parent
    return above if above is not None and above.kind != Organ.Kind.DEPARTMENT else None


def first_answer_to_tips(*, on: date) -> str:
    """Say within how many days a tip gets its first answer."""
    return period(deadline("tip.first_answer", on=on))


def _written(cites: tuple[Citation, ...]) -> str:
    """Write citations as the tags of pages take them; conventions of this project are no ground in law."""
    return " ".join(str(cite) for cite in cites if cite.instrument != "convention")


def free_units(*, on: date) -> list[str]:
    """Say what costs nothing: 每月不超过 10 件, 每件申请不超过 30 页."""
    item, volume = (tariff.rates[0].last for tariff in tariffs(on=on))
    return [_("每月不超过 %(n)s 件") % {"n": item}, _("每件申请不超过 %(n)s 页") % {"n": volume}]
