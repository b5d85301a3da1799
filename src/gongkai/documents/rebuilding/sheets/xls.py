"""Read an XLS workbook (BIFF8) into what a person sees."""

import struct

from gongkai.documents.rebuilding.model import Limits, Refused, damaged, encrypted, too_big
from gongkai.documents.rebuilding.sheets.biff import Record, RichText, records, short_text, string_table
from gongkai.documents.rebuilding.sheets.colors import can_be_read
from gongkai.documents.rebuilding.sheets.grid import Book
from gongkai.documents.rebuilding.sheets.judging import Looks
from gongkai.documents.rebuilding.sheets.ole import Compound
from gongkai.documents.rebuilding.sheets.visible import only_visible
from gongkai.documents.rebuilding.sheets.xls_sheet import OldSheetReader
from gongkai.documents.rebuilding.sheets.xls_styles import OldStyles
from gongkai.documents.rebuilding.sheets.xlsx_styles import SMALLEST, Style

_WHAT = "Excel 文件"
_STATES = {1: "隐藏的工作表", 2: "深度隐藏的工作表"}
_STREAMS = {
    "workbook": None,
    "\x05summaryinformation": "文档属性（作者、单位、时间等）",
    "\x05documentsummaryinformation": "文档属性（作者、单位、时间等）",
    "ctls": "控件",
    "revision log": "修订记录",
    "user names": "修订记录",
    "dir": "宏",
    "_vba_project": "宏",
    "project": "宏",
    "projectwm": "宏",
}


class Reader:
    """Reads one workbook."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.book = Book()
        self._limits = limits
        self._container = Compound(data)
        self._stream = self._container.read("Workbook")
        self._styles = OldStyles()
        self._strings: list[RichText] = []
        self._used: set[int] = set()
        self._sheets: list[tuple[int, int, int, str]] = []
        self._cells = 0

    def read(self) -> Book:
        """
        Read the workbook.

        :raises Refused: damaged, encrypted or over a limit.
        """
        try:
            self._globals()
            looks = Looks(self.book)
            for listed in self._sheets:
                self._sheet(listed, looks)
        except (struct.error, IndexError) as error:
            raise damaged(_WHAT) from error
        self._take_stock()
        return self.book

    def _globals(self) -> None:
        for record in records(self._stream):
            if record.number == 0x0A:
                break
            self._global(record)
        if len(self._sheets) > self._limits.sheets:
            raise too_big(f"工作表多于{self._limits.sheets}个")

    def _global(self, record: Record) -> None:
        number, data = record.number, record.data
        if number == 0x2F:
            raise encrypted(_WHAT)
        if number == 0x809 and struct.unpack_from("<H", data)[0] != 0x600:
            raise Refused(
                "unsupported", "这是很旧的表格格式（Excel 5.0/95），无法核查。请在表格软件中另存为 xlsx 后再上传。"
            )
        if number == 0x22:
            self.book.date_1904 = data[:2] == b"\x01\x00"
        elif number == 0xFC:
            self._strings = string_table(record)
        elif number == 0x85:
            position, state, kind = struct.unpack_from("<LBB", data)
            self._sheets.append((position, state & 3, kind, short_text(data, 6, wide_length=False)))
        elif number == 0x18:
            self.book.drop("定义的名称", "文件")
        elif number == 0x1AE and len(data) > 4:
            self.book.drop("外部链接及其缓存数据", "文件")
        else:
            self._styles.take(record)

    def _sheet(self, listed: tuple[int, int, int, str], looks: Looks) -> None:
        position, state, kind, name = listed
        if kind != 0:
            self.book.drop("图表、宏等非表格工作表", f"“{name}”")
            return
        reader = OldSheetReader(name, self.book, self._styles, self._seen_string, looks)
        self._cells += reader.read(records(self._stream, position), self._limits.cells - self._cells)
        if state:
            place, what = f"工作表“{name}”", _STATES.get(state, _STATES[1])
            self.book.drop(what, place)
            for cells in reader.sheet.rows.values():
                self.book.hidden += [(f"{place}（{what}）", str(value)) for _, value, _ in cells]
            return
        sheet = only_visible(reader.sheet, reader.hidden, self.book)
        if sheet.rows:
            self.book.sheets.append(sheet)

    def _seen_string(self, number: int, style: Style, place: str) -> str:
        """Give the stretches of a shared string that are seen on the ground of its cell."""
        self._used.add(number)
        text, runs = self._strings[number] if number < len(self._strings) else RichText("")
        if not runs:
            return text
        seen, start, font = "", 0, -1
        for first, next_font in (*runs, (len(text), -1)):
            piece = text[start:first]
            if font >= 0 and not self._can_see(font, style):
                self.book.hide("单元格内与底色相同或极小的文字", place, piece)
            else:
                seen += piece
            start, font = first, next_font
        return seen

    def _can_see(self, font: int, style: Style) -> bool:
        size, _, color = self._styles.font(font)
        return size >= SMALLEST and can_be_read(color, style.ground)

    def _take_stock(self) -> None:
        for number in set(range(len(self._strings))) - self._used:
            self.book.hide("没有用到的字符串", "文件", self._strings[number].text)
        for name in self._container.names:
            label = _STREAMS.get(name.casefold(), "其他内部部件")
            if label:
                self.book.drop(label, "文件")


def read_xls(data: bytes, limits: Limits) -> Book:
    """
    Read an XLS workbook into what a person sees.

    :raises Refused: damaged, encrypted, too old or over a limit.
    """
    return Reader(data, limits).read()
