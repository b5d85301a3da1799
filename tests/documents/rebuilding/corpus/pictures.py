"""Pictures: ways to hide a word beside the pixels."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

from PIL import Image
from PIL.PngImagePlugin import PngInfo


def picture(variant: int) -> Image.Image:
    return Image.linear_gradient("L").resize((80 + 10 * variant, 60)).convert("RGB")


def saved(image: Image.Image, kind: str, **settings: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **settings)
    return out.getvalue()


def exif(kind: str) -> Callable[[str, int], bytes]:
    def make(canary: str, variant: int) -> bytes:
        image = picture(variant)
        tags = image.getexif()
        tags[(0x010E, 0x013B, 0x8298, 0x010F)[variant % 4]] = canary
        return saved(image, kind, exif=tags)

    return make


def gps(canary: str, variant: int) -> bytes:
    image = picture(variant)
    tags = image.getexif()
    tags.get_ifd(0x8825)[0x001D] = canary
    tags[0x010E] = "x"
    return saved(image, "JPEG", exif=tags)


def segment(marker: int, head: bytes) -> Callable[[str, int], bytes]:
    """Put a segment of its own behind the first two bytes of a JPEG."""

    def make(canary: str, variant: int) -> bytes:
        data = saved(picture(variant), "JPEG")
        body = head + canary.encode()
        return data[:2] + struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body + data[2:]

    return make


def thumbnail(canary: str, variant: int) -> bytes:
    inner = saved(Image.new("RGB", (16, 16)), "JPEG", comment=canary)
    body = b"Exif\0\0II*\0" + inner
    data = saved(picture(variant), "JPEG")
    return data[:2] + struct.pack(">BBH", 0xFF, 0xE1, len(body) + 2) + body + data[2:]


def tail(kind: str) -> Callable[[str, int], bytes]:
    return lambda canary, variant: saved(picture(variant), kind) + canary.encode()


def second_jpeg(canary: str, variant: int) -> bytes:
    return saved(picture(variant), "JPEG") + saved(picture(variant), "JPEG", comment=canary)


def text_chunk(canary: str, variant: int) -> bytes:
    info = PngInfo()
    if variant % 2:
        info.add_itxt("Comment", canary)
    else:
        info.add_text("Author", canary)
    return saved(picture(variant), "PNG", pnginfo=info)


def packed_chunk(canary: str, variant: int) -> bytes:
    info = PngInfo()
    info.add_text("Comment", canary, zip=True)
    return saved(picture(variant), "PNG", pnginfo=info)


def chunk(kind: bytes) -> Callable[[str, int], bytes]:
    def make(canary: str, variant: int) -> bytes:
        data = saved(picture(variant), "PNG")
        body = canary.encode()
        return (
            data[:33]
            + struct.pack(">I", len(body))
            + kind
            + body
            + struct.pack(">I", zlib.crc32(kind + body))
            + data[33:]
        )

    return make


def under_transparency(canary: str, variant: int) -> bytes:
    """Pixels that are wholly transparent spell the word in their colours."""
    image = picture(variant).convert("RGBA")
    for at, code in enumerate(canary.encode()):
        image.putpixel((at, 0), (code, code, code, 0))
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue() + b""


def gif_comment(canary: str, variant: int) -> bytes:
    return saved(picture(variant).quantize(16), "GIF", comment=canary.encode())


def frames(canary: str, variant: int) -> bytes:
    first, second = picture(variant).quantize(16), picture(variant).quantize(16)
    data = saved(first, "GIF", save_all=True, append_images=[second])
    return data[:-1] + b"\x21\xfe" + bytes([len(canary)]) + canary.encode() + b"\x00\x3b"


def tiff_tag(canary: str, variant: int) -> bytes:
    from PIL.TiffImagePlugin import ImageFileDirectory_v2

    tags = ImageFileDirectory_v2()
    tags[(270, 315, 33432)[variant % 3]] = canary
    return saved(picture(variant), "TIFF", tiffinfo=tags)


TECHNIQUES = {
    "jpg": {
        "exif": exif("JPEG"),
        "gps": gps,
        "comment": lambda canary, variant: saved(picture(variant), "JPEG", comment=canary),
        "xmp": segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0"),
        "iptc": segment(0xED, b"Photoshop 3.0\0"),
        "profile": segment(0xE2, b"ICC_PROFILE\0\x01\x01"),
        "unknown_segment": segment(0xEB, b"own\0"),
        "thumbnail": thumbnail,
        "tail": tail("JPEG"),
        "second_jpeg": second_jpeg,
    },
    "png": {
        "text_chunk": text_chunk,
        "packed_chunk": packed_chunk,
        "exif": exif("PNG"),
        "private_chunk": chunk(b"prVt"),
        "time_chunk": chunk(b"sPLT"),
        "tail": tail("PNG"),
    },
    "gif": {"comment": gif_comment, "frames": frames, "tail": tail("GIF")},
    "webp": {"exif": exif("WEBP"), "tail": tail("WEBP")},
    "tif": {"tag": tiff_tag, "tail": tail("TIFF")},
    "bmp": {"tail": tail("BMP")},
}
