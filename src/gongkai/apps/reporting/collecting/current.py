"""A collected report as it stands now: what was read, with what people put right laid over it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gongkai.apps.organs.models import Organ, OrganName
from gongkai.apps.organs.queries import subtree
from gongkai.apps.reporting.collecting import cells, stored
from gongkai.apps.reporting.collecting.stored import plain_name
from gongkai.apps.reporting.models import CellCorrection, CollectedReport
from gongkai.law.annual_report.model import FormVersion, OrganKind, Report, Tables


def active(corrections: Iterable[CellCorrection]) -> dict[str, CellCorrection]:
    """Give the correction that holds for each cell; they come oldest first."""
    newest = {correction.cell: correction for correction in corrections}
    return {cell: correction for cell, correction in newest.items() if not correction.withdrawn}


def read_tables(report: CollectedReport) -> Tables:
    """
    Give the tables as they were read.

    :raises ValueError: the file was not read.
    """
    if report.tables is None:
        raise ValueError(f"“{report.name}”没有读出数字。")
    return stored.tables_in(report.tables)


def current_tables(report: CollectedReport, corrections: Sequence[CellCorrection]) -> Tables:
    """Give the tables with the corrections that hold."""
    tables = read_tables(report)
    for key, correction in active(corrections).items():
        place = cells.place_of(key, tables.form)
        tables = cells.with_value(tables, place, cells.figure(correction.value, place, tables.form))
    return tables


def current_report(report: CollectedReport, corrections: Sequence[CellCorrection]) -> Report:
    """Give the report for the checks: of the organ and year that hold, with the corrections that hold."""
    return stored.report_in(
        report.reading or {},
        current_tables(report, corrections),
        organ=report.organ_name,
        year=report.year,
        kind=OrganKind(report.organ.kind) if report.organ else None,
        source=report.name,
    )


def refused_cells(report: CollectedReport) -> frozenset[str]:
    """Give the keys of the cells that the reading left open because more than one content, or none, was possible."""
    return refused_in(report.reading["proofs"], read_tables(report).form) if report.reading else frozenset()


def refused_in(proofs: Mapping[str, Any], form: FormVersion) -> frozenset[str]:
    """Give the keys of the cells that are left open in stored proofs."""
    return frozenset(key for row in stored.candidates({"proofs": proofs}) for key in cells.cells_of_row(row, form))


def open_cells(report: CollectedReport, corrections: Sequence[CellCorrection]) -> frozenset[str]:
    """Give the keys of the cells that are still open."""
    return refused_cells(report) - set(active(corrections))


def known_organ(organ: Organ, name: str) -> Organ | None:
    """
    Find the organ at or below `organ` that bears or bore this name; None if there is none, or more than one.

    人民政府 and a remark in brackets at the end make no difference, anything else does.
    """
    wanted = plain_name(name)
    if not wanted:
        return None
    within = subtree(organ)
    former = OrganName.objects.filter(organ__in=within).values_list("organ_id", "name")
    bearers = (
        {pk for pk, full, _ in within.values_list("pk", "name", "short_name") if plain_name(full) == wanted},
        {pk for pk, _, short in within.values_list("pk", "name", "short_name") if plain_name(short) == wanted},
        {pk for pk, old in former if plain_name(old) == wanted},
    )
    found = next(filter(None, bearers), set())
    return within.get(pk=found.pop()) if len(found) == 1 else None


def identity(report: CollectedReport) -> str:
    """Give what makes two reports those of one organ: its place in the tree, else its name without 人民政府."""
    return f"#{report.organ_id}" if report.organ_id else plain_name(report.organ_name)


def by_report(corrections: Iterable[CellCorrection]) -> Mapping[int, list[CellCorrection]]:
    """Sort corrections by the report that they belong to, oldest first."""
    found: dict[int, list[CellCorrection]] = {}
    for correction in corrections:
        found.setdefault(correction.report_id, []).append(correction)
    return found
