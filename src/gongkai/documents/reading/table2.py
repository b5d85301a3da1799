"""
Read table 二 of either form: counts of documents, decisions and charges.

It has no sums of its own. Figures that have run together are taken if they can be cut in one way only, or if the text of the report names
figures that leave one way.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from gongkai.documents.reading.cutting import Budget
from gongkai.documents.reading.labels import Hit, resembling, scan
from gongkai.documents.reading.payload import Options, Payload, beside, options, payload
from gongkai.documents.reading.result import STANDINGS, Confidence, Proof, Standing, TableReading, Trace
from gongkai.documents.reading.stream import Stream
from gongkai.documents.reading.vocabulary import condense, vocabulary
from gongkai.law.annual_report.forms import cell2_name, form
from gongkai.law.annual_report.model import TABLE2_ROWS, Cell, FormVersion

MOST_CANDIDATES = 20
#: Without a single heading of the table so many of its labels are asked for.
FEWEST_LABELS = 3
#: Cells of the form of 2019 that count the same thing as one of 2021: (row, its cell there) → its cell here.
_SAME_IN_2021 = {
    ("government_rule", 0): 0,
    ("normative_document", 0): 0,
    ("license", 2): 0,
    ("penalty", 2): 0,
    ("coercive_measure", 2): 0,
}


def version_of(stream: Stream, begin: int, end: int) -> FormVersion | None:
    """Tell the form by the words of table 二 between two offsets; None where neither shows."""
    text = condense(stream.normal[begin:end])
    words = vocabulary()["table2"]["head"]
    old = sum(word in text for word in words["old_form"])
    new = sum(word in text for word in words["new_form"])
    if old == new:
        return None
    return FormVersion.F2019 if old > new else FormVersion.F2021


def _widths(version: FormVersion) -> dict[str, int]:
    return {code: len(block.columns) for block in form(version).blocks for code, _ in block.rows}


def read_table2(stream: Stream, begin: int, end: int, version: FormVersion, budget: Budget) -> TableReading | None:
    """Read table 二 between two offsets by the form `version`; None if it is not there."""
    widths = _widths(version)
    hits = [hit for hit in scan(stream, "table2", begin, end) if hit.kind == "head" or hit.code in widths]
    hits = resembling(stream, "table2", hits, end, list(widths))
    rows = {hit.code for hit in hits if hit.kind == "row"}
    if not rows or (len(rows) < FEWEST_LABELS and not any(hit.kind == "head" for hit in hits)):
        return None
    return _Reader(stream, hits, end, version, budget).read()


class _Reader:
    """Reads the rows of one table 二."""

    def __init__(self, stream: Stream, hits: Sequence[Hit], end: int, version: FormVersion, budget: Budget) -> None:
        self.stream, self.hits, self.end, self.version, self.budget = stream, hits, end, version, budget
        self.widths = _widths(version)
        self.reading = TableReading({})
        self.placed: set[str] = set()
        self.refused: dict[str, tuple[tuple[Cell, ...], ...]] = {}

    def read(self) -> TableReading:
        """Read by label, then by place what has lost its label or stands before it."""
        payloads = [
            payload(self.stream, hit.end, self.hits[index + 1].begin if index + 1 < len(self.hits) else self.end)
            for index, hit in enumerate(self.hits)
        ]
        found = self._by_label(payloads)
        self._by_place(payloads, found)
        cells = {row: self._settle(row, way) for row, way in found.items()}
        self._fill(cells)
        self._prove(cells)
        ends = [way.end for way in found.values()]
        self.reading.span = self.hits[0].begin, max([*ends, *(hit.end for hit in self.hits)])
        return self.reading

    def _options(self, row: str, found: Payload) -> Options:
        return options(found, self.widths[row], self.budget, sums=False)

    def _by_label(self, payloads: Sequence[Payload]) -> dict[str, Options]:
        found: dict[str, Options] = {}
        doubtful: set[str] = set()
        for hit, here in zip(self.hits, payloads, strict=True):
            if hit.kind == "row" and (hit.code not in found or (found[hit.code].how == "blank" and here.has_figures)):
                found[hit.code] = self._options(hit.code, here)
                doubtful |= {hit.code} if here.more else set()
        if any(way.how == "blank" and len(way.values or ()) < self.widths[row] for row, way in found.items()):
            # Some labels have no figures and others have several rows of them: labels and figures stand apart.
            found |= {row: Options("none", [], found[row].begin, found[row].end) for row in doubtful}
        return found

    def _by_place(self, payloads: Sequence[Payload], found: dict[str, Options]) -> None:
        """Where figures of a block stand behind a heading, lay all figures of the block out in the order of the form."""
        for rows, sequence in self._blocks(payloads):
            if all(owner is not None for owner, _ in sequence) or not any(row in found for row in rows):
                continue
            ways = [self._options(row, here) for row, (_, here) in zip(rows, sequence, strict=False)]
            if len(sequence) != len(rows) or not all(way.how == "read" for way in ways):
                names = "、".join(cell2_name(row, 0, self.version) for row in rows)
                self.reading.notes.append(f"{names}附近有无法对应的数字，请对照原文核对。")
                continue
            for row, way, (owner, _) in zip(rows, ways, sequence, strict=True):
                found[row] = way
                if owner != row:
                    self.placed.add(row)
                    name = cell2_name(row, 0, self.version)
                    self.reading.notes.append(f"{name}一行的标签缺失或不在数字旁，按位置读取，请核对。")

    def _blocks(self, payloads: Sequence[Payload]) -> list[tuple[list[str], list[tuple[str | None, Payload]]]]:
        """Give, for each block of the form, its rows and the figures in it, each with the row whose label stands before it, if any."""
        blocks = form(self.version).blocks
        block_of = {row: index for index, block in enumerate(blocks) for row, _ in block.rows}
        figures: dict[int, list[tuple[str | None, Payload]]] = {}
        block = len(blocks) - 1
        for hit, here in zip(reversed(self.hits), reversed(payloads), strict=True):
            if hit.kind == "row":
                block = block_of[hit.code]
            if here.has_figures:
                figures.setdefault(block, []).append((hit.code if hit.kind == "row" else None, here))
        return [([row for row, _ in block.rows], figures.get(index, [])[::-1]) for index, block in enumerate(blocks)]

    def _settle(self, row: str, way: Options) -> tuple[Cell, ...]:
        """Take the one possible content, or the one that the text of the report leaves; else nothing."""
        confidence = Confidence.PLACED if row in self.placed else Confidence.READ
        cells: tuple[Cell, ...] | None = way.choices[0] if len(way.choices) == 1 else None
        if way.how == "cut":
            confidence = Confidence.SOLVED
            if cells is None and row == "normative_document":
                cells = told_by_text(self.stream.normal[: self.hits[0].begin], way.choices, self.version)
                if cells:
                    self.reading.notes.append("表二“行政规范性文件”的数字连写，按正文中的件数切分。")
        if cells is None:
            confidence = Confidence.REFUSED
            self.refused[f"table2.{row}"] = tuple(way.choices[:MOST_CANDIDATES])
            count = f"有{len(way.choices)}种切法" if way.choices else "无法解读"
            snippet = self.stream.snippet(way.begin, way.end)
            self.reading.notes.append(
                f"{cell2_name(row, 0, self.version)}一行“{snippet}”{count}，未取值，请对照原文填写。"
            )
            cells = (None,) * self.widths[row]
        self._trace(row, way, confidence, cells)
        return self._in_unit(row, cells, way)

    def _trace(self, row: str, way: Options, confidence: Confidence, cells: tuple[Cell, ...]) -> None:
        names = ("",) if len(cells) == 1 else tuple(map(str, range(len(cells))))
        trace = Trace(names, (way.begin, way.end), way.spans, confidence)
        self.reading.trace(f"table2.{row}", trace, cells, beside(self.stream, way))

    def _in_unit(self, row: str, cells: tuple[Cell, ...], way: Options) -> tuple[Cell, ...]:
        """Give an amount in 万元 where its cell says 元."""
        if (
            self.version is not FormVersion.F2021
            or row != "charge"
            or dict(way.remarks).get(0) != "元"
            or cells[0] is None
        ):
            return cells
        self.reading.notes.append(f"表二“行政事业性收费”原文为{cells[0]}元，已换算为万元。")
        amount = Decimal(cells[0]) / 10000
        return (int(amount) if amount == amount.to_integral_value() else amount,)

    def _fill(self, cells: Mapping[str, tuple[Cell, ...]]) -> None:
        """Lay the rows into the places of the form of 2021; those of 2019 are kept whole besides."""
        blank: dict[str, list[Cell]] = {row: [None] * width for row, width in TABLE2_ROWS.items()}
        if self.version is FormVersion.F2021:
            self.reading.rows = {row: cells.get(row, tuple(places)) for row, places in blank.items()}
            return
        for (row, there), here in _SAME_IN_2021.items():
            if row in cells:
                blank[row][here] = cells[row][there]
        self.reading.rows = {row: tuple(places) for row, places in blank.items()}
        self.reading.extra = dict(cells)

    def _prove(self, cells: Mapping[str, tuple[Cell, ...]]) -> None:
        missing = [row for row in self.widths if row not in cells]
        if missing:
            names = "、".join(
                cell2_name(row, 0, self.version).removeprefix("表二").split("”")[0] + "”" for row in missing
            )
            self.reading.notes.append(f"表二中没有{names}行。")
        standing = Standing.REFUSED if self.refused else Standing.READ
        self.reading.proof = Proof(standing, STANDINGS[standing], self.refused)


_TOLD = (
    (0, re.compile(r"(?:制定|制发|印发|出台|新制作)[^0-9。；;]{0,12}规范性文件\s*([0-9]+)\s*[件份个]")),
    (0, re.compile(r"(?:制定|制发|印发|出台|新制作)\s*([0-9]+)\s*[件份个][^0-9。；;]{0,8}规范性文件")),
    (1, re.compile(r"(?:废止|失效)[^0-9。；;]{0,12}规范性文件\s*([0-9]+)\s*[件份个]")),
    (2, re.compile(r"现行有效[^0-9。；;]{0,12}规范性文件\s*([0-9]+)\s*[件份个]")),
    (2, re.compile(r"现行有效[^0-9。；;]{0,6}\s*([0-9]+)\s*[件份个][^0-9。；;]{0,8}规范性文件")),
)


def told_by_text(prose: str, choices: Sequence[tuple[Cell, ...]], version: FormVersion) -> tuple[Cell, ...] | None:
    """Give the one way to cut the three figures on normative documents that agrees with what the text says of them."""
    if version is not FormVersion.F2021 or not choices or len(choices[0]) != len(_COLUMNS):
        return None
    told: dict[int, set[int]] = {}
    for column, pattern in _TOLD:
        told.setdefault(column, set()).update(int(figure) for figure in pattern.findall(prose))
    told = {column: figures for column, figures in told.items() if figures}
    agreeing = [way for way in choices if told and all(way[column] in figures for column, figures in told.items())]
    return agreeing[0] if len(agreeing) == 1 else None


_COLUMNS = ("issued", "repealed", "in_force")
