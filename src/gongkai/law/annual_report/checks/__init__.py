"""
The checks of a yearly report: each says pass, fail with findings, or not checked with the reason.

The rules are data (`law/data/checks.toml`); here they are carried out. A check that breaks down is “not checked” and blocks, because
an unfinished check must never read as a passed one.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from gongkai.law.annual_report.checks import (  # noqa: F401 - importing registers the functions
    collection,
    numbers,
    registers,
    structure,
    table_four,
    table_three,
    table_two,
    text_figures,
    text_layout,
    text_sources,
    text_sums,
    text_wording,
    text_years,
)
from gongkai.law.annual_report.checks.case import Case
from gongkai.law.annual_report.checks.registry import NotChecked, Rule, functions, rules
from gongkai.law.annual_report.context import Context
from gongkai.law.annual_report.model import Finding, Report, Severity, errors

__all__ = ["CheckResult", "Context", "NotChecked", "Rule", "check", "rules"]

#: Checks that need the figures only.
TABLE_FAMILIES = frozenset({"number", "table", "chain"})


@dataclass(frozen=True)
class CheckResult:
    """
    What the checks found. `not_checked` may hold a check that also found something: then a part of it could not be done.

    `passed` are the ids of the checks that were done in full and found nothing.
    """

    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    passed: tuple[str, ...]
    unfinished: tuple[NotChecked, ...] = ()

    @property
    def errors(self) -> list[Finding]:
        """Give the findings that block submission."""
        return errors(self.findings)

    @property
    def open_warnings(self) -> list[Finding]:
        """Give the warnings that nobody has explained yet."""
        return [found for found in self.findings if found.severity is Severity.WARNING and not found.explanation]

    @property
    def blocks(self) -> bool:
        """Tell whether the report must not be submitted: an error stands, or a check is unfinished."""
        return bool(self.errors or self.unfinished)


_NOTHING_KNOWN = Context()


def check(report: Report, context: Context = _NOTHING_KNOWN, *, only: Collection[str] | None = None) -> CheckResult:
    """
    Check a report against everything that the context knows.

    :param only: ids of the checks to carry out; all by default.
    """
    case = Case(report, context)
    findings: list[Finding] = []
    not_checked: list[NotChecked] = []
    passed: list[str] = []
    for id_, function in functions().items():
        if only is not None and id_ not in only:
            continue
        rule = rules()[id_]
        found, skipped = _carry_out(function(case, rule), rule)
        findings += (_explained(finding, rule, context) for finding in found)
        not_checked += skipped
        if not found and not skipped:
            passed.append(id_)
    unfinished = [item for item in not_checked if item.crashed or (context.as_compiled and item.needs_register)]
    return CheckResult(tuple(findings), tuple(not_checked), tuple(passed), tuple(unfinished))


def check_tables(report: Report, context: Context = _NOTHING_KNOWN) -> CheckResult:
    """Carry out only the checks of the figures, for forms that check while somebody types."""
    return check(report, context, only=[rule.id for rule in rules().values() if rule.family in TABLE_FAMILIES])


def _carry_out(answer: Iterable[Finding | NotChecked], rule: Rule) -> tuple[list[Finding], list[NotChecked]]:
    found: list[Finding] = []
    skipped: list[NotChecked] = []
    try:
        for item in answer:
            if isinstance(item, Finding):
                found.append(item)
            else:
                skipped.append(item)
    except Exception as error:  # noqa: BLE001 - a broken check is told, and blocks; it must not hide the others
        reason = f"核对程序出错，没有完成：{type(error).__name__}：{error}"
        skipped.append(NotChecked(rule.id, rule.label, reason, crashed=True))
    return found, skipped


def _explained(finding: Finding, rule: Rule, context: Context) -> Finding:
    """Attach the organ's answer to a warning; an error that the law lets one explain becomes a warning by it."""
    explanations = context.explanations
    text = explanations.get(f"{finding.id}/{finding.where}") or explanations.get(finding.id, "")
    if not text or finding.severity is Severity.INFO:
        return finding
    if finding.severity is Severity.ERROR and not rule.values.get("explainable"):
        return finding
    return replace(finding, severity=Severity.WARNING, explanation=text)
