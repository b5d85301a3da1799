"""Styles of an XLSX workbook: for every cell style its look, and whether letters in it can be seen."""

from dataclasses import dataclass
from typing import TypeVar

from lxml import etree

from gongkai.documents.rebuilding.sheets.colors import (
    BLACK,
    OFFICE_THEME,
    PALETTE,
    WHITE,
    Color,
    can_be_read,
    from_hex,
    resolve,
)
from gongkai.documents.rebuilding.sheets.grid import Look
from gongkai.documents.rebuilding.sheets.number_formats import BUILT_IN
from gongkai.documents.rebuilding.xml_parts import local

#: Letters smaller than this, in points, are not seen.
SMALLEST = 3.0
_MOST_STYLES = 65_536
_T = TypeVar("_T")


@dataclass(frozen=True)
class Style:
    """One cell style: how it looks, the colours of its letters and its ground, why its letters are not seen."""

    look: Look
    letters: Color
    ground: Color
    unseen: str = ""


@dataclass(frozen=True)
class Difference:
    """What a conditional format changes: the colour of letters or ground, the number format."""

    letters: Color | None
    ground: Color | None
    code: str | None

    def hides(self, style: Style) -> bool:
        """Tell whether letters of this style become unseen under the change."""
        if self.code is not None and not self.code.replace(";", "").strip():
            return True
        return not can_be_read(self.letters or style.letters, self.ground or style.ground)


class Styles:
    """All styles of a workbook, by the numbers that cells use."""

    def __init__(self, root: etree._Element | None, theme: tuple[Color, ...] = OFFICE_THEME) -> None:
        self.theme = theme
        self.palette: tuple[Color, ...] = PALETTE
        self.cells: list[Style] = []
        self.differences: list[Difference] = []
        self._codes: dict[int, str] = {}
        if root is not None:
            self._read({local(child): child for child in root})
        if not self.cells:
            self.cells = [Style(Look(), BLACK, WHITE)]

    def at(self, number: str | None) -> Style:
        """Give the style of a cell; a number that does not exist is the first."""
        index = int(number) if number and number.isdecimal() else 0
        return self.cells[index] if index < len(self.cells) else self.cells[0]

    def color(self, element: etree._Element | None) -> Color | None:
        """Give the colour of a colour element."""
        return None if element is None else resolve(element, self.theme, self.palette)

    def _read(self, parts: dict[str, etree._Element]) -> None:
        colors = parts.get("colors")
        own = next((child for child in colors if local(child) == "indexedColors"), None) if colors is not None else None
        if own is not None:
            self.palette = tuple(from_hex(child.get("rgb") or "") or BLACK for child in own)
        for child in _children(parts, "numFmts"):
            self._codes[int(child.get("numFmtId") or 0)] = child.get("formatCode") or "General"
        fonts = [_by_name(child) for child in _children(parts, "fonts")]
        fills = [self._ground(child) for child in _children(parts, "fills")]
        borders = [any(side.get("style") for side in child) for child in _children(parts, "borders")]
        for xf in _children(parts, "cellXfs")[:_MOST_STYLES]:
            self.cells.append(self._style(xf, fonts, fills, borders))
        for dxf in _children(parts, "dxfs")[:_MOST_STYLES]:
            self.differences.append(self._difference(_by_name(dxf)))

    def _ground(self, fill: etree._Element) -> Color:
        for pattern in fill:
            if local(pattern) == "gradientFill":
                stops = [color for stop in pattern for color in map(self.color, stop) if color]
                return stops[0] if stops else WHITE
            parts = _by_name(pattern)
            kind = pattern.get("patternType") or "none"
            if kind == "solid":
                return self.color(parts.get("fgColor")) or BLACK
            if kind not in ("none", "gray125", "gray0625"):
                return self.color(parts.get("bgColor")) or WHITE
        return WHITE

    def _style(
        self,
        xf: etree._Element,
        fonts: list[dict[str, etree._Element]],
        fills: list[Color],
        borders: list[bool],
    ) -> Style:
        font = _pick(fonts, xf.get("fontId"), {})
        ground = _pick(fills, xf.get("fillId"), WHITE)
        letters = self.color(font.get("color")) or BLACK
        size = _number(font.get("sz"), 11.0)
        alignment = next((child for child in xf if local(child) == "alignment"), None)
        format_id = int(xf.get("numFmtId") or 0)
        look = Look(
            code=self._codes.get(format_id) or BUILT_IN.get(format_id, "General"),
            bold="b" in font and font["b"].get("val") not in ("0", "false"),
            align=(alignment.get("horizontal") or "") if alignment is not None else "",
            valign=(alignment.get("vertical") or "") if alignment is not None else "",
            wrap=alignment is not None and alignment.get("wrapText") in ("1", "true"),
            border=_pick(borders, xf.get("borderId"), default=False),
            size=size,
        )
        return Style(look, letters, ground, why_unseen(letters, ground, size))

    def _difference(self, parts: dict[str, etree._Element]) -> Difference:
        font, fill, code = parts.get("font"), parts.get("fill"), parts.get("numFmt")
        letters = self.color(_by_name(font).get("color")) if font is not None else None
        ground = None
        for pattern in fill if fill is not None else ():
            inside = _by_name(pattern)
            # In a conditional format the ground of a solid fill stands in bgColor.
            ground = self.color(inside.get("bgColor")) or self.color(inside.get("fgColor"))
        return Difference(letters, ground, code.get("formatCode") if code is not None else None)


def why_unseen(letters: Color, ground: Color, size: float) -> str:
    """Say why letters of this colour and size are not seen on this ground; an empty text when they are."""
    if not can_be_read(letters, ground):
        return "与底色相同的文字"
    return "极小的文字" if size < SMALLEST else ""


def _children(parts: dict[str, etree._Element], name: str) -> list[etree._Element]:
    found = parts.get(name)
    return list(found) if found is not None else []


def _by_name(element: etree._Element) -> dict[str, etree._Element]:
    return {local(child): child for child in element}


def _pick(items: list[_T], number: str | None, default: _T) -> _T:
    index = int(number) if number and number.isdecimal() else -1
    return items[index] if 0 <= index < len(items) else default


def _number(element: etree._Element | None, default: float) -> float:
    try:
        return float(element.get("val") or default) if element is not None else default
    except ValueError:
        return default
