"""Check the reports of a season: each with its own last year (of all predecessors), and against its likes; on all cores when there are many."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context

from gongkai.apps.reporting.collecting.alike import alike
from gongkai.apps.reporting.collecting.guarded import check_guarded
from gongkai.law.annual_report.context import Context, sibling_of
from gongkai.law.annual_report.model import Finding, Report, Tables

#: From this number on other processes help; starting them takes a second.
MANY = 120
_CHUNK = 25
#: Findings that need what a season does not know: the registers and the pages of other installations.
Job = tuple[str, Report, Context]


def check_all(
    reports: Mapping[str, Report],
    changed: Iterable[str],
    previous: Mapping[str, Tables],
    *,
    step: Callable[[str], None] = lambda _: None,
) -> Iterator[tuple[str, list[Finding]]]:
    """
    Check the reports named in `changed`; `reports` are all of the season, by code, `previous` last year's figures.

    :param step: told the name of each report that is done.
    """
    siblings = {code: sibling_of(report) for code, report in reports.items()}
    codes = list(reports)
    near = alike({place: siblings[code].pieces.text for place, code in enumerate(codes)})
    neighbours = {code: [codes[other] for other in near[place]] for place, code in enumerate(codes)}
    jobs = [
        (
            code,
            reports[code],
            Context(previous=previous.get(code), siblings=[siblings[other] for other in neighbours[code]]),
        )
        for code in changed
    ]
    for code, findings in _apart(jobs) if len(jobs) >= MANY else map(_check, jobs):
        step(reports[code].organ)
        yield code, findings


def _apart(jobs: Sequence[Job]) -> Iterator[tuple[str, list[Finding]]]:
    waiting = iter(jobs)
    chunks = iter(lambda: list(islice(waiting, _CHUNK)), [])
    with ProcessPoolExecutor(max_workers=min(8, os.cpu_count() or 1), mp_context=get_context("spawn")) as pool:
        for done in pool.map(_check_some, chunks):
            yield from done


def _check_some(jobs: Sequence[Job]) -> list[tuple[str, list[Finding]]]:
    return [_check(job) for job in jobs]


def _check(job: Job) -> tuple[str, list[Finding]]:
    code, report, context = job
    return code, list(check_guarded(report, context).findings)
