"""Read the rows of a sheet by the headings of its columns, wherever they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from gongkai.apps.foi.sheets.columns import Kind

#: Headings stand within these first rows; titles may stand above.
HEADINGS_WITHIN = 6
MOST_ROWS = 5_000


class NotASheet(ValueError):
    """A file in which the columns of the sheet were not found; the message names them."""


@dataclass(frozen=True)
class Row:
    """A row: its number in Excel, and its texts by the names of the columns."""

    number: int
    values: Mapping[str, str]


def read_rows(data: bytes, kind: Kind) -> list[Row]:
    """
    Give the filled rows of the first sheet.

    :raises NotASheet: it is no workbook, the headings are not there, or there are too many rows.
    """
    from python_calamine import CalamineError, load_workbook

    try:
        cells = load_workbook(BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, IndexError) as error:
        raise NotASheet("不是能读取的 Excel 文件。请下载模板，填写后另存为 .xlsx 再上传。") from error
    head, places = _headings(cells, kind)
    rows = [
        Row(number, {name: _text(row[place]) for name, place in places.items() if place < len(row)})
        for number, row in enumerate(cells[head + 1 :], start=head + 2)
    ]
    filled = [row for row in rows if any(row.values.values())]
    if len(filled) > MOST_ROWS:
        raise NotASheet(f"一次最多导入{MOST_ROWS}行，文件有{len(filled)}行。请分成几个文件。")
    return filled


def _headings(cells: Sequence[Sequence[Any]], kind: Kind) -> tuple[int, dict[str, int]]:
    wanted = {_squeezed(column.heading): column.name for column in kind.columns}
    for number, row in enumerate(cells[:HEADINGS_WITHIN]):
        found = {wanted[text]: place for place, cell in enumerate(row) if (text := _squeezed(_text(cell))) in wanted}
        if all(column.name in found for column in kind.columns if column.required):
            return number, found
    missing = "、".join(column.heading for column in kind.columns if column.required)
    raise NotASheet(f"没有找到“{kind.label}”的表头。前{HEADINGS_WITHIN}行里应有一行写明：{missing}。请使用模板。")


def _squeezed(text: str) -> str:
    return "".join(text.split()).rstrip("*＊")


def _text(cell: Any) -> str:
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
