"""Second reader of pictures: walks over the segments of the file without decoding it."""

import struct
from typing import Any

from gongkai.documents.rebuilding.audit.shapes import Audited

_JPEG_ALLOWED = {0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD}
_PNG_ALLOWED = {b"IHDR", b"PLTE", b"IDAT", b"IEND"}


def audit_picture(data: bytes, _visible: str, _facts: dict[str, Any]) -> Audited:
    """Look for anything in a picture of ours that is no pixel."""
    seen = Audited()
    leak = odd_in_jpeg(data) if data.startswith(b"\xff\xd8") else odd_in_png(data)
    if leak:
        seen.leak(leak)
    return seen


def odd_in_png(data: bytes) -> str:
    """Say what a PNG holds besides pixels; an empty text when nothing."""
    at = 8
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind not in _PNG_ALLOWED:
            return "图片中有多余数据块"
        at += 12 + length
        if kind == b"IEND":
            return "" if at == len(data) else "图片末尾有多余数据"
    return "图片结构异常"


def odd_in_jpeg(data: bytes) -> str:
    """Say what a JPEG holds besides pixels; an empty text when nothing."""
    at = 2
    while at + 4 <= len(data):
        marker, length = struct.unpack_from(">xBH", data, at)
        if data[at] != 0xFF:
            return "图片结构异常"
        if marker == 0xDA:
            return _after_scan(data, at + 2 + length)
        plain_header = marker == 0xE0 and length == 16 and data[at + 4 : at + 9] == b"JFIF\0"
        adobe_header = marker == 0xEE and length == 14 and data[at + 4 : at + 9] == b"Adobe"
        if marker not in _JPEG_ALLOWED and not plain_header and not adobe_header:
            return "图片中有多余数据块"
        at += 2 + length
    return "图片结构异常"


def _after_scan(data: bytes, at: int) -> str:
    """Walk over the coded pixels; between scans only tables may stand."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return "图片结构异常"
        marker = data[at + 1]
        if marker == 0 or 0xD0 <= marker <= 0xD7:
            at += 2
        elif marker == 0xD9:
            return "" if at + 2 == len(data) else "图片末尾有多余数据"
        elif marker == 0xFF:
            at += 1
        elif marker in (0xC4, 0xDA, 0xDB, 0xDD) and at + 4 <= len(data):
            at += 2 + struct.unpack_from(">H", data, at + 2)[0]
        else:
            return "图片中有多余数据块"
