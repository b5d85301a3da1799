"""The sum of a season: what counts, what cannot and why, who has what in a cell, and what the checks of a roll-up are told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from gongkai.apps.reporting.content import tables_from_json
from gongkai.apps.reporting.models import MemberChange, Season, SeasonReport
from gongkai.apps.reporting.season.members import expected
from gongkai.law.annual_report.compare import paired_cells
from gongkai.law.annual_report.context import Member, RollUpFacts
from gongkai.law.annual_report.forms import form_for_year
from gongkai.law.annual_report.model import Cell, Tables
from gongkai.law.annual_report.rollup import CannotAddUp, roll_up

LIGHT = ("text", "findings")


@dataclass(frozen=True)
class Left:
    """A report that arrived and cannot be added, with the reason."""

    row: SeasonReport
    reason: str


@dataclass(frozen=True)
class Total:
    """The sum of the reports that arrived; complete only when nobody is missing and nothing was left out."""

    tables: Tables
    counted: Sequence[SeasonReport]
    left: Sequence[Left]
    missing: Sequence[str]
    figures: Mapping[int, Tables] = field(repr=False)

    @property
    def is_complete(self) -> bool:
        """Tell whether every organ is in the sum."""
        return bool(self.counted) and not self.left and not self.missing

    def shares(self, table: str, row: str, column: str) -> list[tuple[SeasonReport, Cell]]:
        """Give what each organ has in a cell, the largest first; those with nothing are left out."""
        found = [(report, cell_at(self.figures[report.pk], table, row, column)) for report in self.counted]
        return sorted(((report, value) for report, value in found if value), key=lambda pair: -(pair[1] or 0))


def cell_at(tables: Tables, table: str, row: str, column: str) -> Cell:
    """Give one cell by the number of its table, its row and its column."""
    if table == "2":
        cells = tables.table2.get(row, ())
        return cells[int(column)] if column.isdigit() and int(column) < len(cells) else None
    return tables.cell3(row, column) if table == "3" else tables.cell4(f"{row}.{column}")


def total_of(season: Season) -> Total:
    """Add up the reports that have arrived."""
    rows = list(season.reports.select_related("organ").defer(*LIGHT))
    version = form_for_year(season.year).version
    figures = {row.pk: tables_from_json(row.tables) for row in rows}
    counted, left = [], []
    for row in rows:
        tables = figures[row.pk]
        if tables.form is not version:
            left.append(Left(row, f"用的是{tables.form.value}年格式，不能与{version.value}年格式相加。"))
        elif (blank := first_blank(tables)) is not None:
            left.append(Left(row, f"{blank}没有填数，不能汇总。请先补正该单位的报告。"))
        else:
            counted.append(row)
    arrived = {row.code for row in rows}
    return Total(
        tables=roll_up([Member(row.name, figures[row.pk]) for row in counted], version).tables,
        counted=counted,
        left=left,
        missing=[one.organ.name for one in expected(season) if one.organ.code not in arrived],
        figures=figures,
    )


def total_stored(season: Season) -> Tables:
    """Give the sum with which a season was closed, or the sum of today while it is open."""
    return tables_from_json(season.total) if season.total else total_of(season).tables


def first_blank(tables: Tables) -> str | None:
    """Name the first cell that holds nothing, None where every cell has a figure."""
    try:
        roll_up([Member("", tables)], tables.form)
    except CannotAddUp:
        pairs = paired_cells(tables, tables)
        return next((place[3] for place, value, _ in pairs if value is None), "表中")
    return None


def facts_for_roll_up(season: Season, on: date) -> RollUpFacts:
    """Give what the checks R01–R04 of the season's own report are told."""
    rows = {row.code: row for row in season.reports.defer(*LIGHT)}
    members = [Member(row.name, tables_from_json(row.tables)) for row in rows.values()]
    members += [
        Member(one.organ.name, None, one.days_late(on)) for one in expected(season) if one.organ.code not in rows
    ]
    before = Season.objects.filter(organ=season.organ, year=season.year - 1).first()
    changes = list(season.changes.all())
    return RollUpFacts(
        members=members,
        scope="本级部门和乡镇",
        previous=tables_from_json(before.total) if before and before.total else None,
        previous_members=[row.name for row in before.reports.defer("tables", *LIGHT)] if before else None,
        changes=reasons(changes),
    )


def reasons(changes: Sequence[MemberChange]) -> dict[str, str]:
    """Give the reason on file by the name of each organ that a change explains, the old name and the new one."""
    found = {}
    for change in changes:
        found[change.name] = change.reason
        if change.kind == MemberChange.Kind.RENAMED:
            found[change.into] = change.reason
    return found


def predecessors(season: Season) -> dict[str, list[str]]:
    """Give by name of an organ the names under which its figures of last year stand: its own, and those merged into it."""
    found: dict[str, list[str]] = {}
    for change in season.changes.filter(kind__in=[MemberChange.Kind.MERGED, MemberChange.Kind.RENAMED]):
        found.setdefault(change.into, []).append(change.name)
    return found
