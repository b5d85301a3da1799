"""Mask workbooks and CSV: strike cells, or give a list its public form, the look of what stays kept."""

from collections.abc import Sequence

from gongkai.documents.personal_data.columns import find_heading
from gongkai.documents.personal_data.masking import MaskedTable, mask_table
from gongkai.documents.rebuilding.masking.plan import Plan, Work
from gongkai.documents.rebuilding.masking.strokes import blocked_cells, doing, struck_cell
from gongkai.documents.rebuilding.model import Limits
from gongkai.documents.rebuilding.sheets.grid import Axis, Book, Cell, Sheet
from gongkai.documents.rebuilding.sheets.plain import read_csv, read_text, write_csv
from gongkai.documents.rebuilding.sheets.present import rows_as_text
from gongkai.documents.rebuilding.sheets.write_xlsx import write_xlsx
from gongkai.documents.rebuilding.sheets.xlsx import read_xlsx
from gongkai.law.privacy import Profile, public_fields


def mask_workbook(data: bytes, limits: Limits, plan: Plan) -> Work:
    """Mask a workbook of ours."""
    book, work = read_xlsx(data, limits), Work()
    shape = plan.public_form()
    book.sheets = [_sheet(sheet, book, shape, plan, work) for sheet in book.sheets]
    work.data = write_xlsx(book)
    return work


def mask_csv(data: bytes, limits: Limits, plan: Plan) -> Work:
    """Mask a CSV of ours."""
    work, shape = Work(), plan.public_form()
    rows = read_csv(read_text(data)[0], limits)
    if shape and find_heading(rows, also=public_fields(plan.on)) >= 0:
        table = mask_table(rows, shape, on=plan.on)
        _tell(table, "表格", work)
        rows = [[str(value or "") for value in row] for row in table.rows]
    work.data = write_csv(_struck(rows, "表格", plan, work))
    return work


def _struck(rows: Sequence[Sequence[str]], where: str, plan: Plan, work: Work) -> list[list[str]]:
    changed = [list(row) for row in rows]
    for row, column, kind in blocked_cells(rows, plan):
        changed[row][column] = struck_cell(rows[row][column], kind, plan)
        work.tell(doing(kind, plan), where)
    return changed


def _sheet(sheet: Sheet, book: Book, shape: Profile | None, plan: Plan, work: Work) -> Sheet:
    texts, where = rows_as_text(sheet, book), f"工作表“{sheet.name}”"
    heading = find_heading(texts, also=public_fields(plan.on)) if shape else -1
    if shape is not None and heading >= 0:
        table = mask_table(texts, shape, on=plan.on)
        _tell(table, where, work)
        sheet = _public_sheet(sheet, texts, table, heading)
        texts = rows_as_text(sheet, book)
    return _with_texts(sheet, texts, _struck(texts, where, plan, work))


def _tell(table: MaskedTable, where: str, work: Work) -> None:
    for decision in table.columns:
        if decision.action == "left_out" and decision.heading:
            work.tell(f"去掉“{decision.heading}”一列：{decision.reason}", where)
    work.tell("按方案遮盖", where, table.cells_masked)


def _public_sheet(sheet: Sheet, texts: list[list[str]], table: MaskedTable, heading: int) -> Sheet:
    """Give the public form: the columns that stay, moved together, masked texts in the place of what was there."""
    kept = [decision.column for decision in table.columns if decision.action != "left_out"]
    axis = Axis(kept)
    rows = {
        number: _title(cells, axis) if number < heading else _moved(cells, number, texts, table, axis)
        for number, cells in sheet.rows.items()
    }
    merges = [
        (top, span[0], bottom, span[1])
        for top, left, bottom, right in sheet.merges
        if (span := axis.span(left, right)) is not None and (top, span[0]) != (bottom, span[1])
    ]
    widths = {axis.new(column): width for column, width in sheet.widths.items() if column in axis}
    return Sheet(sheet.name, rows, widths=widths, merges=merges)


def _moved(cells: list[Cell], number: int, texts: list[list[str]], table: MaskedTable, axis: Axis) -> list[Cell]:
    moved: list[Cell] = []
    for column, value, look in cells:
        if column in axis:
            new = axis.new(column)
            text = str(table.rows[number][new] or "")
            moved.append((new, value if text == texts[number][column] else text, look))
    return moved


def _title(cells: list[Cell], axis: Axis) -> list[Cell]:
    """Keep what stands above the headings, moved to the left where its column goes."""
    moved: list[Cell] = []
    for column, value, look in cells:
        new = axis.new(column) if column in axis else (axis.span(column, column + len(axis)) or (0, 0))[0]
        if not moved or new > moved[-1][0]:
            moved.append((new, value, look))
    return moved


def _with_texts(sheet: Sheet, before: list[list[str]], after: list[list[str]]) -> Sheet:
    for number, cells in sheet.rows.items():
        if before[number] != after[number]:
            sheet.rows[number] = [
                (column, value if before[number][column] == after[number][column] else after[number][column], look)
                for column, value, look in cells
            ]
    return sheet
