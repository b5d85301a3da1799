"""See what a page shows: which letters, and why it cannot be copied object by object."""

import ctypes
import math
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

from gongkai.documents.rebuilding.model import Refused, too_big

_SCALE, _MOST_PIXELS = 1.5, 2_400_000
#: So much must a pixel differ for a letter to count as seen, and such a share of its ink.
_DIFFERENCE, _SHARE = 24, 0.5
_SCAN_SHARE = 0.3
_SMALLEST = 1.5
_SECONDS = 1.5
_CALLBACK: Any = type(pdfium.IFSDK_PAUSE().NeedToPauseNow)
_MOST_LETTERS = 60_000
_WITHOUT_INK = 3  # the rendering mode of text that is not drawn: the usual layer under scans


@dataclass
class Letter:
    """One letter of the text layer: its box in pixels, whether it is seen, whether it is meant to lie unseen under a scan."""

    character: str
    box: tuple[int, int, int, int] = (0, 0, 0, 0)
    seen: bool = True
    under_scan: bool = False


@dataclass
class Seen:
    """What a page shows; `reasons` say why it must become a picture."""

    letters: list[Letter] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    picture: Image.Image | None = None
    has_pictures: bool = False

    @property
    def text(self) -> str:
        """Give the text that is seen."""
        return "".join(letter.character for letter in self.letters if letter.seen)

    @property
    def hidden(self) -> str:
        """Give the text that is not seen."""
        return "".join(letter.character for letter in self.letters if not letter.seen and not letter.under_scan)

    @property
    def scanned(self) -> str:
        """Give the unseen text under a scan, which the picture most likely shows."""
        return "".join(letter.character for letter in self.letters if letter.under_scan)


class Viewer:
    """Looks at the pages of a document in three variants."""

    def __init__(self, shown: bytes, without_text: bytes, only_text: bytes) -> None:
        self._shown = pypdfium2.PdfDocument(shown)
        self._without = pypdfium2.PdfDocument(without_text)
        self._only = pypdfium2.PdfDocument(only_text)

    @property
    def count(self) -> int:
        """Tell how many pages there are."""
        return len(self._shown)

    def look(self, number: int) -> Seen:
        """
        Look at a page, counted from 0.

        :raises Refused: it cannot be drawn in time.
        """
        page = self._shown[number]
        seen = Seen(has_pictures=False)
        scale = _scale(page, _SCALE, _MOST_PIXELS)
        seen.picture = draw(page, scale)
        seen.letters = _letters(page, scale)
        if any(letter.character.strip() for letter in seen.letters):
            difference = ImageChops.difference(seen.picture, draw(self._without[number], scale)).convert("L")
            ink = draw(self._only[number], scale).convert("L")
            _judge(seen, difference, ink)
        _look_at_pictures(page, seen)
        return seen

    def picture(self, number: int, dots_per_inch: int, most_pixels: int) -> Image.Image:
        """Draw a page for good."""
        page = self._shown[number]
        return draw(page, _scale(page, dots_per_inch / 72, most_pixels))


def draw(page: pypdfium2.PdfPage, scale: float) -> Image.Image:
    """
    Draw a page in colours on white, its annotations with it.

    :raises Refused: it takes too long.
    """
    width, height = (max(1, math.ceil(side * scale)) for side in page.get_size())
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGR)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
    deadline = time.process_time() + _SECONDS

    def late(_pause: object) -> int:
        return int(time.process_time() > deadline)

    pause = pdfium.IFSDK_PAUSE(version=1, NeedToPauseNow=_CALLBACK(late), user=None)
    state = pdfium.FPDF_RenderPageBitmap_Start(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT, pause)
    pdfium.FPDF_RenderPage_Close(page)
    if state == pdfium.FPDF_RENDER_TOBECONTINUED:
        raise Refused("too_slow", "PDF 页面内容过于复杂，处理时间过长，已停止。请重新导出或扫描后再上传。")
    picture: Image.Image = bitmap.to_pil()
    return picture.convert("RGB")


def _scale(page: pypdfium2.PdfPage, wanted: float, most: int) -> float:
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        raise too_big("PDF 页面尺寸异常")
    return min(wanted, math.sqrt(most / (width * height)))


def _letters(page: pypdfium2.PdfPage, scale: float) -> list[Letter]:
    text = page.get_textpage()
    count = pdfium.FPDFText_CountChars(text)
    if count > _MOST_LETTERS:
        raise too_big(f"PDF 单页文字多于{_MOST_LETTERS}个")
    place = _Placement(page, scale)
    letters = []
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for at in range(count):
        character = chr(pdfium.FPDFText_GetUnicode(text, at) or 0xFFFD)
        if pdfium.FPDFText_IsGenerated(text, at) == 1 or character in "\r\n":
            letters.append(Letter("" if character == "\r" else character))
            continue
        pdfium.FPDFText_GetCharBox(text, at, left, right, bottom, top)
        letter = Letter(character, place.box(left.value, bottom.value, right.value, top.value))
        owner = pdfium.FPDFText_GetTextObject(text, at)
        letter.under_scan = bool(owner) and pdfium.FPDFTextObj_GetTextRenderMode(owner) == _WITHOUT_INK
        letters.append(letter)
    return letters


class _Placement:
    """Turns places on the page into pixels, the rotation of the page included."""

    def __init__(self, page: pypdfium2.PdfPage, scale: float) -> None:
        self._box: tuple[float, float, float, float] = page.get_bbox()
        self._turn: int = page.get_rotation()
        self._scale = scale

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[int, int, int, int]:
        corners = [self._point(x, y) for x, y in ((left, bottom), (right, top))]
        xs, ys = sorted(point[0] for point in corners), sorted(point[1] for point in corners)
        return math.floor(xs[0]), math.floor(ys[0]), math.ceil(xs[1]) or 1, math.ceil(ys[1]) or 1

    def _point(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self._box
        turned: dict[int, tuple[float, float]] = {
            0: (x - left, top - y),
            90: (y - bottom, x - left),
            180: (right - x, y - bottom),
            270: (top - y, right - x),
        }
        across, down = turned[self._turn]
        return across * self._scale, down * self._scale


def _judge(seen: Seen, difference: Image.Image, ink: Image.Image) -> None:
    """Tell of every letter whether most of its ink is seen."""
    inked = ink.point([255] * 160 + [0] * 96)
    changed = difference.point([0] * _DIFFERENCE + [255] * (256 - _DIFFERENCE))
    both = ImageChops.darker(inked, changed)
    frame = inked.size
    drawn = []
    for letter in seen.letters:
        if not letter.character.strip() or letter.box == (0, 0, 0, 0):
            continue
        drawn.append(letter)
        box = _inside(letter.box, frame)
        if box is None:
            letter.seen = letter.under_scan = False
            continue
        wanted = inked.crop(box).histogram()[255]
        found = both.crop(box).histogram()[255]
        letter.seen = wanted > 0 and found >= _SHARE * wanted and box[3] - box[1] >= _SMALLEST
        letter.under_scan = not letter.seen and letter.under_scan
    _judge_scan(seen, [letter for letter in drawn if letter.under_scan], frame)
    if any(not letter.seen for letter in drawn):
        seen.reasons.append("有看不见的文字（白字、透明、被遮盖或在页面之外）")
    if _overlaps([letter for letter in drawn if letter.seen]):
        seen.reasons.append("有互相重叠的文字")


def _judge_scan(seen: Seen, letters: list[Letter], frame: tuple[int, int]) -> None:
    """Tell whether unseen letters are the layer of a scan: a good part of them lies on something that is no flat colour."""
    boxes = [box for letter in letters if (box := _inside(letter.box, frame)) is not None]
    shown = sum(_has_picture(seen, box) for box in boxes)
    if shown < _SCAN_SHARE * len(letters):
        for letter in letters:
            letter.under_scan = False


def _inside(box: tuple[int, int, int, int], frame: tuple[int, int]) -> tuple[int, int, int, int] | None:
    left, top, right, bottom = max(0, box[0]), max(0, box[1]), min(frame[0], box[2]), min(frame[1], box[3])
    return (left, top, right, bottom) if left < right and top < bottom else None


def _has_picture(seen: Seen, box: tuple[int, int, int, int]) -> bool:
    """Tell whether the page shows anything but one flat colour there."""
    if seen.picture is None:
        return False
    shades = [shade for shade, count in enumerate(seen.picture.crop(box).convert("L").histogram()) if count]
    return shades[-1] - shades[0] > 40


def _overlaps(letters: list[Letter]) -> bool:
    """Tell whether letters lie on each other, except the same letter printed twice to look bold."""
    cells: dict[tuple[int, int], list[Letter]] = defaultdict(list)
    for letter in letters:
        left, top, right, bottom = letter.box
        x, y = (left + right) / 2, (top + bottom) / 2
        for other in cells[int(x) // 32, int(y) // 32]:
            inside = other.box[0] + 1 < x < other.box[2] - 1 and other.box[1] + 1 < y < other.box[3] - 1
            if inside and other.character != letter.character:
                return True
        for column in range(left // 32, right // 32 + 1):
            for row in range(top // 32, bottom // 32 + 1):
                cells[column, row].append(letter)
    return False


def _look_at_pictures(page: pypdfium2.PdfPage, seen: Seen) -> None:
    """Note pictures that are covered, clipped or hang over the edge: parts of them are not seen, but would go on."""
    count = pdfium.FPDFPage_CountObjects(page)
    bounds = [_bounds(pdfium.FPDFPage_GetObject(page, at)) for at in range(min(count, 20_000))]
    kinds = [pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, at)) for at in range(len(bounds))]
    if pdfium.FPDF_PAGEOBJ_FORM in kinds and _forms_hold_pictures(page, kinds):
        seen.has_pictures = True
        seen.reasons.append("有嵌套的图片")
    left, bottom, right, top = page.get_bbox()
    for at, (kind, box) in enumerate(zip(kinds, bounds, strict=True)):
        if kind != pdfium.FPDF_PAGEOBJ_IMAGE:
            continue
        seen.has_pictures = True
        if box[0] < left - 1 or box[1] < bottom - 1 or box[2] > right + 1 or box[3] > top + 1:
            seen.reasons.append("有超出页面的图片")
        if any(_covers(other, box) for other in bounds[at + 1 :]) or _is_clipped(
            pdfium.FPDFPage_GetObject(page, at), box
        ):
            seen.reasons.append("有被遮盖或裁剪的图片")
    seen.reasons = list(dict.fromkeys(seen.reasons))


def _bounds(item: object) -> tuple[float, float, float, float]:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _covers(other: tuple[float, float, float, float], box: tuple[float, float, float, float]) -> bool:
    wide = min(other[2], box[2]) - max(other[0], box[0])
    high = min(other[3], box[3]) - max(other[1], box[1])
    return wide > 1 and high > 1


def _is_clipped(item: object, box: tuple[float, float, float, float]) -> bool:
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    xs: list[float] = []
    ys: list[float] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(max(0, pdfium.FPDFClipPath_CountPaths(clip)) if clip else 0):
        segments = pdfium.FPDFClipPath_CountPathSegments(clip, path)
        if segments > 6:
            return True
        for number in range(segments):
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, number), x, y)
            xs.append(x.value)
            ys.append(y.value)
    if not xs:
        return False
    return min(xs) > box[0] + 1 or min(ys) > box[1] + 1 or max(xs) < box[2] - 1 or max(ys) < box[3] - 1


def _forms_hold_pictures(page: pypdfium2.PdfPage, kinds: list[int]) -> bool:
    forms = [pdfium.FPDFPage_GetObject(page, at) for at, kind in enumerate(kinds) if kind == pdfium.FPDF_PAGEOBJ_FORM]
    for _ in range(20):
        inside = [
            pdfium.FPDFFormObj_GetObject(form, at)
            for form in forms
            for at in range(max(0, pdfium.FPDFFormObj_CountObjects(form)))
        ]
        types = [pdfium.FPDFPageObj_GetType(item) for item in inside]
        if pdfium.FPDF_PAGEOBJ_IMAGE in types:
            return True
        forms = [item for item, kind in zip(inside, types, strict=True) if kind == pdfium.FPDF_PAGEOBJ_FORM]
        if not forms:
            return False
    return True
