"""What a letter says about the application: when it came, what it asks for, what happened; without the applicant where others read it."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from gongkai.apps.core.sealing import unseal
from gongkai.apps.foi.models import Applicant, FoiPart, FoiRequest, Letter
from gongkai.law import foi_flow
from gongkai.law.foi_flow import Clock, Event, EventKind
from gongkai.law.letters import LetterKind, Recipient
from gongkai.law.outcomes import Group, Outcome, rule
from gongkai.law.terms import label

#: How much of a description a letter repeats, in characters.
SUMMARY_LENGTH = 300
#: Facts of a step under the names that letters give them.
_RENAMED = {
    "search_record": "search_description",
    "page_map": "withheld",
    "reasons_weighed": "reasons",
    "until": "new_due_on",
}
#: What never tells anything about the applicant, because it comes from the organ or names somebody else.
_ABOUT_OTHERS = frozenset({"organ", "contact", "court", "reconsideration_organ", "online_link", "recipient"})
_ABOUT_OTHERS |= {"receiving_organ", "registration_number", "number", "outcome", "ground", "delivery", "organ_kind"}
_ANY_DAY = date(2021, 1, 1)
#: A shorter text may stand anywhere by chance.
_TELLING = 2


def case_facts(foi: FoiRequest, events: Iterable[Event], clock: Clock) -> dict[str, Any]:
    """Give what is known of the application itself."""
    clarified = [event.on for event in events if event.kind is EventKind.CLARIFIED]
    return {
        "applicant": unseal(foi.applicant.name_sealed),
        "applicant_kind": foi.applicant_kind,
        "registration_number": foi.serial,
        "received_on": clock.received_on,
        "clarified_on": clarified[-1] if clarified else None,
        "due_on": clock.due_on,
        "provisional": clock.provisional,
        "title": foi.title,
        "information": foi.title,
        "summary": summary(foi),
        "ruling": foi.ruling,
    }


def summary(foi: FoiRequest) -> str:
    """Repeat what is asked for in the applicant's own words, shortened where they are many."""
    more = [f"文号：{foi.document_number.strip()}"] if foi.document_number.strip() else []
    text = " ".join(foi.description.split())
    if text and not text.startswith(foi.title.strip()):
        more.append(f"特征描述：{_short(text)}")
    words = _short(text) if text.startswith(foi.title.strip()) and text else foi.title.strip()
    return f"“{words}”" + (f"（{'；'.join(more)}）" if more else "")


def _short(text: str) -> str:
    return text if len(text) <= SUMMARY_LENGTH else f"{text[:SUMMARY_LENGTH]}……"


def step_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Give the facts of a step under the names of the letters' fields; nothing empty, so that the words of the law can stand there."""
    given = {_RENAMED.get(name, name): value for name, value in facts.items() if name not in ("letter", "number")}
    return {name: value for name, value in given.items() if value not in (None, "", [], ())}


def part_facts(foi: FoiRequest, part: FoiPart) -> dict[str, Any]:
    """Give what a letter about one part of the application says instead."""
    text = " ".join(part.description.split())
    return {
        "summary": f"{summary(foi)}；本告知书答复其中的“{_short(text)}”",
        "title": _short(text),
        "information": text,
    }


def parts_facts(parts: Iterable[FoiPart]) -> dict[str, Any]:
    """Give what the letter says that closes an application answered in parts."""
    found = list(parts)
    lines = [f"{part.position}. {_short(part.description)}：{_told(part)}" for part in found]
    return {"split": True, "parts_text": "\n".join(lines), "withheld_outcomes": _withheld(found)}


def _withheld(parts: list[FoiPart]) -> list[str]:
    """Give the grounds of what is withheld; nothing where a part was itself granted in part, so that any ground is assumed."""
    if any(part.outcome == Outcome.PARTLY_GRANTED for part in parts):
        return []
    return [part.outcome for part in parts if part.outcome and _group(part.outcome) is Group.DENIED]


def _told(part: FoiPart) -> str:
    return f"{label(part.outcome)}（{part.letter.serial}）" if part.letter else label(part.outcome)


def _group(outcome: str) -> Group:
    """Give the group of table 三 in which an outcome stands; it is the same in every period."""
    return rule(Outcome(outcome), on=_ANY_DAY).group


def earlier_facts(foi: FoiRequest, kind: LetterKind, events: list[Event], clock: Clock) -> dict[str, Any]:
    """Give the earlier letters and dates to which a decision refers."""
    match kind.code:
        case "L25":
            return {"clarification_number": earlier(foi, events, "L03", EventKind.CLARIFICATION_NOTICE)}
        case "L26":
            return {"reasons_notice_number": earlier(foi, events, "L04", EventKind.REASONS_REQUESTED)}
        case "L27":
            paying = foi_flow.state_of(events) is foi_flow.State.AWAITING_PAYMENT
            code, step = ("L11", EventKind.FEE_NOTICE) if paying else ("L03", EventKind.CLARIFICATION_NOTICE)
            return {"earlier_notice": earlier(foi, events, code, step), "lapsed_on": clock.waits_until}
    return {}


def earlier(foi: FoiRequest, events: list[Event], code: str, step: EventKind) -> str:
    """Give the number of an earlier letter; one that was written before this register is called by its day."""
    cases = [foi.pk, *([foi.reopens.foi_id] if foi.reopens else [])]
    letter = Letter.objects.filter(foi__in=cases, kind=code).order_by("-issued_on", "-id").first()
    if letter is not None:
        return letter.serial
    sent = next((event.on for event in reversed(events) if event.kind is step), None)
    return f"{sent.year}年{sent.month}月{sent.day}日的通知" if sent else ""


def without_applicant(facts: dict[str, Any], applicant: Applicant, kind: LetterKind) -> dict[str, Any]:
    """Take out of a letter to others everything by which the applicant could be known, also where the applicant wrote it (`ogi:15`)."""
    if kind.to is Recipient.APPLICANT:
        return facts
    names = {"name": "申请人", **dict.fromkeys(("representative", "phone", "id_number", "address", "email"), "（略）")}
    open_values = [(unseal(getattr(applicant, f"{field}_sealed")).strip(), words) for field, words in names.items()]
    masks = [(_pattern(value), words) for value, words in open_values if len(value) >= _TELLING]
    kept = {name: value for name, value in facts.items() if name not in ("applicant", "applicant_kind")}
    return {name: value if name in _ABOUT_OTHERS else _masked(value, masks) for name, value in kept.items()}


def _pattern(value: str) -> re.Pattern[str]:
    return re.compile(r"\s*".join(map(re.escape, "".join(value.split()))), re.IGNORECASE)


def _masked(value: Any, masks: list[tuple[re.Pattern[str], str]]) -> Any:
    if isinstance(value, list | tuple):
        return [_masked(each, masks) for each in value]
    if not isinstance(value, str):
        return value
    for pattern, words in masks:
        value = pattern.sub(words, value)
    return value
