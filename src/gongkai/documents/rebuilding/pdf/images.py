"""Pictures inside a PDF: copied when nothing but pixels can be in them, else the page becomes a picture as a whole."""

import struct
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf

from gongkai.documents.rebuilding.pdf.streams import bounded

_SETTINGS = ("/Width", "/Height", "/BitsPerComponent", "/ImageMask", "/Interpolate", "/Decode")
_KNOWN = {*_SETTINGS, "/ColorSpace", "/Type", "/Subtype", "/Filter", "/DecodeParms", "/Length", "/Name", "/Intent"}
_COMPONENTS = {
    "/DeviceGray": 1,
    "/DeviceRGB": 3,
    "/DeviceCMYK": 4,
    "/CalGray": 1,
    "/CalRGB": 3,
    "/Lab": 3,
    "/Indexed": 1,
    "/Separation": 1,
}
_KEPT_SEGMENTS = {0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD, 0xEE}
_MOST = 150 * 1024 * 1024


class CannotCopy(ValueError):
    """Something of a page cannot be copied without carrying the unseen along."""


def copy_image(image: Any, target: pikepdf.Pdf, copy: Callable[[Any], Any], note: Callable[[str], None]) -> Any:
    """
    Copy a picture: JPEG without its remarks, plain pixels cut to their length.

    :param copy: copies one of its settings.
    :param note: learns what was left out.
    :raises CannotCopy: another coding, or pixels that are partly transparent.
    """
    if "/SMask" in image or "/Mask" in image or "/Alternates" in image:
        raise CannotCopy("有透明部分或替代图的图片")
    coding = _coding(image)
    if coding == "/DCTDecode":
        raw = image.read_raw_bytes()
        data, new_coding = without_remarks(raw), pikepdf.Name.DCTDecode
        if len(data) < len(raw):
            note("图片中的 EXIF、注释和末尾数据")
    elif coding in ("/FlateDecode", ""):
        pixels, more = _pixels(image)
        data, new_coding = zlib.compress(pixels, 6), pikepdf.Name.FlateDecode
        if more:
            note("图片末尾的多余数据")
    else:
        raise CannotCopy("特殊编码的图片")
    if set(image.keys()) - _KNOWN:
        note("对象附带的其他信息")
    made = target.make_stream(data)
    made["/Type"], made["/Subtype"], made["/Filter"] = pikepdf.Name.XObject, pikepdf.Name.Image, new_coding
    for key in (*_SETTINGS, "/ColorSpace"):
        if key in image:
            made[key] = copy(image[key])
    return made


def _coding(image: Any) -> str:
    found = image.get("/Filter", "")
    if isinstance(found, pikepdf.Array):
        return str(found[0]) if len(found) == 1 else "/several"
    return str(found)


def without_remarks(data: bytes) -> bytes:
    """
    Leave out everything of a JPEG that is no pixel: remarks, EXIF, thumbnails, what follows the end.

    :raises CannotCopy: it is no well-formed JPEG.
    """
    if not data.startswith(b"\xff\xd8"):
        raise CannotCopy("JPEG 结构异常")
    kept, at = [b"\xff\xd8"], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], struct.unpack_from(">H", data, at + 2)[0]
        piece = data[at : at + 2 + length]
        at += 2 + length
        if marker == 0xDA:
            end = data.rfind(b"\xff\xd9")
            if end < at or b"\xff\xfe" in data[at:end] or _has_segments(data, at, end):
                raise CannotCopy("JPEG 结构异常")
            return b"".join([*kept, piece, data[at:end], b"\xff\xd9"])
        if marker in _KEPT_SEGMENTS and not (marker == 0xEE and length != 14):
            kept.append(piece)
    raise CannotCopy("JPEG 结构异常")


def _has_segments(data: bytes, at: int, end: int) -> bool:
    """Tell whether remarks stand between the scans of a JPEG, or another picture behind it."""
    while True:
        at = data.find(b"\xff", at, end)
        if at < 0:
            return False
        marker = data[at + 1]
        if 0xE0 <= marker <= 0xEF or marker in (0xD8, 0xD9, 0xFE):
            return True
        at += 2


def _pixels(image: Any) -> tuple[bytes, bool]:
    """Decode plain pixels, cut to the length that width, height and colours give; tell whether there was more."""
    space = image.get("/ColorSpace")
    name = str(space[0] if isinstance(space, pikepdf.Array) else space or "/DeviceGray")
    if name == "/ICCBased":
        components = int(space[1].get("/N", 3))
    elif name in _COMPONENTS:
        components = _COMPONENTS[name]
    else:
        raise CannotCopy("特殊颜色的图片")
    bits = 1 if image.get("/ImageMask") else int(image.get("/BitsPerComponent", 8))
    length = (int(image["/Width"]) * components * bits + 7) // 8 * int(image["/Height"])
    data = _decoded(image, length)
    if len(data) < length:
        raise CannotCopy("图片数据不完整")
    return data[:length], len(data) > length


def _decoded(image: Any, length: int) -> bytes:
    if "/DecodeParms" in image:
        if length > _MOST:
            raise CannotCopy("图片过大")
        return bytes(image.read_bytes())
    return bounded(image, max(length + 1024, 1024 * 1024))
