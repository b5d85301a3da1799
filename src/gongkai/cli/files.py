"""`gongkai check FILE`: read a published report and check it, without a database."""

import argparse
import json
from pathlib import Path
from typing import Any

from gongkai.cli.errors import CallError


def add_commands(commands: Any) -> None:
    """Add the commands that work on files."""
    check_parser = commands.add_parser("check", help="读取并核对一份已发布的年度报告（PDF、DOCX、HTML、文本）")
    check_parser.add_argument("file", type=Path)
    check_parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    check_parser.add_argument("--previous", type=Path, help="上一年度报告，用于核对结转和现行有效件数")
    check_parser.set_defaults(command=check)
    read_parser = commands.add_parser("read", help="只读取年度报告，输出各表数字及其出处")
    read_parser.add_argument("file", type=Path)
    read_parser.set_defaults(command=read)


def check(arguments: argparse.Namespace) -> int:
    """Print what the checks found; exit 1 when one of them is an error."""
    from gongkai.documents.reading import as_json
    from gongkai.law.annual_report.checks import check as run_checks
    from gongkai.law.annual_report.context import Context
    from gongkai.law.annual_report.model import errors

    read_file = _read(arguments.file)
    previous = _read(arguments.previous).report.tables if arguments.previous else None
    result = run_checks(read_file.report, Context(previous=previous))
    if arguments.json:
        print(json.dumps(as_json(read_file, result.findings), ensure_ascii=False, indent=2))
    else:
        print(_human(read_file, result))
    return 1 if errors(result.findings) else 0


def read(arguments: argparse.Namespace) -> int:
    """Print the figures of a report as JSON, without checking them."""
    from gongkai.documents.reading import as_json

    print(json.dumps(as_json(_read(arguments.file), evidence=True), ensure_ascii=False, indent=2))
    return 0


def _read(path: Path) -> Any:
    from gongkai.documents.reading import UnreadableReport, read_report

    if not path.is_file():
        raise CallError(f"找不到文件“{path}”。请核对路径。")
    try:
        return read_report(path)
    except UnreadableReport as error:
        raise CallError(f"{path.name}：{error}") from error
    except OSError as error:
        raise CallError(f"无法读取“{path}”：{error.strerror}。") from error


_MARKS = {"error": "错误", "warning": "提示", "info": "参考"}


def _human(read_file: Any, result: Any) -> str:
    report = read_file.report
    lines = [f"{report.organ or '（未识别机关）'}　{report.year or '（未识别年度）'}年　{report.title}"]
    lines += [
        f"[{_MARKS[finding.severity.value]}] {finding.id} {finding.where}：{finding.message}"
        for finding in result.findings
    ]
    count = len(result.findings)
    lines.append(f"共发现 {count} 处问题。" if count else "未发现问题。")
    return "\n".join(lines)
