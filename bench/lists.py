"""
Take in a list of 200,000 people: read, judged, masked for both audiences, sealed and kept, beside the bare read of the same workbook.

    python bench/lists.py [rows]

Goal: at most 10 s on two quiet cores and 400 MB. What is compared between machines is the ratio to calamine's bare read in this run.
"""

import io
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]


def main() -> int:
    """Make a list, read it bare, take it in, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.test"
    os.environ.setdefault("TMPDIR", tempfile.mkdtemp(prefix="gongkai-bench-"))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from python_calamine import CalamineWorkbook
    from tests.factories.benefits import Village, identity_number, people, workbook

    rows = people(count, village="柳树湾村")
    for at, row in enumerate(rows):
        row[4] = identity_number(at, year=1940 + at // 5_000)
    data = workbook(rows)
    del rows
    began, used = time.perf_counter(), processor()
    for _row in CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).iter_rows():
        pass
    bare, bare_cpu = time.perf_counter() - began, processor() - used
    place = Village.build()
    began, used = time.perf_counter(), processor()
    batch = place.upload(data)
    while batch.state == "reading":
        from gongkai.apps.benefits import reading

        batch = reading.read_on(batch=batch, by=place.accountant, at=place.at)
    ours, ours_cpu = time.perf_counter() - began, processor() - used
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024
    print(f"{count} 行：{ours:.1f} 秒（处理器 {ours_cpu:.1f} 秒），{batch.people} 人，问题 {batch.problem_counts}")
    print(f"只读单元格：{bare:.1f} 秒（处理器 {bare_cpu:.1f} 秒）；处理器时间之比 {ours_cpu / bare_cpu:.1f}")
    print(f"内存峰值（含造数据）{peak} MB")
    return 0


def processor() -> float:
    """Give the seconds of processor used so far, children included."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    sys.exit(main())
