"""The seed year's report as published, taken apart simply; where it is not at hand, a text of the same shape written for the tests."""

import re
from pathlib import Path

from gongkai.law.annual_report.forms import form
from gongkai.law.annual_report.model import Report, Section, zero_tables

HERE = Path(__file__).resolve()
PUBLISHED = HERE.parents[4] / "shared" / "seed" / "shanhe-2023-annual-report.txt"
STAND_IN = HERE.parent / "fixtures" / "yanshi_2023.txt"
CORPUS = HERE.parents[4] / "shared" / "corpus"


def seed_text() -> str:
    """Give the text of the seed, or of its stand-in."""
    return (PUBLISHED if PUBLISHED.is_file() else STAND_IN).read_text(encoding="utf-8")


def is_published() -> bool:
    """Tell whether the published text itself is at hand."""
    return PUBLISHED.is_file()


def split_report(text: str, *, organ: str = "", year: int = 2023) -> Report:
    """Cut a text at the six headings; lines with tabs are tables, which are all zero in the seed."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and "\t" not in line]
    headings = form("2021").headings
    places = [lines.index(heading) for heading in headings]
    ends = [*places[1:], len(lines)]
    sections = tuple(
        Section(number, heading, tuple(lines[begin + 1 : end]))
        for number, (heading, begin, end) in enumerate(zip(headings, places, ends, strict=True), start=1)
    )
    title = lines[0]
    return Report(
        organ=organ or re.sub(r"\s*20\d\d.*", "", title),
        year=year,
        title=title,
        preface="\n".join(lines[1 : places[0]]),
        sections=sections,
        tables=zero_tables(),
    )


def seed_report() -> Report:
    """Give the report of the seed."""
    return split_report(seed_text())
