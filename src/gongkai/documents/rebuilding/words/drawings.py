"""Drawings in a DOCX: pictures made anew and cropped as shown, text boxes, and shapes that may cover text."""

from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from gongkai.documents.rebuilding import pictures
from gongkai.documents.rebuilding.model import Limits, Refused, too_big
from gongkai.documents.rebuilding.words.blocks import Document, Picture
from gongkai.documents.rebuilding.words.package import Package
from gongkai.documents.rebuilding.xml_parts import attribute, local

_POINT = 12_700
_INVISIBLE, _THIN = _POINT, 12 * _POINT
_FAR = 914_400 * 22
_MOST_PIXELS, _MOST_PICTURES, _MOST_BYTES = 24_000_000, 500, 60 * 1024 * 1024
_LETTERHEAD = 2_400_000


@dataclass
class Found:
    """What one drawing shows: pictures, and the contents of text boxes."""

    pictures: list[Picture] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)


class Drawings:
    """Reads the drawings of one document."""

    def __init__(self, package: Package, document: Document, limits: Limits) -> None:
        self._package, self._document = package, document
        self._pixels = min(limits.pixels, _MOST_PIXELS)
        self._made: dict[tuple[str, tuple[float, ...]], tuple[bytes, str]] = {}
        self._count = self._bytes = 0

    def read(self, element: etree._Element, part: str) -> Found:
        """
        Read a `drawing` or `pict` element.

        :param part: the part that the element stands in.
        """
        found = Found()
        if self._is_hidden(element):
            self._document.hide("隐藏的图形", " ".join(map(str, element.itertext())))
            return found
        if any(local(child) == "chart" or local(child) == "relIds" for child in element.iter()):
            self._document.drop("图表", where="正文")
        for child in element.iter():
            name = local(child)
            if name == "txbxContent":
                found.boxes.append(child)
            elif name == "blip":
                self._picture(child, attribute(child, "embed"), element, part, found)
            elif name == "imagedata":
                self._picture(child, attribute(child, "id"), element, part, found)
        self._concern(element, found)
        return found

    def _is_hidden(self, element: etree._Element) -> bool:
        for child in element.iter():
            name = local(child)
            if name == "docPr" and attribute(child, "hidden") in ("1", "true"):
                return True
            if name == "extent" and min(_number(child, "cx"), _number(child, "cy")) < _INVISIBLE:
                return True
            if name == "posOffset" and abs(int(float(child.text or 0))) > _FAR:
                return True
            style = (attribute(child, "style") or "").replace(" ", "") if name in ("shape", "rect", "group") else ""
            if "visibility:hidden" in style or "width:0;" in style or "height:0;" in style:
                return True
        return False

    def _picture(
        self, blip: etree._Element, relation: str | None, drawing: etree._Element, part: str, found: Found
    ) -> None:
        target = self._package.target(part, relation or "")
        if not target:
            return
        self._count += 1
        if self._count > _MOST_PICTURES:
            raise too_big(f"图片多于{_MOST_PICTURES}张")
        try:
            made, extension = self._encoded(target, _cropping(blip))
        except Refused as refusal:
            if refusal.code == "too_big":
                raise
            # Vector pictures and damaged ones cannot be checked, so they do not go on.
            self._document.drop("无法核查的图片（矢量图、损坏的图片）", where="正文")
            return
        width, height = _size(drawing)
        found.pictures.append(Picture(made, extension, width, height))

    def _encoded(self, target: str, cut: tuple[float, ...]) -> tuple[bytes, str]:
        key = (target, cut)
        if key not in self._made:
            data = self._package.read(target)
            noted: Counter[tuple[str, str]] = Counter()
            picture = pictures.decode(data, self._pixels, noted)
            for (what, _), count in noted.items():
                self._document.drop(what, count, "图片")
            if any(cut):
                self._document.drop("图片被裁剪掉的部分", where="图片")
            kind = "jpeg" if data.startswith(b"\xff\xd8\xff") else "png"
            made = pictures.encode(pictures.crop(picture, *cut), kind)
            self._bytes += len(made)
            if self._bytes > _MOST_BYTES:
                raise too_big("图片合计过大")
            self._made[key] = (made, "jpg" if kind == "jpeg" else "png")
        return self._made[key]

    def _concern(self, element: etree._Element, found: Found) -> None:
        """Warn of shapes that float over the text: covering is no redaction, and a rebuilt file shows what lay under them."""
        anchor = next((child for child in element if local(child) == "anchor"), None)
        if anchor is None or attribute(anchor, "behindDoc") in ("1", "true"):
            return
        names = {local(child) for child in anchor.iter()}
        extent = next((child for child in anchor if local(child) == "extent"), None)
        if extent is None or "wrapNone" not in names or min(_number(extent, "cx"), _number(extent, "cy")) < _THIN:
            return
        if found.pictures:
            self._document.concerns.append(
                ("advise", "正文", "有浮动图片压在文字上，请核对重建后的文件是否露出本不公开的文字")
            )
        elif not found.boxes and _is_filled(anchor):
            self._document.concerns.append(
                ("block", "正文", "有色块、图形压在文字上。遮盖不等于删除，请删去下面的文字再上传")
            )


def _is_filled(anchor: etree._Element) -> bool:
    properties = next((child for child in anchor.iter() if local(child) == "spPr"), None)
    if properties is None:
        return False
    fills = {local(child) for child in properties}
    line = any(
        local(child) == "prstGeom" and (attribute(child, "prst") or "").startswith("line") for child in properties
    )
    return "noFill" not in fills and not line


def _cropping(blip: etree._Element) -> tuple[float, ...]:
    parent = blip.getparent()
    for child in parent if parent is not None else ():
        if local(child) == "srcRect":
            return tuple(min(1.0, max(0.0, _number(child, side) / 100_000)) for side in ("l", "t", "r", "b"))
    return (0.0, 0.0, 0.0, 0.0)


def _size(drawing: etree._Element) -> tuple[int, int]:
    extent = next((child for child in drawing.iter() if local(child) == "extent"), None)
    if extent is None:
        return _LETTERHEAD, _LETTERHEAD
    return max(_POINT, _number(extent, "cx")), max(_POINT, _number(extent, "cy"))


def _number(element: etree._Element, name: str) -> int:
    text = attribute(element, name) or "0"
    try:
        return int(float(text))
    except ValueError:
        return 0
