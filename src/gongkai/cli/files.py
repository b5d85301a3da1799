"""`gongkai check` and `gongkai read`: published reports, one or many, read and checked without a database."""

import argparse
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.cli.errors import CallError
from gongkai.cli.lines import Line, as_table, compared, for_people
from gongkai.cli.progress import Bar

if TYPE_CHECKING:
    from gongkai.documents.reading import Outcome
    from gongkai.law.annual_report.model import Report

OK, FOUND_ERRORS, CANNOT = 0, 1, 2
#: Files read at the same time, each in a child process that can be killed: one for each core.
WORKERS = min(8, os.cpu_count() or 2)


def add_commands(commands: Any) -> None:
    """Add the commands that work on files."""
    kinds = "文件、文件夹或 ZIP（文件夹中的 JSON 只读其中含网页表格的）"
    check_parser = commands.add_parser(
        "check", help="读取并核对已发布的年度报告（PDF、DOCX、HTML、文本）；可以给多个文件、文件夹、ZIP"
    )
    check_parser.add_argument("files", type=Path, nargs="+", metavar="file", help=kinds)
    check_parser.add_argument("--json", action="store_true", help="以 JSON 输出；多个文件时为列表")
    check_parser.add_argument(
        "--previous", type=Path, help="上一年度报告，用于核对结转和现行有效件数（只用于单个文件）"
    )
    check_parser.add_argument("--xlsx", type=Path, metavar="FILE", help="另存为 Excel：每份报告一行，每个问题一行")
    check_parser.add_argument(
        "--html", type=Path, metavar="FILE", help="另存为网页：报告原文，问题标在原处（只用于单个文件）"
    )
    check_parser.set_defaults(command=check)
    read_parser = commands.add_parser("read", help="只读取年度报告，输出各表数字及其出处；可以给多个文件、文件夹、ZIP")
    read_parser.add_argument("files", type=Path, nargs="+", metavar="file", help=kinds)
    read_parser.add_argument("--json", action="store_true", help="多个文件时输出 JSON 列表（单个文件总是 JSON）")
    read_parser.set_defaults(command=read)
    compare_parser = commands.add_parser("compare", help="比较两份年度报告：逐格的增减，逐句的异同")
    compare_parser.add_argument("before", type=Path, help="较早的或者被比较的报告")
    compare_parser.add_argument("after", type=Path, help="较新的报告")
    compare_parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    compare_parser.set_defaults(command=compare)


def check(arguments: argparse.Namespace) -> int:
    """Print what the checks found; exit 1 when one of them is an error, 2 when a file could not be read."""
    if arguments.previous and not _is_one(arguments.files):
        raise CallError("--previous 只用于单个文件；多个文件会自动按单位和年度前后核对。")
    if arguments.html and not _is_one(arguments.files):
        raise CallError("--html 只用于单个文件；多个文件请用 --xlsx。")
    if _is_one(arguments.files):
        lines = [_one(arguments.files[0], arguments.previous)]
        print(_json(lines[0].shape()) if arguments.json else for_people(lines[0]))
    else:
        lines = _checked([Line(outcome) for outcome in _read_all(arguments.files)])
        print(_json([line.shape() for line in lines]) if arguments.json else as_table(lines, checked=True))
    if arguments.html is not None:
        _write(arguments.html, _marked(lines[0]).encode())
    if arguments.xlsx is not None:
        _write(arguments.xlsx, _book(lines))
    return _verdict(lines)


def read(arguments: argparse.Namespace) -> int:
    """Print the figures of reports without checking them; exit 2 when a file could not be read."""
    if _is_one(arguments.files):
        print(_json(Line(_isolated(arguments.files[0])).shape()))
        return OK
    lines = [Line(outcome) for outcome in _read_all(arguments.files)]
    print(_json([line.shape() for line in lines]) if arguments.json else as_table(lines, checked=False))
    return _verdict(lines)


def compare(arguments: argparse.Namespace) -> int:
    """Print what differs between two reports: the cells with their growth, the text sentence by sentence."""
    from gongkai.law.annual_report.compare import as_json

    found = [_isolated(path).read for path in (arguments.before, arguments.after)]
    before, after = (read.report for read in found if read is not None)
    print(_json(as_json(before, after)) if arguments.json else compared(before, after))
    return OK


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


def _one(path: Path, previous: Path | None) -> Line:
    from gongkai.apps.reporting.collecting.guarded import check_guarded
    from gongkai.law.annual_report.context import Context

    outcome = _isolated(path)
    before = _isolated(previous).read if previous else None
    if outcome.read is None:
        raise CallError(f"{path.name}：没有读出内容。")
    return Line(outcome, check_guarded(outcome.read.report, Context(previous=before.report.tables if before else None)))


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
    from gongkai.documents.reading.many import count_files

    with Bar("读取", count_files([path for path in paths if path.exists()])) as bar:
        try:
            for outcome in read_many(paths, workers=WORKERS):
                bar.step(outcome.name)
                yield outcome
        except UnreadableReport as error:
            raise CallError(str(error)) from error
    if not bar.done:
        raise CallError("没有找到可读的报告（PDF、DOCX、网页、文本、ZIP）。请核对路径。")


def _checked(lines: Sequence[Line]) -> list[Line]:
    """Check each report with its own last year and with those that may be copies of it."""
    from gongkai.apps.reporting.collecting.alike import alike
    from gongkai.apps.reporting.collecting.guarded import check_guarded
    from gongkai.apps.reporting.collecting.stored import organ_told, plain_name, year_told
    from gongkai.law.annual_report.context import Context, sibling_of

    reads = {at: line.read for at, line in enumerate(lines) if line.read is not None}
    reports = {at: replace(read.report, organ=organ_told(read), year=year_told(read)) for at, read in reads.items()}
    names = {at: plain_name(report.organ) for at, report in reports.items()}
    texts = {at: sibling_of(report) for at, report in reports.items()}
    near = alike({at: sibling.pieces.text for at, sibling in texts.items()})
    of = {(names[at], report.year): at for at, report in reports.items() if names[at] and report.year}
    twice = len(of) < sum(bool(names[at] and report.year) for at, report in reports.items())
    checked = list(lines)
    with Bar("核对", len(reports)) as bar:
        for at, report in reports.items():
            before = of.get((names[at], report.year - 1)) if report.year and names[at] else None
            if before is not None and twice and _is_twice(before, names, reports):
                before = None
            siblings = [
                texts[other] for other in near[at] if names[other] != names[at] and reports[other].year == report.year
            ]
            context = Context(previous_report=reports[before] if before is not None else None, siblings=siblings)
            checked[at] = replace(lines[at], result=check_guarded(report, context))
            bar.step(report.organ)
    return checked


def _is_twice(at: int, names: dict[int, str], reports: "dict[int, Report]") -> bool:
    """Tell whether another file has the same organ and year: then nobody knows which one is last year's."""
    return sum(name == names[at] and reports[other].year == reports[at].year for other, name in names.items()) > 1


def _verdict(lines: Sequence[Line]) -> int:
    if any(line.read is None for line in lines):
        return CANNOT
    return FOUND_ERRORS if any(line.count("error") for line in lines) else OK


def _marked(line: Line) -> str:
    from gongkai.documents.writing.marked import marked_page

    read, result = line.read, line.result
    if read is None or result is None:
        raise CallError(f"{line.outcome.name}：没有读出内容。")
    return marked_page(
        read.report, result.findings, source=line.outcome.name, notes=read.notes, open_cells=_undecided(read)
    )


def _undecided(read: Any) -> dict[str, str]:
    """Give the cells that were left open, with the number of readings that are possible."""
    from gongkai.apps.reporting.collecting.cells import cells_of_row

    tables = read.report.tables
    if tables is None:
        return {}
    return {
        key: f"有{len(ways)}种可能的读法，没有取值" if ways else "没有一种读法符合勾稽关系，没有取值"
        for row, ways in read.refused.items()
        for key in cells_of_row(row, tables.form)
    }


def _book(lines: Sequence[Line]) -> bytes:
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
    return book(entries)


def _write(target: Path, data: bytes) -> None:
    try:
        target.write_bytes(data)
    except OSError as error:
        raise CallError(f"无法写入“{target}”：{error.strerror}。") from error


def _json(shape: Any) -> str:
    return json.dumps(shape, ensure_ascii=False, indent=2)
