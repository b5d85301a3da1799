"""Places on a page that findings jump to: cells, rows and sections of a report, named as the checks name them."""

import re
from collections.abc import Mapping
from functools import cache

from gongkai.law.annual_report import forms
from gongkai.law.annual_report.model import TABLE2_ROWS, TABLE3_ROWS, FormVersion

_SECTION = re.compile(r"第([一二三四五六])(?:部分|节|章)|^([一二三四五六])、|section[ .:]?([1-6])")
_NUMBER = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6"}
_TABLES = {"二": "2", "三": "3", "四": "4"}


def cell(table: str | int, row: str, column: str = "") -> str:
    """Give the id of a cell or a row of table 二, 三 or 四: `t3-g-c1`, `t3-g`, `t4-rec-m`."""
    return "-".join(part for part in (f"t{_TABLES.get(str(table), table)}", *row.split("."), column) if part)


def section(number: int) -> str:
    """Give the id of a section of a report: `section-3`."""
    return f"section-{number}"


@cache
def _places() -> Mapping[str, str]:
    """Map the names that checks give to places to ids, longest names first."""
    known = {forms.row2_name(row): cell(2, row) for row in TABLE2_ROWS}
    for version in FormVersion:
        known |= {forms.row3_name(row, version): cell(3, row) for row in TABLE3_ROWS}
    for table, row, column in forms.all_cells():
        known[_cell_name(table, row, column)] = cell(table, row, column)
    return dict(sorted(known.items(), key=lambda entry: -len(entry[0])))


def _cell_name(table: str, row: str, column: str) -> str:
    if table == "二":
        return forms.cell2_name(row, int(column))
    return forms.cell3_name(row, column) if table == "三" else forms.cell4_name(f"{row}.{column}")


def anchor(where: str) -> str:
    """Give the id for the words that name a place; a place that is no cell and no section gets a slug of its own."""
    if found := next((place for name, place in _places().items() if where.startswith(name)), ""):
        return found
    if match := _SECTION.search(where):
        digit = match[1] or match[2] or match[3]
        return f"section-{_NUMBER.get(digit, digit)}"
    return "at-" + re.sub(r"\W+", "-", where).strip("-")
