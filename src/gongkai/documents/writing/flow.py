"""What stands in a report, in the order of the form, before any file format is thought of."""

from dataclasses import dataclass

from gongkai.documents.writing.grids import Grid, grids
from gongkai.documents.writing.report_document import ReportDocument
from gongkai.documents.writing.text import Paragraph, clean, outline
from gongkai.law.annual_report.model import Report


@dataclass(frozen=True)
class Part:
    """The preface (number 0, no heading) or a section: its heading as printed, its text, and the table that belongs to it."""

    number: int
    heading: str
    paragraphs: tuple[Paragraph, ...]
    grid: Grid | None = None


def report_parts(doc: ReportDocument) -> list[Part]:
    """Give preface and sections in order, each with its table; a report read without a section has none of it."""
    report = doc.report
    tables = {} if report.tables is None else grids(report.tables)
    parts = [Part(0, "", tuple(outline(report.preface.splitlines())))] if report.preface.strip() else []
    parts += [
        Part(section.number, clean(section.heading), tuple(outline(section.paragraphs)), tables.get(section.number))
        for section in report.sections
    ]
    return parts + _homeless(report, tables)


def _homeless(report: Report, tables: dict[int, Grid]) -> list[Part]:
    """Tables whose section is missing are not lost."""
    present = {section.number for section in report.sections}
    return [Part(number, grid.caption, (), grid) for number, grid in tables.items() if number not in present]
