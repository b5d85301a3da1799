"""Read the files of a collection that still wait, in children that can be killed, for as long as the caller has time."""

from collections.abc import Iterator
from datetime import datetime
from time import monotonic

from gongkai.apps.core import files
from gongkai.apps.organs.models import User
from gongkai.apps.reporting.collecting import operations
from gongkai.apps.reporting.models import CollectedReport, Collection
from gongkai.documents.reading import UnreadableReport
from gongkai.documents.reading.isolation import Job, read_each

WORKERS = 2
SECONDS_PER_FILE = 10.0
#: A page answers within this time; what is left waits for the next call.
SECONDS = 8.0


def read_waiting(
    *, collection: Collection, by: User | None, at: datetime, seconds: float = SECONDS, workers: int = WORKERS
) -> int:
    """
    Read files until none waits or the time is over; give how many were read.

    Every file is recorded on its own, so nothing is lost when the caller is stopped. A file takes at most `SECONDS_PER_FILE`.
    """
    waiting = list(collection.reports.filter(state=CollectedReport.State.WAITING).select_related("file"))
    end = monotonic() + seconds
    given: list[CollectedReport] = []

    def jobs() -> Iterator[Job]:
        for report in waiting:
            if given and monotonic() >= end:
                return
            content = _content(report)
            if isinstance(content, UnreadableReport):
                operations.record_reading(report=report, found=content, by=by, at=at)
                continue
            given.append(report)
            yield report.name, content

    answers = read_each(jobs(), workers=min(workers, max(1, len(waiting))), seconds=SECONDS_PER_FILE)
    done = 0
    for done, (_, found) in enumerate(answers, start=1):
        operations.record_reading(report=given[done - 1], found=found, by=by, at=at)
    return done


def _content(report: CollectedReport) -> bytes | UnreadableReport:
    """Give the bytes as they were handed over, or the refusal where they are gone."""
    if report.file is None:
        return UnreadableReport("damaged", "文件没有保存下来，请重新提交。")
    try:
        return files.read(report.file)
    except OSError:
        return UnreadableReport("damaged", "保存的文件已损坏或丢失，请重新提交。")
