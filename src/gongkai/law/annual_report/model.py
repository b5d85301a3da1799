"""
What a yearly report is made of, whoever wrote it: figures in the three tables, the text of six sections, and findings about them.

The same types serve a report compiled from registers, one read from a published file, and the county's roll-up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any

#: Columns of table 三 in the order of the form: six kinds of applicant, then the total.
TABLE3_COLUMNS = ("c1", "c2", "c3", "c4", "c5", "c6", "ct")
#: Rows of table 三 (form of 2021) in the order of the form; the codes of the 21 outcomes stand between `carry` and `tot`.
TABLE3_ROWS = (
    "new", "carry", "g", "p", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "u1", "u2", "u3",
    "n1", "n2", "n3", "n4", "n5", "o1", "o2", "o3", "tot", "fwd",
)  # fmt: skip
OUTCOME_ROWS = TABLE3_ROWS[2:-2]
#: Cells of table 四 in the order of the form: 行政复议, 未经复议直接起诉, 复议后起诉; 维持, 纠正, 其他, 尚未审结, 总计 each.
TABLE4_CELLS = tuple(f"{kind}.{result}" for kind in ("rec", "dir", "aft") for result in "mkowt")
#: Rows of table 二 and the number of cells in each; the last is an amount in 万元.
TABLE2_ROWS = MappingProxyType(
    {"government_rule": 3, "normative_document": 3, "license": 1, "penalty": 1, "coercive_measure": 1, "charge": 1}
)

Number = int | Decimal
Cell = Number | None
#: A row of table 三: seven cells, or None where the row is not in the source at all.
Row3 = tuple[Cell, ...] | None


class FormVersion(StrEnum):
    """The two forms in use: 国办公开办函〔2021〕30号, and its trial predecessor for the years 2019 and 2020."""

    F2021 = "2021"
    F2019 = "2019"


@dataclass(frozen=True)
class Tables:
    """
    The figures of one report.

    `table2` maps the row to its cells ((issued, repealed, in force), or one number; `charge` in 万元). `table3` has 25 rows of seven
    cells in the order of `TABLE3_ROWS`. `table4` has 15 cells in the order of `TABLE4_CELLS`. A cell that is blank in the source is
    None, and so is a row that is not there; zero is always written 0. `extra` keeps the rows of the 2019 form that the form of 2021
    has no place for.
    """

    form: FormVersion
    table2: Mapping[str, tuple[Cell, ...]]
    table3: tuple[Row3, ...]
    table4: tuple[Cell, ...]
    extra: Mapping[str, tuple[Cell, ...]] = field(default_factory=dict)

    def row3(self, code: str) -> Row3:
        """Give the seven cells of a row of table 三, or None where the row is missing."""
        return self.table3[TABLE3_ROWS.index(code)]

    def cell3(self, row: str, column: str) -> Cell:
        """Give one cell of table 三, None where it is blank or its row is missing."""
        cells = self.row3(row)
        return None if cells is None else cells[TABLE3_COLUMNS.index(column)]

    def cell4(self, code: str) -> Cell:
        """Give one cell of table 四, such as `rec.m`."""
        return self.table4[TABLE4_CELLS.index(code)]

    def with_cell3(self, row: str, column: str, value: Cell) -> "Tables":
        """Give a copy with one cell of table 三 changed."""
        index, place = TABLE3_ROWS.index(row), TABLE3_COLUMNS.index(column)
        cells = list(self.table3[index] or (None,) * len(TABLE3_COLUMNS))
        cells[place] = value
        return replace(self, table3=(*self.table3[:index], tuple(cells), *self.table3[index + 1 :]))

    def with_cell4(self, code: str, value: Cell) -> "Tables":
        """Give a copy with one cell of table 四 changed."""
        index = TABLE4_CELLS.index(code)
        return replace(self, table4=(*self.table4[:index], value, *self.table4[index + 1 :]))

    def with_row2(self, row: str, cells: tuple[Cell, ...]) -> "Tables":
        """Give a copy with one row of table 二 changed."""
        return replace(self, table2={**self.table2, row: cells})

    def as_json(self) -> dict[str, Any]:
        """Give the figures in the published shape (`table2`, `table3`, `table4`); amounts become numbers."""
        return {
            "table2": {
                row: [_plain(cell) for cell in cells] if TABLE2_ROWS[row] > 1 else _plain(cells[0])
                for row, cells in self.table2.items()
            },
            "table3": [None if cells is None else [_plain(cell) for cell in cells] for cells in self.table3],
            "table4": [_plain(cell) for cell in self.table4],
        }


def _plain(cell: Cell) -> int | float | None:
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return cell


def zero_tables(form: FormVersion = FormVersion.F2021) -> Tables:
    """Give tables in which every cell is 0, the state of an organ to which nothing happened."""
    return Tables(
        form=form,
        table2={row: (0,) * width for row, width in TABLE2_ROWS.items()},
        table3=((0,) * len(TABLE3_COLUMNS),) * len(TABLE3_ROWS),
        table4=(0,) * len(TABLE4_CELLS),
    )


@dataclass(frozen=True)
class Section:
    """One of the six sections: its heading as printed and its paragraphs; sub-headings are paragraphs of their own."""

    number: int
    heading: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """Give the whole text of the section, a paragraph a line."""
        return "\n".join(self.paragraphs)


class OrganKind(StrEnum):
    """Kinds of organ that the rules tell apart (`ogi:4`, `ogi:21`, `ogi:49`)."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"
    DEPARTMENT = "department"


@dataclass(frozen=True)
class Report:
    """A yearly report: whose, which year, its title, preface, six sections and tables. Missing parts are empty or None."""

    organ: str
    year: int | None
    title: str
    preface: str
    sections: tuple[Section, ...]
    tables: Tables | None
    published_on: date | None = None
    organ_kind: OrganKind | None = None
    source: str = ""

    def section(self, number: int) -> Section | None:
        """Give section 1 to 6, or None where the report has no such section."""
        return next((section for section in self.sections if section.number == number), None)


class Severity(StrEnum):
    """How much a finding weighs: an error blocks submission, a warning asks for an explanation, information only tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True)
class Finding:
    """
    One thing that a check found: where it stands, what was found, what was expected, on which ground.

    `explanation` is what the organ answered; a finding that has one is shown as explained.
    """

    id: str
    severity: Severity
    where: str
    message: str
    found: str = ""
    expected: str = ""
    cites: tuple[str, ...] = ()
    explanation: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give the finding in the published shape; `explanation` stands there only where there is one."""
        shape = {
            "id": self.id,
            "severity": self.severity.value,
            "where": self.where,
            "message": self.message,
            "found": self.found,
            "expected": self.expected,
            "cites": list(self.cites),
        }
        return {**shape, "explanation": self.explanation} if self.explanation else shape


def errors(findings: Sequence[Finding]) -> list[Finding]:
    """Give only the findings that block submission."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]
