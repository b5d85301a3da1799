"""Start the child, hand it one job, wait no longer than allowed, read its answer without trusting it."""

import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import gongkai
from gongkai.documents.rebuilding.model import Limits, Refused, Usage
from gongkai.documents.rebuilding.sandbox import wire

_SOURCE = str(Path(gongkai.__file__).parents[1])
_BOOT = "import sys; sys.path.insert(0, sys.argv.pop(1)); from gongkai.documents.rebuilding.sandbox.child import main; sys.exit(main())"
#: Without a home, a path or secrets of the application.
_ENVIRONMENT = {"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}
#: At most this many children at once in one process; others wait their turn.
_PLACES = threading.BoundedSemaphore(max(2, os.cpu_count() or 2))

#: How libraries written in C end when they get no more memory.
_OUT_OF_MEMORY = (-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGBUS)

_TOO_SLOW = "处理这个文件花费的时间过长，已停止。文件结构异常或过大，请另存、拆分后再上传。"
_TOO_BIG = "处理这个文件需要的内存过多，已停止。文件结构异常或过大，请另存、拆分后再上传。"
_DAMAGED = "文件已损坏或结构异常，无法读取。请用原软件打开后另存一份，再上传。"


class Started:
    """A child at work."""

    def __init__(self, process: "subprocess.Popen[bytes]", answer: BinaryIO, limits: Limits) -> None:
        self._process, self._answer, self._limits = process, answer, limits
        self._began = time.monotonic()

    def finish(self) -> tuple[dict[str, Any], list[bytes], Usage]:
        """
        Wait for the answer.

        :raises Refused: the child refused the file, broke, or ran out of its limits.
        """
        try:
            status, cpu = self._wait()
            self._answer.seek(0)
            usage = Usage(time.monotonic() - self._began, cpu)
            return self._read(status, usage)
        finally:
            self._answer.close()

    def _wait(self) -> tuple[int, float]:
        process = self._process
        if not _ends_within(process.pid, self._limits.wall):
            process.send_signal(signal.SIGKILL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        return process.returncode, used.ru_utime + used.ru_stime

    def _read(self, status: int, usage: Usage) -> tuple[dict[str, Any], list[bytes], Usage]:
        if status in (-signal.SIGKILL, -signal.SIGXCPU):
            raise Refused("too_slow", _TOO_SLOW, usage=usage)
        if status == -signal.SIGXFSZ:
            raise Refused("too_big", _TOO_BIG, usage=usage)
        try:
            header, blobs = wire.receive(self._answer)
        except wire.Garbled as error:
            code = "too_big" if status in _OUT_OF_MEMORY or self._answer_is_full() else "damaged"
            raise Refused(
                code, _TOO_BIG if code == "too_big" else _DAMAGED, detail=f"{status}: {error}", usage=usage
            ) from error
        usage = Usage(usage.wall, usage.cpu, int(header.get("peak", 0)))
        if header.get("ok") is not True:
            code = str(header.get("code", "damaged"))
            message = str(header.get("message", "")) or (_TOO_BIG if code == "too_big" else _DAMAGED)
            raise Refused(code, message, detail=str(header.get("detail", "")), usage=usage)
        return header, blobs, usage

    def _answer_is_full(self) -> bool:
        return self._answer.seek(0, os.SEEK_END) >= self._limits.output


def start(job: Mapping[str, Any], blobs: Sequence[bytes], limits: Limits) -> Started:
    """Start a child on a job; `job["task"]` names what it does."""
    question, answer = _scratch(), _scratch()
    with question:
        wire.send(question, job, blobs)
        question.seek(0)
        arguments = [
            f"{key}={value}"
            for key, value in (("memory", limits.memory), ("cpu", limits.cpu), ("output", limits.output))
        ]
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own code
            [sys.executable, "-I", "-c", _BOOT, _SOURCE, *arguments],
            stdin=question,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT,
            cwd="/",
            close_fds=True,
            start_new_session=True,
        )
    return Started(process, answer, limits)


def run(job: Mapping[str, Any], blobs: Sequence[bytes], limits: Limits) -> tuple[dict[str, Any], list[bytes], Usage]:
    """
    Do a job in a child and give its answer.

    :raises Refused: the child refused the file, broke, or ran out of its limits.
    """
    with _PLACES:
        return start(job, blobs, limits).finish()


def _scratch() -> BinaryIO:
    """Give a file that has no name and, where the system can, never touches a disk."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("gongkai", os.MFD_CLOEXEC), "w+b")
    return tempfile.TemporaryFile()


def _ends_within(pid: int, seconds: float) -> bool:
    if hasattr(os, "pidfd_open"):
        descriptor = os.pidfd_open(pid)
        try:
            poll = select.poll()
            poll.register(descriptor, select.POLLIN)
            return bool(poll.poll(seconds * 1000))
        finally:
            os.close(descriptor)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return True
        time.sleep(0.01)
    return False
