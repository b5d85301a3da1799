"""
The child process: shut in, read one job from standard input, do it, answer on standard output, end.

Started by `parent.py` in a fresh interpreter without environment; never imported by the application.
"""

import gc
import resource
import sys
import traceback
from collections.abc import Mapping, Sequence
from typing import Any

from gongkai.documents.rebuilding.sandbox import jail, wire

_RESERVE = 4 * 1024 * 1024


def main() -> int:
    """Do one job and give the exit code."""
    limits = {key: int(value) for key, value in (pair.split("=") for pair in sys.argv[1:])}
    gc.disable()  # one job, then the end: looking for circles costs more than it frees
    jail.confine(memory=limits["memory"], cpu=limits["cpu"], output=limits["output"])
    from gongkai.documents.rebuilding import tasks  # after the limits, before the guard

    answers = sys.stdout.buffer
    reserve = [bytes(_RESERVE)]  # so that there is room to say that there is no room
    try:
        header, blobs = _work(tasks)
        wire.send(answers, {"ok": True, "peak": _peak(), **header}, blobs)
    except Exception as error:  # noqa: BLE001 - whatever a hostile file does to a parser, the answer is one refusal
        reserve.clear()
        wire.send(answers, _answer_to(error))
    return 0


def _work(tasks: Any) -> tuple[Mapping[str, Any], Sequence[bytes]]:
    job, blobs = wire.receive(sys.stdin.buffer)
    task = tasks.prepare(job, blobs)
    jail.guard()
    header, answer = task(job, blobs)
    return header, answer


def _answer_to(error: Exception) -> Mapping[str, Any]:
    """Turn what went wrong into the header of a refusal; the frames that hold the memory are let go first."""
    from gongkai.documents.rebuilding.model import Refused

    if isinstance(error, Refused):
        return _refusal(error.code, str(error), error.detail)
    if isinstance(error, (MemoryError, RecursionError)):
        error.__traceback__ = error.__context__ = None
        return _refusal("too_big", "", type(error).__name__)
    return _refusal("damaged", "", "".join(traceback.format_exception(error))[-4000:])


def _refusal(code: str, message: str, detail: str) -> Mapping[str, Any]:
    return {"ok": False, "code": code, "message": message, "detail": detail, "peak": _peak()}


def _peak() -> int:
    """Give the most memory this process has held, in bytes; what the kernel says of children also counts their parent."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 - pathlib is not loaded here
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except (OSError, StopIteration, ValueError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    sys.exit(main())
