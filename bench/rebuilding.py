"""
Rebuild and scan a workbook of 15,000 rows × 8 columns, beside the bare work in the same run: calamine reads it, XlsxWriter writes it.

    python bench/rebuilding.py [rounds]

Goal: the whole way (two children, rebuild, second reader, personal data) takes at most 3 times the bare read and write, by seconds of
processor and by the clock. Rounds alternate; medians are compared. The list is a hard one: five of its columns are personal data, so
75,000 findings are made and carried over.
"""

import io
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import xlsxwriter
from bench.personal_data import ROWS, rows
from python_calamine import CalamineWorkbook

from gongkai.documents.rebuilding import rebuild

GOAL = 3.0


def workbook() -> bytes:
    """The list that is rebuilt, as XlsxWriter writes it."""
    return written(rows(ROWS))


def written(table: list[list[Any]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for at, row in enumerate(table):
        sheet.write_row(at, 0, row)
    book.close()
    return out.getvalue()


def bare(data: bytes) -> None:
    """Read every value and write it again: no less can be done."""
    written(CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python())


def cost(work: Callable[[], object]) -> tuple[float, float]:
    """Give seconds by the clock and of processor, children included."""
    began, used = time.perf_counter(), processor()
    work()
    return time.perf_counter() - began, processor() - used


def processor() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    data = workbook()
    rebuild(data, "预热.xlsx")
    ours, theirs = [], []
    for _ in range(rounds):
        theirs.append(cost(lambda: bare(data)))
        ours.append(cost(lambda: rebuild(data, "名单.xlsx")))
    print(f"{ROWS} 行 × 8 列，{len(data) / 1e6:.2f} MB，{rounds} 轮")
    for at, name in enumerate(("时钟", "处理器")):
        mine, peer = (statistics.median(run[at] for run in runs) for runs in (ours, theirs))
        verdict = "达到" if mine <= GOAL * peer else "未达到"
        print(
            f"{name}：重建并检查 {mine:.2f} 秒，calamine 读 + XlsxWriter 写 {peer:.2f} 秒，比值 {mine / peer:.2f}（目标 ≤ {GOAL:.0f}，{verdict}）"
        )
    result = rebuild(data, "名单.xlsx")
    print(f"发现 {len(result.findings)} 处，子进程内存最高 {result.usage.peak / 2**20:.0f} MB")


if __name__ == "__main__":
    main()
