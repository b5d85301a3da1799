"""Pictures: decoded to pixels and encoded anew, so that nothing but the pixels goes on."""

import contextlib
import warnings
from collections import Counter
from io import BytesIO

from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from gongkai.documents.rebuilding.audit.picture import odd_in_jpeg, odd_in_png
from gongkai.documents.rebuilding.made import Made
from gongkai.documents.rebuilding.model import Limits, Refused, damaged, too_big

FORMATS = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")
_PLUGINS = (BmpImagePlugin, GifImagePlugin, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)
_WHAT = "图片"
_QUALITY = 90
_METADATA = {
    "exif": "EXIF 信息（拍摄时间、设备、位置等）",
    "xmp": "XMP 信息",
    "XML:com.adobe.xmp": "XMP 信息",
    "photoshop": "IPTC 信息",
    "icc_profile": "色彩配置文件",
    "comment": "图片注释",
    "mp": "附带的其他图片",
    "mpoffset": "附带的其他图片",
}
Image.MAX_IMAGE_PIXELS = None  # our own limit is checked before decoding, by the caller's limits
PngImagePlugin.MAX_TEXT_MEMORY = 4 * 1024 * 1024


def rebuild_picture(data: bytes, kind: str, limits: Limits) -> Made:
    """
    Rebuild a picture as JPEG (photographs) or PNG (all others).

    :raises Refused: damaged or too many pixels.
    """
    dropped: Counter[tuple[str, str]] = Counter()
    picture = decode(data, limits.pixels, dropped)
    if _beside_pixels(data, kind):
        dropped["像素以外的其他数据", "文件"] += 1
    made_kind = "jpeg" if kind == "jpeg" else "png"
    return Made(
        kind=made_kind,
        data=encode(picture, made_kind),
        dropped=dropped,
        unread=["图片中的文字没有识别，请人工核对是否有身份证号、人脸、印章等个人信息"],
        facts={"size": picture.size},
    )


def decode(data: bytes, most_pixels: int, dropped: Counter[tuple[str, str]] | None = None) -> Image.Image:
    """
    Decode the first frame to opaque pixels, turned upright.

    :param dropped: learns what the file held besides.
    :raises Refused: damaged or more than `most_pixels`.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(BytesIO(data), formats=FORMATS)
            _check_pixels(picture, most_pixels)
            if dropped is not None:
                _note(picture, dropped)
            picture.load()
            return _opaque(_upright(picture))
    except (Refused, MemoryError):
        raise
    except Image.DecompressionBombError as error:
        raise too_big("图片像素过多") from error
    except Exception as error:
        # Decoders raise whatever they like on hostile bytes: struct errors, index errors, system errors.
        raise damaged(_WHAT) from error


def _check_pixels(picture: Image.Image, most: int) -> None:
    if picture.width * picture.height > most:
        raise too_big(f"图片超过{most // 10_000}万像素")


def encode(picture: Image.Image, kind: str) -> bytes:
    """Encode pixels; nothing that the decoder remembered goes along."""
    picture.info = {}
    out = BytesIO()
    if kind == "jpeg":
        (picture if picture.mode in ("L", "RGB") else picture.convert("RGB")).save(out, "JPEG", quality=_QUALITY)
    else:
        picture.save(out, "PNG")
    return out.getvalue()


def crop(picture: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    """Cut off shares (0 to 1) of the four sides: what a document hides by cropping is gone."""
    wide, high = picture.size
    box = (round(left * wide), round(top * high), round((1 - right) * wide), round((1 - bottom) * high))
    return picture.crop(box) if box[0] < box[2] and box[1] < box[3] and box != (0, 0, wide, high) else picture


def _upright(picture: Image.Image) -> Image.Image:
    with contextlib.suppress(Exception):
        return ImageOps.exif_transpose(picture)
    return picture


def _opaque(picture: Image.Image) -> Image.Image:
    """Put the picture on white: colours under transparent pixels are not seen, so they go."""
    if picture.mode in ("1", "L", "RGB"):
        return picture
    if picture.mode == "P" and "transparency" not in picture.info:
        return picture.convert("RGB")
    if picture.mode in ("P", "PA", "LA", "RGBA", "La", "RGBa"):
        colored = picture.convert("RGBA")
        ground = Image.new("RGB", picture.size, (255, 255, 255))
        ground.paste(colored, mask=colored.getchannel("A"))
        return ground
    return picture.convert("L" if picture.mode.startswith(("I", "F")) else "RGB")


def _note(picture: Image.Image, dropped: Counter[tuple[str, str]]) -> None:
    for key, label in _METADATA.items():
        if picture.info.get(key):
            dropped[label, "文件"] = 1
    if isinstance(picture, PngImagePlugin.PngImageFile):
        with contextlib.suppress(Exception):
            if picture.text:
                dropped["图片注释", "文件"] += len(picture.text)
    frames = getattr(picture, "n_frames", 1)
    if frames > 1:
        dropped["第一幅以外的其他图片", "文件"] += frames - 1


def _beside_pixels(data: bytes, kind: str) -> bool:
    """Tell whether a file holds more than pixels, as far as its kind makes that easy to tell."""
    if kind == "png":
        return bool(odd_in_png(data))
    if kind == "jpeg":
        return bool(odd_in_jpeg(data))
    if kind == "gif":
        return data.count(b"\x21\xfe") > 0 or not data.endswith(b"\x3b")
    if kind == "webp":
        return int.from_bytes(data[4:8], "little") + 8 < len(data)
    if kind == "bmp":
        return int.from_bytes(data[2:6], "little") < len(data)
    # A TIFF is a bag of fields; there is no telling which of them lie unused.
    return True
