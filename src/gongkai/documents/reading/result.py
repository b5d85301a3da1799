"""What a reading gives: the report, and for every table and cell how far it can be trusted and where it stood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from gongkai.documents.reading.stream import Place, Stream
from gongkai.law.annual_report.model import Cell, Finding, Report


class Confidence(StrEnum):
    """How the content of a cell was established."""

    READ = "read"  #: stood by its label, separated from its neighbours
    PLACED = "placed"  #: stood where the form has it, without a label of its own
    SOLVED = "solved"  #: ran together with others; only one way to cut it satisfies the sums
    REFUSED = "refused"  #: something stands there, but not only one reading is possible


class Standing(StrEnum):
    """How far a table as a whole is proved."""

    PROVED = "proved"  #: all cells are there and every sum of the form holds
    READ = "read"  #: read by its labels; the sums cannot be taken, or do not hold
    REFUSED = "refused"  #: some rows are refused
    MISSING = "missing"  #: the table is not in the source


STANDINGS = {
    Standing.PROVED: "各项勾稽关系全部成立，读数得到证明",
    Standing.READ: "按标签读取",
    Standing.REFUSED: "部分单元格无法唯一确定，已留空",
    Standing.MISSING: "原文中没有此表",
}


@dataclass(frozen=True)
class Proof:
    """The standing of a table, in words, and for each refused row its candidates (at most twenty) by cell key."""

    standing: Standing
    words: str
    candidates: Mapping[str, tuple[tuple[Cell, ...], ...]] = field(default_factory=dict)


class Trace(NamedTuple):
    """
    Where the cells of a row stand in the text of the source, and how they were established.

    `names` are the last parts of their keys; `spans` are their places where each has its own, `whole` is that of the row.
    """

    names: tuple[str, ...]
    whole: tuple[int, int]
    spans: Sequence[tuple[int, int]] | None
    confidence: Confidence

    def of(self, name: str) -> tuple[int, int]:
        """Give the place of one cell."""
        return self.spans[self.names.index(name)] if self.spans else self.whole


@dataclass(frozen=True)
class Evidence:
    """Where a cell stood: its place in the file, the text there, and how its content was established."""

    place: Place
    snippet: str
    confidence: Confidence

    def as_json(self) -> dict[str, Any]:
        """Give the evidence in the published shape."""
        return {
            "confidence": self.confidence.value,
            "place": self.place.as_json(),
            "where": str(self.place),
            "text": self.snippet,
        }


@dataclass
class TableReading:
    """The outcome of reading one table: its cells or rows by code, traces, remarks and blanks by cell key, notes, and its proof."""

    rows: dict[str, tuple[Cell, ...] | None]
    traces: dict[str, Trace] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    proof: Proof = Proof(Standing.MISSING, STANDINGS[Standing.MISSING])
    span: tuple[int, int] | None = None
    extra: dict[str, tuple[Cell, ...]] = field(default_factory=dict)
    blank: int = 0

    def trace(self, key: str, trace: Trace, cells: Sequence[Cell], remarks: Sequence[tuple[int, str]] = ()) -> None:
        """Note where the cells of a row stood and what stood beside their figures; cells that hold nothing are counted."""
        self.traces[key] = trace
        for index, remark in remarks:
            self.remarks[f"{key}.{trace.names[index]}" if trace.names != ("",) else key] = remark
        if trace.confidence is not Confidence.REFUSED:
            self.blank += sum(cell is None for cell in cells)


@dataclass(frozen=True)
class ReadReport:
    """
    A published report, read.

    `proofs` are by table (`table2`, `table3`, `table4`), `remarks` by cell key (`table3.new.c1`, `table2.license`, `table4.rec.m`): what
    stood beside a figure. `period` is the statistics period that the preface states, `contact` its line on whom to ask.
    """

    report: Report
    notes: tuple[str, ...]
    proofs: Mapping[str, Proof]
    remarks: Mapping[str, str]
    period: tuple[date, date] | None
    contact: str
    kind: str
    stream: Stream = field(repr=False)
    traces: Mapping[str, Trace] = field(repr=False)

    def evidence_of(self, key: str) -> Evidence | None:
        """Give where one cell stood, None for a cell that the source does not have."""
        row, _, name = key.rpartition(".") if key not in self.traces else (key, "", "")
        trace = self.traces.get(row)
        if trace is None or name not in trace.names:
            return None
        begin, end = trace.of(name)
        return Evidence(self.stream.place(begin), self.stream.snippet(begin, end), trace.confidence)

    @cached_property
    def evidence(self) -> Mapping[str, Evidence]:
        """Give where every cell stood."""
        keys = (f"{row}.{name}" if name else row for row, trace in self.traces.items() for name in trace.names)
        return {key: found for key in keys if (found := self.evidence_of(key)) is not None}

    @property
    def refused(self) -> Mapping[str, tuple[tuple[Cell, ...], ...]]:
        """Give the rows left blank because several readings, or none, are possible, with the candidates."""
        return {key: ways for proof in self.proofs.values() for key, ways in proof.candidates.items()}


def as_json(read: ReadReport, findings: Sequence[Finding] = (), *, evidence: bool = False) -> dict[str, Any]:
    """
    Give a reading and what was found about it in the published shape.

    With `evidence` the answer also tells of every cell where it stood, and of every table how far it is proved.
    """
    report = read.report
    tables = report.tables
    answer: dict[str, Any] = {
        "file": report.source,
        "organ": report.organ,
        "year": report.year,
        "form": tables.form.value if tables else None,
        "title": report.title,
        **(tables.as_json() if tables else {"table2": None, "table3": None, "table4": None}),
    }
    if tables and tables.extra:
        answer["extra"] = {row: [_plain(cell) for cell in cells] for row, cells in tables.extra.items()}
    answer["findings"] = [finding.as_json() for finding in findings]
    answer["notes"] = list(read.notes)
    if evidence:
        answer["evidence"] = {key: found.as_json() for key, found in read.evidence.items()}
        answer["proofs"] = {table: _proof(proof) for table, proof in read.proofs.items()}
        answer["remarks"] = dict(read.remarks)
    return answer


def _plain(cell: Cell) -> int | float | None:
    return cell if cell is None or isinstance(cell, int) else float(cell)


def _proof(proof: Proof) -> dict[str, Any]:
    return {
        "standing": proof.standing.value,
        "words": proof.words,
        "candidates": {key: [[_plain(cell) for cell in way] for way in ways] for key, ways in proof.candidates.items()},
    }
