"""Read an ODS workbook into what a person sees."""

from collections.abc import Iterator

from lxml import etree

from gongkai.documents.rebuilding.archive import Archive
from gongkai.documents.rebuilding.model import Limits, damaged, encrypted, too_big
from gongkai.documents.rebuilding.sheets.colors import BLACK, WHITE
from gongkai.documents.rebuilding.sheets.grid import Book, Look, Sheet
from gongkai.documents.rebuilding.sheets.judging import Looks
from gongkai.documents.rebuilding.sheets.ods_cells import seen_text, value_of
from gongkai.documents.rebuilding.sheets.ods_styles import OpenStyles
from gongkai.documents.rebuilding.sheets.references import MOST_COLUMNS, MOST_ROWS, area, cell
from gongkai.documents.rebuilding.sheets.visible import Hidden, only_visible
from gongkai.documents.rebuilding.sheets.xlsx_styles import Style
from gongkai.documents.rebuilding.xml_parts import attribute, local, walk

_WHAT = "ODS 表格文件"
_COUNTED = {
    "annotation": "批注",
    "named-range": "定义的名称",
    "named-expression": "定义的名称",
    "database-range": "筛选和数据区域设置",
    "content-validation": "数据有效性设置",
    "cell-content-change": "修订记录",
    "deletion": "修订记录",
    "scenario": "方案",
    "data-pilot-table": "数据透视表及其缓存",
    "dde-link": "外部链接及其缓存数据",
}
_TAGS = tuple(f"{{*}}{name}" for name in ("style", "table-column", "table-row", "conditional-format", *_COUNTED))
_KNOWN_PARTS = ("content.xml", "styles.xml", "mimetype", "META-INF/manifest.xml")
_PARTS = {
    "meta.xml": "文档属性（作者、单位、时间等）",
    "settings.xml": "界面设置",
    "Thumbnails/": "缩略图",
    "Basic/": "宏",
    "Scripts/": "宏",
    "Pictures/": "图片",
    "Object": "嵌入的文件",
}


class _Open:
    """One sheet while it is read."""

    def __init__(self, table: etree._Element, styles: OpenStyles) -> None:
        self.sheet = Sheet(attribute(table, "name") or "工作表")
        self.hidden = Hidden()
        self.next_row = self.next_column = 0
        self.shown = styles.shown("table", attribute(table, "style-name") or "")
        self.place = f"工作表“{self.sheet.name}”"
        self.rules: list[tuple[int, int, int, int]] = []


class Reader:
    """Reads one workbook."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.book = Book()
        self._limits, self._archive = limits, Archive(data, limits, what=_WHAT)
        self._styles = OpenStyles()
        self._looks = Looks(self.book)
        self._bare: dict[bool, Style] = {bold: Style(Look(bold=bold), BLACK, WHITE) for bold in (False, True)}
        self._tables: dict[str, _Open] = {}
        self._cells = 0

    def read(self) -> Book:
        """
        Read the workbook.

        :raises Refused: damaged, encrypted or over a limit.
        """
        if "META-INF/manifest.xml" in self._archive and b"encryption-data" in self._archive.read(
            "META-INF/manifest.xml"
        ):
            raise encrypted(_WHAT)
        if "styles.xml" in self._archive:
            for element in walk(self._archive.read("styles.xml"), ("{*}style",), _WHAT):
                self._styles.take(element)
        if "content.xml" not in self._archive:
            raise damaged(_WHAT)
        for element in walk(self._archive.read("content.xml"), _TAGS, _WHAT):
            self._take(element)
        for table in self._tables.values():
            self._close(table)
        self._take_stock()
        return self.book

    def _take(self, element: etree._Element) -> None:
        name = local(element)
        if name == "style":
            self._styles.take(element)
        elif name in _COUNTED:
            self.book.hide(_COUNTED[name], "文件", " ".join("".join(map(str, element.itertext())).split()))
        else:
            table = next((parent for parent in element.iterancestors() if local(parent) == "table"), None)
            if table is None or any(local(parent) == "tracked-changes" for parent in element.iterancestors()):
                return
            opened = self._open(table)
            if name == "table-column":
                self._column(opened, element)
            elif name == "table-row":
                self._row(opened, element)
            else:
                self._rule(opened, element)

    def _open(self, table: etree._Element) -> _Open:
        key = attribute(table, "name") or ""
        if key not in self._tables:
            if len(self._tables) >= self._limits.sheets:
                raise too_big(f"工作表多于{self._limits.sheets}个")
            self._tables[key] = _Open(table, self._styles)
        return self._tables[key]

    def _column(self, table: _Open, element: etree._Element) -> None:
        last = min(MOST_COLUMNS, table.next_column + _repeat(element, "number-columns-repeated"))
        style = attribute(element, "style-name") or ""
        shown = _visible(element) and self._styles.shown("table-column", style)
        width = self._styles.extent("table-column", style) / 5.4
        for column in range(table.next_column, last):
            if not shown:
                table.hidden.columns[column] = "隐藏列"
            elif width and column < 1000:
                table.sheet.widths[column] = min(width, 120.0)
        table.next_column = last

    def _row(self, table: _Open, element: etree._Element) -> None:
        repeat = _repeat(element, "number-rows-repeated")
        first = table.next_row
        table.next_row += repeat
        shown = _visible(element) and self._styles.shown("table-row", attribute(element, "style-name") or "")
        cells = list(self._row_cells(table, element, first))
        if not cells or first >= MOST_ROWS:
            return
        self._cells += repeat * len(cells)
        if self._cells > self._limits.cells:
            raise too_big(f"单元格多于{self._limits.cells}个")
        for row in range(first, min(first + repeat, MOST_ROWS)):
            table.sheet.rows[row] = list(cells)
            if not shown:
                table.hidden.rows[row] = "隐藏行"

    def _row_cells(
        self, table: _Open, element: etree._Element, row: int
    ) -> Iterator[tuple[int, str | float | bool, int]]:
        column = 0
        for child in element:
            name = local(child)
            if name not in ("table-cell", "covered-table-cell"):
                continue
            repeat = _repeat(child, "number-columns-repeated")
            found = self._cell(table, child, row, column, covered=name != "table-cell")
            if found is not None:
                if column + repeat > MOST_COLUMNS:
                    raise too_big(f"列数多于{MOST_COLUMNS}")
                yield from ((column + at, *found) for at in range(repeat))
            column += repeat

    def _cell(
        self, table: _Open, element: etree._Element, row: int, column: int, *, covered: bool
    ) -> tuple[str | float | bool, int] | None:
        self._shapes(table, element, row, column)
        down, across = _repeat(element, "number-rows-spanned"), _repeat(element, "number-columns-spanned")
        if (down, across) != (1, 1):
            table.sheet.merges.append((row, column, row + down - 1, column + across - 1))
        style = attribute(element, "style-name") or ""
        text, unseen_text = seen_text(element, self._styles, style)
        text = self.book.seen(text, table.place)
        if unseen_text:
            self.book.hide("单元格内与底色相同或极小的文字", table.place, unseen_text)
        if attribute(element, "formula"):
            self.book.drop("公式（保留结果）", table.place)
        if not text:
            stored = (
                attribute(element, "value") or attribute(element, "string-value") or attribute(element, "date-value")
            )
            if stored:
                self.book.hide("数字格式隐藏的内容", table.place, stored)
            return None
        value, code = value_of(element, text)
        reason = "合并单元格下面的内容" if covered else self._styles.unseen("table-cell", style)
        if not reason and self._styles.may_hide(style):
            reason = "条件格式隐藏的内容"
        if reason:
            self.book.hide(reason, table.place, value)
            return None
        return value, self._looks.number(self._bare[self._styles.bold(style)], code)

    def _shapes(self, table: _Open, element: etree._Element, row: int, column: int) -> None:
        """Note the cells that a shape anchored here lies over."""
        for child in element:
            end = attribute(child, "end-cell-address")
            if end:
                self.book.drop("图形、图片", table.place)
                corner = cell(end.rpartition(".")[2])
                if corner:
                    table.hidden.covered.append((row, column, *corner))

    def _rule(self, table: _Open, element: etree._Element) -> None:
        names = [attribute(child, "apply-style-name") or "" for child in element]
        if any(self._styles.unseen("table-cell", name) for name in names):
            for address in (attribute(element, "target-range-address") or "").split():
                found = area(":".join(part.rpartition(".")[2] for part in address.split(":")))
                if found:
                    table.rules.append(found)

    def _close(self, table: _Open) -> None:
        if not table.shown:
            self.book.drop("隐藏的工作表", table.place)
            for cells in table.sheet.rows.values():
                self.book.hidden += [(f"{table.place}（隐藏的工作表）", str(value)) for _, value, _ in cells]
            return
        for top, left, bottom, right in table.rules:
            for row, cells in table.sheet.rows.items():
                if top <= row <= bottom:
                    for _, value, _ in (hit for hit in cells if left <= hit[0] <= right):
                        self.book.hide("条件格式隐藏的内容", table.place, value)
                    table.sheet.rows[row] = [kept for kept in cells if not left <= kept[0] <= right]
        sheet = only_visible(table.sheet, table.hidden, self.book)
        if sheet.rows:
            self.book.sheets.append(sheet)

    def _take_stock(self) -> None:
        for name in self._archive.names:
            if name not in _KNOWN_PARTS:
                label = next((label for start, label in _PARTS.items() if name.startswith(start)), "其他内部部件")
                self.book.drop(label, "文件")


def _repeat(element: etree._Element, name: str) -> int:
    text = attribute(element, name) or "1"
    return max(1, int(text)) if text.isdecimal() and len(text) < 10 else 1


def _visible(element: etree._Element) -> bool:
    """Tell whether a row or column is shown: itself and every group it stands in."""
    if (attribute(element, "visibility") or "visible") != "visible":
        return False
    return all(
        attribute(parent, "display") != "false"
        for parent in element.iterancestors()
        if local(parent).endswith("-group")
    )


def read_ods(data: bytes, limits: Limits) -> Book:
    """
    Read an ODS workbook into what a person sees.

    :raises Refused: damaged, encrypted or over a limit.
    """
    return Reader(data, limits).read()
