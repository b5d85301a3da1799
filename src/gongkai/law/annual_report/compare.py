"""One year against another: which cells changed, which sentences are new or gone, how alike the texts are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.law.annual_report.forms import cell2_name, cell3_name, cell4_name
from gongkai.law.annual_report.model import TABLE3_COLUMNS, TABLE3_ROWS, TABLE4_CELLS, Cell, Report, Tables
from gongkai.law.annual_report.text.likeness import likeness, sentences
from gongkai.law.annual_report.text.prose import prose_of


@dataclass(frozen=True)
class CellChange:
    """A cell that differs: its short name (table, row, column), its name in words, both values."""

    table: str
    row: str
    column: str
    where: str
    before: Cell
    after: Cell

    @property
    def change(self) -> Cell:
        """Give how much the cell grew; None where one of the two is blank."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class Comparison:
    """What changed between two reports; `ratio` is the likeness of the running texts, 0 to 1."""

    cells: tuple[CellChange, ...]
    new_sentences: tuple[str, ...]
    gone_sentences: tuple[str, ...]
    kept_sentences: tuple[str, ...]
    ratio: float


def compare(before: Report, after: Report) -> Comparison:
    """Compare two reports of one organ, usually of two years running."""
    old, new = prose_of(before).body, prose_of(after).body
    old_sentences, new_sentences = sentences(old), sentences(new)
    old_known, new_known = set(old_sentences), set(new_sentences)
    return Comparison(
        cells=tuple(differing_cells(before.tables, after.tables)) if before.tables and after.tables else (),
        new_sentences=_only(new_sentences, old_known),
        gone_sentences=_only(old_sentences, new_known),
        kept_sentences=tuple(dict.fromkeys(text for text in new_sentences if text in old_known)),
        ratio=likeness(old, new),
    )


def _only(texts: Sequence[str], known: set[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text not in known))


def differing_cells(before: Tables, after: Tables) -> Iterator[CellChange]:
    """Give the cells that differ between two sets of tables, in the order of the form."""
    for cell, one, other in paired_cells(before, after):
        if one != other:
            table, row, column, where = cell
            yield CellChange(table, row, column, where, one, other)


def paired_cells(one: Tables, other: Tables) -> Iterator[tuple[tuple[str, str, str, str], Cell, Cell]]:
    """Walk over the cells that two sets of tables share: ((table, row, column, name in words), value, value)."""
    if one.form is other.form:
        for row, cells in one.table2.items():
            for place, cell in enumerate(cells):
                partner = other.table2.get(row, ())
                name = ("二", row, str(place), cell2_name(row, place, one.form))
                yield name, cell, partner[place] if place < len(partner) else None
    for row, left, right in zip(TABLE3_ROWS, one.table3, other.table3, strict=True):
        for place, column in enumerate(TABLE3_COLUMNS):
            name = ("三", row, column, cell3_name(row, column))
            yield name, None if left is None else left[place], None if right is None else right[place]
    for code, cell, partner_cell in zip(TABLE4_CELLS, one.table4, other.table4, strict=True):
        kind, result = code.split(".")
        yield ("四", kind, result, cell4_name(code)), cell, partner_cell
