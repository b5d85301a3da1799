"""A read workbook as text and as a preview."""

from gongkai.documents.rebuilding.model import Grid
from gongkai.documents.rebuilding.sheets.grid import Book, Cell, Range, Sheet
from gongkai.documents.rebuilding.sheets.number_formats import display

PREVIEW_ROWS, PREVIEW_COLUMNS = 200, 60


def rows_as_text(sheet: Sheet, book: Book) -> list[list[str]]:
    """Write the rows of a sheet as a person reads them; empty rows and cells are kept, so that places stay true."""
    codes = [look.code for look in book.looks]
    rows: list[list[str]] = []
    for number, cells in sheet.rows.items():
        while len(rows) < number:
            rows.append([])
        rows.append(_row(cells, codes))
    return rows


def _row(cells: list[Cell], codes: list[str]) -> list[str]:
    texts: list[str] = []
    for column, value, look in cells:
        if column > len(texts):
            texts += [""] * (column - len(texts))
        if type(value) is str:
            texts.append(" ".join(value.split()) if "\n" in value or "\t" in value or "\r" in value else value)
        else:
            texts.append(display(value, codes[look]))
    return texts


def preview(name: str, rows: list[list[str]], merges: list[Range]) -> Grid:
    """Give the first rows of a sheet for a preview."""
    return Grid(
        name,
        tuple(tuple(row[:PREVIEW_COLUMNS]) for row in rows[:PREVIEW_ROWS]),
        tuple(area for area in merges if area[0] < PREVIEW_ROWS and area[1] < PREVIEW_COLUMNS),
        total_rows=len(rows),
    )
