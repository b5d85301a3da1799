"""Judge the rows of a list: what is missing, impossible, twice, dead, elsewhere, above the standard; and what must not stand there."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from gongkai.apps.benefits.columns import Layout
from gongkai.apps.benefits.parts import PRINT
from gongkai.apps.core.sealing import fingerprints
from gongkai.documents.personal_data import Kind, Severity, scan_table, veil
from gongkai.documents.personal_data.columns import KIND_OF
from gongkai.documents.personal_data.numbers import PROVINCES, is_identity_number, plain_digits
from gongkai.documents.personal_data.table import as_text, letters
from gongkai.law.benefits import AmountRule

NOBODY = bytes(PRINT)
_SUMS = frozenset(("合计", "小计", "总计", "共计"))
_MOST_AMOUNT = Decimal(100_000_000)
#: What a good value looks like, for whoever mends the file.
EXPECTED = {
    "row.no_name": "填写姓名",
    "row.id_as_number": "把该列设为“文本”格式后重新录入全部18位",
    "row.id_invalid": "18位号码，出生日期和末位校验码正确",
    "row.amount_invalid": "数字，如1200或1200.50",
    "row.twice": "每人一行；确有两笔的合并为一行",
    "row.deceased": "核实后删去该行，或更正死亡、核销登记",
    "row.elsewhere": "核实是否符合兼领规定",
    "row.other_area": "核实户籍或享受资格",
    "row.leaks": "删去该内容；号码只写在“身份证号”一列",
    "row.over_standard": "标准×数量×月数",
    "row.under_standard": "标准×数量×月数",
    "row.over_ceiling": "不超过项目上限",
}


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one cell; `found` never shows a number in full."""

    check: str
    sheet: str
    row: int
    column: str
    heading: str
    found: str
    expected: str

    def as_json(self) -> dict[str, Any]:
        """Give it as plain values."""
        return vars(self).copy()


@dataclass
class Person:
    """What is known of one row after judging."""

    number: int
    cells: list[Any]
    place: str
    group: str
    print: bytes
    amount: Decimal | None
    count: int


@dataclass
class Ground:
    """What rows are judged against; `seen` grows while a list is read."""

    places: dict[str, str]
    home: str
    area: str
    rule: AmountRule
    months: int
    needs_amount: bool
    dead: frozenset[bytes] = frozenset()
    elsewhere: dict[bytes, str] = field(default_factory=dict)
    noticed: dict[bytes, Decimal] | None = None
    seen: dict[bytes, int] = field(default_factory=dict)


@dataclass
class Judged:
    """The people of a block, the problems of their rows, and who is under age (by place in `people`)."""

    people: list[Person] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    young: list[int] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, layout: Layout, check: str, row: int, at: int, found: str, expected: str = "") -> None:
        """Note a problem of a cell."""
        heading = layout.heads[at] if 0 <= at < len(layout.heads) else ""
        place = letters(at) if at >= 0 else ""
        self.counts[check] += 1
        self.problems.append(
            Problem(check, layout.sheet, row, place, heading, found, expected or EXPECTED.get(check, ""))
        )


def judge_rows(layout: Layout, rows: Sequence[list[Any]], first: int, ground: Ground, *, on: date) -> Judged:
    """
    Judge a block of rows.

    :param first: the number printed beside the first of them in the sheet.
    """
    judged = Judged()
    kept = [(first + at, row) for at, row in enumerate(rows) if _is_person(layout, row)]
    numbers = [_text(layout, row, "id_number") for _number, row in kept]
    for (number, row), text, print_ in zip(kept, numbers, fingerprints(map(_bare, numbers)), strict=True):
        _judge(layout, judged, ground, number, row, text, print_)
    _leaks(layout, judged, on)
    return judged


def _is_person(layout: Layout, row: list[Any]) -> bool:
    """Pass over empty rows and rows of sums."""
    filled = [as_text(value).strip() for value in row if value not in ("", None)]
    if not filled:
        return False
    name = _text(layout, row, "name")
    lead = next((text for text in filled if text), "")
    return not ("".join(lead.split()) in _SUMS or "".join(name.split()) in _SUMS)


def _judge(
    layout: Layout, judged: Judged, ground: Ground, number: int, row: list[Any], text: str, print_: bytes
) -> None:
    name = _text(layout, row, "name")
    if not name:
        judged.add(layout, "row.no_name", number, layout.fields["name"], "（空）")
    print_ = _check_number(layout, judged, ground, number, row, text, print_)
    place = _place(layout, judged, ground, number, row)
    amount = _check_amount(layout, judged, ground, number, row, print_)
    persons = _decimal(_value(layout, row, "persons"))
    judged.people.append(
        Person(
            number=number,
            cells=row,
            place=place,
            group=_text(layout, row, "group"),
            print=print_,
            amount=amount,
            count=int(persons) if persons and 0 < persons < 100 else 1,
        )
    )


def _check_number(
    layout: Layout, judged: Judged, ground: Ground, number: int, row: list[Any], text: str, print_: bytes
) -> bytes:
    """Judge the identity number and everything that is known by it; an impossible number identifies nobody."""
    at = layout.fields.get("id_number", -1)
    if at < 0 or not text:
        return NOBODY
    if isinstance(_value(layout, row, "id_number"), (int, float)) or "E+" in text.upper():
        judged.add(layout, "row.id_as_number", number, at, veil(Kind.ID_NUMBER, text))
        return NOBODY
    bare = _bare(text)
    if not (len(bare) == 18 and bare[:17].isdecimal() and bare.isascii() and is_identity_number(bare)):
        judged.add(layout, "row.id_invalid", number, at, f"{veil(Kind.ID_NUMBER, text)}（{len(bare)}位）")
        return NOBODY
    if print_ in ground.seen:
        found = f"与第{ground.seen[print_]}行为同一人"
        judged.add(layout, "row.twice", number, at, found)
    ground.seen.setdefault(print_, number)
    if print_ in ground.dead:
        judged.add(layout, "row.deceased", number, at, veil(Kind.ID_NUMBER, text))
    if print_ in ground.elsewhere:
        judged.add(layout, "row.elsewhere", number, at, ground.elsewhere[print_])
    if ground.area[:2] in PROVINCES and bare[:6] != ground.area[:6]:
        judged.add(layout, "row.other_area", number, at, f"区划{bare[:2]}****", f"区划{ground.area[:6]}")
    return print_


def _place(layout: Layout, judged: Judged, ground: Ground, number: int, row: list[Any]) -> str:
    at = layout.fields.get("village", -1)
    if at < 0 or not ground.places:
        return ground.home
    text = "".join(_text(layout, row, "village").split())
    known = ground.places.get(text) or ground.places.get(text.removesuffix("村民委员会").removesuffix("村委会"))
    if known is None:
        judged.add(
            layout,
            "row.village_unknown",
            number,
            at,
            text or "（空）",
            "、".join(sorted(set(ground.places.values()))[:12]),
        )
        return ground.home
    return known


def _check_amount(
    layout: Layout, judged: Judged, ground: Ground, number: int, row: list[Any], print_: bytes
) -> Decimal | None:
    at = layout.fields.get("amount", -1)
    value = _value(layout, row, "amount")
    amount = _decimal(value)
    if amount is None or not 0 <= amount < _MOST_AMOUNT:
        if ground.needs_amount or (at >= 0 and as_text(value).strip()):
            judged.add(layout, "row.amount_invalid", number, at, as_text(value)[:20] or "（空）")
        return None
    quantity = _decimal(_value(layout, row, "quantity" if ground.rule.unit == "quantity" else "persons"))
    months = _decimal(_value(layout, row, "months"))
    count = int(months) if months and 0 < months <= 120 else ground.months
    if check := ground.rule.judge(amount, quantity=quantity, months=count):
        expected = ground.rule.expected(quantity=quantity, months=count)
        limit = ground.rule.ceiling if check == "row.over_ceiling" else expected
        judged.add(layout, check, number, at, f"{amount}元", f"{limit}元")
    if ground.noticed is not None and print_ != NOBODY:
        _compare(layout, judged, number, at, amount, ground.noticed.get(print_))
    return amount


def _compare(layout: Layout, judged: Judged, number: int, at: int, amount: Decimal, noticed: Decimal | None) -> None:
    """Hold what was paid against what was on notice (`onecard2020:1`)."""
    if noticed is None:
        judged.add(layout, "row.not_noticed", number, at, f"发放{amount}元", "先公示，后发放")
    elif noticed != amount:
        judged.add(layout, "row.paid_differs", number, at, f"发放{amount}元", f"公示{noticed}元")


def _leaks(layout: Layout, judged: Judged, on: date) -> None:
    """Look for personal data where no column says so, for numbers in pieces, and for people under age."""
    rows = [list(layout.heads), *(person.cells for person in judged.people)]
    for finding in scan_table(rows, on=on):
        if finding.row < 1:
            continue
        if finding.kind is Kind.MINOR:
            judged.young.append(finding.row)
            continue
        split = finding.reason.startswith("号码分写")
        role = layout.columns[finding.column].role if finding.column < len(layout.columns) else None
        if not split and (role in KIND_OF or finding.severity is not Severity.BLOCK):
            continue
        number = judged.people[finding.row - 1].number
        judged.add(layout, "row.leaks", number, finding.column, f"{finding.masked} {finding.reason}".strip())


def _value(layout: Layout, row: list[Any], name: str) -> Any:
    at = layout.fields.get(name, -1)
    return row[at] if 0 <= at < len(row) else None


def _text(layout: Layout, row: list[Any], name: str) -> str:
    return as_text(_value(layout, row, name)).strip()


def _bare(number: str) -> str:
    if len(number) == 18 and number.isascii():
        return number.upper()
    return plain_digits("".join(number.split()).replace("-", "").lstrip("'")).upper()


def _decimal(value: Any) -> Decimal | None:
    if isinstance(value, (int, float)):
        return Decimal(str(round(value, 4)))
    text = as_text(value).strip().replace(",", "").removesuffix("元").removesuffix("亩").removesuffix("人")
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
