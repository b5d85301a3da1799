"""Styles of an ODS workbook: colours and sizes of cells and stretches of text, hidden sheets, flat rows, narrow columns."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from gongkai.documents.rebuilding.sheets.colors import BLACK, WHITE, Color, can_be_read, from_hex
from gongkai.documents.rebuilding.sheets.xlsx_styles import SMALLEST
from gongkai.documents.rebuilding.xml_parts import attribute, local

_LENGTH = re.compile(r"([0-9.]+)(cm|mm|in|pt|px)?")
_POINTS = {"cm": 28.35, "mm": 2.835, "in": 72.0, "pt": 1.0, "px": 0.75, None: 1.0}
_DEPTH = 20


@dataclass
class Raw:
    """What one style says itself."""

    parent: str = ""
    letters: str = ""
    ground: str = ""
    size: str = ""
    shown: bool = True
    extent: str = ""
    bold: bool = False
    maps: tuple[str, ...] = ()


class OpenStyles:
    """All styles by family and name; what a style does not say its parent does."""

    def __init__(self) -> None:
        self._raw: dict[str, Raw] = {}

    def take(self, element: etree._Element) -> None:
        """Learn one style element."""
        raw = Raw(parent=attribute(element, "parent-style-name") or "")
        for part in element:
            name = local(part)
            if name == "text-properties":
                raw.letters = attribute(part, "color") or ""
                raw.size = attribute(part, "font-size") or ""
                raw.shown = attribute(part, "display") != "none"
                raw.bold = attribute(part, "font-weight") == "bold"
            elif name == "table-cell-properties":
                raw.ground = attribute(part, "background-color") or ""
                raw.shown = raw.shown and attribute(part, "cell-protect") not in (
                    "hidden-and-protected",
                    "protected formula-hidden",
                )
            elif name in ("table-properties", "table-column-properties", "table-row-properties"):
                raw.shown = attribute(part, "display") != "false"
                raw.extent = attribute(part, "column-width") or attribute(part, "row-height") or ""
            elif name == "map":
                raw.maps += (attribute(part, "apply-style-name") or "",)
        self._raw[f"{attribute(element, 'family')}/{attribute(element, 'name')}"] = raw

    def unseen(self, family: str, name: str, ground: Color | None = None) -> str:
        """Say why letters of a style are not seen; an empty text when they are."""
        chain = list(self._chain(family, name))
        if not all(raw.shown for raw in chain):
            return "设为隐藏的文字"
        under = ground or _color(chain, "ground") or WHITE
        letters = _color(chain, "letters") or BLACK
        if not can_be_read(letters, under):
            return "与底色相同的文字"
        size = next((raw.size for raw in chain if raw.size), "")
        return "极小的文字" if size and not size.endswith("%") and points(size) < SMALLEST else ""

    def may_hide(self, name: str) -> bool:
        """Tell whether a condition of the style puts one in its place that is not seen."""
        return any(self.unseen("table-cell", other) for raw in self._chain("table-cell", name) for other in raw.maps)

    def ground(self, name: str) -> Color:
        """Give the ground of a cell style."""
        return _color(list(self._chain("table-cell", name)), "ground") or WHITE

    def bold(self, name: str) -> bool:
        """Tell whether a cell style is bold."""
        return any(raw.bold for raw in self._chain("table-cell", name))

    def shown(self, family: str, name: str) -> bool:
        """Tell whether a sheet, row or column of this style is shown at all: not switched off, not without extent."""
        chain = self._chain(family, name)
        return all(raw.shown and (not raw.extent or points(raw.extent) >= 1.5) for raw in chain)

    def extent(self, family: str, name: str) -> float:
        """Give width or height in points, 0 when the style does not say."""
        return next((points(raw.extent) for raw in self._chain(family, name) if raw.extent), 0.0)

    def _chain(self, family: str, name: str) -> Iterable[Raw]:
        for _ in range(_DEPTH):
            raw = self._raw.get(f"{family}/{name}")
            if raw is None:
                return
            yield raw
            name = raw.parent


def points(length: str) -> float:
    """Read a length in points."""
    match = _LENGTH.match(length)
    return float(match[1]) * _POINTS[match[2]] if match else 0.0


def _color(chain: list[Raw], which: str) -> Color | None:
    text = next((value for raw in chain if (value := getattr(raw, which))), "")
    return from_hex(text[1:]) if text.startswith("#") else None
