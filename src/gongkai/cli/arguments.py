"""The commands, their arguments and their help."""

import argparse
from typing import NoReturn

from gongkai.cli import archiving, files, house, law, scrubbing, season, site
from gongkai.cli.errors import CallError

__all__ = ["CallError", "build_parser"]


class Parser(argparse.ArgumentParser):
    """A parser whose refusal is one line in Chinese."""

    def error(self, message: str) -> NoReturn:
        """Refuse the call with one line."""
        raise CallError(f"命令写法不对：{message}。用 {self.prog} --help 查看用法。")


def build_parser() -> Parser:
    """Build the parser of all commands."""
    parser = Parser(prog="gongkai", description="政府信息公开工作台的命令行。")
    commands = parser.add_subparsers(dest="name", required=True, metavar="命令")
    for module in (law, files, scrubbing, house, season, site, archiving):
        module.add_commands(commands)
    return parser
