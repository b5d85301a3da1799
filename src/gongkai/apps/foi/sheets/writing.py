"""Write sheets: the empty template, and the rows that were not taken with what is wrong; text is never a formula."""

from collections.abc import Sequence
from io import BytesIO

from gongkai.apps.foi.sheets.columns import Kind
from gongkai.apps.foi.sheets.reading import Row

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDTH = 18
_ROWS = 500
#: Excel takes a list of choices only up to this length.
_LIST_LENGTH = 255
FAULT = "错误（改好后可以直接再上传）"


def template_xlsx(kind: Kind) -> bytes:
    """Give an empty sheet with one example row."""
    return _sheet(kind, [{column.name: column.example for column in kind.columns}], None)


def faults_xlsx(kind: Kind, rows: Sequence[tuple[Row, str]]) -> bytes:
    """Give the rows that were not taken, each with what is wrong."""
    return _sheet(kind, [dict(row.values) for row, _fault in rows], [fault for _row, fault in rows])


def _sheet(kind: Kind, rows: Sequence[dict[str, str]], faults: Sequence[str] | None) -> bytes:
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        sheet, head = book.add_worksheet(kind.label), book.add_format({"bold": True, "text_wrap": True})
        text, wrong = book.add_format({"num_format": "@"}), book.add_format({"font_color": "#A61B1B"})
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(kind.columns):
            sheet.set_column(place, place, _WIDTH, text)
            sheet.write_string(0, place, column.heading + ("*" if column.required else ""), head)
            if column.choices and len(",".join(column.choices)) <= _LIST_LENGTH:
                sheet.data_validation(1, place, _ROWS, place, {"validate": "list", "source": list(column.choices)})
            for number, row in enumerate(rows, start=1):
                sheet.write_string(number, place, row.get(column.name, ""), text)
        if faults is not None:
            sheet.write_string(0, len(kind.columns), FAULT, head)
            sheet.set_column(len(kind.columns), len(kind.columns), 3 * _WIDTH)
            for number, fault in enumerate(faults, start=1):
                sheet.write_string(number, len(kind.columns), fault, wrong)
    return out.getvalue()
