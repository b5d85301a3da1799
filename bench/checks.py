"""
Speed of the checks of yearly reports on one core: the checks of the figures (≥ 1,000 reports/s) and all checks (≥ 50 reports/s).

The texts are a demonstration report with some thousand characters of prose, varied by its figures.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.law.annual_report.samples import section, suqian, yanshi_report

from gongkai.law.annual_report.checks import check, check_tables
from gongkai.law.annual_report.context import Context
from gongkai.law.annual_report.model import Report

PROSE = Path("tests/law/annual_report/fixtures/official_prose.txt").read_text(encoding="utf-8").splitlines()[:14]
TABLES_LIMIT, TEXT_LIMIT = 1000, 50


def rate(action: Callable[[int], object], count: int) -> float:
    """Run an action `count` times after one warming run; give runs a second."""
    action(0)
    begin = time.process_time()
    for number in range(1, count + 1):
        action(number)
    return count / (time.process_time() - begin)


def varied(number: int) -> Report:
    """Give the demonstration report with a long section 六 and other figures in its text."""
    report = yanshi_report(published=1000 + number)
    *first, last = report.sections
    return replace(report, sections=(*first, section(6, *last.paragraphs, *PROSE)))


def main() -> None:
    """Print both rates and their ratio to the limits."""
    report = Report(organ="宿迁市", year=2024, title="", preface="", sections=(), tables=suqian(2024))
    context = Context(previous=suqian(2023))
    tables = rate(lambda _: check_tables(report, context), 2000)
    texts = [varied(number) for number in range(101)]
    whole = rate(lambda number: check(texts[number]), 100)
    characters = len("".join(section.text for section in texts[0].sections))
    print(f"tables  {tables:8,.0f} reports/s  limit {TABLES_LIMIT:,}  ratio {tables / TABLES_LIMIT:.2f}")
    print(
        f"all     {whole:8,.0f} reports/s  limit {TEXT_LIMIT:,}  ratio {whole / TEXT_LIMIT:.2f}  ({characters:,} characters each)"
    )


if __name__ == "__main__":
    main()
