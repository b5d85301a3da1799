"""Help for making office containers: open one, change parts, add parts, close it."""

import re
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO

Change = bytes | str | Callable[[str], str]


def read_parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_parts(parts: Mapping[str, bytes], *, comment: bytes = b"") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        archive.comment = comment
    return out.getvalue()


def patched(data: bytes, changes: Mapping[str, Change], *, comment: bytes = b"") -> bytes:
    """Change parts by a function from text to text, replace or add them by bytes or text."""
    parts = read_parts(data)
    for name, change in changes.items():
        if callable(change):
            parts[name] = change(parts[name].decode()).encode()
        else:
            parts[name] = change.encode() if isinstance(change, str) else change
    return write_parts(parts, comment=comment)


def put_before(mark: str, addition: str) -> Callable[[str], str]:
    """Make a change that puts a text before the first place of a mark."""

    def change(text: str) -> str:
        assert mark in text, f"{mark} not in part"
        return text.replace(mark, addition + mark, 1)

    return change


def put_after(mark: str, addition: str) -> Callable[[str], str]:
    """Make a change that puts a text behind the first place of a mark (a regular expression)."""

    def change(text: str) -> str:
        found = re.search(mark, text)
        assert found, f"{mark} not in part"
        return text[: found.end()] + addition + text[found.end() :]

    return change
