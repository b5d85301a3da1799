"""A season as a workbook: a row for each report and each finding, and the sum with what each organ has in each cell."""

from gongkai.apps.reporting.collecting.standing import Standing
from gongkai.apps.reporting.collecting.stored import finding_in
from gongkai.apps.reporting.collecting.workbook import Entry, SumLine, SumSheet, book
from gongkai.apps.reporting.models import Season
from gongkai.apps.reporting.season.summing import total_of
from gongkai.law.annual_report.compare import paired_cells

_NUMBERS = {"二": "2", "三": "3", "四": "4"}


def season_xlsx(season: Season) -> bytes:
    """Give the workbook."""
    total = total_of(season)
    rows = season.reports.defer("text", "tables")
    entries = [
        Entry(
            file=row.get_source_display(),
            state=Standing.PROVED if not row.errors else Standing.LABELLED,
            organ=row.name,
            year=season.year,
            tables=total.figures[row.pk],
            findings=[finding_in(finding) for finding in row.findings],
            remark=f"第{row.version}版　{row.digest[:12]}",
        )
        for row in rows
    ]
    names = {row.pk: row.name for row in total.counted}
    lines = [
        SumLine(
            where,
            value,
            None,
            {names[report.pk]: share for report, share in total.shares(_NUMBERS[table], row, column)},
        )
        for (table, row, column, where), value, _ in paired_cells(total.tables, total.tables)
    ]
    left = [(one.row.name, one.reason) for one in total.left] + [(name, "没有报送") for name in total.missing]
    return book(entries, [SumSheet(season.year, list(names.values()), left, lines)])
