"""`gongkai scrub FILE -o OUT`, `gongkai scan FILE|DIR`: the engines for safe files and personal data, without a database."""

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from gongkai.cli.errors import CallError

if TYPE_CHECKING:
    from gongkai.documents.rebuilding.command import CommandResult

SHANGHAI = ZoneInfo("Asia/Shanghai")


def add_commands(commands: Any) -> None:
    """Add the commands on safe files."""
    scrub_parser = commands.add_parser("scrub", help="按可见内容重建一份文件，去除隐藏内容和附带信息")
    scrub_parser.add_argument("file", type=Path, help="要重建的文件")
    scrub_parser.add_argument("-o", "--out", type=Path, required=True, help="输出文件，或者已有的目录")
    scrub_parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    scrub_parser.set_defaults(command=scrub)
    scan_parser = commands.add_parser("scan", help="查找文件或者目录中的个人信息和隐藏内容（不显示找到的内容本身）")
    scan_parser.add_argument("file", type=Path, help="文件或者目录")
    scan_parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    scan_parser.set_defaults(command=scan)


def scrub(arguments: argparse.Namespace) -> int:
    """Rebuild a file; exit 1 when the result still holds what must not go out."""
    from gongkai.documents.rebuilding.command import cli_scrub

    if not arguments.out.parent.is_dir():
        raise CallError(f"输出目录“{arguments.out.parent}”不存在。请先建立，或者改用其他目录。")
    return _answer(cli_scrub(_existing(arguments.file), arguments.out, on=_today()), arguments)


def scan(arguments: argparse.Namespace) -> int:
    """Look for personal data and hidden content; exit 1 when something blocks publication."""
    from gongkai.documents.rebuilding.command import cli_scan

    return _answer(cli_scan(_existing(arguments.file), on=_today()), arguments)


def _existing(path: Path) -> Path:
    if not path.exists():
        raise CallError(f"找不到“{path}”。请核对路径。")
    return path


def _today() -> Any:
    return datetime.now(SHANGHAI).date()  # noqa: TID251 - the command line is a face; ages are reckoned on this day


def _answer(result: "CommandResult", arguments: argparse.Namespace) -> int:
    if arguments.json:
        print(json.dumps(result.report, ensure_ascii=False, indent=2))
    else:
        print(result.text, file=sys.stderr if result.exit_code > 1 else sys.stdout)
    return result.exit_code
