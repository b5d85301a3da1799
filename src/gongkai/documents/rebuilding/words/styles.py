"""Styles of a DOCX: what applies to a run, from itself, its character style, its paragraph style and the defaults."""

from collections.abc import Iterator, Mapping

from lxml import etree

from gongkai.documents.rebuilding.sheets.colors import BLACK, WHITE, Color, can_be_read, from_hex
from gongkai.documents.rebuilding.words.blocks import Look
from gongkai.documents.rebuilding.xml_parts import Element, attribute, local

Properties = Mapping[str, Element]

# A colour of the theme goes before the written one; paper and ink are white and black in every theme of an office.
_PAPER, _INK = ("background1", "light1"), ("text1", "dark1")
_SMALLEST = 6  # half points
_DEPTH = 12
_HIGHLIGHTS: Mapping[str, Color] = {
    "black": BLACK,
    "white": WHITE,
    "yellow": (255, 255, 0),
    "green": (0, 255, 0),
    "cyan": (0, 255, 255),
    "magenta": (255, 0, 255),
    "blue": (0, 0, 255),
    "red": (255, 0, 0),
    "darkBlue": (0, 0, 128),
    "darkCyan": (0, 128, 128),
    "darkGreen": (0, 128, 0),
    "darkMagenta": (128, 0, 128),
    "darkRed": (128, 0, 0),
    "darkYellow": (128, 128, 0),
    "darkGray": (128, 128, 128),
    "lightGray": (192, 192, 192),
}
#: Faces that every office knows; any other name could carry words.
_FACES = (
    "宋体 黑体 楷体 仿宋 微软雅黑 等线 隶书 幼圆 仿宋_GB2312 楷体_GB2312 方正小标宋简体 方正小标宋_GBK 方正仿宋_GBK 方正黑体_GBK 方正楷体_GBK 华文中宋 华文仿宋 华文楷体 华文宋体 "
    "SimSun SimHei KaiTi FangSong Arial Calibri Cambria"
)
_FONTS = frozenset(_FACES.split()) | {"Times New Roman", "Microsoft YaHei"}
OFF = ("0", "false", "off", "none")


class WordStyles:
    """All styles of a document by their id."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._defaults: Properties = {}
        self._default_paragraph = ""
        for child in root if root is not None else ():
            if local(child) == "style":
                name = attribute(child, "styleId") or ""
                self._styles[name] = child
                if attribute(child, "type") == "paragraph" and attribute(child, "default") in ("1", "true"):
                    self._default_paragraph = name
            elif local(child) == "docDefaults":
                self._defaults = _inside(_inside(by_name(child).get("rPrDefault")).get("rPr"))

    def run_chain(self, run: Properties, paragraph: Properties) -> list[Properties]:
        """Give the properties that apply to a run, the strongest first."""
        chain = [run, *self._of_style(_value(run.get("rStyle")), "rPr")]
        chain += self._of_style(_value(paragraph.get("pStyle")) or self._default_paragraph, "rPr")
        return [*chain, self._defaults]

    def paragraph_chain(self, paragraph: Properties) -> list[Properties]:
        """Give the properties that apply to a paragraph, the strongest first."""
        return [paragraph, *self._of_style(_value(paragraph.get("pStyle")) or self._default_paragraph, "pPr")]

    def heading(self, paragraph: Properties) -> int:
        """Give the level of a heading, 1 to 6, or 0."""
        level = first(self.paragraph_chain(paragraph), "outlineLvl")
        text = attribute(level, "val") if level is not None else None
        if text and text.isdecimal() and int(text) < 6:
            return int(text) + 1
        for style in self._chain(_value(paragraph.get("pStyle"))):
            name = (attribute(by_name(style).get("name", style), "val") or "").casefold()
            if name.startswith("heading ") and name[8:].isdecimal():
                return min(6, max(1, int(name[8:])))
        return 0

    def has_borders(self, style: str) -> bool:
        """Tell whether a table style draws borders."""
        return any(
            draws_borders(_inside(by_name(found).get("tblPr")).get("tblBorders")) for found in self._chain(style)
        )

    def _chain(self, name: str) -> Iterator[etree._Element]:
        for _ in range(_DEPTH):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = _value(by_name(style).get("basedOn"))

    def _of_style(self, name: str, part: str) -> list[Properties]:
        return [_inside(by_name(style).get(part)) for style in self._chain(name)]


def why_unseen(chain: list[Properties], ground: Color) -> str:
    """Say why letters are not seen; an empty text when they are."""
    if is_on(chain, "vanish") or is_on(chain, "specVanish"):
        return "隐藏文字"
    size = _number(first(chain, "sz"), 21)
    scale = _number(first(chain, "w"), 100)
    if size < _SMALLEST or scale < 5:
        return "极小的文字"
    own = ground_of(chain) or ground
    letters = _letters(chain)
    if _transparent(chain):
        return "透明的文字"
    return "" if letters is None or can_be_read(letters, own) else "与底色相同的文字"


def ground_of(chain: list[Properties]) -> Color | None:
    """Give the ground that shading or highlighting puts under letters, or None for none."""
    marked = first(chain, "highlight")
    if marked is not None and (attribute(marked, "val") or "none") in _HIGHLIGHTS:
        return _HIGHLIGHTS[attribute(marked, "val") or ""]
    return shading(first(chain, "shd"))


def shading(element: etree._Element | None) -> Color | None:
    """Give the colour of a shading, or None when it has none."""
    if element is None:
        return None
    if attribute(element, "val") == "solid":
        return from_hex(attribute(element, "color") or "") or BLACK
    if attribute(element, "themeFill") in _INK and not attribute(element, "themeFillTint"):
        return BLACK
    fill = attribute(element, "fill") or "auto"
    return None if fill == "auto" else from_hex(fill)


def look_of(chain: list[Properties]) -> Look:
    """Give the look that goes on."""
    color = attribute(element, "val") if (element := first(chain, "color")) is not None else None
    fonts = first(chain, "rFonts")
    font = (attribute(fonts, "eastAsia") or attribute(fonts, "ascii") or "") if fonts is not None else ""
    underline = first(chain, "u")
    return Look(
        bold=is_on(chain, "b"),
        italic=is_on(chain, "i"),
        underline=underline is not None and (attribute(underline, "val") or "single") not in OFF,
        strike=is_on(chain, "strike"),
        raised=_value(first(chain, "vertAlign"))
        if _value(first(chain, "vertAlign")) in ("superscript", "subscript")
        else "",
        size=min(400, _number(first(chain, "sz"), 0)),
        color=color.upper() if color and from_hex(color) and len(color) == 6 else "",
        font=font if font in _FONTS else "",
    )


def by_name(element: etree._Element | None) -> dict[str, etree._Element]:
    """Give the children of an element by their names."""
    return {local(child): child for child in element} if element is not None else {}


def first(chain: list[Properties], name: str) -> etree._Element | None:
    """Give the strongest property of a name."""
    return next((properties[name] for properties in chain if name in properties), None)


def is_on(chain: list[Properties], name: str) -> bool:
    """Tell whether a switch is on."""
    element = first(chain, name)
    return element is not None and (attribute(element, "val") or "1") not in OFF


def _letters(chain: list[Properties]) -> Color | None:
    """Give the colour of letters, or None for automatic, which is always readable."""
    fill = first(chain, "textFill")
    if fill is not None:
        solid = next((child for child in fill.iter() if local(child) == "srgbClr"), None)
        if solid is not None:
            return from_hex(attribute(solid, "val") or "")
    element = first(chain, "color")
    if element is None:
        return None
    by_theme = attribute(element, "themeColor") in _PAPER and not attribute(element, "themeShade")
    return WHITE if by_theme else from_hex(attribute(element, "val") or "")


def _transparent(chain: list[Properties]) -> bool:
    fill = first(chain, "textFill")
    if fill is None:
        return False
    names = [local(child) for child in fill.iter()]
    alpha = next((child for child in fill.iter() if local(child) == "alpha"), None)
    return "noFill" in names or (alpha is not None and _number(alpha, 0) > 90_000)


def _inside(element: etree._Element | None) -> dict[str, etree._Element]:
    return by_name(element)


def _value(element: etree._Element | None) -> str:
    return (attribute(element, "val") or "") if element is not None else ""


def _number(element: etree._Element | None, default: int) -> int:
    text = _value(element).removesuffix("%")
    try:
        return int(float(text)) if text else default
    except ValueError:
        return default


def draws_borders(borders: etree._Element | None) -> bool:
    """Tell whether a border element draws any line."""
    return borders is not None and any((attribute(side, "val") or "none") not in ("none", "nil") for side in borders)
