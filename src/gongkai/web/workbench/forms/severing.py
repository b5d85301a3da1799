"""Marking what is withheld in a file: ticked passages and lines, words within them, boxes; each with its clause."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from gongkai.apps.foi.severance import clauses
from gongkai.documents.redaction import Box, Mark, Passage, RedactionFailed, Sheet

#: A box as it is written by hand: page, left, top, right, bottom in percent.
_BOX = re.compile(r"\s*(\d+)[\s,，;；]+([\d.]+)[\s,，;；]+([\d.]+)[\s,，;；]+([\d.]+)[\s,，;；]+([\d.]+)\s*(\w*)\s*")


@dataclass(frozen=True)
class Row:
    """A passage or line that can be ticked, as it stands on the page of the form."""

    name: str
    text: str
    box: Box | None = None
    ticked: bool = False
    words: str = ""
    clause: str = ""


@dataclass(frozen=True)
class Leaf:
    """A page with its lines; `boxes` are those drawn before."""

    number: int
    width: int
    height: int
    rows: tuple[Row, ...]


class Marking:
    """What was marked, read from a submission or from an earlier marking; `marks` raises for what does not fit."""

    def __init__(self, sheet: Sheet, *, on: date, data: QueryDict | None = None, kept: Any = ()) -> None:
        self.sheet, self.on = sheet, on
        self.clauses = clauses(on)
        known = {value for value, _words in self.clauses}
        entries = _sent(data) if data is not None else {entry["name"]: entry for entry in kept if entry.get("name")}
        self._entries: Mapping[str, Mapping[str, str]] = entries
        drawn = [entry["box"] for entry in kept if entry.get("box")]
        self.boxes = data.get("boxes", "") if data is not None else "\n".join(drawn)
        self.clause = (data.get("clause", "") if data is not None else "") or next(
            (entry["clause"] for entry in kept), self.clauses[0][0]
        )
        self._known = known

    @property
    def paragraphs(self) -> list[Row]:
        """Give the passages of a text or a Word file."""
        return [self._row(f"p{number}", text) for number, text in enumerate(self.sheet.paragraphs) if text.strip()]

    @property
    def pages(self) -> list[Leaf]:
        """Give the pages of a PDF or a picture."""
        return [
            Leaf(
                page.number,
                page.width,
                page.height,
                tuple(
                    self._row(f"l{page.number}-{place}", line.text, line.box) for place, line in enumerate(page.lines)
                ),
            )
            for page in self.sheet.pages
        ]

    def _row(self, name: str, text: str, box: Box | None = None) -> Row:
        entry = self._entries.get(name)
        if entry is None:
            return Row(name, text, box)
        return Row(name, text, box, ticked=True, words=entry.get("words", ""), clause=entry.get("clause", ""))

    def marks(self) -> list[Mark]:
        """
        Give what is marked.

        :raises RedactionFailed: words that are not in their passage, a box that cannot be read, a clause that is none.
        """
        return [*self._of_rows(), *self._of_boxes()]

    def _of_rows(self) -> Iterator[Mark]:
        rows = [*self.paragraphs, *(row for page in self.pages for row in page.rows)]
        for row in rows:
            if row.ticked:
                clause = self._clause(row.clause)
                if row.box is not None:
                    yield Mark(row.box, clause)
                else:
                    yield from (Mark(place, clause) for place in _places(row))

    def _of_boxes(self) -> Iterator[Mark]:
        for line in self.boxes.splitlines():
            if line.strip():
                found = _BOX.fullmatch(line)
                if found is None:
                    raise RedactionFailed(
                        _("方框“%(line)s”看不懂。请写：页 左 上 右 下（百分比），例如 1 10 20 60 25。") % {"line": line}
                    )
                left, top, right, bottom = (float(found[group]) / 100 for group in range(2, 6))
                yield Mark(Box(int(found[1]), left, top, right, bottom), self._clause(found[6]))

    def _clause(self, own: str) -> str:
        clause = own or self.clause
        if clause not in self._known:
            raise RedactionFailed(_("请为每一处选择所依据的条款。"))
        return clause

    def plain(self) -> list[dict[str, str]]:
        """Give the marking as plain values, to open it again."""
        rows = [
            {"name": name, "words": str(entry.get("words", "")), "clause": self._clause(str(entry.get("clause", "")))}
            for name, entry in self._entries.items()
        ]
        return rows + [{"box": line.strip(), "clause": self.clause} for line in self.boxes.splitlines() if line.strip()]


def _sent(data: QueryDict) -> dict[str, dict[str, str]]:
    return {
        name: {"words": data.get(f"words-{name}", "").strip(), "clause": data.get(f"clause-{name}", "")}
        for name in data.getlist("mark")
    }


def _places(row: Row) -> Iterator[Passage]:
    """Give the passage as a whole, or every place of the words that are to go."""
    number = int(row.name[1:])
    if not row.words:
        yield Passage(number)
        return
    start = row.text.find(row.words)
    if start < 0:
        raise RedactionFailed(
            _("第 %(n)s 段里没有“%(words)s”，请照原文填写，或者留空表示整段。") % {"n": number + 1, "words": row.words}
        )
    while start >= 0:
        yield Passage(number, start, start + len(row.words))
        start = row.text.find(row.words, start + len(row.words))
