"""How a check is written: a rule from `checks.toml`, a function registered under its id, and what it may hand back."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from gongkai.law.annual_report.checks.case import Case
from gongkai.law.annual_report.model import Finding, Severity
from gongkai.law.entries import Entry, load


class CheckMissing(LookupError):
    """A rule without a function, or a function without a rule; the message names it."""


@dataclass(frozen=True)
class NotChecked:
    """A check, or a part of one, that could not be done, and why. `crashed` marks a fault of the program."""

    id: str
    label: str
    reason: str
    crashed: bool = False
    needs_register: bool = False


@dataclass(frozen=True)
class Rule:
    """A check as data: what it says in words, how much it weighs, on which ground."""

    id: str
    label: str
    severity: Severity
    family: str
    formula: str
    cites: tuple[str, ...]
    values: Mapping[str, Any]

    def finding(
        self,
        where: str,
        message: str,
        *,
        found: object = "",
        expected: object = "",
        severity: Severity | None = None,
        cites: tuple[str, ...] = (),
    ) -> Finding:
        """Make a finding of this rule; severity and ground are those of the rule unless the finding has its own."""
        return Finding(
            self.id, severity or self.severity, where, message, str(found), str(expected), cites or self.cites
        )

    def skip(self, reason: str) -> NotChecked:
        """Say that this check, or a part of it, could not be done."""
        return NotChecked(self.id, self.label, reason, needs_register=self.family == "register")


Answer = Iterator[Finding | NotChecked]
Function = Callable[[Case, Rule], Answer]
_FUNCTIONS: dict[str, Function] = {}
_F = TypeVar("_F", bound=Function)


def check_for(*ids: str) -> Callable[[_F], _F]:
    """Register the function that carries out the rules with these ids."""

    def register(function: _F) -> _F:
        for id_ in ids:
            if id_ in _FUNCTIONS:
                raise CheckMissing(f"核对项目 {id_} 登记了两次。")
            _FUNCTIONS[id_] = function
        return function

    return register


@cache
def rules() -> Mapping[str, Rule]:
    """Load every rule, in the order of the file."""
    return {entry.id: _rule(entry) for entry in load("checks")}


@cache
def functions() -> Mapping[str, Function]:
    """
    Give the function of every rule.

    :raises CheckMissing: a rule has no function, or a function no rule.
    """
    unmatched = set(_FUNCTIONS) ^ set(rules())
    if unmatched:
        raise CheckMissing(f"核对项目 {'、'.join(sorted(unmatched))} 缺少规则或者程序。")
    return {id_: _FUNCTIONS[id_] for id_ in rules()}


def _rule(entry: Entry) -> Rule:
    return Rule(
        id=entry.id,
        label=entry.label,
        severity=Severity(entry["severity"]),
        family=entry["family"],
        formula=entry["formula"],
        cites=tuple(str(citation) for citation in entry.cites),
        values=entry.values,
    )
