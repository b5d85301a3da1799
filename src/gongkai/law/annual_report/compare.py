"""One year against another: which cells changed, which sentences are new or gone, how alike the texts are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from gongkai.law.annual_report.forms import cell2_name, cell3_name, cell4_name
from gongkai.law.annual_report.model import TABLE3_COLUMNS, TABLE3_ROWS, TABLE4_CELLS, Cell, Report, Tables
from gongkai.law.annual_report.text.likeness import likeness, masked, sentences
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

    @property
    def growth(self) -> Decimal | None:
        """Give the growth in per cent to one decimal; None where it was nothing before, or one of the two is blank."""
        if not self.before or self.after is None:
            return None
        rate = (Decimal(self.after) - Decimal(self.before)) * 100 / Decimal(self.before)
        return rate.quantize(Decimal("0.1"), ROUND_HALF_UP)


class Kind(StrEnum):
    """What became of a sentence."""

    SAME = "same"  #: stands in both, word for word
    FIGURES = "figures"  #: only its figures differ
    CHANGED = "changed"  #: reworded
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True)
class Turn:
    """A sentence of the one report beside that of the other; one of them is empty where it is new or gone."""

    kind: Kind
    before: str
    after: str

    @property
    def pieces(self) -> tuple[tuple[Kind, str], ...]:
        """Give the later sentence with what went and what came, piece by piece, for a reworded one."""
        found: list[tuple[Kind, str]] = []
        for tag, i, j, k, m in SequenceMatcher(None, self.before, self.after, autojunk=False).get_opcodes():
            if tag == "equal":
                found.append((Kind.SAME, self.after[k:m]))
                continue
            found += [(Kind.GONE, self.before[i:j])] if j > i else []
            found += [(Kind.NEW, self.after[k:m])] if m > k else []
        return tuple(found)


@dataclass(frozen=True)
class SectionTurns:
    """The sentences of one section (0 is the preface) in order, and how alike the two texts are."""

    number: int
    heading: str
    turns: tuple[Turn, ...]
    ratio: float


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


#: Sentences alike by this much are one sentence, reworded.
REWORDED = 0.55
#: Where more pairs of sentences would have to be tried, everything is told as gone and new; so are sentences longer than this.
MOST_PAIRS = 4_000
LONGEST = 1_500


def section_turns(before: Report, after: Report) -> tuple[SectionTurns, ...]:
    """Give the text of two reports section by section, sentence by sentence."""
    old, new = prose_of(before), prose_of(after)
    headings = {section.number: section.heading for report in (before, after) for section in report.sections}
    found = []
    for number in (0, *sorted(headings)):
        one, other = old.text(number), new.text(number)
        if one or other:
            turns = tuple(_turns(sentences(one), sentences(other)))
            found.append(SectionTurns(number, headings.get(number, "前言"), turns, likeness(one, other)))
    return tuple(found)


def _turns(old: Sequence[str], new: Sequence[str]) -> Iterator[Turn]:
    matcher = SequenceMatcher(None, [masked(text) for text in old], [masked(text) for text in new], autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            for one, other in zip(old[i:j], new[k:m], strict=True):
                yield Turn(Kind.SAME if one == other else Kind.FIGURES, one, other)
        else:
            yield from _reworded(old[i:j], new[k:m])


def _reworded(old: Sequence[str], new: Sequence[str]) -> Iterator[Turn]:
    """Pair the sentences of a stretch that was written anew, in order; what has no partner is gone or new."""
    if len(old) * len(new) > MOST_PAIRS:
        yield from (Turn(Kind.GONE, one, "") for one in old)
        yield from (Turn(Kind.NEW, "", other) for other in new)
        return
    left = list(old)
    for other in new:
        best = max(range(len(left)), key=lambda place: _alike(left[place], other), default=None)
        if best is None or _alike(left[best], other) < REWORDED:
            yield Turn(Kind.NEW, "", other)
            continue
        yield from (Turn(Kind.GONE, one, "") for one in left[:best])
        yield Turn(Kind.CHANGED, left[best], other)
        del left[: best + 1]
    yield from (Turn(Kind.GONE, one, "") for one in left)


def _alike(one: str, other: str) -> float:
    if max(len(one), len(other)) > LONGEST:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= REWORDED else 0.0


def as_json(before: Report, after: Report) -> dict[str, Any]:
    """Give a comparison as plain data: who is compared, the cells that differ, the text section by section."""
    found = compare(before, after)
    return {
        "format": "gongkai-comparison-1",
        "before": {"organ": before.organ, "year": before.year, "title": before.title},
        "after": {"organ": after.organ, "year": after.year, "title": after.title},
        "likeness": round(found.ratio, 4),
        "cells": [
            {
                "table": change.table,
                "row": change.row,
                "column": change.column,
                "where": change.where,
                "before": _plain(change.before),
                "after": _plain(change.after),
                "change": _plain(change.change),
                "growth_percent": _plain(change.growth),
            }
            for change in found.cells
        ],
        "sections": [
            {
                "number": section.number,
                "heading": section.heading,
                "likeness": round(section.ratio, 4),
                "sentences": [
                    {"kind": turn.kind.value, "before": turn.before, "after": turn.after} for turn in section.turns
                ],
            }
            for section in section_turns(before, after)
        ],
    }


def _plain(cell: Cell) -> int | float | None:
    return float(cell) if isinstance(cell, Decimal) else cell


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
