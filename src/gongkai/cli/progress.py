"""A bar on the error stream for work on many files; silent where nobody looks at a terminal."""

import shutil
import sys
from types import TracebackType

_WIDTH = 24


class Bar:
    """Shows how much of a known number of steps is done; use it as a context so that the line is wiped at the end."""

    def __init__(self, words: str, total: int) -> None:
        self.words, self.total, self.done = words, total, 0
        self.shown = sys.stderr.isatty()

    def __enter__(self) -> "Bar":
        self._show("")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def step(self, name: str = "") -> None:
        """Count one step; `name` is what was done."""
        self.done += 1
        self._show(name)

    def _show(self, name: str) -> None:
        if not self.shown:
            return
        whole = max(self.total, self.done, 1)
        filled = _WIDTH * self.done // whole
        line = f"{self.words} {'█' * filled}{'░' * (_WIDTH - filled)} {self.done}/{whole}　{name}"
        print(f"\r\x1b[K{cut(line, shutil.get_terminal_size().columns - 1)}", end="", file=sys.stderr, flush=True)


def cut(text: str, columns: int) -> str:
    """Cut a line at a number of columns; a Chinese character takes two."""
    used = 0
    for place, character in enumerate(text):
        used += width(character)
        if used > columns:
            return text[:place]
    return text


def width(text: str) -> int:
    """Give the columns that a text takes on a terminal."""
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def padded(text: str, columns: int) -> str:
    """Fill a text up to a number of columns."""
    return text + " " * (columns - width(text))
