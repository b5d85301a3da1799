"""What a reader and a writer make together inside the child, before it goes over the wire."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from gongkai.documents.rebuilding.model import Grid


@dataclass
class Made:
    """
    A rebuilt file with its report.

    `dropped` counts by what and where; `hidden` holds what the dropped parts said, by place; `concerns` are (severity, where, why) that
    no scanner can find; `marks` are (kind, severity, left, top, width, height) on each picture of `pages`, in shares of it; `facts` is what the second reader must know about the result (names of sheets, number formats, …).
    """

    kind: str
    data: bytes = b""
    text: str = ""
    dropped: Counter[tuple[str, str]] = field(default_factory=Counter)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    concerns: list[tuple[str, str, str]] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    pages: list[bytes] = field(default_factory=list)
    marks: list[list[tuple[str, str, float, float, float, float]]] = field(default_factory=list)
    layout: list[dict[str, Any]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    def header(self) -> dict[str, Any]:
        """Give everything but the bytes as plain values."""
        return {
            "kind": self.kind,
            "text": self.text,
            "dropped": [[what, where, count] for (what, where), count in sorted(self.dropped.items())],
            "hidden": self.hidden,
            "unread": self.unread,
            "concerns": self.concerns,
            "grids": [[grid.name, grid.rows, grid.merges, grid.total_rows] for grid in self.grids],
            "paragraphs": self.paragraphs,
            "marks": self.marks,
            "layout": self.layout,
            "facts": self.facts,
        }
