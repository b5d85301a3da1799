"""
The two forms of the yearly report as data: headings, labels, codes, and where every cell of the three tables stands.

The form of 国办公开办函〔2021〕30号 serves the years from 2021 on, its trial predecessor 2019 and 2020. Exports draw from the
places given here, readers match labels through `normalise_label`, checks name a cell in words through `cell3_name` and its kin.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from gongkai.law.annual_report.model import TABLE3_COLUMNS, TABLE3_ROWS, TABLE4_CELLS, FormVersion
from gongkai.law.entries import Entry, read_entries

#: From this year on the form of 2021 applies (`form2021`).
FIRST_YEAR_OF_2021_FORM = 2021
_STUB_WIDTH = 3


@dataclass(frozen=True)
class FormCell:
    """
    A printed cell of a form: column `x`, row `y` (both from 0), `w` columns wide, `h` rows high.

    `kind` is `head` for a column heading, `stub` for a row heading, `block` for a heading over the whole table, `figure` for a
    number. `code` names the row or column that the cell belongs to, where it belongs to one.
    """

    x: int
    y: int
    w: int
    h: int
    text: str
    kind: str
    code: str = ""


@dataclass(frozen=True)
class FormTable:
    """
    The layout of one table: its size, its printed cells, and the cell of every figure by (row code, column code).

    Columns of table 二 are coded by their place from `0`.
    """

    width: int
    height: int
    cells: tuple[FormCell, ...]
    figures: Mapping[tuple[str, str], FormCell]


@dataclass(frozen=True)
class FormRow:
    """A row of table 三: code, exact label, the labels it stands under, and its ground."""

    code: str
    label: str
    path: tuple[str, ...]
    cites: tuple[str, ...]

    @property
    def words(self) -> str:
        """Name the row as a reader finds it: `（三）不予公开 1.属于国家秘密`."""
        return " ".join((*self.path[1:], self.label))


@dataclass(frozen=True)
class FormColumn:
    """A column of table 三 or 四: code, exact label, and the heading it stands under, if any."""

    code: str
    label: str
    group: str
    cites: tuple[str, ...]


@dataclass(frozen=True)
class FormBlock:
    """A block of table 二: its heading (第二十条第（一）项), its columns, its rows as (code, label)."""

    code: str
    heading: str
    first_column: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    """One of the five things that section 一 tells about, and words by which it is recognised."""

    code: str
    label: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """A form with everything that is printed in it. `note3` stands in the top left cell of table 三."""

    version: FormVersion
    label: str
    title_pattern: str
    note3: str
    applicants: str
    cites: tuple[str, ...]
    headings: tuple[str, ...]
    topics: tuple[Topic, ...]
    blocks: tuple[FormBlock, ...]
    columns: tuple[FormColumn, ...]
    rows: tuple[FormRow, ...]
    results: tuple[FormColumn, ...]
    proceedings: tuple[FormColumn, ...]

    def title(self, organ: str, year: int) -> str:
        """Give the title that the form asks for."""
        return self.title_pattern.format(organ=organ, year=year)

    def row(self, code: str) -> FormRow:
        """
        Give a row of table 三.

        :raises KeyError: the form has no such row (`o1` and `o2` in the form of 2019).
        """
        return self._rows_by_code[code]

    def column(self, code: str) -> FormColumn:
        """Give a column of table 三."""
        return next(column for column in self.columns if column.code == code)

    @cached_property
    def _rows_by_code(self) -> dict[str, FormRow]:
        return {row.code: row for row in self.rows}

    @cached_property
    def table2(self) -> FormTable:
        """Give the layout of table 二: four columns, a heading over the whole width for each block."""
        return _table2(self)

    @cached_property
    def table3(self) -> FormTable:
        """Give the layout of table 三: three columns of row headings, seven of figures, three rows of column headings."""
        return _table3(self)

    @cached_property
    def table4(self) -> FormTable:
        """Give the layout of table 四: fifteen columns under three rows of headings."""
        return _table4(self)

    @cached_property
    def labels3(self) -> Mapping[str, str]:
        """Map normalised labels of table 三 to row codes, with the ordinal and without it, with the note in brackets and without."""
        known: dict[str, str] = {}
        for row in self.rows:
            for label in _spellings(row.label):
                known.setdefault(label, row.code)
        return known


@cache
def form(version: FormVersion | str) -> Form:
    """Load a form by its version, `2021` or `2019`."""
    version = FormVersion(version)
    name = f"forms_{version.value}.toml"
    raw = tomllib.loads(files("gongkai.law").joinpath("data", name).read_text(encoding="utf-8"))
    return _form(version, raw, file=name)


def form_for_year(year: int) -> Form:
    """Give the form for reports on the year `year`: that of 2021 from 2021 on, the trial form before."""
    return form(FormVersion.F2021 if year >= FIRST_YEAR_OF_2021_FORM else FormVersion.F2019)


def _form(version: FormVersion, raw: Mapping[str, Any], *, file: str) -> Form:
    head = raw["form"]
    dates = {key: head[key] for key in ("in_force_from", "in_force_to", "verified_on") if key in head}

    def read(kind: str) -> list[Entry]:
        tables = [{"label": table.get("label", ""), **table, **dates} for table in raw[kind]]
        return read_entries({kind: tables}, file=file)

    return Form(
        version=version,
        label=head["label"],
        title_pattern=head["title"],
        note3=head["note3"],
        applicants=head["applicants"],
        cites=_cites(read_entries({"form": [head]}, file=file)[0]),
        headings=tuple(entry.label for entry in read("heading")),
        topics=tuple(Topic(entry.id.split(".")[1], entry.label, tuple(entry["words"])) for entry in read("topic")),
        blocks=tuple(_block(entry) for entry in read("block")),
        columns=tuple(_column(entry) for entry in read("column")),
        rows=tuple(FormRow(entry.id, entry.label, tuple(entry["path"]), _cites(entry)) for entry in read("row")),
        results=tuple(_column(entry) for entry in read("result")),
        proceedings=tuple(_column(entry) for entry in read("proceeding")),
    )


def _cites(entry: Entry) -> tuple[str, ...]:
    return tuple(str(citation) for citation in entry.cites)


def _column(entry: Entry) -> FormColumn:
    return FormColumn(entry.id, entry.label, entry.get("group", ""), _cites(entry))


def _block(entry: Entry) -> FormBlock:
    return FormBlock(
        code=entry.id.removeprefix("block."),
        heading=entry.label,
        first_column=entry["first_column"],
        columns=tuple(entry["columns"]),
        rows=tuple((row["code"], row["label"]) for row in entry["rows"]),
        cites=_cites(entry),
    )


def _table2(form: Form) -> FormTable:
    width = 1 + max(len(block.columns) for block in form.blocks)
    cells: list[FormCell] = []
    figures: dict[tuple[str, str], FormCell] = {}
    y = 0
    for block in form.blocks:
        cells.append(FormCell(0, y, width, 1, block.heading, "block", block.code))
        cells.append(FormCell(0, y + 1, 1, 1, block.first_column, "head"))
        places = _spread(len(block.columns), width - 1)
        cells += [
            FormCell(1 + x, y + 1, w, 1, label, "head", str(number))
            for number, ((x, w), label) in enumerate(zip(places, block.columns, strict=True))
        ]
        y += 2
        for code, label in block.rows:
            cells.append(FormCell(0, y, 1, 1, label, "stub", code))
            figures |= {(code, str(number)): _figure(1 + x, y, w) for number, (x, w) in enumerate(places)}
            y += 1
    return FormTable(width, y, tuple(cells), figures)


def _figure(x: int, y: int, w: int = 1) -> FormCell:
    return FormCell(x, y, w, 1, "", "figure")


def _spread(count: int, width: int) -> list[tuple[int, int]]:
    """Share `width` columns among `count` cells; the last takes what is left."""
    each = width // count
    return [(number * each, each if number < count - 1 else width - each * (count - 1)) for number in range(count)]


def _table3(form: Form) -> FormTable:
    head = 3
    cells = [
        FormCell(0, 0, _STUB_WIDTH, head, form.note3, "head", "note"),
        FormCell(_STUB_WIDTH, 0, len(form.columns), 1, form.applicants, "head"),
    ]
    for x, column in enumerate(form.columns, start=_STUB_WIDTH):
        if column.group:
            cells.append(FormCell(x, 2, 1, 1, column.label, "head", column.code))
        else:
            cells.append(FormCell(x, 1, 1, 2, column.label, "head", column.code))
    cells += [
        FormCell(_STUB_WIDTH + x, 1, w, 1, text, "head")
        for x, w, text in _runs(column.group for column in form.columns)
    ]
    cells += _stubs(form, head)
    figures = {
        (row.code, column.code): _figure(_STUB_WIDTH + x, head + y)
        for y, row in enumerate(form.rows)
        for x, column in enumerate(form.columns)
    }
    return FormTable(_STUB_WIDTH + len(form.columns), head + len(form.rows), tuple(cells), figures)


def _stubs(form: Form, head: int) -> list[FormCell]:
    cells = []
    for depth in range(_STUB_WIDTH - 1):
        runs = _runs(row.path[depth] if depth < len(row.path) else "" for row in form.rows)
        cells += [FormCell(depth, head + y, 1, h, text, "stub") for y, h, text in runs]
    cells += [
        FormCell(len(row.path), head + y, _STUB_WIDTH - len(row.path), 1, row.label, "stub", row.code)
        for y, row in enumerate(form.rows)
    ]
    return cells


def _table4(form: Form) -> FormTable:
    each = len(form.results)
    cells = [
        FormCell(x * each, 0, w * each, 1, text, "head")
        for x, w, text in _runs(kind.group or kind.label for kind in form.proceedings)
    ]
    figures = {}
    for number, kind in enumerate(form.proceedings):
        left, top = number * each, 2 if kind.group else 1
        if kind.group:
            cells.append(FormCell(left, 1, each, 1, kind.label, "head", kind.code))
        for x, result in enumerate(form.results, start=left):
            cells.append(FormCell(x, top, 1, 3 - top, result.label, "head", f"{kind.code}.{result.code}"))
            figures[kind.code, result.code] = _figure(x, 3)
    return FormTable(each * len(form.proceedings), 4, tuple(cells), figures)


def _runs(texts: Iterable[str]) -> list[tuple[int, int, str]]:
    """Join equal neighbours: where each run begins, how long it is, its text; empty texts make no run."""
    runs: list[tuple[int, int, str]] = []
    for place, text in enumerate(texts):
        if runs and runs[-1][2] == text and sum(runs[-1][:2]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1, text)
        elif text:
            runs.append((place, 1, text))
    return runs


_QUOTES = dict.fromkeys(map(ord, "“”\"'‘’「」『』`"))
_COMMAS = dict.fromkeys(map(ord, "、，,;；"), ",")
_ROUND = {ord(sign): "(" for sign in "〔[【（"} | {ord(sign): ")" for sign in "〕]】）"}
_TABLE = str.maketrans({**_QUOTES, **_COMMAS, **_ROUND})
_ORDINAL = re.compile(r"^(\d+)[.,:·]*|^([一二三四五六七八九十]+)[.,:·]+")
_NOTE = re.compile(r"\([^()]{4,}\)")
_LEADING = re.compile(r"^(?:\(?[一二三四五六七八九十]+\)[.,]?|[一二三四五六七八九十]+[.,]|\d+[.)]?)")


def normalise_label(text: str) -> str:
    """
    Bring a printed label to one spelling: half width, round brackets, no blanks, no quotation marks, one comma, `1.` and `一.`.

    Two labels that differ only in the ways printing differs come out equal: 「1、属于国家秘密」 and 「1. 属于国家秘密」.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).translate(_TABLE)
    plain = _ORDINAL.sub(lambda found: f"{found[1] or found[2]}.", plain)
    return plain.strip(",.:。：")


def bare_label(text: str) -> str:
    """Give a label without its ordinal and without a long note in brackets: `部分公开`."""
    return _LEADING.sub("", _NOTE.sub("", normalise_label(text))) or normalise_label(text)


def _spellings(label: str) -> tuple[str, ...]:
    whole = normalise_label(label)
    return (whole, normalise_label(_NOTE.sub("", whole)), bare_label(label))


_RESULT_NAMES = {"m": 0, "k": 1, "o": 2, "w": 3, "t": 4}


def row3_name(code: str, version: FormVersion = FormVersion.F2021) -> str:
    """Name a row of table 三 in words: `表三“（三）不予公开 1.属于国家秘密”`."""
    try:
        row = form(version).row(code)
    except KeyError:
        row = form(FormVersion.F2021).row(code)
    return f"表三“{row.words}”"


def column3_name(code: str) -> str:
    """Name a column of table 三 in words; 其他 is told from other things of that name."""
    label = form(FormVersion.F2021).column(code).label
    return "其他（法人或其他组织）列" if code == "c6" else f"{label}列"


def cell3_name(row: str, column: str, version: FormVersion = FormVersion.F2021) -> str:
    """Name a cell of table 三 in words: `表三“（三）不予公开 1.属于国家秘密”自然人列`."""
    return row3_name(row, version) + column3_name(column)


def cell4_name(code: str) -> str:
    """Name a cell of table 四 in words: `表四“行政诉讼—复议后起诉”结果维持`."""
    kind, result = code.split(".")
    return f"表四“{proceeding_name(kind)}”{form(FormVersion.F2021).results[_RESULT_NAMES[result]].label}"


def proceeding_name(kind: str) -> str:
    """Name a kind of case: `rec` is 行政复议, `aft` 行政诉讼—复议后起诉."""
    found = next(item for item in form(FormVersion.F2021).proceedings if item.code == kind)
    return f"{found.group}—{found.label}" if found.group else found.label


def cell2_name(row: str, index: int = 0, version: FormVersion = FormVersion.F2021) -> str:
    """Name a cell of table 二 in words: `表二“行政规范性文件”本年制发件数`."""
    for block in form(version).blocks:
        for code, label in block.rows:
            if code == row:
                return f"表二“{label}”{block.columns[index]}"
    return f"表二“{row}”"


def row2_name(row: str) -> str:
    """Name a row of table 二 in words: `表二“行政规范性文件”`."""
    return next(
        f"表二“{label}”" for block in form(FormVersion.F2021).blocks for code, label in block.rows if code == row
    )


def all_cells() -> Iterable[tuple[str, str, str]]:
    """Walk over all cells of the form of 2021 as (table, row, column), table by table."""
    for block in form(FormVersion.F2021).blocks:
        for code, _ in block.rows:
            yield from (("二", code, str(number)) for number in range(len(block.columns)))
    yield from (("三", row, column) for row in TABLE3_ROWS for column in TABLE3_COLUMNS)
    for code in TABLE4_CELLS:
        kind, result = code.split(".")
        yield "四", kind, result
