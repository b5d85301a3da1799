"""What parent and child say to each other: a length, a JSON header, then bytes. Never pickles: the child has read hostile files."""

import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

_LENGTH = struct.Struct(">I")
_MAX_HEADER = 256 * 1024 * 1024


class Garbled(ValueError):
    """The other side wrote something that is no message."""


def send(stream: BinaryIO, header: Mapping[str, Any], blobs: Sequence[bytes] = ()) -> None:
    """Write one message."""
    text = json.dumps({"header": header, "blobs": [len(blob) for blob in blobs]}, ensure_ascii=False).encode()
    stream.write(_LENGTH.pack(len(text)))
    stream.write(text)
    for blob in blobs:
        stream.write(blob)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[dict[str, Any], list[bytes]]:
    """
    Read one message.

    :raises Garbled: it is cut off or not of our shape.
    """
    try:
        (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
        if length > _MAX_HEADER:
            raise Garbled("header too long")
        message = json.loads(_exactly(stream, length))
        header, sizes = message["header"], message["blobs"]
        if not isinstance(header, dict):
            raise Garbled("no header")
        return header, [_exactly(stream, int(size)) for size in sizes]
    except (struct.error, json.JSONDecodeError, KeyError, TypeError, RecursionError, UnicodeDecodeError) as error:
        raise Garbled(str(error)) from error


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise Garbled("cut off")
    return data
