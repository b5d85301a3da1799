"""Rebuild a PDF: copy the pages that show all they hold, make pictures of the others."""

import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
from PIL import Image, ImageChops

from gongkai.documents.personal_data.findings import Severity
from gongkai.documents.rebuilding.made import Made
from gongkai.documents.rebuilding.masking.plan import Plan, Work
from gongkai.documents.rebuilding.masking.strokes import doing
from gongkai.documents.rebuilding.model import Limits, Refused, damaged, encrypted
from gongkai.documents.rebuilding.pdf.copying import Copier
from gongkai.documents.rebuilding.pdf.guard import Guard
from gongkai.documents.rebuilding.pdf.images import CannotCopy
from gongkai.documents.rebuilding.pdf.inventory import Inventory
from gongkai.documents.rebuilding.pdf.marks import Box, boxes, places
from gongkai.documents.rebuilding.pdf.pages import Seen, Viewer
from gongkai.documents.rebuilding.pdf.streams import WHAT, count_remarks
from gongkai.documents.rebuilding.pdf.tables import rows_of
from gongkai.documents.rebuilding.pdf.variants import as_shown, no_text, text_only

_DOTS, _MOST_PIXELS = 200, 9_000_000
PREVIEWS, _PREVIEW_WIDTH = 20, 600
_QUALITY = 85
_MOST_MARKS = 500


def rebuild_pdf(data: bytes, _kind: str, limits: Limits) -> Made:
    """
    Rebuild a PDF.

    :raises Refused: damaged, encrypted or over a limit.
    """
    with _refusals():
        return _Rebuilder(data, limits).work()


def mask_pdf(data: bytes, limits: Limits, plan: Plan) -> Work:
    """
    Rebuild a PDF with black boxes over what blocks a publication; a page with a box becomes a picture.

    :raises Refused: damaged or over a limit.
    """
    with _refusals():
        rebuilder = _Rebuilder(data, limits, plan)
        return Work(rebuilder.work().data, rebuilder.told)


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what goes wrong in the libraries into refusals."""
    try:
        yield
    except pikepdf.PasswordError as error:
        raise encrypted("PDF 文件") from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError) as error:
        if isinstance(error, Refused):
            raise
        raise damaged(WHAT) from error


class _Rebuilder:
    def __init__(self, data: bytes, limits: Limits, plan: Plan | None = None) -> None:
        self._made, self._plan = Made(kind="pdf"), plan
        self.told: Counter[tuple[str, str]] = Counter()
        with pikepdf.open(BytesIO(data)) as document:
            Guard(document, limits).check()
            self._inventory = Inventory(document, data)
            self._remarks = count_remarks(document)
            self._layers = self._inventory.has_hidden_layers
            self._shown = as_shown(document)
        self._viewer = Viewer(self._shown, no_text(self._shown), text_only(self._shown))
        self._texts: list[str] = []
        self._layer: list[str] = []

    def work(self) -> Made:
        made = self._made
        made.dropped, made.hidden = self._inventory.dropped, self._inventory.hidden
        if self._remarks:
            made.dropped["页面内容中的注释和替代文字", "文件"] += self._remarks
        target = pikepdf.new()
        copier = Copier(target)
        with pikepdf.open(BytesIO(self._shown)) as source:
            for number in range(len(source.pages)):
                self._page(number, source.pages[number], target, copier)
        made.dropped += copier.dropped
        made.data = _saved(target)
        made.text = "\f".join(self._texts)
        made.facts["layer"] = self._layer
        return made

    def _page(self, number: int, source: pikepdf.Page, target: pikepdf.Pdf, copier: Copier) -> None:
        where = f"第{number + 1}页"
        seen = self._viewer.look(number)
        strokes = self._strokes(seen, where) if self._plan else []
        self._report(seen, where)
        reasons = [*seen.reasons, *self._more_reasons(source), *(["遮盖了个人信息"] if strokes else [])]
        if not reasons:
            try:
                copier.page(source)
                self._layer.append(seen.text)
            except CannotCopy as error:
                reasons.append(str(error))
        if reasons:
            picture = self._viewer.picture(number, _DOTS, _MOST_PIXELS)
            _black_out(picture, strokes, seen.picture)
            _add_picture(target, picture, source, photographic=seen.has_pictures)
            self._layer.append("")
            self._made.dropped["页面已转为图片：" + "；".join(reasons), where] += 1
        if seen.has_pictures:
            self._made.unread.append(f"{where}有图片，图片中的文字没有识别，请人工核对")

    def _report(self, seen: Seen, where: str) -> None:
        self._texts.append(seen.text)
        if seen.hidden.strip():
            self._made.dropped["看不见的文字", where] += 1
            self._made.hidden.append((f"{where} 看不见的文字", seen.hidden))
        if seen.scanned.strip():
            self._made.facts.setdefault("scanned", []).append([where, seen.scanned])
        rows = rows_of(seen.letters)
        if rows:
            self._made.facts.setdefault("tables", []).append([where, rows])
        if seen.picture is not None and len(self._made.pages) < PREVIEWS:
            self._made.pages.append(preview_picture(seen.picture))
            self._made.marks.append(marks_on(seen, seen.picture.size, None))

    def _strokes(self, seen: Seen, where: str) -> list[Box]:
        """Give the boxes over what blocks a publication; the letters under them count as gone."""
        found: list[Box] = []
        for place, kind, severity in places(seen.letters, self._plan.on if self._plan else None):
            if self._plan is None or severity is not Severity.BLOCK:
                continue
            found += boxes(seen.letters, place)
            for at in place:
                seen.letters[at].seen = seen.letters[at].under_scan = False
                seen.letters[at].character = ""
            self.told[doing(kind, self._plan), where] += 1
        return found

    def _more_reasons(self, source: pikepdf.Page) -> list[str]:
        reasons = []
        if self._layers and _uses_layers(source):
            reasons.append("有图层")
        if len(source.obj.get("/Annots", [])):
            reasons.append("有批注图形")
        return reasons


def _black_out(picture: Image.Image, strokes: list[Box], looked_at: Image.Image | None) -> None:
    """Paint boxes, measured on one picture of a page, over another one."""
    if looked_at is None:
        return
    across, down = picture.width / looked_at.width, picture.height / looked_at.height
    for left, top, right, bottom in strokes:
        picture.paste((0, 0, 0), (int(left * across), int(top * down), int(right * across) + 1, int(bottom * down) + 1))


def marks_on(seen: Seen, size: tuple[int, int], on: date | None) -> list[tuple[str, str, float, float, float, float]]:
    """Say where personal data stand on the picture of a page, in shares of it."""
    width, height = size
    return [
        (
            kind.value,
            severity.value,
            round(left / width, 4),
            round(top / height, 4),
            round((right - left) / width, 4),
            round((bottom - top) / height, 4),
        )
        for place, kind, severity in places(seen.letters, on)
        for left, top, right, bottom in boxes(seen.letters, place)
    ][:_MOST_MARKS]


def _uses_layers(page: pikepdf.Page) -> bool:
    resources = page.obj.get("/Resources", pikepdf.Dictionary())
    objects: Any = resources.get("/XObject", {})
    return "/Properties" in resources or any("/OC" in form for _, form in objects.items())


def _add_picture(target: pikepdf.Pdf, picture: Image.Image, source: pikepdf.Page, *, photographic: bool) -> None:
    """Add a page that is one picture; the rotation is already in the pixels."""
    box = [float(number) for number in source.cropbox]
    width, height = box[2] - box[0], box[3] - box[1]
    if int(source.obj.get("/Rotate", 0)) % 180:
        width, height = height, width
    image = _image(target, picture, photographic=photographic)
    content = f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /P Do Q".encode()
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=pikepdf.Array([0, 0, round(width, 3), round(height, 3)]),
        Contents=target.make_stream(content),
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=image)),
    )
    target.pages.append(pikepdf.Page(target.make_indirect(page)))


def _image(target: pikepdf.Pdf, picture: Image.Image, *, photographic: bool) -> pikepdf.Object:
    if not photographic and _is_gray(picture):
        picture = picture.convert("L")
    if photographic:
        out = BytesIO()
        picture.save(out, "JPEG", quality=_QUALITY)
        data, coding = out.getvalue(), pikepdf.Name.DCTDecode
    else:
        data, coding = zlib.compress(picture.tobytes(), 6), pikepdf.Name.FlateDecode
    made = target.make_stream(data)
    made["/Type"], made["/Subtype"], made["/Filter"] = pikepdf.Name.XObject, pikepdf.Name.Image, coding
    made["/Width"], made["/Height"], made["/BitsPerComponent"] = picture.width, picture.height, 8
    made["/ColorSpace"] = pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB
    return made


def _is_gray(picture: Image.Image) -> bool:
    red, green, blue = picture.split()
    return ImageChops.difference(red, green).getbbox() is None and ImageChops.difference(green, blue).getbbox() is None


def preview_picture(picture: Image.Image) -> bytes:
    """Give the PNG of a page, small enough to be looked at over a slow line."""
    small = picture.copy()
    small.thumbnail((_PREVIEW_WIDTH, 4 * _PREVIEW_WIDTH))
    out = BytesIO()
    small.quantize(64).save(out, "PNG")
    return out.getvalue()


def _saved(target: pikepdf.Pdf) -> bytes:
    target.remove_unreferenced_resources()
    out = BytesIO()
    target.save(out, fix_metadata_version=False, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()
