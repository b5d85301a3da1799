"""
`gongkai`: the command line.

Exit 0 when all is well, 1 when a check found errors, 2 with one clear line when the call is wrong or a file cannot be read. The
commands that need no database (law, check, read, scrub, scan) never load Django.
"""

import sys
from collections.abc import Sequence

from gongkai.cli.arguments import CallError, build_parser

OK, FOUND_ERRORS, CANNOT = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        arguments = build_parser().parse_args(argv)
        return int(arguments.command(arguments))
    except CallError as refusal:
        print(f"gongkai: {refusal}", file=sys.stderr)
        return CANNOT
    except BrokenPipeError:
        sys.stderr.close()
        return CANNOT
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
