"""Cells of an ODS workbook: the text that is seen, as a number where it is one."""

import re

from lxml import etree

from gongkai.documents.rebuilding.sheets.grid import Value
from gongkai.documents.rebuilding.sheets.ods_styles import OpenStyles
from gongkai.documents.rebuilding.xml_parts import attribute, local

_NUMBER = re.compile(r"-?[0-9][0-9,]*(\.[0-9]+)?(%?)")
_BLANKS = {"s": " ", "tab": "\t", "line-break": "\n"}
_SKIPPED = ("annotation", "frame", "custom-shape", "line", "note", "ruby-text", "tracked-changes")


def seen_text(cell: etree._Element, styles: OpenStyles, style: str) -> tuple[str, str]:
    """Give the text of a cell that is seen on its ground, and the text that is not."""
    ground = styles.ground(style)
    seen: list[str] = []
    unseen: list[str] = []

    def collect(element: etree._Element, *, hidden: bool) -> None:
        name = local(element)
        if name in _SKIPPED:
            return
        own = attribute(element, "style-name") if name == "span" else None
        hidden = hidden or bool(own and styles.unseen("text", own, ground)) or name == "hidden-text"
        target = unseen if hidden else seen
        if name in _BLANKS:
            target.append(_BLANKS[name] * min(100, int(attribute(element, "c") or 1)))
        elif element.text:
            target.append(element.text)
        for child in element:
            collect(child, hidden=hidden)
            if child.tail:
                target.append(child.tail)

    for at, paragraph in enumerate(child for child in cell if local(child) == "p"):
        if at:
            seen.append("\n")
        collect(paragraph, hidden=False)
    return "".join(seen).strip("\n"), "".join(unseen)


def value_of(cell: etree._Element, text: str) -> tuple[Value, str]:
    """Give the value that the text shows and its number format; what the text does not show is not taken from the attributes."""
    kind = attribute(cell, "value-type") or "string"
    if kind in ("float", "currency", "percentage"):
        return _number(attribute(cell, "value") or "", text)
    if kind == "date":
        return _date(attribute(cell, "date-value") or "", text), "@"
    if kind == "boolean":
        return attribute(cell, "boolean-value") == "true", "General"
    return text, "General"


def _number(stored: str, text: str) -> tuple[Value, str]:
    try:
        value = float(stored)
    except ValueError:
        return "", "General"
    match = _NUMBER.fullmatch(text)
    if match is None:
        # The text is no plain number: the program writes it from the value, so the value is what is seen.
        return value, "General"
    decimals = len(match[1] or ".") - 1
    shown = float(text.replace(",", "").rstrip("%")) / (100 if match[2] else 1)
    if abs(shown - value) > 0.51 * 10 ** -(decimals + 2 * bool(match[2])):
        return value, "General"
    code = ("#,##0" if "," in text else "0") + ("." + "0" * decimals if decimals else "") + match[2]
    return shown, "General" if code == "0" else code


def _date(stored: str, text: str) -> str:
    """Give the text when it shows the stored day, the day itself when it shows anything else."""
    parts = [int(number) for number in re.findall(r"[0-9]+", stored)][:6]
    allowed = {*parts, parts[0] % 100} if parts else set()
    numbers = [int(number) for number in re.findall(r"[0-9]{1,6}", text)]
    if numbers and all(number in allowed or number in (1, 12) for number in numbers) and len(text) <= 40:
        return text
    return stored.removesuffix("T00:00:00")
