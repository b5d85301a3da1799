"""
The three tables of a report as a screen reader, a phone and a jurist can read them.

The layout comes from the form (`law.annual_report.forms`); every figure names the headings that stand over and beside it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from gongkai.law import citations, terms
from gongkai.law.annual_report.forms import Form
from gongkai.law.annual_report.model import TABLE3_COLUMNS, Cell, FormVersion, Tables
from gongkai.web.ui import law_links
from gongkai.web.ui.grid_plan import FigurePlace, HeadPlace, plan
from gongkai.web.ui.text import english

#: Address of the records behind a figure, by row and column; an empty one makes no link.
Href = Callable[[str, str], str]
#: Kind and words of what was found about a figure, by row and column.
Marks = Mapping[tuple[str, str], tuple[str, str]]
TOTALS = {"tot", "ct", "t"}


@dataclass(frozen=True)
class HeadCell:
    """A heading of the grid; `stick` keeps it in sight when the table is scrolled."""

    id: str
    text: str
    scope: str
    colspan: int = 1
    rowspan: int = 1
    kind: str = ""
    stick: bool = False


@dataclass(frozen=True)
class Figure:
    """A figure: its words, the ids of its headings, the address behind it, and what was found about it."""

    id: str
    text: str
    headers: str
    href: str = ""
    kind: str = ""
    words: str = ""
    colspan: int = 1


@dataclass(frozen=True)
class GridLine:
    """One line: headings first, then figures."""

    heads: tuple[HeadCell, ...]
    cells: tuple[Figure, ...]


@dataclass(frozen=True)
class Entry:
    """A line of the short list of figures that are not zero."""

    words: str
    text: str
    href: str = ""


@dataclass(frozen=True)
class Grid:
    """A table ready to be printed by `c-report-table`."""

    id: str
    caption: str
    head: tuple[GridLine, ...]
    groups: tuple[tuple[GridLine, ...], ...]
    nonzero: tuple[Entry, ...] = ()
    note: str = ""


def table2(form: Form, tables: Tables, *, href: Href | None = None, marks: Marks | None = None) -> Grid:
    """Lay out 主动公开政府信息情况 (`ogi:20`)."""
    headings = {block.code: law_links.words(citations.parse(block.cites[0])) for block in form.blocks}

    def value(row: str, column: str) -> Cell:
        cells = tables.table2.get(row)
        return cells[int(column)] if cells is not None and int(column) < len(cells) else None

    build = _Build(2, form.version, value, href, marks or {}, headings)
    entries = [
        Entry(
            f"{_label(label)} {_label(block.columns[int(column)])}", build.text(code, column), build.link(code, column)
        )
        for block in form.blocks
        for code, label in block.rows
        for column in map(str, range(len(block.columns)))
        if value(code, column)
    ]
    return build.grid(_("表二：主动公开政府信息情况"), entries, head_lines=0)


def table3(form: Form, tables: Tables, *, href: Href | None = None, marks: Marks | None = None) -> Grid:
    """Lay out 收到和处理政府信息公开申请情况."""
    build = _Build(3, form.version, tables.cell3, href, marks or {})
    entries = []
    for row in form.rows:
        if tables.cell3(row.code, "ct"):
            parts = [
                f"{_label(form.column(code).label, 3, code)} {build.text(row.code, code)}"
                for code in TABLE3_COLUMNS[:-1]
                if tables.cell3(row.code, code)
            ]
            path = " ".join([*(_label(words) for words in row.path[1:]), _label(row.label, 3, row.code)])
            words = _("%(total)s（%(parts)s）") % {"total": build.text(row.code, "ct"), "parts": _("、").join(parts)}
            entries.append(Entry(path, words, build.link(row.code, "ct")))
    return build.grid(_("表三：收到和处理政府信息公开申请情况"), entries, head_lines=3)


def table4(form: Form, tables: Tables, *, href: Href | None = None, marks: Marks | None = None) -> Grid:
    """Lay out 政府信息公开行政复议、行政诉讼情况 (`ogi:51`)."""
    build = _Build(4, form.version, lambda row, column: tables.cell4(f"{row}.{column}"), href, marks or {})
    entries = [
        Entry(f"{_label(kind.group)} {_label(kind.label)} {_label(result.label)}".strip(),
              build.text(kind.code, result.code), build.link(kind.code, result.code))
        for kind in form.proceedings
        for result in form.results
        if tables.cell4(f"{kind.code}.{result.code}")
    ]  # fmt: skip
    return build.grid(_("表四：政府信息公开行政复议、行政诉讼情况"), entries, head_lines=3)


def all_tables(
    form: Form,
    tables: Tables,
    *,
    href: Callable[[int, str, str], str] | None = None,
    marks: Mapping[int, Marks] | None = None,
) -> list[Grid]:
    """Lay out tables 二, 三 and 四; `href` and `marks` are told the table first."""
    found = marks or {}

    def links(table: int) -> Href | None:
        return (lambda row, column: href(table, row, column)) if href else None

    return [
        build(form, tables, href=links(number), marks=found.get(number))
        for number, build in ((2, table2), (3, table3), (4, table4))
    ]


@dataclass
class _Build:
    """Put values, links and findings into the plan of a table."""

    number: int
    version: FormVersion
    value: Callable[[str, str], Cell]
    href: Href | None
    marks: Marks
    headings: Mapping[str, str] = field(default_factory=dict)

    def grid(self, caption: str, entries: list[Entry], *, head_lines: int) -> Grid:
        places = plan(self.number, self.version)
        lines = [
            GridLine(tuple(map(self._head, place.heads)), tuple(map(self._figure, place.figures))) for place in places
        ]
        starts = [y for y, place in enumerate(places) if place.opens] or [head_lines]
        ends = [*starts[1:], len(lines)]
        groups = tuple(tuple(lines[start:end]) for start, end in zip(starts, ends, strict=True))
        return Grid(f"t{self.number}", caption, tuple(lines[:head_lines]), groups, tuple(entries))

    def text(self, row: str, column: str) -> str:
        return _number(self.value(row, column))

    def link(self, row: str, column: str) -> str:
        return self.href(row, column) if self.href and self.value(row, column) is not None else ""

    def _head(self, place: HeadPlace) -> HeadCell:
        cell = place.cell
        beside = cell.kind == "stub"
        many = cell.h > 1 if beside else cell.w > 1
        scope = ("row" if beside else "col") + ("group" if many else "")
        kind = {"block": "part", "head": "head"}.get(cell.kind, ("up" if cell.x == 0 else "part") if many else "")
        text = self.headings.get(cell.code, "") if cell.kind == "block" and english() else ""
        shown = text or _label(cell.text, self.number, cell.code)
        return HeadCell(place.id, shown, scope, cell.w, cell.h, kind, stick=beside and not many)

    def _figure(self, place: FigurePlace) -> Figure:
        value = self.value(place.row, place.column)
        kind, words = self.marks.get((place.row, place.column), ("", ""))
        total = "total" if {place.row, place.column} & TOTALS else ""
        state = "blank" if value is None else "zero" if not value else ""
        return Figure(
            id=place.id,
            text=_number(value),
            headers=place.headers,
            href=self.link(place.row, place.column),
            kind=" ".join(filter(None, (kind, state, total))),
            words=words,
            colspan=place.width,
        )


def _number(value: Cell) -> str:
    if value is None:
        return _("空白")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def _label(text: str, table: int = 0, code: str = "") -> str:
    """Give a label of the form, or in English the term that stands for it."""
    if not english() or not text:
        return text
    known = terms.terms()
    if code and (term := known.get(f"table{table}.{code}")):
        return term.en
    found = next((term for term in known.values() if term.zh == text), None)
    return found.en[:1].upper() + found.en[1:] if found else _OWN_ENGLISH.get(text, text)


#: Words of the form that are no terms of the glossary.
_OWN_ENGLISH = {"信息内容": "Content", "申请人情况": "Applicants"}
