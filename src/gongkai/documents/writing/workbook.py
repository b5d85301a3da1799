"""The three tables as an XLSX workbook: published figures as figures, never as formulas, and text never taken for one."""

from datetime import datetime, time
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING

from gongkai.documents.writing.grids import FIGURE, HEAD, Grid, GridCell, grids
from gongkai.documents.writing.report_document import ReportDocument
from gongkai.documents.writing.text import clean, width_of
from gongkai.documents.writing.typesetting import NO_DAY

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
#: Rows above the table: the title and an empty row.
_ABOVE = 2
#: Points of the type area in one unit of column width, which holds half a Chinese character of this size.
_POINTS_PER_UNIT = 4.0
_LINE, _LEAST = 14.0, 20.0


class NoTables(ValueError):
    """A report without tables has nothing for a workbook."""

    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}”没有统计表，无法导出表格文件。请先编制表二、表三、表四。")


def report_xlsx(doc: ReportDocument) -> bytes:
    """
    Give the workbook with a sheet for each table.

    :raises NoTables: the report has none.
    """
    import xlsxwriter

    if doc.report.tables is None:
        raise NoTables(doc.file_title)
    out = BytesIO()
    workbook = xlsxwriter.Workbook(out, _OPTIONS)
    created = datetime.combine(doc.dated or NO_DAY, time())
    workbook.set_properties({"title": doc.file_title, "author": clean(doc.organ), "created": created})
    formats = _formats(workbook)
    for grid in grids(doc.report.tables).values():
        _sheet(workbook.add_worksheet(grid.name), grid, doc, formats)
    workbook.close()
    return out.getvalue()


def _formats(workbook: "Workbook") -> dict[str, object]:
    plain = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True}
    framed = {**plain, "border": 1}
    looks = {
        "title": {**plain, "font_size": 14, "bold": True, "align": "center"},
        "colophon": {**plain, "font_size": 9, "text_wrap": False},
        "head": {**framed, "bold": True, "align": "center", "bg_color": "#F5F7FA"},
        "block": {**framed, "bold": True, "align": "center", "bg_color": "#F5F7FA"},
        "stub": {**framed, "align": "left"},
        "group": {**framed, "align": "center"},
        "figure": {**framed, "align": "center"},
    }
    return {name: workbook.add_format(look) for name, look in looks.items()}


def _sheet(sheet: "Worksheet", grid: Grid, doc: ReportDocument, formats: dict[str, object]) -> None:
    last = grid.width - 1
    for x, width in enumerate(grid.columns):
        sheet.set_column(x, x, width / _POINTS_PER_UNIT)
    sheet.merge_range(0, 0, 0, last, "", formats["title"])
    sheet.write_string(0, 0, f"{doc.file_title}　{grid.name}　{grid.caption}", formats["title"])
    sheet.set_row(0, 36)
    for y, cells in enumerate(grid.rows):
        sheet.set_row(_ABOVE + y, _height(grid, cells))
        for cell in cells:
            _write(sheet, cell, formats)
    for row, line in enumerate(doc.colophon(), start=_ABOVE + grid.height + 1):
        sheet.write_string(row, 0, line, formats["colophon"])
    _page(sheet, grid)


def _height(grid: Grid, cells: list[GridCell]) -> float:
    """Give the height that a row needs: programs do not find it themselves where cells are merged."""
    lines = 1
    for cell in cells:
        room = sum(grid.columns[cell.x : cell.x + cell.w]) / _POINTS_PER_UNIT - 1
        lines = max(lines, ceil(ceil(2 * width_of(cell.text) / room) / cell.h))
    return max(_LEAST, _LINE * lines + 6)


def _write(sheet: "Worksheet", cell: GridCell, formats: dict[str, object]) -> None:
    look = formats["group" if cell.centred and cell.kind not in (FIGURE, HEAD, "block") else cell.kind]
    top, left = _ABOVE + cell.y, cell.x
    if cell.w > 1 or cell.h > 1:
        sheet.merge_range(top, left, top + cell.h - 1, left + cell.w - 1, "", look)
    if cell.kind != FIGURE:
        sheet.write_string(top, left, clean(cell.text), look)
    elif cell.value is None:
        sheet.write_blank(top, left, None, look)
    else:
        sheet.write_number(top, left, cell.value, look)


def _page(sheet: "Worksheet", grid: Grid) -> None:
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.set_margins(left=0.7, right=0.7, top=0.8, bottom=0.8)
    sheet.center_horizontally()
    if grid.number == 4:
        sheet.set_landscape()
    if grid.head_rows:
        sheet.freeze_panes(_ABOVE + grid.head_rows, 3 if grid.number == 3 else 0)
