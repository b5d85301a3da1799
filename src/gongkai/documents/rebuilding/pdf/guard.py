"""Look for PDF bombs before anything is drawn: pages without end, forms that call each other a million times, huge pictures."""

import re
from collections import Counter
from typing import Any

import pikepdf

from gongkai.documents.rebuilding.model import Limits, Refused, too_big
from gongkai.documents.rebuilding.pdf.streams import bounded

# Bytes of content that drawing one page goes through, every call counted.
_MOST_COST, _DEEPEST = 10_000_000, 20
_CALL = re.compile(rb"(/[^\s/\[\]<>()]+)\s+Do\b")
_MOST_TILES = 100_000
_MOST_PICTURE_BYTES = 160 * 1024 * 1024


class Guard:
    """Adds up what drawing would cost."""

    def __init__(self, document: pikepdf.Pdf, limits: Limits) -> None:
        self._document, self._limits = document, limits
        self._costs: dict[tuple[int, int], int] = {}
        self._open: set[tuple[int, int]] = set()
        self._seen: set[tuple[int, int]] = set()

    def check(self) -> None:
        """
        Go through all pages.

        :raises Refused: too many pages, too much to draw.
        """
        if len(self._document.pages) > self._limits.pages:
            raise too_big(f"PDF 多于{self._limits.pages}页")
        for page in self._document.pages:
            resources = page.obj.get("/Resources", pikepdf.Dictionary())
            content = b"\n".join(bounded(part) for part in _contents(page.obj) if isinstance(part, pikepdf.Stream))
            self._limit(len(content) + self._called(resources, content, 1))

    def _limit(self, cost: int) -> None:
        if cost > _MOST_COST:
            raise too_big("PDF 页面内容过于复杂")

    def _called(self, resources: Any, content: bytes, depth: int) -> int:
        """Give what the forms, patterns and drawn letters cost that a content calls."""
        if depth > _DEEPEST:
            raise Refused("damaged", "PDF 内部结构嵌套过深或成环，可能是恶意文件，已拒绝。请重新导出后再上传。")
        calls = Counter(_CALL.findall(content))
        total = 0
        for name, form in _items(resources, "/XObject"):
            total += self._object(form, depth) * max(1, calls[name.encode()])
        for _, pattern in _items(resources, "/Pattern"):
            total += self._pattern(pattern, depth)
        for _, font in _items(resources, "/Font"):
            if isinstance(font, pikepdf.Dictionary) and font.get("/Subtype") == "/Type3":
                total += sum(self._size(part) for _, part in _items(font, "/CharProcs")) * 4
        return total

    def _object(self, form: Any, depth: int) -> int:
        if not isinstance(form, pikepdf.Stream):
            return 0
        if form.get("/Subtype") == "/Image":
            self._picture(form)
            return 0
        if form.objgen not in self._costs:
            if form.objgen in self._open:
                raise Refused("damaged", "PDF 内部结构成环，可能是恶意文件，已拒绝。请重新导出后再上传。")
            self._open.add(form.objgen)
            content = bounded(form)
            cost = len(content) + self._called(form.get("/Resources", pikepdf.Dictionary()), content, depth + 1)
            self._limit(cost)
            self._costs[form.objgen] = cost
        return self._costs[form.objgen]

    def _pattern(self, pattern: Any, depth: int) -> int:
        if not isinstance(pattern, pikepdf.Stream):
            return 0
        steps = [abs(float(pattern.get(key, 1) or 1)) for key in ("/XStep", "/YStep")]
        matrix = [float(number) for number in pattern.get("/Matrix", [1, 0, 0, 1, 0, 0])]
        scale = max(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]), 1e-9)
        tiles = 600 * 850 / max(steps[0] * steps[1] * scale, 1e-9)
        if tiles > _MOST_TILES:
            raise too_big("PDF 图案过密")
        content = bounded(pattern)
        inside = self._called(pattern.get("/Resources", pikepdf.Dictionary()), content, depth + 1)
        cost = (len(content) + inside) * max(1, int(tiles) // 100)
        self._limit(cost)
        return cost

    def _picture(self, image: pikepdf.Object) -> None:
        if image.objgen in self._seen:
            return
        self._seen.add(image.objgen)
        width, height = int(image.get("/Width", 0)), int(image.get("/Height", 0))
        bits = int(image.get("/BitsPerComponent", 8) or 8)
        if width * height > self._limits.pixels or width * height * max(1, bits * 3 // 8) > _MOST_PICTURE_BYTES:
            raise too_big(f"PDF 内图片超过{self._limits.pixels // 10_000}万像素")
        mask = image.get("/SMask")
        if isinstance(mask, pikepdf.Stream):
            self._picture(mask)

    def _size(self, stream: Any) -> int:
        return len(bounded(stream)) if isinstance(stream, pikepdf.Stream) else 0


def _contents(page: Any) -> list[Any]:
    found = page.get("/Contents")
    return list(found) if isinstance(found, pikepdf.Array) else ([] if found is None else [found])


def _items(holder: Any, key: str) -> list[tuple[str, Any]]:
    found = holder.get(key) if isinstance(holder, (pikepdf.Dictionary, pikepdf.Stream)) else None
    return list(found.items()) if isinstance(found, pikepdf.Dictionary) else []
