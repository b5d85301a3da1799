"""Read an XLSX workbook into what a person sees."""

import posixpath

from lxml import etree

from gongkai.documents.rebuilding.archive import Archive
from gongkai.documents.rebuilding.model import Limits, damaged, too_big
from gongkai.documents.rebuilding.sheets.colors import OFFICE_THEME, Color, read_theme
from gongkai.documents.rebuilding.sheets.grid import Book, Range
from gongkai.documents.rebuilding.sheets.judging import Looks
from gongkai.documents.rebuilding.sheets.references import area
from gongkai.documents.rebuilding.sheets.visible import only_visible
from gongkai.documents.rebuilding.sheets.xlsx_inventory import covered_by_drawings, take_stock
from gongkai.documents.rebuilding.sheets.xlsx_sheet import SheetReader
from gongkai.documents.rebuilding.sheets.xlsx_strings import Text, read_strings
from gongkai.documents.rebuilding.sheets.xlsx_styles import Styles
from gongkai.documents.rebuilding.xml_parts import attribute, local, parse

_WHAT = "Excel 文件"
_STATES = {"hidden": "隐藏的工作表", "veryHidden": "深度隐藏的工作表"}
_DARK: Color = (68, 114, 196)


class Reader:
    """Reads one workbook; `book` holds what is visible and what was left out."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.book = Book()
        self._limits = limits
        self._archive = Archive(data, limits, what=_WHAT)
        self._strings: list[Text] = []
        self._cells = 0

    def read(self) -> Book:
        """
        Read the workbook.

        :raises Refused: damaged or over a limit.
        """
        root_part = self._workbook_part()
        root = parse(self._archive.read(root_part), _WHAT)
        parts = self._targets(root_part)
        self._settings(root)
        styles = Styles(self._optional(parts, "styles"), self._theme(parts))
        looks = Looks(self.book)
        strings = next((part for kind, part in parts.values() if kind == "sharedStrings"), None)
        if strings and strings in self._archive:
            self._strings = read_strings(self._archive.read(strings), styles)
        listed = [child for group in root if local(group) == "sheets" for child in group]
        if len(listed) > self._limits.sheets:
            raise too_big(f"工作表多于{self._limits.sheets}个")
        for child in listed:
            self._sheet(child, parts, styles, looks)
        take_stock(self._archive, self.book)
        return self.book

    def _workbook_part(self) -> str:
        for kind, part in self._targets("").values():
            if kind == "officeDocument" and part in self._archive:
                return part
        raise damaged(_WHAT)

    def _targets(self, part: str) -> dict[str, tuple[str, str]]:
        """Give kind and part of every relation of a part, by its id; what points outside is left out."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self._archive:
            return {}
        found = {}
        for child in parse(self._archive.read(relations), _WHAT):
            if child.get("TargetMode") == "External":
                self.book.drop("指向外部的链接", "文件")
                continue
            target = child.get("Target") or ""
            whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[child.get("Id") or ""] = ((child.get("Type") or "").rpartition("/")[2], whole)
        return found

    def _settings(self, root: etree._Element) -> None:
        for child in root:
            name = local(child)
            if name == "workbookPr":
                self.book.date_1904 = child.get("date1904") in ("1", "true")
            elif name == "definedNames":
                for defined in child:
                    self.book.hide("定义的名称", "文件", defined.text or "")
            elif name == "externalReferences":
                self.book.drop("外部链接及其缓存数据", "文件", len(child))

    def _optional(self, parts: dict[str, tuple[str, str]], kind: str) -> etree._Element | None:
        part = next((part for found, part in parts.values() if found == kind), None)
        return parse(self._archive.read(part), _WHAT) if part and part in self._archive else None

    def _theme(self, parts: dict[str, tuple[str, str]]) -> tuple[Color, ...]:
        root = self._optional(parts, "theme")
        return read_theme(root) if root is not None else OFFICE_THEME

    def _sheet(self, listed: etree._Element, parts: dict[str, tuple[str, str]], styles: Styles, looks: Looks) -> None:
        name = listed.get("name") or "工作表"
        kind, part = parts.get(attribute(listed, "id") or "", ("", ""))
        state = listed.get("state") or "visible"
        if kind != "worksheet" or part not in self._archive:
            self.book.drop("图表、宏等非表格工作表", f"“{name}”")
            return
        reader = SheetReader(name, self.book, styles, self._strings, looks)
        self._beside(reader, part)
        if state != "visible":
            self._hidden_sheet(reader, part, _STATES.get(state, _STATES["hidden"]))
            return
        self._cells += reader.read(self._archive.read(part), self._limits.cells - self._cells)
        sheet = only_visible(reader.sheet, reader.hidden, self.book)
        if sheet.rows:
            self.book.sheets.append(sheet)

    def _hidden_sheet(self, reader: SheetReader, part: str, what: str) -> None:
        self._cells += reader.read(self._archive.read(part), self._limits.cells - self._cells)
        place = f"工作表“{reader.sheet.name}”"
        self.book.drop(what, place)
        for cells in reader.sheet.rows.values():
            self.book.hidden += [(f"{place}（{what}）", str(value)) for _, value, _ in cells]

    def _beside(self, reader: SheetReader, part: str) -> None:
        """Read what stands beside a sheet: drawings that cover cells, tables whose heading is dark."""
        for kind, target in self._targets(part).values():
            if target not in self._archive:
                continue
            if kind == "drawing":
                reader.hidden.covered += covered_by_drawings(parse(self._archive.read(target), _WHAT))
            elif kind == "table":
                heading = _dark_heading(parse(self._archive.read(target), _WHAT))
                reader.dark_headers += [(heading, _DARK)] if heading else []


def _dark_heading(table: etree._Element) -> Range | None:
    style = next((child.get("name") or "" for child in table if local(child) == "tableStyleInfo"), "")
    whole = area(table.get("ref") or "")
    if (
        whole is None
        or not style.startswith(("TableStyleMedium", "TableStyleDark"))
        or table.get("headerRowCount") == "0"
    ):
        return None
    return whole[0], whole[1], whole[0], whole[3]


def read_xlsx(data: bytes, limits: Limits) -> Book:
    """
    Read an XLSX workbook into what a person sees.

    :raises Refused: damaged or over a limit.
    """
    return Reader(data, limits).read()
