"""Plain text: lines are the paragraphs."""

from collections.abc import Sequence

from gongkai.documents.redaction.model import Passage
from gongkai.documents.redaction.stretches import merged, without


def lines_of(data: bytes) -> list[str]:
    """Give the lines of a rebuilt text."""
    return data.decode("utf-8-sig").splitlines()


def redact_text(data: bytes, passages: Sequence[Passage]) -> tuple[bytes, str, list[str]]:
    """Take passages out of a text."""
    lines = lines_of(data)
    found = merged(passages, [len(line) for line in lines])
    withheld = [lines[number][start:end] for number, stretches in found.items() for start, end in stretches]
    left = "\n".join(without(line, found.get(number, ())) for number, line in enumerate(lines))
    mark = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""
    return f"{mark}{left}\n".encode(), left, withheld
