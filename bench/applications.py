"""
Durable submissions per second, as a share of bare one-row commits on the same database in the same run; a letter as PDF, warm.

On PostgreSQL when GONGKAI_TEST_PG names a server (`python tests/with_postgres.py python bench/applications.py`), else on SQLite with full
synchronisation. A submission is everything between the click and the receipt: number, applicant sealed, three events in two chains, the
letter of receipt composed and kept, the draft emptied. Both kinds run in turn, in rounds; the median of the rounds' ratios counts.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
ROUNDS, BATCH, LETTERS = 9, 40, 20
RATIO_GOAL, LETTER_GOAL = 0.15, 0.050
ANSWERS = {
    "kind": "natural_person",
    "name": "演示申请人",
    "id_type": "护照",
    "id_number": "E00000000",
    "phone": "0000-7654321",
    "title": "演示村道路硬化项目验收报告",
    "description": "2025年上半年完工，要验收报告和结算表。",
    "delivery_form": "电子",
    "delivery_channel": "网上下载",
    "agent": "no",
}


def main() -> int:
    """Prepare a database, measure, print; 1 where a goal is missed."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.test"
    os.environ.setdefault("TMPDIR", tempfile.mkdtemp(prefix="gongkai-bench-"))
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    organ = _organ()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_row (id bigint PRIMARY KEY, words text)")
    bare, submitting = _bare(), _submitting(organ)
    bare(BATCH), submitting(BATCH)
    ratios, rates = [], []
    for _round in range(ROUNDS):
        one, other = bare(BATCH), submitting(BATCH)
        ratios.append(one / other)
        rates.append((BATCH / one, BATCH / other))
    ratio = statistics.median(ratios)
    print(f"{connection.vendor}: bare one-row commits {statistics.median(rate for rate, _ in rates):8.0f} /s")
    print(f"{connection.vendor}: submissions          {statistics.median(rate for _, rate in rates):8.0f} /s")
    print(f"ratio {ratio:.3f} (goal {RATIO_GOAL})")
    letter = _letter()
    print(f"letter as PDF, warm {letter * 1000:.1f} ms (goal {LETTER_GOAL * 1000:.0f} ms)")
    return int(ratio < RATIO_GOAL or letter > LETTER_GOAL)


def _timed(run: Callable[[], Any]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def _organ() -> Any:
    from django.utils import timezone

    from gongkai.apps.foi import operations
    from gongkai.apps.organs.operations import found_organ

    day = timezone.localdate() - timedelta(days=400)
    organ = found_organ(
        by=None, on=day, code="990101001", kind="township", name="示例县演示乡人民政府", short_name="演示乡",
        area_code="640423", office="综合办公室", phone="0000-1234567", address="演示路1号",
    )  # fmt: skip
    operations.open_online_channel(organ=organ, by=None, on=day)
    return organ


def _bare() -> Callable[[int], float]:
    from django.db import connection

    numbers = iter(range(10**9))

    def insert(count: int) -> None:
        with connection.cursor() as cursor:
            for _ in range(count):
                cursor.execute("INSERT INTO bench_row (id, words) VALUES (%s, %s)", [next(numbers), "演示" * 50])

    return lambda count: _timed(lambda: insert(count))


def _submitting(organ: Any) -> Callable[[int], float]:
    from django.utils import timezone

    from gongkai.apps.foi import operations

    def drafts(count: int) -> list[Any]:
        made = []
        for _ in range(count):
            draft, _code = operations.start_draft(organ=organ, by=None, at=timezone.now())
            operations.save_answers(draft=draft, by=None, at=timezone.now(), **ANSWERS)
            made.append(draft)
        return made

    def run(count: int) -> float:
        waiting = drafts(count)
        return _timed(lambda: [operations.submit(draft=draft, by=None, at=timezone.now()) for draft in waiting])

    return run


def _letter() -> float:
    from django.conf import settings

    from gongkai.apps.foi.letters import letter_document
    from gongkai.apps.foi.models import Letter
    from gongkai.documents.writing import letter_pdf

    letters = list(Letter.objects.order_by("-id")[: LETTERS + 3])
    times = [
        _timed(lambda each=each: letter_pdf(letter_document(each), font_dirs=settings.FONT_DIRS)) for each in letters
    ]
    return statistics.median(times[3:])


if __name__ == "__main__":
    sys.exit(main())
