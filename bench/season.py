"""
A season of 1,500 organs: collect, check and add up, against a bare sum of the same JSON, in one run.

    .venv/bin/python bench/season.py [organs]

Every organ has a signed report with some thousand characters of its own prose; one of them has one wrong cell, which must be found and
named. Figures: seconds, reports a second, the ratio to parsing and adding the same JSON, and the peak memory of this process and of its
children together. Goals: 60 s, 500 MB, the planted cell found.
"""

import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
_FOLDER = tempfile.TemporaryDirectory()
os.environ |= {"DJANGO_SETTINGS_MODULE": "gongkai.config.embedded", "GONGKAI_DATA_DIR": _FOLDER.name}

AT = datetime(2024, 2, 20, 2, 0, tzinfo=UTC)
GOAL_SECONDS, GOAL_MEGABYTES = 60, 500
PROSE = Path(__file__).resolve().parents[1] / "tests/law/annual_report/fixtures/official_prose.txt"


def megabytes() -> float:
    """Give the peak memory of this process and of its largest child together."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024


def cpu_seconds() -> float:
    """Give the CPU time of this process and of the children that have ended."""
    return sum(os.times()[:4])


def contents(count: int) -> Iterator[tuple[str, dict[str, object]]]:
    """Make the reports: own figures, own prose; the last but one has a wrong total."""
    from tests.documents.reading.samples import sample
    from tests.law.annual_report.samples import section, yanshi_report

    from gongkai.apps.reporting.content import tables_to_json, text_to_json
    from gongkai.law.annual_report.model import OrganKind

    lines = PROSE.read_text(encoding="utf-8").splitlines()
    base = yanshi_report()
    for number in range(count):
        dice = random.Random(number)
        name = f"示例县演示第{number}单位"
        own = [dice.choice(lines) for _ in range(10)]
        tables = sample(number, undivided=False).tables
        if number == count - 2:
            tables = tables.with_cell3("tot", "ct", int(tables.cell3("tot", "ct") or 0) + 1)
        sections = tuple(section(6, *one.paragraphs, *own) if one.number == 6 else one for one in base.sections)
        title = f"{name}2023年政府信息公开工作年度报告"
        report = replace(
            base, organ=name, year=2023, title=title, sections=sections, tables=tables, organ_kind=OrganKind.DEPARTMENT
        )
        yield name, {**text_to_json(report), "organ": name, "tables": tables_to_json(tables), "contact": []}


def bare_sum(stored: list[str]) -> list[int]:
    """Parse the JSON and add table 三 up."""
    total = [0] * 175
    for text in stored:
        cells = [cell for row in json.loads(text)["tables"]["table3"] for cell in row or [0] * 7]
        total = [one + (other or 0) for one, other in zip(total, cells, strict=True)]
    return total


def main() -> int:
    """Print the figures beside their goals; exit 1 when one is missed."""
    import django

    django.setup()
    from django.core.management import call_command

    from gongkai.apps.organs.models import Organ, User
    from gongkai.apps.reporting.models import AnnualReport, ReportVersion
    from gongkai.apps.reporting.season import operations
    from gongkai.apps.reporting.season.summing import total_of

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_500
    call_command("migrate", verbosity=0)
    county = Organ.objects.create(
        code="8888", kind="county", path="8888/", name="示例县", short_name="示例县", area_code="888800",
        founded_on=date(2010, 1, 1),
    )  # fmt: skip
    made = list(contents(count))
    stored = [json.dumps(content, ensure_ascii=False) for _, content in made]
    organs = Organ.objects.bulk_create(
        Organ(
            code=f"8888{number:05}", kind="department", path=f"8888/8888{number:05}/", parent=county, name=name,
            short_name=name, area_code="888800", founded_on=date(2010, 1, 1),
        )
        for number, (name, _) in enumerate(made)
    )  # fmt: skip
    reports = AnnualReport.objects.bulk_create(AnnualReport(organ=organ, year=2023, state="signed") for organ in organs)
    signer = User.objects.create(username="演示")
    ReportVersion.objects.bulk_create(
        (
            ReportVersion(report=report, number=1, content=content, digest=f"{number:064}", signed_by=signer, signed_on=date(2024, 1, 20))
            for number, (report, (_, content)) in enumerate(zip(reports, made, strict=True))
        ),
        batch_size=100,
    )  # fmt: skip
    del made, organs, reports
    begin = time.perf_counter()
    bare = bare_sum(stored)
    bare_seconds = time.perf_counter() - begin
    del stored
    done = 0

    def step(_: str) -> None:
        nonlocal done
        done += 1
        if done % 250 == 0:
            print(f"  {done}/{count}", file=sys.stderr, flush=True)

    begin, cpu = time.perf_counter(), cpu_seconds()
    season = operations.open_season(organ=county, year=2023, by=None, at=AT)
    operations.collect(season=season, by=None, at=AT, step=step)
    total = total_of(season)
    seconds, cpu = time.perf_counter() - begin, cpu_seconds() - cpu
    wrong = [
        (row.name, finding["where"])
        for row in season.reports.all()
        for finding in row.findings
        if finding["id"] == "T302"
    ]
    same = [cell for row in total.tables.table3 for cell in row or ()] == bare
    found = [name for name, _ in wrong] == [f"示例县演示第{count - 2}单位"]
    ok = seconds <= GOAL_SECONDS and megabytes() <= GOAL_MEGABYTES and same and found
    print(
        f"collect, check, add up   {seconds:7.1f} s   {count / seconds:6.0f} reports/s   goal <= {GOAL_SECONDS} s for 1,500"
    )
    print(f"bare sum of the JSON     {bare_seconds:7.2f} s   ratio {seconds / bare_seconds:.0f} x")
    print(f"peak memory              {megabytes():7.0f} MB  goal <= {GOAL_MEGABYTES} MB")
    print(f"sum equals the bare sum  {same}\nplanted cell found       {found}: {wrong}")
    print("ok" if ok else "MISSED")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
