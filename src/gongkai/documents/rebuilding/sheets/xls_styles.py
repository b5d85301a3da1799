"""Styles of an XLS workbook: fonts, formats and cell styles, as the records give them."""

import struct

from gongkai.documents.rebuilding.sheets.biff import Record, short_text
from gongkai.documents.rebuilding.sheets.colors import BLACK, PALETTE, WHITE, Color, from_index
from gongkai.documents.rebuilding.sheets.grid import Look
from gongkai.documents.rebuilding.sheets.number_formats import BUILT_IN
from gongkai.documents.rebuilding.sheets.xlsx_styles import Style, why_unseen

_ALIGN = ("", "left", "center", "right", "fill", "justify", "center", "")
_VALIGN = ("top", "center", "bottom", "center")
_AUTOMATIC, _HIGHEST = 0x7FFF, 4096


class OldStyles:
    """All fonts, formats and cell styles, collected record by record."""

    def __init__(self) -> None:
        self.palette: tuple[Color, ...] = PALETTE
        self._fonts: list[tuple[float, bool, int]] = []
        self._codes: dict[int, str] = {}
        self._raw: list[bytes] = []
        self._styles: dict[int, Style] = {}

    def take(self, record: Record) -> None:
        """Learn from a record of the workbook part."""
        if record.number == 0x31:
            height, _, color, weight = struct.unpack_from("<HHHH", record.data)
            self._fonts.append((height / 20, weight >= 600, color))
        elif record.number == 0x41E:
            (number,) = struct.unpack_from("<H", record.data)
            self._codes[number] = short_text(record.data, 2, wide_length=True)
        elif record.number == 0xE0 and len(self._raw) < _HIGHEST:
            self._raw.append(record.data)
        elif record.number == 0x92:
            own = [tuple(rgb[:3]) for rgb in struct.iter_unpack("<BBBB", record.data[2 : 2 + 56 * 4])]
            self.palette = (*PALETTE[:8], *((red, green, blue) for red, green, blue in own))

    def font(self, number: int) -> tuple[float, bool, Color]:
        """Give size, boldness and colour of a font; number 4 does not exist, those above are shifted."""
        index = number - 1 if number > 4 else number
        size, bold, color = self._fonts[index] if index < len(self._fonts) else (11.0, False, _AUTOMATIC)
        return size, bold, from_index(color, self.palette) or BLACK

    def at(self, number: int) -> Style:
        """Give a cell style by its number."""
        if number not in self._styles:
            raw = self._raw[number] if number < len(self._raw) else b""
            self._styles[number] = self._style(raw) if len(raw) >= 20 else Style(Look(), BLACK, WHITE)
        return self._styles[number]

    def _style(self, raw: bytes) -> Style:
        font, code, _, align = struct.unpack_from("<HHHB", raw)
        lines, more, fill = struct.unpack_from("<LLH", raw, 10)
        size, bold, letters = self.font(font)
        ground = WHITE
        if (more >> 26) & 63:
            ground = from_index(fill & 127, self.palette) or WHITE
            if (more >> 26) & 63 != 1:
                ground = from_index((fill >> 7) & 127, self.palette) or WHITE
        look = Look(
            code=self._codes.get(code) or BUILT_IN.get(code, "General"),
            bold=bold,
            align=_ALIGN[align & 7],
            valign=_VALIGN[min(3, (align >> 4) & 7)],
            wrap=bool(align & 8),
            border=bool(lines & 0xFFFF),
            size=size,
        )
        return Style(look, letters, ground, why_unseen(letters, ground, size))
