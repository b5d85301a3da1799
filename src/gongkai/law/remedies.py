"""
The remedy paragraphs of a letter, by its outcome, its day and the organ that signs it (`ogi:51`, `arl:20`–`arl:24`, `fs2025-8:1`).

Three periods differ: until 2023-12-31 every way is open; from 2024-01-01 a refusal goes to reconsideration first; from 2025-06-01 only a
refusal under `ogi:14`, `ogi:15` or `ogi:16` does.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.law.annual_report.model import OrganKind
from gongkai.law.citations import Citation, chinese, parse
from gongkai.law.deadlines import deadline
from gongkai.law.entries import Entry, NoRuleInForce, load
from gongkai.law.outcomes import Outcome

#: What an organ may choose between where no text settles it.
_OPEN_CHOICES: Mapping[str, tuple[str | bool, ...]] = {
    "partly_granted": ("withheld_part", "whole", "no"),
    "not_held": (True, False),
}
_SHAPES = {"whole": ("prior",), "withheld_part": ("prior:withheld", "either:rest"), "no": ("either",)}


@dataclass(frozen=True)
class RemedyNames:
    """The names an organ has configured; an empty one is replaced by a general description."""

    reconsideration_organ: str = ""
    court: str = ""
    letter: str = "本告知书"


@dataclass(frozen=True)
class RemedyText:
    """What the letter says, why, and whether reconsideration must come first; `notes` are for the clerk, not for the letter."""

    paragraphs: tuple[str, ...]
    cites: tuple[Citation, ...]
    prior_reconsideration: bool
    reconsideration_organ: str
    notes: tuple[str, ...] = ()


class MissingOnlineChannel(ValueError):
    """A decision is delivered on line and names no on-line channel for reconsideration (`arl:22`)."""

    def __init__(self, cites: tuple[Citation, ...]) -> None:
        self.cites = cites
        super().__init__(
            "通过互联网送达的告知书，应当同时写明提交行政复议申请书的互联网渠道，现在没有填写。"
            f"请在机关设置中填写网上复议地址，或者改用其他方式送达。（依据：{'、'.join(map(chinese, cites))}）"
        )


class NoSuchSwitch(ValueError):
    """A choice that the law of that day does not leave open."""

    def __init__(self, *, switch: str, open_switches: Collection[str], letter_on: date) -> None:
        self.switch = switch
        choices = "；".join(f"{name}：{'、'.join(map(str, _OPEN_CHOICES[name]))}" for name in open_switches) or "无"
        super().__init__(
            f"{letter_on:%Y-%m-%d} 的告知书，救济途径不能按“{switch}”设置。可以由单位选择的有：{choices}。请改正或者删去该设置。"
        )


class NotAnOrgan(ValueError):
    """Somebody signs who is no administrative organ, so that no decision of his can be taken to reconsideration."""

    def __init__(self, organ_kind: OrganKind) -> None:
        self.organ_kind = organ_kind
        super().__init__(
            f"“{organ_kind.value}”不是行政机关，没有行政复议机关。请由乡镇人民政府或者有关部门作出告知书。"
        )


def remedies(
    outcome: Outcome,
    *,
    letter_on: date,
    organ_kind: OrganKind,
    delivered_online: bool,
    third_party: bool = False,
    online_link: str = "",
    names: RemedyNames = RemedyNames(),
    withheld: Collection[Outcome] = (),
    switches: Mapping[str, str | bool] | None = None,
) -> RemedyText:
    """
    Give the remedy paragraphs of a letter dated `letter_on`.

    :param third_party: the letter tells a third party that its information will be disclosed (`ogi:32`).
    :param online_link: where a reconsideration may be asked for on line; required when the letter itself is delivered on line.
    :param withheld: the grounds of the withheld part of a partly granted application; without them any ground is assumed.
    :param switches: what the organ has decided where no text settles it (`partly_granted`, `not_held`).
    :raises MissingOnlineChannel: delivered on line without a link, from 2024-01-01.
    :raises NoSuchSwitch: a switch that is not open on that day.
    :raises NotAnOrgan: a village does not decide on applications.
    """
    scope = load("remedies").get("scope", on=letter_on)
    choices = _choices(scope, switches or {}, letter_on)
    shape = ("either",) if third_party else _shape(outcome, scope, choices, withheld)
    values = {"organ": _organ(organ_kind, letter_on, names), "court": _court(letter_on, names), "letter": names.letter}
    entries = [(_paragraph(name, letter_on), part) for name, part in map(_split, shape)]
    texts = [_text(entry, letter_on, scope=_scope_words(part, letter_on), **values) for entry, part in entries]
    cites = [cite for entry, _ in entries for cite in entry.cites]
    if delivered_online and (online := _online(letter_on)) is not None:
        texts.append(_text(online, letter_on, link=_link(online_link, online)))
        cites += online.cites
    prior = any(name.startswith("prior") for name in shape)
    return RemedyText(
        paragraphs=tuple(texts),
        cites=tuple(dict.fromkeys([*cites, *(scope.cites if prior else ()), *_switch_cites(outcome, scope)])),
        prior_reconsideration=prior,
        reconsideration_organ=values["organ"],
        notes=_notes(outcome, letter_on),
    )


def remedies_for_silence(
    *,
    on: date,
    organ_kind: OrganKind,
    names: RemedyNames = RemedyNames(),
) -> RemedyText:
    """
    Give what an applicant may do who got no reply in time; shown on the status page, there is no letter.

    :raises NotAnOrgan: a village does not decide on applications.
    """
    entry = _paragraph("silence", on)
    organ = _organ(organ_kind, on, names)
    return RemedyText(
        paragraphs=(_text(entry, on, organ=organ, court=_court(on, names)),),
        cites=entry.cites,
        prior_reconsideration=load("remedies").get("scope", on=on)["silence"] != "either",
        reconsideration_organ=organ,
    )


def _choices(scope: Entry, switches: Mapping[str, str | bool], letter_on: date) -> Mapping[str, str | bool]:
    for switch, choice in switches.items():
        if switch not in scope["switches"] or choice not in _OPEN_CHOICES[switch]:
            raise NoSuchSwitch(switch=f"{switch}={choice}", open_switches=scope["switches"], letter_on=letter_on)
    return {"partly_granted": scope["partly_granted"], "not_held": scope["not_held"], **switches}


def _shape(
    outcome: Outcome, scope: Entry, choices: Mapping[str, str | bool], withheld: Collection[Outcome]
) -> tuple[str, ...]:
    """Give the paragraphs as `name` or `name:part`."""
    if outcome is Outcome.PARTLY_GRANTED:
        touched = not withheld or any(ground.value in scope["outcomes"] for ground in withheld)
        return _SHAPES[str(choices["partly_granted"]) if touched else "no"]
    if outcome is Outcome.NOT_HELD:
        return ("prior",) if choices["not_held"] else ("either",)
    return ("prior",) if outcome.value in scope["outcomes"] else ("either",)


def _split(name: str) -> tuple[str, str]:
    head, _, part = name.partition(":")
    return head, part


def _paragraph(name: str, on: date) -> Entry:
    return load("remedies").get(f"paragraph.{name}", on=on)


def _scope_words(part: str, on: date) -> str:
    return str(_paragraph(f"scope_{part}", on)["text"]) if part else ""


def _text(entry: Entry, on: date, **values: str) -> str:
    periods = {name: deadline(period, on=on).amount for name, period in entry.get("periods", {}).items()}
    return str(entry["text"]).format(**periods, **values)


def _organ(kind: OrganKind, on: date, names: RemedyNames) -> str:
    rules, entry_id = load("remedies"), f"organ.{kind.value}"
    if entry_id not in rules.ids():
        raise NotAnOrgan(kind)
    entry = rules.get(entry_id, on=on)
    return names.reconsideration_organ or str(entry["generic"])


def _court(on: date, names: RemedyNames) -> str:
    return names.court or str(load("remedies").get("court", on=on)["generic"])


def _online(on: date) -> Entry | None:
    try:
        return _paragraph("online", on)
    except NoRuleInForce:
        return None


def _link(online_link: str, online: Entry) -> str:
    if not online_link.strip():
        raise MissingOnlineChannel(online.cites)
    return online_link.strip()


def _switch_cites(outcome: Outcome, scope: Entry) -> tuple[Citation, ...]:
    cite = scope["switches"].get(outcome.value)
    return (parse(cite),) if cite else ()


def _notes(outcome: Outcome, on: date) -> tuple[str, ...]:
    try:
        declined = load("remedies").get("declined", on=on)
    except NoRuleInForce:
        return ()
    return (declined.label,) if outcome.value in declined["outcomes"] else ()
