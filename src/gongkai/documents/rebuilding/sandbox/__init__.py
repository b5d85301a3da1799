"""Run the parsing of uploads in a child process that can do nothing but read what it is given and answer."""

from gongkai.documents.rebuilding.sandbox.parent import Started, run, start

__all__ = ["Started", "run", "start"]
