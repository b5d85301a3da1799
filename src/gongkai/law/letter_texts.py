"""
The words of letters: `compose` sets one letter from the facts of a case, by the texts in `data/letter_texts.toml`.

A letter is complete or it is refused with the names of what is missing; no unfilled place can remain. The remedies are not handed
in: they are looked up here by outcome and day, so that no letter can carry the paragraph of another one.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from gongkai.law import letters
from gongkai.law.annual_report.model import OrganKind
from gongkai.law.citations import Citation, chinese, instruments, parse
from gongkai.law.deadlines import deadline
from gongkai.law.entries import Entry, load
from gongkai.law.foi_flow.receipt import Delivery
from gongkai.law.letters import LetterKind, MissingField, remedy_required
from gongkai.law.outcomes import Outcome
from gongkai.law.remedies import RemedyNames, RemedyText, remedies

Facts = Mapping[str, Any]

_PLACE = re.compile(r"\{([^{}]+)\}")
#: Two places of one instrument side by side: the second is written without its name.
_JOINED = re.compile(r"\{cite:([^{}]+)\}[、和]$")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Braces belong to the templates alone; in a value they are printed full-width.
_BRACES = str.maketrans("{}", "\uff5b\uff5d")
#: What a value must not bring, because the sentence around it ends itself.
_ENDINGS = "。；;，, \t\n"
_FULL_TITLE = "中华人民共和国"
#: Facts by which the text of a kind is chosen, the first that has one decides.
_VARIANTS = ("ground", "outcome")
#: The kind of letter whose texts hold the clause of each ground for withholding.
_DENIED = "L22"
_NOT_PRINTED = "convention"


@dataclass(frozen=True)
class LetterText:
    """
    One letter in words, complete.

    `remedies` follow the paragraphs and are empty where a letter is only procedural; `text_id` names the entry it was made from;
    `notes` are for the clerk, not for the letter.
    """

    title: str
    addressee: str
    paragraphs: tuple[str, ...]
    remedies: tuple[str, ...]
    attachments: tuple[str, ...]
    cites: tuple[Citation, ...]
    text_id: str
    prior_reconsideration: bool = False
    notes: tuple[str, ...] = ()


class IncompleteLetter(ValueError):
    """A letter that lacks fields; they are named."""

    def __init__(self, kind: LetterKind, missing: Sequence[MissingField]) -> None:
        self.kind, self.missing = kind, tuple(missing)
        super().__init__(f"《{kind.label}》还缺：{'、'.join(field.label for field in self.missing)}。请填写后再出具。")


class NoLetterText(LookupError):
    """A record that is kept on file and goes to nobody, or an outcome for which this kind of letter has no words."""

    def __init__(self, kind: LetterKind, facts: Facts) -> None:
        asked = "、".join(str(facts[name]) for name in _VARIANTS if facts.get(name))
        super().__init__(
            f"{kind.code} {kind.label}没有适用于“{asked or '（未指明情形）'}”的文书文本。请核对办理结果和情形。"
        )


def compose(kind: LetterKind, facts: Facts, *, on: date) -> LetterText:
    """
    Set a letter dated `on`.

    `facts` are fields by the names of `[fields]` in letters.toml and `[labels]` in letter_texts.toml; `outcome` and `ground` choose the
    text, `split` the one that closes an application answered in parts. For the remedies: `organ_kind`, `delivery`, `online_link`,
    `reconsideration_organ`, `court`, `withheld_outcomes`, `switches`.

    :raises IncompleteLetter: fields are missing.
    :raises NoLetterText: the kind goes to nobody, or has no text for this outcome.
    :raises gongkai.law.remedies.MissingOnlineChannel: it is delivered on line, and no channel for reconsideration is known (`arl:22`).
    """
    draft = _Draft(kind, facts, on)
    if missing := draft.missing():
        raise IncompleteLetter(kind, missing)
    return draft.text()


def missing_fields(kind: LetterKind, facts: Facts, *, on: date) -> tuple[MissingField, ...]:
    """
    Tell what a letter still lacks, in the order of the letter; a complete one lacks nothing.

    :raises NoLetterText: the kind goes to nobody, or has no text for this outcome.
    """
    return _Draft(kind, facts, on).missing()


def text_ids(kind: LetterKind) -> tuple[str, ...]:
    """Give the ids of the texts of a kind; none for records that are kept on file."""
    own = f"text.{kind.code}"
    return tuple(name for name in load("letter_texts").ids() if name == own or name.startswith(f"{own}."))


def number_class(kind: LetterKind) -> str:
    """Give the series in which a letter is numbered (`reply`, `notice`, `outside`); empty where it has no number of its own."""
    return _classes().get(kind.code, "")


def letter_number(kind: LetterKind, *, mark: str, year: int, sequence: int) -> str:
    """
    Write the number of a letter in the series of its class: 山河政公复〔2026〕1号.

    :raises gongkai.law.letters.WrongNumber: the mark of the organ spoils the style.
    """
    entry = load("letter_texts").get(f"number.{number_class(kind)}", on=date(year, 12, 31))
    return letters.letter_number(mark=mark, year=year, sequence=sequence, pattern=str(entry["pattern"]))


def field_label(name: str) -> str:
    """Give the Chinese label of a fact of a letter."""
    own = _labels()
    return own[name] if name in own else letters.field_label(name)


class _Draft:
    """A letter while it is being set."""

    def __init__(self, kind: LetterKind, facts: Facts, on: date) -> None:
        self.kind, self.on = kind, on
        self.facts: dict[str, Any] = {"issued_on": on, **facts}
        self.facts.setdefault("you", _you(facts))
        self.entry = _entry(kind, self.facts, on)
        self._fills = {**self.entry.get("fills", {}), **_clause_of_parts(self.facts, on)}
        self._paragraphs = [self._filled(text) for text in self._chosen(self.entry["paragraphs"])]
        self._attachments = [self._filled(text) for text in self._attached()]

    def missing(self) -> tuple[MissingField, ...]:
        """Give the fields of the kind and the places of the text that have nothing to stand there."""
        stand_in = {name: "…" for name in (*self._fills, "cites", "remedies") if _blank(self.facts.get(name))}
        asked = letters.missing_fields(self.kind, {**self.facts, **stand_in})
        places = [MissingField(name, field_label(name)) for name in self._places() if _blank(self.facts.get(name))]
        if remedy_required(self.kind, self.facts) and _blank(self.facts.get("organ_kind")):
            places.append(MissingField("organ_kind", field_label("organ_kind")))
        return tuple(dict.fromkeys([*asked, *places]))

    def text(self) -> LetterText:
        """Give the finished letter."""
        wording, told = _Wording(self._all(), self.facts, self.on), self._remedies()
        return LetterText(
            title=wording.of(self.entry["title"]),
            addressee=wording.of(self.entry["addressee"]),
            paragraphs=tuple(line for text in self._paragraphs for line in _lines(wording.of(text))),
            remedies=told.paragraphs if told else (),
            attachments=tuple(map(wording.of, self._attachments)),
            cites=_printed([*self.entry.cites, *(told.cites if told else ())]),
            text_id=self.entry.id,
            prior_reconsideration=bool(told and told.prior_reconsideration),
            notes=told.notes if told else (),
        )

    def _all(self) -> list[str]:
        return [self.entry["title"], self.entry["addressee"], *self._paragraphs, *self._attachments]

    def _places(self) -> list[str]:
        return [name for text in self._all() for name in _PLACE.findall(text) if ":" not in name]

    def _attached(self) -> Sequence[str]:
        """What the case attaches stands before what the text attaches by itself."""
        given = self.facts.get("attachments")
        return list(self.entry.get("attachments", ())) if given is None else [_plain(name) for name in given]

    def _chosen(self, items: Iterable[Any]) -> Iterator[str]:
        for item in items:
            if isinstance(item, str):
                yield item
            elif "use" in item:
                yield "".join(self._chosen(load("letter_texts").get(f"fragment.{item['use']}", on=self.on)["parts"]))
            elif _blank(self.facts.get(item.get("if", item.get("unless")))) == ("unless" in item):
                yield item["text"]

    def _filled(self, text: str) -> str:
        """Put the words of the law at the places for which the case brings none; these words may have places themselves."""

        def fill(match: re.Match[str]) -> str:
            name = match.group(1)
            if name not in self._fills or not _blank(self.facts.get(name)):
                return match.group(0)
            return self._filled(self._fills[name])

        return _PLACE.sub(fill, text)

    def _remedies(self) -> RemedyText | None:
        if not remedy_required(self.kind, self.facts):
            return None
        facts = self.facts
        names = RemedyNames(
            reconsideration_organ=facts.get("reconsideration_organ") or "",
            court=facts.get("court") or "",
            letter=self.entry["noun"],
        )
        return remedies(
            Outcome(facts.get("outcome") or Outcome.OTHER),
            letter_on=self.on,
            organ_kind=OrganKind(facts["organ_kind"]),
            delivered_online=bool(facts.get("delivery")) and Delivery(facts["delivery"]).online,
            third_party=self.kind.to is letters.Recipient.THIRD_PARTY,
            online_link=facts.get("online_link") or "",
            names=names,
            withheld=_withheld(facts),
            switches=facts.get("switches") or {},
        )


class _Wording:
    """Puts values, citations and periods at their places; an instrument is named in full the first time."""

    def __init__(self, texts: Iterable[str], facts: Facts, on: date) -> None:
        self._facts, self._on = facts, on
        cited = [name[5:] for text in texts for name in _PLACE.findall(text) if name.startswith("cite:")]
        self._mentions = Counter(parse(cite).instrument for cite in cited)
        self._named: set[str] = set()

    def of(self, text: str) -> str:
        return _PLACE.sub(lambda match: self._value(match.group(1), match), text)

    def _value(self, name: str, match: re.Match[str]) -> str:
        what, _, of = name.partition(":")
        if not of:
            return _value(self._facts[name], follows=match.string[: match.start()])
        if what != "cite":
            return str(deadline(of, on=self._on).working_days)
        cite, before = parse(of), _JOINED.search(match.string[: match.start()])
        if before and parse(before.group(1)).instrument == cite.instrument:
            return chinese(cite).removeprefix(f"《{instruments()[cite.instrument].short}》")
        return self._cite(cite)

    def _cite(self, cite: Citation) -> str:
        short = chinese(cite)
        instrument = instruments()[cite.instrument]
        if cite.instrument in self._named or not instrument.title.startswith(_FULL_TITLE):
            return short
        self._named.add(cite.instrument)
        name = f"《{instrument.short}》"
        called = f"（以下简称{name}）" if self._mentions[cite.instrument] > 1 else ""
        return f"《{instrument.title}》{called}{short.removeprefix(name)}"


def _entry(kind: LetterKind, facts: Facts, on: date) -> Entry:
    rules = load("letter_texts")
    known = text_ids(kind)
    if facts.get("split") and kind.decision and known:
        return rules.get("text.parts", on=on)
    asked = ["transferred"] if facts.get("receiving_organ") and kind.to is letters.Recipient.APPLICANT else []
    asked += [str(facts[name]) for name in _VARIANTS if facts.get(name)]
    for variant in asked:
        if f"text.{kind.code}.{variant}" in known:
            return rules.get(f"text.{kind.code}.{variant}", on=on)
    if f"text.{kind.code}" not in known:
        raise NoLetterText(kind, facts)
    return rules.get(f"text.{kind.code}", on=on)


def _withheld(facts: Facts) -> tuple[Outcome, ...]:
    """Give the outcomes of what is withheld; words that are no outcomes tell nothing, so that any ground is assumed."""
    given = facts.get("withheld_outcomes") or facts.get("withheld_grounds") or ()
    names = list(given) if isinstance(given, list | tuple) else [str(given)]
    known = text_ids(letters.letter_kind(_DENIED))
    return tuple(map(Outcome, names)) if all(f"text.{_DENIED}.{name}" in known for name in names) else ()


def _clause_of_parts(facts: Facts, on: date) -> dict[str, str]:
    """Give the clauses of a partly granted application from the grounds of what is withheld."""
    found = _withheld(facts)
    rules = load("letter_texts")
    clauses = [rules.get(f"text.{_DENIED}.{outcome.value}", on=on)["fills"]["clause"] for outcome in found]
    return {"clause": "、".join(dict.fromkeys(["{cite:ogi:36(3)}", *clauses]))} if clauses else {}


def _you(facts: Facts) -> str:
    kind = facts.get("applicant_kind")
    return "" if not kind else "你" if kind == "natural_person" else "你单位"


def _value(value: Any, *, follows: str) -> str:
    text = _plain(value)
    if follows.endswith("因"):
        text = re.sub(r"^(因为|由于|因(?!素|特网))", "", text) or text
    return text


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, list | tuple):
        return "、".join(map(_plain, value))
    text = str(value).strip().translate(_BRACES)
    if _ISO_DAY.fullmatch(text):
        return _plain(date.fromisoformat(text))
    return text.rstrip(_ENDINGS) or text


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _blank(value: Any) -> bool:
    return (
        value is None or value is False or value in ("", (), [], {}) or (isinstance(value, str) and not value.strip())
    )


def _printed(cites: Iterable[Citation]) -> tuple[Citation, ...]:
    """Give each citation once, without this project's own conventions."""
    return tuple(dict.fromkeys(cite for cite in cites if cite.instrument != _NOT_PRINTED))


@cache
def _classes() -> Mapping[str, str]:
    rules = load("letter_texts")
    numbers = [entry for entry in rules if entry.id.startswith("number.")]
    return MappingProxyType({code: entry.id.partition(".")[2] for entry in numbers for code in entry["letters"]})


@cache
def _labels() -> Mapping[str, str]:
    text = files("gongkai.law").joinpath("data/letter_texts.toml").read_text(encoding="utf-8")
    return MappingProxyType(dict(tomllib.loads(text)["labels"]))
