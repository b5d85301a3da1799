"""`gongkai check` and `gongkai read`: published reports, one or many, read and checked without a database."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.cli.errors import CallError

if TYPE_CHECKING:
    from gongkai.documents.reading import Outcome, ReadReport
    from gongkai.law.annual_report.checks import CheckResult

OK, FOUND_ERRORS, CANNOT = 0, 1, 2
#: Files read at the same time; each in a child process that can be killed.
WORKERS = 2


def add_commands(commands: Any) -> None:
    """Add the commands that work on files."""
    check_parser = commands.add_parser(
        "check", help="读取并核对已发布的年度报告（PDF、DOCX、HTML、文本）；可以给多个文件、文件夹、ZIP"
    )
    check_parser.add_argument("files", type=Path, nargs="+", metavar="file", help="文件、文件夹或 ZIP")
    check_parser.add_argument("--json", action="store_true", help="以 JSON 输出；多个文件时为列表")
    check_parser.add_argument(
        "--previous", type=Path, help="上一年度报告，用于核对结转和现行有效件数（只用于单个文件）"
    )
    check_parser.add_argument("--xlsx", type=Path, metavar="FILE", help="另存为 Excel：每份报告一行，每个问题一行")
    check_parser.set_defaults(command=check)
    read_parser = commands.add_parser("read", help="只读取年度报告，输出各表数字及其出处；可以给多个文件、文件夹、ZIP")
    read_parser.add_argument("files", type=Path, nargs="+", metavar="file", help="文件、文件夹或 ZIP")
    read_parser.add_argument("--json", action="store_true", help="多个文件时输出 JSON 列表（单个文件总是 JSON）")
    read_parser.set_defaults(command=read)


def check(arguments: argparse.Namespace) -> int:
    """Print what the checks found; exit 1 when one of them is an error, 2 when a file could not be read."""
    if arguments.previous and not _is_one(arguments.files):
        raise CallError("--previous 只用于单个文件；多个文件会自动按单位和年度前后核对。")
    if _is_one(arguments.files):
        line = _one(arguments.files[0], arguments.previous)
        print(_json(line.shape()) if arguments.json else _human(line))
    else:
        lines = _checked([_Line(outcome) for outcome in _read_all(arguments.files)])
        print(_json([line.shape() for line in lines]) if arguments.json else _table(lines, checked=True))
        return _finish(lines, arguments.xlsx)
    return _finish([line], arguments.xlsx)


def read(arguments: argparse.Namespace) -> int:
    """Print the figures of reports without checking them; exit 2 when a file could not be read."""
    if _is_one(arguments.files):
        print(_json(_Line(_isolated(arguments.files[0])).shape(evidence=True)))
        return OK
    lines = [_Line(outcome) for outcome in _read_all(arguments.files)]
    print(_json([line.shape(evidence=True) for line in lines]) if arguments.json else _table(lines, checked=False))
    return _finish(lines, None)


@dataclass(frozen=True)
class _Line:
    """A file with what became of it."""

    outcome: "Outcome"
    result: "CheckResult | None" = None

    @property
    def read(self) -> "ReadReport | None":
        return self.outcome.read

    def shape(self, *, evidence: bool = False) -> dict[str, Any]:
        """Give the published shape; a file that could not be read has an `error` instead."""
        from gongkai.documents.reading import as_json

        if self.read is not None:
            return as_json(self.read, self.result.findings if self.result else (), evidence=evidence)
        error = self.outcome.error
        return {"file": self.outcome.name, "error": {"code": error.code, "message": error.reason} if error else None}

    def count(self, severity: str) -> int:
        return sum(finding.severity.value == severity for finding in self.result.findings) if self.result else 0


def _is_one(paths: Sequence[Path]) -> bool:
    """Tell whether the call is about a single document, whose answer is a single object."""
    if len(paths) != 1 or paths[0].is_dir():
        return False
    from gongkai.documents.reading import UnreadableReport
    from gongkai.documents.reading.sources.archive import is_set

    try:
        with paths[0].open("rb") as file:
            return file.read(2) != b"PK" or not is_set(paths[0].read_bytes())
    except (OSError, UnreadableReport):
        return True


def _one(path: Path, previous: Path | None) -> _Line:
    from gongkai.apps.reporting.collecting.guarded import check_guarded
    from gongkai.law.annual_report.context import Context

    outcome = _isolated(path)
    before = _isolated(previous).read if previous else None
    if outcome.read is None:
        raise CallError(f"{path.name}：没有读出内容。")
    return _Line(
        outcome, check_guarded(outcome.read.report, Context(previous=before.report.tables if before else None))
    )


def _isolated(path: Path) -> "Outcome":
    """Read one file in a child; what cannot be read is refused in one line."""
    from gongkai.documents.reading import Outcome, UnreadableReport, read_isolated

    if not path.is_file():
        raise CallError(f"找不到文件“{path}”。请核对路径。")
    try:
        return Outcome(path.name, read=read_isolated(path, path.name))
    except UnreadableReport as error:
        raise CallError(str(error.named(path.name))) from error
    except OSError as error:
        raise CallError(f"无法读取“{path}”：{error.strerror}。") from error


def _read_all(paths: Sequence[Path]) -> Iterator["Outcome"]:
    """Read every file in files, folders and archives; a bad one does not stop the rest."""
    from gongkai.documents.reading import UnreadableReport, read_many

    found = 0
    try:
        for found, outcome in enumerate(read_many(paths, workers=WORKERS), start=1):
            _progress(f"已读取 {found} 个文件：{outcome.name}")
            yield outcome
    except UnreadableReport as error:
        raise CallError(str(error)) from error
    finally:
        _progress("")
    if not found:
        raise CallError("没有找到可读的报告（PDF、DOCX、网页、文本、ZIP）。请核对路径。")


def _progress(words: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{words[:60]}", end="", file=sys.stderr, flush=True)


def _checked(lines: Sequence[_Line]) -> list[_Line]:
    """Check each report with its own last year and with those that may be copies of it."""
    from gongkai.apps.reporting.collecting.alike import alike
    from gongkai.apps.reporting.collecting.guarded import check_guarded
    from gongkai.apps.reporting.collecting.stored import organ_told, plain_name, year_told
    from gongkai.law.annual_report.context import Context

    reads = {at: line.read for at, line in enumerate(lines) if line.read is not None}
    reports = {at: replace(read.report, organ=organ_told(read), year=year_told(read)) for at, read in reads.items()}
    names = {at: plain_name(report.organ) for at, report in reports.items()}
    texts = {at: "".join(section.text for section in report.sections) for at, report in reports.items()}
    near = alike(texts)
    checked = list(lines)
    for at, report in reports.items():
        before = [
            other for other, one in reports.items()
            if report.year and names[at] and names[other] == names[at] and one.year == report.year - 1
        ]  # fmt: skip
        siblings = [
            reports[other] for other in near[at] if names[other] != names[at] and reports[other].year == report.year
        ]
        context = Context(previous_report=reports[before[0]] if len(before) == 1 else None, siblings=siblings)
        checked[at] = replace(lines[at], result=check_guarded(report, context))
        _progress(f"已核对 {at + 1} 份")
    _progress("")
    return checked


def _finish(lines: Sequence[_Line], book: Path | None) -> int:
    if book is not None:
        _write_book(lines, book)
    if any(line.read is None for line in lines):
        return CANNOT
    return FOUND_ERRORS if any(line.count("error") for line in lines) else OK


def _write_book(lines: Sequence[_Line], target: Path) -> None:
    from gongkai.apps.reporting.collecting.standing import standing_of
    from gongkai.apps.reporting.collecting.stored import organ_told, year_told
    from gongkai.apps.reporting.collecting.workbook import Entry, book

    entries = []
    for line in lines:
        found = line.read or line.outcome.error
        report = line.read.report if line.read else None
        if found is not None:
            entries.append(
                Entry(
                    file=line.outcome.name,
                    state=standing_of(found),
                    organ=organ_told(line.read) if line.read else "",
                    year=year_told(line.read) if line.read else None,
                    refusal=line.outcome.error.reason if line.outcome.error else "",
                    tables=report.tables if report else None,
                    findings=line.result.findings if line.result else (),
                    notes=line.read.notes if line.read else (),
                )
            )
    try:
        target.write_bytes(book(entries))
    except OSError as error:
        raise CallError(f"无法写入“{target}”：{error.strerror}。") from error


def _json(shape: Any) -> str:
    return json.dumps(shape, ensure_ascii=False, indent=2)


_MARKS = {"error": "错误", "warning": "提示", "info": "参考"}


def _human(line: _Line) -> str:
    read, result = line.read, line.result
    if read is None or result is None:
        return ""
    report = read.report
    lines = [f"{report.organ or '（未识别机关）'}　{report.year or '（未识别年度）'}年　{report.title}"]
    lines += [
        f"[{_MARKS[finding.severity.value]}] {finding.id} {finding.where}：{finding.message}"
        for finding in result.findings
    ]
    count = len(result.findings)
    lines.append(f"共发现 {count} 处问题。" if count else "未发现问题。")
    return "\n".join(lines)


def _table(lines: Sequence[_Line], *, checked: bool) -> str:
    """Print a line for each file: whose, which year, how far it was read, and the findings by weight."""
    from gongkai.apps.reporting.collecting.standing import WORDS, standing_of
    from gongkai.apps.reporting.collecting.stored import organ_told, year_told

    heads = ["单位", "年度", "读取情况", *(["错误", "提示", "参考"] if checked else []), "文件和说明"]
    rows = []
    for line in lines:
        read, error = line.read, line.outcome.error
        found = read or error
        counts = [str(line.count(severity)) if read else "-" for severity in _MARKS] if checked else []
        rows.append(
            [
                (organ_told(read) if read else "") or "（未识别）",
                str((year_told(read) if read else None) or "-"),
                WORDS[standing_of(found)] if found is not None else "",
                *counts,
                f"{line.outcome.name}：{error.reason}" if error else line.outcome.name,
            ]
        )
    widths = [max(_width(row[at]) for row in [heads, *rows]) for at in range(len(heads))]
    shown = ["  ".join(map(_padded, row, widths)).rstrip() for row in [heads, *rows]]
    unread = sum(line.read is None for line in lines)
    told = f"共 {len(lines)} 个文件，{unread} 个未能读取"
    told += f"，发现错误 {sum(line.count('error') for line in lines)} 处。" if checked else "。"
    return "\n".join([*shown, told])


def _width(text: str) -> int:
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
