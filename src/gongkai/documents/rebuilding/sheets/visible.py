"""Take out of a sheet what nobody sees: hidden rows and columns, cells under merges, cells far away from all others."""

from dataclasses import replace

from gongkai.documents.rebuilding.model import too_big
from gongkai.documents.rebuilding.sheets.grid import Axis, Book, Cell, Merges, Range, Sheet

#: So many empty rows or columns in a row, and what follows lies outside the sheet that a person looks at.
FAR_ROWS, FAR_COLUMNS = 200, 30
MOST_MERGES = 50_000
_MOST_MERGED_ROWS = 1_000_000


class Hidden:
    """Why rows and columns of one sheet are not seen."""

    def __init__(self) -> None:
        self.rows: dict[int, str] = {}
        self.columns: dict[int, str] = {}
        self.covered: list[Range] = []

    def covers(self, row: int, column: int) -> bool:
        """Tell whether a picture or shape lies over the cell."""
        return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in self.covered)


def only_visible(sheet: Sheet, hidden: Hidden, book: Book) -> Sheet:
    """
    Give the sheet as a person sees it, rows and columns numbered anew.

    Everything left out is noted in `book`.
    """
    _clip_merges(sheet)
    merges = Merges(_faces_moved(sheet, hidden))
    rows = {row: _cells(row, cells, merges, hidden, sheet.name, book) for row, cells in sorted(sheet.rows.items())}
    rows = {row: cells for row, cells in rows.items() if cells}
    near_rows, near_columns = _near(rows, sheet.name, book)
    last_row, last_column = max(near_rows, default=-1), max(near_columns, default=-1)
    stay_rows = Axis(row for row in range(last_row + 1) if row not in hidden.rows)
    stay_columns = Axis(column for column in range(last_column + 1) if column not in hidden.columns)
    return replace(
        sheet,
        rows=_renumbered(rows, stay_rows, stay_columns),
        widths={stay_columns.new(column): width for column, width in sheet.widths.items() if column in stay_columns},
        merges=_kept_merges(merges.ranges, stay_rows, stay_columns),
        hidden_columns=set(),
    )


def _renumbered(rows: dict[int, list[Cell]], stay_rows: Axis, stay_columns: Axis) -> dict[int, list[Cell]]:
    if stay_columns.complete:
        return {stay_rows.new(row): cells for row, cells in rows.items() if row in stay_rows}
    return {
        stay_rows.new(row): [
            (stay_columns.new(column), value, look) for column, value, look in cells if column in stay_columns
        ]
        for row, cells in rows.items()
        if row in stay_rows
    }


def _clip_merges(sheet: Sheet) -> None:
    """Cut merged areas at the last cell; what lies beyond is empty."""
    last_row = max(sheet.rows, default=-1)
    last_column = max((cell[0] for cells in sheet.rows.values() for cell in cells), default=-1)
    sheet.merges = [
        (top, left, min(bottom, last_row), min(right, last_column))
        for top, left, bottom, right in sheet.merges
        if top <= last_row and left <= last_column and top <= bottom and left <= right
    ]
    if len(sheet.merges) > MOST_MERGES or sum(area[2] - area[0] + 1 for area in sheet.merges) > _MOST_MERGED_ROWS:
        raise too_big(f"合并单元格多于{MOST_MERGES}处")


def _faces_moved(sheet: Sheet, hidden: Hidden) -> list[Range]:
    """Move the face of an area whose first rows or columns are hidden to the first visible cell: that is where it shows."""
    areas = []
    for top, left, bottom, right in sheet.merges:
        first_row = next((row for row in range(top, bottom + 1) if row not in hidden.rows), None)
        first_column = next((column for column in range(left, right + 1) if column not in hidden.columns), None)
        if first_row is None or first_column is None:
            continue
        areas.append((first_row, first_column, bottom, right))
        if (first_row, first_column) != (top, left):
            _move(sheet, (top, left), (first_row, first_column))
    return areas


def _move(sheet: Sheet, old: tuple[int, int], new: tuple[int, int]) -> None:
    face = next((cell for cell in sheet.rows.get(old[0], ()) if cell[0] == old[1]), None)
    if face is None:
        return
    sheet.rows[old[0]] = [cell for cell in sheet.rows[old[0]] if cell[0] != old[1]]
    there = [cell for cell in sheet.rows.get(new[0], []) if cell[0] != new[1]]
    sheet.rows[new[0]] = sorted([*there, (new[1], *face[1:])], key=lambda cell: cell[0])


def _in_order(cells: list[Cell]) -> list[Cell]:
    """Put the cells of a row in order, each column once; files may hold them in any order and twice."""
    if all(cells[at][0] < cells[at + 1][0] for at in range(len(cells) - 1)):
        return cells
    first: dict[int, Cell] = {}
    for cell in cells:
        first.setdefault(cell[0], cell)
    return [first[column] for column in sorted(first)]


def _cells(row: int, cells: list[Cell], merges: Merges, hidden: Hidden, name: str, book: Book) -> list[Cell]:
    cells = _in_order(cells)
    whole_row = hidden.rows.get(row)
    if not (whole_row or hidden.columns or merges.ranges or hidden.covered):
        return cells
    kept = []
    for cell in cells:
        reason = whole_row or hidden.columns.get(cell[0])
        if reason is None and merges.covers(row, cell[0]):
            reason = "合并单元格下面的内容"
        if reason is None and hidden.covered and hidden.covers(row, cell[0]):
            reason = "被图片、图形遮盖的单元格"
        if reason is None:
            kept.append(cell)
        else:
            book.hide(reason, f"工作表“{name}”", cell[1])
    return kept


def _near(rows: dict[int, list[Cell]], name: str, book: Book) -> tuple[list[int], list[int]]:
    """Drop the cells behind a long gap; give the rows and columns that hold the others."""
    last_row = _before_gap(sorted(rows), FAR_ROWS)
    columns = sorted({cell[0] for row, cells in rows.items() if row <= last_row for cell in cells})
    last_column = _before_gap(columns, FAR_COLUMNS)
    for row, cells in rows.items():
        if row <= last_row and cells[-1][0] <= last_column:
            continue
        for column, value, _ in cells:
            if row > last_row or column > last_column:
                book.hide("远离正文的单元格", f"工作表“{name}”", value)
        rows[row] = [cell for cell in cells if row <= last_row and cell[0] <= last_column]
    return [row for row in rows if row <= last_row], [column for column in columns if column <= last_column]


def _before_gap(numbers: list[int], gap: int) -> int:
    last = -1
    for number in numbers:
        if number - last > gap and last >= 0:
            return last
        last = number
    return last


def _kept_merges(ranges: list[Range], rows: Axis, columns: Axis) -> list[Range]:
    """Give the merged areas in new numbers; one that lies over another is left out."""
    kept: list[Range] = []
    taken: dict[int, list[tuple[int, int]]] = {}
    for top, left, bottom, right in ranges:
        down, across = rows.span(top, bottom), columns.span(left, right)
        if not (down and across) or (down[0] == down[1] and across[0] == across[1]):
            continue
        lines = range(down[0], down[1] + 1)
        if any(first <= across[1] and across[0] <= last for line in lines for first, last in taken.get(line, ())):
            continue
        for line in lines:
            taken.setdefault(line, []).append(across)
        kept.append((down[0], across[0], down[1], across[1]))
    return kept
