"""Read one sheet of an XLSX workbook: its cells with what hides them."""

from collections.abc import Sequence

from lxml import etree

from gongkai.documents.rebuilding.model import too_big
from gongkai.documents.rebuilding.sheets.colors import Color, can_be_read
from gongkai.documents.rebuilding.sheets.conditions import Rule, read_rules
from gongkai.documents.rebuilding.sheets.grid import Book, Cell, Range, Sheet, Value
from gongkai.documents.rebuilding.sheets.judging import NEUTRAL, SAME_COLOR, Looks, judge
from gongkai.documents.rebuilding.sheets.references import MOST_COLUMNS, MOST_ROWS, area, column_number
from gongkai.documents.rebuilding.sheets.visible import MOST_MERGES, Hidden
from gongkai.documents.rebuilding.sheets.xlsx_rows import RawCell, RawRow, plain_rows, row_of
from gongkai.documents.rebuilding.sheets.xlsx_strings import Text, read_text, visible_text
from gongkai.documents.rebuilding.sheets.xlsx_styles import Style, Styles
from gongkai.documents.rebuilding.xml_parts import local, walk

_TAGS = tuple(
    f"{{*}}{name}"
    for name in (
        "sheetFormatPr",
        "col",
        "row",
        "mergeCell",
        "conditionalFormatting",
        "hyperlink",
        "dataValidation",
        "autoFilter",
        "scenario",
        "headerFooter",
        "protectedRange",
        "customSheetView",
    )
)
_COUNTED = {
    "hyperlink": "超链接",
    "dataValidation": "数据有效性设置",
    "autoFilter": "筛选设置",
    "scenario": "方案",
    "headerFooter": "页眉页脚",
    "protectedRange": "保护区域设置",
    "customSheetView": "自定义视图",
}
_NARROW, _FLAT = 0.4, 1.5
_MOST_EMPTY_ROWS, _MOST_COLUMN_SETTINGS = 200_000, 100_000
_TRUE = ("1", "true")


class SheetReader:
    """Reads one sheet into a `Sheet` and the reasons why parts of it are hidden."""

    def __init__(self, name: str, book: Book, styles: Styles, strings: Sequence[Text], looks: Looks) -> None:
        self.sheet = Sheet(name)
        self.hidden = Hidden()
        self.dark_headers: list[tuple[Range, Color]] = []
        self._place = f"工作表“{name}”"
        self._book, self._styles, self._strings, self._looks = book, styles, strings, looks
        self._rules: list[Rule] = []
        self._count, self._next_row = 0, 0
        self._empty_rows = self._columns = 0
        self._rows_hidden_by_default = False
        self._plain: dict[str, int] = {}
        self._most = 0

    def read(self, data: bytes, most: int) -> int:
        """
        Read the part; give the number of cells.

        :raises Refused: more than `most` cells, or damaged.
        """
        self._most = most
        plain = plain_rows(data)
        for element in walk(plain[1] if plain else data, _TAGS, "Excel 文件"):
            name = local(element)
            if name == "row":
                self._row(row_of(element))
            elif name in _COUNTED:
                self._book.drop(_COUNTED[name], self._place)
            else:
                self._other(name, element)
        for row in plain[0] if plain else ():
            self._row(row)
        self._apply_rules()
        return self._count

    def _other(self, name: str, element: etree._Element) -> None:
        if name == "col":
            self._column(element)
        elif name == "mergeCell":
            found = area(element.get("ref") or "")
            if found:
                self.sheet.merges.append(found)
            if len(self.sheet.merges) > MOST_MERGES:
                raise too_big(f"合并单元格多于{MOST_MERGES}处")
        elif name == "conditionalFormatting":
            self._rules += read_rules(element, self._styles)
        elif name == "sheetFormatPr":
            self._rows_hidden_by_default = element.get("zeroHeight") in _TRUE
            if _float(element.get("defaultColWidth"), 9) < _NARROW:
                self.hidden.columns.update(dict.fromkeys(range(MOST_COLUMNS), "隐藏列"))

    def _column(self, element: etree._Element) -> None:
        first = max(1, int(element.get("min") or 1))
        last = min(MOST_COLUMNS, int(element.get("max") or first))
        width = _float(element.get("width"), 9)
        self._columns += max(1, last - first + 1)
        if self._columns > _MOST_COLUMN_SETTINGS:
            raise too_big("列宽设置过多")
        unseen = element.get("hidden") in _TRUE or width < _NARROW
        for column in range(first - 1, last):
            if unseen:
                self.hidden.columns[column] = "隐藏列"
            else:
                self.hidden.columns.pop(column, None)
                self.sheet.widths[column] = min(width, 120.0)

    def _row(self, row: RawRow) -> None:
        at = int(row.number) - 1 if row.number else self._next_row
        if not 0 <= at < MOST_ROWS:
            return
        self._next_row = at + 1
        if self._is_hidden(row):
            self.hidden.rows[at] = "隐藏行"
        cells: list[Cell] = []
        next_column = 0
        plain, strings = self._plain, self._strings
        for raw in row.cells:
            written, letters, number, kind, text = raw
            column = column_number(letters) if letters else next_column
            next_column = column + 1
            whole = type(written) is str
            if column >= MOST_COLUMNS or (whole and not text):
                continue
            look = plain.get(number)
            if look is not None and whole:
                # The usual cell: one value, a style that hides nothing.
                if kind in ("", "n"):
                    cells.append((column, float(text), look))
                    continue
                if kind == "s" and text.isdecimal():
                    value = strings[int(text)]
                    if type(value) is str and value.isprintable():
                        if value:
                            cells.append((column, value, look))
                        continue
            self._cell(raw, at, column, cells)
        self._keep(at, cells)

    def _keep(self, at: int, cells: list[Cell]) -> None:
        if cells:
            self.sheet.rows.setdefault(at, []).extend(cells)
            self._count += len(cells)
            if self._count > self._most:
                raise too_big(f"单元格多于{self._most}个")
            return
        self._empty_rows += 1
        if self._empty_rows > _MOST_EMPTY_ROWS:
            raise too_big(f"空行多于{_MOST_EMPTY_ROWS}行")

    def _is_hidden(self, row: RawRow) -> bool:
        if row.hidden in _TRUE:
            return True
        if row.height:
            return _float(row.height, 15) < _FLAT
        return self._rows_hidden_by_default

    def _cell(self, raw: RawCell, row: int, column: int, cells: list[Cell]) -> None:
        number = raw[2]
        style = self._styles.at(number)
        value = self._value(raw, style)
        if value is None or value == "":
            return
        value, code, unseen = judge(value, style, date_1904=self._book.date_1904)
        if unseen == SAME_COLOR and self._on_dark_header(row, column, style):
            unseen = ""
        if unseen:
            self._book.hide(unseen, self._place, value)
            return
        look = self._looks.number(style, code)
        if style.look.code in NEUTRAL and not style.unseen:
            self._plain[number] = look
        cells.append((column, value, look))

    def _value(self, raw: RawCell, style: Style) -> Value | None:
        written, _, _, kind, plain = raw
        if isinstance(written, str):
            return self._typed(plain, kind, style) if plain else None
        text: str | None = None
        for child in written:
            name = local(child)
            if name == "v":
                text = child.text
            elif name == "is":
                return self._seen(read_text(child, self._styles), style)
            elif name == "f":
                self._book.drop("公式（保留结果）", self._place)
        return None if text is None else self._typed(text, kind, style)

    def _typed(self, text: str, kind: str, style: Style) -> Value:
        if kind == "s":
            return self._seen(self._strings[int(text)], style) if text.isdecimal() else ""
        if kind == "b":
            return text in _TRUE
        if kind in ("str", "e", "d"):
            return self._book.seen(text, self._place)
        try:
            return float(text)
        except ValueError:
            return self._book.seen(text, self._place)

    def _seen(self, text: Text, style: Style) -> str:
        seen, unseen = visible_text(text, style.ground)
        if unseen:
            self._book.hide("单元格内与底色相同或极小的文字", self._place, unseen)
        return self._book.seen(seen, self._place)

    def _on_dark_header(self, row: int, column: int, style: Style) -> bool:
        return any(
            top <= row <= bottom and left <= column <= right and can_be_read(style.letters, color)
            for (top, left, bottom, right), color in self.dark_headers
        )

    def _apply_rules(self) -> None:
        rules = [rule for rule in self._rules if any(rule.change.hides(style) for style in self._looks.style_of)]
        if not rules:
            return
        for row, cells in self.sheet.rows.items():
            unseen = [cell for cell in cells if self._hidden_by_rule(rules, row, cell)]
            for cell in unseen:
                self._book.hide("条件格式隐藏的内容", self._place, cell[1])
            if unseen:
                self.sheet.rows[row] = [cell for cell in cells if cell not in unseen]

    def _hidden_by_rule(self, rules: list[Rule], row: int, cell: Cell) -> bool:
        column, value, look = cell
        return any(rule.hides(row, column, value, self._looks.style_of[look]) for rule in rules)


def _float(text: str | None, default: float) -> float:
    try:
        return float(text) if text is not None else default
    except ValueError:
        return default
