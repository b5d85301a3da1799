"""Conditional formats that hide: white letters when a value is 0, `;;;` when it is an error. Only the simple rules are reckoned."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from gongkai.documents.rebuilding.sheets.grid import Range, Value
from gongkai.documents.rebuilding.sheets.references import areas
from gongkai.documents.rebuilding.sheets.xlsx_styles import Difference, Style, Styles
from gongkai.documents.rebuilding.xml_parts import local

_ERRORS = re.compile(r"#(?:N/A|NAME\?|REF!|VALUE!|DIV/0!|NUM!|NULL!)")
_OPERATORS: dict[str, Callable[[float, float, float], bool]] = {
    "equal": lambda value, low, high: value == low,
    "notEqual": lambda value, low, high: value != low,
    "lessThan": lambda value, low, high: value < low,
    "lessThanOrEqual": lambda value, low, high: value <= low,
    "greaterThan": lambda value, low, high: value > low,
    "greaterThanOrEqual": lambda value, low, high: value >= low,
    "between": lambda value, low, high: low <= value <= high,
    "notBetween": lambda value, low, high: not low <= value <= high,
}


@dataclass(frozen=True)
class Rule:
    """One rule of a conditional format that changes letters so that they may become unseen."""

    ranges: list[Range]
    change: Difference
    kind: str
    operator: str
    formulas: tuple[str, ...]

    def hides(self, row: int, column: int, value: Value, style: Style) -> bool:
        """Tell whether the rule hides this cell; a rule that cannot be reckoned is taken to apply."""
        if not any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in self.ranges):
            return False
        return self.change.hides(style) and self._applies(value)

    def _applies(self, value: Value) -> bool:
        if self.kind == "instead":
            return not isinstance(value, str)
        limits = [_constant(formula) for formula in self.formulas]
        if self.kind == "cellIs" and limits and None not in limits and self.operator in _OPERATORS:
            low = limits[0] or 0.0
            number = float(value) if not isinstance(value, str) else None
            return number is not None and _OPERATORS[self.operator](number, low, limits[-1] or 0.0)
        if self.kind == "containsErrors" or (self.formulas and re.match(r"IS(?:ERROR|ERR|NA)\(", self.formulas[0])):
            return isinstance(value, str) and _ERRORS.fullmatch(value) is not None
        return self.kind != "containsBlanks"


def read_rules(element: etree._Element, styles: Styles) -> list[Rule]:
    """Read the rules of one `conditionalFormatting` element that could hide anything on a plain cell or at all."""
    ranges = areas(element.get("sqref") or "")
    rules = []
    for child in element:
        number = child.get("dxfId")
        if any(part.get("showValue") in ("0", "false") for part in child):
            # A bar or a sign stands in place of the number.
            rules.append(Rule(ranges, Difference(None, None, ";;;"), "instead", "", ()))
            continue
        if local(child) != "cfRule" or number is None or int(number) >= len(styles.differences):
            continue
        change = styles.differences[int(number)]
        if change.letters is None and change.ground is None and change.code is None:
            continue
        formulas = tuple((part.text or "").strip() for part in child if local(part) == "formula")
        rules.append(Rule(ranges, change, child.get("type") or "", child.get("operator") or "", formulas))
    return rules


def _constant(formula: str) -> float | None:
    try:
        return float(formula)
    except ValueError:
        return None
