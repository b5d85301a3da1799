"""Search a file for a word wherever it can be: plain, wide, hexadecimal, compressed, in parts, in streams, in picture chunks."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pypdfium2

from gongkai.documents.rebuilding.sheets.ole import Compound


def holds(data: bytes, word: str) -> bool:
    """Tell whether the word is anywhere in the file."""
    forms = [word.encode(code) for code in ("ascii", "utf-16-le", "utf-16-be")]
    forms += [form.hex().encode() for form in forms] + [form.hex().upper().encode() for form in forms]
    forms += [word.encode()[::-1], word.swapcase().encode()]
    return any(form in piece for piece in pieces(data) for form in forms)


def pieces(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """Give the file and everything packed inside it."""
    yield data
    if depth > 3:
        return
    for inner in _unpacked(data):
        yield from pieces(inner, depth + 1)


def _unpacked(data: bytes) -> Iterator[bytes]:
    if b"PK\x03\x04" in data[:4]:
        yield from _members(data)
    elif b"%PDF-" in data[:1024]:
        yield from _pdf(data)
    elif data.startswith(b"\x89PNG"):
        yield from _chunks(data)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        compound = Compound(data)
        yield from (compound.read(name) for name in compound.names)


def _members(data: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for info in archive.infolist():
            yield info.filename.encode("utf-8", "replace") + info.extra + info.comment
            yield archive.read(info)
        # Words of a document are spread over runs; read them in one piece too.
        for name in archive.namelist():
            if name.endswith(".xml"):
                yield re.sub(rb"<[^>]*>", b"", archive.read(name))


def _pdf(data: bytes) -> Iterator[bytes]:
    with pikepdf.open(BytesIO(data)) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Stream):
                try:
                    yield bytes(item.read_bytes())
                except pikepdf.PdfError:
                    yield bytes(item.read_raw_bytes())
            yield from _strings(item, 0)
    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage().get_text_range()
        yield text.encode("utf-8", "replace")
        yield "".join(text.split()).encode("utf-8", "replace")


def _strings(item: pikepdf.Object, depth: int) -> Iterator[bytes]:
    if depth > 6:
        return
    if isinstance(item, pikepdf.String):
        yield bytes(item)
        yield str(item).encode("utf-8", "replace")
    elif isinstance(item, pikepdf.Name):
        yield str(item).encode("utf-8", "replace")
    elif isinstance(item, pikepdf.Array):
        for part in item:
            if isinstance(part, pikepdf.Object) and not part.is_indirect:
                yield from _strings(part, depth + 1)
    elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        for key, part in item.items():
            yield str(key).encode("utf-8", "replace")
            if isinstance(part, pikepdf.Object) and not part.is_indirect:
                yield from _strings(part, depth + 1)


def _chunks(data: bytes) -> Iterator[bytes]:
    at = 8
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        if kind in (b"zTXt", b"iTXt", b"iCCP"):
            for start in range(len(body)):
                if body[start : start + 1] == b"x":
                    try:
                        yield zlib.decompress(body[start:])
                    except zlib.error:
                        continue
        at += 12 + length
