"""
Read in child processes that can be killed: a file that hangs or fills the memory costs only its own reading.

The child lowers its own memory limit before it touches a file. It is started afresh after every kill or crash.
"""

import multiprocessing
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from time import monotonic

from gongkai.documents.reading.errors import PutOff, UnreadableReport
from gongkai.documents.reading.reader import read_report
from gongkai.documents.reading.result import ReadReport

SECONDS = 10.0
MEGABYTES = 512
#: What the recognition of a scan may take: some seconds a page, and the models in memory.
SCAN_SECONDS = 240.0
SCAN_MEGABYTES = 3_072

Job = tuple[str, Path | bytes]
Answer = ReadReport | UnreadableReport


def _serve(pipe: Connection, megabytes: int, scans: bool) -> None:
    """Read what comes down the pipe until it closes; runs in the child."""
    _limit_memory(megabytes)
    while True:
        try:
            name, source = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        pipe.send(answer(name, source, scans=scans))


def answer(name: str, source: Path | bytes, *, scans: bool = True) -> Answer:
    """Read one file; whatever is wrong with it comes back as a refusal."""
    try:
        return read_report(source, name, scans=scans)
    except UnreadableReport as error:
        return error
    except Exception as error:  # noqa: BLE001 - whatever goes wrong in one file must not stop the rest
        return UnreadableReport("damaged", f"读取时出错（{type(error).__name__}），请换一种格式重试。", name=name)


def _limit_memory(megabytes: int) -> None:
    if sys.platform == "linux":
        import resource

        size = megabytes * 2**20
        resource.setrlimit(resource.RLIMIT_DATA, (size, size))


@dataclass
class _Child:
    """A child process with the job it has, and since when."""

    megabytes: int
    scans: bool = False
    process: SpawnProcess | None = None
    pipe: Connection | None = None
    job: tuple[int, str] | None = None
    since: float = field(default=0.0)

    def give(self, number: int, name: str, source: Path | bytes) -> None:
        """Hand over a file; a missing child is started first."""
        if self.pipe is None:
            context = multiprocessing.get_context("spawn")
            self.pipe, theirs = context.Pipe()
            self.process = context.Process(target=_serve, args=(theirs, self.megabytes, self.scans), daemon=True)
            self.process.start()
            theirs.close()
        self.job, self.since = (number, name), monotonic()
        self.pipe.send((name, source))

    def take(self) -> Answer:
        """Take the answer; a child that died gives a refusal instead."""
        name = self.job[1] if self.job else ""
        try:
            found: Answer = self.pipe.recv() if self.pipe else UnreadableReport("damaged", "", name=name)
        except (EOFError, OSError):
            self.end()
            return UnreadableReport("too_complex", "读取占用内存过多，已停止；请检查文件或换一种格式。", name=name)
        return found

    def end(self) -> None:
        """Kill the child."""
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.process.close()
        if self.pipe is not None:
            self.pipe.close()
        self.process = self.pipe = None


def read_isolated(source: Path | bytes, name: str = "", *, seconds: float = SECONDS) -> ReadReport:
    """Read one file in a child process; raises `UnreadableReport`, also when it takes longer than `seconds`."""
    name = name or (source.name if isinstance(source, Path) else "文件")
    (_, found), *_ = read_each([(name, source)], workers=1, seconds=seconds)
    if isinstance(found, UnreadableReport):
        raise found
    return found


def read_each(
    jobs: Iterable[Job], *, workers: int, seconds: float = SECONDS, megabytes: int = MEGABYTES
) -> Iterator[tuple[str, Answer]]:
    """
    Read files in `workers` child processes; give the answers in the order of the files.

    A file that takes longer than `seconds` or needs more than `megabytes` is given up; the others go on. A scan that can be
    recognised is read afterwards in a roomier child of its own.
    """
    sources: dict[int, Path | bytes] = {}

    def kept() -> Iterator[Job]:
        for number, (name, source) in enumerate(jobs):
            sources[number] = source
            yield name, source

    answers = _answers(kept(), [_Child(megabytes) for _ in range(workers)], seconds)
    for number, (name, found) in enumerate(answers):
        source = sources.pop(number)
        if isinstance(found, PutOff):
            yield from _answers([(name, source)], [_Child(SCAN_MEGABYTES, scans=True)], SCAN_SECONDS)
        else:
            yield name, found


def _answers(jobs: Iterable[Job], children: Sequence[_Child], seconds: float) -> Iterator[tuple[str, Answer]]:
    """Hand the files out to the children and give their answers in order; the children are ended afterwards."""
    waiting = enumerate(jobs)
    done: dict[int, tuple[str, Answer]] = {}
    order: deque[int] = deque()
    try:
        while True:
            _hand_out(children, waiting, order)
            if not order:
                return
            for number, name, found in _collect(children, seconds):
                done[number] = (name, found)
            while order and order[0] in done:
                yield done.pop(order.popleft())
    finally:
        for child in children:
            child.end()


def _hand_out(children: Iterable[_Child], waiting: Iterator[tuple[int, Job]], order: deque[int]) -> None:
    for child in children:
        if child.job is None:
            following = next(waiting, None)
            if following is None:
                return
            number, (name, source) = following
            order.append(number)
            child.give(number, name, source)


def _collect(children: Iterable[_Child], seconds: float) -> Iterator[tuple[int, str, Answer]]:
    """Wait for the next answer, or for the time of the slowest to run out."""
    busy = [child for child in children if child.job is not None]
    if not busy:
        return
    rest = max(0.0, min(child.since for child in busy) + seconds - monotonic())
    ready = wait([child.pipe for child in busy if child.pipe is not None], timeout=rest)
    for child in busy:
        if child.job is None:
            continue
        number, name = child.job
        if child.pipe in ready:
            found = child.take()
        elif monotonic() - child.since >= seconds:
            child.end()
            found = UnreadableReport("timeout", f"读取超过{seconds:.0f}秒，已停止；请检查文件或换一种格式。", name=name)
        else:
            continue
        child.job = None
        yield number, name, found
