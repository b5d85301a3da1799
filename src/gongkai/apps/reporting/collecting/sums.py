"""The figures of a collection added up: which reports count and why others do not, who has what in a cell, where a roll-up departs."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.queries import existing
from gongkai.apps.reporting.collecting.checking import REPORTING_KINDS
from gongkai.apps.reporting.collecting.current import by_report, current_tables, identity
from gongkai.apps.reporting.collecting.standing import READ
from gongkai.apps.reporting.models import CellCorrection, CollectedReport, Collection
from gongkai.law.annual_report.compare import paired_cells
from gongkai.law.annual_report.context import Member
from gongkai.law.annual_report.forms import form_for_year
from gongkai.law.annual_report.model import Cell, Number, Tables
from gongkai.law.annual_report.rollup import CannotAddUp, roll_up


@dataclass(frozen=True)
class Share:
    """What one report has in a cell."""

    report: CollectedReport
    value: Cell


@dataclass(frozen=True)
class Departure:
    """A cell in which a roll-up states something else than the sum; the place by table, row and column, and in words."""

    place: tuple[str, str, str]
    where: str
    stated: Number
    total: Number

    @property
    def difference(self) -> Number:
        """Give by how much the stated figure is too high."""
        return self.stated - self.total


@dataclass(frozen=True)
class Sums:
    """
    The sum of a year.

    `left_out` names the reports that do not count, with the reason; `silent` the organs below that have no file; `stated` the roll-ups
    among the files. The sum is complete only when nothing is left out.
    """

    year: int
    tables: Tables
    counted: Sequence[CollectedReport]
    left_out: Sequence[tuple[CollectedReport, str]]
    silent: Sequence[Organ]
    stated: Sequence[CollectedReport]
    figures: Mapping[int, Tables] = field(repr=False)

    def shares(self, table: str, row: str, column: str) -> list[Share]:
        """Give what each counted report has in a cell, the largest first."""
        found = [Share(report, _cell(self.figures[report.pk], (table, row, column))) for report in self.counted]
        return sorted(found, key=lambda share: -(share.value or 0))

    def departures(self, roll_up_report: CollectedReport) -> list[Departure]:
        """Give the cells in which a roll-up departs from the sum; none for a roll-up in another form."""
        stated = self.figures.get(roll_up_report.pk)
        if stated is None or stated.form is not self.tables.form:
            return []
        return [
            Departure((table, row, column), where, one, total)
            for (table, row, column, where), one, total in paired_cells(stated, self.tables)
            if one is not None and total is not None and one != total
        ]


def years_of(collection: Collection) -> list[tuple[int, int]]:
    """Give the years of the reports with their number, the one with most reports first."""
    rows = collection.reports.filter(state__in=READ, year__isnull=False, set_aside_at__isnull=True)
    return Counter(year for year in rows.values_list("year", flat=True) if year is not None).most_common()


def sums(collection: Collection, year: int, *, on: date) -> Sums:
    """Add up the reports of a year; a report counts only when it is clear whose it is and every cell has a figure."""
    rows = list(collection.reports.select_related("organ").defer("reading", "text", "findings", "not_checked"))
    corrections = by_report(CellCorrection.objects.filter(report__collection=collection))
    figures = {row.pk: current_tables(row, corrections.get(row.pk, [])) for row in rows if row.tables is not None}
    version = form_for_year(year).version
    of_year = [row for row in rows if row.year == year and not row.is_roll_up]
    twice = {
        name for name, count in Counter(identity(row) for row in of_year if _counts(row)).items() if name and count > 1
    }
    counted, left_out = [], []
    for row in rows:
        if row.is_roll_up or (row.year is not None and row.year != year):
            continue
        reason = _reason(row, twice) or _cannot(row, figures[row.pk], version.value)
        if reason:
            left_out.append((row, reason))
        else:
            counted.append(row)
    return Sums(
        year=year,
        tables=roll_up([Member(row.organ_name, figures[row.pk]) for row in counted], version).tables,
        counted=counted,
        left_out=left_out,
        silent=_silent(collection.organ, of_year, on),
        stated=[row for row in rows if row.is_roll_up and row.year == year and _counts(row)],
        figures=figures,
    )


def _counts(row: CollectedReport) -> bool:
    return row.tables is not None and row.set_aside_at is None


def _reason(row: CollectedReport, twice: set[str]) -> str:
    """Say why a report does not count, whatever its figures."""
    reasons = (
        (row.set_aside_at is not None, f"已移出：{row.set_aside_reason}"),
        (row.state == CollectedReport.State.WAITING, "还没有读取。"),
        (row.tables is None, row.refusal),
        (row.year is None, "没有识别出年度，请指定。"),
        (not identity(row), "没有识别出单位，请指定。"),
        (identity(row) in twice, "同一单位同一年度有多份报告，请移出多余的。"),
    )
    return next((reason for holds, reason in reasons if holds), "")


def _cannot(row: CollectedReport, tables: Tables, version: str) -> str:
    if tables.form.value != version:
        return f"用的是{tables.form.value}年格式，不能与{version}年格式相加。"
    if row.open_cells:
        return f"有{row.open_cells}格未定，请对照原文填写。"
    try:
        roll_up([Member(row.organ_name, tables)], tables.form)
    except CannotAddUp as error:
        return str(error)
    return ""


def _silent(organ: Organ, of_year: Sequence[CollectedReport], on: date) -> list[Organ]:
    """Give the organs below that ought to report and have no file; only asked where the files are of this tree."""
    have = {row.organ_id for row in of_year if row.organ_id}
    if not have - {organ.pk}:
        return []
    return list(existing(on).filter(parent=organ, kind__in=REPORTING_KINDS).exclude(pk__in=have))


def _cell(tables: Tables, place: tuple[str, str, str]) -> Cell:
    table, row, column = place
    if table == "二":
        cells = tables.table2.get(row, ())
        return cells[int(column)] if int(column) < len(cells) else None
    return tables.cell3(row, column) if table == "三" else tables.cell4(f"{row}.{column}")
