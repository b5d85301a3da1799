"""X03, X16: shares, growth and lists in the text, reckoned again."""

from collections.abc import Iterator
from decimal import Decimal

from gongkai.law.annual_report.checks.case import Case
from gongkai.law.annual_report.checks.registry import Answer, Rule, check_for
from gongkai.law.annual_report.checks.text_figures import is_about_applications
from gongkai.law.annual_report.text.sums import (
    RATE_AFTER,
    WrongGrowth,
    check_growth,
    number,
    wrong_growth,
    wrong_shares,
    wrong_sums,
)

_SECTIONS = (1, 3, 4, 5, 6)


@check_for("X03")
def percentages(case: Case, rule: Rule) -> Answer:
    """Reckon every share and rate of growth again."""
    tolerance = Decimal(str(rule.values["tolerance"]))
    wholes = list(_wholes(case))
    for passage in case.prose.section(*_SECTIONS):
        if "%" not in passage.text and "％" not in passage.text:
            continue
        about_applications = is_about_applications(passage.text)
        for share in wrong_shares(passage.text, wholes if about_applications else (), tolerance):
            yield rule.finding(
                passage.where,
                f"正文“{share.words}”：按{share.part:f}÷{share.whole:f}计算为{share.expected:.2f}%。",
                found=f"{share.stated}%",
                expected=f"{share.expected:.2f}%",
            )
        for growth in (*wrong_growth(passage.text, tolerance), *_growth_of_applications(case, passage.text, tolerance)):
            yield rule.finding(
                passage.where,
                f"正文“{growth.words}”：由{growth.before:f}到{growth.after:f}，变化为{growth.expected:+.2f}%。",
                found=f"{growth.stated:+}%",
                expected=f"{growth.expected:+.2f}%",
            )


def _wholes(case: Case) -> Iterator[Decimal]:
    new, carried, closed = (case.total(row) for row in ("new", "carry", "tot"))
    for cell in (new, closed):
        if cell:
            yield Decimal(cell)
    if new is not None and carried:
        yield Decimal(new + carried)


def _growth_of_applications(case: Case, text: str, tolerance: Decimal) -> Iterator[WrongGrowth]:
    """A rate written after the number of applications, against last year's table."""
    before = case.before
    if before is None or "申请" not in text:
        return
    now = {case.total("new"): before.cell3("new", "ct")}
    new, carried = case.total("new"), case.total("carry")
    last_new, last_carried = before.cell3("new", "ct"), before.cell3("carry", "ct")
    if None not in (new, carried, last_new, last_carried):
        now[(new or 0) + (carried or 0)] = (last_new or 0) + (last_carried or 0)
    for match in RATE_AFTER.finditer(text):
        after = number(match["after"])
        last = now.get(int(after))
        if last:
            yield from check_growth(match, Decimal(last), after, tolerance)


@check_for("X16")
def lists(case: Case, rule: Rule) -> Answer:
    """Add every list up."""
    for passage in case.prose.section(*_SECTIONS):
        for wrong in wrong_sums(passage.text):
            parts = "＋".join(f"{part:f}" for part in wrong.parts)
            yield rule.finding(
                passage.where,
                f"正文写{wrong.total.text}，所列各项{parts}＝{wrong.sum:f}，相差{abs(wrong.sum - wrong.total.value):f}。",
                found=f"{wrong.sum:f}",
                expected=f"{wrong.total.value:f}",
            )
