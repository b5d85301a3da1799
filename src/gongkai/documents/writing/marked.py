"""A report as a web page of its own with every finding in its place: on the figure, in the sentence, or beside the heading it is about."""

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files

from gongkai.documents.writing.grids import BLOCK, FIGURE, HEAD, Grid, GridCell, grids
from gongkai.documents.writing.text import chinese_date, clean
from gongkai.law.annual_report import forms
from gongkai.law.annual_report.model import TABLE2_ROWS, Finding, FormVersion, Report, Severity
from gongkai.law.annual_report.text.prose import Passage, prose_of

WORDS = {Severity.ERROR: "错误", Severity.WARNING: "提示", Severity.INFO: "参考"}
_ORDER = list(Severity)
Numbered = tuple[int, Finding]


def marked_page(
    report: Report,
    findings: Sequence[Finding],
    *,
    source: str = "",
    notes: Sequence[str] = (),
    open_cells: Mapping[str, str] | None = None,
) -> str:
    """
    Give the page: a summary that leads to every mark, then the report as read with the marks in place.

    :param source: the name of the file that was read.
    :param notes: what the reading says of itself.
    :param open_cells: cells that were left open, by key (`table3.new.c1`), with what is to be said of them.
    """
    ordered = sorted(findings, key=lambda finding: _ORDER.index(finding.severity))
    page = _Page(report, list(enumerate(ordered, start=1)), open_cells or {})
    body = "".join(page.sections())
    head = page.head(source, notes)
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src {_source()}">'
        f"<title>{escape(clean(report.title) or source)}：核对结果</title><style>{_style()}</style></head>"
        f"<body><main>{head}{page.elsewhere()}{body}</main></body></html>\n"
    )


@cache
def _style() -> str:
    folder = files("gongkai.documents.writing").joinpath("templates")
    return "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in ("report.css", "marked.css"))


def _source() -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()}'"


class _Page:
    """The report being written; a finding that found its place is not listed among the homeless."""

    def __init__(self, report: Report, findings: Sequence[Numbered], open_cells: Mapping[str, str]) -> None:
        self.report, self.findings, self.open_cells = report, findings, open_cells
        self.version = report.tables.form if report.tables else FormVersion.F2021
        self.by_where: dict[str, list[Numbered]] = defaultdict(list)
        for numbered in findings:
            self.by_where[numbered[1].where].append(numbered)
        self.placed: set[int] = set()
        self.prose = prose_of(report)

    def head(self, source: str, notes: Sequence[str]) -> str:
        """Give the title and the list of what was found, each line a link to its place."""
        report = self.report
        facts = [
            ("文件", source),
            ("单位", report.organ or "没有识别出来"),
            ("年度", str(report.year or "没有识别出来")),
            ("公布日期", chinese_date(report.published_on)),
        ]
        shown = "".join(f"<dt>{name}</dt><dd>{escape(clean(value))}</dd>" for name, value in facts if value)
        counts = [(WORDS[one], sum(f.severity is one for _, f in self.findings)) for one in _ORDER]
        told = "，".join(f"{word}{count}处" for word, count in counts if count) or "没有发现问题"
        lines = "".join(f"<li>{self._line(numbered)}</li>" for numbered in self.findings)
        said = "".join(f"<li>{escape(clean(note))}</li>" for note in notes)
        return (
            f"<header><p>核对结果</p><h1>{escape(clean(report.title) or source)}</h1><dl>{shown}</dl></header>"
            f'<section aria-labelledby="found"><h2 id="found">{told}</h2><ol class="found">{lines}</ol>'
            f"{f'<h3>读取说明</h3><ul>{said}</ul>' if said else ''}</section>"
        )

    def _line(self, numbered: Numbered) -> str:
        number, found = numbered
        return (
            f'<a href="#f{number}"><span class="kind {found.severity.value}">{WORDS[found.severity]}</span> '
            f"{escape(found.id)} {escape(found.where)}</a>：{escape(clean(found.message))}"
        )

    def elsewhere(self) -> str:
        """Give the findings that stand nowhere in the text; call after `sections`."""
        homeless = [numbered for numbered in self.findings if numbered[0] not in self.placed]
        if not homeless:
            return ""
        return f'<section class="elsewhere"><h2>关于整份报告</h2>{self._notes(homeless)}</section>'

    def sections(self) -> Iterable[str]:
        """Give title, preface and sections with their tables."""
        tables = grids(self.report.tables) if self.report.tables else {}
        yield f'<h1 class="report-title">{escape(clean(self.report.title))}</h1>'
        yield self._notes(self._at("标题"))
        yield '<div class="report-preface">' + "".join(self._passages(0)) + "</div>"
        for section in self.report.sections:
            heading = f'<h2 id="section-{section.number}">{escape(clean(section.heading))}</h2>'
            names = (f"第{section.number}部分标题", f"第{section.number}部分", clean(section.heading))
            about = [numbered for name in names for numbered in self._at(name)]
            grid = tables.pop(section.number, None)
            table = "" if grid is None else self._table(grid)
            text = "".join(self._passages(section.number))
            yield f'<section class="report-section">{heading}{self._notes(about)}{text}{table}</section>'
        for grid in tables.values():
            yield self._table(grid)

    def _passages(self, number: int) -> Iterable[str]:
        passages = self.prose.section(number)
        for place, passage in enumerate(passages):
            later = {other.where for other in passages[place + 1 :]}
            yield self._passage(passage, last=passage.where not in later)

    def _passage(self, passage: Passage, *, last: bool) -> str:
        """Give a paragraph; a finding is put into the one that holds its words, else behind the last of its place."""
        here = []
        for numbered in self.by_where.get(passage.where, ()):
            if numbered[0] not in self.placed and (last or (numbered[1].found and numbered[1].found in passage.text)):
                here.append(numbered)
                self.placed.add(numbered[0])
        tag = "h3" if passage.is_heading else "p"
        return f"<{tag}>{_highlighted(passage.text, here)}</{tag}>{self._notes(here)}"

    def _at(self, where: str) -> list[Numbered]:
        found = [numbered for numbered in self.by_where.get(where, ()) if numbered[0] not in self.placed]
        self.placed |= {number for number, _ in found}
        return found

    def _notes(self, found: Sequence[Numbered]) -> str:
        notes = []
        for number, finding in found:
            self.placed.add(number)
            advice = f"；应为：{escape(clean(finding.expected))}" if finding.expected else ""
            answer = f"（已说明：{escape(clean(finding.explanation))}）" if finding.explanation else ""
            notes.append(
                f'<p class="note {finding.severity.value}" id="f{number}"><strong>{WORDS[finding.severity]} '
                f"{escape(finding.id)}</strong> {escape(clean(finding.message))}{advice}{answer}</p>"
            )
        return "".join(notes)

    # -- tables ------------------------------------------------------------------------------------------------------------------

    def _table(self, grid: Grid) -> str:
        marks: dict[str, list[Numbered]] = defaultdict(list)
        about: list[Numbered] = []
        for where in list(self.by_where):
            code = self._cell_codes(grid.number).get(where)
            if code is not None:
                marks[code] += self._at(where)
            elif where.startswith(grid.name):
                about += self._at(where)
        rows = "".join(f"<tr>{''.join(self._cell(cell, grid, marks) for cell in row)}</tr>" for row in grid.rows)
        below = self._notes([numbered for found in marks.values() for numbered in found] + about)
        return (
            f'<div class="report-scroll" role="region" tabindex="0" aria-label="{grid.name}">'
            f'<table class="report-table report-table-{grid.number}"><caption>{grid.name}　{escape(grid.caption)}</caption>'
            f"<tbody>{rows}</tbody></table></div>{below}"
        )

    def _cell(self, cell: GridCell, grid: Grid, marks: Mapping[str, Sequence[Numbered]]) -> str:
        reach = (f' colspan="{cell.w}"' if cell.w > 1 else "") + (f' rowspan="{cell.h}"' if cell.h > 1 else "")
        if cell.kind != FIGURE:
            scope = "col" if cell.kind in (HEAD, BLOCK) else "row"
            return f'<th class="{cell.kind}" scope="{scope}"{reach}>{escape(cell.text)}</th>'
        found = marks.get(cell.code, ())
        undecided = self.open_cells.get(self._key(grid.number, cell.code))
        if undecided is not None:
            return f'<td class="figure open"{reach} title="{escape(undecided)}">未定</td>'
        if not found:
            return f'<td class="figure"{reach}>{cell.text or "空白"}</td>'
        heaviest = min((finding.severity for _, finding in found), key=_ORDER.index)
        words = "；".join(clean(finding.message) for _, finding in found)
        return (
            f'<td class="figure marked {heaviest.value}"{reach} title="{escape(words)}">'
            f'<a href="#f{found[0][0]}">{cell.text or "空白"}<span class="kind">{WORDS[heaviest]}</span></a></td>'
        )

    def _key(self, table: int, code: str) -> str:
        row = code.partition(".")[0]
        single = table == 2 and self.version is FormVersion.F2021 and TABLE2_ROWS.get(row) == 1
        return f"table2.{row}" if single else f"table{table}.{code}"

    def _cell_codes(self, table: int) -> dict[str, str]:
        """Map the names that the checks give to cells to the codes of the grid."""
        layout = forms.form(self.version)
        if table == 2:
            places = layout.table2.figures
            return {forms.cell2_name(row, int(column), self.version): f"{row}.{column}" for row, column in places}
        if table == 3:
            places = layout.table3.figures
            return {forms.cell3_name(row, column, self.version): f"{row}.{column}" for row, column in places}
        return {forms.cell4_name(f"{row}.{column}"): f"{row}.{column}" for row, column in layout.table4.figures}


def _highlighted(text: str, here: Sequence[Numbered]) -> str:
    """Give a paragraph with the words that findings quote marked; words inside others are marked once."""
    spans: list[tuple[int, int, Numbered]] = []
    for numbered in here:
        words = numbered[1].found
        at = text.find(words) if words else -1
        if at >= 0 and all(end <= at or begin >= at + len(words) for begin, end, _ in spans):
            spans.append((at, at + len(words), numbered))
    parts, done = [], 0
    for begin, end, (number, finding) in sorted(spans, key=lambda span: span[0]):
        mark = f'<a href="#f{number}"><mark class="{finding.severity.value}">{escape(text[begin:end])}</mark></a>'
        parts += [escape(text[done:begin]), mark]
        done = end
    return "".join([*parts, escape(text[done:])])
