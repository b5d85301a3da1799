"""
The rows of an XLSX sheet as bare tuples: from a sheet in the plain shape that spreadsheet programs write by pattern, else by the XML
parser.

The pattern must cover every character between the first and the last row, and allows no comment, no entity, no nesting; whatever has
that shape means the same to an XML parser, which takes twice as long to say so.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from gongkai.documents.rebuilding.xml_parts import Element

_ATTRIBUTES = r'((?: [A-Za-z0-9:]+="[^"<&]*")*)'
_ROW = re.compile(rf"<row{_ATTRIBUTES}(?:/>|>(.*?)</row>)", re.DOTALL)
_CELL = re.compile(
    r'(<c r="([A-Z]{1,3})[0-9]{1,7}"(?: s="([0-9]{1,6})")?(?: t="(s|n|b|e|str)")?(?:/>|><v>([^<&]*)</v></c>))'
)
_ATTRIBUTE = re.compile(r' ([A-Za-z0-9:]+)="([^"]*)"')
_OPEN, _CLOSE = "<sheetData>", "</sheetData>"


#: One cell as it is written: its text as XML or, when it holds more than one plain value, its element; then letters of its column,
#: number of its style, kind, value. A bare tuple, as the pattern gives it: lists have hundreds of thousands.
RawCell = tuple[str | Element, str, str, str, str]


class RawRow(NamedTuple):
    """One row as it is written; empty texts stand for what is not given."""

    number: str
    hidden: str
    height: str
    cells: Sequence[RawCell]


def plain_rows(data: bytes) -> tuple[list[RawRow], bytes] | None:
    """Give the rows and the sheet without them, or None when the sheet has not the plain shape."""
    if data[:5] != b"<?xml" or b"<!" in data or b"&#" in data:
        return None
    try:
        xml = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    head, opened, rest = xml.partition(_OPEN)
    body, closed, tail = rest.partition(_CLOSE)
    if not (opened and closed) or _OPEN in tail or "<?" in rest:
        return None
    rows = _rows(body)
    return None if rows is None else (rows, f"{head}<sheetData/>{tail}".encode())


def _rows(body: str) -> list[RawRow] | None:
    rows = []
    covered = 0
    for match in _ROW.finditer(body):
        attributes, inner = match[1], match[2] or ""
        found = _CELL.findall(inner)
        if sum(len(cell[0]) for cell in found) != len(inner):
            return None
        covered += match.end() - match.start()
        given = dict(_ATTRIBUTE.findall(attributes))
        rows.append(RawRow(given.get("r", ""), given.get("hidden", ""), given.get("ht", ""), found))
    return rows if covered == len(body) else None


def row_of(element: Element) -> RawRow:
    """Give a row that the XML parser read."""
    value_tag = element.tag[:-3] + "v"  # the namespace differs between the two dialects
    cells: list[RawCell] = []
    for child in element:
        letters = (child.get("r") or "").rstrip("0123456789")
        simple = len(child) == 1 and child[0].tag == value_tag
        text = (child[0].text or "") if simple else ""
        cells.append(
            ("" if simple or not len(child) else child, letters, child.get("s") or "", child.get("t") or "", text)
        )
    return RawRow(element.get("r") or "", element.get("hidden") or "", element.get("ht") or "", cells)
