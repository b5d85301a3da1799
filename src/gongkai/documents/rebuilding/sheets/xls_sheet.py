"""Read one sheet of an XLS workbook from its records."""

import struct
from collections.abc import Callable, Iterator

from gongkai.documents.rebuilding.model import too_big
from gongkai.documents.rebuilding.sheets.biff import Record, rk_number, short_text
from gongkai.documents.rebuilding.sheets.grid import Book, Sheet, Value
from gongkai.documents.rebuilding.sheets.judging import Looks, judge
from gongkai.documents.rebuilding.sheets.visible import Hidden
from gongkai.documents.rebuilding.sheets.xls_styles import OldStyles
from gongkai.documents.rebuilding.sheets.xlsx_styles import Style

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_COUNTED = {
    0x1C: "批注",
    0x1B8: "超链接",
    0x1BE: "数据有效性设置",
    0x9D: "筛选设置",
    0x1B1: "条件格式",
    0x14: "页眉页脚",
    0x15: "页眉页脚",
}
_NARROW, _FLAT = 102, 30  # in 256ths of a character, in twentieths of a point
_NOTE, _COMBO, _LAST_COLUMN = 25, 20, 255
_ANCHOR = 0xF010
_END, _BEGIN = 0x0A, 0x809

SeenString = Callable[[int, Style, str], str]


class OldSheetReader:
    """Reads one sheet into a `Sheet` and the reasons why parts of it are hidden."""

    def __init__(self, name: str, book: Book, styles: OldStyles, strings: SeenString, looks: Looks) -> None:
        self.sheet = Sheet(name)
        self.hidden = Hidden()
        self._place = f"工作表“{name}”"
        self._book, self._styles, self._strings, self._looks = book, styles, strings, looks
        self._waiting: tuple[int, int, int] | None = None
        self._anchors: list[tuple[int, int, int, int]] = []
        self._count, self._depth = 0, 0

    def read(self, stream: Iterator[Record], most: int) -> int:
        """
        Read the records of the sheet; give the number of cells.

        :raises Refused: more than `most` cells.
        """
        for record in stream:
            if record.number == _BEGIN:
                self._depth += 1
            elif record.number == _END:
                self._depth -= 1
                if self._depth <= 0:
                    break
            elif self._depth == 1:
                self._record(record)
            if self._count > most:
                raise too_big(f"单元格多于{most}个")
        return self._count

    def _record(self, record: Record) -> None:
        number, data = record.number, record.data
        reader = self._READERS.get(number)
        if reader:
            reader(self, data)
        elif number in _COUNTED and data:
            self._book.drop(_COUNTED[number], self._place)
        elif number in (0xEC, 0x5D):
            self._drawing(number, data)

    def _put(self, row: int, column: int, style_number: int, value: Value) -> None:
        style = self._styles.at(style_number)
        if isinstance(value, str):
            value = self._book.seen(value, self._place)
        if value == "" or column > _LAST_COLUMN:
            return
        value, code, unseen = judge(value, style, date_1904=self._book.date_1904)
        self._count += 1
        if unseen:
            self._book.hide(unseen, self._place, value)
            return
        self.sheet.rows.setdefault(row, []).append((column, value, self._looks.number(style, code)))

    def _columns(self, data: bytes) -> None:
        first, last, width, _, options = struct.unpack_from("<HHHHH", data)
        for column in range(first, min(last, 255) + 1):
            if options & 1 or width < _NARROW:
                self.hidden.columns[column] = "隐藏列"
            else:
                self.sheet.widths[column] = min(width / 256, 120.0)

    def _row(self, data: bytes) -> None:
        row, _, _, height = struct.unpack_from("<HHHH", data)
        (options,) = struct.unpack_from("<L", data, 12)
        if options & 0x20 or (not height & 0x8000 and height < _FLAT):
            self.hidden.rows[row] = "隐藏行"

    def _shared(self, data: bytes) -> None:
        row, column, style, number = struct.unpack_from("<HHHL", data)
        self._put(row, column, style, self._strings(number, self._styles.at(style), self._place))

    def _label(self, data: bytes) -> None:
        row, column, style = struct.unpack_from("<HHH", data)
        self._put(row, column, style, short_text(data, 6, wide_length=True))

    def _number(self, data: bytes) -> None:
        row, column, style, value = struct.unpack_from("<HHHd", data)
        self._put(row, column, style, float(value))

    def _packed(self, data: bytes) -> None:
        row, column, style, packed = struct.unpack_from("<HHHL", data)
        self._put(row, column, style, rk_number(packed))

    def _many_packed(self, data: bytes) -> None:
        row, first = struct.unpack_from("<HH", data)
        for at, (style, packed) in enumerate(struct.iter_unpack("<HL", data[4 : 4 + (len(data) - 6) // 6 * 6])):
            self._put(row, first + at, style, rk_number(packed))

    def _truth(self, data: bytes) -> None:
        row, column, style, value, is_error = struct.unpack_from("<HHHBB", data)
        self._put(row, column, style, _ERRORS.get(value, "#N/A") if is_error else bool(value))

    def _formula(self, data: bytes) -> None:
        row, column, style = struct.unpack_from("<HHH", data)
        result = data[6:14]
        self._book.drop("公式（保留结果）", self._place)
        if result[6:8] != b"\xff\xff":
            self._put(row, column, style, float(struct.unpack("<d", result)[0]))
        elif result[0] == 0:
            self._waiting = (row, column, style)
        elif result[0] == 1:
            self._put(row, column, style, bool(result[2]))
        elif result[0] == 2:
            self._put(row, column, style, _ERRORS.get(result[2], "#N/A"))

    def _formula_text(self, data: bytes) -> None:
        if self._waiting:
            self._put(*self._waiting, short_text(data, 0, wide_length=True))
            self._waiting = None

    def _merges(self, data: bytes) -> None:
        (count,) = struct.unpack_from("<H", data)
        for top, bottom, left, right in struct.iter_unpack("<HHHH", data[2 : 2 + min(count, (len(data) - 2) // 8) * 8]):
            self.sheet.merges.append((top, left, bottom, right))

    def _drawing(self, number: int, data: bytes) -> None:
        """Remember where a shape lies; the record behind it says what it is, and notes and filter arrows cover nothing."""
        if number == 0xEC:
            self._anchors += _anchors(data)
            return
        kind = struct.unpack_from("<H", data, 4)[0] if len(data) >= 6 else _NOTE
        if kind not in (_NOTE, _COMBO):
            self._book.drop("图形、图片", self._place)
            self.hidden.covered += self._anchors[-1:]
        self._anchors.clear()

    _READERS: dict[int, Callable[["OldSheetReader", bytes], None]] = {
        0x7D: _columns,
        0x208: _row,
        0xFD: _shared,
        0x204: _label,
        0xD6: _label,
        0x203: _number,
        0x27E: _packed,
        0xBD: _many_packed,
        0x205: _truth,
        0x06: _formula,
        0x207: _formula_text,
        0xE5: _merges,
    }


def _anchors(data: bytes) -> list[tuple[int, int, int, int]]:
    """Give the areas of cells (top, left, bottom, right) that the shapes of a drawing record lie over."""
    found = []
    at = data.find(struct.pack("<H", _ANCHOR))
    while 0 <= at <= len(data) - 24:
        _, left, _, top, _, right, across, bottom, down = struct.unpack_from("<9H", data, at + 6)
        if top <= bottom and left <= right <= 255:
            found.append((top, left, bottom - (not down), right - (not across)))
        at = data.find(struct.pack("<H", _ANCHOR), at + 2)
    return found
