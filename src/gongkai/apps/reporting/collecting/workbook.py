"""Many reports as one XLSX workbook: a row for each report, each finding, each set of figures, and each cell of the sum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

from gongkai.apps.reporting.collecting import cells
from gongkai.apps.reporting.collecting.standing import WORDS, Standing
from gongkai.documents.writing.text import clean
from gongkai.law.annual_report.model import Cell, Finding, FormVersion, Severity, Tables

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.INFO: "提示"}
#: What stands in a cell that has more than one possible content.
OPEN = "未定"
#: What stands for a correction that was taken back.
WITHDRAWN = "恢复原读数"
_LONGEST = 32_000

Value = str | Cell


@dataclass(frozen=True)
class Change:
    """A figure that a person put in the place of another."""

    cell: str
    before: str
    after: str
    reason: str
    by: str
    at: str


@dataclass(frozen=True)
class Entry:
    """A report in the workbook; without tables it was refused, and `refusal` says why."""

    file: str
    state: Standing
    organ: str = ""
    year: int | None = None
    refusal: str = ""
    tables: Tables | None = None
    findings: Sequence[Finding] = ()
    notes: Sequence[str] = ()
    open: frozenset[str] = frozenset()
    changes: Sequence[Change] = ()
    remark: str = ""

    def count(self, severity: Severity) -> int:
        """Give how many findings weigh so much."""
        return sum(finding.severity is severity for finding in self.findings)


@dataclass(frozen=True)
class SumLine:
    """A cell of the sum: its name in words, the sum, what a roll-up states, and what each organ has."""

    where: str
    total: Cell
    stated: Cell
    shares: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True)
class SumSheet:
    """The sum of a year: the organs in it, those left out with the reason, and its cells."""

    year: int
    organs: Sequence[str]
    left_out: Sequence[tuple[str, str]]
    lines: Sequence[SumLine]


def book(entries: Sequence[Entry], sums: Sequence[SumSheet] = ()) -> bytes:
    """Give the workbook of these reports."""
    import xlsxwriter

    out = BytesIO()
    workbook = xlsxwriter.Workbook(out, _OPTIONS)
    _sheet(workbook, "报告", _REPORTS, [_report(entry) for entry in entries])
    _sheet(workbook, "问题", _FINDINGS, [row for entry in entries for row in _findings(entry)])
    for version in FormVersion:
        of_form = [entry for entry in entries if entry.tables is not None and entry.tables.form is version]
        if of_form:
            _sheet(workbook, f"数据（{version.value}年格式）", *_figures(of_form, version))
    for sheet in sums:
        _sheet(workbook, f"汇总{sheet.year}", *_sum(sheet))
        if sheet.left_out:
            _sheet(workbook, f"未计入{sheet.year}", (("报告", 40), ("原因", 60)), [list(row) for row in sheet.left_out])
    changes = [row for entry in entries for row in _changes(entry)]
    if changes:
        _sheet(workbook, "更正", _CHANGES, changes)
    workbook.close()
    return out.getvalue()


Heads = Sequence[tuple[str, int]]
_REPORTS: Heads = (
    ("文件", 36), ("单位", 30), ("年度", 8), ("格式", 8), ("读取情况", 14), ("错误", 8), ("提醒", 8), ("提示", 8),
    ("未定格", 8), ("更正格", 8), ("说明", 80),
)  # fmt: skip
_FINDINGS: Heads = (
    ("单位", 30), ("年度", 8), ("编号", 8), ("级别", 8), ("位置", 40), ("说明", 70), ("现为", 20), ("应为", 20),
    ("依据", 20), ("文件", 36),
)  # fmt: skip
_CHANGES: Heads = (
    ("单位", 30), ("年度", 8), ("单元格", 44), ("原读数", 12), ("更正为", 12), ("理由", 50), ("经办人", 14), ("时间", 18), ("文件", 36),
)  # fmt: skip


def _report(entry: Entry) -> list[Value]:
    form = entry.tables.form.value if entry.tables else ""
    said = "；".join(part for part in (entry.refusal, entry.remark, *entry.notes) if part)
    counted: list[Value] = [entry.count(severity) for severity in Severity] if entry.tables else ["", "", ""]
    lead: list[Value] = [entry.file, entry.organ, entry.year, form, WORDS[entry.state]]
    held = {change.cell: change.after for change in entry.changes}
    corrected = sum(after != WITHDRAWN for after in held.values())
    return [*lead, *counted, len(entry.open), corrected, said]


def _findings(entry: Entry) -> list[list[Value]]:
    return [
        [
            entry.organ, entry.year, found.id, _SEVERITIES[found.severity], found.where, found.message, found.found,
            found.expected, "、".join(found.cites), entry.file,
        ]
        for found in sorted(entry.findings, key=lambda finding: list(Severity).index(finding.severity))
    ]  # fmt: skip


def _changes(entry: Entry) -> list[list[Value]]:
    return [
        [
            entry.organ, entry.year, change.cell, change.before, change.after, change.reason, change.by, change.at,
            entry.file,
        ]
        for change in entry.changes
    ]  # fmt: skip


def _figures(entries: Sequence[Entry], version: FormVersion) -> tuple[Heads, list[list[Value]]]:
    places = list(cells.places(version))
    heads = [("单位", 30), ("年度", 8), *((cells.name_of(place, version), 14) for place in places)]
    rows: list[list[Value]] = []
    for entry in entries:
        if entry.tables is None:
            continue
        row: list[Value] = [entry.organ or entry.file, entry.year]
        for place in places:
            is_open = cells.key_of(place, version) in entry.open
            row.append(OPEN if is_open else cells.value_at(entry.tables, place))
        rows.append(row)
    return heads, rows


def _sum(sheet: SumSheet) -> tuple[Heads, list[list[Value]]]:
    stated = any(line.stated is not None for line in sheet.lines)
    heads = [("单元格", 56), (f"{len(sheet.organs)}个单位之和", 14)]
    heads += [("汇总报告填报", 14), ("相差", 10)] if stated else []
    heads += [(organ, 14) for organ in sheet.organs]
    rows: list[list[Value]] = []
    for line in sheet.lines:
        row: list[Value] = [line.where, line.total]
        if stated:
            both = line.stated is not None and line.total is not None
            row += [line.stated, line.stated - line.total if both else None]  # type: ignore[operator]  # both are figures
        rows.append([*row, *(line.shares.get(organ) for organ in sheet.organs)])
    return heads, rows


def _sheet(workbook: "Workbook", name: str, heads: Heads, rows: Sequence[Sequence[Value]]) -> None:
    sheet = workbook.add_worksheet(name)
    plain = {"font_name": "宋体", "font_size": 10, "valign": "top", "text_wrap": True}
    body = workbook.add_format(plain)
    head = workbook.add_format({**plain, "bold": True, "bg_color": "#F5F7FA", "bottom": 1, "valign": "vcenter"})
    for x, (words, width) in enumerate(heads):
        sheet.set_column(x, x, width)
        sheet.write_string(0, x, clean(words), head)
    for y, row in enumerate(rows, start=1):
        for x, value in enumerate(row):
            _write(sheet, y, x, value, body)
    sheet.freeze_panes(1, 1)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)


def _write(sheet: "Worksheet", y: int, x: int, value: Value, look: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(y, x, None, look)
    elif isinstance(value, str):
        sheet.write_string(y, x, clean(value)[:_LONGEST], look)
    else:
        sheet.write_number(y, x, value, look)
