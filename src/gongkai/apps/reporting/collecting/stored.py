"""The stored form of a reading: JSON in, the kernel's `Report` out; amounts and figures without loss."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from gongkai.documents.reading import Proof, ReadReport
from gongkai.documents.reading.title import year_in
from gongkai.law.annual_report.model import Cell, Finding, FormVersion, OrganKind, Report, Section, Severity, Tables

#: Characters of the source that are kept to show a figure in its surroundings.
MOST_TEXT = 400_000
#: Characters of running text that are kept and checked; a report has a few thousand.
MOST_PROSE = 300_000
CELL, ROW = "\x1f", "\x1e"
_REMARK = re.compile("[（(][^（）()]*[）)]$")
_NO_NAME = re.compile("[《》“”，。；：、]")
#: What is shown around a figure.
_AROUND = 90
_LEAST_LINES, _MOST_LINES, _ENOUGH = 2, 12, 40


def tables_in(stored: Mapping[str, Any]) -> Tables:
    """Read stored tables."""
    return Tables(
        form=FormVersion(stored["form"]),
        table2={row: tuple(map(_in, cells)) for row, cells in stored["table2"].items()},
        table3=tuple(None if row is None else tuple(map(_in, row)) for row in stored["table3"]),
        table4=tuple(map(_in, stored["table4"])),
        extra={row: tuple(map(_in, cells)) for row, cells in stored["extra"].items()},
    )


def _out(cell: Cell) -> int | str | None:
    return str(cell) if isinstance(cell, Decimal) else cell


def _in(cell: int | str | None) -> Cell:
    return Decimal(cell) if isinstance(cell, str) else cell


def reading_out(read: ReadReport) -> dict[str, Any]:
    """Store everything of a reading but its tables and its text."""
    report = read.report
    sections, cut = _sections(report.sections)
    notes = [*read.notes, *([f"正文过长，只保留前{MOST_PROSE // 10_000}万字参加核对。"] if cut else [])]
    told: dict[str, Any] = _storable(
        {
            "organ": report.organ,
            "year": report.year,
            "title": report.title,
            "preface": report.preface[:MOST_PROSE],
            "sections": sections,
            "published_on": report.published_on.isoformat() if report.published_on else None,
            "organ_kind": report.organ_kind.value if report.organ_kind else None,
            "period": [day.isoformat() for day in read.period] if read.period else None,
            "contact": read.contact,
            "kind": read.kind,
            "notes": notes,
            "remarks": dict(read.remarks),
            "proofs": {table: _proof(proof) for table, proof in read.proofs.items()},
            "evidence": _evidence(read),
        }
    )
    return told


def _sections(sections: Sequence[Section]) -> tuple[list[dict[str, Any]], bool]:
    kept, left = [], MOST_PROSE
    cut = False
    for section in sections:
        paragraphs = []
        for paragraph in section.paragraphs:
            cut = cut or len(paragraph) > left
            if left > 0:
                paragraphs.append(paragraph[:left])
            left -= len(paragraph)
        kept.append({"number": section.number, "heading": section.heading, "paragraphs": paragraphs})
    return kept, cut


def _proof(proof: Proof) -> dict[str, Any]:
    candidates = {key: [[_out(cell) for cell in way] for way in ways] for key, ways in proof.candidates.items()}
    return {"standing": proof.standing.value, "words": proof.words, "candidates": candidates}


def _evidence(read: ReadReport) -> dict[str, Any]:
    found = {}
    for key, evidence in read.evidence.items():
        row, name = (key, "") if key in read.traces else key.rsplit(".", 1)
        found[key] = {**evidence.as_json(), "span": list(read.traces[row].of(name))}
    return found


def text_out(read: ReadReport) -> str:
    """Give the text of the source as it is kept, offset for offset; nothing where it is too long to keep."""
    text = read.stream.text
    return _plain(text).replace("\x00", " ") if len(text) <= MOST_TEXT else ""


def _storable(value: Any) -> Any:
    """Take out what a database refuses: NUL and lone surrogates."""
    if isinstance(value, str):
        return _plain(value).replace("\x00", "")
    if isinstance(value, dict):
        return {key: _storable(part) for key, part in value.items()}
    return [_storable(part) for part in value] if isinstance(value, list) else value


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def organ_told(read: ReadReport) -> str:
    """Give the organ that a report names; a piece of a sentence or of a title is no name."""
    name = _plain(read.report.organ).replace("\x00", "")
    return "" if _NO_NAME.search(name) else name


def year_told(read: ReadReport) -> int | None:
    """Give the year, if title, statistics period or file name state it; the number of a document in the text does not."""
    stated = year_in(read.report.title) or read.period or year_in(read.report.source)
    return read.report.year if stated else None


def plain_name(name: str) -> str:
    """Give the name of an organ as names are compared: without spaces, a remark in brackets at the end, and 人民政府."""
    return _REMARK.sub("", "".join(name.split())).removesuffix("人民政府")


def report_in(
    reading: Mapping[str, Any], tables: Tables, *, organ: str, year: int | None, kind: OrganKind | None, source: str
) -> Report:
    """Give a stored reading as the kernel's report, for the organ and the year that hold now."""
    told = reading["organ_kind"]
    published = reading["published_on"]
    return Report(
        organ=organ,
        year=year,
        title=reading["title"],
        preface=reading["preface"],
        sections=tuple(
            Section(section["number"], section["heading"], tuple(section["paragraphs"]))
            for section in reading["sections"]
        ),
        tables=tables,
        published_on=date.fromisoformat(published) if published else None,
        organ_kind=kind or (OrganKind(told) if told else None),
        source=source,
    )


def finding_in(stored: Mapping[str, Any]) -> Finding:
    """Read a stored finding."""
    return Finding(
        id=stored["id"],
        severity=Severity(stored["severity"]),
        where=stored["where"],
        message=stored["message"],
        found=stored["found"],
        expected=stored["expected"],
        cites=tuple(stored["cites"]),
        explanation=stored.get("explanation", ""),
    )


def candidates(reading: Mapping[str, Any]) -> dict[str, tuple[tuple[Cell, ...], ...]]:
    """Give the rows that were left blank, with their possible contents (none where nothing fits)."""
    return {
        key: tuple(tuple(map(_in, way)) for way in ways)
        for proof in reading["proofs"].values()
        for key, ways in proof["candidates"].items()
    }


class Passage(NamedTuple):
    """A figure as it stood in the source, with what stood around it."""

    before: str
    marked: str
    after: str


def passage(text: str, span: Sequence[int]) -> Passage | None:
    """Give what stood around a place of the source; None where the text was not kept."""
    begin, end = span
    if not text or end > len(text):
        return None
    first = max(_breaks_back(text, begin), begin - _AROUND)
    last = min(_breaks_on(text, end), end + _AROUND)
    return Passage(shown(text[first:begin]), shown(text[begin:end]), shown(text[end:last]))


def _breaks_back(text: str, begin: int) -> int:
    """Give where the lines before a place begin: two at least, more where they are short."""
    at = begin
    for line in range(_MOST_LINES):
        at = max(text.rfind("\n", 0, at), text.rfind(ROW, 0, at))
        if at < 0:
            return 0
        if line >= _LEAST_LINES and begin - at >= _ENOUGH:
            break
    return at + 1


def _breaks_on(text: str, end: int) -> int:
    """Give where the lines after a place end."""
    at = end
    for line in range(_MOST_LINES):
        found = [place for mark in ("\n", ROW) if (place := text.find(mark, at)) >= 0]
        if not found:
            return len(text)
        at = min(found) + 1
        if line >= _LEAST_LINES and at - end >= _ENOUGH:
            break
    return at


def shown(text: str) -> str:
    """Give text of the source with the ends of cells and rows made visible."""
    text = re.sub(r"\n[ \t\u3000]*\n\s*", "\n", text)
    return text.replace(CELL + ROW, "\n").replace(ROW, "\n").replace(CELL, " ┊ ")
