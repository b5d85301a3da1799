"""
The child process: shut in, read one job from standard input, do it, answer on standard output, end.

Started by `parent.py` in a fresh interpreter without environment; never imported by the application.
"""

import resource
import sys
import traceback
from collections.abc import Mapping
from typing import Any

from gongkai.documents.rebuilding.sandbox import jail, wire


def main() -> int:
    """Do one job and give the exit code."""
    limits = {key: int(value) for key, value in (pair.split("=") for pair in sys.argv[1:])}
    jail.confine(memory=limits["memory"], cpu=limits["cpu"], output=limits["output"])
    answers = sys.stdout.buffer
    from gongkai.documents.rebuilding import tasks  # after the limits, before the guard
    from gongkai.documents.rebuilding.model import Refused

    try:
        job, blobs = wire.receive(sys.stdin.buffer)
        task = tasks.prepare(job, blobs)
        jail.guard()
        header, answer = task(job, blobs)
        wire.send(answers, {"ok": True, "peak": _peak(), **header}, answer)
    except Refused as refusal:
        wire.send(answers, _refusal(refusal.code, str(refusal), refusal.detail))
    except (MemoryError, RecursionError) as error:
        wire.send(answers, _refusal("too_big", "", type(error).__name__))
    except Exception as error:  # noqa: BLE001 - whatever a hostile file does to a parser, the answer is one refusal
        wire.send(answers, _refusal("damaged", "", "".join(traceback.format_exception(error))[-4000:]))
    return 0


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
