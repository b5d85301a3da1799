"""A file with what became of it, and how that is shown: as a list for people, as a table of many, as the published JSON."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongkai.cli.progress import padded, width

if TYPE_CHECKING:
    from gongkai.documents.reading import Outcome, ReadReport
    from gongkai.law.annual_report.checks import CheckResult
    from gongkai.law.annual_report.model import Finding, Report

MARKS = {"error": "错误", "warning": "提示", "info": "参考"}
_COLOURS = {"error": "31", "warning": "33", "info": "36"}


@dataclass(frozen=True)
class Line:
    """A file with what became of it."""

    outcome: "Outcome"
    result: "CheckResult | None" = None

    @property
    def read(self) -> "ReadReport | None":
        """Give what was read, None where the file was refused."""
        return self.outcome.read

    def shape(self) -> dict[str, Any]:
        """Give the published shape; a file that could not be read has an `error` instead."""
        from gongkai.documents.reading import as_json

        if self.read is not None:
            return as_json(self.read, self.result.findings if self.result else (), evidence=True)
        error = self.outcome.error
        return {"file": self.outcome.name, "error": {"code": error.code, "message": error.reason} if error else None}

    def count(self, severity: str) -> int:
        """Give how many findings weigh so much."""
        return sum(finding.severity.value == severity for finding in self.result.findings) if self.result else 0


def for_people(line: Line) -> str:
    """Give what was found in one report: errors first, each with its place and what to do."""
    read, result = line.read, line.result
    if read is None or result is None:
        return ""
    report = read.report
    lines = [f"{report.organ or '（未识别机关）'}　{report.year or '（未识别年度）'}年　{report.title}"]
    for severity, words in MARKS.items():
        of_kind = [finding for finding in result.findings if finding.severity.value == severity]
        if of_kind:
            lines += ["", _painted(f"{words}（{len(of_kind)}处）", _COLOURS[severity], bold=True)]
            lines += [text for finding in of_kind for text in _told(finding, severity, words)]
    if read.notes:
        lines += ["", "读取说明", *(f"  {note}" for note in read.notes)]
    count = len(result.findings)
    lines += ["", f"共发现 {count} 处问题。" if count else "未发现问题。"]
    return "\n".join(lines)


def _told(finding: "Finding", severity: str, words: str) -> list[str]:
    mark = _painted(f"[{words}]", _COLOURS[severity])
    told = [f"{mark} {finding.id} {finding.where}：{finding.message}"]
    if finding.expected and finding.expected not in finding.message:
        told.append(f"       应为：{finding.expected}")
    return told


def _painted(text: str, colour: str, *, bold: bool = False) -> str:
    """Colour a text where a person looks at a terminal that wants colours (`NO_COLOR` is respected)."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return text
    return f"\x1b[{'1;' if bold else ''}{colour}m{text}\x1b[0m"


def as_table(lines: Sequence[Line], *, checked: bool) -> str:
    """Give a line for each file: whose, which year, how far it was read, and the findings by weight."""
    from gongkai.apps.reporting.collecting.standing import WORDS, standing_of
    from gongkai.apps.reporting.collecting.stored import organ_told, year_told

    heads = ["单位", "年度", "读取情况", *(MARKS.values() if checked else []), "文件和说明"]
    rows = []
    for line in lines:
        read, error = line.read, line.outcome.error
        found = read or error
        counts = [str(line.count(severity)) if read else "-" for severity in MARKS] if checked else []
        rows.append(
            [
                (organ_told(read) if read else "") or "（未识别）",
                str((year_told(read) if read else None) or "-"),
                WORDS[standing_of(found)] if found is not None else "",
                *counts,
                f"{line.outcome.name}：{error.reason}" if error else line.outcome.name,
            ]
        )
    widths = [max(width(row[at]) for row in [heads, *rows]) for at in range(len(heads))]
    shown = ["  ".join(map(padded, row, widths)).rstrip() for row in [heads, *rows]]
    unread = sum(line.read is None for line in lines)
    told = f"共 {len(lines)} 个文件，{unread} 个未能读取"
    told += f"，发现错误 {sum(line.count('error') for line in lines)} 处。" if checked else "。"
    return "\n".join([*shown, told])


def compared(before: "Report", after: "Report") -> str:
    """Give the difference of two reports: cells with their growth, then the text; + is new, - is gone, ~ is reworded."""
    from gongkai.law.annual_report.compare import Kind, compare, section_turns

    found = compare(before, after)
    lines = [
        f"甲：{before.organ}　{before.year}年　{before.title}",
        f"乙：{after.organ}　{after.year}年　{after.title}",
        f"正文相似 {found.ratio:.0%}",
        "",
        f"表格中不同的单元格（{len(found.cells)}格）" if found.cells else "表格没有不同。",
    ]
    for change in found.cells:
        growth = "" if change.growth is None else f"（{change.growth:+}%）"
        lines.append(f"  {change.where}：{_cell(change.before)} → {_cell(change.after)}{growth}")
    signs = {Kind.NEW: ("+", "32"), Kind.GONE: ("-", "31"), Kind.CHANGED: ("~", "33"), Kind.FIGURES: ("~", "33")}
    for section in section_turns(before, after):
        told = [turn for turn in section.turns if turn.kind in signs]
        lines += ["", f"{section.heading}　相似 {section.ratio:.0%}" + ("" if told else "　没有不同")]
        for turn in told:
            sign, colour = signs[turn.kind]
            lines.append(_painted(f"  {sign} {turn.after or turn.before}", colour))
    return "\n".join(lines)


def _cell(cell: object) -> str:
    return "空白" if cell is None else str(cell)
