"""
The three tables from the registers: one organ, and 1,500 organs from 1,000,000 applications, against a plain GROUP BY in SQL.

On PostgreSQL when GONGKAI_TEST_PG names a server (`python tests/with_postgres.py python bench/figures.py`), else on SQLite with a
tenth of the data. Each figure is the median of seven alternating rounds; only the ratio inside one run means something.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
ON_POSTGRES = bool(os.environ.get("GONGKAI_TEST_PG"))
ORGANS, REQUESTS = (1500, 1_000_000) if ON_POSTGRES else (150, 100_000)
ROUNDS, YEAR = 7, 2023
LIMITS = {"one organ": 0.005, "all organs": 0.6, "ratio": 1.5}

BARE = """
    SELECT organ_id, applicant_kind, outcome, received_on < '2023-01-01', closed_on <= '2023-12-31', count(*)
    FROM foi_foirequest
    WHERE counted AND received_on <= '2023-12-31' AND (closed_on IS NULL OR closed_on >= '2023-01-01')
    GROUP BY 1, 2, 3, 4, 5
"""


def main() -> int:
    """Fill a database, measure, print."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.test"
    os.environ.setdefault("TMPDIR", tempfile.mkdtemp(prefix="gongkai-bench-"))
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    root = fill()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    from gongkai.apps.organs.models import Organ
    from gongkai.apps.reporting.figures import figures, figures_of_subtree

    one = Organ.objects.filter(parent=root).first()
    assert one is not None

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(BARE)
            cursor.fetchall()

    def bare_one() -> None:
        with connection.cursor() as cursor:
            cursor.execute(BARE.replace("WHERE counted", f"WHERE organ_id = {one.pk} AND counted"))
            cursor.fetchall()

    ours_one, bare_single = alternate(lambda: figures(one, YEAR), bare_one)
    ours_all, bare_all = alternate(lambda: figures_of_subtree(root, YEAR), bare)
    counted = figures_of_subtree(root, YEAR)
    print(f"{connection.vendor}: {ORGANS} organs, {REQUESTS} applications, year {YEAR}")
    print(
        f"one organ   {ours_one * 1000:8.2f} ms   bare GROUP BY {bare_single * 1000:8.2f} ms   (goal {LIMITS['one organ'] * 1000:.0f} ms)"
    )
    print(
        f"all organs  {ours_all:8.3f} s    bare GROUP BY {bare_all:8.3f} s    ratio {ours_all / bare_all:.2f} (goal {LIMITS['ratio']})"
    )
    print(f"closed in the year: {sum(int(tables.cell3('tot', 'ct') or 0) for tables in counted.values())}")
    return 0


def alternate(first: Callable[[], object], second: Callable[[], object]) -> tuple[float, float]:
    """Run both in turn and give the medians in seconds."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for run, kept in zip((first, second), times, strict=True):
            start = time.perf_counter()
            run()
            kept.append(time.perf_counter() - start)
    return statistics.median(times[0]), statistics.median(times[1])


def fill():  # type: ignore[no-untyped-def]
    """Make organs and applications in bulk; the bench measures reading, so rows are written directly."""
    import random

    from gongkai.apps.foi.models import Applicant, ApplicantKind, FoiRequest
    from gongkai.apps.organs.models import Organ
    from gongkai.law.outcomes import Outcome

    dice = random.Random(20230101)
    root = Organ.objects.create(
        code="99",
        kind="province",
        path="99/",
        name="演示省",
        short_name="演示省",
        area_code="99",
        founded_on=date(2010, 1, 1),
    )
    Organ.objects.bulk_create(
        Organ(
            code=f"99{n:05}",
            kind="township",
            parent=root,
            path=f"99/99{n:05}/",
            name=f"演示乡{n}",
            short_name=f"乡{n}",
            area_code="99",
            founded_on=date(2010, 1, 1),
        )
        for n in range(ORGANS)
    )
    organs = list(Organ.objects.filter(parent=root))
    applicant = Applicant.objects.create(organ=root, kind=ApplicantKind.NATURAL_PERSON, name_sealed="x", name_index="x")
    kinds, outcomes = list(ApplicantKind), list(Outcome)
    numbers: dict[int, int] = {}
    batch: list[FoiRequest] = []
    now = __import__("django.utils.timezone", fromlist=["now"]).now()
    for place in range(REQUESTS):
        organ = dice.choice(organs)
        numbers[organ.pk] = number = numbers.get(organ.pk, 0) + 1
        received_on = date(2020, 1, 1) + timedelta(days=dice.randrange(1826))
        is_closed = dice.random() < 0.97
        batch.append(
            FoiRequest(
                organ=organ, year=received_on.year, number=number, serial=f"{number}", public_key=f"k{place}", applicant=applicant,
                applicant_kind=dice.choice(kinds), channel="in_person", submitted_at=now, title="演示", description="演示内容" * 60,
                state="closed" if is_closed else "processing", received_on=received_on, due_on=received_on + timedelta(days=28),
                closed_on=received_on + timedelta(days=dice.randrange(60)) if is_closed else None,
                outcome=dice.choice(outcomes).value if is_closed else "",
            )
        )  # fmt: skip
        if len(batch) == 5000:
            FoiRequest.objects.bulk_create(batch)
            batch.clear()
    FoiRequest.objects.bulk_create(batch)
    return root


if __name__ == "__main__":
    sys.exit(main())
