"""Shared and inline strings of an XLSX workbook: the letters that can be seen on the ground of their cell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from lxml import etree

from gongkai.documents.rebuilding.sheets.colors import Color, can_be_read
from gongkai.documents.rebuilding.sheets.xlsx_styles import SMALLEST, Styles
from gongkai.documents.rebuilding.xml_parts import local, walk


@dataclass(frozen=True)
class Run:
    """A stretch of a string with a colour or a size of its own."""

    text: str
    color: Color | None
    size: float | None

    def seen_on(self, ground: Color) -> bool:
        """Tell whether the stretch can be seen."""
        if self.size is not None and self.size < SMALLEST:
            return False
        return self.color is None or can_be_read(self.color, ground)


_STRING = re.compile(r'(<si><t(?: xml:space="preserve")?>([^<]*)</t></si>)')
_OTHER_ENTITY = re.compile("&(?!(?:lt|gt|amp|quot|apos);)")
#: A plain string, or stretches of which some may be unseen.
Text = str | tuple[Run, ...]


def read_strings(data: bytes, styles: Styles) -> list[Text]:
    """Read the table of shared strings; the readings above Chinese characters (phonetic runs) are left out."""
    plain = _plain_strings(data)
    return list(_items(data, styles)) if plain is None else plain


def _plain_strings(data: bytes) -> list[Text] | None:
    """Read a table in which every string is one plain text, by pattern; None when it is not of that shape."""
    if data[:5] != b"<?xml" or b"<!" in data or b"&#" in data:
        return None
    try:
        head, opened, rest = data.decode("utf-8").partition("<si>")
    except UnicodeDecodeError:
        return None
    body, closed, _ = rest.rpartition("</sst>")
    found = _STRING.findall(opened + body)
    if (
        not closed
        or "<?" in rest
        or _OTHER_ENTITY.search(rest)
        or len(opened) + len(body) != sum(len(whole) for whole, _ in found)
    ):
        return None
    return [unescape(text) if "&" in text else text for _, text in found] if head.count("<") == 2 else None


def _items(data: bytes, styles: Styles) -> Iterator[Text]:
    for item in walk(data, ("{*}si",), "Excel 文件"):
        yield read_text(item, styles)


def read_text(item: etree._Element, styles: Styles) -> Text:
    """Read one string."""
    if len(item) == 1 and local(item[0]) == "t":
        return item[0].text or ""
    runs = []
    for child in item:
        name = local(child)
        if name == "t":
            runs.append(Run(child.text or "", None, None))
        elif name == "r":
            runs.append(_run(child, styles))
    if all(run.color is None and run.size is None for run in runs):
        return "".join(run.text for run in runs)
    return tuple(runs)


def visible_text(text: Text, ground: Color) -> tuple[str, str]:
    """Split a string into what is seen on a ground and what is not."""
    if isinstance(text, str):
        return text, ""
    seen = "".join(run.text for run in text if run.seen_on(ground))
    return seen, "".join(run.text for run in text if not run.seen_on(ground))


def _run(element: etree._Element, styles: Styles) -> Run:
    text, color, size = "", None, None
    for child in element:
        if local(child) == "t":
            text += child.text or ""
        elif local(child) == "rPr":
            for part in child:
                if local(part) == "color":
                    color = styles.color(part)
                elif local(part) == "sz":
                    size = float(part.get("val") or 11)
    return Run(text, color, size if size is not None and size < SMALLEST else None)
