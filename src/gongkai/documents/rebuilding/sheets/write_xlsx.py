"""Write a new XLSX workbook: values and number formats, merged cells, widths; nothing else, no author, no time."""

from datetime import datetime
from io import BytesIO
from typing import Any

from xlsxwriter.workbook import Workbook

from gongkai.documents.rebuilding.sheets.grid import Book, Look, Sheet

_NEUTRAL_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 - the field wants a time, every file gets the same
_PLAIN = Look()
_LONGEST = 32_767
_ALIGN = {"left": "left", "center": "center", "right": "right", "fill": "fill", "justify": "justify"}
_VALIGN = {"top": "top", "center": "vcenter", "bottom": "bottom"}


def write_xlsx(book: Book) -> bytes:
    """Write the visible sheets of a book."""
    out = BytesIO()
    workbook = Workbook(
        out, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    )
    workbook.set_properties({"author": "", "company": "", "created": _NEUTRAL_TIME})
    formats = [None if look == _PLAIN else _format(workbook, look) for look in book.looks]
    for sheet, name in zip(book.sheets, sheet_names(book), strict=True):
        _sheet(workbook.add_worksheet(name), sheet, formats)
    workbook.close()
    return out.getvalue()


def sheet_names(book: Book) -> list[str]:
    """Give the names that the sheets get: such as the format allows, each once."""
    taken: set[str] = set()
    return [_name(sheet.name, taken) for sheet in book.sheets]


def _name(name: str, taken: set[str]) -> str:
    """Make a sheet name that the format allows and that is used once."""
    clean = "".join(" " if character in "[]:*?/\\" else character for character in name).strip("' ")[:31] or "工作表"
    number, unique = 2, clean
    while unique.casefold() in taken:
        unique = f"{clean[:27]}({number})"
        number += 1
    taken.add(unique.casefold())
    return unique


def _format(workbook: Any, look: Look) -> Any:
    values: dict[str, Any] = {"num_format": look.code}
    if look.bold:
        values["bold"] = True
    if look.align in _ALIGN:
        values["align"] = _ALIGN[look.align]
    if look.valign in _VALIGN:
        values["valign"] = _VALIGN[look.valign]
    if look.wrap:
        values["text_wrap"] = True
    if look.border:
        values["border"] = 1
    if look.size != 11:
        values["font_size"] = look.size
    return workbook.add_format(values)


def _sheet(worksheet: Any, sheet: Sheet, formats: list[Any]) -> None:
    for column, width in sorted(sheet.widths.items()):
        worksheet.set_column(column, column, width)
    faces = {}
    for top, left, bottom, right in sheet.merges:
        faces[top, left] = (bottom, right)
    for row, cells in sheet.rows.items():
        for column, value, look in cells:
            merged = faces.pop((row, column), None) if faces else None
            if merged:
                worksheet.merge_range(row, column, *merged, "", formats[look])
            if type(value) is float:
                worksheet.write_number(row, column, value, formats[look])
            elif type(value) is str:
                worksheet.write_string(row, column, value[:_LONGEST], formats[look])
            else:
                worksheet.write_boolean(row, column, value, formats[look])
    for (top, left), (bottom, right) in faces.items():
        worksheet.merge_range(top, left, bottom, right, "")
