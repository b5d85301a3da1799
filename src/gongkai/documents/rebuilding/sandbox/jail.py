"""
What the child does to itself before it looks at a file: limits, no network, no new processes, no writing.

Every measure that the machine permits is taken; the limits and the guard of the interpreter are always there.
"""

import ctypes
import os
import resource
import signal
import sys
from typing import Any

_CLONE_NEWUSER, _CLONE_NEWNET, _CLONE_NEWIPC = 0x10000000, 0x40000000, 0x08000000
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_DUMPABLE = 1, 38, 4
# What interpreter and libraries hold besides the heap; the limit is for both together.
_PROGRAM, _SMALLEST = 48 * 1024 * 1024, 64 * 1024 * 1024
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.chmod",
    "os.link",
    "os.symlink",
    "os.kill",
    "shutil.",
    "ctypes.dlopen",
    "pty.",
    "urllib.",
    "ftplib.",
    "smtplib.",
    "http.client.",
)


class Forbidden(OSError):
    """The code inside the jail tried what it must not do."""


def confine(*, memory: int, cpu: int, output: int) -> bool:
    """
    Shut the child in; tell whether the kernel also took its network away.

    :param memory: bytes in all.
    :param cpu: seconds of processor time.
    :param output: bytes that may be written to the answer.
    """
    without_network = _leave_network()
    _limit(memory=memory, cpu=cpu, output=output)
    _remove_sockets()
    return without_network


def guard() -> None:
    """Refuse forbidden acts of Python code from now on; cannot be undone. Call after the libraries are loaded."""
    sys.addaudithook(_watch)


def _leave_network() -> bool:
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        for flags in (_CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWIPC, _CLONE_NEWNET):
            if libc.unshare(flags) == 0:
                return True
    except (AttributeError, OSError):
        pass  # no such system call here: the removed sockets and the guard remain
    return False


def _limit(*, memory: int, cpu: int, output: int) -> None:
    wanted = (
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_DATA, max(_SMALLEST, memory - _PROGRAM)),
        (resource.RLIMIT_AS, memory + 1024 * 1024 * 1024),
        (resource.RLIMIT_FSIZE, output),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    )
    for what, most in wanted:
        _, hard = resource.getrlimit(what)
        ceiling = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (ceiling, ceiling))


def _remove_sockets() -> None:
    for name in ("socket", "_socket", "ssl", "_ssl"):
        sys.modules[name] = None  # type: ignore[assignment]  # the documented way to make an import fail


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        flags = arguments[2] if len(arguments) > 2 else 0
        if isinstance(flags, int) and flags & _WRITING and not isinstance(arguments[0], int):
            raise Forbidden("沙箱内不得写文件")
    elif event.startswith(_FORBIDDEN):
        raise Forbidden(f"沙箱内不得执行 {event}")
