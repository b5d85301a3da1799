"""
Check a report whose text nobody has seen before: at once where it is as long as reports are, else in a child that can be killed.

Some checks look at every pair of figures in a paragraph; a text made to be slow costs its own check and nothing else.
"""

import multiprocessing
from collections.abc import Collection
from dataclasses import replace
from multiprocessing.connection import Connection

from gongkai.law.annual_report.checks import TABLE_FAMILIES as OF_TABLES
from gongkai.law.annual_report.checks import CheckResult, Context, NotChecked, check, rules
from gongkai.law.annual_report.model import Report

#: Text that is checked at once: longer than any report seen, short enough to cost a second or two at worst.
LONGEST_PARAGRAPH = 3_000
LONGEST_TEXT = 60_000
SECONDS = 15.0


def is_usual(report: Report) -> bool:
    """Tell whether the text is as long as reports are."""
    lengths = [len(paragraph) for section in report.sections for paragraph in section.paragraphs]
    lengths.append(len(report.preface))
    return max(lengths) <= LONGEST_PARAGRAPH and sum(lengths) <= LONGEST_TEXT


def check_guarded(
    report: Report, context: Context, *, only: Collection[str] | None = None, seconds: float = SECONDS
) -> CheckResult:
    """Carry out the checks; of a text that takes too long only the figures are checked, and the answer says so."""
    if is_usual(report):
        return check(report, context, only=only)
    found = _apart(report, context, only, seconds)
    if found is not None:
        return found
    wanted = [rule.id for rule in rules().values() if rule.family in OF_TABLES and (only is None or rule.id in only)]
    result = check(report, context, only=wanted)
    reason = f"正文过长或过于复杂，{seconds:.0f}秒内没有核对完，只核对了三张表。"
    return replace(result, not_checked=(*result.not_checked, NotChecked("X", "文字核对", reason)))


def _apart(report: Report, context: Context, only: Collection[str] | None, seconds: float) -> CheckResult | None:
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    child = multiprocessing.get_context("spawn").Process(
        target=_work, args=(theirs, report, context, only), daemon=True
    )
    child.start()
    theirs.close()
    try:
        found: CheckResult | None = ours.recv() if ours.poll(seconds) else None
    except (EOFError, OSError):
        found = None
    finally:
        child.kill()
        child.join()
        child.close()
        ours.close()
    return found


def _work(pipe: Connection, report: Report, context: Context, only: Collection[str] | None) -> None:
    """Check and answer; runs in the child."""
    pipe.send(check(report, context, only=only))
