"""Rows at rest: sealed, compressed, a village at a time; opened again for whoever may see them."""

import base64
import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from gongkai.apps.benefits.models import BatchPart, BenefitBatch
from gongkai.apps.core.sealing import seal, unseal

PRINT = 16
#: Rows of one village that lie together.
SIZE = 500

Row = list[Any]


def packed(rows: Sequence[Sequence[Any]]) -> str:
    """Seal rows."""
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
    return seal(base64.b64encode(zlib.compress(text, 1)).decode())


def opened(sealed: str) -> list[Row]:
    """
    Open rows; nothing gives no rows.

    :raises SealError: the key is not known here.
    """
    if not sealed:
        return []
    rows: list[Row] = json.loads(zlib.decompress(base64.b64decode(unseal(sealed))))
    return rows


def digest(rows: Sequence[Any], online: Sequence[Any], board: Sequence[Any]) -> str:
    """Give the SHA-256 of what a part holds, before it is sealed."""
    text = json.dumps([rows, online, board], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def prints_of(part: BatchPart) -> list[bytes]:
    """Give the fingerprint of each row's identity number; zeros where there is none."""
    data = bytes(part.prints)
    return [data[at : at + PRINT] for at in range(0, len(data), PRINT)]


def all_prints(batch: BenefitBatch) -> set[bytes]:
    """Give the fingerprints of everybody in a batch."""
    found: set[bytes] = set()
    for part in batch.parts.only("prints"):
        found.update(prints_of(part))
    found.discard(bytes(PRINT))
    return found


def rows_of(batch: BenefitBatch) -> Iterator[tuple[bytes, Row]]:
    """Give every full row with its fingerprint, a part at a time."""
    for part in batch.parts.all().iterator(chunk_size=20):
        yield from zip(prints_of(part), opened(part.rows), strict=True)


def intact(batch: BenefitBatch) -> bool:
    """Tell whether every part still holds what was reviewed."""
    return all(
        digest(opened(part.rows), opened(part.online), opened(part.board)) == part.digest
        for part in batch.parts.all().iterator(chunk_size=20)
    )
