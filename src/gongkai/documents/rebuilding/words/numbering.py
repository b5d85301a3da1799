"""Lists of a DOCX: for every list and level how it counts."""

from lxml import etree

from gongkai.documents.rebuilding.words.blocks import Level
from gongkai.documents.rebuilding.words.styles import by_name
from gongkai.documents.rebuilding.xml_parts import attribute, local

_FORMS = frozenset(
    (
        *("decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "bullet", "none", "decimalZero"),
        *("chineseCounting", "chineseCountingThousand", "ideographDigital", "ideographTraditional", "ideographZodiac"),
        *("japaneseCounting", "taiwaneseCounting", "decimalFullWidth"),
        *("decimalEnclosedCircle", "decimalEnclosedCircleChinese"),
    )
)
_LONGEST = 20


class Numbering:
    """All lists of a document."""

    def __init__(self, root: etree._Element | None) -> None:
        self._abstract: dict[str, etree._Element] = {}
        self._lists: dict[str, str] = {}
        for child in root if root is not None else ():
            if local(child) == "abstractNum":
                self._abstract[attribute(child, "abstractNumId") or ""] = child
            elif local(child) == "num":
                linked = by_name(child).get("abstractNumId")
                self._lists[attribute(child, "numId") or ""] = (
                    (attribute(linked, "val") or "") if linked is not None else ""
                )

    def level(self, list_id: str, number: int) -> Level | None:
        """Give a level of a list, or None when the list does not exist or shows nothing."""
        abstract = self._abstract.get(self._lists.get(list_id, ""))
        for child in abstract if abstract is not None else ():
            if local(child) == "lvl" and attribute(child, "ilvl") == str(number):
                return _level(child)
        return None


def _level(element: etree._Element) -> Level:
    parts = by_name(element)

    def value(name: str) -> str:
        part = parts.get(name)
        return (attribute(part, "val") or "") if part is not None else ""

    form = value("numFmt") or "decimal"
    start = value("start")
    text = value("lvlText")[:_LONGEST]
    if form == "bullet":
        # Bullets are characters of special faces; without the face they would be boxes.
        text = "•" if len(text) == 1 else text
    return Level(form if form in _FORMS else "decimal", text, int(start) if start.isdecimal() else 1)
