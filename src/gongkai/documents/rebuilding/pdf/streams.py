"""Content streams: decoded within bounds, filtered by operator."""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pikepdf

from gongkai.documents.rebuilding.model import damaged, too_big

WHAT = "PDF 文件"
#: Marked content carries words that are not shown (ActualText, Alt) and layers; nothing of it is needed to draw.
MARKED = frozenset(("BMC", "BDC", "EMC", "MP", "DP"))
TEXT = frozenset(("Tj", "TJ", "'", '"'))
_STATE = frozenset(
    ("q", "Q", "cm", "BT", "ET", "Tf", "Tc", "Tw", "Tz", "TL", "Ts", "Td", "TD", "Tm", "T*", "Do", "d0", "d1")
)
_MOST_STREAM = 40 * 1024 * 1024
_SMALL = 256 * 1024
_REMARK = re.compile(rb"(?m)^\s*%|/ActualText|/Alt\b|/E\s*\(")

Instruction = tuple[list[Any], str]


def bounded(stream: pikepdf.Object, most: int = _MOST_STREAM) -> bytes:
    """
    Decode a stream, but never more than `most` bytes of it.

    :raises Refused: there would be more, or it is damaged.
    """
    names = _filters(stream)
    raw = stream.read_raw_bytes()
    try:
        for at, name in enumerate(names):
            plain_flate = name in ("/FlateDecode", "/Fl") and "/DecodeParms" not in stream
            if plain_flate:
                raw = _inflate(raw, most)
            elif len(raw) <= _SMALL and at == 0:
                return bytes(stream.read_bytes())
            else:
                raise too_big("PDF 内部数据流过大")
    except (zlib.error, pikepdf.PdfError, RuntimeError) as error:
        raise damaged(WHAT) from error
    if len(raw) > most:
        raise too_big("PDF 内部数据流过大")
    return raw


def _filters(stream: pikepdf.Object) -> list[str]:
    found = stream.get("/Filter")
    if found is None:
        return []
    return [str(name) for name in found] if isinstance(found, pikepdf.Array) else [str(found)]


def _inflate(raw: bytes, most: int) -> bytes:
    engine = zlib.decompressobj()
    data = engine.decompress(raw, most + 1)
    if len(data) > most:
        raise too_big("PDF 内部数据流过大")
    return data


def instructions(owner: pikepdf.Page | pikepdf.Object) -> list[Instruction]:
    """
    Parse the content of a page or form; inline images come as the operator INLINE IMAGE.

    :raises Refused: it cannot be parsed.
    """
    try:
        return [(list(found.operands), str(found.operator)) for found in pikepdf.parse_content_stream(owner)]
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise damaged(WHAT) from error


def count_remarks(document: pikepdf.Pdf) -> int:
    """Count the pages whose content carries remarks or words in place of what is drawn."""
    count = 0
    for page in document.pages:
        contents = page.obj.get("/Contents")
        parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        count += any(isinstance(part, pikepdf.Stream) and _REMARK.search(bounded(part)) is not None for part in parts)
    return count


def write(found: Iterable[Instruction]) -> bytes:
    """Write instructions as a content stream."""
    return bytes(pikepdf.unparse_content_stream([(operands, pikepdf.Operator(name)) for operands, name in found]))


def without_marks(found: Iterable[Instruction]) -> Iterator[Instruction]:
    """Leave out marked content."""
    return ((operands, name) for operands, name in found if name not in MARKED)


def without_words(found: Iterable[Instruction]) -> Iterator[Instruction]:
    """Leave out the words that marked content carries (ActualText, Alt); layers keep their marks."""
    for operands, name in found:
        if name == "BDC" and operands[0] != "/OC":
            yield operands[:1], "BMC"
        elif name not in ("MP", "DP"):
            yield operands, name


def without_text(found: Iterable[Instruction]) -> Iterator[Instruction]:
    """Leave out everything that shows text."""
    return ((operands, name) for operands, name in found if name not in TEXT)


def only_text(found: Iterable[Instruction], is_form: Callable[[str], bool]) -> Iterator[Instruction]:
    """Keep nothing but text and where it stands, so that it is drawn in plain black; forms stay, for text stands in them."""
    for operands, name in found:
        if name == "Do" and not (operands and is_form(str(operands[0]))):
            continue
        if name in TEXT or name in _STATE:
            yield operands, name
