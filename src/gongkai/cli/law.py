"""`gongkai law show ogi:33`, `gongkai law gaps`: where an article is at work, and which articles have no rule."""

import argparse
from typing import Any

from gongkai.cli.errors import CallError


def add_commands(commands: Any) -> None:
    """Add the commands on the law."""
    law = commands.add_parser("law", help="查法条：依据在哪里用到").add_subparsers(required=True, metavar="动作")
    show_parser = law.add_parser("show", help="显示一条法条及引用它的规则、代码和测试")
    show_parser.add_argument("citation", help="例如 ogi:33 或 ogi:33.2")
    show_parser.set_defaults(command=show)
    gaps_parser = law.add_parser("gaps", help="列出没有任何规则引用的条文")
    gaps_parser.add_argument("instrument", nargs="?", default="ogi", help="文件代号，默认 ogi（条例）")
    gaps_parser.set_defaults(command=gaps)


def show(arguments: argparse.Namespace) -> int:
    """Print an article with the rules, code and tests that cite it."""
    from gongkai.law.citations import CitationError
    from gongkai.law.show import render_show

    try:
        print(render_show(arguments.citation))
    except CitationError as error:
        raise CallError(str(error)) from error
    return 0


def gaps(arguments: argparse.Namespace) -> int:
    """Print the articles of an instrument that no rule cites."""
    from gongkai.law.citations import CitationError
    from gongkai.law.show import render_gaps

    try:
        print(render_gaps(arguments.instrument))
    except CitationError as error:
        raise CallError(str(error)) from error
    return 0
