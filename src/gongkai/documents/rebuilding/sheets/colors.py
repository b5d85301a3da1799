"""Colours of cells and letters: palette, theme and tint; and whether letters can be told from their ground."""

import colorsys
from collections.abc import Mapping, Sequence

from lxml import etree

from gongkai.documents.rebuilding.xml_parts import local

Color = tuple[int, int, int]
WHITE: Color = (255, 255, 255)
BLACK: Color = (0, 0, 0)
_THEME = "FFFFFF 000000 E7E6E6 44546A 4472C4 ED7D31 A5A5A5 FFC000 5B9BD5 70AD47 0563C1 954F72"
_BASIC = "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF"
_MORE = (
    "800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF "
    "000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 "
    "3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333"
)


def from_hex(text: str) -> Color | None:
    """Read RRGGBB or AARRGGBB."""
    try:
        value = int(text[-6:], 16)
    except ValueError:
        return None
    return (value >> 16 & 255, value >> 8 & 255, value & 255) if len(text) >= 6 else None


#: The palette that XLS and XLSX share: 0-7 and again 8-15, then 48 more; 64 is the text, 65 the ground.
PALETTE: tuple[Color, ...] = tuple(
    color for color in map(from_hex, f"{_BASIC} {_BASIC} {_MORE}".split()) if color is not None
)
#: Theme colours of a workbook that has no theme of its own.
OFFICE_THEME: tuple[Color, ...] = tuple(color for color in map(from_hex, _THEME.split()) if color is not None)
_NAMED: Mapping[str, Color] = {
    "white": WHITE,
    "black": BLACK,
    "白色": WHITE,
    "黑色": BLACK,
    "red": (255, 0, 0),
    "yellow": (255, 255, 0),
}


def named(name: str) -> Color | None:
    """Give a colour by the name that number formats use."""
    return _NAMED.get(name.casefold())


def read_theme(root: etree._Element) -> tuple[Color, ...]:
    """Read the twelve theme colours in the order in which cells number them: light and dark are swapped in pairs."""
    scheme = next((element for element in root.iter() if local(element) == "clrScheme"), None)
    if scheme is None:
        return OFFICE_THEME
    colors = []
    for slot in scheme:
        value = next((child.get("lastClr") or child.get("val") or "" for child in slot), "")
        colors.append(from_hex(value) or BLACK)
    colors[0:4] = [colors[at] for at in (1, 0, 3, 2) if at < len(colors)]
    return tuple(colors)


def resolve(element: etree._Element, theme: Sequence[Color], palette: Sequence[Color] = PALETTE) -> Color | None:
    """Give the colour that a `color`, `fgColor` or `bgColor` element means, or None for automatic."""
    rgb, number, indexed = element.get("rgb"), element.get("theme"), element.get("indexed")
    found: Color | None = None
    if rgb:
        found = from_hex(rgb)
    elif number and number.isdigit() and int(number) < len(theme):
        found = theme[int(number)]
    elif indexed and indexed.isdigit():
        found = from_index(int(indexed), palette)
    return tinted(found, float(element.get("tint") or 0)) if found else None


def from_index(index: int, palette: Sequence[Color] = PALETTE) -> Color | None:
    """Give a palette colour; 64 and above are automatic, 65 is the ground."""
    if index == 65:
        return WHITE
    return palette[index] if index < len(palette) else None


def tinted(color: Color, tint: float) -> Color:
    """Make a colour lighter (0 to 1) or darker (-1 to 0)."""
    if not tint:
        return color
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in color))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    red, green, blue = colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light)), saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


def can_be_read(letters: Color, ground: Color) -> bool:
    """Tell whether letters stand out from their ground: by brightness, or by a strong difference of colour."""
    brighter, darker = sorted((_brightness(letters), _brightness(ground)), reverse=True)
    contrast = (brighter + 0.05) / (darker + 0.05)
    difference = max(abs(mine - theirs) for mine, theirs in zip(letters, ground, strict=True))
    return contrast >= 1.15 or difference >= 60


def _brightness(color: Color) -> float:
    parts = [part / 255 for part in color]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
