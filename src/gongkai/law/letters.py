"""
Every kind of letter and record of an application: what it must contain, who approves it, whether it names the remedies.

Rendering is not done here; a writer asks `missing_fields` before it renders and `remedy_required` for the last paragraph.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from gongkai.law.citations import Citation
from gongkai.law.entries import Entry, load

Needs = Mapping[str, tuple[str, ...]]


class Recipient(StrEnum):
    """To whom a letter goes."""

    APPLICANT = "applicant"  # 申请人
    THIRD_PARTY = "third_party"  # 第三方
    ORGAN = "organ"  # 其他机关
    FILE = "file"  # 存档


class Approval(StrEnum):
    """Who must have approved a letter before it is issued."""

    ENTITLED = "entitled"  # 有权签发的人
    HEAD = "head"  # 公开工作机构负责人 (ogi:33.2)
    NONE = "none"  # 记录，不需要签发


@dataclass(frozen=True)
class LetterKind:
    """One kind of letter or record; `code` is L00 … L41, `decision` tells that it decides on the application."""

    id: str
    code: str
    label: str
    to: Recipient
    needs: tuple[str, ...]
    needs_by_outcome: Needs
    needs_by_ground: Needs
    needs_by_delivery: Needs
    not_needed_by_delivery: Needs
    no_remedies_on_ground: tuple[str, ...]
    numbered: bool
    decision: bool
    remedies: str
    approval: Approval
    cites: tuple[Citation, ...]


@dataclass(frozen=True)
class MissingField:
    """A field of a letter that is still empty."""

    id: str
    label: str


class UnknownLetter(LookupError):
    """No letter has this code or id."""

    def __init__(self, asked: str) -> None:
        self.asked = asked
        super().__init__(
            f"没有“{asked}”这种文书。可以使用：{'、'.join(f'{kind.code} {kind.label}' for kind in letter_kinds())}。"
        )


class WrongNumber(ValueError):
    """A letter number that does not follow the official style."""

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(
            f"文号“{number}”不合格式：年份用四位数字并加六角括号，序号不加“第”、不补零，以“号”结尾，如 山河政公复〔2026〕1号。"
        )


#: Letters have one period only; a later form of the same letter would be a new entry of the same id.
_ANY_DAY = date(2021, 1, 1)


@cache
def letter_kinds() -> tuple[LetterKind, ...]:
    """Give every kind of letter, in the order of its code."""
    return tuple(_kind(entry) for entry in load("letters").in_force(_ANY_DAY) if not entry.id.startswith("number."))


def letter_kind(asked: str) -> LetterKind:
    """
    Find a kind of letter by its code (`L03`) or id (`clarification_notice`).

    :raises UnknownLetter: there is none.
    """
    for kind in letter_kinds():
        if asked in (kind.code, kind.id):
            return kind
    raise UnknownLetter(asked)


def field_label(id: str) -> str:  # noqa: A002 - the key is called id in the data
    """Give the Chinese label of a field of a letter."""
    return str(_raw()["fields"][id])


def remedy_required(kind: LetterKind, facts: Mapping[str, Any]) -> bool:
    """Tell whether the letter must name the remedies; a confirmed withdrawal (`ground`: `withdrawn`) need not."""
    return kind.remedies == "yes" and facts.get("ground") not in kind.no_remedies_on_ground


def missing_fields(kind: LetterKind, facts: Mapping[str, Any]) -> tuple[MissingField, ...]:
    """
    Tell which fields a letter still lacks, in the order of the letter; a complete letter gives an empty tuple.

    `facts` holds the fields by id; `outcome`, `ground` and `delivery` select what is asked for besides.
    """
    wanted = [
        *kind.needs,
        *kind.needs_by_outcome.get(_key(facts, "outcome"), ()),
        *kind.needs_by_ground.get(_key(facts, "ground"), ()),
        *kind.needs_by_delivery.get(_key(facts, "delivery"), ()),
        *(("remedies",) if remedy_required(kind, facts) else ()),
    ]
    waived = kind.not_needed_by_delivery.get(_key(facts, "delivery"), ())
    return tuple(
        MissingField(id=name, label=field_label(name))
        for name in dict.fromkeys(wanted)
        if name not in waived and _empty(facts.get(name))
    )


def letter_number(*, mark: str, year: int, sequence: int, pattern: str = "", kind: str = "letter") -> str:
    """
    Write a number in the official style: 山河政公复〔2026〕1号.

    :param pattern: the organ's own pattern, with {mark}, {year} and {sequence}; the default is in the data.
    :raises WrongNumber: the result does not follow the style.
    """
    entry = load("letters").get(f"number.{kind}", on=_ANY_DAY)
    number = (pattern or str(entry["pattern"])).format(mark=mark, year=year, sequence=sequence)
    if re.search(entry["shape"], number) is None or re.search(r"第\d|\s", number):
        raise WrongNumber(number)
    return number


@cache
def _raw() -> Mapping[str, Any]:
    text = files("gongkai.law").joinpath("data/letters.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


def _common(entry: Entry) -> tuple[str, ...]:
    if not entry["common"]:
        return ()
    return tuple(_raw()["common"]["to_applicant" if entry["to"] == Recipient.APPLICANT else "to_others"])


def _kind(entry: Entry) -> LetterKind:
    return LetterKind(
        id=entry.id,
        code=entry["code"],
        label=entry.label,
        to=Recipient(entry["to"]),
        needs=(*_common(entry), *entry["needs"]),
        needs_by_outcome=_needs(entry, "needs_by_outcome"),
        needs_by_ground=_needs(entry, "needs_by_ground"),
        needs_by_delivery=_needs(entry, "needs_by_delivery"),
        not_needed_by_delivery=_needs(entry, "not_needed_by_delivery"),
        no_remedies_on_ground=tuple(entry.get("no_remedies_on_ground", ())),
        numbered=entry["numbered"],
        decision=entry["decision"],
        remedies=entry["remedies"],
        approval=Approval(entry["approval"]),
        cites=entry.cites,
    )


def _needs(entry: Entry, key: str) -> Needs:
    return MappingProxyType({case: tuple(fields) for case, fields in entry.get(key, {}).items()})


def _key(facts: Mapping[str, Any], name: str) -> str:
    return str(facts.get(name) or "")


def _empty(value: Any) -> bool:
    return value is None or value is False or (isinstance(value, str) and not value.strip()) or value in ((), [], {})
