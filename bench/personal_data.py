"""
Scan a list of 15,000 rows × 8 columns for personal data, beside the time the bare patterns take on every cell.

    python bench/personal_data.py [rounds]

Goal: at most 5 s for the list on two cores; the ratio to the bare patterns is printed so that machines can be compared.
"""

import random
import re
import statistics
import sys
import time
from collections.abc import Callable

from gongkai.documents.personal_data import scan_table
from gongkai.law.privacy import id_check_character

ROWS = 15_000
BARE = [
    re.compile(shape)
    for shape in (r"(?<!\d)\d{17}[\dXx](?!\d)", r"(?<!\d)1[3-9]\d{9}(?!\d)", r"(?<!\d)\d{12,19}(?!\d)")
]


def rows(count: int, seed: int = 3) -> list[list[object]]:
    """A made-up ledger."""
    rng = random.Random(seed)
    table: list[list[object]] = [["序号", "村名", "姓名", "身份证号", "一卡通账号", "联系电话", "家庭住址", "金额"]]
    for at in range(count):
        body = f"640423{rng.randrange(1940, 2005)}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}{rng.randrange(1000):03d}"
        name = rng.choice("马王李张刘") + rng.choice("志国秀玉建") + rng.choice("强英兰军芳")
        account = f"62284{rng.randrange(10**14):014d}"
        home = f"演示乡二号村{rng.randrange(1, 9)}组{rng.randrange(1, 200)}号"
        table.append(
            [
                at,
                "二号村",
                name,
                body + id_check_character(body),
                account,
                f"139{rng.randrange(10**8):08d}",
                home,
                120.5,
            ]
        )
    return table


def bare(table: list[list[object]]) -> int:
    """Run three plain patterns on every cell: what a script of thirty lines does."""
    return sum(bool(pattern.search(str(cell))) for row in table for cell in row for pattern in BARE)


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    table = rows(ROWS)
    ours, theirs = [], []
    for _ in range(rounds):
        theirs.append(seconds(lambda: bare(table)))
        ours.append(seconds(lambda: scan_table(table)))  # type: ignore[arg-type]  # plain cells
    found = len(scan_table(table))  # type: ignore[arg-type]  # plain cells
    median, floor = statistics.median(ours), statistics.median(theirs)
    print(f"{ROWS} 行 × 8 列：{median:.2f} 秒（{min(ours):.2f}–{max(ours):.2f}），发现 {found} 处；目标 ≤ 5 秒")
    print(f"三条正则逐格搜索：{floor:.2f} 秒；比值 {median / floor:.1f}")


if __name__ == "__main__":
    main()
