"""The case before the checks: the report, what else is known, and what several checks need of them, worked out once."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from gongkai.law.annual_report.context import Context, RegisterFacts
from gongkai.law.annual_report.forms import FIRST_YEAR_OF_2021_FORM, Form, form_for_year
from gongkai.law.annual_report.model import (
    TABLE3_COLUMNS,
    TABLE3_ROWS,
    TABLE4_CELLS,
    Cell,
    FormVersion,
    Number,
    OrganKind,
    Report,
    Row3,
    Tables,
)
from gongkai.law.annual_report.text.prose import Prose, prose_of


class Case:
    """A report with its context. Tables that are not there are read as tables without rows."""

    def __init__(self, report: Report, context: Context) -> None:
        self.report, self.context = report, context
        self.tables: Tables | None = report.tables
        self.before: Tables | None = context.tables_before
        self.year = report.year

    @cached_property
    def form(self) -> Form:
        """Give the form that the year asks for; that of 2021 where the year is unknown."""
        return form_for_year(self.year if self.year is not None else FIRST_YEAR_OF_2021_FORM)

    @cached_property
    def version(self) -> FormVersion:
        """Give the form that the tables are written in."""
        return self.tables.form if self.tables else self.form.version

    @cached_property
    def rows3(self) -> Mapping[str, Row3]:
        """Give the rows of table 三 by code."""
        return dict(zip(TABLE3_ROWS, self.tables.table3, strict=True)) if self.tables else {}

    @cached_property
    def cells4(self) -> Mapping[str, Cell]:
        """Give the cells of table 四 by code."""
        return dict(zip(TABLE4_CELLS, self.tables.table4, strict=True)) if self.tables else {}

    @cached_property
    def register(self) -> RegisterFacts:
        """Give what the registers say; nothing where they were not handed in."""
        return self.context.register or RegisterFacts()

    @cached_property
    def prose(self) -> Prose:
        """Give the running text of the report."""
        return prose_of(self.report)

    @cached_property
    def kind(self) -> OrganKind | None:
        """Give the kind of organ, from the report or else from the organ's name; None where neither tells."""
        return self.report.organ_kind or kind_by_name(self.report.organ)

    @property
    def is_government(self) -> bool | None:
        """Tell whether the organ is a government of any level (`ogi:50.1(4)`); None where that is unknown."""
        return None if self.kind is None else self.kind not in (OrganKind.DEPARTMENT, OrganKind.VILLAGE)

    @cached_property
    def is_county_or_below(self) -> bool | None:
        """Tell whether the organ belongs to a county or township, whose organs make no 规章 (`legislation`)."""
        if self.kind is OrganKind.DEPARTMENT:
            return True if _COUNTY_IN_NAME.search(self.report.organ) else None
        return None if self.kind is None else self.kind in _COUNTY_OR_BELOW

    def cell3(self, row: str, column: str) -> Cell:
        """Give one cell of table 三, None where it is blank or missing."""
        cells = self.rows3.get(row)
        return None if cells is None else cells[TABLE3_COLUMNS.index(column)]

    def total(self, row: str) -> Cell:
        """Give the total of a row of table 三."""
        return self.cell3(row, "ct")

    def sum3(self, rows: Sequence[str], columns: Sequence[str] = ()) -> Cell:
        """
        Add up rows of table 三 for comparison with the text, where a blank counts as 0; None where everything is blank.

        :param columns: the columns to add; by default the total, or the six columns where the total is blank.
        """
        added: list[Number] = []
        for row in rows:
            cells = self.rows3.get(row)
            if cells is None:
                continue
            chosen = [cells[TABLE3_COLUMNS.index(name)] for name in columns] if columns else list(cells[-1:])
            if not columns and cells[-1] is None:
                chosen = list(cells[:-1])
            added += [cell for cell in chosen if cell is not None]
        return sum(added) if added else None

    def sum4(self, codes: Sequence[str]) -> Cell:
        """Add up cells of table 四 for comparison with the text, where a blank counts as 0; None where all are blank."""
        added = [cell for code in codes if (cell := self.cells4.get(code)) is not None]
        return sum(added) if added else None


_COUNTY_OR_BELOW = frozenset({OrganKind.COUNTY, OrganKind.TOWNSHIP, OrganKind.VILLAGE})
_COUNTY_IN_NAME = re.compile(r"县(?!级)|旗|(?<!自治)(?<!开发)(?<!新)区")
_KINDS = (
    (re.compile(r"(?:乡|镇|街道|街道办事处|苏木)(?:人民政府)?$"), OrganKind.TOWNSHIP),
    (re.compile(r"(?:省|自治区)(?:人民政府)?$|^(?:北京|上海|天津|重庆)市(?:人民政府)?$"), OrganKind.PROVINCE),
    (re.compile(r"(?:县|旗|(?<!自治)区)(?:人民政府)?$"), OrganKind.COUNTY),
    (re.compile(r"(?:市|自治州|盟)(?:人民政府)?$"), OrganKind.PREFECTURE),
    (re.compile(r"(?:村民委员会|居民委员会|村|社区)$"), OrganKind.VILLAGE),
    (re.compile(r"(?:局|委|委员会|办|办公室|办公厅|厅|部|队|中心|所|站|院|处)$"), OrganKind.DEPARTMENT),
)


def kind_by_name(organ: str) -> OrganKind | None:
    """Guess the kind of organ from its name; None where the name does not tell."""
    name = re.sub(r"[（(].*?[）)]", "", organ).strip()
    return next((kind for pattern, kind in _KINDS if pattern.search(name)), None)
